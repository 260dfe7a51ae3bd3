//! A09: koefisien times price, plus tax, is not the amount.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Relation;
use crate::rules::{Check, Findings, Rule, figures};

/// A09.
pub const RULE: Rule = Rule {
    code: "A09",
    name: "rincian_keliru",
    title: "Koefisien kali harga tidak sama dengan jumlahnya",
    severity: Severity::Error,
    basis: "Permendagri 77/2020 (rincian belanja)",
    doc: include_str!("rincian_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for mismatch in figures::of(dokumen, &[Relation::Rincian]) {
        figures::report(findings, dokumen, mismatch);
    }
}
