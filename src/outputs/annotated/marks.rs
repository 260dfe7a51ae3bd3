//! Which cells of one sheet get a comment and which a fill.
//!
//! The comment goes on the first cell of a finding's range, or on the anchor of the merged range that
//! covers it. That cell is made when the sheet has none; of the other cells only those that exist
//! are filled.

use std::collections::BTreeMap;

use crate::finding::{Finding, Severity};
use crate::grid::{CellRange, CellRef};

/// A finding and its number on `Temuan`.
pub type Numbered<'a> = (u32, &'a Finding);

/// The marks of one sheet.
#[derive(Debug, Default)]
pub struct Marks<'a> {
    /// The findings of each commented cell.
    pub comments: BTreeMap<CellRef, Vec<&'a Finding>>,
    /// The number of each commented cell's first finding.
    pub numbers: BTreeMap<CellRef, u32>,
    /// The merged ranges that commented cells are the anchors of.
    pub merged: BTreeMap<CellRef, CellRange>,
    /// Fills that cover one row, by row.
    flat: BTreeMap<u32, Vec<(CellRange, Severity)>>,
    /// Fills that cover several rows.
    tall: Vec<(CellRange, Severity)>,
}

impl<'a> Marks<'a> {
    /// The marks for a sheet's findings, given its merged ranges.
    pub fn new(findings: &[Numbered<'a>], merges: &[CellRange]) -> Self {
        let mut marks = Self::default();
        for &(number, finding) in findings {
            let range = finding.place.range;
            let covering = merges.iter().find(|merge| merge.contains(range.start));
            let cell = covering.map_or(range.start, |merge| merge.start);
            marks.comments.entry(cell).or_default().push(finding);
            marks.numbers.entry(cell).or_insert(number);
            marks.merged.extend(covering.map(|merge| (cell, *merge)));
            marks.fill(range, finding.severity);
            for merge in merges.iter().filter(|merge| merge.overlaps(range)) {
                marks.fill(*merge, finding.severity);
            }
        }
        marks
    }

    fn fill(&mut self, range: CellRange, severity: Severity) {
        if range.start.row == range.end.row {
            self.flat.entry(range.start.row).or_default().push((range, severity));
        } else {
            self.tall.push((range, severity));
        }
    }

    /// The fills that touch a row.
    pub fn fills_of(&self, row: u32) -> Vec<(CellRange, Severity)> {
        let tall = self.tall.iter().filter(|(range, _)| range.start.row <= row && row <= range.end.row);
        self.flat.get(&row).into_iter().flatten().chain(tall).copied().collect()
    }

    /// The columns of the commented cells of a row.
    pub fn columns_of(&self, row: u32) -> Vec<u32> {
        let span = CellRef::new(row, 0)..=CellRef::new(row, u32::MAX);
        self.comments.range(span).map(|(cell, _)| cell.col).collect()
    }

    /// The rows that have commented cells, ascending.
    pub fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.comments.keys().map(|cell| cell.row).collect();
        rows.dedup();
        rows
    }
}

/// The gravest level that covers a cell.
pub fn level_at(fills: &[(CellRange, Severity)], cell: CellRef) -> Option<Severity> {
    fills.iter().filter(|(range, _)| range.contains(cell)).map(|&(_, severity)| severity).min()
}
