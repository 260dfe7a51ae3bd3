//! F04: a cell shows an Excel error; cells that only repeat it are its consequences.

use std::collections::{HashMap, HashSet};

use crate::finding::{Cause, Severity};
use crate::grid::{Cell, CellIndex, CellRange, CellRef, Value};
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
        let consequences = consequences(&errors);
        for cell in &errors {
            let Value::Error(error) = cell.value else {
                continue;
            };
            if consequences.followers.contains(&cell.at) {
                continue;
            }
            let subject = findings.subject(sheet, cell.at);
            let mut draft = findings
                .add(sheet, cell.at, &subject, format!("sel menampilkan galat {error}"))
                .written(error)
                .cause(Cause::GalatRumus, meaning(error))
                .advice("perbaiki rumusnya, atau beri syarat bila pembaginya memang nol");
            for &other in consequences.of.get(&cell.at).into_iter().flatten() {
                draft = draft.see(sheet, other, "ikut galat karena sel ini");
            }
        }
    }
}

/// Consequences listed with an error.
const MOST_LISTED: usize = 12;

/// Which error cells refer to others.
#[derive(Default)]
struct Consequences {
    /// Cells that refer to another error, so that one is the cause.
    followers: HashSet<CellRef>,
    /// The first cells that refer to an error cell.
    of: HashMap<CellRef, Vec<CellRef>>,
}

fn consequences(errors: &[&Cell]) -> Consequences {
    let mut index = CellIndex::default();
    for cell in errors {
        index.insert(0, cell.at);
    }
    let mut consequences = Consequences::default();
    for cell in errors {
        let formula = cell.formula.as_deref().unwrap_or_default();
        let words = formula.split(|c: char| !(c.is_ascii_alphanumeric() || c == '$' || c == ':'));
        for range in words.filter_map(CellRange::parse) {
            // Of a range over thousands of errors the first are enough.
            for cause in index.within(0, range).take(1_000).filter(|&cause| cause != cell.at) {
                consequences.followers.insert(cell.at);
                let listed = consequences.of.entry(cause).or_default();
                if listed.len() < MOST_LISTED && !listed.contains(&cell.at) {
                    listed.push(cell.at);
                }
            }
        }
    }
    consequences
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
