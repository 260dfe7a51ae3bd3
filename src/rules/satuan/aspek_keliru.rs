//! U09: the aspek of an indikator does not fit what it measures.

use std::collections::BTreeMap;

use super::persentase_bertarget_bilangan::unit;
use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::Laporan;
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule};
use crate::table::{Row, Table};

/// U09.
pub const RULE: Rule = Rule {
    code: "U09",
    name: "aspek_keliru",
    title: "Aspek tidak cocok dengan isi indikator",
    severity: Severity::Advice,
    basis: "PermenPANRB 6/2022 (aspek kuantitas, kualitas, waktu)",
    doc: include_str!("aspek_keliru.md"),
    check: Check::Laporan(check),
};

/// Words that tell a time.
const TIMES: [&str; 15] = [
    "bulan", "hari", "minggu", "tahun", "triwulan", "semester", "jam", "menit", "waktu", "tanggal", "jadwal", "tepat",
    "lama", "periode", "bln",
];

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    // One fault over many sheets is one habit.
    let mut faults: BTreeMap<&str, Vec<(usize, CellRef)>> = BTreeMap::new();
    for dokumen in &laporan.dokumen {
        let table = &dokumen.table;
        let (Some(aspek), Some(indikator)) = (table.column(Role::Aspek), table.column(Role::Indikator)) else {
            continue;
        };
        for row in &table.rows {
            if row.entries[indikator].is_blank() || row.entries[indikator].continues {
                continue;
            }
            if let Some(fault) = fault(table, row, aspek, indikator) {
                faults.entry(fault).or_default().push((table.sheet, row.entries[aspek].cell));
            }
        }
    }
    for (fault, cells) in faults {
        let (sheet, cell) = cells[0];
        let message = match cells.len() {
            1 => fault.to_string(),
            several => format!("{several} indikator: {fault}"),
        };
        findings
            .add(sheet, cell, fault, message)
            .advice("sesuaikan aspeknya, atau rumuskan indikator yang mengukur aspek itu")
            .see_cells(cells[1..].iter().copied(), "aspek serupa");
    }
}

fn fault(table: &Table, row: &Row, aspek: usize, indikator: usize) -> Option<&'static str> {
    let aspek = words(row.entries[aspek].text());
    let own = words(row.entries[indikator].text());
    let target = table.column(Role::Target)?;
    let unit = unit(table, row, target).map(|unit| words(&unit)).unwrap_or_default();
    let speaks_of_time = || own.iter().chain(&unit).any(|word| TIMES.contains(&word.as_str()));
    match aspek.first().map(String::as_str) {
        Some("kualitas" | "mutu")
            if own.first().is_some_and(|word| matches!(word.as_str(), "jumlah" | "banyaknya")) =>
        {
            Some("aspek kualitas berisi indikator jumlah, yang mengukur kuantitas")
        }
        Some("waktu") if !row.entries[target].is_blank() && !speaks_of_time() => {
            Some("aspek waktu, tetapi indikator dan satuannya tidak menyebut waktu")
        }
        _ => None,
    }
}
