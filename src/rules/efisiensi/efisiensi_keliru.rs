//! E02: a printed efficiency is not what its table calculates.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Relation;
use crate::rules::{Check, Findings, Rule, figures};

/// E02.
pub const RULE: Rule = Rule {
    code: "E02",
    name: "efisiensi_keliru",
    title: "Nilai efisiensi tidak sama dengan hasil hitungannya",
    severity: Severity::Error,
    basis: "LKE PermenPANRB 88/2021 (efisiensi sumber daya)",
    doc: include_str!("efisiensi_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for mismatch in figures::of(dokumen, &[Relation::Efisiensi]) {
        figures::report(findings, dokumen, mismatch);
    }
}
