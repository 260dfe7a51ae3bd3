//! What a calculation may cost: the cells it looks at in all, and the texts and cells it holds at once.
//!
//! The engine stops for nothing once it runs, and memory that can't be had ends the process. So a formula is let
//! through only where its cost is known beforehand to be within bounds.

use super::parse::{Formulas, Parsed};
use super::template::{Given, Reference};
use crate::grid::{Book, Grid, Value};

/// The last row of a sheet.
const LAST_ROW: u32 = 1_048_575;

/// Bytes that a formula may hold at once, and that all texts which formulas hand on may take.
const MOST_HELD: u64 = 512 << 20;

/// Bytes of a cell of a range that is worked on cell by cell, beside its text.
const CELL: u64 = 128;

/// How much dearer a cell is when it is worked on cell by cell: half a microsecond, blank or not.
const SPREAD: u64 = 4;

/// What is left to spend.
#[derive(Clone)]
pub(super) struct Budget<'a> {
    book: &'a Book,
    looked_at: u64,
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
        Self { book, looked_at: book.formula_limits.looked_at, texts: Texts::of(book, formulas) }
    }

    /// Whether a formula may be calculated; its cost is taken off when it may.
    pub(super) fn takes(&mut self, parsed: &Parsed<'_>) -> bool {
        if parsed.is_broken() || parsed.is_uncalculated || !self.texts.allow(parsed.given) {
            return false;
        }
        let spread = parsed.spread_references().map(|reference| size(reference, reference.range.end.row));
        let held = spread.clone().map(|cells| cells * CELL + (cells * self.texts.longest).min(self.texts.all));
        if held.fold(0, u64::saturating_add) > MOST_HELD {
            return false;
        }
        let looked_at = spread.fold(self.cells(parsed), |sum, cells| sum.saturating_add(cells * (SPREAD - 1)));
        match self.looked_at.checked_sub(looked_at) {
            Some(left) => {
                self.looked_at = left;
                true
            }
            None => false,
        }
    }

    /// How many cells a formula looks at. A sum of a whole column ends where the sheet does; other functions may walk
    /// to the last row there is.
    fn cells(&self, parsed: &Parsed<'_>) -> u64 {
        let cells = |reference: Reference| {
            let range = reference.range;
            let last = self.book.grids.get(reference.sheet).and_then(Grid::last_row).unwrap_or(0);
            let is_whole = range.start.row == 0 && range.end.row >= LAST_ROW;
            size(reference, if parsed.is_sum && is_whole { range.end.row.min(last) } else { range.end.row })
        };
        parsed.references().map(cells).fold(0, u64::saturating_add)
    }
}

/// The cells of a reference down to a row.
fn size(reference: Reference, end: u32) -> u64 {
    let range = reference.range;
    let rows = u64::from(end.saturating_sub(range.start.row)) + 1;
    rows * (u64::from(range.end.col.saturating_sub(range.start.col)) + 1)
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
