//! The comment boxes: shapes in the VML drawing of a sheet, sized to their text.
//!
//! VML is often not well-formed XML, and sometimes not UTF-8, so it is edited as plain text; form
//! controls share the drawing with the comments and stay as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use super::frame::Frame;
use super::xml::Edits;
use crate::grid::CellRef;

/// Shape numbers in one block of ids; a drawing owns the blocks its `idmap` names.
const BLOCK: u32 = 1024;

/// What the kind of a comment's shape is called.
const NOTE: &str = "\"Note\"";

/// Width of a box in pixels, and what fits into it of the font Excel uses for comments.
const WIDTH: u32 = 320;
const CHARACTERS_PER_LINE: usize = 50;
const LINE_HEIGHT: u32 = 15;
const MARGIN: u32 = 14;
const TALLEST: u32 = 700;

const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns:v", "urn:schemas-microsoft-com:vml"),
    ("xmlns:o", "urn:schemas-microsoft-com:office:office"),
    ("xmlns:x", "urn:schemas-microsoft-com:office:excel"),
];

const NOTE_TYPE: &str = concat!(
    r##"<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">"##,
    r##"<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"##
);

/// The sizes of a sheet's rows and columns, which a box's corners are counted in.
pub struct Geometry<'a> {
    /// Columns, and the default height of rows.
    pub frame: &'a Frame,
    /// Heights of rows that say one.
    pub heights: &'a BTreeMap<u32, u32>,
}

/// What changes in a drawing.
pub struct Boxes<'a> {
    /// Cells whose box goes.
    pub dropped: &'a BTreeSet<CellRef>,
    /// Cells that get a box, and its text.
    pub added: &'a BTreeMap<CellRef, String>,
    /// Cells whose box must hold a longer text; they get one where the drawing has none.
    pub grown: &'a BTreeMap<CellRef, String>,
}

/// A drawing's bytes as text that can be turned back: UTF-8, else one character for each byte.
pub fn decoded(bytes: Vec<u8>) -> (String, bool) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => (error.as_bytes().iter().map(|&byte| char::from(byte)).collect(), false),
    }
}

/// The reverse of [`decoded`].
pub fn encoded(text: String, utf8: bool) -> Vec<u8> {
    if utf8 { text.into_bytes() } else { text.chars().map(|character| character as u8).collect() }
}

/// The id blocks a drawing owns.
pub fn blocks(drawing: &str) -> BTreeSet<u32> {
    idmap(drawing).map_or_else(BTreeSet::new, |span| {
        drawing[span].split(',').filter_map(|block| block.trim().parse().ok()).collect()
    })
}

/// A drawing without shapes.
pub fn empty_drawing() -> String {
    let namespaces: String = NAMESPACES.iter().map(|(name, uri)| format!(" {name}=\"{uri}\"")).collect();
    format!(
        "<xml{namespaces}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"\"/></o:shapelayout>{NOTE_TYPE}</xml>"
    )
}

/// The drawing with its boxes changed; `taken` are the id blocks of the whole workbook.
pub fn patch_drawing(drawing: &str, boxes: &Boxes<'_>, geometry: &Geometry<'_>, taken: &mut BTreeSet<u32>) -> String {
    let mut edits = Edits::default();
    let notes = notes(drawing);
    let mut added = boxes.added.clone();
    // A box that is written in another way than we know must not stand there twice.
    if drawing.matches(NOTE).count() == notes.len() {
        let boxless = boxes.grown.iter().filter(|(cell, _)| notes.iter().all(|(known, _)| known != *cell));
        added.extend(boxless.map(|(cell, text)| (*cell, text.clone())));
    }
    for (cell, span) in notes {
        if boxes.dropped.contains(&cell) {
            edits.remove(span);
        } else if let Some(text) = boxes.grown.get(&cell) {
            grow(drawing, span, text, geometry, &mut edits);
        }
    }
    let kept = edits.apply(drawing);
    if added.is_empty() {
        return kept;
    }
    let mut owned = blocks(&kept);
    let ids = free_ids(&kept, &mut owned, taken, added.len());
    let mut shapes = String::new();
    if !kept.contains("_x0000_t202\"") {
        shapes.push_str(NOTE_TYPE);
    }
    let declared: String = NAMESPACES
        .iter()
        .filter(|(name, _)| !kept.contains(&format!("{name}=")))
        .map(|(name, uri)| format!(" {name}=\"{uri}\""))
        .collect();
    for ((cell, text), id) in added.iter().zip(ids) {
        shape(&mut shapes, id, *cell, text, geometry, &declared);
    }
    let mut edits = Edits::default();
    if let Some(span) = idmap(&kept) {
        edits.replace(span, owned.iter().map(u32::to_string).collect::<Vec<_>>().join(","));
    }
    edits.insert(kept.rfind("</").unwrap_or(kept.len()), shapes);
    edits.apply(&kept)
}

