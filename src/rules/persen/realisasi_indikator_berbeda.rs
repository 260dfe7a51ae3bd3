//! P05: the realisasi of an indikator is another than in the other tables.

use crate::finding::Severity;
use crate::laporan::kumpulan::{Anggota, Golongan, Kumpulan, Lingkup, Selisih};
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
    findings.differences(&compared, |selisih| {
        let of_agency = |anggota: &Anggota| {
            let tabel = kumpulan.tabel(anggota);
            kumpulan.is_of_agency(anggota.petikan, tabel)
        };
        // Those of an earlier year are for R03, those of officials for C05.
        !is_earlier(kumpulan, selisih)
            && of_agency(selisih.anggota)
            && selisih.lain.iter().all(|(other, _)| of_agency(other))
    });
}

/// The figure is of a year before the one its table reports.
pub fn is_earlier(kumpulan: &Kumpulan<'_>, selisih: &Selisih<'_>) -> bool {
    selisih.angka.tahun.zip(kumpulan.tabel(selisih.anggota).tahun).is_some_and(|(own, report)| own < report)
}
