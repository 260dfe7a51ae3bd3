//! Columns of triwulan: which columns of a table belong to one series, by their headers.

use rust_decimal::Decimal;

use crate::laporan::triwulan_of;
use crate::profile::{Role, words};
use crate::table::figure::read_text;
use crate::table::{Content, Convention, Entry, Row, Table};

/// Columns of one figure, triwulan by triwulan.
pub struct Tahap {
    /// The words of the header above, e.g. "realisasi".
    pub kelompok: Vec<String>,
    /// Column indexes with their triwulan, ascending.
    pub columns: Vec<(u8, usize)>,
    /// The header says that each figure counts from January on.
    pub is_cumulative: bool,
}

/// The series of a table that have at least two triwulan.
pub fn read(table: &Table) -> Vec<Tahap> {
    let mut found: Vec<Tahap> = Vec::new();
    for (column, of) in table.columns.iter().enumerate() {
        // "Target Triwulan" may stand above "I", "II", "III" and "IV".
        let whole = || triwulan_of(&of.path.join(" ")).filter(|_| of.path.len() > 1);
        let Some(triwulan) = of.path.iter().rev().find_map(|text| triwulan_of(text)).or_else(whole) else {
            continue;
        };
        let all: Vec<String> = of.path.iter().flat_map(|text| words(text)).collect();
        let is_name = |word: &&String| {
            !matches!(
                word.as_str(),
                "triwulan" | "tw" | "i" | "ii" | "iii" | "iv" | "1" | "2" | "3" | "4" | "ke" | "s" | "d" | "sd"
            )
        };
        let kelompok: Vec<String> = all.iter().filter(is_name).cloned().collect();
        let joined = all.join(" ");
        let is_cumulative = joined.contains("kumulatif") && !joined.contains("non kumulatif")
            || joined.contains("s d tw")
            || joined.contains("s d triwulan")
            || joined.contains("sd triwulan")
            || joined.contains("sampai dengan triwulan");
        let series = found
            .iter_mut()
            .find(|series| series.kelompok == kelompok && !series.columns.iter().any(|&(known, _)| known == triwulan));
        match series {
            Some(series) => {
                series.is_cumulative &= is_cumulative;
                series.columns.push((triwulan, column));
            }
            None => found.push(Tahap { kelompok, columns: vec![(triwulan, column)], is_cumulative }),
        }
    }
    for series in &mut found {
        series.columns.sort_unstable();
    }
    found.retain(|series| series.columns.len() >= 2);
    found
}

/// How the figures of four triwulan and that of the year belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setahun {
    /// The last one is that of the year, and they do not add up to it.
    Terakhir,
    /// They add up to it, and the last one is less.
    Jumlah,
    /// Neither, or both.
    Lain,
}

impl Tahap {
    /// Its words without those that tell targets from realisasi.
    pub fn rest(&self) -> Vec<String> {
        let is_own = |word: &&String| !matches!(word.as_str(), "target" | "realisasi" | "kinerja" | "capaian");
        self.kelompok.iter().filter(is_own).cloned().collect()
    }

    /// Its headers have a word.
    pub fn names(&self, word: &str) -> bool {
        self.kelompok.iter().any(|own| own == word)
    }

    /// The figures of a row; `None` unless all of its triwulan have one.
    pub fn figures(&self, row: &Row) -> Option<Vec<Decimal>> {
        self.columns.iter().map(|&(_, column)| value(&row.entries[column])).collect()
    }
}

/// The number of an entry, also one typed as text under a header that tells no role.
fn value(entry: &Entry) -> Option<Decimal> {
    if let Some(figure) = entry.figure() {
        return Some(figure.value);
    }
    match read_text(entry.text(), Convention::Comma) {
        Content::Figure(figure) => Some(figure.value),
        _ => None,
    }
}

/// The targets of four triwulan with the column of the year's target; a series without a word is theirs in a plan, where
/// nothing is realised.
pub fn targets<'a>(table: &Table, series: &'a [Tahap]) -> Option<(&'a Tahap, usize)> {
    let is_plan = series.len() == 1 && table.column(Role::RealisasiKinerja).is_none();
    let is_theirs = |series: &&Tahap| series.names("target") || is_plan && series.kelompok.is_empty();
    let found = series.iter().filter(is_theirs).find(|series| series.columns.len() == 4)?;
    let year = table.column(Role::Target).filter(|year| !found.columns.iter().any(|(_, column)| column == year))?;
    Some((found, year))
}

/// How the targets of a row belong to that of the year; `None` when one is missing.
pub fn setahun(row: &Row, targets: &Tahap, year: usize) -> Option<Setahun> {
    let year = row.entries[year].figure()?.value;
    let figures = targets.figures(row)?;
    let sum = figures.iter().try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(*figure))?;
    let is_last = figures.last() == Some(&year);
    Some(match (is_last, sum == year) {
        (true, false) => Setahun::Terakhir,
        (false, true) => Setahun::Jumlah,
        _ => Setahun::Lain,
    })
}
