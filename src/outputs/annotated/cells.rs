//! A sheet's cells: their format indexes changed, and the cells a comment needs put in.
//!
//! Rows and cells may lack their `r`, rows may stand out of order or be empty elements; a new row or
//! cell goes before the first one that comes after it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::frame::{Frame, height_in_pixels};
use super::links::LinkFormulas;
use super::marks::{Marks, level_at};
use super::styles::Styles;
use super::xml::{Edits, Tag, TagKind, close_of, filled, for_some_tags, with_attribute};
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::grid::{CellRange, CellRef};

/// What the walk over the cells gives.
#[derive(Debug, Default)]
pub struct CellPatch {
    /// Edits of the sheet part.
    pub edits: Edits,
    /// Heights of rows that say one, in pixels; 0 when hidden.
    pub heights: BTreeMap<u32, u32>,
    /// Commented cells that hold a figure, or a formula that is no link.
    pub figures: BTreeSet<CellRef>,
}

/// Fills the marked cells. `earlier`: fills of an earlier annotation are taken off everywhere.
///
/// # Errors
/// The part is not well-formed XML.
pub fn patch_cells(
    text: &str,
    frame: &Frame,
    marks: &Marks<'_>,
    styles: &mut Styles,
    earlier: bool,
) -> Result<CellPatch> {
    let Some(data) = &frame.data else {
        return Ok(CellPatch::default());
    };
    let mut walk = Walk {
        frame,
        marks,
        styles,
        earlier,
        missing: BTreeMap::new(),
        unplaced: marks.rows(),
        is_malformed: false,
        patch: CellPatch::default(),
    };
    walk.missing.extend(marks.rows().into_iter().map(|row| (row, None)));
    walk.unplaced.reverse();
    if let Some(close) = data.close {
        walk.rows(&text[data.open.end..close], data.open.end)?;
    }
    if walk.is_malformed {
        return Err(Error::broken("sebuah sel atau baris tidak ditulis dengan benar", "a cell or a row is malformed"));
    }
    let rows = walk.missing_rows();
    let mut patch = walk.patch;
    match data.close {
        Some(close) => rows.into_iter().for_each(|(at, row)| patch.edits.insert(at.unwrap_or(close), row)),
        None if rows.is_empty() => {}
        None => {
            let rows: String = rows.into_iter().map(|(_, row)| row).collect();
            patch.edits.replace(data.open.clone(), filled(&text[data.open.clone()], &rows));
        }
    }
    widen_dimension(text, frame, marks, &mut patch.edits);
    Ok(patch)
}

struct Walk<'w, 'f> {
    frame: &'w Frame,
    marks: &'w Marks<'f>,
    styles: &'w mut Styles,
    earlier: bool,
    /// Rows with comments that were not met yet, and where they would go.
    missing: BTreeMap<u32, Option<usize>>,
    /// The same rows without a place yet, descending.
    unplaced: Vec<u32>,
    /// Rows and cells stand in each other.
    is_malformed: bool,
    patch: CellPatch,
}

/// Rows can be told by their tags alone: no comment or literal text may hold one, and no formula of a row that is
/// skipped may be shared by a link.
fn is_plain(slice: &str) -> bool {
    let holds = |text: &str| memchr::memmem::find(slice.as_bytes(), text.as_bytes()).is_some();
    !["<!", "YPERLINK", "yperlink"].into_iter().any(holds)
}

/// A row as it stands in the part.
struct Row<'t> {
    row: u32,
    tag: Tag<'t>,
    cells: Vec<RowCell<'t>>,
    close: usize,
}

struct RowCell<'t> {
    col: u32,
    tag: Tag<'t>,
    has_figure: bool,
    is_link: bool,
}

impl Walk<'_, '_> {
    /// Goes over the rows of a slice of the part that begins at `base`.
    fn rows(&mut self, slice: &str, base: usize) -> Result<()> {
        let mut current: Option<Row<'_>> = None;
        let (mut next_row, mut next_col) = (0, 0);
        let mut formulas = LinkFormulas::default();
        let may_skip = !self.earlier && is_plain(slice);
        for_some_tags(slice, |tag| {
            let in_slice = tag;
            let tag = Tag { start: tag.start + base, end: tag.end + base, ..tag };
            match (tag.depth, tag.local()) {
                (0, "row") if tag.kind == TagKind::Close => {
                    if let Some(row) = current.take() {
                        self.row(Row { close: tag.start, ..row });
                    }
                }
                (0, "row") => {
                    let row = tag.number::<u32>("r").map_or(next_row, |number| number.saturating_sub(1));
                    (next_row, next_col) = (row.saturating_add(1), 0);
                    self.meet(row, tag);
                    let met = Row { row, tag, cells: Vec::new(), close: tag.end };
                    match tag.kind {
                        TagKind::Empty => self.row(met),
                        _ if may_skip && self.marks.fills_of(row).is_empty() => {
                            return close_of(slice, in_slice);
                        }
                        _ => current = Some(met),
                    }
                }
                (1, "c") if tag.opens() => {
                    let col = tag.raw("r").and_then(CellRef::parse).map_or(next_col, |cell| cell.col);
                    next_col = col.saturating_add(1);
                    if let Some(row) = &mut current {
                        row.cells.push(RowCell { col, tag, has_figure: false, is_link: false });
                    }
                }
                (2, "v" | "f") => {
                    let is_link = tag.local() == "f" && formulas.see(slice, in_slice);
                    if let Some(cell) = current.as_mut().and_then(|row| row.cells.last_mut()) {
                        let is_text = matches!(cell.tag.raw("t"), Some("s" | "inlineStr" | "str"));
                        cell.has_figure |= tag.local() == "f" || tag.kind == TagKind::Open && !is_text;
                        cell.is_link |= is_link;
                    }
                }
                (_, "sheetData" | "row" | "c") if tag.opens() => self.is_malformed = true,
                _ => {}
            }
            None
        })
    }

