//! Which cells formulas look at: the engine remembers each, blank or not, until all are calculated.

use std::collections::HashMap;

use super::budget::size;
use crate::grid::{Book, CellRange, CellRef, Grid};

/// Cells that may be remembered beside those of well filled sheets; each takes 110 to 130 bytes.
const MOST: u64 = 3_000_000;

/// Of how many cells from the first to the last one must be filled in a well filled sheet.
const SPARSE: u64 = 4;

/// The cells looked at so far.
#[derive(Clone)]
pub(super) struct Seen {
    /// The cells of each well filled sheet. What they take is known from the size of the file.
    filled: Vec<Option<CellRange>>,
    /// By sheet and column, from the first row to the last.
    columns: HashMap<(usize, u32), (u32, u32)>,
    count: u64,
}

impl Seen {
    pub(super) fn of(book: &Book) -> Self {
        Self { filled: book.grids.iter().map(filled).collect(), columns: HashMap::new(), count: 0 }
    }

    /// Whether looking at a range takes nothing that is not known beforehand.
    fn is_free(&self, sheet: usize, range: CellRange) -> bool {
        let filled = self.filled.get(sheet).copied().flatten();
        filled.is_some_and(|filled| filled.contains(range.start) && filled.contains(range.end))
    }

    /// Whether some more ranges may be looked at; they are noted when they may.
    pub(super) fn takes(&mut self, mut ranges: Vec<(usize, CellRange)>) -> bool {
        ranges.retain(|&(sheet, range)| !self.is_free(sheet, range));
        if ranges.iter().map(|&(_, range)| size(range)).fold(0, u64::saturating_add) > MOST {
            return false;
        }
        let mut columns: HashMap<(usize, u32), (u32, u32)> = HashMap::new();
        let mut count = self.count;
        for (sheet, CellRange { start, end }) in ranges {
            for col in start.col..=end.col {
                let known = columns.get(&(sheet, col)).or_else(|| self.columns.get(&(sheet, col)));
                let rows =
                    known.map_or((start.row, end.row), |&(first, last)| (first.min(start.row), last.max(end.row)));
                count += height(rows) - known.map_or(0, |&rows| height(rows));
                columns.insert((sheet, col), rows);
            }
        }
        if count > MOST {
            return false;
        }
        self.count = count;
        self.columns.extend(columns);
        true
    }
}

fn height((first, last): (u32, u32)) -> u64 {
    u64::from(last.saturating_sub(first)) + 1
}

/// The cells of a sheet from the first to the last, when enough of them hold something.
fn filled(grid: &Grid) -> Option<CellRange> {
    let last_col = grid.cells().iter().map(|cell| cell.at.col).max()?;
    let range = CellRange::new(CellRef::new(0, 0), CellRef::new(grid.last_row()?, last_col));
    (size(range) <= grid.cells().len() as u64 * SPARSE).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::{BookFormat, Cell, GridBuilder, Value};

    fn seen() -> Seen {
        let cells =
            (0..10).map(|row| Cell { at: CellRef::new(row, 0), value: Value::Number(1.0), formula: None, style: 0 });
        let builder = GridBuilder { cells: cells.collect(), ..GridBuilder::default() };
        let mut book = Book::new("uji.xlsx", BookFormat::Xlsx);
        book.grids.push(builder.build("Lembar", [].into()));
        Seen::of(&book)
    }

    fn range(text: &str) -> CellRange {
        CellRange::parse(text).expect("a range")
    }

    #[test]
    fn a_cell_counts_once_whatever_looks_at_it() {
        let mut seen = seen();
        for _ in 0..9 {
            assert!(seen.takes(vec![(0, range("C1:D1000000")), (0, range("D5:D900000"))]));
        }
        assert_eq!(seen.count, 2_000_000);
        assert!(!seen.takes(vec![(0, range("F1:G1000000"))]), "more than there may be");
        assert!(seen.takes(vec![(0, range("F1:F1000000"))]));
        assert!(!seen.takes(vec![(1, range("A1"))]), "another sheet has other cells");
    }

    #[test]
    fn cells_of_a_well_filled_sheet_are_free() {
        let seen = seen();
        assert!(seen.is_free(0, range("A1:A10")));
        assert!(!seen.is_free(0, range("A1:A11")));
        assert!(!seen.is_free(1, range("A1")));
    }
}
