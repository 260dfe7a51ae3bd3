//! F10: a formula leans on another workbook.

use crate::finding::Severity;
use crate::grid::Cell;
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule};

/// F10.
pub const RULE: Rule = Rule {
    code: "F10",
    name: "tautan_mati",
    title: "Rumus merujuk berkas lain",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("tautan_mati.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for (sheet, grid) in laporan.book.grids.iter().enumerate() {
        let is_external = |cell: &&Cell| cell.formula.as_deref().is_some_and(names_a_book);
        let cells: Vec<&Cell> = grid.cells().iter().filter(is_external).collect();
        let Some(first) = cells.first() else {
            continue;
        };
        let subject = findings.subject(sheet, first.at);
        let mut draft = findings
            .add(sheet, first.at, &subject, format!("{} rumus pada lembar ini merujuk berkas lain", cells.len()))
            .written(format!("={}", first.formula.as_deref().unwrap_or_default()))
            .advice("salin angkanya ke dalam buku kerja ini; penerima berkas tidak memiliki berkas yang dirujuk");
        for cell in cells.iter().skip(1).take(12) {
            draft = draft.see(sheet, cell.at, "merujuk berkas lain");
        }
    }
}

/// `[2]Sheet!A1` or `'[Buku.xlsx]Sheet'!A1`; a bracket of a table reference has no sheet behind it.
fn names_a_book(formula: &str) -> bool {
    formula.split('[').skip(1).any(|rest| {
        rest.split_once(']').is_some_and(|(_, after)| {
            after.split(['+', '-', '*', '/', ',', ')', ';']).next().is_some_and(|sheet| sheet.contains('!'))
        })
    })
}
