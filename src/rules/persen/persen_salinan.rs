//! P06: the percentage was copied from a neighbouring row.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Relation;
use crate::rules::{Check, Findings, Rule, figures};

/// P06.
pub const RULE: Rule = Rule {
    code: "P06",
    name: "persen_salinan",
    title: "Persentase sama dengan baris tetangganya, bukan hasil hitungannya",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("persen_salinan.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for mismatch in figures::of(dokumen, &[Relation::Persen]).filter(|mismatch| figures::is_copied(mismatch)) {
        figures::report(findings, dokumen, mismatch);
    }
}
