//! Scales of kategori: the one printed in the workbook, else the office's own, else that of the regulation.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::laporan::Laporan;
use crate::profile::{Role, Shape};
use crate::table::figure::read_text;
use crate::table::{Content, Convention, Row, Table};

/// Lowest and highest value of each label, best first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Skala {
    bands: Vec<(Decimal, Decimal, String)>,
    /// Where it is laid down.
    pub dasar: &'static str,
    /// Neither the workbook nor the office says that it is followed.
    is_assumed: bool,
}

/// What a value between two printed classes belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Celah {
    /// Either neighbour: whole numbers are printed, 76–90 and 91–100, and nothing is said of 90,59.
    Tetangga,
    /// The class below: each class begins above the end of the one below it.
    Bawah,
}

/// A scale as its source lays it down.
struct Standar {
    /// The regulation with its year, or "praktik".
    dasar: &'static str,
    /// What lies between the classes.
    celah: Celah,
    /// Lowest value and label of each class, best first.
    kelas: &'static [(i64, &'static str)],
}

/// The scales known where a workbook prints none, the usual one first.
const STANDAR: [Standar; 3] = [
    Standar {
        dasar: "Permendagri 86/2017 (sebelumnya 54/2010)",
        celah: Celah::Tetangga,
        kelas: &[(91, "Sangat Tinggi"), (76, "Tinggi"), (66, "Sedang"), (51, "Rendah"), (0, "Sangat Rendah")],
    },
    Standar {
        dasar: "Permendagri 86/2017 dengan sebutan lain",
        celah: Celah::Tetangga,
        kelas: &[(91, "Sangat Baik"), (76, "Baik"), (66, "Cukup"), (51, "Kurang"), (0, "Sangat Kurang")],
    },
    Standar {
        dasar: "praktik",
        celah: Celah::Bawah,
        kelas: &[
            (85, "Memuaskan"),
            (75, "Sangat Baik"),
            (65, "Baik"),
            (50, "Cukup Baik"),
            (30, "Agak Kurang"),
            (0, "Kurang"),
        ],
    },
];

const MAXIMUM: Decimal = Decimal::MAX;

impl Skala {
    /// The scale that a column of kategori follows: the one told, else, where none is, a regulation's
    /// that knows its labels.
    pub fn of(laporan: &Laporan, table: &Table, column: usize) -> Option<Self> {
        let is_untold = || Self::printed(laporan).next().is_none() && Self::laid_down(laporan).is_none();
        let standard = || STANDAR.iter().map(Self::from_standar).rev().max_by_key(|scale| scale.known(table, column));
        Self::told(laporan, table, column).or_else(|| standard().filter(|_| is_untold()))
    }

    /// The scale that is printed or laid down for a column of kategori: the printed one that knows most
    /// of its labels, else the office's own. Others are of something else, as a mutu or an efficiency.
    pub fn told(laporan: &Laporan, table: &Table, column: usize) -> Option<Self> {
        let all = labels(table, column).count();
        let knows_half = |scale: &Self| scale.known(table, column) * 2 >= all;
        let printed: Vec<Self> = Self::printed(laporan).collect();
        let printed = printed.into_iter().rev().max_by_key(|scale| scale.known(table, column)).filter(knows_half);
        printed.or_else(|| Self::laid_down(laporan).filter(knows_half))
    }

    /// The scales printed in the workbook.
    fn printed(laporan: &Laporan) -> impl Iterator<Item = Self> {
        let tables = laporan.dokumen.iter().map(|dokumen| &*dokumen.table);
        tables.filter(|table| table.shape == Shape::Skala).filter_map(Self::read)
    }

    /// The scale of the configuration, if it has one.
    fn laid_down(laporan: &Laporan) -> Option<Self> {
        let skala = &laporan.ketentuan.skala;
        // A value between two whole bounds has either label, as in the regulations' scales.
        let upper = std::iter::once(MAXIMUM).chain(skala.iter().map(|(low, _)| *low - Decimal::ONE));
        let bands = skala.iter().zip(upper).map(|((low, label), high)| (*low, high.max(*low), label.clone()));
        (!skala.is_empty()).then(|| Self { bands: bands.collect(), dasar: "skala pada cermat.toml", is_assumed: false })
    }

    fn read(table: &Table) -> Option<Self> {
        let (rentang, kategori) = (table.column(Role::Rentang)?, table.column(Role::Kategori)?);
        let bands = table.rows.iter().filter_map(|row| {
            let (low, high) = band(row.entries[rentang].text())?;
            let label = row.entries[kategori].text();
            (!label.is_empty()).then(|| (low, high, label.to_string()))
        });
        let bands: Vec<_> = bands.collect();
        (bands.len() >= 2).then_some(Self { bands, dasar: "skala pada dokumen", is_assumed: false })
    }

