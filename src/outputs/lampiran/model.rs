//! The neutral model of the Lampiran: sheets of blocks, tables of cells with numbers, texts or formulas.
//!
//! Builders make it, the xlsx and docx writers only set it. A formula speaks of cells of its own
//! table by row and column, whatever address the writer gives them.

use rust_decimal::Decimal;

use super::hitung::Rumus;
use super::penilaian::Nilai;

/// All that one run gives.
#[derive(Debug, Clone, Default)]
pub struct Lampiran {
    /// A part for each agency.
    pub bagian: Vec<Bagian>,
}

/// The tables of one agency.
#[derive(Debug, Clone, Default)]
pub struct Bagian {
    /// The agency as titles name it, e.g. "Dinas Sosial Kabupaten …".
    pub instansi: String,
    /// The year most of its workbooks name.
    pub tahun: Option<u16>,
    /// Its sheets in the order of the LKjIP.
    pub lembar: Vec<Lembar>,
    /// Tables that could not be made.
    pub kurang: Vec<Kurang>,
}

/// A table whose inputs are not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kurang {
    /// Identifier of the kind.
    pub jenis: &'static str,
    /// Where it would stand.
    pub bab: Bab,
    /// What people call it.
    pub nama: &'static str,
    /// The inputs it needs.
    pub butuh: &'static str,
}

/// The part of the LKjIP a table belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bab {
    /// Bab I, pendahuluan.
    Satu,
    /// Bab II, perencanaan kinerja.
    Dua,
    /// Bab III, akuntabilitas kinerja.
    Tiga,
    /// Lampiran.
    Lampiran,
}

impl Bab {
    /// All parts in order.
    pub const ALL: [Bab; 4] = [Bab::Satu, Bab::Dua, Bab::Tiga, Bab::Lampiran];

    /// The heading.
    pub const fn words(self) -> &'static str {
        match self {
            Bab::Satu => "Bab I Pendahuluan",
            Bab::Dua => "Bab II Perencanaan Kinerja",
            Bab::Tiga => "Bab III Akuntabilitas Kinerja",
            Bab::Lampiran => "Lampiran",
        }
    }

    /// What its captions begin with, e.g. "3." of "Tabel 3.1".
    pub const fn awalan(self) -> &'static str {
        match self {
            Bab::Satu => "1.",
            Bab::Dua => "2.",
            Bab::Tiga => "3.",
            Bab::Lampiran => "L.",
        }
    }
}

/// A sheet of the workbook, a run of pages of the document.
#[derive(Debug, Clone)]
pub struct Lembar {
    /// Identifier of the kind.
    pub jenis: &'static str,
    /// Where it stands.
    pub bab: Bab,
    /// The sheet's name, before it is made unique.
    pub nama: String,
    /// The caption; a sheet of plain text has none.
    pub keterangan: String,
    /// The workbook and sheet it was made from.
    pub sumber: String,
    /// What stands on it, top down.
    pub balok: Vec<Balok>,
}

/// What stands on a sheet.
#[derive(Debug, Clone)]
pub enum Balok {
    /// Title lines, centred and bold.
    Judul(Vec<String>),
    /// A paragraph.
    Alinea(String),
    /// Lines `label : value`.
    Identitas(Vec<(String, String)>),
    /// A table.
    Tabel(Tabel),
    /// Signatures, left to right; one alone stands at the right.
    TandaTangan(Vec<Penanda>),
    /// What follows stands on a new page.
    Halaman,
}

/// A signature: jabatan above, name, pangkat and NIP below the space to sign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Penanda {
    /// Lines above the space: place and date, party, jabatan.
    pub atas: Vec<String>,
    /// The name.
    pub nama: String,
    /// Lines below the name: pangkat, NIP.
    pub bawah: Vec<String>,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Tabel {
    /// Its columns.
    pub kolom: Vec<Kolom>,
    /// Column numbers below the header, e.g. `7=6/3*100`; empty for none.
    pub nomor: Vec<String>,
    /// Its rows.
    pub baris: Vec<Baris>,
    /// Notes below it.
    pub catatan: Vec<String>,
    /// A picture of its figures.
    pub grafik: Option<Grafik>,
}

/// A column.
#[derive(Debug, Clone, Default)]
pub struct Kolom {
    /// Header texts from the outermost to the own one.
    pub judul: Vec<String>,
    /// Width in characters.
    pub lebar: f64,
    /// Columns of the sheet it takes; two tables of a sheet share them.
    pub petak: u16,
}

/// A row.
#[derive(Debug, Clone)]
pub struct Baris {
    /// One cell a column.
    pub sel: Vec<Sel>,
    /// Set in bold.
    pub is_tebal: bool,
    /// A total, set off from the rows above.
    pub is_jumlah: bool,
}

/// A cell.
#[derive(Debug, Clone)]
pub struct Sel {
    /// What it holds.
    pub isi: Isi,
    /// How that is shown.
    pub bentuk: Bentuk,
    /// Rows it covers; 0 when it is covered by the one above.
    pub gabung: u32,
    /// Columns it covers; 0 when it is covered by the one on the left.
    pub lebar: u16,
    /// Indent of its text.
    pub inden: u8,
    /// The figure the source prints where a formula stands.
    pub tercetak: Option<Tercetak>,
    /// The source has the cell and leaves it blank.
    pub is_kosong: bool,
    /// The note that belongs to it, from one.
    pub catatan: Option<usize>,
}

