//! Context of a workbook: the year, the triwulan and the perangkat daerah its titles name.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::grid::{CellRef, Texts};
use crate::profile::{Ketentuan, Role, month};
use crate::table::Table;

/// A year or triwulan named at a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<T> {
    /// Index of the sheet.
    pub sheet: usize,
    /// Where it stands.
    pub cell: CellRef,
    /// What it names.
    pub value: T,
    /// The whole text.
    pub text: Arc<str>,
}

/// What the titles of a workbook say about it.
#[derive(Debug, Clone, Default)]
pub struct Konteks {
    /// The year that is laid down, else the one most titles name.
    pub tahun: Option<u16>,
    /// The year is laid down.
    pub is_laid_down: bool,
    /// Years named in titles and source notes, one a line; ranges and regulations left out.
    pub years: Vec<Mention<u16>>,
    /// The triwulan of each sheet's title.
    pub triwulan: BTreeMap<usize, u8>,
    /// "Per 31 Desember 2024" and the like: year and month a sheet reports up to.
    pub per: BTreeMap<usize, (u16, u8)>,
    /// Place and date lines of signatures: year and month.
    pub signed: Vec<Mention<(u16, u8)>>,
}

static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:19|20)\d\d\b").expect("a valid pattern"));
static TRIWULAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:triwulan|tw\.?)[\s-]*(?:ke[- ]?)?(iv|iii|ii|i|[1-4])\b").expect("a valid pattern")
});
static PER_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:per|sampai dengan|s\.?\s?d\.?)\s+(?:tanggal\s+)?\d{1,2}\s+(\p{L}+)\s+((?:19|20)\d\d)")
        .expect("a valid pattern")
});
static DAY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(\d{1,2})\s+(\p{L}+)\s+(?:19|20)\d\d\b").expect("a valid pattern"));
static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:per|bulan|sampai dengan|s\.?\s?/?d\.?)|[-–])\s*(?:bulan\s+)?(\p{L}+)")
        .expect("a valid pattern")
});
static SEMESTER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bsemester\s+(?:ke[- ]?)?(ii|i|[12])\b").expect("a valid pattern"));
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[\p{L} .]{3,40},\s*(?:\d{1,2}|\.{2,}|…+|_+)?\s*(\p{L}+)\s+((?:19|20)\d\d)\s*$")
        .expect("a valid pattern")
});

/// Words that make a year the name of a regulation or a comparison, not the report's own.
const FOREIGN: [&str; 16] = [
    "nomor",
    "no.",
    "peraturan",
    "perbup",
    "perda",
    "permen",
    "undang",
    "keputusan",
    "uu ",
    "pp ",
    "dibanding",
    "sebelumnya",
    "lalu",
    "perpres",
    "inpres",
    "sk ",
];

impl Konteks {
    /// A sheet reports less than a year: its title names an earlier triwulan than the fourth.
    pub fn is_part_of_year(&self) -> bool {
        self.triwulan.values().any(|&triwulan| triwulan < 4)
    }

    /// The last month a sheet reports on, by its title or as laid down.
    pub fn last_month(&self, sheet: usize) -> Option<u8> {
        let per = self.per.get(&sheet).map(|&(_, month)| month);
        per.or_else(|| self.triwulan.get(&sheet).map(|triwulan| 3 * triwulan))
    }

    /// Reads titles, notes and signature lines.
    pub fn read(texts: &Texts, tables: &[Table], ketentuan: &Ketentuan) -> Self {
        let mut konteks = Self::default();
        let mut votes: BTreeMap<u16, usize> = BTreeMap::new();
        for table in tables {
            for (line, weight) in
                table.title.iter().map(|line| (line, 2)).chain(table.notes.iter().map(|line| (line, 1)))
            {
                let text = &line.text;
                if weight == 2 {
                    if let Some(triwulan) = triwulan_of(text) {
                        konteks.triwulan.entry(table.sheet).or_insert(triwulan);
                    }
                    if let Some(per) = per_of(text) {
                        konteks.per.entry(table.sheet).or_insert(per);
                    }
                }
                if let Some(year) = own_year(text)
                    && !SIGNED.is_match(text.trim())
                {
                    *votes.entry(year).or_default() += weight;
                    konteks.years.push(Mention {
                        sheet: table.sheet,
                        cell: line.cell,
                        value: year,
                        text: text.clone(),
                    });
                }
            }
        }
        for (sheet, cell, text) in texts.filter(|text| text.len() < 80 && text.contains(',') && is_dated(text)) {
            konteks.signed.extend(signed_of(text).map(|value| Mention { sheet, cell, value, text: text.into() }));
        }
        let most = votes.into_iter().max_by_key(|&(year, votes)| (votes, year)).map(|(year, _)| year);
        konteks.tahun = ketentuan.tahun.or(most);
        konteks.is_laid_down = ketentuan.tahun.is_some();
        konteks.complete(tables, ketentuan);
        konteks
    }

