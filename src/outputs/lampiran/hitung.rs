//! Formulas of the tables: as spreadsheet text, and their results in the spreadsheet's own arithmetic.
//!
//! What a finding says of a printed figure stands in a note, whichever of the two stands in the cell. A formula
//! that gives another figure than the printed one without a finding does not stand.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::angka;
use super::model::{Bentuk, Hasil, Isi, Sel, Tabel, Tercetak};
use crate::grid::{decimal_from_f64, round_half_up};
use crate::laporan::arithmetic::agrees;
use crate::rules::number;

/// A row and a column of the table.
pub type Petak = (usize, usize);

/// A formula.
#[derive(Debug, Clone, PartialEq)]
pub enum Rumus {
    /// The sum of these cells.
    Jumlah(Vec<Petak>),
    /// The first less the second.
    Kurang(Petak, Petak),
    /// The first by the second, times a factor; nothing by nothing is 0.
    Bagi(Petak, Petak, u32),
    /// A negative indikator: twice the second less the first, by the second, times a factor.
    Negatif(Petak, Petak, u32),
    /// The mean of these cells.
    Rata(Vec<Petak>),
    /// The class of a value: lower bounds with whether the bound itself belongs to the class, uppermost first.
    Kelas(Petak, Vec<(f64, bool, String)>),
    /// Naik, turun or tetap from the first to the second.
    Tren(Petak, Petak),
}

/// Which figure stands where source and recalculation differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pakai {
    /// The printed one.
    #[default]
    Cetak,
    /// The recomputed one.
    Hitungan,
}

impl Rumus {
    /// The formula as text, without `=`; `alamat` gives the address of a cell.
    pub fn teks(&self, alamat: impl Fn(Petak) -> String) -> String {
        match self {
            Rumus::Jumlah(cells) => sum_text(cells, &alamat),
            Rumus::Kurang(a, b) => format!("{}-{}", alamat(*a), alamat(*b)),
            Rumus::Bagi(a, b, 1) => format!("IF({1}=0,0,{0}/{1})", alamat(*a), alamat(*b)),
            Rumus::Bagi(a, b, factor) => format!("IF({1}=0,0,{0}/{1}*{factor})", alamat(*a), alamat(*b)),
            Rumus::Negatif(a, b, factor) => {
                let factor = if *factor == 1 { String::new() } else { format!("*{factor}") };
                format!("IF({1}=0,0,(2*{1}-{0})/{1}{factor})", alamat(*a), alamat(*b))
            }
            Rumus::Rata(cells) => format!("AVERAGE({})", ranges(cells, &alamat).join(",")),
            Rumus::Kelas(cell, classes) => class_text(&alamat(*cell), classes),
            Rumus::Tren(a, b) => {
                format!("IF({1}>{0},\"Naik\",IF({1}<{0},\"Turun\",\"Tetap\"))", alamat(*a), alamat(*b))
            }
        }
    }

    /// The class of a value, when this is a formula of classes.
    pub fn kelas_dari(&self, value: f64) -> Option<String> {
        match self {
            Rumus::Kelas(_, classes) => match class_of(Some(value), classes) {
                Hasil::Teks(word) => Some(word),
                _ => None,
            },
            _ => None,
        }
    }

