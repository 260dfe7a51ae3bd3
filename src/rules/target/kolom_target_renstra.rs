//! T05: a column headed target of the Renstra holds other targets.

use super::banding_renstra::{columns, tell};
use crate::finding::Severity;
use crate::laporan::kumpulan::Sumber;
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};

/// T05.
pub const RULE: Rule = Rule {
    code: "T05",
    name: "kolom_target_renstra",
    title: "Kolom target Renstra tidak berisi target Renstra",
    severity: Severity::Review,
    basis: "PermenPANRB 88/2021 (perbandingan dengan target jangka menengah)",
    doc: include_str!("kolom_target_renstra.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for (petikan, tabel, table) in kumpulan.tables().filter(|(_, _, table)| table.sumber != Sumber::Renstra) {
        let wanted = |angka: &crate::laporan::kumpulan::Angka| angka.role == Role::TargetTahun;
        let columns =
            columns(kumpulan, (petikan, tabel), wanted, |pokok, angka| kumpulan.target_renstra(pokok, angka.tahun?));
        for column in columns.values().filter(|_| table.sumber == Sumber::Pengukuran) {
            tell(findings, "kolom target Renstra", &column.beda, RULE.severity, ADVICE);
        }
    }
}

const ADVICE: &str = "isi kolom ini dengan target Renstra; target Perjanjian Kinerja mendapat kolom sendiri";
