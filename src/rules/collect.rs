//! Collecting findings: a rule points at cells and says what it saw; everything else is filled in here.

use super::Rule;
use crate::finding::{Cause, Finding, Related, Severity, fingerprint};
use crate::grid::{CellRange, CellRef};
use crate::laporan::arithmetic::{Hint, Spot};
use crate::laporan::{Dokumen, Laporan};

/// Related cells listed with a finding.
const MOST_RELATED: usize = 12;

/// The findings of one rule on one workbook.
pub struct Findings<'a> {
    rule: &'static Rule,
    laporan: &'a Laporan,
    list: Vec<Finding>,
}

/// A finding just added, to be told more about.
pub struct Draft<'a, 'b> {
    laporan: &'b Laporan,
    finding: &'a mut Finding,
}

impl<'a> Findings<'a> {
    /// No findings yet.
    pub fn new(rule: &'static Rule, laporan: &'a Laporan) -> Self {
        Self { rule, laporan, list: Vec::new() }
    }

    /// The workbook looked at.
    pub fn laporan(&self) -> &'a Laporan {
        self.laporan
    }

    /// Adds a finding at a spot of a table.
    pub fn at(&mut self, dokumen: &Dokumen, spot: Spot, message: impl Into<String>) -> Draft<'_, 'a> {
        let table = &dokumen.table;
        let cell = dokumen.cell(spot);
        let anchor = table.rows[spot.row].entries[spot.column].cell;
        let subject = format!(
            "{}\u{1f}{}\u{1f}{}",
            table.jenis,
            table.row_name(&table.rows[spot.row]),
            dokumen.header(spot.column)
        );
        self.add(table.sheet, if anchor.row == cell.row { anchor } else { cell }, &subject, message)
    }

    /// Adds a finding at a cell or range; `subject` names it in words, for the fingerprint.
    pub fn add(
        &mut self,
        sheet: usize,
        range: impl Into<CellRange>,
        subject: &str,
        message: impl Into<String>,
    ) -> Draft<'_, 'a> {
        let finding = Finding {
            rule: self.rule.code,
            severity: self.rule.severity,
            book: self.laporan.berkas.clone(),
            place: self.laporan.place(sheet, range),
            message: message.into(),
            written: None,
            expected: None,
            cause: None,
            guess: None,
            advice: None,
            basis: self.rule.basis,
            related: Vec::new(),
            fingerprint: subject.to_string(),
        };
        self.list.push(finding);
        let finding = self.list.last_mut().expect("a finding was just pushed");
        Draft { laporan: self.laporan, finding }
    }

    /// The findings with their fingerprints.
    pub fn finish(mut self) -> Vec<Finding> {
        for finding in &mut self.list {
            finding.fingerprint =
                fingerprint(finding.rule, &finding.fingerprint, finding.written.as_deref().unwrap_or(""));
        }
        self.list
    }
}

impl Draft<'_, '_> {
    /// What is written.
    pub fn written(self, text: impl Into<String>) -> Self {
        self.finding.written = Some(text.into());
        self
    }

    /// What was expected.
    pub fn expected(self, text: impl Into<String>) -> Self {
        self.finding.expected = Some(text.into());
        self
    }

    /// The cause, when it is known.
    pub fn cause(self, cause: Cause, words: impl Into<String>) -> Self {
        self.finding.cause = Some(cause);
        self.finding.guess = Some(words.into());
        self
    }

    /// The cause the digits tell, if they do.
    pub fn hint(self, hint: Option<&Hint>) -> Self {
        match hint {
            Some(hint) => self.cause(hint.cause, hint.words.clone()),
            None => self,
        }
    }

    /// What to do.
    pub fn advice(self, text: impl Into<String>) -> Self {
        self.finding.advice = Some(text.into());
        self
    }

    /// Another level than the rule's own.
    pub fn severity(self, severity: Severity) -> Self {
        self.finding.severity = severity;
        self
    }

    /// A cell that takes part.
    pub fn see(self, sheet: usize, range: impl Into<CellRange>, note: impl Into<String>) -> Self {
        let related =
            Related { book: self.laporan.berkas.clone(), place: self.laporan.place(sheet, range), note: note.into() };
        if related.place.range != self.finding.place.range || related.place.sheet != self.finding.place.sheet {
            self.finding.related.push(related);
        }
        self
    }

    /// Cells of any sheets that take part; the first few are enough to find the others.
    pub fn see_cells(self, cells: impl IntoIterator<Item = (usize, CellRef)>, note: &str) -> Self {
        cells.into_iter().take(MOST_RELATED).fold(self, |draft, (sheet, cell)| draft.see(sheet, cell, note))
    }

    /// Spots of the same table that take part; a run of cells below each other becomes one range.
    pub fn see_spots(mut self, dokumen: &Dokumen, spots: &[Spot], note: &str) -> Self {
        let mut cells: Vec<CellRef> = spots.iter().map(|&spot| dokumen.cell(spot)).collect();
        cells.sort_by_key(|cell| (cell.col, cell.row));
        let mut ranges: Vec<CellRange> = Vec::new();
        for cell in cells {
            match ranges.last_mut() {
                Some(range) if range.end.col == cell.col && range.end.row + 1 == cell.row => range.end = cell,
                _ => ranges.push(cell.into()),
            }
        }
        for range in ranges.into_iter().take(MOST_RELATED) {
            self = self.see(dokumen.table.sheet, range, note);
        }
        self
    }
}
