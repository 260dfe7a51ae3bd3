//! T02: targets of the yearly plan are not those of the Renstra for that year.

use super::banding_renstra::{columns, tell};
use crate::finding::Severity;
use crate::laporan::kumpulan::{Angka, Sumber, Tahap};
use crate::rules::{Check, KumpulanFindings, Rule};

/// T02.
pub const RULE: Rule = Rule {
    code: "T02",
    name: "target_rkt_renstra",
    title: "Target rencana kerja tahunan bukan target Renstra tahun itu",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014 (reviu: keselarasan target)",
    doc: include_str!("target_rkt_renstra.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    for (petikan, tabel, table) in kumpulan.tables() {
        if table.sumber != Sumber::Rkt || table.tahap == Some(Tahap::Perubahan) {
            continue;
        }
        let planned = |pokok, angka: &Angka| kumpulan.target_renstra(pokok, angka.tahun?);
        let columns = columns(kumpulan, (petikan, tabel), Angka::is_target, planned);
        for mut column in columns.into_values() {
            // A plan that keeps to the Renstra shows where it does not; the target of another year speaks for itself.
            if column.beda.len() > column.sama {
                column.beda.retain(|row| row.tahun_lain.is_some());
            }
            let (stale, other): (Vec<_>, Vec<_>) = column.beda.into_iter().partition(|row| row.tahun_lain.is_some());
            tell(findings, "target rencana kerja", &stale, Severity::Error, "");
            tell(findings, "target rencana kerja", &other, Severity::Review, "");
        }
    }
}
