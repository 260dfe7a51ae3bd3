//! The tables of a spreadsheet: where cells of which look stand, merged ranges, what is hidden, sizes.
//!
//! A cell, row or column may stand for a million equal ones; what is repeated is held once.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::style::{Looks, Styles};
use crate::error::{Error, Result};
use crate::grid::{COLUMNS, CellRange, CellRef, ROWS};
use crate::xlsx::look::{Run, Sheet};
use crate::xlsx::package::attribute;

/// Runs and merged ranges of all sheets; beyond them cells are read as having no look.
const MOST: usize = 1_000_000;

/// Reads the tables of the content part.
///
/// # Errors
/// The part is not well-formed XML.
pub fn read(content: &[u8], styles: &Styles, looks: &mut Looks) -> Result<Vec<Sheet>> {
    let mut walk = Walk { styles, looks, sheets: Vec::new(), depth: 0, held: 0, place: Place::default() };
    let mut reader = Reader::from_reader(content);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(Error::damaged)? {
            Event::Start(element) => walk.open(&element, false),
            Event::Empty(element) => walk.open(&element, true),
            Event::End(element) => walk.close(element.local_name().as_ref()),
            Event::Eof => return Ok(walk.sheets),
            _ => {}
        }
        buffer.clear();
    }
}

struct Walk<'w> {
    styles: &'w Styles,
    looks: &'w mut Looks,
    sheets: Vec<Sheet>,
    /// Tables around; one in a shape of another is none of ours.
    depth: usize,
    held: usize,
    place: Place,
}

/// Where in the current table we are.
#[derive(Default)]
struct Place {
    next_column: u32,
    row: u32,
    next_row: u32,
    col: u32,
    /// Last row that holds something.
    last_row: u32,
    /// Looks of columns: first, last, look.
    defaults: Vec<(u32, u32, u32)>,
    hidden: Vec<(u32, u32)>,
    row_look: Option<u32>,
}

impl Walk<'_> {
    fn open(&mut self, element: &BytesStart<'_>, empty: bool) {
        let name = element.local_name();
        match (name.as_ref(), self.depth) {
            ("table", depth) => {
                self.depth += usize::from(!empty);
                if depth == 0 {
                    self.place = Place::default();
                    self.sheets
                        .push(Sheet { name: attribute(element, "name").unwrap_or_default(), ..Sheet::default() });
                }
            }
            ("table-column", 1) => self.column(element),
            ("table-row", 1) => self.row(element),
            ("table-cell" | "covered-table-cell", 1) => self.cell(element),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if name == "table" && self.depth > 0 {
            self.depth -= 1;
            if let (0, Some(sheet)) = (self.depth, self.sheets.last_mut()) {
                let last = self.place.last_row;
                let hidden = self.place.hidden.iter().filter(|(first, _)| *first <= last);
                sheet.hidden_rows = hidden.flat_map(|&(first, end)| first..=end.min(last)).collect();
            }
        }
    }

    fn column(&mut self, element: &BytesStart<'_>) {
        let first = self.place.next_column;
        let last = first.saturating_add(repeated(element, "number-columns-repeated") - 1).min(COLUMNS - 1);
        self.place.next_column = last + 1;
        if first >= COLUMNS {
            return;
        }
        let look = self.look(attribute(element, "default-cell-style-name"));
        self.place.defaults.push((first, last, look.unwrap_or(0)));
        let width = attribute(element, "style-name").and_then(|style| self.styles.size(true, &style));
        if let Some(sheet) = self.sheets.last_mut() {
            if is_hidden(element) {
                sheet.hidden_cols.extend(first..=last);
            }
            sheet.widths.extend(width.map(|width| (first, last, width)));
        }
    }

    fn row(&mut self, element: &BytesStart<'_>) {
        let first = self.place.next_row.min(ROWS - 1);
        let last = first.saturating_add(repeated(element, "number-rows-repeated") - 1).min(ROWS - 1);
        (self.place.row, self.place.next_row, self.place.col) = (first, last + 1, 0);
        self.place.row_look = self.look(attribute(element, "default-cell-style-name"));
        if is_hidden(element) {
            self.place.hidden.push((first, last));
        }
        let height = attribute(element, "style-name").and_then(|style| self.styles.size(false, &style));
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.heights.extend(height.map(|height| (first, last, height)));
        }
    }

    fn cell(&mut self, element: &BytesStart<'_>) {
        let first = self.place.col;
        let last = first.saturating_add(repeated(element, "number-columns-repeated") - 1).min(COLUMNS - 1);
        self.place.col = last + 1;
        if first >= COLUMNS || self.held >= MOST {
            return;
        }
        let rows = (self.place.row, self.place.next_row - 1);
        if attribute(element, "value-type").is_some() || attribute(element, "formula").is_some() {
            self.place.last_row = rows.1;
        }
        let own = attribute(element, "style-name");
        let own = self.look(own).or(self.place.row_look);
        let looks: Vec<(u32, u32, u32)> = match own {
            Some(look) => vec![(first, last, look)],
            None => {
                let defaults = &self.place.defaults;
                let from = defaults.partition_point(|(_, end, _)| *end < first);
                let within = defaults[from..].iter().take_while(|(start, ..)| *start <= last);
                within.map(|&(start, end, look)| (start.max(first), end.min(last), look)).collect()
            }
        };
        let span = |name| attribute(element, name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(1).max(1);
        let (across, down) = (span("number-columns-spanned"), span("number-rows-spanned"));
        let Some(sheet) = self.sheets.last_mut() else {
            return;
        };
        for (start, end, look) in looks.into_iter().filter(|(_, _, look)| *look != 0) {
            self.held += 1;
            let cells = CellRange::new(CellRef::new(rows.0, start), CellRef::new(rows.1, end));
            sheet.runs.push(Run { cells, look });
        }
        if across > 1 || down > 1 {
            self.held += 1;
            let end = CellRef::new(
                rows.0.saturating_add(down - 1).min(ROWS - 1),
                first.saturating_add(across - 1).min(COLUMNS - 1),
            );
            sheet.merges.push(CellRange::new(CellRef::new(rows.0, first), end));
        }
    }

    fn look(&mut self, style: Option<String>) -> Option<u32> {
        style.map(|style| self.looks.index(self.styles, &style))
    }
}

fn repeated(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(1).max(1)
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "visibility").as_deref(), Some("collapse" | "filter"))
}