/// What a cell holds.
#[derive(Debug, Clone)]
pub enum Isi {
    /// Nothing.
    Kosong,
    /// Words.
    Teks(String),
    /// A number as stored: 0.85 under a percent form.
    Angka(f64),
    /// A formula and its result.
    Rumus(Rumus, Hasil),
}

/// The result of a formula.
#[derive(Debug, Clone, PartialEq)]
pub enum Hasil {
    /// Not worked out yet, or empty text.
    Kosong,
    /// A number.
    Angka(f64),
    /// Words.
    Teks(String),
}

/// How a cell shows a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bentuk {
    /// Words, from the left.
    Teks,
    /// Words or a number, centred.
    Tengah,
    /// Rupiah: grouped, without decimals, `-` for nothing.
    Rupiah,
    /// Grouped with decimals.
    Desimal(u32),
    /// A share of one, shown in percent with decimals.
    Persen(u32),
    /// Grouped with decimals and a unit behind it.
    Satuan(u32, String),
}

/// What the source prints, and where.
#[derive(Debug, Clone)]
pub struct Tercetak {
    /// As shown in the source, in percent where it is a percentage.
    pub nilai: Decimal,
    /// Decimals printed.
    pub desimal: u32,
    /// How far a recomputed figure may be off because its operands are printed rounded, as a share of it.
    pub longgar: Decimal,
    /// What the findings say of it.
    pub penilaian: Nilai,
    /// Sheet and cell of the source.
    pub tempat: String,
}

/// A chart of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grafik {
    /// Its title.
    pub judul: String,
    /// Rows that take part.
    pub baris: Vec<usize>,
    /// Column of the names.
    pub nama: usize,
    /// Columns of the values with what the legend calls them.
    pub nilai: Vec<(usize, String)>,
    /// A line is drawn across at the target of a capaian, 100.
    pub is_bertarget: bool,
}

/// Where the line of the target stands, and what the legend calls it.
pub const TARGET: (f64, &str) = (100.0, "Target (100%)");

impl Grafik {
    /// Rows that follow each other: first and last of each run.
    pub fn deret(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for &row in &self.baris {
            match runs.last_mut() {
                Some((_, end)) if *end + 1 == row => *end = row,
                _ => runs.push((row, row)),
            }
        }
        runs
    }
}

impl Sel {
    /// A cell of one row and column.
    pub const fn new(isi: Isi, bentuk: Bentuk) -> Self {
        Self { isi, bentuk, gabung: 1, lebar: 1, inden: 0, tercetak: None, is_kosong: false, catatan: None }
    }

    /// Words.
    pub fn teks(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(if text.is_empty() { Isi::Kosong } else { Isi::Teks(text) }, Bentuk::Teks)
    }

    /// Words in the middle.
    pub fn tengah(text: impl Into<String>) -> Self {
        Self { bentuk: Bentuk::Tengah, ..Self::teks(text) }
    }

    /// A number.
    pub const fn angka(number: f64, bentuk: Bentuk) -> Self {
        Self::new(Isi::Angka(number), bentuk)
    }

    /// A formula whose result is worked out later.
    pub const fn rumus(rumus: Rumus, bentuk: Bentuk) -> Self {
        Self::new(Isi::Rumus(rumus, Hasil::Kosong), bentuk)
    }

    /// Nothing.
    pub const fn kosong() -> Self {
        Self::new(Isi::Kosong, Bentuk::Teks)
    }

    /// The number it holds or gives.
    pub const fn nilai(&self) -> Option<f64> {
        match self.isi {
            Isi::Angka(number) | Isi::Rumus(_, Hasil::Angka(number)) => Some(number),
            _ => None,
        }
    }
}

impl Kolom {
    /// A column under one header text.
    pub fn new(judul: impl Into<String>, lebar: f64) -> Self {
        Self { judul: vec![judul.into()], lebar, petak: 1 }
    }
}

impl Baris {
    /// A row of the table.
    pub const fn new(sel: Vec<Sel>) -> Self {
        Self { sel, is_tebal: false, is_jumlah: false }
    }

    /// A total.
    pub const fn jumlah(sel: Vec<Sel>) -> Self {
        Self { sel, is_tebal: true, is_jumlah: true }
    }
}

impl Tabel {
    /// Rows that belong together because a merged cell spans them: first and last of each group.
    pub fn kelompok(&self) -> Vec<(usize, usize)> {
        let mut groups = Vec::new();
        let mut row = 0;
        while row < self.baris.len() {
            let mut end = row;
            let mut at = row;
            while at <= end {
                let spans = self.baris[at].sel.iter().map(|sel| sel.gabung.max(1) as usize);
                end = end.max(at + spans.max().unwrap_or(1) - 1).min(self.baris.len() - 1);
                at += 1;
            }
            groups.push((row, end));
            row = end + 1;
        }
        groups
    }

    /// The sum of its widths in characters.
    pub fn lebar(&self) -> f64 {
        self.kolom.iter().map(|kolom| kolom.lebar).sum()
    }
}

impl Lembar {
    /// The widest of its tables in characters.
    pub fn lebar(&self) -> f64 {
        self.tabel().map(Tabel::lebar).fold(0.0, f64::max)
    }

    /// Wider than a portrait page holds in readable type.
    pub fn is_melintang(&self) -> bool {
        self.lebar() > 100.0
    }

    /// Its tables.
    pub fn tabel(&self) -> impl Iterator<Item = &Tabel> {
        self.balok.iter().filter_map(|balok| match balok {
            Balok::Tabel(tabel) => Some(tabel),
            _ => None,
        })
    }
}