    /// Notes a row's height, and that missing rows with lower numbers go before it.
    fn meet(&mut self, row: u32, tag: Tag<'_>) {
        while let Some(missing) = self.unplaced.pop_if(|missing| *missing < row) {
            self.missing.entry(missing).and_modify(|place| *place = Some(tag.start));
        }
        if tag.flag("hidden") {
            self.patch.heights.insert(row, 0);
        } else if let Some(points) = tag.number("ht") {
            self.patch.heights.insert(row, height_in_pixels(points));
        }
    }

    fn row(&mut self, row: Row<'_>) {
        let fills = self.marks.fills_of(row.row);
        if fills.is_empty() && !self.earlier {
            return;
        }
        for &RowCell { col, tag, .. } in &row.cells {
            let format = tag.number("s").unwrap_or(0);
            let wanted = self.format(format, level_at(&fills, CellRef::new(row.row, col)));
            if wanted != format {
                self.patch.edits.replace(tag.start..tag.end, with_attribute(tag.text, "s", &wanted.to_string()));
            }
        }
        if self.missing.remove(&row.row).is_some() {
            let columns = self.marks.columns_of(row.row);
            let figures =
                row.cells.iter().filter(|cell| cell.has_figure && !cell.is_link && columns.contains(&cell.col));
            self.patch.figures.extend(figures.map(|cell| CellRef::new(row.row, cell.col)));
            self.add_cells(&row, columns, &fills);
        }
    }

    /// The format wanted for a cell; without a level that of the cell before any annotation.
    fn format(&mut self, format: usize, level: Option<Severity>) -> usize {
        if level.is_some() || self.earlier { self.styles.restyle(format, level) } else { format }
    }

    /// Puts the commented cells in that the row lacks.
    fn add_cells(&mut self, row: &Row<'_>, mut columns: Vec<u32>, fills: &[(CellRange, Severity)]) {
        let row_format = row.tag.flag("customFormat").then(|| row.tag.number("s")).flatten();
        columns.retain(|col| row.cells.iter().all(|existing| existing.col != *col));
        let (Some(&first), Some(&last)) = (columns.first(), columns.last()) else {
            return;
        };
        let mut at_end = String::new();
        for col in columns {
            let cell = self.new_cell(CellRef::new(row.row, col), row_format, fills);
            match row.cells.iter().find(|existing| existing.col > col) {
                Some(next) => self.patch.edits.insert(next.tag.start, cell),
                None => at_end.push_str(&cell),
            }
        }
        let tag = with_wider_spans(row.tag, first, last);
        if row.tag.kind == TagKind::Empty {
            self.patch.edits.replace(row.tag.start..row.tag.end, filled(&tag, &at_end));
        } else {
            self.patch.edits.insert(row.close, at_end);
            if tag != row.tag.text {
                self.patch.edits.replace(row.tag.start..row.tag.end, tag);
            }
        }
    }

    fn new_cell(&mut self, cell: CellRef, row_format: Option<usize>, fills: &[(CellRange, Severity)]) -> String {
        let format = row_format.unwrap_or_else(|| self.frame.column_format(cell.col));
        let format = self.format(format, level_at(fills, cell));
        format!("<{}c r=\"{cell}\" s=\"{format}\"/>", self.frame.root.prefix)
    }

    /// The rows that were not met, each with its place.
    fn missing_rows(&mut self) -> Vec<(Option<usize>, String)> {
        let prefix = &self.frame.root.prefix;
        let missing = std::mem::take(&mut self.missing);
        missing
            .into_iter()
            .map(|(row, at)| {
                let fills = self.marks.fills_of(row);
                let columns = self.marks.columns_of(row);
                let cells: String =
                    columns.into_iter().map(|col| self.new_cell(CellRef::new(row, col), None, &fills)).collect();
                (at, format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", row + 1))
            })
            .collect()
    }
}

/// `spans="2:5"` promises that no cell stands outside.
fn with_wider_spans(tag: Tag<'_>, first: u32, last: u32) -> String {
    let spans = tag.raw("spans").and_then(|spans| spans.split_once(':'));
    let spans = spans.and_then(|(low, high)| Some((low.parse::<u32>().ok()?, high.parse::<u32>().ok()?)));
    match spans {
        Some((low, high)) if first + 1 < low || last + 1 > high => {
            with_attribute(tag.text, "spans", &format!("{}:{}", low.min(first + 1), high.max(last + 1)))
        }
        _ => tag.text.to_string(),
    }
}

/// Makes the declared dimension cover the commented cells.
fn widen_dimension(text: &str, frame: &Frame, marks: &Marks<'_>, edits: &mut Edits) {
    let Some((span, declared)) = &frame.dimension else {
        return;
    };
    let wide = marks.comments.keys().fold(*declared, |range, cell| {
        let start = CellRef::new(range.start.row.min(cell.row), range.start.col.min(cell.col));
        let end = CellRef::new(range.end.row.max(cell.row), range.end.col.max(cell.col));
        CellRange::new(start, end)
    });
    if wide != *declared {
        let span: Range<usize> = span.clone();
        edits.replace(span.clone(), with_attribute(&text[span], "ref", &wide.to_string()));
    }
}
