//! The two parties of a Perjanjian Kinerja, as far as the workbook names them: above the tables, in the signatures
//! below them, or in the statement on another sheet.

use std::sync::Arc;

use crate::grid::CellRef;
use crate::laporan::{Pejabat, Sebutan, plain_name, without_comma};
use crate::outputs::lampiran::model::Penanda;
use crate::outputs::lampiran::sumber::{Buku, TITIK};
use crate::outputs::text::one_line;
use crate::profile::jabatan::Jenjang;
use crate::table::Table;

/// A party as far as it is known.
#[derive(Default)]
pub struct Pihak {
    /// The name.
    pub nama: Option<String>,
    /// The jabatan, on one line.
    pub jabatan: Option<String>,
    nip: Option<String>,
    pangkat: Option<String>,
}

/// A name with its jabatan.
type Bernama = (String, String);

/// Those of a PK, the first party first.
type Berdua = (Bernama, Option<Bernama>);

/// Both parties of the PK on a sheet, the first party first.
pub fn para_pihak(buku: &Buku<'_>, sheet: usize) -> [Pihak; 2] {
    let named = above(buku, sheet).or_else(|| introduced(buku, sheet)).or_else(|| signed(buku, sheet));
    let named = named.or_else(|| stated(buku, sheet));
    let (pertama, kedua) = named.map_or((None, None), |(pertama, kedua)| {
        let kedua = kedua.or_else(|| superior(buku, &pertama.0));
        (Some(pertama), kedua)
    });
    let mut first = Pihak::new(buku, sheet, pertama);
    let identity = identity(buku, sheet, kedua.as_ref().map_or("", |(nama, _)| nama));
    identity.into_iter().for_each(|pejabat| first.complete(pejabat));
    [first, Pihak::new(buku, sheet, kedua)]
}

/// Whether the PK on a sheet is that of the head of a perangkat daerah, and so that of the perangkat daerah.
pub fn is_kepala(buku: &Buku<'_>, sheet: usize) -> bool {
    let [pertama, _] = para_pihak(buku, sheet);
    pertama.jabatan.is_some_and(|jabatan| Jenjang::of(&jabatan) == Some(Jenjang::KepalaPerangkat))
}

/// The tables of a sheet that belong to a PK.
pub fn tables<'a>(buku: &'a Buku<'_>, sheet: usize) -> impl Iterator<Item = &'a Arc<Table>> {
    let all = buku.checked.bahan.tabel.iter();
    all.filter(move |table| table.sheet == sheet && matches!(table.jenis.as_str(), "pk" | "pk_anggaran"))
}

/// Who signs below a row: the leftmost and the rightmost.
pub fn signers<'a>(buku: &'a Buku<'_>, sheet: usize, last: u32) -> Vec<&'a Pejabat> {
    let all = buku.checked.bahan.pejabat.iter();
    let mut below: Vec<&Pejabat> = all.filter(|pejabat| pejabat.sheet == sheet && pejabat.cell.row > last).collect();
    below.sort_by_key(|pejabat| (pejabat.cell.col, pejabat.cell.row));
    if below.len() > 2 {
        below = vec![below[0], below[below.len() - 1]];
    }
    below
}

fn first_row(buku: &Buku<'_>, sheet: usize) -> u32 {
    tables(buku, sheet).next().map_or(0, |table| table.first_row)
}

fn bernama(nama: &str, jabatan: &str) -> Bernama {
    (without_comma(nama), without_comma(jabatan))
}

fn is_same(one: &str, other: &str) -> bool {
    plain_name(one) == plain_name(other)
}

/// Those named above the tables.
fn above(buku: &Buku<'_>, sheet: usize) -> Option<Berdua> {
    let first_row = first_row(buku, sheet);
    let all = buku.checked.bahan.sebutan.iter();
    let mut parties = all.filter(|sebutan| sebutan.sheet == sheet && sebutan.cell.row < first_row);
    let of = |sebutan: &Sebutan| bernama(&sebutan.nama, &sebutan.jabatan);
    let pertama = of(parties.next()?);
    let kedua = parties.map(of).find(|(nama, _)| !is_same(nama, &pertama.0));
    Some((pertama, kedua))
}

/// Those a sheet calls Pihak Pertama and Pihak Kedua.
fn introduced(buku: &Buku<'_>, sheet: usize) -> Option<Berdua> {
    let pihak = buku.checked.petikan.pihak.iter().find(|pihak| pihak.sheet == sheet)?;
    let kedua = pihak.atasan.as_ref().map(|atasan| bernama(&atasan.nama, &atasan.jabatan));
    Some((bernama(&pihak.nama, &pihak.jabatan), kedua))
}

/// Those who sign below the tables: the superior on the left, who undertakes on the right.
fn signed(buku: &Buku<'_>, sheet: usize) -> Option<Berdua> {
    let last = tables(buku, sheet).filter_map(|table| Some(table.rows.last()?.row)).max()?;
    let of = |pejabat: &Pejabat| {
        let ((_, nama), (_, jabatan)) = (pejabat.nama.as_ref()?, pejabat.jabatan.as_ref()?);
        Some(bernama(nama, jabatan))
    };
    match signers(buku, sheet, last).as_slice() {
        [left, right] => Some((of(right)?, of(left))),
        [only] => Some((of(only)?, None)),
        _ => None,
    }
}

