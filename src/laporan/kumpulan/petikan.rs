//! The light extract of a workbook: its rows with names and figures, each with its cell.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Instansi, Nama};
use crate::finding::Place;
use crate::grid::CellRef;
use crate::laporan::{Dokumen, Laporan, own_year, triwulan_of};
use crate::profile::{Role, words};
use crate::table::{self, Level, Row, RowKind, Table};

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
    /// Its rows.
    pub butir: Vec<Butir>,
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
}

/// Before or after the change of the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tahap {
    /// Before.
    Murni,
    /// After.
    Perubahan,
}

/// A figure of a row.
#[derive(Debug, Clone)]
pub struct Angka {
    /// What it is; the pagu before and after the change are both [`Role::Pagu`].
    pub role: Role,
    /// The year it is of.
    pub tahun: Option<u16>,
    /// The stage it is of.
    pub tahap: Option<Tahap>,
    /// The triwulan it is of.
    pub periode: Option<u8>,
    /// The number.
    pub nilai: Decimal,
    /// Decimals printed.
    pub desimal: u32,
    /// Its cell.
    pub cell: CellRef,
    /// As shown.
    pub tertulis: String,
}

impl Tabel {
    /// The place of one of its cells.
    pub fn place(&self, cell: CellRef) -> Place {
        Place { sheet: self.sheet, sheet_name: self.sheet_name.clone(), range: cell.into() }
    }
}

impl Petikan {
    /// Takes the extract of a workbook.
    pub fn read(laporan: &Laporan) -> Self {
        let tabel = laporan.dokumen.iter().map(|dokumen| tabel(laporan, dokumen));
        Self {
            berkas: laporan.berkas.clone(),
            tahun: laporan.konteks.tahun,
            instansi: Instansi::read(&laporan.dokumen)
                .or_else(|| Instansi::parse(laporan.ketentuan.instansi.as_deref()?)),
            tabel: tabel.filter(|tabel| !tabel.butir.is_empty()).collect(),
        }
    }
}

/// What the titles of a table say about all its figures.
struct Head {
    tahun: Option<u16>,
    tahap: Option<Tahap>,
    periode: Option<u8>,
}

fn tabel(laporan: &Laporan, dokumen: &Dokumen) -> Tabel {
    let table = &dokumen.table;
    let title = || table.title.iter().map(|line| &*line.text);
    let head = Head {
        tahun: title().rev().find_map(own_year).or(laporan.konteks.tahun),
        tahap: title().find_map(tahap_of).or(table.jenis.starts_with("pk").then_some(Tahap::Murni)),
        periode: laporan.konteks.triwulan.get(&table.sheet).copied(),
    };
    let mut rows: Vec<Option<usize>> = vec![None; table.rows.len()];
    let mut butir: Vec<Butir> = Vec::new();
    let is_told = |level: Level| matches!(level, Level::Program | Level::Kegiatan | Level::SubKegiatan);
    for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data) {
        let budget = is_told(row.level).then_some(Golongan::Anggaran);
        let indikator = table.column(Role::Indikator).filter(|_| row.level == Level::None && !has_budget(table));
        let (golongan, column) = match (budget, indikator, table.name_column()) {
            (Some(golongan), _, Some(column)) => (golongan, column),
            (None, Some(column), _) => (Golongan::Indikator, column),
            _ => continue,
        };
        let entry = &row.entries[column];
        let nama = Nama::new(entry.text());
        if entry.continues || nama.kata.len() < 2 {
            continue;
        }
        let grid = &laporan.book.grids[table.sheet];
        rows[at] = Some(butir.len());
        butir.push(Butir {
            golongan,
            level: row.level,
            nama,
            cell: entry.cell,
            kode: table::code(grid, table, row),
            induk: row.parent.and_then(|parent| rows[parent]),
            is_leaf: !row.children.iter().any(|&child| is_told(table.rows[child].level)),
            angka: angka(laporan, table, row, &head),
        });
    }
    Tabel { sheet: table.sheet, sheet_name: table.sheet_name.clone(), jenis: table.jenis.clone(), butir }
}

/// Rows of such a table are kegiatan as well as indikator.
fn has_budget(table: &Table) -> bool {
    table.column(Role::Uraian).is_some()
}

fn angka(laporan: &Laporan, table: &Table, row: &Row, head: &Head) -> Vec<Angka> {
    let grid = &laporan.book.grids[table.sheet];
    let figures = table.columns.iter().zip(&row.entries).filter_map(|(column, entry)| {
        let (role, tahap) = match column.role? {
            Role::PaguSebelum => (Role::Pagu, Some(Tahap::Murni)),
            Role::PaguSesudah => (Role::Pagu, Some(Tahap::Perubahan)),
            Role::RealisasiTahun => (Role::RealisasiKinerja, None),
            role @ (Role::Pagu | Role::Realisasi | Role::Target | Role::TargetTahun | Role::RealisasiKinerja) => {
                (role, None)
            }
            _ => return None,
        };
        let figure = entry.figure().filter(|figure| figure.upper.is_none() && figure.second.is_none())?;
        let header = || column.path.iter().rev();
        Some(Angka {
            role,
            tahun: column.year.or(head.tahun),
            tahap: tahap.or_else(|| header().find_map(|text| tahap_of(text))).or(head.tahap),
            periode: header().find_map(|text| triwulan_of(text)).or(head.periode),
            nilai: figure.value,
            desimal: figure.decimals,
            cell: entry.cell,
            tertulis: grid.shown(entry.cell),
        })
    });
    figures.collect()
}

/// The stage a title or header names.
fn tahap_of(text: &str) -> Option<Tahap> {
    let own = words(text);
    let has = |word: &str| own.iter().any(|known| known == word);
    if has("sebelum") || has("murni") || has("semula") {
        return Some(Tahap::Murni);
    }
    has("perubahan").then_some(Tahap::Perubahan)
}
