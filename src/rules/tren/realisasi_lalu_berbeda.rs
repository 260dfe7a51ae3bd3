//! R03: the realisasi of an earlier year is another than reported then.

use crate::finding::Severity;
use crate::laporan::kumpulan::{Golongan, Lingkup};
use crate::profile::Role;
use crate::rules::persen::realisasi_indikator_berbeda::is_earlier;
use crate::rules::{Check, Compared, KumpulanFindings, Rule};

/// R03.
pub const RULE: Rule = Rule {
    code: "R03",
    name: "realisasi_lalu_berbeda",
    title: "Realisasi tahun lalu berbeda dari laporan tahun itu",
    severity: Severity::Review,
    basis: "PermenPANRB 88/2021 (perbandingan dengan tahun sebelumnya)",
    doc: include_str!("realisasi_lalu_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let compared = Compared {
        golongan: Golongan::Indikator,
        lingkup: Lingkup::Rincian,
        role: Role::RealisasiKinerja,
        words: "realisasi tahun lalu",
    };
    let kumpulan = findings.kumpulan();
    findings.differences(&compared, |selisih| is_earlier(kumpulan, selisih));
}
