//! I04: one person has two NIP in one workbook; the rarer one is pointed at.

use super::nip_antardokumen::is_slip;
use super::{plain_name, same_name};
use crate::finding::Severity;
use crate::laporan::{Laporan, Nip, Pejabat, nip_digits};
use crate::rules::{Check, Findings, Rule};

/// I04.
pub const RULE: Rule = Rule {
    code: "I04",
    name: "nip_berbeda",
    title: "Satu nama dengan dua NIP",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("nip_berbeda.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let valid: Vec<&Pejabat> =
        laporan.pejabat.iter().filter(|pejabat| Nip::parse(&pejabat.nip).is_ok() && pejabat.nama.is_some()).collect();
    let mut reported: Vec<(String, String)> = Vec::new();
    for pejabat in &valid {
        let name = pejabat.nama.as_ref().map(|(_, nama)| plain_name(nama)).unwrap_or_default();
        let own = nip_digits(&pejabat.nip);
        let same: Vec<&&Pejabat> = valid.iter().filter(|other| same_name(other, pejabat)).collect();
        let count = |digits: &str| same.iter().filter(|other| nip_digits(&other.nip) == digits).count();
        let usual = same.iter().rev().max_by_key(|other| count(&nip_digits(&other.nip)));
        let Some(usual) = usual.filter(|usual| nip_digits(&usual.nip) != own) else {
            continue;
        };
        let is_rarer = count(&nip_digits(&usual.nip)) > count(&own);
        // Written as often, one of a sheet contradicts the other; those of two sheets are for I14. Where they differ much,
        // they are of two persons.
        let is_beside = usual.sheet == pejabat.sheet && is_slip(&own, &nip_digits(&usual.nip));
        if !is_rarer && !is_beside {
            continue;
        }
        let key = (name, own.clone());
        if reported.contains(&key) {
            continue;
        }
        reported.push(key);
        let mut draft = findings
            .add(
                pejabat.sheet,
                pejabat.cell,
                &pejabat.nip,
                format!("NIP {} berbeda dari NIP orang yang sama di tempat lain", pejabat.nip),
            )
            .severity(if is_rarer { RULE.severity } else { Severity::Review })
            .written(pejabat.nip.to_string())
            .expected(usual.nip.to_string())
            .see(usual.sheet, usual.cell, if is_rarer { "NIP yang lebih sering dipakai" } else { "NIP yang lain" });
        for other in same.iter().filter(|other| nip_digits(&other.nip) == own) {
            draft = draft.see(other.sheet, other.cell, "NIP yang sama dengan sel ini");
        }
    }
}
