//! What surrounds a sheet's cells: merged ranges, columns, links, and where new elements belong.

use std::ops::Range;

use super::links::Links;
use super::xml::{Root, Tag, TagKind, close_of, for_some_tags, root_of};
use crate::error::{Error, Result};
use crate::grid::CellRange;

/// A sheet part without its cells.
#[derive(Debug)]
pub struct Frame {
    /// The root element.
    pub root: Root,
    /// Where the cells stand.
    pub data: Option<Data>,
    /// Merged ranges.
    pub merges: Vec<CellRange>,
    /// Formats and widths of columns.
    pub columns: Vec<Columns>,
    /// Width of the other columns, in pixels.
    pub default_width: u32,
    /// Height of rows that say nothing else, in pixels.
    pub default_height: u32,
    /// The relationship id of the drawing that holds the comment boxes.
    pub legacy_drawing: Option<String>,
    /// Where a `legacyDrawing` element goes.
    pub legacy_at: Option<usize>,
    /// The element `hyperlinks`.
    pub links: Links,
    /// Where a `hyperlinks` element goes.
    pub links_at: Option<usize>,
    /// The `dimension` element and what it says.
    pub dimension: Option<(Range<usize>, CellRange)>,
}

/// The element `sheetData`.
#[derive(Debug)]
pub struct Data {
    /// Its open tag, or the whole of `<sheetData/>`.
    pub open: Range<usize>,
    /// Offset of its close tag; `None` for `<sheetData/>`.
    pub close: Option<usize>,
}

/// A `<col>` element.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    first: u32,
    last: u32,
    format: usize,
    width: u32,
}

