//! A02: the pagu of a kegiatan is another than in the other tables and documents.

use super::{nama_pagu_tertukar, tahap_pagu_keliru};
use crate::finding::Severity;
use crate::laporan::kumpulan::{Golongan, Lingkup};
use crate::profile::Role;
use crate::rules::{Check, Compared, KumpulanFindings, Rule};

/// A02.
pub const RULE: Rule = Rule {
    code: "A02",
    name: "pagu_berbeda",
    title: "Pagu kegiatan berbeda antartabel atau antardokumen",
    severity: Severity::Error,
    basis: "reviu (PermenPANRB 53/2014: keandalan data)",
    doc: include_str!("pagu_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let compared =
        Compared { golongan: Golongan::Anggaran, lingkup: Lingkup::Rincian, role: Role::Pagu, words: "pagu" };
    let kumpulan = findings.kumpulan();
    // A pagu that belongs to another name, or to the other stage of the budget, is told as such.
    let swapped = nama_pagu_tertukar::find(kumpulan);
    let of_other_stage = tahap_pagu_keliru::find(kumpulan);
    findings.differences(&compared, |selisih| {
        let mut cells = selisih.lain.iter().copied().chain([(selisih.anggota, selisih.angka)]);
        !cells.any(|(anggota, angka)| {
            swapped.iter().any(|known| std::ptr::eq(known.angka, angka))
                || of_other_stage.iter().any(|known| (known.petikan, known.tabel) == (anggota.petikan, anggota.tabel))
        })
    });
}
