//! The report: a workbook's tables with their context, officials and arithmetic.
//!
//! A row of a budget table is a Program, Kegiatan, SubKegiatan or Belanja by its level, a row of an
//! indikator table an Indikator; each field is an Entry that remembers its cell.

pub mod arithmetic;
mod context;
pub mod kumpulan;
mod pejabat;
pub mod rumus;
mod stale;
pub mod tree;

pub use context::{Konteks, Mention, day_of, last_month, own_year, per_of, triwulan_in, triwulan_of};
pub use pejabat::{
    Nip, NipFault, Pejabat, Sebutan, is_party, looks_like_pangkat, nip_digits, plain_name, titles, without_comma,
};
pub use stale::Stale;

use std::sync::Arc;

use arithmetic::Arithmetic;
use rumus::{FormulaFault, RowNames};
use stale::Refreshed;

use crate::bahasa::Pesan;
use crate::finding::Place;
use crate::formula::{Formulas, recalculate};
use crate::grid::{Book, CellRange, CellRef, Texts, single_spaced};
use crate::profile::{Ketentuan, Profiles};
use crate::table::{self, Table};

/// A table with its arithmetic.
#[derive(Debug, Clone)]
pub struct Dokumen {
    /// The table, shared with what is made from it.
    pub table: Arc<Table>,
    /// What its formulas show.
    pub faults: Vec<FormulaFault>,
    /// What its equations show.
    pub arithmetic: Arithmetic,
}

/// One workbook as a report.
#[derive(Debug)]
pub struct Laporan {
    /// The workbook.
    pub book: Book,
    /// Its file name, shared.
    pub berkas: Arc<str>,
    /// What its cells hold in words.
    pub texts: Texts,
    /// Its tables, sheet by sheet, top to bottom.
    pub dokumen: Vec<Dokumen>,
    /// Year, triwulan, perangkat daerah.
    pub konteks: Konteks,
    /// Officials with their NIP, wherever they sign or are named.
    pub pejabat: Vec<Pejabat>,
    /// Persons named with their jabatan.
    pub sebutan: Vec<Sebutan>,
    /// The formulas of its cells.
    pub formulas: Formulas,
    /// Formula cells whose stored value is not what they calculate to.
    pub stale: Vec<Stale>,
    /// Some formula refers to itself in the end, or may do so.
    pub may_circle: bool,
    /// Headers not understood: sheet index and the reason.
    pub strange: Vec<(usize, Pesan)>,
    /// What the office lays down for its reports.
    pub ketentuan: Arc<Ketentuan>,
}

/// The tables of a book, and the headers no form fits.
struct Found {
    tables: Vec<Table>,
    strange: Vec<(usize, Pesan)>,
}

impl Found {
    fn read(book: &Book, profiles: &Profiles) -> Self {
        let mut found = Self { tables: Vec::new(), strange: Vec::new() };
        for (sheet, grid) in book.grids.iter().enumerate() {
            let on_sheet = table::find(grid, sheet, profiles);
            found.strange.extend(on_sheet.strange.into_iter().map(|reason| (sheet, reason)));
            found.tables.extend(on_sheet.tables);
        }
        found
    }

    /// The tables after some figures changed: read again as a whole only where these may tell what a row is.
    fn refreshed(mut self, book: &Book, profiles: &Profiles, refreshed: &Refreshed) -> Self {
        let read_again = |stale: &Stale| {
            let mut on_sheet = self.tables.iter_mut().filter(|table| table.sheet == stale.sheet);
            let numbers = [stale.stored, stale.computed];
            on_sheet.all(|table| table.read_again(&book.grids[stale.sheet], stale.cell, numbers))
        };
        if !refreshed.is_filled && refreshed.stale.iter().all(read_again) { self } else { Self::read(book, profiles) }
    }
}

/// What the formulas and equations of the tables show.
fn examine(book: &Book, formulas: &Formulas, tables: Vec<Table>) -> Vec<Dokumen> {
    let mut faults: Vec<Vec<FormulaFault>> = {
        // Held no longer than needed: the names of a large table take much memory.
        let names = RowNames::of(&tables);
        tables.iter().map(|table| rumus::examine(table, formulas, &names)).collect()
    };
    let mut found: Vec<(&Table, &mut Vec<FormulaFault>)> = tables.iter().zip(&mut faults).collect();
    rumus::complete(book, formulas, &mut found);
    let dokumen = tables.into_iter().zip(faults);
    let dokumen = dokumen.map(|(table, faults)| {
        let arithmetic = arithmetic::examine(&table, &faults, rumus::running(&table, formulas));
        Dokumen { arithmetic, faults, table: table.into() }
    });
    dokumen.collect()
}

impl Laporan {
    /// Reads a workbook's tables and context.
    pub fn read(mut book: Book, profiles: &Profiles) -> Self {
        let recalculated = || {
            let formulas = Formulas::parse(&book);
            let recalculated = recalculate(&book, &formulas);
            (formulas, recalculated)
        };
        // Most workbooks store what their formulas give: their tables are read while that is found out.
        let read = || {
            let texts = Texts::of(&book);
            let pejabat = pejabat::read(&book, &texts);
            (Found::read(&book, profiles), pejabat::mentions(&book, &texts, &pejabat), pejabat, texts)
        };
        let ((formulas, recalculated), (found, sebutan, pejabat, texts)) = rayon::join(recalculated, read);
        let refreshed = stale::refresh(&mut book, &formulas, &recalculated);
        let may_circle = recalculated.may_circle;
        drop(recalculated);
        let Found { tables, strange } = found.refreshed(&book, profiles, &refreshed);
        let konteks = Konteks::read(&texts, &tables, &profiles.ketentuan);
        let dokumen = examine(&book, &formulas, tables);
        let stale = refreshed.stale;
        let berkas = book.name.as_str().into();
        let ketentuan = profiles.ketentuan.clone();
        Self {
            berkas,
            book,
            texts,
            dokumen,
            konteks,
            pejabat,
            sebutan,
            formulas,
            stale,
            may_circle,
            strange,
            ketentuan,
        }
    }

    /// A place on a sheet.
    pub fn place(&self, sheet: usize, range: impl Into<CellRange>) -> Place {
        Place { sheet, sheet_name: self.book.grids[sheet].name.clone(), range: range.into() }
    }

    /// The kinds of form found, each once, in order of appearance.
    pub fn jenis(&self) -> Vec<&str> {
        let mut jenis: Vec<&str> = Vec::new();
        for dokumen in &self.dokumen {
            if !jenis.contains(&dokumen.table.jenis.as_str()) {
                jenis.push(&dokumen.table.jenis);
            }
        }
        jenis
    }
}

impl Dokumen {
    /// The sheet cell of a spot.
    pub fn cell(&self, spot: arithmetic::Spot) -> CellRef {
        CellRef::new(self.table.rows[spot.row].row, self.table.columns[spot.column].col)
    }

    /// The spot of a sheet cell, if it is one of the table.
    pub fn spot(&self, cell: CellRef) -> Option<arithmetic::Spot> {
        let row = self.table.rows.binary_search_by_key(&cell.row, |row| row.row).ok()?;
        let column = self.table.columns.iter().position(|column| column.col == cell.col)?;
        Some(arithmetic::Spot { row, column })
    }

    /// The header of a column, e.g. "KEU (%)", on one line.
    pub fn header(&self, column: usize) -> String {
        let path = &self.table.columns[column].path;
        path.last().map_or(String::new(), |text| single_spaced(text).into_owned())
    }
}
