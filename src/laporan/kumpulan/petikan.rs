//! The light extract of a workbook: its rows with names and figures, each with its cell.

use std::ops::Deref;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Instansi, Nama, Pihak};
use crate::finding::Place;
use crate::grid::CellRef;
use crate::profile::{Polaritas, Role};
use crate::table::Level;

/// A workbook without its grids.
#[derive(Debug, Clone, Default)]
pub struct Petikan {
    /// File name.
    pub berkas: Arc<str>,
    /// The year its titles name.
    pub tahun: Option<u16>,
    /// The agency its titles name.
    pub instansi: Option<Instansi>,
    /// Its tables.
    pub tabel: Vec<Tabel>,
    /// Officials whose documents it holds, with their superiors.
    pub pihak: Vec<Pihak>,
    /// Where it names persons with a NIP.
    pub nip: Vec<SebutanNip>,
    /// Year and month its reports run up to, when titles say so ("per 31 Desember 2024").
    pub per: Option<(u16, u8)>,
    /// Year and month of its latest signature.
    pub ditandatangani: Option<(u16, u8)>,
}

/// A person named with a NIP.
#[derive(Debug, Clone)]
pub struct SebutanNip {
    /// The name as written.
    pub nama: Arc<str>,
    /// The NIP as written.
    pub nip: Arc<str>,
    /// Where the NIP stands.
    pub place: Place,
}

/// What document a table is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sumber {
    /// Renstra.
    Renstra,
    /// Rencana kerja of the year.
    Rkt,
    /// Definitions of the IKU.
    Iku,
    /// Perjanjian Kinerja.
    Pk,
    /// Tahapan capaian of the Perjanjian Kinerja.
    Tahapan,
    /// DPA.
    Dpa,
    /// Realisasi of the budget.
    Realisasi,
    /// Capaian, kemajuan, efisiensi: measurement.
    Pengukuran,
    /// Anything else.
    Lain,
}

impl Sumber {
    /// The document in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Sumber::Renstra => "Renstra",
            Sumber::Rkt => "rencana kerja tahunan",
            Sumber::Iku => "definisi IKU",
            Sumber::Pk => "Perjanjian Kinerja",
            Sumber::Tahapan => "tahapan capaian PK",
            Sumber::Dpa => "DPA",
            Sumber::Realisasi => "realisasi anggaran",
            Sumber::Pengukuran => "pengukuran kinerja",
            Sumber::Lain => "dokumen lain",
        }
    }
}

/// A table of an extract.
#[derive(Debug, Clone)]
pub struct Tabel {
    /// Index of its sheet.
    pub sheet: usize,
    /// The sheet's name.
    pub sheet_name: Arc<str>,
    /// Kind of form.
    pub jenis: String,
    /// The document it is part of.
    pub sumber: Sumber,
    /// The words of its title.
    pub judul: String,
    /// The year it is of.
    pub tahun: Option<u16>,
    /// The stage its title or headers name.
    pub tahap: Option<Tahap>,
    /// The triwulan it is of.
    pub periode: Option<u8>,
    /// The last month its title reports on.
    pub bulan: Option<u8>,
    /// The part of the agency its title names: a kelurahan, a puskesmas.
    pub bagian: Option<String>,
    /// Its title names the agency and no part of it.
    pub is_whole: bool,
    /// The official it belongs to, as an index among the extract's [`Pihak`].
    pub pemilik: Option<usize>,
    /// Year and month of the signature below it.
    pub ditandatangani: Option<(u16, u8)>,
    /// The cell that says so.
    pub tanggal: Option<CellRef>,
    /// Its rows.
    pub butir: Vec<Butir>,
    /// The figures of its last total.
    pub jumlah: Vec<Angka>,
}

/// What a row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Golongan {
    /// Program, kegiatan, sub kegiatan.
    Anggaran,
    /// Indikator.
    Indikator,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Butir {
    /// What it speaks of.
    pub golongan: Golongan,
    /// Its level.
    pub level: Level,
    /// Its name.
    pub nama: Nama,
    /// Cell of the name.
    pub cell: CellRef,
    /// Its code.
    pub kode: Option<String>,
    /// Index of the row it stands under.
    pub induk: Option<usize>,
    /// No row stands under it.
    pub is_leaf: bool,
    /// Its figures.
    pub angka: Vec<Angka>,
    /// Which way an indikator should go, as far as its name or the office tells.
    pub polaritas: Option<Polaritas>,
    /// Satuan of its target, and where it stands.
    pub satuan: Option<(String, CellRef)>,
    /// The sasaran written on this row.
    pub sasaran: Option<(Nama, CellRef)>,
    /// The indikator written beside a program or kegiatan.
    pub indikator: Option<(Nama, CellRef)>,
    /// The row of the indikator a kegiatan stands beside.
    pub beside: Option<usize>,
}

