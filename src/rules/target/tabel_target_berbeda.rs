//! T06: a table of targets that is no form of the Renstra differs from the Renstra.

use crate::finding::Severity;
use crate::laporan::kumpulan::{Golongan, Kumpulan, Lingkup, Selisih};
use crate::profile::Role;
use crate::rules::{Check, Compared, KumpulanFindings, Rule};

/// T06.
pub const RULE: Rule = Rule {
    code: "T06",
    name: "tabel_target_berbeda",
    title: "Tabel target berbeda dari T-C.25 atau T-C.28",
    severity: Severity::Error,
    basis: "Permendagri 86/2017",
    doc: include_str!("tabel_target_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let compared =
        Compared { golongan: Golongan::Indikator, lingkup: Lingkup::Rincian, role: Role::TargetTahun, words: "target" };
    let kumpulan = findings.kumpulan();
    findings
        .differences(&compared, |selisih| !kumpulan.tabel(selisih.anggota).is_form_tc() && has_form(kumpulan, selisih));
}

/// One of the tables it differs from is a form of the Renstra.
pub fn has_form(kumpulan: &Kumpulan<'_>, selisih: &Selisih<'_>) -> bool {
    selisih.lain.iter().any(|(other, _)| kumpulan.tabel(other).is_form_tc())
}
