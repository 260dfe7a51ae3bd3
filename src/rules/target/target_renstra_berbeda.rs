//! T07: a yearly target of the Renstra is another in T-C.25 than in T-C.28.

use super::tabel_target_berbeda::has_form;
use crate::finding::Severity;
use crate::laporan::kumpulan::{Golongan, Lingkup};
use crate::profile::Role;
use crate::rules::{Check, Compared, KumpulanFindings, Rule};

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
    let compared =
        Compared { golongan: Golongan::Indikator, lingkup: Lingkup::Rincian, role: Role::TargetTahun, words: "target" };
    let kumpulan = findings.kumpulan();
    findings.differences(&compared, |selisih| {
        // A copy that differs from the forms is for T06.
        kumpulan.tabel(selisih.anggota).is_form_tc() || !has_form(kumpulan, selisih)
    });
}
