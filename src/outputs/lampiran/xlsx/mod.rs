//! The Lampiran as a workbook: a sheet for each table on F4, with live formulas, and a list of all tables.

mod daftar;
mod grafik;
mod halaman;
mod penggal;
mod rupa;

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

use self::halaman::Halaman;
use self::rupa::Rupa;
use super::baris_tinggi;
use super::model::{Balok, Grafik, Hasil, Isi, Lampiran, Lembar, Penanda, Sel, TARGET, Tabel};
use super::ukuran;
use crate::grid::column_letters;
use crate::outputs::annotated::wrapped_lines;
use crate::outputs::text::cut;

/// What the writer gives.
type Outcome<T> = Result<T, XlsxError>;

/// Rows of the sheet a chart stands on.
const GRAFIK_ROWS: u32 = 18;
/// The sheet of the lines across charts.
const ACUAN: &str = "Garis Target";
/// Points a line of a table takes.
const LINE: f64 = 12.5;

/// The workbook's bytes.
pub fn tulis(lampiran: &Lampiran) -> Outcome<Vec<u8>> {
    let mut workbook = Workbook::new();
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("Lampiran LKjIP").set_creation_datetime(&date));
    // Widths of columns are measured in this type; the default one is not there on every machine.
    workbook.set_default_format(&Format::new().set_font_name("Arial").set_font_size(10), 17, 64)?;
    let rupa = Rupa::default();
    let mut names = Names::default();
    names.unique(ACUAN);
    let nama_daftar = names.unique("Daftar tabel");
    let sheets: Vec<Vec<String>> = lampiran
        .bagian
        .iter()
        .map(|bagian| bagian.lembar.iter().map(|lembar| names.unique(&lembar.nama)).collect())
        .collect();
    daftar::tulis(workbook.add_worksheet(), &nama_daftar, lampiran, &sheets)?;
    for (bagian, names) in lampiran.bagian.iter().zip(&sheets) {
        for (lembar, name) in bagian.lembar.iter().zip(names) {
            write_sheet(workbook.add_worksheet(), name, lembar, &rupa)?;
        }
    }
    if lampiran
        .bagian
        .iter()
        .flat_map(|bagian| &bagian.lembar)
        .flat_map(Lembar::tabel)
        .any(|tabel| tabel.grafik.is_some())
    {
        acuan(workbook.add_worksheet(), lampiran)?;
    }
    workbook.save_to_buffer()
}

/// A hidden sheet with the values of the lines across charts: a chart takes all its values from cells.
fn acuan(sheet: &mut Worksheet, lampiran: &Lampiran) -> Outcome<()> {
    sheet.set_name(ACUAN)?.set_very_hidden(true);
    let tables = lampiran.bagian.iter().flat_map(|bagian| &bagian.lembar).flat_map(Lembar::tabel);
    let longest = tables.filter_map(|tabel| Some(tabel.grafik.as_ref()?.baris.len())).max().unwrap_or(0);
    for row in 0..longest as u32 {
        sheet.write_number(row, 0, TARGET.0)?;
    }
    Ok(())
}

/// Names of sheets: at most 31 characters, without those Excel forbids, each once.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    fn unique(&mut self, wish: &str) -> String {
        let plain: String = wish.chars().map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
        let plain = crate::outputs::text::one_line(plain.trim_matches('\''));
        let plain = if plain.is_empty() { "Tabel".to_string() } else { plain };
        let names = (1..).map(|number: u32| match number {
            1 => cut(&plain, 31),
            _ => format!("{} ({number})", cut(&plain, 31 - 3 - number.to_string().len())),
        });
        let mut names = names.into_iter();
        names.find(|name| self.taken.insert(name.to_lowercase())).expect("there are more numbers than sheets")
    }
}

/// A sheet while it is written.
struct Writer<'a> {
    sheet: &'a mut Worksheet,
    rupa: &'a Rupa,
    /// Widths of the sheet's columns in characters.
    lebar: Vec<f64>,
    halaman: Halaman,
    row: u32,
}

