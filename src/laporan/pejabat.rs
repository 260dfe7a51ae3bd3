//! Officials: names, NIP, pangkat and jabatan, from identity blocks and signatures.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::context::is_dated;
use crate::grid::{Book, CellRef, Grid, Texts, single_spaced};
use crate::profile::jabatan::{Jenjang, begins_as_jabatan, begins_as_place, is_for_another};
use crate::profile::words;

/// An official named with a NIP at a cell.
#[derive(Debug, Clone)]
pub struct Pejabat {
    /// Index of the sheet.
    pub sheet: usize,
    /// The cell that holds the NIP.
    pub cell: CellRef,
    /// The NIP as written, without the word "NIP".
    pub nip: Arc<str>,
    /// The name, with its cell, when one stands beside or above.
    pub nama: Option<(CellRef, Arc<str>)>,
    /// Pangkat and golongan, with their cell.
    pub pangkat: Option<(CellRef, Arc<str>)>,
    /// Jabatan, with its cell.
    pub jabatan: Option<(CellRef, Arc<str>)>,
}

/// A NIP taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nip {
    /// Year, month and day of birth.
    pub born: (u16, u8, u8),
    /// Year of appointment.
    pub year: u16,
    /// Month of appointment; from 21 on the contract code of a PPPK.
    pub month: u8,
    /// 1 man, 2 woman.
    pub gender: u8,
}

/// A person named with a jabatan, with or without a NIP.
#[derive(Debug, Clone)]
pub struct Sebutan {
    /// Index of the sheet.
    pub sheet: usize,
    /// The name.
    pub nama: Arc<str>,
    /// The cell of the name.
    pub nama_cell: CellRef,
    /// The cell of the jabatan.
    pub cell: CellRef,
    /// The jabatan.
    pub jabatan: Arc<str>,
}

/// What is wrong with a NIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NipFault {
    /// Not 18 digits.
    Length(usize),
    /// The first eight digits are no date of birth.
    Birth,
    /// Digits nine to fourteen are no month of appointment.
    Appointment,
    /// The age at appointment is not between 15 and 58.
    Age(i32),
    /// The fifteenth digit is neither 1 nor 2.
    Gender(u8),
}

static NIP_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:nip|ni\s*pppk|nip3k|nipppk)\b\.?\s*[:.]?\s*([\d][\d .\-/]{8,})\s*$")
        .expect("a valid pattern")
});
static NIP_BARE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(?:19|20)\d{5,6}\s?\d{6}\s?\d\s?\d{3}\s*$").expect("a valid pattern"));

/// The digits of a NIP as written.
pub fn nip_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

impl Nip {
    /// Takes a NIP apart (Perka BKN 22/2007: `YYYYMMDD YYYYMM G NNN`).
    ///
    /// # Errors
    /// The first fault.
    pub fn parse(text: &str) -> Result<Self, NipFault> {
        let digits = nip_digits(text);
        if digits.len() != 18 {
            return Err(NipFault::Length(digits.len()));
        }
        let number = |from: usize, to: usize| digits[from..to].parse::<u16>().unwrap_or(0);
        let nip = Self {
            born: (number(0, 4), number(4, 6) as u8, number(6, 8) as u8),
            year: number(8, 12),
            month: number(12, 14) as u8,
            gender: number(14, 15) as u8,
        };
        if !(1930..=2015).contains(&nip.born.0) || !is_day(nip.born) {
            return Err(NipFault::Birth);
        }
        if !(1950..=2040).contains(&nip.year) || !(matches!(nip.month, 1..=12) || nip.is_pppk()) {
            return Err(NipFault::Appointment);
        }
        let age = i32::from(nip.year) - i32::from(nip.born.0);
        if !(15..=58).contains(&age) {
            return Err(NipFault::Age(age));
        }
        if !matches!(nip.gender, 1 | 2) {
            return Err(NipFault::Gender(nip.gender));
        }
        Ok(nip)
    }

    /// A PPPK has a contract code from 21 in place of the month.
    pub const fn is_pppk(self) -> bool {
        self.month >= 21 && self.month <= 29
    }
}

fn is_day((year, month, day): (u16, u8, u8)) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// All officials of a workbook.
pub fn read(book: &Book, texts: &Texts) -> Vec<Pejabat> {
    let found = texts.filter(|text| NIP_LABEL.is_match(text) || may_be_nip(without_colon(text.trim())));
    let found = found.filter_map(|(sheet, cell, text)| {
        let grid = &book.grids[sheet];
        let labelled = NIP_LABEL.captures(text).map(|found| found[1].trim().to_string());
        let nip = labelled.or_else(|| labelled_nip(grid, cell))?;
        Some(official(grid, sheet, cell, nip.into()))
    });
    found.collect()
}

