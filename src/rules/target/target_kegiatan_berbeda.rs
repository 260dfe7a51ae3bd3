//! T15: the target of a sub kegiatan or kegiatan is another than in the other tables.

use crate::finding::Severity;
use crate::laporan::kumpulan::{Golongan, Lingkup};
use crate::profile::Role;
use crate::rules::{Check, Compared, KumpulanFindings, Rule};

/// T15.
pub const RULE: Rule = Rule {
    code: "T15",
    name: "target_kegiatan_berbeda",
    title: "Target kegiatan atau sub kegiatan berbeda antartabel",
    severity: Severity::Error,
    basis: "PermenPANRB 88/2021 (keselarasan DPA dan rencana)",
    doc: include_str!("target_kegiatan_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let compared =
        Compared { golongan: Golongan::Anggaran, lingkup: Lingkup::Rincian, role: Role::Target, words: "target" };
    findings.differences(&compared, |_| true);
}