    /// The period that is laid down, for sheets that name none. Only what has been achieved is of a
    /// period that must be over when it is signed.
    fn complete(&mut self, tables: &[Table], ketentuan: &Ketentuan) {
        let Some(periode) = ketentuan.periode else {
            return;
        };
        for table in tables {
            let is_report = [Role::Realisasi, Role::RealisasiKinerja].iter().any(|&role| table.column(role).is_some());
            if !is_report {
                continue;
            }
            if let Some(triwulan) = periode.triwulan() {
                self.triwulan.entry(table.sheet).or_insert(triwulan);
            }
            if let Some(tahun) = self.tahun {
                self.per.entry(table.sheet).or_insert((tahun, periode.last_month()));
            }
        }
    }
}

/// The one year a line names as its own; `None` for none, several, or a year of something else.
pub fn own_year(text: &str) -> Option<u16> {
    let lower = text.to_lowercase();
    if FOREIGN.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let mut years: Vec<u16> = YEAR.find_iter(text).filter_map(|found| found.as_str().parse::<u16>().ok()).collect();
    years.dedup();
    match years.as_slice() {
        &[year]
            if lower.contains("tahun")
                || lower.contains("ta.")
                || lower.contains("anggaran")
                || per_of(text).is_some() =>
        {
            Some(year)
        }
        _ => None,
    }
}

/// The triwulan a text names, 1 to 4; `None` for none or several.
pub fn triwulan_of(text: &str) -> Option<u8> {
    let mut found: Vec<u8> = triwulan_in(text).collect();
    found.dedup();
    match found.as_slice() {
        &[triwulan] => Some(triwulan),
        _ => None,
    }
}

/// Every triwulan a text names, 1 to 4, in order of appearance.
pub fn triwulan_in(text: &str) -> impl Iterator<Item = u8> {
    TRIWULAN.captures_iter(text).filter_map(|found| roman(&found[1]))
}

fn roman(text: &str) -> Option<u8> {
    match text.to_ascii_lowercase().as_str() {
        "i" | "1" => Some(1),
        "ii" | "2" => Some(2),
        "iii" | "3" => Some(3),
        "iv" | "4" => Some(4),
        _ => None,
    }
}

/// The last month a text reports on: of "Bulan Maret", "s.d. Februari", "Per 31 Mei 2025", "Semester I" or a triwulan.
pub fn last_month(text: &str) -> Option<u8> {
    let semester = || Some(6 * roman(&SEMESTER.captures(text)?[1])?).filter(|&last| last <= 12);
    let months = || MONTH.captures_iter(text).filter_map(|found| month(&found[1])).last();
    let per = per_of(text).map(|(_, month)| month);
    per.or_else(months)
        .or_else(|| month(text.trim()))
        .or_else(semester)
        .or_else(|| triwulan_of(text).map(|triwulan| 3 * triwulan))
}

/// The day of the month of a date in a text.
pub fn day_of(text: &str) -> Option<u8> {
    let found = DAY.captures(text)?;
    month(&found[2]).and(found[1].parse().ok())
}

/// Year and month of "per 31 Desember 2024".
pub fn per_of(text: &str) -> Option<(u16, u8)> {
    let found = PER_DATE.captures(text)?;
    Some((found[2].parse().ok()?, month(&found[1])?))
}

/// The text is the place and date of a signature.
pub fn is_dated(text: &str) -> bool {
    signed_of(text).is_some()
}

fn signed_of(text: &str) -> Option<(u16, u8)> {
    let found = SIGNED.captures(text.trim())?;
    Some((found[2].parse().ok()?, month(&found[1])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_its_own_year_only() {
        assert_eq!(
            own_year("Sumber : Dokumen Pelaksanaan Anggaran Perangkat Daerah Tahun 2023 Sesuai Perubahan"),
            Some(2023)
        );
        assert_eq!(own_year("Peraturan Bupati Nomor 22 Tahun 2021"), None);
        assert_eq!(own_year("Renstra Tahun 2021-2026"), None);
    }

    #[test]
    fn triwulan_and_dates() {
        assert_eq!(triwulan_of("TRIWULAN II TAHUN 2018"), Some(2));
        assert_eq!(triwulan_of("Triwulan I s.d. Triwulan IV"), None);
        assert_eq!(per_of("DINAS SOSIAL Per 31 Desember 2024"), Some((2024, 12)));
        for (text, month) in [
            ("PER 31 JANUARI 2025", Some(1)),
            ("Bulan Februari Tahun 2025", Some(2)),
            ("Realisasi s.d. Maret 2025", Some(3)),
            ("Keadaan Januari s/d Mei 2025", Some(5)),
            ("SEMESTER I TAHUN 2025", Some(6)),
            ("Triwulan III", Some(9)),
            ("Realisasi Anggaran per Program", None),
        ] {
            assert_eq!(last_month(text), month, "{text}");
        }
        assert_eq!(signed_of("Sampit, Januari 2024"), Some((2024, 1)));
        assert_eq!(signed_of("Kandangan,    Juli 2018"), Some((2018, 7)));
    }
}
