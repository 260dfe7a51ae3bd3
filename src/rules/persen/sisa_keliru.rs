//! P02: the remainder is not pagu less realisasi.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Relation;
use crate::rules::{Check, Findings, Rule, figures};

/// P02.
pub const RULE: Rule = Rule {
    code: "P02",
    name: "sisa_keliru",
    title: "Sisa tidak sama dengan pagu dikurangi realisasi",
    severity: Severity::Error,
    basis: "Permendagri 77/2020; rumus pada formulir",
    doc: include_str!("sisa_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for mismatch in figures::of(dokumen, &[Relation::Sisa]).filter(|mismatch| mismatch.is_target) {
        figures::report(findings, dokumen, mismatch);
    }
}
