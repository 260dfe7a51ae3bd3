//! F04: a cell shows an Excel error; cells that only repeat it are its consequences.

use crate::finding::{Cause, Severity};
use crate::grid::{Cell, CellRange, CellRef, Value};
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule};

/// F04.
pub const RULE: Rule = Rule {
    code: "F04",
    name: "galat_rumus",
    title: "Sel berisi galat Excel",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("galat_rumus.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for (sheet, grid) in laporan.book.grids.iter().enumerate() {
        let errors: Vec<&Cell> = grid.cells().iter().filter(|cell| matches!(cell.value, Value::Error(_))).collect();
        for cell in &errors {
            let Value::Error(error) = cell.value else {
                continue;
            };
            if follows_another_error(cell, &errors) {
                continue;
            }
            let consequences = errors.iter().filter(|other| refers_to(other, cell.at));
            let mut draft = findings
                .add(sheet, cell.at, &format!("{} {error}", grid.name), format!("sel menampilkan galat {error}"))
                .written(error)
                .cause(Cause::GalatRumus, meaning(error))
                .advice("perbaiki rumusnya, atau beri syarat bila pembaginya memang nol");
            for other in consequences.take(12) {
                draft = draft.see(sheet, other.at, "ikut galat karena sel ini");
            }
        }
    }
}

/// The formula refers to another cell that shows an error, so that one is the cause.
fn follows_another_error(cell: &Cell, errors: &[&Cell]) -> bool {
    errors.iter().any(|other| other.at != cell.at && refers_to(cell, other.at))
}

fn refers_to(cell: &Cell, other: CellRef) -> bool {
    let Some(formula) = cell.formula.as_deref() else {
        return false;
    };
    let words = formula.split(|c: char| !(c.is_ascii_alphanumeric() || c == '$' || c == ':'));
    words.filter_map(CellRange::parse).any(|range| range.contains(other))
}

fn meaning(error: &str) -> &'static str {
    match error {
        "#DIV/0!" => "pembaginya nol atau kosong",
        "#REF!" => "sel yang dirujuk sudah dihapus",
        "#VALUE!" => "ada teks yang ikut dihitung sebagai angka",
        "#N/A" => "nilai yang dicari tidak ditemukan",
        "#NAME?" => "nama fungsi atau rentang tidak dikenal",
        _ => "rumusnya tidak dapat dihitung",
    }
}
