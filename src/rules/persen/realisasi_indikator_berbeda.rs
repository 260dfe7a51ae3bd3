//! P05: the realisasi of an indikator is another than in the other tables.

use crate::finding::Severity;
use crate::laporan::kumpulan::Golongan;
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};

/// P05.
pub const RULE: Rule = Rule {
    code: "P05",
    name: "realisasi_indikator_berbeda",
    title: "Realisasi indikator berbeda antartabel",
    severity: Severity::Error,
    basis: "reviu (PermenPANRB 53/2014)",
    doc: include_str!("realisasi_indikator_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    findings.differences(Golongan::Indikator, Role::RealisasiKinerja, "realisasi");
}