/// Before or after the change of the budget, or between two versions of its penjabaran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tahap {
    /// Before.
    Murni,
    /// After amounts were moved without a change of the budget (Permendagri 77/2020), of which there may be several.
    Pergeseran,
    /// After.
    Perubahan,
}

impl Tahap {
    /// The stage in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Tahap::Murni => "sebelum perubahan",
            Tahap::Pergeseran => "sesudah pergeseran",
            Tahap::Perubahan => "sesudah perubahan",
        }
    }
}

/// What the header of a column and the title above it say about its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kepala {
    /// What they are; the pagu before and after the change are both [`Role::Pagu`].
    pub role: Role,
    /// The year they are of.
    pub tahun: Option<u16>,
    /// The stage they are of.
    pub tahap: Option<Tahap>,
    /// The triwulan they are of.
    pub periode: Option<u8>,
    /// Targets that the header gives to a triwulan or semester, and so none of the year.
    pub is_interim: bool,
    /// The last month a realisasi is of.
    pub bulan: Option<u8>,
}

/// A figure of a row; what is said of its column is read as if it were its own.
#[derive(Debug, Clone)]
pub struct Angka {
    /// What is said of its column.
    pub kepala: Kepala,
    /// The number.
    pub nilai: Decimal,
    /// Decimals printed.
    pub desimal: u32,
    /// Its cell.
    pub cell: CellRef,
    /// As shown.
    pub tertulis: String,
    /// Shown in percent.
    pub is_percent: bool,
    /// A predikat such as "BB", whose number is then the one beside it or only its rank.
    pub predikat: Option<Predikat>,
    /// How it came into its cell.
    pub asal: Asal,
}

/// How a figure came into its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asal {
    /// It is typed.
    Diketik,
    /// It is calculated.
    Dihitung,
    /// It is taken from another cell of the workbook: index of the sheet, and the cell.
    Tautan(usize, CellRef),
}

impl Deref for Angka {
    type Target = Kepala;

    fn deref(&self) -> &Kepala {
        &self.kepala
    }
}

/// A predikat in the place of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predikat {
    /// In capital letters.
    pub huruf: String,
    /// A number stands beside it, as in "A (81,50)".
    pub has_number: bool,
}

impl Tabel {
    /// The place of one of its cells.
    pub fn place(&self, cell: CellRef) -> Place {
        Place { sheet: self.sheet, sheet_name: self.sheet_name.clone(), range: cell.into() }
    }

    /// Its title names the realisasi of the budget as a report of its own, from which others take their figures.
    pub fn is_lra(&self) -> bool {
        let own: Vec<&str> = self.judul.split(' ').collect();
        let is_report =
            own.contains(&"lra") || own.windows(3).any(|three| three == ["laporan", "realisasi", "anggaran"]);
        self.sumber == Sumber::Realisasi && is_report
    }

    /// Its title names the form of the Renstra, so that it is the Renstra's own table and not a copy.
    pub fn is_form_tc(&self) -> bool {
        let own: Vec<&str> = self.judul.split(' ').collect();
        own.windows(2).any(|pair| pair == ["t", "c"] || pair == ["tc", "25"] || pair == ["tc", "28"])
    }
}

impl Angka {
    /// It is the target of a year, not of a part of it.
    pub fn is_target(&self) -> bool {
        self.role == Role::Target && !self.is_interim
    }

    /// It can be held against a number, more or less.
    pub fn is_number(&self) -> bool {
        self.predikat.as_ref().is_none_or(|predikat| predikat.has_number)
    }
}

impl Butir {
    /// Its figure of a role and year.
    pub fn angka_of(&self, role: Role, tahun: Option<u16>) -> Option<&Angka> {
        self.angka.iter().find(|angka| angka.role == role && angka.tahun == tahun && !angka.is_interim)
    }

    /// What its targets of several years add up to.
    pub fn sum_of_years(&self) -> Option<Decimal> {
        let years = self.angka.iter().filter(|angka| angka.role == Role::TargetTahun && angka.is_number());
        let targets: Vec<Decimal> = years.map(|angka| angka.nilai).collect();
        let sum = targets.iter().try_fold(Decimal::ZERO, |sum, target| sum.checked_add(*target));
        sum.filter(|_| targets.len() > 1)
    }
}
