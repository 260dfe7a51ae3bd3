//! Officials whose documents a workbook holds, and whom each names as superior.
//!
//! A Perjanjian Kinerja says in words who is Pihak Pertama and who Pihak Kedua, below the names or above the
//! signatures. What says neither names no superior.

use std::sync::Arc;

use crate::grid::{CellRef, Grid, single_spaced};
use crate::laporan::{Laporan, Sebutan, plain_name, without_comma};
use crate::profile::jabatan::Jenjang;

/// An official with a document of his own.
#[derive(Debug, Clone)]
pub struct Pihak {
    /// Index of the sheet.
    pub sheet: usize,
    /// The sheet's name.
    pub sheet_name: Arc<str>,
    /// First row the official is named on.
    pub row: u32,
    /// The name as written.
    pub nama: String,
    /// The jabatan as written, on one line.
    pub jabatan: String,
    /// Cell of the jabatan.
    pub cell: CellRef,
    /// The superior the document names.
    pub atasan: Option<Atasan>,
}

/// A superior as named in a document.
#[derive(Debug, Clone)]
pub struct Atasan {
    /// The name as written.
    pub nama: String,
    /// The jabatan as written, on one line.
    pub jabatan: String,
    /// Cell of the jabatan.
    pub cell: CellRef,
}

impl Pihak {
    /// How high the official stands, as far as the jabatan tells.
    pub fn jenjang(&self) -> Option<Jenjang> {
        Jenjang::of(&self.jabatan)
    }
}

impl Atasan {
    /// How high the superior stands, as far as the jabatan tells.
    pub fn jenjang(&self) -> Option<Jenjang> {
        Jenjang::of(&self.jabatan)
    }
}

/// Whether a person is named as Pihak Pertama or Pihak Kedua.
#[derive(PartialEq, Eq)]
enum Part {
    Pertama,
    Kedua,
}

/// The officials of a workbook with their superiors, sheet by sheet.
pub fn read(laporan: &Laporan) -> Vec<Pihak> {
    let mut found: Vec<Pihak> = Vec::new();
    let mut above: Vec<(usize, &Sebutan)> = Vec::new();
    let mut named: Vec<&Sebutan> = laporan.sebutan.iter().collect();
    named.sort_by_key(|sebutan| (sebutan.sheet, sebutan.cell.row, sebutan.cell.col));
    for sebutan in named {
        let grid = &laporan.book.grids[sebutan.sheet];
        match part(grid, sebutan) {
            Some(Part::Kedua) => above.push((sebutan.sheet, sebutan)),
            Some(Part::Pertama) => {
                let name = plain_name(&sebutan.nama);
                let known = found.iter().any(|pihak| pihak.sheet == sebutan.sheet && plain_name(&pihak.nama) == name);
                if !known && !name.is_empty() {
                    found.push(Pihak {
                        sheet: sebutan.sheet,
                        sheet_name: grid.name.clone(),
                        row: sebutan.cell.row,
                        nama: without_comma(&sebutan.nama),
                        jabatan: without_comma(&sebutan.jabatan),
                        cell: sebutan.cell,
                        atasan: None,
                    });
                }
            }
            None => {}
        }
    }
    for pihak in &mut found {
        let near = above.iter().filter(|(sheet, _)| *sheet == pihak.sheet).map(|(_, sebutan)| sebutan);
        let nearest = near.min_by_key(|sebutan| sebutan.cell.row.abs_diff(pihak.row));
        pihak.atasan = nearest.map(|sebutan| Atasan {
            nama: without_comma(&sebutan.nama),
            jabatan: without_comma(&sebutan.jabatan),
            cell: sebutan.cell,
        });
    }
    found
}

/// Below a name in the opening words, or above the jabatan of a signature, stands which party it is.
fn part(grid: &Grid, sebutan: &Sebutan) -> Option<Part> {
    let at = sebutan.cell;
    let rows = (at.row + 1..=at.row + 2).chain(at.row.saturating_sub(2)..at.row);
    let is_below = |row: u32| row > at.row;
    for row in rows {
        let cells = grid.row(row).iter().map(|cell| cell.at);
        // A signature has its own column; the words below a name stand anywhere.
        for cell in cells.filter(|cell| is_below(row) || cell.col == at.col) {
            let text = single_spaced(&grid.shown(cell)).to_lowercase();
            let kedua = text.rfind("pihak kedua");
            let pertama = text.rfind("pihak pertama");
            match (pertama, kedua) {
                // "Selaku atasan Pihak Pertama selanjutnya disebut sebagai Pihak Kedua".
                (Some(pertama), Some(kedua)) if text.len() < 120 => {
                    return Some(if kedua > pertama { Part::Kedua } else { Part::Pertama });
                }
                (Some(_), None) if text.len() < 80 => return Some(Part::Pertama),
                (None, Some(_)) if text.len() < 80 => return Some(Part::Kedua),
                _ => {}
            }
        }
    }
    None
}

/// The official a table belongs to: the last one named above it, or the only one of its sheet.
pub fn owner(pihak: &[Pihak], sheet: usize, row: u32) -> Option<usize> {
    let own: Vec<usize> = (0..pihak.len()).filter(|&at| pihak[at].sheet == sheet).collect();
    let above = own.iter().copied().filter(|&at| pihak[at].row < row).max_by_key(|&at| pihak[at].row);
    above.or_else(|| own.first().copied())
}