fn write_sheet(sheet: &mut Worksheet, name: &str, lembar: &Lembar, rupa: &Rupa) -> Outcome<()> {
    sheet.set_name(name)?;
    sheet.set_formula_result_default("");
    let lebar = petak(lembar);
    for (col, width) in (0..).zip(&lebar) {
        sheet.set_column_width(col, *width)?;
    }
    let halaman = Halaman::new(lembar.is_melintang(), &lebar);
    let mut writer = Writer { sheet, rupa, lebar, halaman, row: 0 };
    let is_lone = lembar.tabel().count() == 1;
    for (at, balok) in lembar.balok.iter().enumerate() {
        match balok {
            Balok::Judul(lines) => writer.judul(lines)?,
            Balok::Alinea(text) => writer.alinea(text)?,
            Balok::Identitas(lines) => writer.identitas(lines)?,
            Balok::Tabel(tabel) => writer.tabel(tabel, is_lone, lembar.balok.get(at + 1))?,
            Balok::TandaTangan(penanda) => writer.tanda_tangan(penanda)?,
            Balok::Halaman => writer.halaman.baru(),
        }
    }
    let Writer { sheet, halaman, .. } = writer;
    halaman.pasang(sheet)
}

/// The sheet's columns, each as wide as the table that wants most of it.
fn petak(lembar: &Lembar) -> Vec<f64> {
    let mut widest: Vec<f64> = Vec::new();
    for tabel in lembar.tabel() {
        let parts = tabel.kolom.iter().flat_map(|kolom| {
            let count = kolom.petak.max(1);
            std::iter::repeat_n(kolom.lebar / f64::from(count), count.into())
        });
        for (at, width) in parts.enumerate() {
            match widest.get_mut(at) {
                Some(known) => *known = known.max(width),
                None => widest.push(width),
            }
        }
    }
    // A sheet of text alone: a label, a colon, what follows, the right half.
    if widest.is_empty() { vec![6.0, 24.0, 4.0, 26.0, 30.0] } else { widest }
}