/// Those of the statement on a sheet of its own, where it can only belong to this PK: no other stands in the workbook.
fn stated(buku: &Buku<'_>, sheet: usize) -> Option<Berdua> {
    let has_pk = |sheet: usize| tables(buku, sheet).next().is_some();
    let mut others = buku.checked.bahan.tabel.iter().filter(|table| table.jenis == "pk" && table.sheet != sheet);
    let statements = || buku.checked.petikan.pihak.iter().filter(|pihak| !has_pk(pihak.sheet));
    let only = statements().next()?;
    let is_only = others.next().is_none() && statements().all(|pihak| is_same(&pihak.nama, &only.nama));
    is_only.then(|| introduced(buku, only.sheet)).flatten()
}

/// The superior another sheet names for a person.
fn superior(buku: &Buku<'_>, nama: &str) -> Option<Bernama> {
    let mut own = buku.checked.petikan.pihak.iter().filter(|pihak| is_same(&pihak.nama, nama));
    own.find_map(|pihak| pihak.atasan.as_ref()).map(|atasan| bernama(&atasan.nama, &atasan.jabatan))
}

/// The identity above the tables, which is not that of the other party.
fn identity<'a>(buku: &'a Buku<'_>, sheet: usize, other: &str) -> Option<&'a Pejabat> {
    let first_row = first_row(buku, sheet);
    let is_other =
        |pejabat: &Pejabat| pejabat.nama.as_ref().is_some_and(|(_, nama)| !other.is_empty() && is_same(nama, other));
    let own = buku.checked.bahan.pejabat.iter().filter(|pejabat| pejabat.sheet == sheet && !is_other(pejabat));
    own.filter(|pejabat| pejabat.cell.row < first_row && pejabat.jabatan.is_some())
        .max_by_key(|pejabat| pejabat.cell.row)
}

impl Pihak {
    /// A named party with the NIP and pangkat that its sheet, else another one, gives to the name.
    fn new(buku: &Buku<'_>, sheet: usize, named: Option<Bernama>) -> Self {
        let Some((nama, jabatan)) = named else {
            return Self::default();
        };
        let is_own = |pejabat: &&Pejabat| pejabat.nama.as_ref().is_some_and(|(_, known)| is_same(known, &nama));
        let mut own: Vec<&Pejabat> = buku.checked.bahan.pejabat.iter().filter(is_own).collect();
        own.sort_by_key(|pejabat| pejabat.sheet != sheet);
        let mut pihak = Self { nama: Some(nama), jabatan: Some(jabatan), ..Self::default() };
        own.into_iter().for_each(|pejabat| pihak.complete(pejabat));
        pihak
    }

    /// Takes over what is not known yet.
    fn complete(&mut self, pejabat: &Pejabat) {
        let text = |field: Option<&(CellRef, Arc<str>)>| field.map(|(_, text)| one_line(text));
        let take = |own: &mut Option<String>, other: Option<String>| *own = own.take().or(other);
        take(&mut self.nama, text(pejabat.nama.as_ref()));
        take(&mut self.jabatan, text(pejabat.jabatan.as_ref()));
        take(&mut self.pangkat, text(pejabat.pangkat.as_ref()));
        take(&mut self.nip, Some(pejabat.nip.to_string()));
    }

    /// What is known of a field, else dots.
    pub fn known(field: Option<&String>) -> String {
        field.cloned().unwrap_or_else(|| TITIK.into())
    }

    /// The lines of the identity above the tables.
    pub fn identitas(&self, unit: &str, tahun: &str) -> Vec<(String, String)> {
        vec![
            ("Nama".into(), Self::known(self.nama.as_ref())),
            ("NIP".into(), Self::known(self.nip.as_ref())),
            ("Pangkat/Gol. Ruang".into(), Self::known(self.pangkat.as_ref())),
            ("Jabatan".into(), Self::known(self.jabatan.as_ref())),
            ("Perangkat Daerah".into(), unit.into()),
            ("Tahun Anggaran".into(), tahun.into()),
        ]
    }

    /// The signature; a head of a region has neither pangkat nor NIP.
    pub fn tanda(&self, pihak: &str, date: Option<String>) -> Penanda {
        let jabatan = Self::known(self.jabatan.as_ref());
        let is_elected = ["bupati", "wali", "gubernur"].iter().any(|word| jabatan.to_lowercase().contains(word));
        let bawah = match (&self.nip, is_elected) {
            (None, true) => Vec::new(),
            (Some(nip), _) => self.pangkat.iter().cloned().chain([format!("NIP. {nip}")]).collect(),
            (None, false) => vec![format!("Pangkat {TITIK}"), format!("NIP. {TITIK}")],
        };
        let mut atas: Vec<String> = date.into_iter().collect();
        atas.extend([pihak.to_string(), jabatan]);
        Penanda { atas, nama: Self::known(self.nama.as_ref()), bawah }
    }
}
