//! O05: a row stands twice, with the same figures, under one parent.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule};
use crate::table::{Row, RowKind, Table};

/// O05.
pub const RULE: Rule = Rule {
    code: "O05",
    name: "baris_kembar",
    title: "Dua baris sama persis",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("baris_kembar.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let mut seen: BTreeMap<(Option<usize>, Vec<String>), usize> = BTreeMap::new();
    for row in alike(table) {
        let entries = &table.rows[row];
        let Some(key) = key(table, entries) else {
            continue;
        };
        let first = *seen.entry((entries.parent, key)).or_insert(row);
        let Some(column) = table.name_column().filter(|_| first != row) else {
            continue;
        };
        let message = format!("baris ini sama persis dengan baris {}", table.rows[first].row + 1);
        findings
            .at(dokumen, Spot { row, column }, message)
            .written(table.row_name(entries))
            .advice("hapus salah satunya, atau bedakan uraiannya bila memang dua hal")
            .see_spots(dokumen, &[Spot { row: first, column }], "baris yang sama");
    }
}

/// The rows of one parent whose figures are those of another such row, ascending: only their words are compared.
fn alike(table: &Table) -> Vec<usize> {
    let mut by_figures: HashMap<(Option<usize>, Vec<Decimal>), Vec<usize>> = HashMap::new();
    for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data) {
        let columns = table.columns.iter().zip(&row.entries).filter(|(column, _)| column.role != Some(Role::Nomor));
        let figures: Vec<Decimal> = columns.filter_map(|(_, entry)| Some(entry.figure()?.value)).collect();
        if figures.iter().filter(|figure| !figure.is_zero()).count() >= LEAST_FIGURES {
            by_figures.entry((row.parent, figures)).or_default().push(at);
        }
    }
    let mut rows: Vec<usize> = by_figures.into_values().filter(|rows| rows.len() > 1).flatten().collect();
    rows.sort_unstable();
    rows
}

/// Figures that tell a row from another.
const LEAST_FIGURES: usize = 2;

/// Everything a row says besides its running number; `None` for one without a name and at least two
/// figures of its own.
fn key(table: &Table, row: &Row) -> Option<Vec<String>> {
    let name = table.row_name(row);
    if words(name).is_empty() || row.entries.iter().any(|entry| entry.continues) {
        return None;
    }
    let mut figures = 0;
    let mut key = Vec::new();
    for (column, entry) in table.columns.iter().zip(&row.entries) {
        match (column.role, entry.figure()) {
            (Some(Role::Nomor), _) => {}
            (_, Some(figure)) => {
                figures += usize::from(figure.value != Decimal::ZERO);
                key.push(figure.value.normalize().to_string());
            }
            _ => key.push(without_number(entry.text())),
        }
    }
    (figures >= LEAST_FIGURES).then_some(key)
}

/// The words of a text without a running number before them.
fn without_number(text: &str) -> String {
    let own = words(text);
    let is_number = |word: &&String| word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit());
    let start = usize::from(own.first().filter(is_number).is_some());
    own[start..].join(" ")
}
