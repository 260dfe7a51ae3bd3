//! Calculations written beside a realisasi, such as `(24+36+10)/959 x 100%` (P04, J10).

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Spot, agrees};
use crate::profile::Role;
use crate::table::figure::read_text;
use crate::table::{Content, Convention, Entry, Figure, Table};

/// A realisasi and the calculations written beside it, none of which gives it.
pub struct Contradiction<'a> {
    /// Where the realisasi stands.
    pub spot: Spot,
    /// The realisasi.
    pub figure: &'a Figure,
    /// The entry with the calculations.
    pub entry: &'a Entry,
    /// The calculations, at least one with a reading.
    pub calculations: Vec<Calculation>,
}

/// The realisasi of a table that no calculation written in their row gives.
pub fn contradictions(dokumen: &Dokumen) -> impl Iterator<Item = Contradiction<'_>> {
    let table = &dokumen.table;
    let rows = table.column(Role::RealisasiKinerja).into_iter().flat_map(|column| {
        table.rows.iter().enumerate().filter_map(move |(row, entries)| {
            let figure = entries.entries[column].figure().filter(|figure| figure.upper.is_none())?;
            Some((Spot { row, column }, entries, figure))
        })
    });
    rows.flat_map(move |(spot, entries, figure)| {
        [Role::Keterangan, Role::Penjelasan].into_iter().filter_map(move |role| {
            let entry = table.entry(entries, role).filter(|entry| !entry.continues)?;
            let calculations = calculations(entry.text());
            let readings: Vec<Decimal> = calculations.iter().flat_map(Calculation::readings).collect();
            let is_given = readings.is_empty() || readings.iter().any(|&reading| is_printed(figure, reading));
            let is_of_realisasi = is_given || !is_of_capaian(table, spot, &calculations);
            (!is_given && is_of_realisasi).then_some(Contradiction { spot, figure, entry, calculations })
        })
    })
}

/// The calculations are of the capaian: of realisasi and target, or with its result. Against a target of
/// 100 a capaian is what the realisasi should be.
fn is_of_capaian(table: &Table, spot: Spot, calculations: &[Calculation]) -> bool {
    let figure = |role| table.entry(&table.rows[spot.row], role).and_then(Entry::figure);
    let target = figure(Role::Target).map(|figure| figure.value);
    let realisasi = figure(Role::RealisasiKinerja).map(|figure| figure.value);
    let capaian = figure(Role::Capaian).filter(|_| target != Some(Decimal::ONE_HUNDRED));
    calculations.iter().any(|own| {
        let parts = [own.terms.last().copied(), Some(own.divisor)];
        let gives = |capaian: &Figure| own.readings().iter().any(|&reading| is_printed(capaian, reading));
        parts == [realisasi, target] || parts == [target, realisasi] || capaian.is_some_and(gives)
    })
}

impl Contradiction<'_> {
    /// The calculation whose numerator was replaced by another one, and that one (J10).
    pub fn other_numerator(&self) -> Option<(&Calculation, Decimal)> {
        self.calculations.iter().find_map(|own| Some((own, own.other_numerator(self.figure, self.entry.text())?)))
    }

    /// What the calculations give, first reading of the first one.
    pub fn computed(&self) -> Option<Decimal> {
        self.calculations.iter().find_map(|own| own.readings().first().copied())
    }
}

fn is_printed(figure: &Figure, value: Decimal) -> bool {
    agrees(figure.value, value, figure.decimals.min(2), Decimal::ZERO)
}

static QUOTIENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\(?([\d.,]+(?:\s*\+\s*[\d.,]+)*)\)?\s*[/:]\s*([\d.,]*\d)\s*\)?\s*[x×*X]\s*(1[\d.,]*)")
        .expect("a valid pattern")
});

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d[\d.]*").expect("a valid pattern"));

/// A calculation in a text, such as `(24+36+10)/959 x 100%`.
pub struct Calculation {
    /// What is added in the numerator.
    pub terms: Vec<Decimal>,
    /// What it is divided by.
    pub divisor: Decimal,
    /// What it is multiplied with: 100 for a percentage, 1.000 or 100.000 for a rate.
    factor: Decimal,
}

/// The calculations of a text.
fn calculations(text: &str) -> Vec<Calculation> {
    let read = |found: regex::Captures<'_>| {
        let terms: Option<Vec<Decimal>> = found[1].split('+').map(whole).collect();
        Some(Calculation { terms: terms?, divisor: whole(&found[2])?, factor: factor(&found[3])? })
    };
    QUOTIENT.captures_iter(text).filter_map(read).collect()
}

impl Calculation {
    /// The percentages or rates it may mean. A missing bracket is normal, so both readings count.
    pub fn readings(&self) -> Vec<Decimal> {
        let sum: Decimal = self.terms.iter().sum();
        let numerators = [Some(sum), self.terms.last().copied()];
        numerators.into_iter().flatten().filter_map(|numerator| self.result(numerator)).collect()
    }

    fn result(&self, numerator: Decimal) -> Option<Decimal> {
        numerator.checked_div(self.divisor)?.checked_mul(self.factor)
    }

    /// The numerator a realisasi was calculated with instead of the sum of the terms: the sum without
    /// some of them, or with a number the text names in the place of one (J10).
    fn other_numerator(&self, figure: &Figure, text: &str) -> Option<Decimal> {
        const MOST_TERMS: usize = 8;
        if !(2..=MOST_TERMS).contains(&self.terms.len()) || figure.decimals == 0 {
            return None;
        }
        let is_it = |numerator: Decimal| self.result(numerator).is_some_and(|gives| is_printed(figure, gives));
        let all = (1_u32 << self.terms.len()) - 1;
        let some = (1..all).filter(|chosen: &u32| chosen.count_ones() >= 2).map(|chosen| -> Decimal {
            self.terms.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, term)| *term).sum()
        });
        let sum: Decimal = self.terms.iter().sum();
        let named: Vec<Decimal> = NUMBER.find_iter(text).take(24).filter_map(|found| whole(found.as_str())).collect();
        let replaced = self.terms.iter().flat_map(|term| named.iter().map(move |other| sum - *term + *other));
        some.chain(replaced).find(|&numerator| numerator != sum && is_it(numerator))
    }
}

/// What a share, or a rate of so many, is multiplied with.
fn factor(text: &str) -> Option<Decimal> {
    let is_factor = |value: &Decimal| (2..=5).any(|power| *value == Decimal::from(10_u64.pow(power)));
    whole(text.trim_end_matches(['.', ','])).filter(is_factor)
}

/// A number of things counted; longer ones are none, and would not add up in a decimal.
fn whole(text: &str) -> Option<Decimal> {
    let most = Decimal::from(10_i64.pow(15));
    match read_text(text.trim(), Convention::Comma) {
        Content::Figure(figure) => Some(figure.value).filter(|value| value.abs() < most),
        _ => None,
    }
}
