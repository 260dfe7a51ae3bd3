//! P03: no known formula gives the printed capaian.

use super::capaian_khusus;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Relation;
use crate::rules::{Check, Findings, Rule, figures};

/// P03.
pub const RULE: Rule = Rule {
    code: "P03",
    name: "capaian_keliru",
    title: "Capaian tidak sama dengan hasil rumusnya",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014",
    doc: include_str!("capaian_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    capaian_khusus::check(dokumen, findings);
    for mismatch in figures::of(dokumen, &[Relation::Capaian, Relation::Kemajuan])
        .filter(|mismatch| !super::evaluasi_keliru::is_evaluated(dokumen, mismatch))
        .filter(|mismatch| !super::pembagi_nol::is_zero_by_zero(dokumen, mismatch.target))
    {
        figures::report(findings, dokumen, mismatch);
    }
}
