//! How the sheets of a workbook look, for formats that are written anew: the cells' fonts, fills and lines,
//! merged ranges, what is hidden, the sizes of rows and columns.

use std::collections::BTreeSet;

use crate::grid::{CellRange, CellRef};

/// Points of margin that a step of indent is told as.
pub const INDENT: f64 = 10.0;

/// The layout of a workbook.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// How cells look, by the index the sheets give; the first is that of cells without a style.
    pub looks: Vec<Look>,
}

impl Layout {
    /// The sheet of a name.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

/// A line along a cell's edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    /// Its width in twentieths of a point.
    pub width: u32,
    /// Two lines.
    pub double: bool,
    /// Not drawn through.
    pub broken: bool,
    /// Its colour as RGB.
    pub colour: u32,
}

/// How a cell looks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// Excel's code of the number format; nothing for a general one.
    pub format: String,
    /// Font name.
    pub font: Option<String>,
    /// Font size in points.
    pub size: Option<f64>,
    /// Bold.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Font colour as RGB.
    pub colour: Option<u32>,
    /// Background as RGB.
    pub fill: Option<u32>,
    /// Lines: left, right, top, bottom.
    pub borders: [Option<Border>; 4],
    /// `start`, `center`, `end` or `justify`.
    pub horizontal: Option<String>,
    /// `top`, `middle` or `bottom`.
    pub vertical: Option<String>,
    /// Text is broken between words.
    pub wrap: bool,
    /// Left margin in points.
    pub margin: f64,
}

/// Cells of one look, side by side and in equal rows below each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The cells.
    pub cells: CellRange,
    /// Index of their look.
    pub look: u32,
}

/// Rows or columns of one size: first, last, points.
pub type Sized = (u32, u32, f64);

/// The layout of one sheet.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Merged ranges.
    pub merges: Vec<CellRange>,
    /// Hidden rows, down to the last that holds something.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden columns.
    pub hidden_cols: BTreeSet<u32>,
    /// Cells that do not look like those without a style, in reading order.
    pub runs: Vec<Run>,
    /// Widths of columns.
    pub widths: Vec<Sized>,
    /// Heights of rows.
    pub heights: Vec<Sized>,
}

impl Sheet {
    /// The look of a cell.
    pub fn look_at(&self, at: CellRef) -> u32 {
        let is_before = |run: &Run| {
            let (start, end) = (run.cells.start, run.cells.end);
            end.row < at.row || start.row <= at.row && end.col < at.col
        };
        let run = self.runs.get(self.runs.partition_point(is_before));
        run.filter(|run| run.cells.contains(at)).map_or(0, |run| run.look)
    }
}
