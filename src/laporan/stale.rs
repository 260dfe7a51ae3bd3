//! Stored values that are not what their formulas calculate to.

use crate::formula::{Formulas, recalculate};
use crate::grid::{Book, CellIndex, CellRef, Value};

/// A formula cell whose stored value is stale.
#[derive(Debug, Clone, PartialEq)]
pub struct Stale {
    /// Index of the sheet.
    pub sheet: usize,
    /// The cell.
    pub cell: CellRef,
    /// The value stored in the file.
    pub stored: f64,
    /// What the formula calculates to.
    pub computed: f64,
    /// A cell it refers to is stale too, so that one is the cause.
    pub follows: bool,
}

/// Recalculates a book and puts the calculated numbers in place of stale and missing ones, so that
/// everything after judges what the formulas give. Returns the stale cells.
pub fn refresh(book: &mut Book, formulas: &Formulas) -> Vec<Stale> {
    if formulas.is_empty() {
        return Vec::new();
    }
    let recalculated = recalculate(book, formulas, &[]);
    book.notes.extend(recalculated.refused.iter().map(|reason| format!("nilai rumus tidak dihitung ulang: {reason}")));
    let mut stale = Vec::new();
    for (sheet, grid) in book.grids.iter_mut().enumerate() {
        let mut changes = Vec::new();
        for cell in grid.cells().iter().filter(|cell| cell.formula.is_some()) {
            let Some(computed) = recalculated.number(sheet, cell.at) else {
                continue;
            };
            match cell.value {
                Value::Empty => changes.push((cell.at, computed)),
                Value::Number(stored) if differs(stored, computed) => {
                    changes.push((cell.at, computed));
                    stale.push(Stale { sheet, cell: cell.at, stored, computed, follows: false });
                }
                _ => {}
            }
        }
        for (at, number) in changes {
            grid.set_number(at, number);
        }
    }
    mark_followers(&mut stale, formulas);
    stale
}

/// Beyond float noise.
fn differs(stored: f64, computed: f64) -> bool {
    (stored - computed).abs() > 1e-6_f64.max(stored.abs().max(computed.abs()) * 1e-9)
}

fn mark_followers(stale: &mut [Stale], formulas: &Formulas) {
    let mut index = CellIndex::default();
    for one in stale.iter() {
        index.insert(one.sheet, one.cell);
    }
    for one in stale {
        let references = formulas.get(one.sheet, one.cell).map_or(&[][..], |parsed| &parsed.references);
        one.follows = references.iter().any(|reference| {
            index.within(reference.sheet, reference.range).any(|cell| (reference.sheet, cell) != (one.sheet, one.cell))
        });
    }
}
