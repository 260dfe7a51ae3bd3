//! C09: all targets are one range, which tells nothing.

use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::Laporan;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::Content;

/// C09.
pub const RULE: Rule = Rule {
    code: "C09",
    name: "target_seragam",
    title: "Target seragam berupa rentang",
    severity: Severity::Review,
    basis: "kriteria SMART (PermenPANRB 88/2021, KKE 1)",
    doc: include_str!("target_seragam.md"),
    check: Check::Laporan(check),
};

/// Fewer indikator than these may well have one target.
const LEAST_ROWS: usize = 3;

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let mut uniform: Vec<(usize, CellRef, String, usize)> = Vec::new();
    for dokumen in &laporan.dokumen {
        let table = &dokumen.table;
        let (Some(column), true) = (table.column(Role::Target), table.column(Role::Indikator).is_some()) else {
            continue;
        };
        let grid = &laporan.book.grids[table.sheet];
        let targets: Vec<(usize, bool, String)> = (0..table.rows.len())
            .filter(|&row| {
                !matches!(table.rows[row].entries[column].content, Content::Blank)
                    && !table.rows[row].entries[column].continues
            })
            .map(|row| {
                let is_range = table.rows[row].entries[column].figure().is_some_and(|figure| figure.upper.is_some());
                (row, is_range, grid.shown(dokumen.cell(Spot { row, column })))
            })
            .collect();
        let Some((row, _, text)) = targets.first().filter(|_| targets.len() >= LEAST_ROWS) else {
            continue;
        };
        if targets.iter().all(|(_, is_range, other)| *is_range && other == text) {
            uniform.push((table.sheet, dokumen.cell(Spot { row: *row, column }), text.clone(), targets.len()));
        }
    }
    let Some((sheet, cell, text, rows)) = uniform.first() else {
        return;
    };
    let same: Vec<&(usize, CellRef, String, usize)> = uniform.iter().filter(|(_, _, other, _)| other == text).collect();
    let message = match same.len() {
        1 => format!("{rows} indikator semuanya bertarget {text}"),
        tables => format!(
            "{} indikator dalam {tables} tabel semuanya bertarget {text}",
            same.iter().map(|(.., rows)| rows).sum::<usize>()
        ),
    };
    findings
        .add(*sheet, *cell, text, message)
        .written(text.clone())
        .advice("tetapkan target tiap indikator menurut keadaan awalnya; rentang yang sama untuk semua tidak dapat diukur capaiannya")
        .see_cells(same[1..].iter().map(|(sheet, cell, ..)| (*sheet, *cell)), "target yang sama");
}
