//! Collecting findings: a rule points at cells and says what it saw; everything else is filled in here.

use super::Rule;
use crate::finding::{Cause, Finding, Related, Severity, fingerprint};
use crate::grid::{CellRange, CellRef, Value, single_spaced};
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
        let subject = subject_of(dokumen, spot);
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
        let (berkas, place) = (self.laporan.berkas.clone(), self.laporan.place(sheet, range));
        let finding = self.rule.finding(berkas, place, message.into(), subject.to_string());
        self.list.push(finding);
        let finding = self.list.last_mut().expect("a finding was just pushed");
        Draft { laporan: self.laporan, finding }
    }

    /// What names a cell in words, for the fingerprint: its row and column in a table, else the texts
    /// left of it and above it.
    pub fn subject(&self, sheet: usize, cell: CellRef) -> String {
        let on_sheet = self.laporan.dokumen.iter().filter(|dokumen| dokumen.table.sheet == sheet);
        let spot = |dokumen: &Dokumen| {
            let row = dokumen.table.rows.iter().position(|row| row.row == cell.row)?;
            let column = dokumen.table.columns.iter().position(|column| column.col == cell.col)?;
            Some(subject_of(dokumen, Spot { row, column }))
        };
        on_sheet.into_iter().find_map(spot).unwrap_or_else(|| {
            let grid = &self.laporan.book.grids[sheet];
            let is_text = |at: CellRef| matches!(grid.value(at), Value::Text(_));
            let mut left = grid.row(cell.row).iter().map(|cell| cell.at).filter(|at| at.col < cell.col);
            let above = (cell.row.saturating_sub(MOST_ABOVE)..cell.row).map(|row| CellRef::new(row, cell.col));
            let texts = [left.rfind(|&at| is_text(at)), above.rev().find(|&at| is_text(at))];
            texts.map(|at| at.map(|at| grid.shown(at)).unwrap_or_default()).join("\u{1f}")
        })
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

/// Rows looked up for the text above a cell outside tables.
const MOST_ABOVE: u32 = 100;

/// Kind of form, name of the row, headers of the column.
fn subject_of(dokumen: &Dokumen, spot: Spot) -> String {
    let table = &dokumen.table;
    let headers: Vec<String> =
        table.columns[spot.column].path.iter().map(|text| single_spaced(text).into_owned()).collect();
    format!("{}\u{1f}{}\u{1f}{}", table.jenis, single_spaced(table.row_name(&table.rows[spot.row])), headers.join(" "))
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