    fn hasil(&self, nilai: &mut dyn FnMut(Petak) -> Option<f64>) -> Hasil {
        let number = match self {
            Rumus::Jumlah(cells) => Some(cells.iter().filter_map(|&cell| nilai(cell)).sum()),
            Rumus::Kurang(a, b) => Some(nilai(*a).unwrap_or(0.0) - nilai(*b).unwrap_or(0.0)),
            Rumus::Bagi(a, b, factor) => match (nilai(*a).unwrap_or(0.0), nilai(*b).unwrap_or(0.0)) {
                (_, 0.0) => Some(0.0),
                (a, b) if *factor == 1 => Some(a / b),
                (a, b) => Some(a / b * f64::from(*factor)),
            },
            Rumus::Negatif(a, b, factor) => match (nilai(*a).unwrap_or(0.0), nilai(*b).unwrap_or(0.0)) {
                (_, 0.0) => Some(0.0),
                (a, b) if *factor == 1 => Some((2.0 * b - a) / b),
                (a, b) => Some((2.0 * b - a) / b * f64::from(*factor)),
            },
            Rumus::Rata(cells) => {
                let found: Vec<f64> = cells.iter().filter_map(|&cell| nilai(cell)).collect();
                (!found.is_empty()).then(|| found.iter().sum::<f64>() / found.len() as f64)
            }
            Rumus::Kelas(cell, classes) => return class_of(nilai(*cell), classes),
            Rumus::Tren(a, b) => {
                let (before, after) = (nilai(*a).unwrap_or(0.0), nilai(*b).unwrap_or(0.0));
                let word = if after > before {
                    "Naik"
                } else if after < before {
                    "Turun"
                } else {
                    "Tetap"
                };
                return Hasil::Teks(word.into());
            }
        };
        number.map_or(Hasil::Kosong, Hasil::Angka)
    }
}

/// `SUM(C3:C6)`, `C3+C9+C14` for a few scattered cells, sums of ranges for many.
fn sum_text(cells: &[Petak], alamat: &dyn Fn(Petak) -> String) -> String {
    let parts = ranges(cells, alamat);
    match parts.as_slice() {
        [] => "0".into(),
        [only] if !only.contains(':') => only.clone(),
        parts if parts.len() <= 40 && parts.iter().all(|part| !part.contains(':')) => parts.join("+"),
        // A function takes 255 arguments.
        parts => parts.chunks(200).map(|part| format!("SUM({})", part.join(","))).collect::<Vec<_>>().join("+"),
    }
}

/// Cells of a column that follow each other become a range.
fn ranges(cells: &[Petak], alamat: &dyn Fn(Petak) -> String) -> Vec<String> {
    let mut parts: Vec<(Petak, Petak)> = Vec::new();
    for &cell in cells {
        match parts.last_mut() {
            Some((_, end)) if end.1 == cell.1 && end.0 + 1 == cell.0 => *end = cell,
            _ => parts.push((cell, cell)),
        }
    }
    let text = |&(start, end): &(Petak, Petak)| match start == end {
        true => alamat(start),
        false => format!("{}:{}", alamat(start), alamat(end)),
    };
    parts.iter().map(text).collect()
}

fn class_text(cell: &str, classes: &[(f64, bool, String)]) -> String {
    let Some(((_, _, last), upper)) = classes.split_last() else {
        return "\"\"".into();
    };
    let quoted = |word: &str| format!("\"{}\"", word.replace('"', "\"\""));
    let open: String = upper
        .iter()
        .map(|(bound, is_in, word)| format!("IF({cell}{}{bound},{},", if *is_in { ">=" } else { ">" }, quoted(word)))
        .collect();
    format!("{open}{}{}", quoted(last), ")".repeat(upper.len()))
}

fn class_of(value: Option<f64>, classes: &[(f64, bool, String)]) -> Hasil {
    let value = value.unwrap_or(0.0);
    let found = classes.iter().find(|(bound, is_in, _)| value > *bound || *is_in && value == *bound);
    found.or(classes.last()).map_or(Hasil::Kosong, |(_, _, word)| Hasil::Teks(word.clone()))
}