/// Where a workbook names a person with a jabatan: `Nama :` / `Jabatan :` lines and signatures.
pub fn mentions(book: &Book, texts: &Texts, pejabat: &[Pejabat]) -> Vec<Sebutan> {
    let mut mentions = Vec::new();
    for (sheet, label, text) in texts.filter(|text| is_label(text, "nama") || labelled(text, "nama").is_some()) {
        let grid = &book.grids[sheet];
        let Some((nama_cell, nama)) = named(grid, label, text) else {
            continue;
        };
        let mut below = (nama_cell.row + 1..=nama_cell.row + 4).map(|row| CellRef::new(row, nama_cell.col));
        let jabatan = below.find_map(|at| {
            let is_beside = label_left(grid, at).is_some_and(|label| label.eq_ignore_ascii_case("jabatan"));
            let text = if is_beside { Some(value(grid, at)) } else { labelled(&grid.shown(at), "jabatan") };
            text.map(|text| (at, text))
        });
        if let Some((cell, jabatan)) = jabatan {
            mentions.push(Sebutan { sheet, nama: nama.into(), nama_cell, cell, jabatan: jabatan.into() });
        }
    }
    let signed = pejabat.iter().filter_map(|pejabat| {
        let ((nama_cell, nama), (cell, jabatan)) = (pejabat.nama.as_ref()?, pejabat.jabatan.as_ref()?);
        let sebutan = Sebutan {
            sheet: pejabat.sheet,
            nama: nama.clone(),
            nama_cell: *nama_cell,
            cell: *cell,
            jabatan: jabatan.clone(),
        };
        (!mentions.iter().any(|known: &Sebutan| known.sheet == sebutan.sheet && known.cell == sebutan.cell))
            .then_some(sebutan)
    });
    let signed: Vec<Sebutan> = signed.collect();
    mentions.extend(signed);
    mentions
}

/// The person a cell names, `Nama : …` in one cell or a label with the name right of it.
fn named(grid: &Grid, label: CellRef, text: &str) -> Option<(CellRef, String)> {
    if !is_label(text, "nama") {
        return labelled(text, "nama").map(|nama| (label, nama));
    }
    let row = grid.row(label.row).iter().filter(|cell| cell.at.col > label.col);
    row.map(|cell| (cell.at, value(grid, cell.at))).find(|(_, text)| !text.is_empty())
}

/// What stands behind a label in the same cell: `Jabatan : Kepala Dinas`.
fn labelled(text: &str, label: &str) -> Option<String> {
    let (before, after) = text.split_once(':')?;
    let is_meant = before.trim().eq_ignore_ascii_case(label) && !after.trim().is_empty();
    is_meant.then(|| after.trim().to_string())
}

/// What a cell beside a label shows, without a colon before it.
fn value(grid: &Grid, at: CellRef) -> String {
    without_colon(&grid.shown(at)).to_string()
}

fn without_colon(text: &str) -> &str {
    text.trim_start_matches([':', ' ', '\u{a0}'])
}

fn is_label(text: &str, word: &str) -> bool {
    text.len() <= 10 && text.trim_matches([' ', ':']).eq_ignore_ascii_case(word)
}

/// A number beside the label "NIP", or bare in the shape of a NIP.
fn labelled_nip(grid: &Grid, at: CellRef) -> Option<String> {
    let text = value(grid, at);
    let text = text.trim();
    let is_nip =
        || label_left(grid, at).is_some_and(|label| label.to_lowercase().starts_with("nip")) || NIP_BARE.is_match(text);
    (may_be_nip(text) && is_nip()).then(|| text.to_string())
}

/// Digits enough, in groups or not, and nothing else.
fn may_be_nip(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (9..=20).contains(&digits)
        && text.trim().chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '/' | '\u{a0}'))
}

/// The label of a `Label | : | value` line.
fn label_left(grid: &Grid, at: CellRef) -> Option<String> {
    let row = grid.row(at.row).iter().rev().filter(|cell| cell.at.col < at.col);
    let label = row.map(|cell| grid.shown(cell.at)).find(|text| !text.is_empty() && text != ":")?;
    let label = label.trim_end_matches([':', ' ']);
    (label.len() <= 30 && !label.contains(|c: char| c.is_ascii_digit())).then(|| label.to_string())
}

fn official(grid: &Grid, sheet: usize, cell: CellRef, nip: Arc<str>) -> Pejabat {
    let mut pejabat = Pejabat { sheet, cell, nip, nama: None, pangkat: None, jabatan: None };
    if label_left(grid, cell).is_some_and(|label| label.to_lowercase().starts_with("nip")) {
        identity_block(grid, cell, &mut pejabat);
    } else {
        signature(grid, cell, &mut pejabat);
    }
    pejabat
}

/// Lines `Nama : …`, `Pangkat : …`, `Jabatan : …` around the NIP line, in the same column.
fn identity_block(grid: &Grid, nip: CellRef, pejabat: &mut Pejabat) {
    for row in nip.row.saturating_sub(4)..=nip.row + 4 {
        let at = CellRef::new(row, nip.col);
        let text = value(grid, at);
        let Some(label) = label_left(grid, at).filter(|_| !text.is_empty()) else {
            continue;
        };
        let field = match label.to_lowercase() {
            label if label.starts_with("nama") => &mut pejabat.nama,
            label if label.starts_with("pangkat") || label.starts_with("gol") => &mut pejabat.pangkat,
            label if label.starts_with("jabatan") => &mut pejabat.jabatan,
            _ => continue,
        };
        *field = Some((at, text.into()));
    }
}

