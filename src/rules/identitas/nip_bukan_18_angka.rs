//! I01: a NIP does not have 18 digits.

use super::same_name;
use crate::finding::Severity;
use crate::laporan::{Laporan, Nip, NipFault, Pejabat, nip_digits};
use crate::rules::{Check, Findings, Rule};

/// I01.
pub const RULE: Rule = Rule {
    code: "I01",
    name: "nip_bukan_18_angka",
    title: "NIP tidak terdiri atas 18 angka",
    severity: Severity::Error,
    basis: "Peraturan Kepala BKN 22/2007",
    doc: include_str!("nip_bukan_18_angka.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let faulty = |pejabat: &&Pejabat| matches!(Nip::parse(&pejabat.nip), Err(NipFault::Length(length)) if length != 9);
    let list: Vec<&Pejabat> = laporan.pejabat.iter().filter(faulty).collect();
    for (at, pejabat) in list.iter().enumerate() {
        let digits = nip_digits(&pejabat.nip);
        // The same NIP again is one mistake.
        if list[..at].iter().any(|earlier| earlier.sheet == pejabat.sheet && nip_digits(&earlier.nip) == digits) {
            continue;
        }
        let right = laporan.pejabat.iter().find(|other| same_name(other, pejabat) && Nip::parse(&other.nip).is_ok());
        let mut draft = findings
            .add(
                pejabat.sheet,
                pejabat.cell,
                &pejabat.nip,
                format!("NIP {} terdiri atas {} angka, seharusnya 18", pejabat.nip, digits.len()),
            )
            .written(pejabat.nip.to_string());
        if let Some(right) = right {
            draft = draft.expected(right.nip.to_string()).see(right.sheet, right.cell, "NIP orang yang sama");
        }
        for other in list[at + 1..].iter().filter(|other| nip_digits(&other.nip) == digits) {
            draft = draft.see(other.sheet, other.cell, "NIP yang sama");
        }
    }
}
