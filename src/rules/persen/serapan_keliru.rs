//! P01: the percentage is not realisasi over pagu.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Relation;
use crate::rules::{Check, Findings, Rule, figures};

/// P01.
pub const RULE: Rule = Rule {
    code: "P01",
    name: "serapan_keliru",
    title: "Persentase serapan tidak sama dengan realisasi dibagi pagu",
    severity: Severity::Error,
    basis: "Permendagri 77/2020; rumus pada formulir",
    doc: include_str!("serapan_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for mismatch in figures::of(dokumen, &[Relation::Persen]).filter(|mismatch| !figures::is_copied(mismatch)) {
        figures::report(findings, dokumen, mismatch);
    }
}
