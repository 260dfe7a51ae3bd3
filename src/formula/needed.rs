//! Which cells a calculation needs: a few replaced formulas look at a small part of their book.

use std::collections::HashSet;

use super::engine::Replacement;
use super::parse::{Formulas, Parsed};
use super::template::Reference;
use crate::grid::{Book, CellRef};

/// Cells followed before the whole book is taken; running totals over a long column have millions.
const MOST_FOLLOWED: usize = 1_000_000;

/// The cells a calculation needs.
pub enum Needed {
    /// All cells of the book.
    All,
    /// Cells by sheet.
    Only(HashSet<(usize, CellRef)>),
}

impl Needed {
    /// The replaced cells, what their formulas refer to, and so on.
    pub fn by(book: &Book, formulas: &Formulas, replacements: &[Replacement]) -> Self {
        let mut cells: HashSet<(usize, CellRef)> =
            replacements.iter().map(|replaced| (replaced.sheet, replaced.cell)).collect();
        let starts = replacements.iter().filter_map(|new| formulas.moved(new.sheet, new.like, new.cell));
        let mut open: Vec<Reference> = starts.flat_map(|parsed| parsed.references()).collect();
        let mut seen: HashSet<Reference> = HashSet::new();
        let mut followed = 0;
        while let Some(reference) = open.pop() {
            let Some(grid) = book.grids.get(reference.sheet).filter(|_| seen.insert(reference)) else {
                continue;
            };
            for cell in grid.cells_within(reference.range) {
                followed += 1;
                if followed > MOST_FOLLOWED {
                    return Self::All;
                }
                if cells.insert((reference.sheet, cell.at)) {
                    open.extend(formulas.get(reference.sheet, cell.at).iter().flat_map(Parsed::references));
                }
            }
        }
        Self::Only(cells)
    }

    /// Whether a cell is needed.
    pub fn has(&self, sheet: usize, cell: CellRef) -> bool {
        match self {
            Self::All => true,
            Self::Only(cells) => cells.contains(&(sheet, cell)),
        }
    }
}
