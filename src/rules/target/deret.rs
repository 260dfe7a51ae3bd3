//! Target series: the targets of one row over the years (T10, O01).

use rust_decimal::Decimal;

use crate::laporan::arithmetic::Spot;
use crate::profile::{PERSENTASE, Role, is_percent_word};
use crate::table::Table;

/// The targets of one indikator, year by year.
pub struct Deret {
    /// Where each stands and what it is.
    pub targets: Vec<(Spot, Decimal)>,
    /// What the indikator is called.
    pub indikator: String,
    /// The unit beside it, or behind its figures.
    pub is_percent: bool,
}

/// A target that alone leaves an even series.
pub struct Menyimpang {
    /// Its place in the series.
    pub at: usize,
    /// What would fit.
    pub expected: Decimal,
    /// By how much the others move each year.
    pub step: Decimal,
}

/// The series of a table in which every year has a plain figure.
pub fn all(table: &Table) -> impl Iterator<Item = Deret> + '_ {
    let mut years: Vec<usize> = (0..table.columns.len())
        .filter(|&at| table.columns[at].role == Some(Role::TargetTahun) && table.columns[at].year.is_some())
        .collect();
    years.sort_by_key(|&at| (table.columns[at].year, at));
    let is_plain =
        years.len() >= 3 && years.windows(2).all(|pair| table.columns[pair[0]].year < table.columns[pair[1]].year);
    let indikator = years.first().and_then(|&first| table.column_beside(Role::Indikator, first));
    let rows = 0..if is_plain { table.rows.len() } else { 0 };
    rows.filter_map(move |row| {
        let entries = &table.rows[row].entries;
        let figures: Option<Vec<_>> = years
            .iter()
            .map(|&column| {
                let figure =
                    entries[column].figure().filter(|figure| figure.upper.is_none() && figure.second.is_none())?;
                Some((Spot { row, column }, figure))
            })
            .collect();
        let figures = figures?;
        let indikator = indikator.map(|column| entries[column].text().to_string()).unwrap_or_default();
        let satuan = table.entry(&table.rows[row], Role::Satuan).is_some_and(|entry| is_percent_unit(entry.text()));
        let is_percent = satuan || is_percentage(&indikator) || figures.iter().any(|(_, figure)| figure.percent);
        let targets = figures.into_iter().map(|(spot, figure)| (spot, figure.value)).collect();
        Some(Deret { targets, indikator, is_percent })
    })
}

impl Deret {
    /// By how much the target moves from year to year.
    pub fn steps(&self) -> Vec<Decimal> {
        self.targets.windows(2).map(|pair| pair[1].1 - pair[0].1).collect()
    }

    /// A target is so far from the year before that its decimal point must have moved (O01).
    pub fn has_leap(&self) -> bool {
        self.targets.windows(2).any(|pair| is_far(pair[0].1, pair[1].1))
    }

    /// The one target between others that leaves the line all others lie on; the first and the last
    /// year may well move by more than the others, so they are left out.
    pub fn menyimpang(&self) -> Option<Menyimpang> {
        const FEWEST: usize = 5;
        let values: Vec<Decimal> = self.targets.iter().map(|&(_, value)| value).collect();
        if values.len() < FEWEST {
            return None;
        }
        let mut found = (1..values.len() - 1).filter_map(|at| {
            let others: Vec<(usize, Decimal)> =
                values.iter().copied().enumerate().filter(|&(other, _)| other != at).collect();
            let (&(first, start), &(last, end)) = (others.first()?, others.last()?);
            let step = (end - start) / Decimal::from(last - first);
            let on_line = |at: usize| start + step * Decimal::from(at - first);
            let is_even = !step.is_zero() && others.iter().all(|&(other, value)| on_line(other) == value);
            let off = values[at] - on_line(at);
            // A rounder number near the line was chosen, not mistyped.
            let is_rounded = values[at].normalize().scale() < on_line(at).normalize().scale()
                && off.abs() * Decimal::TWO < step.abs();
            (is_even && !off.is_zero() && !is_rounded).then(|| Menyimpang { at, expected: on_line(at), step })
        });
        let only = found.next()?;
        found.next().is_none().then_some(only)
    }
}

/// At least eight times as much or as little.
pub fn is_far(value: Decimal, other: Decimal) -> bool {
    let eight = Decimal::from(8);
    value > Decimal::ZERO && other > Decimal::ZERO && (value >= other * eight || other >= value * eight)
}

/// The unit is percent.
pub fn is_percent_unit(text: &str) -> bool {
    is_percent_word(&text.trim_matches([' ', '(', ')']).to_lowercase())
}

/// The name says that the indikator is a share in percent.
pub fn is_percentage(indikator: &str) -> bool {
    let lower = indikator.trim_start().to_lowercase();
    PERSENTASE.iter().any(|word| lower.starts_with(word))
}
