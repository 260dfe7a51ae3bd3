//! X01: figures typed as text use both separator conventions in one column.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::Convention;

/// X01.
pub const RULE: Rule = Rule {
    code: "X01",
    name: "pemisah_campur",
    title: "Pemisah ribuan atau desimal campur dalam satu kolom",
    severity: Severity::Error,
    basis: "EYD V (koma desimal, titik ribuan)",
    doc: include_str!("pemisah_campur.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for column in table.numeric_columns() {
        let of = |convention: Convention| -> Vec<usize> {
            let proves = |row: &usize| {
                let entry = &table.rows[*row].entries[column];
                entry.figure().is_some_and(|figure| figure.convention == Some(convention)) && !entry.continues
            };
            (0..table.rows.len()).filter(proves).collect()
        };
        let (comma, dot) = (of(Convention::Comma), of(Convention::Dot));
        let (few, many) = if comma.len() < dot.len() { (&comma, &dot) } else { (&dot, &comma) };
        let (Some(&first), Some(&usual)) = (few.first(), many.first()) else {
            continue;
        };
        let message = format!(
            "{} angka pada kolom {} memakai pemisah yang berbeda dari {} angka lainnya",
            few.len(),
            dokumen.header(column),
            many.len()
        );
        let spots: Vec<Spot> = few.iter().map(|&row| Spot { row, column }).collect();
        let shown = figures::text(dokumen, findings, Spot { row: first, column });
        findings
            .at(dokumen, Spot { row: first, column }, message)
            .written(shown)
            .see_spots(dokumen, &spots, "pemisah berbeda")
            .see_spots(dokumen, &[Spot { row: usual, column }], "pemisah yang lazim di kolom ini");
    }
}