/// Works out every formula of a table, settles where the source prints otherwise, and numbers the notes.
///
/// What is wrong is worked out with what should stand in the other cells; which figures are shown changes nothing of it.
pub fn selesaikan(tabel: &mut Tabel, pakai: Pakai) {
    let mut hitungan = tabel.clone();
    let keliru = settled(&mut hitungan, None);
    match pakai {
        Pakai::Cetak => drop(settled(tabel, Some(keliru.clone()))),
        Pakai::Hitungan => *tabel = hitungan,
    }
    let mut notes: BTreeMap<Petak, String> = filled(tabel).map(|cell| (cell, KOSONG.to_string())).collect();
    notes.extend(keliru.iter().filter_map(|(&cell, &right)| Some((cell, note(sel(tabel, cell)?, right, pakai)?))));
    let mut texts: Vec<String> = Vec::new();
    for ((row, column), text) in notes {
        let number = texts.iter().position(|known| *known == text).unwrap_or_else(|| {
            texts.push(text);
            texts.len() - 1
        });
        tabel.baris[row].sel[column].catatan = Some(number + 1);
    }
    let numbered = texts.iter().enumerate().map(|(at, text)| format!("{} {text}", angka::tanda(at + 1)));
    tabel.catatan.splice(0..0, numbered);
}

/// The note on cells that the source leaves blank.
const KOSONG: &str = "Di sumber kosong; diisi dengan hasil hitungan.";

/// Cells that the source leaves blank, in columns it fills otherwise, where a number stands now.
fn filled(tabel: &Tabel) -> impl Iterator<Item = Petak> {
    let is_printed = move |column: usize| tabel.baris.iter().any(|row| row.sel[column].tercetak.is_some());
    let columns = (0..tabel.kolom.len()).filter(move |&column| is_printed(column));
    let cells = columns.flat_map(move |column| (0..tabel.baris.len()).map(move |row| (row, column)));
    cells.filter(move |&(row, column)| {
        let sel = &tabel.baris[row].sel[column];
        sel.is_kosong && sel.nilai().is_some_and(|number| number != 0.0)
    })
}

fn sel(tabel: &Tabel, cell: Petak) -> Option<&Sel> {
    tabel.baris.get(cell.0)?.sel.get(cell.1)
}

/// One of the two figures stands in the cell, the note names the other.
fn note(sel: &Sel, right: Decimal, pakai: Pakai) -> Option<String> {
    let tercetak = sel.tercetak.as_ref()?;
    let decimals = tercetak.desimal.max(match sel.bentuk {
        Bentuk::Desimal(decimals) | Bentuk::Persen(decimals) | Bentuk::Satuan(decimals, _) => decimals,
        _ => 0,
    });
    let (tempat, printed) = (&tercetak.tempat, number(tercetak.nilai, tercetak.desimal));
    let computed = number(right, decimals.min(4));
    Some(match pakai {
        Pakai::Cetak => format!("Sesuai sumber ({tempat}) tertulis {printed}; hasil hitung ulang {computed}."),
        Pakai::Hitungan => format!("Hasil hitung ulang {computed}; di sumber ({tempat}) tertulis {printed}."),
    })
}

/// Works out every formula; gives the printed cells that are wrong with what should stand there. Those of `keliru`
/// keep what is printed.
fn settled(tabel: &mut Tabel, keliru: Option<BTreeMap<Petak, Decimal>>) -> BTreeMap<Petak, Decimal> {
    let (rows, columns) = (tabel.baris.len(), tabel.kolom.len());
    let is_printed = keliru.is_some();
    let done = vec![vec![false; columns]; rows];
    let mut work = Work { tabel, is_printed, done, keliru: keliru.unwrap_or_default() };
    for row in 0..rows {
        for column in 0..columns {
            work.settle((row, column));
        }
    }
    work.keliru
}

struct Work<'a> {
    tabel: &'a mut Tabel,
    /// What is wrong is known, and stays as it is printed.
    is_printed: bool,
    done: Vec<Vec<bool>>,
    /// What should stand in the cells that are wrong.
    keliru: BTreeMap<Petak, Decimal>,
}