/// The elements that come after `hyperlinks`, in the order of the schema; Excel offers a repair when
/// one stands below another that follows it.
const AFTER_LINKS: [&str; 20] = [
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// How many of them do not come after `legacyDrawing`.
const UP_TO_LEGACY: usize = 12;

/// Excel's default column and row, in pixels.
const WIDTH: u32 = 64;
const HEIGHT: u32 = 20;

/// Offset of an element's close tag; `None` when more than one place may be it.
fn only_close(text: &str, open: Tag<'_>) -> Option<usize> {
    let first = close_of(text, open)?;
    let close = &text.as_bytes()[first..][..open.name().len() + 2];
    memchr::memmem::find(&text.as_bytes()[first + 1..], close).is_none().then_some(first)
}

impl Frame {
    /// Reads a sheet part.
    ///
    /// # Errors
    /// The part is not well-formed XML.
    pub fn read(text: &str) -> Result<Self> {
        let mut frame: Option<Frame> = None;
        let mut alternate = None;
        for_some_tags(text, |tag| {
            match &mut frame {
                None => frame = Some(Frame::new(root_of(tag))),
                Some(frame) => frame.see(tag, &mut alternate),
            }
            let is_cells = tag.depth == 1 && tag.kind == TagKind::Open && tag.local() == "sheetData";
            // The cells are walked when they are patched.
            is_cells.then(|| only_close(text, tag)).flatten()
        })?;
        frame.ok_or_else(|| Error::broken("bagian lembar kosong", "a sheet part is empty"))
    }

    fn new(root: Root) -> Self {
        Self {
            root,
            data: None,
            merges: Vec::new(),
            columns: Vec::new(),
            default_width: WIDTH,
            default_height: HEIGHT,
            legacy_drawing: None,
            legacy_at: None,
            links: Links::default(),
            links_at: None,
            dimension: None,
        }
    }

    fn see(&mut self, tag: Tag<'_>, alternate: &mut Option<usize>) {
        match (tag.depth, tag.kind) {
            (0, TagKind::Close) => {
                self.root.close = Some(tag.start);
                self.legacy_at.get_or_insert(tag.start);
                self.links_at.get_or_insert(tag.start);
            }
            (1, TagKind::Close) => {
                *alternate = None;
                if tag.local() == "hyperlinks" {
                    self.links.close(tag);
                }
                if let Some(data) = self.data.as_mut().filter(|data| tag.local() == "sheetData" && data.close.is_none())
                {
                    data.close = Some(tag.start);
                }
            }
            (1, _) => self.see_child(tag, alternate),
            (2, TagKind::Open | TagKind::Empty) => self.see_grandchild(tag),
            (2, TagKind::Close) if tag.local() == "hyperlink" => self.links.close_link(tag),
            (3, TagKind::Open | TagKind::Empty) => {
                if let Some(start) = *alternate {
                    self.see_follower(tag.local(), start);
                }
            }
            _ => {}
        }
    }

    fn see_child(&mut self, tag: Tag<'_>, alternate: &mut Option<usize>) {
        match tag.local() {
            "sheetData" if self.data.is_none() => self.data = Some(Data { open: tag.start..tag.end, close: None }),
            "sheetFormatPr" => {
                self.default_width = tag.number("defaultColWidth").map_or(WIDTH, width_in_pixels);
                self.default_height = tag.number("defaultRowHeight").map_or(HEIGHT, height_in_pixels);
            }
            "dimension" => {
                let range = tag.raw("ref").and_then(CellRange::parse);
                self.dimension = range.map(|range| (tag.start..tag.end, range));
            }
            "hyperlinks" => self.links.open(tag),
            "AlternateContent" => *alternate = (tag.kind == TagKind::Open).then_some(tag.start),
            name => {
                if name == "legacyDrawing" {
                    self.legacy_drawing = tag.prefixed("id").map(|(_, id)| id.into_owned());
                }
                self.see_follower(name, tag.start);
            }
        }
    }

    /// New elements go before the first one that must follow them.
    fn see_follower(&mut self, name: &str, start: usize) {
        if let Some(place) = AFTER_LINKS.iter().position(|other| *other == name) {
            self.links_at.get_or_insert(start);
            if place >= UP_TO_LEGACY {
                self.legacy_at.get_or_insert(start);
            }
        }
    }

    fn see_grandchild(&mut self, tag: Tag<'_>) {
        match tag.local() {
            "hyperlink" => self.links.open_link(tag),
            "mergeCell" => self.merges.extend(tag.raw("ref").and_then(CellRange::parse)),
            "col" => {
                let (first, last) = (tag.number("min").unwrap_or(1u32), tag.number("max").unwrap_or(0u32));
                let hidden = tag.flag("hidden");
                self.columns.push(Columns {
                    first: first.saturating_sub(1),
                    last: last.saturating_sub(1),
                    format: tag.number("style").unwrap_or(0),
                    width: if hidden { 0 } else { tag.number("width").map_or(self.default_width, width_in_pixels) },
                });
            }
            _ => {}
        }
    }

    fn column(&self, col: u32) -> Option<&Columns> {
        self.columns.iter().find(|columns| columns.first <= col && col <= columns.last)
    }

    /// The format of a column's cells that are not there.
    pub fn column_format(&self, col: u32) -> usize {
        self.column(col).map_or(0, |columns| columns.format)
    }

    /// A column's width in pixels, 0 when hidden.
    pub fn column_width(&self, col: u32) -> u32 {
        self.column(col).map_or(self.default_width, |columns| columns.width)
    }
}

/// Characters of the default font to pixels.
fn width_in_pixels(width: f64) -> u32 {
    (width.clamp(0.0, 255.0) * 7.0 + 5.0) as u32
}

/// Points to pixels.
pub fn height_in_pixels(points: f64) -> u32 {
    (points.clamp(0.0, 409.5) * 4.0 / 3.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn legacy_follows(text: &str) -> &str {
        &text[..Frame::read(text).expect("sheet").legacy_at.expect("a place")]
    }

    #[test]
    fn legacy_drawing_goes_before_what_must_follow_it() {
        let head = "<worksheet><sheetData/><pageMargins/>";
        assert_eq!(legacy_follows(&format!("{head}<tableParts/><extLst/></worksheet>")), head);
        assert_eq!(legacy_follows(&format!("{head}<legacyDrawingHF/></worksheet>")), head);
        assert_eq!(legacy_follows(&format!("{head}</worksheet>")), head);
        let alternate = "<mc:AlternateContent><mc:Choice><controls/></mc:Choice></mc:AlternateContent>";
        assert_eq!(legacy_follows(&format!("{head}{alternate}<extLst/></worksheet>")), head);
        let other = "<mc:AlternateContent><mc:Choice><drawing/></mc:Choice></mc:AlternateContent>";
        assert_eq!(Frame::read(&format!("{head}{other}</worksheet>")).expect("sheet").links_at, Some(head.len() - 14));
        assert_eq!(legacy_follows(&format!("{head}{other}<x:extLst/></worksheet>")), format!("{head}{other}"));
    }
}
