//! O05: a row stands twice, with the same figures, under one parent.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

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

/// The rows of one parent whose figures are, or hash like, those of another such row, ascending: only their words
/// are compared.
fn alike(table: &Table) -> Vec<usize> {
    let data = table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data);
    let mut hashed: Vec<(u64, usize)> = data.filter_map(|(at, row)| Some((figures_hash(table, row)?, at))).collect();
    hashed.sort_unstable();
    let same = hashed.chunk_by(|one, other| one.0 == other.0).filter(|rows| rows.len() > 1);
    let mut rows: Vec<usize> = same.flatten().map(|&(_, at)| at).collect();
    rows.sort_unstable();
    rows
}

/// A hash of a row's parent and figures; `None` where too few tell it from another.
fn figures_hash(table: &Table, row: &Row) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    row.parent.hash(&mut hasher);
    let columns = table.columns.iter().zip(&row.entries).filter(|(column, _)| column.role != Some(Role::Nomor));
    let mut telling = 0;
    for figure in columns.filter_map(|(_, entry)| entry.figure()) {
        figure.value.hash(&mut hasher);
        telling += usize::from(!figure.value.is_zero());
    }
    (telling >= LEAST_FIGURES).then(|| hasher.finish())
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
