//! T09: the final target a degree of progress is measured by is not that of the Renstra.

use super::banding_renstra::{Baris, columns, tell};
use crate::finding::Severity;
use crate::laporan::kumpulan::Kumpulan;
use crate::profile::Role;
use crate::rules::{Check, KumpulanFindings, Rule};

/// T09.
pub const RULE: Rule = Rule {
    code: "T09",
    name: "target_akhir_berbeda",
    title: "Target akhir pada tingkat kemajuan bukan target akhir Renstra",
    severity: Severity::Error,
    basis: "PermenPANRB 88/2021 (perbandingan dengan target jangka menengah)",
    doc: include_str!("target_akhir_berbeda.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for (petikan, tabel, _) in kumpulan.tables() {
        let wanted = |angka: &crate::laporan::kumpulan::Angka| angka.role == Role::TargetAkhir;
        let columns = columns(kumpulan, (petikan, tabel), wanted, |pokok, _| kumpulan.target_akhir(pokok));
        for mut column in columns.into_values() {
            column.beda.retain(|row| !is_sum(kumpulan, row));
            // A plan of other years is no base for comparison.
            let severity = if column.sama > column.beda.len() { RULE.severity } else { Severity::Review };
            tell(findings, "target akhir", &column.beda, severity, "");
        }
    }
}

/// What is counted anew each year may be added up over all of them.
fn is_sum(kumpulan: &Kumpulan<'_>, row: &Baris<'_>) -> bool {
    let rows = [row.anggota, row.rencana.0];
    rows.into_iter().any(|own| kumpulan.butir(own).sum_of_years() == Some(row.angka.nilai))
}