    fn from_standar(standar: &Standar) -> Self {
        let end = |low: i64| Decimal::from(if standar.celah == Celah::Tetangga { low - 1 } else { low });
        let upper = std::iter::once(MAXIMUM).chain(standar.kelas.iter().map(|&(low, _)| end(low)));
        let bands = standar.kelas.iter().zip(upper);
        let bands = bands.map(|(&(low, label), high)| (Decimal::from(low), high, label.to_string()));
        Self { bands: bands.collect(), dasar: standar.dasar, is_assumed: true }
    }

    /// The labels, best first.
    pub fn labels(&self) -> Vec<&str> {
        self.bands.iter().map(|(_, _, label)| label.as_str()).collect()
    }

    /// Whether a label belongs to the scale.
    pub fn has_label(&self, label: &str) -> bool {
        self.bands.iter().any(|(_, _, known)| same_label(known, label))
    }

    /// How many labels of a column belong to the scale.
    fn known(&self, table: &Table, column: usize) -> usize {
        labels(table, column).filter(|label| self.has_label(label)).count()
    }

    /// Whether a row's label is one that its value may have.
    pub fn fits(&self, row: &Row, kategori: usize, nilai: usize) -> bool {
        let label = row.entries[kategori].text();
        let figure = row.entries[nilai].figure();
        figure.is_some_and(|figure| self.labels_for(figure.value).iter().any(|fit| same_label(fit, label)))
    }

    /// Whether a column is held to the scale. Of an assumed one, two thirds of its labels must show that
    /// it is meant: offices have scales of their own with the same words.
    pub fn is_meant(&self, table: &Table, kategori: usize, nilai: usize) -> bool {
        let judged = |row: &&Row| !row.entries[kategori].text().is_empty() && row.entries[nilai].figure().is_some();
        let fitting = table.rows.iter().filter(|row| self.fits(row, kategori, nilai)).count();
        !self.is_assumed || fitting * 3 >= table.rows.iter().filter(judged).count() * 2
    }

    /// The labels a value may have: one inside a band, both neighbours in a gap or on a shared edge,
    /// the best above the scale.
    pub fn labels_for(&self, value: Decimal) -> Vec<String> {
        let inside = self.bands.iter().filter(|(low, high, _)| *low <= value && value <= *high);
        let labels: Vec<String> = inside.map(|(_, _, label)| label.clone()).collect();
        if !labels.is_empty() {
            return labels;
        }
        let above = self.bands.iter().filter(|(low, _, _)| *low > value).min_by_key(|(low, _, _)| *low);
        let below = self.bands.iter().filter(|(_, high, _)| *high < value).max_by_key(|(_, high, _)| *high);
        below.into_iter().chain(above).map(|(_, _, label)| label.clone()).collect()
    }
}

/// What is written in a column of kategori.
fn labels(table: &Table, column: usize) -> impl Iterator<Item = &str> {
    table.rows.iter().map(move |row| row.entries[column].text()).filter(|label| !label.is_empty())
}

/// Labels without case and blanks.
pub fn same_label(first: &str, second: &str) -> bool {
    let normal = |label: &str| label.split_whitespace().collect::<String>().to_lowercase();
    normal(first) == normal(second)
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d+(?:[.,]\d+)?").expect("a valid pattern"));

/// A band as printed: `91% ≤ 100%`, `76 – 90`, `> 90`, `≤ 50%`.
pub fn band(text: &str) -> Option<(Decimal, Decimal)> {
    let numbers: Vec<Decimal> = NUMBER
        .find_iter(text)
        .filter_map(|found| match read_text(found.as_str(), Convention::Comma) {
            Content::Figure(figure) => Some(figure.value),
            _ => None,
        })
        .collect();
    match *numbers.as_slice() {
        [first, second] => Some((first.min(second), first.max(second))),
        [one] if text.contains(['≥', '>']) || text.to_lowercase().contains("ke atas") => Some((one, MAXIMUM)),
        [one] if text.contains(['≤', '<']) || text.to_lowercase().contains("ke bawah") => Some((Decimal::ZERO, one)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_as_printed() {
        let pair = |low: i64, high: i64| Some((Decimal::from(low), Decimal::from(high)));
        assert_eq!(band("91% ≤ 100%"), pair(91, 100));
        assert_eq!(band("76 – 90"), pair(76, 90));
        assert_eq!(band("≤ 50%"), pair(0, 50));
        assert_eq!(band("> 90"), Some((Decimal::from(90), MAXIMUM)));
        assert_eq!(band("baik"), None);
    }

    #[test]
    fn a_value_in_a_gap_may_have_either_label() {
        let text = |low: i64, high: i64, label: &str| (Decimal::from(low), Decimal::from(high), label.to_string());
        let bands = vec![text(91, 100, "Sangat Tinggi"), text(76, 90, "Tinggi")];
        let scale = Skala { bands, ..Skala::default() };
        assert_eq!(scale.labels_for(Decimal::new(9059, 2)), ["Tinggi", "Sangat Tinggi"]);
        assert_eq!(scale.labels_for(Decimal::new(9412, 2)), ["Sangat Tinggi"]);
        assert_eq!(scale.labels_for(Decimal::from(147)), ["Sangat Tinggi"]);
    }
}
