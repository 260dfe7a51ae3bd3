//! P04: the printed realisasi is not what the calculation beside it gives.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Spot, agrees};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::figure::read_text;
use crate::table::{Content, Convention, Figure};

/// P04.
pub const RULE: Rule = Rule {
    code: "P04",
    name: "pembilang_penyebut",
    title: "Realisasi indikator tidak sama dengan pembilang dibagi penyebut yang tertulis",
    severity: Severity::Error,
    basis: "manual indikator (PER/09/M.PAN/5/2007)",
    doc: include_str!("pembilang_penyebut.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.column(Role::RealisasiKinerja) else {
        return;
    };
    for (row, entries) in table.rows.iter().enumerate() {
        let Some(figure) = entries.entries[column].figure().filter(|figure| figure.upper.is_none()) else {
            continue;
        };
        for role in [Role::Keterangan, Role::Penjelasan] {
            let Some(entry) = table.entry(entries, role).filter(|entry| !entry.continues) else {
                continue;
            };
            let calculations = calculations(entry.text());
            let readings: Vec<Decimal> = calculations.iter().flat_map(Calculation::readings).collect();
            if readings.is_empty()
                || readings.iter().any(|&reading| agrees(figure.value, reading, figure.decimals.min(2), Decimal::ZERO))
                || calculations.iter().any(|own| own.other_numerator(figure, entry.text()).is_some())
            {
                continue;
            }
            let expected = figures::number(readings[0], 2);
            let shown = figures::number(figure.value, figure.decimals.min(4));
            let message = format!("realisasi tertulis {shown}, perhitungan yang tertulis memberi {expected}");
            findings.at(dokumen, Spot { row, column }, message).written(shown).expected(expected).see(
                table.sheet,
                entry.cell,
                "perhitungan",
            );
        }
    }
}

static QUOTIENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\(?([\d.,]+(?:\s*\+\s*[\d.,]+)*)\)?\s*[/:]\s*([\d.,]*\d)\s*\)?\s*[x×*X]\s*100\s*%?")
        .expect("a valid pattern")
});

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d[\d.]*").expect("a valid pattern"));

/// A calculation in a text, such as `(24+36+10)/959 x 100%`.
pub struct Calculation {
    /// What is added in the numerator.
    pub terms: Vec<Decimal>,
    /// What it is divided by.
    pub divisor: Decimal,
}

/// The calculations of a text.
pub fn calculations(text: &str) -> Vec<Calculation> {
    let read = |found: regex::Captures<'_>| {
        let terms: Option<Vec<Decimal>> = found[1].split('+').map(whole).collect();
        Some(Calculation { terms: terms?, divisor: whole(&found[2])? })
    };
    QUOTIENT.captures_iter(text).filter_map(read).collect()
}

impl Calculation {
    /// The percentages it may mean. A missing bracket is normal, so both readings count.
    pub fn readings(&self) -> Vec<Decimal> {
        let sum: Decimal = self.terms.iter().sum();
        let numerators = [Some(sum), self.terms.last().copied()];
        numerators.into_iter().flatten().filter_map(|numerator| self.percent(numerator)).collect()
    }

    fn percent(&self, numerator: Decimal) -> Option<Decimal> {
        numerator.checked_div(self.divisor)?.checked_mul(Decimal::ONE_HUNDRED)
    }

    /// The numerator a realisasi was calculated with instead of the sum of the terms: the sum without
    /// some of them, or with a number the text names in the place of one (J10).
    pub fn other_numerator(&self, figure: &Figure, text: &str) -> Option<Decimal> {
        const MOST_TERMS: usize = 8;
        if !(2..=MOST_TERMS).contains(&self.terms.len()) || figure.decimals == 0 {
            return None;
        }
        let is_it = |numerator: Decimal| {
            let gives = self.percent(numerator);
            gives.is_some_and(|gives| agrees(figure.value, gives, figure.decimals.min(2), Decimal::ZERO))
        };
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

/// A number of things counted; longer ones are none, and would not add up in a decimal.
fn whole(text: &str) -> Option<Decimal> {
    let most = Decimal::from(10_i64.pow(15));
    match read_text(text.trim(), Convention::Comma) {
        Content::Figure(figure) => Some(figure.value).filter(|value| value.abs() < most),
        _ => None,
    }
}
