//! A02: the pagu of a kegiatan is another than in the other tables.

use crate::finding::Severity;
use crate::laporan::kumpulan::Golongan;
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};

/// A02.
pub const RULE: Rule = Rule {
    code: "A02",
    name: "pagu_berbeda",
    title: "Pagu kegiatan berbeda antartabel atau antardokumen",
    severity: Severity::Error,
    basis: "reviu (PermenPANRB 53/2014)",
    doc: include_str!("pagu_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    findings.differences(Golongan::Anggaran, Role::Pagu, "pagu");
}
