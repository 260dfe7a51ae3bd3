//! I06: a NIP is grouped otherwise than 8-6-1-3.

use std::sync::LazyLock;

use regex::Regex;

use crate::finding::Severity;
use crate::grid::single_spaced;
use crate::laporan::{Laporan, Nip, Pejabat, nip_digits};
use crate::rules::{Check, Findings, Rule};

/// I06.
pub const RULE: Rule = Rule {
    code: "I06",
    name: "nip_pengelompokan",
    title: "NIP tidak dikelompokkan 8-6-1-3",
    severity: Severity::Advice,
    basis: "Peraturan Kepala BKN 22/2007; tata naskah dinas",
    doc: include_str!("nip_pengelompokan.md"),
    check: Check::Laporan(check),
};

static GROUPED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\d{8} \d{6} \d \d{3}$").expect("a valid pattern"));

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let valid: Vec<&Pejabat> = laporan.pejabat.iter().filter(|pejabat| Nip::parse(&pejabat.nip).is_ok()).collect();
    let is_grouped = |pejabat: &&Pejabat| GROUPED.is_match(&spaced(&pejabat.nip));
    let grouped = valid.iter().filter(|pejabat| is_grouped(pejabat)).count();
    // Digits without any blank are a fault only where the workbook groups the others.
    let is_faulty = |pejabat: &&&Pejabat| {
        let is_plain = !pejabat.nip.trim().contains(|c: char| !c.is_ascii_digit());
        !is_grouped(pejabat) && (!is_plain || grouped * 2 > valid.len())
    };
    let faulty: Vec<&&Pejabat> = valid.iter().filter(is_faulty).collect();
    let Some(first) = faulty.first() else {
        return;
    };
    let message = match faulty.len() {
        1 => format!("NIP {} tidak dikelompokkan 8-6-1-3", first.nip),
        several => format!("{several} NIP tidak dikelompokkan 8-6-1-3, mulai {}", first.nip),
    };
    findings
        .add(first.sheet, first.cell, &first.nip, message)
        .written(first.nip.to_string())
        .expected(grouped_as(&nip_digits(&first.nip)))
        .see_cells(faulty[1..].iter().map(|pejabat| (pejabat.sheet, pejabat.cell)), "NIP serupa");
}

/// One blank between groups.
fn spaced(nip: &str) -> String {
    single_spaced(nip).into_owned()
}

fn grouped_as(digits: &str) -> String {
    let group = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    [group(0, 8), group(8, 14), group(14, 15), group(15, 18)].join(" ")
}
