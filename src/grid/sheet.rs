//! Book, Grid and Cell: the data, with look-ups by address.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cell_map::{column_place, row_span, row_starts, rows_within};
use super::merges::MergeIndex;
use super::notation::shown_number;
use super::{CellRange, CellRef, NumberFormat};
use crate::bahasa::Pesan;

/// The file format a workbook came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookFormat {
    /// `.xlsx`, `.xlsm`, `.xltx`, `.xltm`: a package that can be patched.
    Xlsx,
    /// `.xlsb`.
    Xlsb,
    /// `.xls`.
    Xls,
    /// `.ods`.
    Ods,
    /// A Markdown workbook of the project's own tests and seeds.
    Markdown,
}

/// A workbook: its sheets in order.
#[derive(Debug, Clone)]
pub struct Book {
    /// File name without folders, e.g. `DPA_2024.xlsx`.
    pub name: String,
    /// What it was read from.
    pub format: BookFormat,
    /// One Grid for each worksheet, in the workbook's order.
    pub grids: Vec<Grid>,
    /// What the reader could not give, for `kenali`.
    pub notes: Vec<Pesan>,
    /// Formulas name the wrong cells of other sheets: those that refer to one keep their stored value.
    pub misreads_links: bool,
    /// How much of its formulas is calculated.
    pub formula_limits: FormulaLimits,
}

/// How much of a book's formulas is calculated; what goes beyond keeps its stored value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormulaLimits {
    /// Characters of a formula.
    pub length: usize,
    /// Levels of brackets and signs in a formula.
    pub depth: usize,
    /// Formulas of a book.
    pub count: usize,
    /// Cells that all formulas together may look at.
    pub looked_at: u64,
}

impl Default for FormulaLimits {
    /// Excel itself stops at 8,192 characters and 64 levels. A few hundred formulas over whole columns cost more than
    /// all others.
    fn default() -> Self {
        Self { length: 8_192, depth: 256, count: 1_000_000, looked_at: 20_000_000 }
    }
}

impl Book {
    /// A workbook without sheets.
    pub fn new(name: &str, format: BookFormat) -> Self {
        let formula_limits = FormulaLimits::default();
        Self { name: name.into(), format, grids: Vec::new(), notes: Vec::new(), misreads_links: false, formula_limits }
    }
}

/// Whether a sheet is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// Shown.
    #[default]
    Visible,
    /// Hidden, can be unhidden in Excel.
    Hidden,
    /// Hidden from Excel's own list too.
    VeryHidden,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing (a formula without a stored result, too).
    Empty,
    /// A number as stored; the style tells how it is shown.
    Number(f64),
    /// Text.
    Text(Arc<str>),
    /// A truth value.
    Bool(bool),
    /// An Excel error such as `#DIV/0!`.
    Error(&'static str),
}

/// The part of a cell's style that carries meaning.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Style {
    /// How numbers are shown.
    pub format: NumberFormat,
    /// Bold font.
    pub bold: bool,
    /// Indent steps of the alignment.
    pub indent: u32,
}

/// One cell that holds a value or a formula.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Where it stands.
    pub at: CellRef,
    /// The value, for a formula the stored result.
    pub value: Value,
    /// The formula without its leading `=`, shared formulas expanded.
    pub formula: Option<Arc<str>>,
    /// Index into the Grid's styles.
    pub style: u32,
}

/// One sheet.
#[derive(Debug, Clone)]
pub struct Grid {
    /// The sheet's name.
    pub name: Arc<str>,
    /// Whether it is shown.
    pub visibility: Visibility,
    /// Merged ranges.
    pub merges: Vec<CellRange>,
    /// Hidden rows.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden columns.
    pub hidden_cols: BTreeSet<u32>,
    /// The text of comments, by cell; read from xlsx packages only.
    pub comments: BTreeMap<CellRef, Arc<str>>,
    /// The book's styles, shared between its sheets.
    pub styles: Arc<[Style]>,
    cells: Vec<Cell>,
    row_starts: Vec<(u32, u32)>,
    merge_index: MergeIndex,
}

/// Collects a sheet's cells in any order and makes the Grid.
#[derive(Debug, Default)]
pub struct GridBuilder {
    /// Cells so far; a later cell at the same address wins.
    pub cells: Vec<Cell>,
    /// Merged ranges.
    pub merges: Vec<CellRange>,
    /// Hidden rows.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden columns.
    pub hidden_cols: BTreeSet<u32>,
    /// The text of comments, by cell.
    pub comments: BTreeMap<CellRef, Arc<str>>,
    /// Whether the sheet is shown.
    pub visibility: Visibility,
}

