//! F12: helper formulas stand beside a table.

use crate::finding::Severity;
use crate::grid::{Cell, CellRange, CellRef};
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule};
use crate::table::Table;

/// F12.
pub const RULE: Rule = Rule {
    code: "F12",
    name: "sel_bantu",
    title: "Sel hitung bantu di luar tabel",
    severity: Severity::Advice,
    basis: "praktik",
    doc: include_str!("sel_bantu.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for (sheet, grid) in laporan.book.grids.iter().enumerate() {
        let tables: Vec<&Table> =
            laporan.dokumen.iter().map(|dokumen| &*dokumen.table).filter(|table| table.sheet == sheet).collect();
        let beside = |cell: &&Cell| {
            cell.formula.is_some()
                && tables.iter().any(|table| is_beside(table, cell.at))
                && !tables.iter().any(|table| is_inside(table, cell.at))
        };
        let cells: Vec<CellRef> = grid.cells().iter().filter(beside).map(|cell| cell.at).collect();
        let (Some(&first), Some(&last)) = (cells.first(), cells.last()) else {
            continue;
        };
        let left = cells.iter().map(|cell| cell.col).min().unwrap_or(first.col);
        let right = cells.iter().map(|cell| cell.col).max().unwrap_or(last.col);
        let range = CellRange::new(CellRef::new(first.row, left), CellRef::new(last.row, right));
        let subject = findings.subject(sheet, first);
        findings
            .add(sheet, range, &subject, format!("{} rumus bantu berdiri di samping tabel", cells.len()))
            .advice("pindahkan ke lembar lain atau hapus sebelum berkas dicetak dan dikirim");
    }
}

/// Right of the table, in its rows.
fn is_beside(table: &Table, cell: CellRef) -> bool {
    let rows = table.rows.first().zip(table.rows.last());
    let right = table.columns.last().map_or(0, |column| column.col);
    rows.is_some_and(|(first, last)| (first.row..=last.row).contains(&cell.row))
        && cell.col > right
        && cell.col <= right + 8
}

fn is_inside(table: &Table, cell: CellRef) -> bool {
    let rows = table.rows.first().zip(table.rows.last());
    let columns = table.columns.first().zip(table.columns.last());
    rows.is_some_and(|(first, last)| (first.row..=last.row).contains(&cell.row))
        && columns.is_some_and(|(first, last)| (first.col..=last.col).contains(&cell.col))
}
