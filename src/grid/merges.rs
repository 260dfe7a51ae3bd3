//! Which merged range covers a cell, answered without looking at every range of the sheet.

use super::{CellRange, CellRef};

/// Merged ranges by the columns they cover. Excel's ranges never overlap, so of those in one column
/// only the last that begins at or above a cell can cover it.
#[derive(Debug, Clone, Default)]
pub struct MergeIndex {
    /// Column, first row, last row, and index of the range; sorted.
    spans: Vec<(u32, u32, u32, u32)>,
}

impl MergeIndex {
    /// Spans all ranges of a sheet may have together; a workbook beyond it is refused when it is read.
    pub const MOST_SPANS: u64 = 4_000_000;

    /// How many spans the ranges need: one for each column of each range.
    pub fn spans(merges: &[CellRange]) -> u64 {
        merges.iter().map(|range| u64::from(range.end.col.saturating_sub(range.start.col)) + 1).sum()
    }

    /// The index of a sheet's ranges; where two of a column begin in one row, the first is kept.
    pub fn new(merges: &[CellRange]) -> Self {
        let mut spans = Vec::new();
        for (index, range) in merges.iter().enumerate() {
            spans.extend(
                (range.start.col..=range.end.col).map(|col| (col, range.start.row, range.end.row, index as u32)),
            );
        }
        spans.sort_unstable_by_key(|&(col, first, _, index)| (col, first, index));
        spans.dedup_by_key(|span| (span.0, span.1));
        Self { spans }
    }

    /// The index of the range that covers a cell.
    pub fn covering(&self, at: CellRef) -> Option<usize> {
        let after = self.spans.partition_point(|&(col, first, ..)| (col, first) <= (at.col, at.row));
        let &(col, _, last, index) = self.spans.get(after.checked_sub(1)?)?;
        (col == at.col && at.row <= last).then_some(index as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_covering_range_is_the_one_a_search_of_all_finds() {
        let merges: Vec<CellRange> = ["A1:XFD1", "B3:D4", "B5:B900", "C5:D5", "C6:C6"]
            .iter()
            .filter_map(|text| CellRange::parse(text))
            .collect();
        let index = MergeIndex::new(&merges);
        for row in (0..8).chain(895..902) {
            for col in 0..6 {
                let at = CellRef::new(row, col);
                assert_eq!(index.covering(at), merges.iter().position(|range| range.contains(at)), "{at}");
            }
        }
    }
}
