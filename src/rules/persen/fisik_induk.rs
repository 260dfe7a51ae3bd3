//! Physical progress of a parent against its parts (P10): their average, weighted by pagu or plain.
//!
//! Which of the two a form uses is not printed: it is the one most parents follow. Where they follow
//! neither, a parent must at least lie between its parts.

use rust_decimal::Decimal;

use super::pagu::money_of;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Relation, Spot, agrees};
use crate::laporan::tree::uppermost_rows;
use crate::profile::Role;
use crate::rules::{Findings, figures};
use crate::table::{RowKind, Table};

/// A way to average the parts of a parent.
type Average = fn(&Induk) -> Option<Decimal>;

/// A parent and the parts it is averaged from.
struct Induk {
    row: usize,
    written: Decimal,
    decimals: u32,
    /// Row, pagu and progress of each part.
    parts: Vec<(usize, Decimal, Decimal)>,
}

/// Adds the findings of every column of physical progress.
pub fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for column in table.columns_of(Role::Fisik) {
        let Some((_, pagu)) = money_of(table, column) else {
            continue;
        };
        // What the row itself shows to be wrong is told already, and its parents follow the right figure.
        let told: Vec<(usize, Decimal)> = figures::of(dokumen, &[Relation::Fisik])
            .filter(|mismatch| mismatch.spot.column == column)
            .map(|mismatch| (mismatch.spot.row, mismatch.expected))
            .collect();
        let parents: Vec<Induk> = parents(table, column, pagu, &told);
        let methods: [(&str, Average); 2] = [("rata-rata tertimbang menurut pagu", weighted), ("rata-rata", plain)];
        let held =
            |average: Average| parents.iter().filter(|parent| parent.is_telling() && parent.follows(average)).count();
        let best = methods.into_iter().rev().max_by_key(|&(_, average)| held(average));
        if let Some((words, average)) =
            best.filter(|&(_, average)| is_usual(&parents, |parent| parent.follows(average)))
        {
            averaged(dokumen, column, &parents, words, average, findings);
        } else if is_usual(&parents, Induk::is_between) {
            parents
                .iter()
                .filter(|parent| !parent.is_between())
                .for_each(|parent| outside(dokumen, column, parent, findings));
        }
    }
}

/// At least three parents hold, and three times as many as fail.
fn is_usual(parents: &[Induk], holds: impl Fn(&Induk) -> bool) -> bool {
    let held = parents.iter().filter(|parent| holds(parent)).count();
    held >= 3 && held >= 3 * (parents.len() - held)
}

impl Induk {
    fn follows(&self, average: impl Fn(&Self) -> Option<Decimal>) -> bool {
        average(self).is_some_and(|value| agrees(self.written, value, self.decimals.min(2), Decimal::new(1, 2)))
    }

    /// Its parts differ, so that the kinds of average do.
    fn is_telling(&self) -> bool {
        self.parts.windows(2).any(|pair| pair[0].2 != pair[1].2)
    }

    fn is_between(&self) -> bool {
        let values = || self.parts.iter().map(|&(_, _, value)| value);
        let half = Decimal::new(5, 1);
        values().min().is_some_and(|low| self.written >= low - half)
            && values().max().is_some_and(|high| self.written <= high + half)
    }

    fn with(&self, corrected: &[(usize, Decimal)]) -> Self {
        let value = |row: usize, own: Decimal| {
            corrected.iter().find(|&&(known, _)| known == row).map_or(own, |&(_, value)| value)
        };
        let parts = self.parts.iter().map(|&(row, pagu, own)| (row, pagu, value(row, own))).collect();
        Self { parts, ..*self }
    }

    fn spots(&self, column: usize) -> Vec<Spot> {
        self.parts.iter().map(|&(row, _, _)| Spot { row, column }).collect()
    }
}

