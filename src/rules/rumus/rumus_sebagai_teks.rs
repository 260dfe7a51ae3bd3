//! F14: a formula stands in its cell as text, so that it is printed and not calculated.

use std::sync::LazyLock;

use regex::Regex;

use crate::finding::Severity;
use crate::grid::Value;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

/// F14.
pub const RULE: Rule = Rule {
    code: "F14",
    name: "rumus_sebagai_teks",
    title: "Rumus tersimpan sebagai teks",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("rumus_sebagai_teks.md"),
    check: Check::Dokumen(check),
};

/// `=` and then a function, a cell or a number with an operator; not `= 85%` or `=> lihat lampiran`.
static FORMULA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*=\s*[-+(]*\s*([a-z][a-z.]*\(|\$?[a-z]{1,3}\$?[0-9]+\b|[0-9.,]+\s*[-+*/^])")
        .expect("a valid pattern")
});

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let numeric = |column: &usize| table.columns[*column].role.is_some_and(Role::is_numeric);
    for column in (0..table.columns.len()).filter(numeric) {
        for row in 0..table.rows.len() {
            let spot = Spot { row, column };
            let entry = &table.rows[row].entries[column];
            if entry.figure().is_some_and(|figure| !figure.is_text) {
                continue;
            }
            let grid = &findings.laporan().book.grids[table.sheet];
            let Some(Value::Text(text)) = grid.cell(entry.cell).map(|cell| &cell.value) else {
                continue;
            };
            if entry.is_formula || entry.continues || !FORMULA.is_match(text) {
                continue;
            }
            let text = text.trim().to_string();
            findings
                .at(dokumen, spot, "rumus tersimpan sebagai teks, sehingga tidak dihitung")
                .written(text)
                .advice("ubah format sel menjadi Umum lalu ketik ulang rumusnya tanpa tanda petik di depannya");
        }
    }
}