impl GridBuilder {
    /// Sorts the cells and builds the row index.
    pub fn build(mut self, name: &str, styles: Arc<[Style]>) -> Grid {
        if !self.cells.is_sorted_by_key(|cell| cell.at) {
            self.cells.sort_by_key(|cell| cell.at);
        }
        self.cells.dedup_by(|later, kept| {
            let same = later.at == kept.at;
            if same {
                std::mem::swap(later, kept);
            }
            same
        });
        self.cells.shrink_to_fit();
        let row_starts = row_starts(self.cells.iter().map(|cell| cell.at));
        Grid {
            name: name.into(),
            visibility: self.visibility,
            merge_index: MergeIndex::new(&self.merges),
            merges: self.merges,
            hidden_rows: self.hidden_rows,
            hidden_cols: self.hidden_cols,
            comments: self.comments,
            styles,
            cells: self.cells,
            row_starts,
        }
    }
}

impl Grid {
    /// All cells that hold something, row by row.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells of one row, by column; empty when the row holds nothing.
    pub fn row(&self, row: u32) -> &[Cell] {
        &self.cells[row_span(&self.row_starts, self.cells.len(), row)]
    }

    /// The rows that hold something, ascending.
    pub fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.row_starts.iter().map(|&(row, _)| row)
    }

    /// The cell at an address, if it holds something.
    pub fn cell(&self, at: CellRef) -> Option<&Cell> {
        let row = self.row(at.row);
        column_place(row, at.col, |cell| cell.at.col).map(|index| &row[index])
    }

    /// The value at an address.
    pub fn value(&self, at: CellRef) -> &Value {
        self.cell(at).map_or(&Value::Empty, |cell| &cell.value)
    }

    /// The cells inside a range that hold something, row by row.
    pub fn cells_within(&self, range: CellRange) -> impl Iterator<Item = &Cell> {
        let rows = rows_within(&self.row_starts, range).iter().map(|&(row, _)| self.row(row));
        rows.flat_map(move |cells| {
            let start = cells.partition_point(|cell| cell.at.col < range.start.col);
            let end = cells.partition_point(|cell| cell.at.col <= range.end.col);
            &cells[start..end.max(start)]
        })
    }

    /// The addresses of the formula cells inside a range.
    pub fn formula_cells(&self, range: CellRange) -> impl Iterator<Item = CellRef> + '_ {
        self.cells_within(range).filter(|cell| cell.formula.is_some()).map(|cell| cell.at)
    }

    /// Puts a calculated number in place of a cell's stored value.
    pub fn set_number(&mut self, at: CellRef, number: f64) {
        if let Ok(index) = self.cells.binary_search_by_key(&at, |cell| cell.at) {
            self.cells[index].value = Value::Number(number);
        }
    }

    /// The style of a cell.
    pub fn style(&self, cell: &Cell) -> &Style {
        static PLAIN: std::sync::LazyLock<Style> = std::sync::LazyLock::new(Style::default);
        self.styles.get(cell.style as usize).unwrap_or(&PLAIN)
    }

    /// The merged range that covers an address.
    pub fn merge_at(&self, at: CellRef) -> Option<CellRange> {
        self.merge_index.covering(at).map(|index| self.merges[index])
    }

    /// The address itself, or the upper left cell of the merged range that covers it.
    pub fn anchor(&self, at: CellRef) -> CellRef {
        self.merge_at(at).map_or(at, |range| range.start)
    }

    /// The cell's content as text, trimmed; numbers as Excel shows them, in Indonesian notation.
    pub fn shown(&self, at: CellRef) -> String {
        match self.cell(at) {
            None => String::new(),
            Some(cell) => match &cell.value {
                Value::Empty => String::new(),
                Value::Number(number) => shown_number(*number, &self.style(cell).format),
                Value::Text(text) => text.trim().to_string(),
                Value::Bool(true) => "TRUE".into(),
                Value::Bool(false) => "FALSE".into(),
                Value::Error(error) => (*error).into(),
            },
        }
    }

    /// Whether the cell's row or column is hidden.
    pub fn is_hidden(&self, at: CellRef) -> bool {
        self.hidden_rows.contains(&at.row) || self.hidden_cols.contains(&at.col)
    }

    /// The last row that holds something.
    pub fn last_row(&self) -> Option<u32> {
        self.row_starts.last().map(|&(row, _)| row)
    }
}
