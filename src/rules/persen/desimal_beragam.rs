//! P07: percentages of one column are printed with different decimals.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::grid::{Grid, Value};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

/// P07.
pub const RULE: Rule = Rule {
    code: "P07",
    name: "desimal_beragam",
    title: "Jumlah angka di belakang koma tidak seragam dalam satu kolom",
    severity: Severity::Advice,
    basis: "praktik",
    doc: include_str!("desimal_beragam.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let grid = &findings.laporan().book.grids[table.sheet];
    for (column, found) in table.columns.iter().enumerate() {
        if !matches!(found.role, Some(Role::Persen | Role::Capaian | Role::Kemajuan)) {
            continue;
        }
        let mut counts: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (row, entries) in table.rows.iter().enumerate() {
            // 0 and 100 are printed without decimals everywhere.
            if let Some(figure) =
                entries.entries[column].figure().filter(|figure| figure.value.fract() != Decimal::ZERO)
            {
                counts.entry(figure.decimals.min(9)).or_default().push(row);
            }
        }
        let Some((usual, _)) = counts.iter().max_by_key(|(_, rows)| rows.len()) else {
            continue;
        };
        let others = counts.iter().filter(|(decimals, _)| *decimals != usual);
        let odd: Vec<usize> = others
            .flat_map(|(decimals, rows)| {
                rows.iter().filter(move |&&row| decimals > usual || shows_zeros(grid, dokumen, row, column))
            })
            .copied()
            .collect();
        if let Some(&first) = odd.iter().min() {
            let message = format!(
                "{} angka pada kolom {} tidak memakai {usual} angka di belakang koma seperti yang lain",
                odd.len(),
                dokumen.header(column)
            );
            let spots: Vec<Spot> = odd.iter().map(|&row| Spot { row, column }).collect();
            findings.at(dokumen, Spot { row: first, column }, message).see_spots(
                dokumen,
                &spots,
                "jumlah desimal berbeda",
            );
        }
    }
}

/// Without a number format zeros at the end are not shown: 99.10 stands there as 99.1.
fn shows_zeros(grid: &Grid, dokumen: &Dokumen, row: usize, column: usize) -> bool {
    let cell = grid.cell(dokumen.cell(Spot { row, column }));
    cell.is_none_or(|cell| matches!(cell.value, Value::Text(_)) || grid.style(cell).format.decimals.is_some())
}
