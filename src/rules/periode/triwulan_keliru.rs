//! W02: a row names another triwulan than the sheet's title.

use crate::finding::{Cause, Severity};
use crate::laporan::arithmetic::Spot;
use crate::laporan::{Dokumen, triwulan_of};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

/// W02.
pub const RULE: Rule = Rule {
    code: "W02",
    name: "triwulan_keliru",
    title: "Triwulan pada baris bukan triwulan laporan",
    severity: Severity::Error,
    basis: "rencana aksi dan pengukuran triwulanan (PermenPANRB 53/2014)",
    doc: include_str!("triwulan_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(&expected) = findings.laporan().konteks.triwulan.get(&table.sheet) else {
        return;
    };
    let Some(column) = table.column(Role::Periode) else {
        return;
    };
    let wrong = |row: &usize| {
        let entry = &table.rows[*row].entries[column];
        !entry.continues && triwulan_of(entry.text()).is_some_and(|written| written != expected)
    };
    let rows: Vec<usize> = (0..table.rows.len()).filter(wrong).collect();
    let Some(&first) = rows.first() else {
        return;
    };
    let written = table.rows[first].entries[column].text();
    let expected = format!("Triwulan {}", ROMAN[usize::from(expected)]);
    let spots: Vec<Spot> = rows.iter().map(|&row| Spot { row, column }).collect();
    let message = format!("{} baris tertulis {written}, judul menyebut {expected}", rows.len());
    findings
        .at(dokumen, spots[0], message)
        .written(written)
        .expected(expected)
        .cause(Cause::SalinanBasi, "teks tersalin dari laporan triwulan lain")
        .see_spots(dokumen, &spots, "triwulan yang sama kelirunya");
}

const ROMAN: [&str; 5] = ["", "I", "II", "III", "IV"];