impl Work<'_> {
    /// The number of a cell, after what it depends on is settled.
    fn nilai(&mut self, cell: Petak) -> Option<f64> {
        self.settle(cell);
        sel(self.tabel, cell)?.nilai()
    }

    fn settle(&mut self, (row, column): Petak) {
        match self.done.get_mut(row).and_then(|done| done.get_mut(column)) {
            Some(done) if !*done => *done = true,
            _ => return,
        }
        let sel = &self.tabel.baris[row].sel[column];
        let tercetak = sel.tercetak.clone();
        match sel.isi.clone() {
            Isi::Rumus(rumus, _) => {
                let hasil = rumus.hasil(&mut |cell| self.nilai(cell));
                self.tabel.baris[row].sel[column].isi = Isi::Rumus(rumus, hasil.clone());
                if let (Hasil::Angka(number), Some(tercetak)) = (hasil, tercetak) {
                    self.settle_formula((row, column), number, &tercetak);
                }
            }
            Isi::Angka(_) => {
                if let Some(right) = tercetak.and_then(|tercetak| tercetak.penilaian.seharusnya)
                    && !self.is_printed
                {
                    self.keliru.insert((row, column), right);
                    self.set((row, column), right);
                }
            }
            Isi::Kosong | Isi::Teks(_) => {}
        }
    }

    /// The formula stays where it gives what is to stand there.
    fn settle_formula(&mut self, cell: Petak, result: f64, tercetak: &Tercetak) {
        let bentuk = &self.tabel.baris[cell.0].sel[cell.1].bentuk;
        let Some(computed) = decimal_from_f64(result).map(|value| shown(value, bentuk)) else {
            return;
        };
        let agreement = agreement(tercetak.nilai, tercetak, computed);
        match self.right(cell, computed, tercetak) {
            Some(_) if self.is_printed => self.set(cell, tercetak.nilai),
            Some(right) => {
                self.keliru.insert(cell, right);
                if self::agreement(right, tercetak, computed) == Agreement::Other {
                    self.set(cell, right);
                }
            }
            None if agreement == Agreement::Same || agreement == Agreement::Rounded && !self.is_printed => {}
            None => self.set(cell, tercetak.nilai),
        }
    }

    /// What should stand in a cell that is wrong: only what its findings say, or lead to.
    fn right(&self, cell: Petak, computed: Decimal, tercetak: &Tercetak) -> Option<Decimal> {
        if self.is_printed {
            return self.keliru.get(&cell).copied();
        }
        let is_other = || agreement(tercetak.nilai, tercetak, computed) == Agreement::Other;
        let penilaian = &tercetak.penilaian;
        penilaian.seharusnya.or_else(|| (is_other() && penilaian.explains(computed)).then_some(computed))
    }

    fn set(&mut self, cell: Petak, value: Decimal) {
        let sel = &mut self.tabel.baris[cell.0].sel[cell.1];
        sel.isi = Isi::Angka(stored(value, &sel.bentuk));
    }
}

/// A stored value as its form shows it: in percent under a percent form.
pub fn shown(value: Decimal, bentuk: &Bentuk) -> Decimal {
    if matches!(bentuk, Bentuk::Persen(_)) { value * Decimal::ONE_HUNDRED } else { value }
}

/// A shown value as its form stores it.
pub fn stored(value: Decimal, bentuk: &Bentuk) -> f64 {
    let value = if matches!(bentuk, Bentuk::Persen(_)) { value / Decimal::ONE_HUNDRED } else { value };
    value.to_f64().unwrap_or(0.0)
}

#[derive(PartialEq, Eq)]
enum Agreement {
    Same,
    Rounded,
    Other,
}

/// Rounding or cutting gives the figure at the printed decimals, or the rounding of its operands explains it.
fn agreement(figure: Decimal, tercetak: &Tercetak, computed: Decimal) -> Agreement {
    // The last digits of a double are noise.
    let computed = round_half_up(computed, 8);
    let slack = computed.abs() * tercetak.longgar;
    match agrees(figure, computed, tercetak.desimal, Decimal::ZERO) {
        true => Agreement::Same,
        false if agrees(figure, computed, tercetak.desimal, slack) => Agreement::Rounded,
        false => Agreement::Other,
    }
}