fn weighted(parent: &Induk) -> Option<Decimal> {
    let pagu: Decimal = parent.parts.iter().map(|&(_, pagu, _)| pagu).sum();
    let product = |&(_, pagu, value): &(usize, Decimal, Decimal)| pagu.checked_mul(value);
    let sum = parent.parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(product(part)?))?;
    sum.checked_div(pagu)
}

fn plain(parent: &Induk) -> Option<Decimal> {
    let sum: Decimal = parent.parts.iter().map(|&(_, _, value)| value).sum();
    sum.checked_div(Decimal::from(parent.parts.len()))
}

/// Parents and totals with a figure whose parts that have a pagu all have one too; `told` are rows
/// whose progress should be another one.
fn parents(table: &Table, column: usize, pagu: usize, told: &[(usize, Decimal)]) -> Vec<Induk> {
    let mut parents = Vec::new();
    let mut start = 0;
    for (row, entries) in table.rows.iter().enumerate() {
        let parts = match entries.kind {
            RowKind::Total => uppermost_rows(table, std::mem::replace(&mut start, row + 1)..row, column),
            RowKind::Data => entries.children.clone(),
            _ => continue,
        };
        let value = |row: usize, column: usize| table.rows[row].entries[column].figure().map(|figure| figure.value);
        let corrected = |row: usize| told.iter().find(|&&(known, _)| known == row).map(|&(_, value)| value);
        let with_pagu =
            parts.iter().filter_map(|&part| Some((part, value(part, pagu).filter(|pagu| !pagu.is_zero())?)));
        let parts: Option<Vec<(usize, Decimal, Decimal)>> = with_pagu
            .map(|(part, pagu)| Some((part, pagu, corrected(part).or_else(|| value(part, column))?)))
            .collect();
        let figure = entries.entries[column].figure().filter(|_| corrected(row).is_none());
        if let (Some(parts), Some(figure)) = (parts.filter(|parts| !parts.is_empty()), figure) {
            parents.push(Induk { row, written: figure.value, decimals: figure.decimals, parts });
        }
    }
    parents
}

/// Each parent that is not the average, unless it would be with a part corrected.
fn averaged(
    dokumen: &Dokumen,
    column: usize,
    parents: &[Induk],
    words: &str,
    average: Average,
    findings: &mut Findings<'_>,
) {
    let failing = parents.iter().filter(|parent| !parent.follows(average));
    let corrected: Vec<(usize, Decimal)> =
        failing.clone().filter_map(|parent| Some((parent.row, average(parent)?))).collect();
    for parent in failing.filter(|parent| !parent.with(&corrected).follows(average)) {
        let Some(computed) = average(parent) else {
            continue;
        };
        let decimals = parent.decimals.min(2);
        let [written, expected] = [parent.written, computed].map(|value| figures::number(value, decimals));
        let row = figures::row_words(dokumen, parent.row);
        findings
            .at(
                dokumen,
                Spot { row: parent.row, column },
                format!("fisik {row} tertulis {written}, {words} rinciannya {expected}"),
            )
            .written(written)
            .expected(expected)
            .see_spots(dokumen, &parent.spots(column), "rincian");
    }
}

fn outside(dokumen: &Dokumen, column: usize, parent: &Induk, findings: &mut Findings<'_>) {
    let decimals = parent.decimals.min(2);
    let values = || parent.parts.iter().map(|&(_, _, value)| value);
    let (low, high) = (values().min().unwrap_or_default(), values().max().unwrap_or_default());
    let [written, low, high] = [parent.written, low, high].map(|value| figures::number(value, decimals));
    let row = figures::row_words(dokumen, parent.row);
    let range = if low == high { low } else { format!("{low} sampai {high}") };
    findings
        .at(
            dokumen,
            Spot { row: parent.row, column },
            format!("fisik {row} tertulis {written}, sedangkan rinciannya {range}"),
        )
        .written(written)
        .see_spots(dokumen, &parent.spots(column), "rincian");
}
