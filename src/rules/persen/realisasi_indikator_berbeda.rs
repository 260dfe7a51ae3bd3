//! P05: the realisasi of an indikator is another than in the other tables.

use crate::finding::Severity;
use crate::laporan::kumpulan::{Golongan, Kumpulan, Lingkup, Selisih};
use crate::profile::Role;
use crate::rules::{Check, Compared, KumpulanFindings, Rule};

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
    let compared = Compared {
        golongan: Golongan::Indikator,
        lingkup: Lingkup::Rincian,
        role: Role::RealisasiKinerja,
        words: "realisasi",
    };
    let kumpulan = findings.kumpulan();
    // Those of an earlier year are for R03, those of officials for C05.
    findings.differences(&compared, |selisih| !is_earlier(kumpulan, selisih));
}

/// The figure is of a year before the one its table reports.
pub fn is_earlier(kumpulan: &Kumpulan<'_>, selisih: &Selisih<'_>) -> bool {
    selisih.angka.tahun.zip(kumpulan.tabel(selisih.anggota).tahun).is_some_and(|(own, report)| own < report)
}
