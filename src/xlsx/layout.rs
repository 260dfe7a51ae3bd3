//! What a worksheet part tells besides values: style of each cell, merges, hidden rows and columns.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::limits::{check_merges, has_dtd};
use super::package::attribute;
use crate::error::{Error, Result};
use crate::grid::{COLUMNS, CellRange, CellRef};

/// The layout of one worksheet.
#[derive(Debug, Default)]
pub struct Layout {
    /// Style index of each cell that names one, in reading order.
    pub styles: Vec<(CellRef, u32)>,
    /// Merged ranges.
    pub merges: Vec<CellRange>,
    /// Hidden rows.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden columns.
    pub hidden_cols: BTreeSet<u32>,
}

/// Cells that a worksheet part hardly has more of: lists of them that grow would be copied again and again.
pub fn expected_cells(part: &[u8]) -> usize {
    /// Of a cell with an address, a format and a number.
    const BYTES: usize = 48;
    part.len() / BYTES
}

/// Reads the layout of a worksheet part.
///
/// # Errors
/// [`Error::Damaged`] when the part is not well-formed XML, [`Error::Refused`] when it has a DTD, more merged cells
/// than any sheet, or elements deeper than `nesting`.
pub fn read(part: &[u8], nesting: usize) -> Result<Layout> {
    let mut depth = 0_usize;
    let mut layout = Layout { styles: Vec::with_capacity(expected_cells(part)), ..Layout::default() };
    let mut next = CellRef::new(0, 0);
    let mut reader = Reader::from_reader(part);
    loop {
        match reader.read_event().map_err(Error::damaged)? {
            Event::Start(element) => {
                layout.visit(&element, &mut next);
                depth += 1;
                if depth > nesting {
                    return Err(Error::refused(
                        format!("isinya bersarang lebih dari {nesting} tingkat ([batas] sarang)"),
                        format!("it is nested deeper than {nesting} levels ([batas] sarang)"),
                    ));
                }
            }
            Event::Empty(element) => layout.visit(&element, &mut next),
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                if element.local_name().as_ref() == "row" {
                    next = CellRef::new(next.row.saturating_add(1), 0);
                }
            }
            Event::DocType(_) => return Err(has_dtd()),
            Event::Eof => break,
            _ => {}
        }
    }
    check_merges(&layout.merges)?;
    Ok(layout)
}

impl Layout {
    /// `next` is where a cell without an address of its own stands.
    fn visit(&mut self, element: &BytesStart<'_>, next: &mut CellRef) {
        match element.local_name().as_ref() {
            "c" => self.visit_cell(element, next),
            "row" => {
                let number = attribute(element, "r").and_then(|number| number.parse::<u32>().ok());
                *next = CellRef::new(number.map_or(next.row, |number| number.saturating_sub(1)), 0);
                if is_true(element, "hidden") {
                    self.hidden_rows.insert(next.row);
                }
            }
            "col" if is_true(element, "hidden") => {
                let bound = |name| attribute(element, name).and_then(|number| number.parse::<u32>().ok());
                if let (Some(first), Some(last)) = (bound("min"), bound("max")) {
                    // Columns stand in order; repeating them a million times gains nothing.
                    let known = self.hidden_cols.last().map_or(0, |last| last + 1);
                    self.hidden_cols.extend(first.saturating_sub(1).max(known)..last.min(COLUMNS));
                }
            }
            "mergeCell" => {
                self.merges.extend(attribute(element, "ref").and_then(|range| CellRange::parse(&range)));
            }
            _ => {}
        }
    }

    fn visit_cell(&mut self, element: &BytesStart<'_>, next: &mut CellRef) {
        let mut style = 0;
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "r" => *next = CellRef::parse(&attribute.value).unwrap_or(*next),
                "s" => style = attribute.value.parse().unwrap_or(0),
                _ => {}
            }
        }
        if style != 0 {
            self.styles.push((*next, style));
        }
        next.col = next.col.saturating_add(1);
    }
}

fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(element, name).as_deref(), Some("1" | "true"))
}
