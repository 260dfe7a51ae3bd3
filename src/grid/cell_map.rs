//! Something for each of a sheet's cells, in reading order: a sorted list instead of a hash map.
//!
//! Most sheets leave no row out, and most rows no cell, so both are found where their number says, else
//! by halving. No hashing, no empty slots, and an order that is the same every time.

use std::iter::Peekable;

use super::{CellRange, CellRef};

/// What stands at some cells of a sheet.
#[derive(Debug, Clone)]
pub struct CellMap<T> {
    entries: Vec<(CellRef, T)>,
    /// Each row that has an entry, and where its entries begin.
    row_starts: Vec<(u32, u32)>,
}

impl<T> Default for CellMap<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), row_starts: Vec::new() }
    }
}

impl<T> CellMap<T> {
    /// What stands at a cell.
    pub fn get(&self, cell: CellRef) -> Option<&T> {
        let row = &self.entries[row_span(&self.row_starts, self.entries.len(), cell.row)];
        column_place(row, cell.col, |(at, _)| at.col).map(|index| &row[index].1)
    }

    /// Which entries lie in a range, row by row, by their place in reading order.
    pub fn within(&self, range: CellRange) -> impl Iterator<Item = usize> {
        let rows = rows_within(&self.row_starts, range);
        rows.iter().flat_map(move |&(row, first)| {
            let row = &self.entries[row_span(&self.row_starts, self.entries.len(), row)];
            let start = row.partition_point(|(at, _)| at.col < range.start.col);
            let end = row.partition_point(|(at, _)| at.col <= range.end.col);
            first as usize + start..first as usize + end.max(start)
        })
    }

    /// The entry at a place in reading order.
    pub fn nth(&self, place: usize) -> Option<(CellRef, &T)> {
        self.entries.get(place).map(|(cell, entry)| (*cell, entry))
    }

    /// All entries in reading order.
    pub fn iter(&self) -> impl Iterator<Item = (CellRef, &T)> {
        self.entries.iter().map(|(cell, entry)| (*cell, entry))
    }

    /// How many cells have an entry.
    pub fn count(&self) -> usize {
        self.entries.len()
    }
}

/// Of two entries for one cell the first is kept.
impl<T> FromIterator<(CellRef, T)> for CellMap<T> {
    fn from_iter<I: IntoIterator<Item = (CellRef, T)>>(entries: I) -> Self {
        let mut entries: Vec<(CellRef, T)> = entries.into_iter().collect();
        if !entries.is_sorted_by_key(|(cell, _)| *cell) {
            entries.sort_by_key(|(cell, _)| *cell);
        }
        entries.dedup_by_key(|(cell, _)| *cell);
        entries.shrink_to_fit();
        let row_starts = row_starts(entries.iter().map(|(cell, _)| *cell));
        Self { entries, row_starts }
    }
}

/// What a list in reading order has for a cell, when cells are asked for in reading order, too.
pub fn next_at<T>(list: &mut Peekable<impl Iterator<Item = (CellRef, T)>>, cell: CellRef) -> Option<T> {
    while list.next_if(|(at, _)| *at < cell).is_some() {}
    list.next_if(|(at, _)| *at == cell).map(|(_, entry)| entry)
}

/// The rows of cells in reading order, each with the index of its first cell.
pub(super) fn row_starts(cells: impl Iterator<Item = CellRef>) -> Vec<(u32, u32)> {
    let mut starts: Vec<(u32, u32)> = Vec::new();
    for (index, cell) in cells.enumerate() {
        if starts.last().is_none_or(|&(row, _)| row != cell.row) {
            starts.push((cell.row, index as u32));
        }
    }
    starts
}

/// The rows of a range that have cells.
pub(super) fn rows_within(starts: &[(u32, u32)], range: CellRange) -> &[(u32, u32)] {
    let first = row_place(starts, range.start.row);
    let last = row_place(starts, range.end.row.saturating_add(1));
    &starts[first..last.max(first)]
}

/// Where a row stands among those that have cells, or the first one after it.
fn row_place(starts: &[(u32, u32)], row: u32) -> usize {
    let first = starts.first().map_or(0, |&(first, _)| first);
    let guess = row.wrapping_sub(first) as usize;
    match starts.get(guess) {
        Some(&(found, _)) if found == row => guess,
        _ => starts.partition_point(|&(found, _)| found < row),
    }
}

/// Where the cells of a row stand in a list of `length`; an empty span when the row holds nothing.
pub(super) fn row_span(starts: &[(u32, u32)], length: usize, row: u32) -> std::ops::Range<usize> {
    let place = row_place(starts, row);
    let begins = |at: usize| starts.get(at).map_or(length, |&(_, start)| start as usize);
    match starts.get(place) {
        Some(&(found, _)) if found == row => begins(place)..begins(place + 1),
        _ => 0..0,
    }
}

/// Where the cell of a column stands among the cells of its row.
pub(super) fn column_place<T>(row: &[T], col: u32, col_of: impl Fn(&T) -> u32) -> Option<usize> {
    let guess = col.checked_sub(col_of(row.first()?))? as usize;
    if row.get(guess).is_some_and(|cell| col_of(cell) == col) {
        return Some(guess);
    }
    // Columns left out can only move a cell to the front.
    row[..guess.min(row.len())].binary_search_by_key(&col, col_of).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_in_any_order_and_with_rows_left_out() {
        let places = [(7, 2), (0, 0), (0, 3), (900, 1), (8, 0)];
        let map: CellMap<u32> = places.iter().map(|&(row, col)| (CellRef::new(row, col), row * 10 + col)).collect();
        for (row, col) in places {
            assert_eq!(map.get(CellRef::new(row, col)), Some(&(row * 10 + col)));
        }
        for (row, col) in [(0, 1), (1, 0), (9, 0), (901, 1)] {
            assert_eq!(map.get(CellRef::new(row, col)), None);
        }
        assert_eq!(map.count(), 5);
        let within = |range: &str| {
            let range = CellRange::parse(range).expect("a range");
            map.within(range).filter_map(|at| map.nth(at)).map(|(cell, _)| cell.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(within("A1:C9"), ["A1", "C8", "A9"]);
        assert!(within("E1:F900").is_empty());
        assert!(CellMap::<u32>::default().get(CellRef::new(0, 0)).is_none());
    }

    #[test]
    fn a_list_is_gone_through_once() {
        let cell = |col| CellRef::new(0, col);
        let mut list = [(cell(1), 'b'), (cell(4), 'e'), (cell(6), 'g')].into_iter().peekable();
        let found: Vec<Option<char>> = [0, 1, 2, 6, 7].map(|col| next_at(&mut list, cell(col))).into();
        assert_eq!(found, [None, Some('b'), None, Some('g'), None]);
    }
}
