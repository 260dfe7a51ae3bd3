//! F11: a sum takes in a hidden row that holds an amount.

use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::RowKind;

/// F11.
pub const RULE: Rule = Rule {
    code: "F11",
    name: "baris_tersembunyi",
    title: "Baris tersembunyi ikut dijumlah",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("baris_tersembunyi.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let laporan = findings.laporan();
    let grid = &laporan.book.grids[table.sheet];
    for (hidden, entries) in table.rows.iter().enumerate() {
        if entries.kind != RowKind::Data || !grid.hidden_rows.contains(&entries.row) {
            continue;
        }
        // The sum that takes the row in: its parent's or the total's, in the first column with an amount.
        let sums = (0..table.columns.len())
            .filter(|&column| entries.entries[column].figure().is_some_and(|figure| !figure.value.is_zero()));
        let spot = sums.flat_map(|column| (0..table.rows.len()).map(move |row| Spot { row, column })).find(|&spot| {
            let own = CellRef::new(entries.row, table.columns[spot.column].col);
            let parsed = laporan.formulas.get(table.sheet, dokumen.cell(spot));
            spot.row != hidden
                && parsed.is_some_and(|parsed| {
                    parsed.is_sum
                        && parsed
                            .references()
                            .any(|reference| reference.sheet == table.sheet && reference.range.contains(own))
                })
        });
        let Some(spot) = spot else {
            continue;
        };
        let amount =
            entries.entries[spot.column].figure().map_or(String::new(), |figure| figures::number(figure.value, 0));
        findings
            .at(
                dokumen,
                spot,
                format!("jumlah ini mencakup baris {} yang tersembunyi, nilainya {amount}", entries.row + 1),
            )
            .advice("tampilkan barisnya, atau keluarkan dari jumlah bila memang tidak dipakai")
            .see_spots(dokumen, &[Spot { row: hidden, column: spot.column }], "baris tersembunyi");
    }
}