impl Writer<'_> {
    fn columns(&self) -> u16 {
        self.lebar.len() as u16
    }

    fn width(&self, from: u16, count: u16) -> f64 {
        self.lebar.iter().skip(usize::from(from)).take(usize::from(count)).sum()
    }

    /// Ends a row that is as high as this many lines.
    fn end_row(&mut self, lines: usize, is_bound: bool) -> Outcome<()> {
        let height = tinggi(lines);
        self.sheet.set_row_height(self.row, height)?;
        self.halaman.baris(height, is_bound);
        self.row += 1;
        Ok(())
    }

    /// A text over several columns.
    fn across(&mut self, from: u16, count: u16, text: &str, format: &Format) -> Outcome<()> {
        let text = cut(text, 16_000);
        match count {
            1 => self.sheet.write_string_with_format(self.row, from, text, format)?,
            _ => self.sheet.merge_range(self.row, from, self.row, from + count - 1, &text, format)?,
        };
        Ok(())
    }

    fn judul(&mut self, lines: &[String]) -> Outcome<()> {
        let all = self.columns();
        for line in lines {
            let rupa = self.rupa;
            self.across(0, all, line, &rupa.judul)?;
            let lines = wrapped_lines(line, (self.width(0, all) * 0.9) as usize);
            self.end_row(lines, true)?;
        }
        self.end_row(1, true)
    }

    fn alinea(&mut self, text: &str) -> Outcome<()> {
        let all = self.columns();
        let rupa = self.rupa;
        self.across(0, all, text, &rupa.alinea)?;
        let lines = wrapped_lines(text, (self.width(0, all) * 0.95) as usize);
        self.end_row(lines, false)?;
        self.end_row(1, false)
    }

    fn identitas(&mut self, lines: &[(String, String)]) -> Outcome<()> {
        // The label takes columns until it fits.
        let label = (1..self.columns()).find(|&count| self.width(0, count) >= 20.0).unwrap_or(1);
        for (name, value) in lines {
            let rupa = self.rupa;
            let rest = self.columns().saturating_sub(label).max(1);
            self.across(0, label, name, &rupa.teks)?;
            self.across(label, rest, &format!(": {value}"), &rupa.teks)?;
            self.end_row(wrapped_lines(value, (self.width(label, rest) * 0.95) as usize), true)?;
        }
        self.end_row(1, true)
    }

    /// A table; `next` stands below it.
    fn tabel(&mut self, tabel: &Tabel, is_lone: bool, next: Option<&Balok>) -> Outcome<()> {
        let starts = starts(tabel);
        let fitted = self.fitted(tabel, &starts);
        let first = self.row;
        self.kepala(&fitted, &starts)?;
        let kepala = self.halaman.heights(first);
        let tabel = &penggal::penggal(fitted, self.halaman.rooms(&kepala), ekor(next));
        let mut again = BTreeSet::new();
        if is_lone && self.is_long(tabel) {
            self.sheet.set_repeat_rows(first, self.row - 1)?;
            self.halaman.ulang(first, self.row - 1);
        } else {
            again = self.kepala_lagi(tabel, &kepala, next);
        }
        let rows = places(tabel, self.row, self.row - first, &again);
        for (start, end) in tabel.kelompok() {
            if again.contains(&start) {
                self.halaman.baru();
                self.kepala(tabel, &starts)?;
            }
            for row in start..=end {
                self.baris(tabel, &starts, &rows, row)?;
                self.end_row(baris_tinggi(tabel, &tabel.baris[row]), row < end || is_kept(tabel, row))?;
            }
        }
        self.catatan(&tabel.catatan)?;
        self.end_row(1, true)?;
        if let Some(grafik) = &tabel.grafik {
            self.grafik(grafik, &starts, &rows)?;
        }
        Ok(())
    }

    /// The rows of the table go on to another page.
    fn is_long(&self, tabel: &Tabel) -> bool {
        let rows: Vec<f64> = tabel.baris.iter().map(|baris| tinggi(baris_tinggi(tabel, baris))).collect();
        !self.halaman.is_on_one_page(&rows)
    }

    /// The table with the widths its columns have on this sheet.
    fn fitted(&self, tabel: &Tabel, starts: &[u16]) -> Tabel {
        let mut fitted = tabel.clone();
        for (kolom, &start) in fitted.kolom.iter_mut().zip(starts) {
            kolom.lebar = self.width(start, kolom.petak.max(1));
        }
        fitted
    }

    /// Rows before which the header stands again because they begin a page: a sheet repeats the rows of one table only.
    fn kepala_lagi(&self, tabel: &Tabel, kepala: &[f64], next: Option<&Balok>) -> BTreeSet<usize> {
        let height = |row: usize| tinggi(baris_tinggi(tabel, &tabel.baris[row]));
        let mut halaman = self.halaman.clone();
        let mut again = BTreeSet::new();
        for (start, end) in blocks(tabel, matches!(next, Some(Balok::TandaTangan(_)))) {
            let mut block: Vec<f64> = (start..=end).map(height).collect();
            if end + 1 == tabel.baris.len() {
                block.push(ekor(next));
            }
            if start > 0 && halaman.would_begin(&block) {
                again.insert(start);
                halaman.baru();
                kepala.iter().for_each(|&height| halaman.baris(height, true));
            }
            (start..=end).for_each(|row| halaman.baris(height(row), row < end));
        }
        again
    }

    /// Notes below a table, which stay with its last rows.
    fn catatan(&mut self, notes: &[String]) -> Outcome<()> {
        let (all, rupa) = (self.columns(), self.rupa);
        if !notes.is_empty() {
            // A blank row and a word of its own end the table.
            self.end_row(1, true)?;
            self.across(0, 1, "Catatan:", &rupa.label)?;
            self.end_row(1, true)?;
        }
        // A few notes are not parted; many may be.
        let is_whole = notes.len() <= 10;
        for (at, note) in notes.iter().enumerate() {
            self.across(0, all, note, &rupa.catatan)?;
            self.end_row(wrapped_lines(note, self.width(0, all) as usize), is_whole && at + 1 < notes.len())?;
        }
        Ok(())
    }

    fn grafik(&mut self, grafik: &Grafik, starts: &[u16], rows: &[u32]) -> Outcome<()> {
        if grafik.baris.is_empty() {
            return Ok(());
        }
        let pixels = (self.lebar.iter().map(|width| width * 7.0 + 5.0).sum::<f64>() as u32).clamp(420, 900);
        let mut chart = grafik::bagan(grafik, &self.sheet.name(), starts, rows);
        chart.set_width(pixels).set_height(GRAFIK_ROWS * 20 - 10);
        self.sheet.insert_chart(self.row, 0, &chart)?;
        for row in 0..GRAFIK_ROWS {
            self.sheet.set_row_height(self.row, 15.0)?;
            self.halaman.baris(15.0, row + 1 < GRAFIK_ROWS);
            self.row += 1;
        }
        Ok(())
    }

    /// Header rows: equal texts side by side become one cell, short paths reach down.
    fn kepala(&mut self, tabel: &Tabel, starts: &[u16]) -> Outcome<()> {
        let depth = tabel.kolom.iter().map(|kolom| kolom.judul.len()).max().unwrap_or(1).max(1);
        for level in 0..depth {
            let mut lines = 1;
            let mut at = 0;
            while at < tabel.kolom.len() {
                let own = &tabel.kolom[at].judul;
                let end = super::kepala_sampai(tabel, at, level);
                let span = starts[end] - starts[at] + tabel.kolom[end].petak.max(1);
                if level < own.len().max(1) {
                    let text = own.get(level).map_or("", String::as_str);
                    let down = if level + 1 == own.len().max(1) { depth - 1 - level } else { 0 };
                    lines = lines.max(ukuran::baris(text, self.width(starts[at], span), true).div_ceil(down + 1));
                    let rupa = self.rupa;
                    if span > 1 || down > 0 {
                        let (row, last) = (self.row, self.row + down as u32);
                        self.sheet.merge_range(row, starts[at], last, starts[at] + span - 1, text, &rupa.kepala)?;
                    } else {
                        self.sheet.write_string_with_format(self.row, starts[at], text, &rupa.kepala)?;
                    }
                }
                at = end + 1;
            }
            self.end_row(lines, true)?;
        }
        if !tabel.nomor.is_empty() {
            self.nomor(tabel, starts)?;
        }
        Ok(())
    }

    fn nomor(&mut self, tabel: &Tabel, starts: &[u16]) -> Outcome<()> {
        let mut at = 0;
        while at < tabel.kolom.len() {
            let mut end = at;
            while tabel.nomor.get(end + 1).is_some_and(String::is_empty) {
                end += 1;
            }
            let span = starts[end] - starts[at] + tabel.kolom[end].petak.max(1);
            let text = tabel.nomor.get(at).map_or("", String::as_str);
            let rupa = self.rupa;
            self.across(starts[at], span, text, &rupa.nomor)?;
            at = end + 1;
        }
        self.end_row(1, true)
    }

    fn baris(&mut self, tabel: &Tabel, starts: &[u16], rows: &[u32], row: usize) -> Outcome<()> {
        let baris = &tabel.baris[row];
        for (column, sel) in baris.sel.iter().enumerate() {
            let format = self.rupa.sel(sel, baris);
            let (at, col) = (rows[row], starts[column]);
            if sel.gabung == 0 || sel.lebar == 0 {
                continue;
            }
            let last = column + usize::from(sel.lebar) - 1;
            let span = starts[last] - col + tabel.kolom[last].petak.max(1);
            if span > 1 || sel.gabung > 1 {
                self.sheet.merge_range(at, col, at + sel.gabung - 1, col + span - 1, "", &format)?;
            }
            self.isi(sel, at, col, starts, rows, &format)?;
        }
        Ok(())
    }

    fn isi(&mut self, sel: &Sel, row: u32, col: u16, starts: &[u16], rows: &[u32], format: &Format) -> Outcome<()> {
        match &sel.isi {
            Isi::Kosong => self.sheet.write_blank(row, col, format)?,
            Isi::Teks(_) => {
                self.sheet.write_string_with_format(row, col, cut(&super::angka::tampil(sel), 16_000), format)?
            }
            Isi::Angka(number) => self.sheet.write_number_with_format(row, col, *number, format)?,
            Isi::Rumus(rumus, hasil) => {
                let address = |(row, column): (usize, usize)| {
                    format!("{}{}", column_letters(starts[column].into()), rows[row] + 1)
                };
                let result = match hasil {
                    Hasil::Kosong => String::new(),
                    Hasil::Angka(number) => number.to_string(),
                    Hasil::Teks(text) => text.clone(),
                };
                let formula = Formula::new(format!("={}", rumus.teks(address))).set_result(result);
                self.sheet.write_formula_with_format(row, col, formula, format)?
            }
        };
        Ok(())
    }

    /// Signatures stand side by side; one alone at the right.
    fn tanda_tangan(&mut self, penanda: &[Penanda]) -> Outcome<()> {
        let all = self.columns();
        let off = |count: u16| (self.width(0, count) - self.width(0, all) / 2.0).abs();
        let half = (1..all).min_by(|&a, &b| off(a).total_cmp(&off(b))).unwrap_or(1);
        let places: Vec<(u16, u16)> = match penanda.len() {
            1 => vec![(half, all - half)],
            _ => vec![(0, half), (half, all - half)],
        };
        self.halaman.lekat();
        let (above, _, all_lines) = tanda_baris(penanda);
        for line in 0..all_lines {
            let mut lines = 1;
            for (one, &(from, count)) in penanda.iter().zip(&places) {
                let rupa = self.rupa;
                // Lines above stand right above the space to sign.
                let skipped = above - one.atas.len();
                let text = match line {
                    _ if line < above => {
                        line.checked_sub(skipped).and_then(|at| one.atas.get(at)).map(|text| (text, &rupa.tanda))
                    }
                    _ if line == above + 3 => Some((&one.nama, &rupa.tanda_nama)),
                    _ => line.checked_sub(above + 4).and_then(|at| one.bawah.get(at)).map(|text| (text, &rupa.tanda)),
                };
                if let Some((text, format)) = text {
                    self.across(from, count, text, format)?;
                    lines = lines.max(wrapped_lines(text, (self.width(from, count) * 0.95) as usize));
                }
            }
            self.end_row(lines, true)?;
        }
        self.end_row(1, false)
    }
}

