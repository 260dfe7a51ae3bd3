//! Stored values that are not what their formulas calculate to.

use crate::bahasa::{Bahasa, Pesan};
use crate::formula::{Formulas, Parsed, Recalculated};
use crate::grid::{Book, CellIndex, CellRef, Value, next_at};

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

/// What recalculation changed in a book.
#[derive(Debug, Default)]
pub struct Refreshed {
    /// The stale cells.
    pub stale: Vec<Stale>,
    /// Formula cells without a stored value that hold a number now.
    pub is_filled: bool,
}

/// Puts calculated numbers in place of stale and missing ones, so that everything after judges what
/// the formulas give.
pub fn refresh(book: &mut Book, formulas: &Formulas, recalculated: &Recalculated) -> Refreshed {
    book.notes.extend(recalculated.refused.iter().map(|reason| {
        let en = format!("formulas are not calculated: {}", reason.text(Bahasa::En));
        Pesan::new(format!("nilai rumus tidak dihitung ulang: {reason}"), en)
    }));
    let mut stale = Vec::new();
    let mut is_filled = false;
    for (sheet, grid) in book.grids.iter_mut().enumerate() {
        let mut changes = Vec::new();
        let mut numbers = recalculated.numbers(sheet).peekable();
        for cell in grid.cells().iter().filter(|cell| cell.formula.is_some()) {
            let Some(computed) = next_at(&mut numbers, cell.at) else {
                continue;
            };
            match cell.value {
                Value::Empty => {
                    changes.push((cell.at, computed));
                    is_filled = true;
                }
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
    Refreshed { stale, is_filled }
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
        let parsed = formulas.get(one.sheet, one.cell);
        one.follows = parsed.iter().flat_map(Parsed::references).any(|reference| {
            index.within(reference.sheet, reference.range).any(|cell| (reference.sheet, cell) != (one.sheet, one.cell))
        });
    }
}
