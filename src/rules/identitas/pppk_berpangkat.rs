//! I08: a PPPK carries a civil servant rank.

use crate::finding::Severity;
use crate::laporan::{Laporan, Nip, looks_like_pangkat};
use crate::rules::{Check, Findings, Rule};

/// I08.
pub const RULE: Rule = Rule {
    code: "I08",
    name: "pppk_berpangkat",
    title: "PPPK ditulis dengan pangkat PNS",
    severity: Severity::Review,
    basis: "PP 49/2018; Perpres 98/2020",
    doc: include_str!("pppk_berpangkat.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for pejabat in &laporan.pejabat {
        let Some((cell, text)) = &pejabat.pangkat else {
            continue;
        };
        if Nip::parse(&pejabat.nip).is_ok_and(Nip::is_pppk) && looks_like_pangkat(text) {
            findings
                .add(pejabat.sheet, *cell, text, "PPPK tidak berpangkat PNS; cukup golongannya dengan angka Romawi")
                .written(text.to_string())
                .see(pejabat.sheet, pejabat.cell, "nomor induk PPPK");
        }
    }
}
