//! T07: a yearly target of the Renstra is another in T-C.25 than in T-C.28.

use crate::finding::Severity;
use crate::laporan::kumpulan::Golongan;
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};

/// T07.
pub const RULE: Rule = Rule {
    code: "T07",
    name: "target_renstra_berbeda",
    title: "Target tahunan Renstra berbeda antartabel",
    severity: Severity::Error,
    basis: "Permendagri 86/2017",
    doc: include_str!("target_renstra_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    findings.differences(Golongan::Indikator, Role::TargetTahun, "target");
}
