//! What a calculation may cost: the cells it looks at in all, and the texts and cells it holds.
//!
//! The engine stops for nothing once it runs, and memory that can't be had ends the process. So a formula is let
//! through only where its cost is known beforehand to be within bounds.

use super::parse::{Formulas, Parsed};
use super::seen::Seen;
use super::template::{Given, Reference, Walk};
use crate::grid::{Book, CellRange, CellRef, Grid, ROWS, Value};

/// Bytes that a formula may hold at once, and that all texts which formulas hand on may take.
const MOST_HELD: u64 = 512 << 20;

/// Bytes of a cell of a range that is worked on cell by cell, beside its text.
const CELL: u64 = 64;

/// How much dearer a cell is when it is worked on cell by cell: half a microsecond, blank or not.
const SPREAD: u64 = 4;

/// What is left to spend.
#[derive(Clone)]
pub(super) struct Budget<'a> {
    book: &'a Book,
    looked_at: u64,
    seen: Seen,
    texts: Texts,
}

/// The texts that formulas may meet.
#[derive(Clone)]
struct Texts {
    /// Bytes of the longest one.
    longest: u64,
    /// Bytes of all of them, those included that formulas hand on.
    all: u64,
    /// Bytes of those that formulas may hand on from cells, each the longest.
    handed_on: u64,
    /// Bytes of those that formulas may give because they quote them.
    quoted: u64,
}

impl<'a> Budget<'a> {
    pub(super) fn of(book: &'a Book, formulas: &Formulas) -> Self {
        let looked_at = book.formula_limits.looked_at;
        Self { book, looked_at, seen: Seen::of(book), texts: Texts::of(book, formulas) }
    }

    /// Whether a formula may be calculated; its cost is taken off when it may.
    pub(super) fn takes(&mut self, parsed: &Parsed<'_>) -> bool {
        if parsed.is_broken() || parsed.is_uncalculated || !self.texts.allow(parsed.given) {
            return false;
        }
        let (mut looked_at, mut held) = (0_u64, 0_u64);
        let mut walked: Vec<(usize, CellRange)> = Vec::new();
        for (reference, walk) in parsed.walks() {
            let range = self.walked(reference, walk);
            let cells = size(range);
            walked.push((reference.sheet, range));
            if walk == Walk::Spread {
                looked_at = looked_at.saturating_add(cells * SPREAD);
                held = held.saturating_add(cells * CELL + (cells * self.texts.longest).min(self.texts.all));
            } else {
                looked_at = looked_at.saturating_add(cells);
            }
        }
        let Some(left) = self.looked_at.checked_sub(looked_at).filter(|_| held <= MOST_HELD) else {
            return false;
        };
        if !self.seen.takes(walked) {
            return false;
        }
        self.looked_at = left;
        true
    }

    /// The cells of a reference that the engine looks at. Functions but those of [`Walk::InUse`] may go to the last row
    /// there is.
    fn walked(&self, Reference { sheet, range: CellRange { start, end } }: Reference, walk: Walk) -> CellRange {
        let end = match walk {
            Walk::InUse if start.row == 0 && end.row >= ROWS - 1 => {
                let last = self.book.grids.get(sheet).and_then(Grid::last_row).unwrap_or(0);
                CellRef::new(last, end.col)
            }
            Walk::Edge if end.row.abs_diff(start.row) >= end.col.abs_diff(start.col) => {
                CellRef::new(end.row, start.col)
            }
            Walk::Edge => CellRef::new(start.row, end.col),
            _ => end,
        };
        CellRange::new(start, end)
    }
}

/// The cells of a range.
pub(super) fn size(range: CellRange) -> u64 {
    let length = |from: u32, to: u32| u64::from(to.saturating_sub(from)) + 1;
    length(range.start.row, range.end.row) * length(range.start.col, range.end.col)
}

impl Texts {
    fn of(book: &Book, formulas: &Formulas) -> Self {
        let (mut longest, mut all, mut handing_on, mut quoted) = (0, 0, 0, 0);
        for cell in book.grids.iter().flat_map(Grid::cells) {
            if let Value::Text(text) = &cell.value {
                longest = longest.max(text.len() as u64);
                all += text.len() as u64;
            }
        }
        for (_, parsed) in (0..book.grids.len()).flat_map(|sheet| formulas.of_sheet(sheet)) {
            let literal = parsed.longest_literal as u64;
            longest = longest.max(literal);
            match parsed.given {
                Given::Number | Given::NewText => {}
                Given::Quoted => quoted += literal,
                Given::Text => handing_on += 1,
            }
        }
        let mut texts = Self { longest, all, handed_on: longest * handing_on, quoted };
        for (given, bytes) in [(Given::Text, texts.handed_on), (Given::Quoted, texts.quoted)] {
            texts.all += if texts.allow(given) { bytes } else { 0 };
        }
        texts
    }

    /// Whether formulas that give this much are calculated.
    fn allow(&self, given: Given) -> bool {
        match given {
            Given::Number | Given::NewText => true,
            Given::Quoted => self.quoted <= MOST_HELD,
            Given::Text => self.handed_on <= MOST_HELD,
        }
    }
}