/// Above a signature's NIP: pangkat (if any), name, a blank space, jabatan.
fn signature(grid: &Grid, nip: CellRef, pejabat: &mut Pejabat) {
    let mut lines = (nip.row.saturating_sub(10)..nip.row)
        .rev()
        .map(|row| CellRef::new(row, nip.col))
        .filter(|&at| !grid.shown(at).is_empty());
    let Some(mut at) = lines.next().filter(|at| nip.row - at.row <= 3) else {
        return;
    };
    if looks_like_pangkat(&grid.shown(at)) {
        pejabat.pangkat = Some((at, grid.shown(at).into()));
        match lines.next() {
            Some(above) if nip.row - above.row <= 4 => at = above,
            _ => return,
        }
    }
    let shown = grid.shown(at);
    pejabat.nama = Some((at, labelled(&shown, "nama").unwrap_or(shown).into()));
    if let Some(nearest) = lines.next().filter(|above| at.row - above.row <= 7) {
        pejabat.jabatan = jabatan_down_to(grid, nearest).map(|(cell, jabatan)| (cell, jabatan.into()));
    }
}

/// Lines a jabatan is written on at most.
const MOST_LINES: u32 = 4;

/// The jabatan whose last line is given: a long one begins on a line above it, below the party or the date.
fn jabatan_down_to(grid: &Grid, nearest: CellRef) -> Option<(CellRef, String)> {
    let ends = |text: &str| text.is_empty() || is_party(text) || is_dated(text);
    let up = (nearest.row.saturating_sub(MOST_LINES - 1)..=nearest.row).rev();
    let lines = up.map(|row| (CellRef::new(row, nearest.col), grid.shown(CellRef::new(row, nearest.col))));
    let mut lines: Vec<(CellRef, String)> = lines.take_while(|(_, text)| !ends(text)).collect();
    lines.reverse();
    // "a.n. Bupati" names another, the jabatan of who signs stands below it.
    let own = lines.iter().rposition(|(_, text)| is_for_another(text)).map_or(0, |at| at + 1);
    match lines[own..].iter().position(|(_, text)| begins_as_jabatan(text) || Jenjang::of(text).is_some()) {
        Some(first) => {
            let texts: Vec<&str> = lines[own + first..].iter().map(|(_, text)| text.as_str()).collect();
            Some((lines[own + first].0, texts.join(" ")))
        }
        None => Some((nearest, grid.shown(nearest))).filter(|(_, text)| !begins_as_place(text)),
    }
}

/// "Pihak Kedua," and nothing else.
pub fn is_party(text: &str) -> bool {
    text.len() <= 20
        && text.as_bytes().first().is_some_and(|first| !first.is_ascii_alphanumeric() || matches!(first, b'p' | b'P'))
        && matches!(
            words(text).iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
            ["pihak", "pertama" | "kedua" | "kesatu"]
        )
}

/// A name without degrees and titles: upper case letters up to the first comma.
pub fn plain_name(nama: &str) -> String {
    let own = before_degrees(nama);
    own.iter().filter(|word| !is_title(word)).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The titles a name begins with, in upper case.
pub fn titles(nama: &str) -> Vec<String> {
    before_degrees(nama).into_iter().take_while(|word| is_title(word)).collect()
}

/// The words of a name up to the first comma, in upper case.
fn before_degrees(nama: &str) -> Vec<String> {
    let before = nama.split(',').next().unwrap_or_default().to_uppercase();
    before.split([' ', '.']).filter(|word| !word.is_empty()).map(str::to_string).collect()
}

fn is_title(word: &str) -> bool {
    matches!(word, "H" | "HJ" | "HI" | "DR" | "DRS" | "DRA" | "IR" | "PROF" | "M" | "NY" | "IBU")
}

/// A name or a jabatan on one line, without the comma that leads on to the next.
pub fn without_comma(text: &str) -> String {
    single_spaced(text).trim_end_matches(',').to_string()
}

/// "Pembina Utama Muda (IV/c)", "Penata Tk. I".
pub fn looks_like_pangkat(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["pembina", "penata", "pengatur", "juru"].iter().any(|pangkat| lower.starts_with(pangkat))
        && !lower.contains("keuangan")
        && !lower.contains("laporan")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nip_faults() {
        assert!(Nip::parse("19670912 198903 1 004").is_ok());
        assert!(Nip::parse("20000117 202421 1 006").is_ok_and(Nip::is_pppk));
        assert_eq!(Nip::parse("1970318 200701 2 014"), Err(NipFault::Length(17)));
        assert_eq!(Nip::parse("19701318 200701 2 014"), Err(NipFault::Birth));
        assert_eq!(Nip::parse("19700318 200715 2 014"), Err(NipFault::Appointment));
        assert_eq!(Nip::parse("19700318 200701 3 014"), Err(NipFault::Gender(3)));
    }
}
