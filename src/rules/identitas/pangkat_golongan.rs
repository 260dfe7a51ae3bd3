//! I07: pangkat and golongan do not belong together.

use super::pangkat;
use crate::finding::Severity;
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule};

/// I07.
pub const RULE: Rule = Rule {
    code: "I07",
    name: "pangkat_golongan",
    title: "Pangkat dan golongan tidak berpasangan",
    severity: Severity::Error,
    basis: "PP 99/2000 jo. PP 12/2002 (kenaikan pangkat PNS)",
    doc: include_str!("pangkat_golongan.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for pejabat in &laporan.pejabat {
        let Some((cell, text)) = &pejabat.pangkat else {
            continue;
        };
        let Some((pangkat, golongan)) = pangkat::split(text) else {
            continue;
        };
        let Some(expected) = pangkat::of_golongan(golongan) else {
            continue;
        };
        if pangkat::normal(&pangkat) != pangkat::normal(expected) {
            findings
                .add(
                    pejabat.sheet,
                    *cell,
                    text,
                    format!("golongan {golongan} berpangkat {expected}, tertulis {pangkat}"),
                )
                .written(text.to_string())
                .expected(format!("{expected} ({golongan})"));
        }
    }
}