/// The sheet's column each column of the table begins in.
fn starts(tabel: &Tabel) -> Vec<u16> {
    let mut next = 0;
    let mut starts = Vec::new();
    for kolom in &tabel.kolom {
        starts.push(next);
        next += kolom.petak.max(1);
    }
    starts
}

/// Points a row of this many lines takes; Excel allows 409.
fn tinggi(lines: usize) -> f64 {
    (lines.max(1) as f64 * LINE + 3.0).min(405.0)
}

/// Lines of signatures: above the space to sign, below it, and all.
fn tanda_baris(penanda: &[Penanda]) -> (usize, usize, usize) {
    let above = penanda.iter().map(|one| one.atas.len()).max().unwrap_or(0);
    let below = penanda.iter().map(|one| one.bawah.len()).max().unwrap_or(0);
    (above, below, above + 3 + 1 + below)
}

/// What stands below a table and stays with it: signatures and the blank row above them.
fn ekor(next: Option<&Balok>) -> f64 {
    match next {
        Some(Balok::TandaTangan(penanda)) => tinggi(1) * (tanda_baris(penanda).2 + 1) as f64,
        _ => 0.0,
    }
}

/// A row stays with the next one: above a total, and the last ones with the notes.
fn is_kept(tabel: &Tabel, row: usize) -> bool {
    let before_total = tabel.baris.get(row + 1).is_some_and(|next| next.is_jumlah);
    before_total || !tabel.catatan.is_empty() && row + 1 == tabel.baris.len()
}

/// Rows that are not parted; the last three stay with a signature below.
fn blocks(tabel: &Tabel, is_signed: bool) -> Vec<(usize, usize)> {
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    for (start, end) in tabel.kelompok() {
        let is_signature = is_signed && start + 2 >= tabel.baris.len();
        match blocks.last_mut() {
            Some(block) if is_kept(tabel, block.1) || is_signature => block.1 = end,
            _ => blocks.push((start, end)),
        }
    }
    blocks
}

/// The sheet's row of each row of a table, whose header of some rows stands again before some of them.
fn places(tabel: &Tabel, body: u32, kepala: u32, again: &BTreeSet<usize>) -> Vec<u32> {
    let mut next = body;
    let place = |row: usize| {
        next += if again.contains(&row) { kepala } else { 0 };
        next += 1;
        next - 1
    };
    (0..tabel.baris.len()).map(place).collect()
}
