//! Places and rows of a table's tree, for formulas and arithmetic alike.

use crate::table::{Content, Level, RowKind, Table};

/// A cell by row and column index of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// Index into the table's rows.
    pub row: usize,
    /// Index into the table's columns.
    pub column: usize,
}

/// The rows a total sums: those with a figure in the column that have no ancestor with one.
pub fn uppermost_rows(table: &Table, rows: std::ops::Range<usize>, column: usize) -> Vec<usize> {
    let filled = |row: usize| {
        let entry = &table.rows[row].entries[column];
        entry.is_formula || matches!(entry.content, Content::Figure(_) | Content::Unreadable(_))
    };
    let is_entry = |row: usize| table.rows[row].kind == RowKind::Data && table.rows[row].level > Level::Urusan;
    let ancestors = |row: usize| std::iter::successors(table.rows[row].parent, |&at| table.rows[at].parent);
    let belongs =
        |&row: &usize| is_entry(row) && filled(row) && !ancestors(row).any(|above| is_entry(above) && filled(above));
    rows.filter(belongs).collect()
}
