//! Scales of kategori: the one printed in the workbook, else the office's own, else that of the regulation.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::laporan::{Dokumen, Laporan};
use crate::profile::{Role, Shape};
use crate::table::figure::read_text;
use crate::table::{Content, Convention, Table};

/// Lowest and highest value of each label, best first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Skala {
    bands: Vec<(Decimal, Decimal, String)>,
    /// Where it is laid down.
    pub dasar: &'static str,
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
    /// The scale that a table's kategori follow: the printed one, else the office's own, else a
    /// regulation's that knows its labels.
    pub fn of(laporan: &Laporan, dokumen: &Dokumen) -> Self {
        if let Some(printed) = Self::printed(laporan).or_else(|| Self::laid_down(laporan)) {
            return printed;
        }
        let column = dokumen.table.column(Role::Kategori);
        let labels = || {
            column.into_iter().flat_map(|column| dokumen.table.rows.iter().map(move |row| row.entries[column].text()))
        };
        let known = |scale: &Skala| labels().filter(|label| scale.has_label(label)).count();
        STANDAR.iter().map(Self::from_standar).rev().max_by_key(known).unwrap_or_default()
    }

    /// The scale printed in the workbook, if there is one.
    pub fn printed(laporan: &Laporan) -> Option<Self> {
        laporan
            .dokumen
            .iter()
            .map(|dokumen| &dokumen.table)
            .filter(|table| table.shape == Shape::Skala)
            .find_map(|table| Self::read(table))
    }

    /// The scale of the configuration, if it has one.
    pub fn laid_down(laporan: &Laporan) -> Option<Self> {
        let skala = &laporan.ketentuan.skala;
        // A value between two whole bounds has either label, as in the regulations' scales.
        let upper = std::iter::once(MAXIMUM).chain(skala.iter().map(|(low, _)| *low - Decimal::ONE));
        let bands = skala.iter().zip(upper).map(|((low, label), high)| (*low, high.max(*low), label.clone()));
        (!skala.is_empty()).then(|| Self { bands: bands.collect(), dasar: "skala pada cermat.toml" })
    }

    fn read(table: &Table) -> Option<Self> {
        let (rentang, kategori) = (table.column(Role::Rentang)?, table.column(Role::Kategori)?);
        let bands = table.rows.iter().filter_map(|row| {
            let (low, high) = band(row.entries[rentang].text())?;
            let label = row.entries[kategori].text();
            (!label.is_empty()).then(|| (low, high, label.to_string()))
        });
        let bands: Vec<_> = bands.collect();
        (bands.len() >= 2).then_some(Self { bands, dasar: "skala pada dokumen" })
    }

    fn from_standar(standar: &Standar) -> Self {
        let end = |low: i64| Decimal::from(if standar.celah == Celah::Tetangga { low - 1 } else { low });
        let upper = std::iter::once(MAXIMUM).chain(standar.kelas.iter().map(|&(low, _)| end(low)));
        let bands = standar.kelas.iter().zip(upper);
        let bands = bands.map(|(&(low, label), high)| (Decimal::from(low), high, label.to_string()));
        Self { bands: bands.collect(), dasar: standar.dasar }
    }

    /// The labels, best first.
    pub fn labels(&self) -> Vec<&str> {
        self.bands.iter().map(|(_, _, label)| label.as_str()).collect()
    }

    /// Whether a label belongs to the scale.
    pub fn has_label(&self, label: &str) -> bool {
        self.bands.iter().any(|(_, _, known)| same_label(known, label))
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

/// The column whose value a kategori judges: capaian, kemajuan or percentage.
pub fn value_column(dokumen: &Dokumen) -> Option<usize> {
    [Role::Capaian, Role::Kemajuan, Role::Persen].into_iter().find_map(|role| dokumen.table.column(role))
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
        let scale = Skala { bands, dasar: "" };
        assert_eq!(scale.labels_for(Decimal::new(9059, 2)), ["Tinggi", "Sangat Tinggi"]);
        assert_eq!(scale.labels_for(Decimal::new(9412, 2)), ["Sangat Tinggi"]);
        assert_eq!(scale.labels_for(Decimal::from(147)), ["Sangat Tinggi"]);
    }
}
