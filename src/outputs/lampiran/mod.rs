//! The tables of the LKjIP and its Lampiran, made from the workbooks that were checked.
//!
//! Builders (`tabel`) turn source tables into a neutral model (`model`), formulas are worked out
//! (`hitung`), and one writer each sets it as workbook (`xlsx`) and as document (`docx`).

mod angka;
mod docx;
mod hitung;
mod model;
mod penilaian;
mod sumber;
mod tabel;
mod ukuran;
mod xlsx;

pub use hitung::Pakai;
pub use model::{Bab, Bagian, Balok, Grafik, Kurang, Lampiran, Lembar, Penanda, Tabel};

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};
use crate::laporan::kumpulan::{Instansi, Petikan, capitals, groups};
use crate::outputs::Run;
use crate::pipeline::Checked;

use sumber::{Buku, Sumber, TITIK};

/// What a run is asked for.
#[derive(Debug, Clone, Default)]
pub struct Minta {
    /// Only kinds whose identifier begins with one of these; all when empty.
    pub tabel: Vec<String>,
    /// Which figure stands where source and recalculation differ.
    pub pakai: Pakai,
}

/// Identifiers and names of all kinds of table.
pub fn jenis() -> impl Iterator<Item = (&'static str, &'static str)> {
    tabel::JENIS.iter().map(|jenis| (jenis.id, jenis.nama))
}

/// Makes the tables of a run, agency by agency; of two versions of a document only the later one is in them.
pub fn susun(run: &Run, minta: &Minta) -> Lampiran {
    let is_replaced = |nama: &str| run.kurang.iter().any(|kurang| kurang.lama.as_deref() == Some(nama));
    let books: Vec<&Checked> =
        run.books.iter().map(|book| &book.checked).filter(|checked| !is_replaced(&checked.nama)).collect();
    let petikan: Vec<&Petikan> = books.iter().map(|checked| &checked.petikan).collect();
    let mut parts: Vec<Bagian> = groups(&petikan)
        .into_iter()
        .map(|(instansi, members)| bagian(instansi.as_ref(), members.iter().map(|&at| books[at]).collect(), minta))
        .collect();
    parts.retain(|part| !part.lembar.is_empty() || part.kurang.len() < tabel::JENIS.len());
    Lampiran { bagian: parts }
}

fn bagian(instansi: Option<&Instansi>, books: Vec<&Checked>, minta: &Minta) -> Bagian {
    let mut votes: BTreeMap<u16, usize> = BTreeMap::new();
    for tahun in books.iter().filter_map(|checked| checked.tahun) {
        *votes.entry(tahun).or_default() += 1;
    }
    let tahun = votes.into_iter().max_by_key(|&(tahun, count)| (count, tahun)).map(|(tahun, _)| tahun);
    let unit = instansi.map_or(format!("Perangkat Daerah {TITIK}"), |instansi| capitals(&instansi.unit));
    let nama = instansi.map_or(unit.clone(), Instansi::to_string);
    let sumber = Sumber { instansi: nama, unit, tahun, buku: books.into_iter().map(Buku::new).collect() };
    let mut part = Bagian { instansi: sumber.instansi.clone(), tahun, ..Bagian::default() };
    let is_wanted = |id: &str| minta.tabel.is_empty() || minta.tabel.iter().any(|word| id.starts_with(word.as_str()));
    for jenis in tabel::JENIS.iter().filter(|jenis| is_wanted(jenis.id)) {
        let mut made: Vec<Lembar> = (jenis.buat)(&sumber, jenis);
        for balok in made.iter_mut().flat_map(|lembar| &mut lembar.balok) {
            if let Balok::Tabel(tabel) = balok {
                hitung::selesaikan(tabel, minta.pakai);
                bernomor(tabel);
            }
        }
        if made.is_empty() {
            part.kurang.push(Kurang { jenis: jenis.id, bab: jenis.bab, nama: jenis.nama, butuh: jenis.butuh });
        }
        part.lembar.append(&mut made);
    }
    part
}

/// The workbook's bytes.
///
/// # Errors
/// [`Error::Internal`] when the writer refuses a value, which would be a bug.
pub fn xlsx(lampiran: &Lampiran) -> Result<Vec<u8>> {
    xlsx::tulis(lampiran).map_err(|error| Error::Internal { detail: format!("lampiran.xlsx: {error}") })
}

/// The document's bytes.
///
/// # Errors
/// [`Error::Internal`] when the package can't be written, which would be a bug.
pub fn docx(lampiran: &Lampiran) -> Result<Vec<u8>> {
    docx::tulis(lampiran).map_err(|error| Error::Internal { detail: format!("lampiran.docx: {error}") })
}

/// The last column whose header is one cell with that of column `at` on a level of the header.
fn kepala_sampai(tabel: &model::Tabel, at: usize, level: usize) -> usize {
    let own = &tabel.kolom[at].judul;
    let mut end = at;
    while let Some(next) = tabel.kolom.get(end + 1) {
        if level >= own.len()
            || next.judul.get(..=level) != own.get(..=level)
            || own.len() == level + 1 && next.judul.len() != own.len()
        {
            break;
        }
        end += 1;
    }
    end
}

/// Lines the highest cell of a row takes.
fn baris_tinggi(tabel: &model::Tabel, baris: &model::Baris) -> usize {
    let lines = |(column, sel): (usize, &model::Sel)| {
        if sel.gabung == 0 || sel.lebar == 0 {
            return 1;
        }
        let width: f64 = tabel.kolom.iter().skip(column).take(sel.lebar.into()).map(|kolom| kolom.lebar).sum();
        let room = width - f64::from(sel.inden) * 1.6;
        ukuran::baris(&angka::tampil(sel), room, baris.is_tebal).div_ceil(sel.gabung as usize)
    };
    baris.sel.iter().enumerate().map(lines).max().unwrap_or(1)
}

/// A chart of many rows tells them by their number in the table; their names would leave it no room.
fn bernomor(tabel: &mut model::Tabel) {
    const PALING_BANYAK: usize = 8;
    let Some(grafik) = tabel.grafik.as_mut().filter(|grafik| grafik.baris.len() > PALING_BANYAK) else {
        return;
    };
    let numbers = |column: usize| -> BTreeSet<String> {
        let shown = grafik.baris.iter().map(|&row| angka::tampil(&tabel.baris[row].sel[column]));
        shown.filter(|text| !text.is_empty() && text.chars().count() <= 5).collect()
    };
    if let Some(column) = (0..tabel.kolom.len().min(3)).find(|&column| numbers(column).len() == grafik.baris.len()) {
        grafik.nama = column;
        grafik.judul.push_str(" – nomor menurut tabel");
    }
}

/// The colour of a series of a chart.
fn warna(series: usize) -> &'static str {
    const WARNA: [&str; 4] = ["2F5597", "8FAADC", "548235", "A9D18E"];
    WARNA[series % WARNA.len()]
}
