//! Rules on cell formulas.

pub mod angka_menimpa_rumus;
pub mod baris_tersembunyi;
pub mod galat_rumus;
pub mod jenis_angka_campur;
pub mod kolom_menyimpang;
pub mod konstanta_dalam_rumus;
pub(in crate::rules) mod kosakata;
pub mod nilai_simpan_basi;
pub mod persen_dari_persen;
pub mod rata_rata_persen;
pub mod rentang_jumlah_keliru;
pub mod rumus_iku_keliru;
pub mod rumus_melingkar;
pub mod rumus_menyimpang;
pub mod rumus_sebagai_teks;
pub mod sel_bantu;
pub mod tautan_mati;

use std::collections::BTreeMap;

use super::{Draft, Findings};
use crate::formula::{Parsed, at_cell};
use crate::grid::{CellRange, CellRef};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::laporan::rumus::FormulaFault;

/// Faulty formula cells that the arithmetic does not already point at.
fn unexplained(dokumen: &Dokumen) -> impl Iterator<Item = &FormulaFault> {
    dokumen.faults.iter().filter(|fault| {
        let spot = fault.spot;
        if dokumen.arithmetic.misplaced.iter().any(|misplaced| misplaced.parent == spot.row) {
            return false;
        }
        !dokumen
            .arithmetic
            .mismatches
            .iter()
            .any(|mismatch| mismatch.spot == spot || mismatch.consequences.contains(&spot))
    })
}

/// The cells of a table whose formulas are as asked for, by column, top to bottom.
fn by_column(
    findings: &Findings<'_>,
    dokumen: &Dokumen,
    is_wanted: impl Fn(&Parsed<'_>) -> bool,
) -> BTreeMap<usize, Vec<Spot>> {
    let (table, formulas) = (&dokumen.table, &findings.laporan().formulas);
    let mut spots: BTreeMap<usize, Vec<Spot>> = BTreeMap::new();
    let (Some(first), Some(last)) = (table.rows.first(), table.rows.last()) else {
        return spots;
    };
    let columns = || table.columns.iter().map(|column| column.col);
    let (left, right) = (columns().min().unwrap_or_default(), columns().max().unwrap_or_default());
    let range = CellRange::new(CellRef::new(first.row, left), CellRef::new(last.row, right));
    let found = formulas.within(table.sheet, range).filter_map(|place| formulas.nth(table.sheet, place));
    for spot in found.filter(is_wanted).filter_map(|parsed| dokumen.spot(parsed.at())) {
        spots.entry(spot.column).or_default().push(spot);
    }
    spots
}

/// The formula of a cell as it is typed.
fn typed(findings: &Findings<'_>, dokumen: &Dokumen, spot: Spot) -> Option<String> {
    let cell = findings.laporan().book.grids[dokumen.table.sheet].cell(dokumen.cell(spot))?;
    Some(format!("={}", cell.formula.as_ref()?))
}

/// A finding at a faulty formula cell, with the formula its neighbours use.
fn report<'f, 'l>(
    findings: &'f mut Findings<'l>,
    dokumen: &Dokumen,
    fault: &FormulaFault,
    message: &str,
) -> Draft<'f, 'l> {
    let book = &findings.laporan().book;
    let cell = dokumen.cell(fault.spot);
    let sheet = dokumen.table.sheet;
    let written = typed(findings, dokumen, fault.spot);
    let usual = fault.usual.as_ref().and_then(|shape| at_cell(shape, book, sheet, cell));
    let (cause, words) = fault.cause(&dokumen.table);
    let mut draft = findings.at(dokumen, fault.spot, message).cause(cause, words);
    if let Some(written) = written {
        draft = draft.written(written);
    }
    if let Some(usual) = usual {
        draft = draft.expected(format!("={usual}"));
    }
    match fault.neighbour {
        Some(neighbour) => draft.see_spots(dokumen, &[neighbour], "rumus yang lazim di kolom ini"),
        None => draft,
    }
}
