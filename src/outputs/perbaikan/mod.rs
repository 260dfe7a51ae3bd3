//! Safe mends of a workbook, in a copy: what can be put right without a person's judgement.
//!
//! Four kinds: numbers typed as text, formulas with a number typed over them, sums whose range is too
//! short or too long, texts whose separators differ from their column's. Each mend follows from a
//! finding, and the mended workbook is checked again: a mend whose finding is still there, that makes
//! its cell wrong in another way, or that does not give what the finding asks for, is not made.

mod find;
mod patch;
mod text;

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

pub use self::text::report;
use crate::bahasa::Pesan;
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::grid::{Book, BookFormat, CellRef, Value, decimal_from_f64};
use crate::pipeline::{self, Settings};

/// One cell that is put right.
#[derive(Debug, Clone, PartialEq)]
pub struct Mend {
    /// The rule whose finding it answers.
    pub rule: &'static str,
    /// Index of the sheet in the book.
    pub sheet: usize,
    /// The sheet's name.
    pub sheet_name: Arc<str>,
    /// The cell.
    pub cell: CellRef,
    /// What is written.
    pub before: String,
    /// What is written afterwards.
    pub after: String,
    /// What the cell is to give afterwards, where the finding tells it.
    pub expected: Option<Decimal>,
    /// What is done.
    pub change: Change,
}

/// What is done to a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A number takes the place of a text; in the cell's own format unless another one is named.
    Number {
        /// The number.
        value: Decimal,
        /// Index of the format to take, when the cell's own shows everything as text.
        style: Option<u32>,
    },
    /// A formula takes the place of what stands there; without its leading `=`.
    Formula(String),
    /// A text takes the place of a text.
    Text(String),
}

impl Change {
    /// What is done, in words for the list.
    pub fn words(&self) -> Pesan {
        match self {
            Change::Number { .. } => Pesan::new("teks dijadikan angka", "text made a number"),
            Change::Formula(_) => Pesan::new("rumus dibetulkan", "formula put right"),
            Change::Text(_) => Pesan::new("pemisah diseragamkan", "separators made alike"),
        }
    }
}

/// A workbook with its mends.
#[derive(Debug, Clone, PartialEq)]
pub struct Mended {
    /// Its name in the report.
    pub nama: String,
    /// The mended copy.
    pub bytes: Vec<u8>,
    /// What was mended, by sheet and cell.
    pub mends: Vec<Mend>,
    /// What was tried and left as it was, because its result was doubtful.
    pub left: Vec<Mend>,
    /// Findings before and after.
    pub findings: (usize, usize),
}

/// Rounds of checking after which the mends that are still doubtful are given up.
const ROUNDS: usize = 4;

/// Mends a workbook as far as it is safe.
///
/// # Errors
/// What keeps the bytes from being read; [`Error::Refused`] for formats that can't be patched.
pub fn mend(nama: &str, bytes: &[u8], settings: &Settings) -> Result<Mended> {
    let book = pipeline::open_within(nama, bytes, &settings.limits)?;
    if book.format != BookFormat::Xlsx {
        return Err(Error::refused(
            "hanya .xlsx dan .xlsm yang dapat diperbaiki",
            "only .xlsx and .xlsm can be mended",
        ));
    }
    let (laporan, before) = pipeline::check(book, settings)?;
    let (count, mut left) = (before.findings.len(), Vec::new());
    let mut mends = find::mends(&laporan, &before.findings);
    for _ in 0..ROUNDS {
        if mends.is_empty() {
            break;
        }
        let patched = patch::patched(bytes, &mends)?;
        let patched = patch::recalculated(&patched, &laporan.book, &settings.limits)?;
        let (mended, after) = pipeline::check(pipeline::open_within(nama, &patched, &settings.limits)?, settings)?;
        let mut doubtful = doubtful(&mends, &before.findings, &after.findings);
        doubtful.extend(mends.iter().filter(|mend| !gives_expected(mend, &mended.book)).map(place));
        if doubtful.is_empty() {
            let findings = (count, after.findings.len());
            return Ok(Mended { nama: nama.into(), bytes: patched, mends, left, findings });
        }
        left.extend(mends.extract_if(.., |mend| doubtful.contains(&place(mend))));
    }
    left.append(&mut mends);
    Ok(Mended { nama: nama.into(), bytes: bytes.to_vec(), mends, left, findings: (count, count) })
}

fn place(mend: &Mend) -> (usize, CellRef) {
    (mend.sheet, mend.cell)
}

/// Whether the mended cell holds what its finding asks for, as far as that is printed.
fn gives_expected(mend: &Mend, book: &Book) -> bool {
    let Some(expected) = mend.expected else {
        return true;
    };
    let Value::Number(number) = *book.grids[mend.sheet].value(mend.cell) else {
        return false;
    };
    decimal_from_f64(number).is_some_and(|number| number.round_dp(expected.scale()) == expected)
}

/// The mends whose finding is still there, or whose cell is wrong in a new way.
fn doubtful(mends: &[Mend], before: &[Finding], after: &[Finding]) -> BTreeSet<(usize, CellRef)> {
    let is_new = |finding: &Finding| {
        finding.severity == Severity::Error
            && !before.iter().any(|known| known.rule == finding.rule && known.place == finding.place)
    };
    let is_doubtful = |mend: &&Mend| {
        let mut here =
            after.iter().filter(|finding| finding.place.sheet == mend.sheet && finding.place.range.contains(mend.cell));
        here.any(|finding| finding.rule == mend.rule || is_new(finding))
    };
    mends.iter().filter(is_doubtful).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mend_must_give_what_its_finding_asks_for() {
        let book =
            crate::grid::parse_markdown("uji", "| | A |\n|---|---|\n| 1 | 624.004 |").expect("a readable workbook");
        let mend = |expected: Option<&str>| Mend {
            rule: "J02",
            sheet: 0,
            sheet_name: "Lembar".into(),
            cell: CellRef::new(0, 0),
            before: "=A2".into(),
            after: "=A2+A3".into(),
            expected: expected.map(|text| text.parse().expect("a number")),
            change: Change::Formula("A2+A3".into()),
        };
        assert!(gives_expected(&mend(Some("624")), &book) && gives_expected(&mend(None), &book));
        assert!(!gives_expected(&mend(Some("312")), &book));
    }
}