/// The span of the block list in `<o:idmap data="1,3"/>`.
fn idmap(drawing: &str) -> Option<Range<usize>> {
    let tag = drawing.find("idmap")?;
    let end = tag + drawing[tag..].find('>')?;
    let data = tag + drawing[tag..end].find("data=")? + "data=".len();
    let quote = drawing[data..].chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let length = drawing[data + 1..end].find(quote)?;
    Some(data + 1..data + 1 + length)
}

/// Shape numbers that are free, from the drawing's own blocks, then from new ones.
fn free_ids(drawing: &str, owned: &mut BTreeSet<u32>, taken: &mut BTreeSet<u32>, count: usize) -> Vec<u32> {
    let used: BTreeSet<u32> = drawing
        .split("_s")
        .skip(1)
        .filter_map(|rest| rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())].parse().ok())
        .collect();
    let free_in = |block: u32| {
        let first = block.saturating_mul(BLOCK);
        (first.saturating_add(1)..first.saturating_add(BLOCK)).filter(|id| !used.contains(id)).collect::<Vec<_>>()
    };
    let mut ids: Vec<u32> = owned.iter().flat_map(|&block| free_in(block)).collect();
    while ids.len() < count {
        let block = (1..).find(|block| !taken.contains(block)).expect("there are more numbers than blocks");
        taken.insert(block);
        owned.insert(block);
        ids.extend(free_in(block));
    }
    ids.truncate(count);
    ids
}

/// The comment shapes of a drawing with their cells.
fn notes(drawing: &str) -> Vec<(CellRef, Range<usize>)> {
    const CLOSE: &str = "</v:shape>";
    let mut notes = Vec::new();
    let mut at = 0;
    while let Some(start) = drawing[at..].find("<v:shape").map(|found| at + found) {
        at = start + "<v:shape".len();
        if !drawing[at..].starts_with(|c: char| c.is_whitespace()) {
            continue; // A shape type or the layout.
        }
        let Some(end) = drawing[at..].find(CLOSE).map(|found| at + found + CLOSE.len()) else {
            break;
        };
        let shape = &drawing[start..end];
        let number = |element| inner(shape, element).and_then(|span| shape[span].trim().parse().ok());
        if let (true, Some(row), Some(col)) = (shape.contains(NOTE), number(":Row>"), number(":Column>")) {
            notes.push((CellRef::new(row, col), start..end));
        }
        at = end;
    }
    notes
}

/// The span of an element's content, found by the end of its open tag.
fn inner(shape: &str, open: &str) -> Option<Range<usize>> {
    let start = shape.find(open)? + open.len();
    Some(start..start + shape[start..].find("</")?)
}

/// Moves a box's lower edge down so that the text fits.
fn grow(drawing: &str, span: Range<usize>, text: &str, geometry: &Geometry<'_>, edits: &mut Edits) {
    let Some(anchor) = inner(&drawing[span.clone()], ":Anchor>") else {
        return;
    };
    let anchor = span.start + anchor.start..span.start + anchor.end;
    let numbers: Vec<u32> =
        drawing[anchor.clone()].split(',').filter_map(|number| number.trim().parse().ok()).collect();
    let &[left, left_px, top, top_px, right, right_px, bottom, bottom_px] = numbers.as_slice() else {
        return;
    };
    let wide = walk(left, left_px, WIDTH, |col| geometry.frame.column_width(col)).max((right, right_px));
    let tall = walk(top, top_px, height(text), |row| geometry.row_height(row)).max((bottom, bottom_px));
    let corners = [left, left_px, top, top_px, wide.0, wide.1, tall.0, tall.1].map(|number| number.to_string());
    edits.replace(anchor, corners.join(", "));
}

