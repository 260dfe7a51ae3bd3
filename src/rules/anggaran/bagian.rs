//! Parts of a whole that stand side by side under headers without a role: months, triwulan, a
//! prognosis (A10, A11).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::words;
use crate::rules::{Draft, Findings, figures};
use crate::table::figure::read_text;
use crate::table::{Content, Entry, RowKind, Table};

/// Columns that should add up to another one, in every row.
pub struct Penjumlahan {
    /// The parts.
    pub parts: Vec<usize>,
    /// The whole.
    pub whole: usize,
}

/// A row whose parts don't.
pub struct Kurang {
    /// The row.
    pub row: usize,
    /// What the parts add up to.
    pub sum: Decimal,
    /// What is written as the whole.
    pub written: Decimal,
}

/// The words of a column's own header.
pub fn own_words(table: &Table, column: usize) -> Vec<String> {
    table.columns[column].path.last().map_or(Vec::new(), |text| words(text))
}

/// All words above and in a column's header.
pub fn all_words(table: &Table, column: usize) -> Vec<String> {
    table.columns[column].path.iter().flat_map(|text| words(text)).collect()
}

impl Penjumlahan {
    /// The same parts of another whole.
    pub fn with_whole(&self, whole: usize) -> Self {
        Self { parts: self.parts.clone(), whole }
    }

    /// Whether more rows hold than fail.
    pub fn holds_mostly(&self, table: &Table) -> bool {
        let (held, failing) = self.examine(table);
        held > failing.len()
    }

    /// The failing rows without those that fail because of another, where at least as many rows hold.
    pub fn failing(&self, table: &Table) -> Vec<Kurang> {
        let (held, failing) = self.examine(table);
        let mut failing = without_parents(table, failing);
        if held < failing.len().max(1) {
            return Vec::new();
        }
        // A total fails with the rows it adds up.
        let is_data = |found: &Kurang| table.rows[found.row].kind == RowKind::Data;
        if failing.iter().any(is_data) {
            failing.retain(is_data);
        }
        failing
    }

    /// How many rows hold, and those that fail.
    fn examine(&self, table: &Table) -> (usize, Vec<Kurang>) {
        let mut failing = Vec::new();
        let mut held = 0;
        for (row, entries) in table.rows.iter().enumerate() {
            if !matches!(entries.kind, RowKind::Data | RowKind::Total) {
                continue;
            }
            let amount = |column: usize| amount(&entries.entries[column], table, column);
            let parts: Vec<Decimal> = self.parts.iter().filter_map(|&column| amount(column)).collect();
            let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part));
            let (Some(written), Some(sum)) = (amount(self.whole), sum.filter(|_| !parts.is_empty())) else {
                continue;
            };
            if (written - sum).abs() < Decimal::ONE {
                held += usize::from(!sum.is_zero());
            } else {
                failing.push(Kurang { row, sum, written });
            }
        }
        (held, failing)
    }

    /// Adds the finding of a row: at the whole, with its parts.
    pub fn report<'f, 'l>(
        &self,
        findings: &'f mut Findings<'l>,
        dokumen: &Dokumen,
        found: &Kurang,
        words: &str,
    ) -> Draft<'f, 'l> {
        let [written, sum] = [found.written, found.sum].map(|value| figures::number(value, 0));
        let spot = Spot { row: found.row, column: self.whole };
        let parts: Vec<Spot> = self.parts.iter().map(|&column| Spot { row: found.row, column }).collect();
        let column = figures::column_words(dokumen, self.whole);
        findings
            .at(dokumen, spot, format!("{column} tertulis {written}, {words} {sum}"))
            .written(written)
            .expected(sum)
            .see_spots(dokumen, &parts, "ikut dijumlah")
    }
}

/// Leaves out the rows that are off by what those below them are off.
fn without_parents(table: &Table, failing: Vec<Kurang>) -> Vec<Kurang> {
    let gaps: BTreeMap<usize, Decimal> = failing.iter().map(|found| (found.row, found.written - found.sum)).collect();
    let follows = |row: usize| {
        let below: Vec<&Decimal> = table.rows[row].children.iter().filter_map(|child| gaps.get(child)).collect();
        !below.is_empty() && gaps.get(&row) == Some(&below.into_iter().sum())
    };
    failing.into_iter().filter(|found| !follows(found.row)).collect()
}

/// The amount in an entry, also one typed as text in a column without a role.
fn amount(entry: &Entry, table: &Table, column: usize) -> Option<Decimal> {
    match &entry.content {
        Content::Figure(figure) => Some(figure.value),
        Content::Text(text) => match read_text(text, table.columns[column].convention) {
            Content::Figure(figure) => Some(figure.value),
            _ => None,
        },
        _ => None,
    }
}
