//! J05: a column that adds others up in the row does not.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Relation;
use crate::rules::{Check, Findings, Rule, figures};

/// J05.
pub const RULE: Rule = Rule {
    code: "J05",
    name: "jumlah_mendatar",
    title: "Jumlah mendatar tidak cocok",
    severity: Severity::Error,
    basis: "judul atau nomor kolom pada formulir",
    doc: include_str!("jumlah_mendatar.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for mismatch in figures::of(dokumen, &[Relation::RowSum]) {
        if mismatch.is_target || !figures::is_empty(mismatch) && !figures::is_swapped(mismatch) {
            figures::report(findings, dokumen, mismatch);
        }
    }
}