/// The height a text takes, in pixels.
fn height(text: &str) -> u32 {
    let lines: usize = text.split('\n').map(|line| line.chars().count().div_ceil(CHARACTERS_PER_LINE).max(1)).sum();
    (u32::try_from(lines).unwrap_or(u32::MAX).saturating_mul(LINE_HEIGHT)).saturating_add(MARGIN).min(TALLEST)
}

/// The row or column, and the pixels into it, that lies `distance` after a point.
fn walk(start: u32, offset: u32, distance: u32, size: impl Fn(u32) -> u32) -> (u32, u32) {
    let (mut at, mut rest) = (start, distance.saturating_add(offset));
    let farthest = start.saturating_add(2000);
    while at < farthest && rest >= size(at) {
        rest -= size(at);
        at += 1;
    }
    (at, rest)
}

impl Geometry<'_> {
    fn row_height(&self, row: u32) -> u32 {
        self.heights.get(&row).copied().unwrap_or(self.frame.default_height)
    }
}

fn shape(out: &mut String, id: u32, cell: CellRef, text: &str, geometry: &Geometry<'_>, namespaces: &str) {
    let height = height(text);
    let (left, top) = (cell.col + 1, cell.row.saturating_sub(1));
    let (left_px, top_px) = (15, if cell.row == 0 { 2 } else { 10 });
    let (right, right_px) = walk(left, left_px, WIDTH, |col| geometry.frame.column_width(col));
    let (bottom, bottom_px) = walk(top, top_px, height, |row| geometry.row_height(row));
    let (width_pt, height_pt) = (f64::from(WIDTH) * 0.75, f64::from(height) * 0.75);
    let _ = write!(
        out,
        "<v:shape{namespaces} id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style='position:absolute;\
         margin-left:60pt;margin-top:2pt;width:{width_pt}pt;height:{height_pt}pt;z-index:{};visibility:hidden' \
         fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>\
         <v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
         <v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>\
         <x:Anchor>{left}, {left_px}, {top}, {top_px}, {right}, {right_px}, {bottom}, {bottom_px}</x:Anchor>\
         <x:AutoFill>False</x:AutoFill><x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
        id % BLOCK,
        cell.row,
        cell.col
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        Frame::read("<worksheet><sheetData/></worksheet>").expect("sheet")
    }

    fn patched(drawing: &str, dropped: &[CellRef], added: &[(CellRef, &str)], taken: &mut BTreeSet<u32>) -> String {
        let added = added.iter().map(|(cell, text)| (*cell, (*text).to_string())).collect();
        let boxes = Boxes { dropped: &dropped.iter().copied().collect(), added: &added, grown: &BTreeMap::new() };
        patch_drawing(drawing, &boxes, &Geometry { frame: &frame(), heights: &BTreeMap::new() }, taken)
    }

    #[test]
    fn box_height_follows_the_text() {
        assert!(height("a") < height("a\nb") && height("a") < height(&"a".repeat(80)));
    }

    #[test]
    fn ids_come_from_free_blocks_and_shapes_can_be_dropped() {
        let mut taken = BTreeSet::from([1]);
        let cell = CellRef::new(4, 2);
        let drawing = patched(&empty_drawing(), &[], &[(cell, "x")], &mut taken);
        assert!(drawing.contains("data=\"2\"") && drawing.contains("_x0000_s2049\""), "{drawing}");
        assert_eq!(notes(&drawing).len(), 1);
        let dropped = patched(&drawing, &[cell], &[], &mut taken);
        assert_eq!(notes(&dropped).len(), 0);
        assert_eq!(patched(&dropped, &[], &[(cell, "x")], &mut taken), drawing);
    }

    #[test]
    fn drawing_that_is_not_utf8_survives() {
        let bytes = vec![b'<', b'x', b'm', b'l', b'>', 0xe9, b'<', b'/', b'x', b'm', b'l', b'>'];
        let (text, utf8) = decoded(bytes.clone());
        assert_eq!(encoded(text, utf8), bytes);
    }
}
