//! Which cells of one sheet get a comment and which a fill.
//!
//! The comment goes on the first cell of a finding's range, or on the anchor of the merged range that
//! covers it. That cell is made when the sheet has none; of the other cells only those that exist
//! are filled.

use std::collections::BTreeMap;

use crate::finding::{Finding, Severity};
use crate::grid::{CellRange, CellRef};

/// The marks of one sheet.
#[derive(Debug, Default)]
pub struct Marks<'a> {
    /// The findings of each commented cell.
    pub comments: BTreeMap<CellRef, Vec<&'a Finding>>,
    /// Fills that cover one row, by row.
    flat: BTreeMap<u32, Vec<(CellRange, Severity)>>,
    /// Fills that cover several rows.
    tall: Vec<(CellRange, Severity)>,
}

impl<'a> Marks<'a> {
    /// The marks for a sheet's findings, given its merged ranges.
    pub fn new(findings: &[&'a Finding], merges: &[CellRange]) -> Self {
        let mut marks = Self::default();
        for finding in findings {
            let range = finding.place.range;
            let covering = merges.iter().find(|merge| merge.contains(range.start));
            marks.comments.entry(covering.map_or(range.start, |merge| merge.start)).or_default().push(finding);
            marks.fill(range, finding.severity);
            for merge in merges.iter().filter(|merge| overlap(**merge, range)) {
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

fn overlap(one: CellRange, other: CellRange) -> bool {
    one.start.row <= other.end.row
        && other.start.row <= one.end.row
        && one.start.col <= other.end.col
        && other.start.col <= one.end.col
}
