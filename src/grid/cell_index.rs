//! A set of cells that answers which of them lie in a range, whatever the size of the range.

use std::collections::{BTreeMap, BTreeSet};

use super::{CellRange, CellRef};

/// Cells of a book by sheet, column and row.
#[derive(Debug, Clone, Default)]
pub struct CellIndex {
    by_column: BTreeMap<(usize, u32), BTreeSet<u32>>,
}

impl CellIndex {
    /// Adds a cell of a sheet.
    pub fn insert(&mut self, sheet: usize, cell: CellRef) {
        self.by_column.entry((sheet, cell.col)).or_default().insert(cell.row);
    }

    /// The cells of a sheet that lie in a range, column by column.
    pub fn within(&self, sheet: usize, range: CellRange) -> impl Iterator<Item = CellRef> + '_ {
        let is_right_way = range.start.col <= range.end.col && range.start.row <= range.end.row;
        let last = if is_right_way { range.end.col } else { range.start.col };
        let columns = self.by_column.range((sheet, range.start.col)..=(sheet, last)).filter(move |_| is_right_way);
        columns.flat_map(move |(&(_, col), rows)| {
            rows.range(range.start.row..=range.end.row).map(move |&row| CellRef::new(row, col))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cells_of_the_range_and_the_sheet_are_given() {
        let mut index = CellIndex::default();
        for (sheet, cell) in [(0, "B2"), (0, "B9"), (0, "C3"), (1, "B3")] {
            index.insert(sheet, CellRef::parse(cell).expect("an address"));
        }
        let within = |text: &str| -> Vec<String> {
            let range = CellRange::parse(text).expect("a range");
            index.within(0, range).map(|cell| cell.to_string()).collect()
        };
        assert_eq!(within("A1:C4"), ["B2", "C3"]);
        assert_eq!(within("B9"), ["B9"]);
        assert!(within("D1:E9").is_empty());
    }
}
