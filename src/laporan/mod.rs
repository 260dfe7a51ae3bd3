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
mod tree;

pub use context::{Konteks, Mention, own_year, triwulan_of};
pub use pejabat::{Nip, NipFault, Pejabat, Sebutan, looks_like_pangkat, nip_digits};
pub use stale::Stale;

use std::sync::Arc;

use arithmetic::Arithmetic;
use rumus::{FormulaFault, RowNames};
use stale::Refreshed;

use crate::finding::Place;
use crate::formula::{Formulas, recalculate};
use crate::grid::{Book, CellRange, CellRef};
use crate::profile::{Ketentuan, Profiles};
use crate::table::{self, Table};

/// A table with its arithmetic.
#[derive(Debug, Clone)]
pub struct Dokumen {
    /// The table.
    pub table: Table,
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
    /// Headers not understood: sheet index and the reason.
    pub strange: Vec<(usize, String)>,
    /// What the office lays down for its reports.
    pub ketentuan: Arc<Ketentuan>,
}

/// What the sheets of a book hold.
struct Found {
    dokumen: Vec<Dokumen>,
    strange: Vec<(usize, String)>,
}

impl Found {
    fn read(book: &Book, formulas: &Formulas, profiles: &Profiles) -> Self {
        let mut tables = Vec::new();
        let mut strange = Vec::new();
        for (sheet, grid) in book.grids.iter().enumerate() {
            let found = table::find(grid, sheet, profiles);
            strange.extend(found.strange.into_iter().map(|reason| (sheet, reason)));
            tables.extend(found.tables);
        }
        let names = RowNames::collect(tables.iter());
        let mut faults: Vec<Vec<FormulaFault>> =
            tables.iter().map(|table| rumus::examine(table, formulas, &names)).collect();
        let mut found: Vec<(&Table, &mut Vec<FormulaFault>)> = tables.iter().zip(&mut faults).collect();
        rumus::complete(book, formulas, &mut found);
        let dokumen = tables.into_iter().zip(faults);
        let dokumen =
            dokumen.map(|(table, faults)| Dokumen { arithmetic: arithmetic::examine(&table, &faults), faults, table });
        Self { dokumen: dokumen.collect(), strange }
    }
}

impl Laporan {
    /// Reads a workbook's tables and context.
    pub fn read(mut book: Book, profiles: &Profiles) -> Self {
        let formulas = Formulas::parse(&book);
        // Most workbooks store what their formulas give: their tables are read while that is found out.
        let (recalculated, found) =
            rayon::join(|| recalculate(&book, &formulas, &[]), || Found::read(&book, &formulas, profiles));
        let Refreshed { stale, is_changed } = stale::refresh(&mut book, &formulas, &recalculated);
        let found = if is_changed { Found::read(&book, &formulas, profiles) } else { found };
        let Found { dokumen, strange } = found;
        let konteks = Konteks::read(&book, &dokumen, &profiles.ketentuan);
        let pejabat = pejabat::read(&book);
        let sebutan = pejabat::mentions(&book, &pejabat);
        let berkas = book.name.as_str().into();
        let ketentuan = profiles.ketentuan.clone();
        Self { berkas, book, dokumen, konteks, pejabat, sebutan, formulas, stale, strange, ketentuan }
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

    /// The header of a column, e.g. "KEU (%)", on one line.
    pub fn header(&self, column: usize) -> String {
        let path = &self.table.columns[column].path;
        path.last().map_or(String::new(), |text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}
