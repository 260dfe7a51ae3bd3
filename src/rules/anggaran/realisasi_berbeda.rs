//! A03: the realisasi of a kegiatan in rupiah is another than in the other tables and documents.

use crate::finding::Severity;
use crate::laporan::kumpulan::{Golongan, Lingkup};
use crate::profile::Role;
use crate::rules::{Check, Compared, KumpulanFindings, Rule};

/// A03.
pub const RULE: Rule = Rule {
    code: "A03",
    name: "realisasi_berbeda",
    title: "Realisasi kegiatan berbeda antartabel atau antardokumen",
    severity: Severity::Error,
    basis: "reviu (PermenPANRB 53/2014: keandalan data)",
    doc: include_str!("realisasi_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let compared =
        Compared { golongan: Golongan::Anggaran, lingkup: Lingkup::Rincian, role: Role::Realisasi, words: "realisasi" };
    findings.differences(&compared, |_| true);
}
