//! T01: targets of the Perjanjian Kinerja at the start of the year are not those of the Renstra.

use super::banding_renstra::{columns, tell};
use super::tahap_target_keliru;
use crate::finding::Severity;
use crate::laporan::kumpulan::{Angka, Sumber, Tahap};
use crate::rules::{Check, KumpulanFindings, Rule};

/// T01.
pub const RULE: Rule = Rule {
    code: "T01",
    name: "target_pk_renstra",
    title: "Target Perjanjian Kinerja berbeda dari target Renstra tahun itu",
    severity: Severity::Review,
    basis: "PermenPANRB 53/2014 (reviu: keselarasan target)",
    doc: include_str!("target_pk_renstra.md"),
    check: Check::Kumpulan(check),
};

fn check(findings: &mut KumpulanFindings<'_>) {
    let kumpulan = findings.kumpulan();
    let of_other_stage = tahap_target_keliru::find(kumpulan);
    for (petikan, tabel, table) in kumpulan.tables() {
        let is_first = table.sumber == Sumber::Pk && table.tahap != Some(Tahap::Perubahan);
        let is_told = of_other_stage.iter().any(|known| (known.petikan, known.tabel) == (petikan, tabel));
        if !is_first || is_told || !kumpulan.is_of_agency(petikan, table) {
            continue;
        }
        let planned = |pokok, angka: &Angka| kumpulan.target_renstra(pokok, angka.tahun?);
        let columns = columns(kumpulan, (petikan, tabel), Angka::is_target, planned);
        for column in columns.values() {
            tell(findings, "target Perjanjian Kinerja", &column.beda, RULE.severity, ADVICE);
        }
    }
}

const ADVICE: &str = "bila target memang disesuaikan, jelaskan alasannya di dokumen";
