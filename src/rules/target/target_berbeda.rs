//! T04: the target of an indikator is another in a Perjanjian Kinerja, plan or measurement of the same stage.

use crate::finding::Severity;
use crate::laporan::kumpulan::{Golongan, Lingkup};
use crate::profile::Role;
use crate::rules::{Check, Compared, KumpulanFindings, Rule};

/// T04.
pub const RULE: Rule = Rule {
    code: "T04",
    name: "target_berbeda",
    title: "Target indikator berbeda antardokumen pada tahap yang sama",
    severity: Severity::Error,
    basis: "PermenPANRB 88/2021 (pengukuran memakai target Perjanjian Kinerja)",
    doc: include_str!("target_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let compared =
        Compared { golongan: Golongan::Indikator, lingkup: Lingkup::Rincian, role: Role::Target, words: "target" };
    findings.differences(&compared, |_| true);
}
