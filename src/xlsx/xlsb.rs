//! What a binary package (`.xlsb`) tells besides values: how cells look, merged ranges, what is hidden, sizes.
//!
//! A part is a row of records: a kind and a length, seven bits a byte, and data. Colours of a theme are not followed
//! where the file does not say what they came out as.

use std::collections::HashMap;

use super::biff::{self, TWIPS, add_run, column_points, u16_at, u32_at};
use super::limits::{Limits, too_many_texts};
use super::look::{Border, INDENT, Layout, Look, Sheet};
use super::package::Package;
use crate::error::{Error, Result};
use crate::grid::{self, CellRange, CellRef};

const ROW: u32 = 0;
const FIRST_CELL: u32 = 1;
const LAST_CELL: u32 = 11;
const RICH_TEXT_CELL: u32 = 62;
/// Cells that leave their column out; the reader of values passes over them.
const SHORT_CELLS: std::ops::RangeInclusive<u32> = 12..=18;
const COLUMNS: u32 = 60;
const MERGE: u32 = 176;
const SHEET: u32 = 156;
const FONT: u32 = 43;
const NUMBER_FORMAT: u32 = 44;
const FILL: u32 = 45;
const BORDERS: u32 = 46;
const FORMAT: u32 = 47;
const BEGIN_CELL_FORMATS: u32 = 617;
const END_CELL_FORMATS: u32 = 618;

/// The records of a part, up to one that breaks off.
fn records(part: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let mut rest = part;
    std::iter::from_fn(move || {
        let kind = number(&mut rest, 2)?;
        let length = number(&mut rest, 4)? as usize;
        let (data, after) = rest.split_at_checked(length)?;
        rest = after;
        Some((kind, data))
    })
}

/// Counts the texts that cells share.
///
/// # Errors
/// [`crate::error::Error::Refused`] when there are more than a workbook may hold.
pub fn check_texts(part: &[u8], limits: &Limits) -> Result<()> {
    const TEXT: u32 = 0x13;
    let texts = records(part).filter(|(kind, _)| *kind == TEXT).count();
    if texts > limits.texts { Err(too_many_texts(limits)) } else { Ok(()) }
}

/// A number of at most some bytes, seven bits each, the lowest first; the eighth bit says that another follows.
fn number(rest: &mut &[u8], most: u32) -> Option<u32> {
    let mut number = 0;
    for place in 0..most {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        number |= u32::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

/// A text with the number of its characters before it, and the place behind it; one of length −1 is none.
fn text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let length = match u32_at(data, at) {
        u32::MAX => 0,
        length => length as usize,
    };
    let end = (at + 4).checked_add(length.checked_mul(2)?)?;
    let units: Vec<u16> =
        data.get(at + 4..end)?.as_chunks::<2>().0.iter().map(|&pair| u16::from_le_bytes(pair)).collect();
    Some((String::from_utf16_lossy(&units), end))
}

/// The layout of a workbook.
///
/// # Errors
/// [`crate::error::Error::Damaged`] when a part can't be inflated or the package names no workbook,
/// [`crate::error::Error::Refused`] when the sheets have cells that would get lost.
pub fn layout(package: &mut Package<'_>) -> Result<Layout> {
    let workbook = package.workbook_part()?;
    let related = package.relationships(&workbook)?;
    let styles = related.iter().find(|related| related.kind == "styles" && !related.external);
    let mut formats = Formats::default();
    if let Some(part) = styles.map(|styles| package.part(&styles.target)).transpose()?.flatten() {
        records(&part).for_each(|(kind, data)| formats.see(kind, data));
    }
    let looks = formats.looks();
    let mut sheets = Vec::new();
    let list = package.part(&workbook)?.unwrap_or_default();
    for (_, data) in records(&list).filter(|(kind, _)| *kind == SHEET) {
        let Some((id, name)) = text(data, 8).and_then(|(id, end)| Some((id, text(data, end)?.0))) else { continue };
        let target = related.iter().find(|related| related.id == id && related.kind == "worksheet");
        if let Some(part) = target.map(|target| package.part(&target.target)).transpose()?.flatten() {
            if records(&part).any(|(kind, _)| SHORT_CELLS.contains(&kind)) {
                return Err(Error::refused(
                    "sebagian selnya ditulis dengan cara yang tidak terbaca; simpan ulang sebagai .xlsx",
                    "some of its cells are written in a way that is not read; save it again as .xlsx",
                ));
            }
            sheets.push(sheet(name, &part, looks.len()));
        }
    }
    Ok(Layout { sheets, looks })
}

fn sheet(name: String, part: &[u8], looks: usize) -> Sheet {
    let mut sheet = Sheet { name, ..Sheet::default() };
    let mut row = 0;
    for (kind, data) in records(part) {
        match kind {
            ROW => {
                row = u32_at(data, 0);
                row_size(&mut sheet, row, data);
            }
            FIRST_CELL..=LAST_CELL | RICH_TEXT_CELL => {
                let look = (u32_at(data, 4) & 0x00FF_FFFF) + 1;
                add_run(&mut sheet.runs, row, u32_at(data, 0), if (look as usize) < looks { look } else { 0 });
            }
            COLUMNS => {
                let (first, last) = (u32_at(data, 0), u32_at(data, 4).min(grid::COLUMNS - 1));
                // Columns stand in order; repeating them a million times gains nothing.
                let known = sheet.widths.last().map_or(0, |&(_, last, _)| last + 1);
                if known <= last {
                    let first = first.max(known);
                    sheet.widths.push((first, last, column_points(u32_at(data, 8))));
                    if u16_at(data, 16) & 1 != 0 {
                        sheet.hidden_cols.extend(first..=last);
                    }
                }
            }
            MERGE if data.len() >= 16 => {
                let corner = |row, col| CellRef::new(u32_at(data, row), u32_at(data, col));
                sheet.merges.push(CellRange::new(corner(0, 8), corner(4, 12)));
            }
            _ => {}
        }
    }
    sheet.runs.sort_by_key(|run| run.cells.start);
    sheet
}

fn row_size(sheet: &mut Sheet, row: u32, data: &[u8]) {
    let flags = data.get(11).copied().unwrap_or_default();
    if flags & 0x10 != 0 {
        sheet.hidden_rows.insert(row);
    } else if flags & 0x20 != 0 {
        sheet.heights.push((row, row, f64::from(u16_at(data, 8)) / TWIPS));
    }
}

/// The lists of the styles part; a cell format names their members by number.
#[derive(Debug, Default)]
struct Formats {
    codes: HashMap<u16, String>,
    fonts: Vec<Look>,
    fills: Vec<Option<u32>>,
    borders: Vec<[Option<Border>; 4]>,
    cells: Vec<Vec<u8>>,
    in_cell_formats: bool,
}

impl Formats {
    fn see(&mut self, kind: u32, data: &[u8]) {
        match kind {
            FONT => self.fonts.push(font(data)),
            NUMBER_FORMAT => {
                self.codes.extend(text(data, 2).map(|(code, _)| (u16_at(data, 0), code)));
            }
            FILL => {
                self.fills.push(Some(u32_at(data, 0)).filter(|&pattern| pattern != 0).and_then(|_| colour(data, 4)))
            }
            BORDERS => {
                let line = |at: usize| {
                    let style = data.get(at).copied().unwrap_or_default();
                    biff::border(style, colour(data, at + 2))
                };
                // They are told top, bottom, left, right.
                self.borders.push([line(21), line(31), line(1), line(11)]);
            }
            BEGIN_CELL_FORMATS => self.in_cell_formats = true,
            END_CELL_FORMATS => self.in_cell_formats = false,
            FORMAT if self.in_cell_formats => self.cells.push(data.to_vec()),
            _ => {}
        }
    }

    /// The Look of cells without a format, then that of each cell format.
    fn looks(&self) -> Vec<Look> {
        std::iter::once(Look::default()).chain(self.cells.iter().map(|format| self.look(format))).collect()
    }

    fn look(&self, format: &[u8]) -> Look {
        let number = |at: usize| usize::from(u16_at(format, at));
        let align = u16_at(format, 12);
        Look {
            format: biff::number_format(u16_at(format, 2), &self.codes),
            fill: self.fills.get(number(6)).copied().flatten(),
            borders: self.borders.get(number(8)).copied().unwrap_or_default(),
            horizontal: biff::horizontal((align & 7) as u8),
            vertical: biff::vertical((align >> 3 & 7) as u8),
            wrap: align & 0x40 != 0,
            margin: f64::from(format.get(11).copied().unwrap_or_default()) * INDENT,
            ..self.fonts.get(number(4)).cloned().unwrap_or_default()
        }
    }
}

/// A font, as a look that tells nothing else.
fn font(data: &[u8]) -> Look {
    Look {
        font: text(data, 21).map(|(name, _)| name).filter(|name| !name.is_empty()),
        size: Some(f64::from(u16_at(data, 0)) / TWIPS),
        bold: u16_at(data, 4) >= 600,
        italic: u16_at(data, 2) & 2 != 0,
        underline: data.get(8).is_some_and(|kind| *kind != 0),
        colour: colour(data, 12),
        ..Look::default()
    }
}

/// A colour in eight bytes: what kind it is of, its index, its shade, and what it came out as.
fn colour(data: &[u8], at: usize) -> Option<u32> {
    const INDEXED: u8 = 1;
    let kind = *data.get(at)?;
    let &[red, green, blue, _] = data.get(at + 4..at + 8)? else { return None };
    match kind >> 1 {
        INDEXED => biff::colour(u16::from(data[at + 1]), None),
        _ if kind & 1 != 0 => Some(u32::from_be_bytes([0, red, green, blue])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn record(kind: u32, data: &[u8]) -> Vec<u8> {
        let mut bytes = match kind {
            0..0x80 => vec![kind as u8],
            _ => vec![kind as u8 & 0x7F | 0x80, (kind >> 7) as u8],
        };
        assert!(data.len() < 0x80, "its length fits one byte");
        bytes.push(data.len() as u8);
        [bytes, data.to_vec()].concat()
    }

    fn words(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    fn pairs(numbers: &[u16]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    fn name(text: &str) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        [words(&[units.len() as u32]), pairs(&units)].concat()
    }

    /// Red as a workbook says it came out.
    const RED: [u8; 8] = [5, 0xFF, 0, 0, 0xFF, 0, 0, 0xFF];
    /// The sixth colour of the usual palette.
    const YELLOW: [u8; 8] = [3, 13, 0, 0, 0, 0, 0, 0];
    const NONE: [u8; 8] = [0; 8];

    fn styles() -> Vec<u8> {
        let font = |weight: u16, name_of: &str| {
            record(FONT, &[pairs(&[180, 0, weight, 0]), vec![0; 4], RED.to_vec(), vec![0], name(name_of)].concat())
        };
        let line = |style: u8, colour: [u8; 8]| [vec![style, 0], colour.to_vec()].concat();
        let format = |font: u16, code: u16, fill: u16, border: u16, indent: u8, align: u16| {
            record(FORMAT, &[pairs(&[0, code, font, fill, border]), vec![0, indent], pairs(&[align, 0])].concat())
        };
        [
            record(NUMBER_FORMAT, &[pairs(&[164]), name("0.0%")].concat()),
            font(400, "Arial"),
            font(700, "Cambria"),
            record(FILL, &[words(&[0]), NONE.to_vec(), NONE.to_vec()].concat()),
            record(FILL, &[words(&[1]), YELLOW.to_vec(), NONE.to_vec()].concat()),
            record(BORDERS, &[vec![0], line(0, NONE).repeat(5)].concat()),
            record(BORDERS, &[vec![0], line(0, NONE).repeat(2), line(1, RED), line(0, NONE).repeat(2)].concat()),
            format(1, 0, 0, 0, 0, 0),
            record(BEGIN_CELL_FORMATS, &[]),
            format(0, 0, 0, 0, 0, 0x10),
            format(1, 164, 1, 1, 2, 0x4A),
            record(END_CELL_FORMATS, &[]),
        ]
        .concat()
    }

    /// A sheet whose cells B3 and C3 have the second cell format; row 4 and column D are hidden, A1:B2 is merged.
    fn worksheet() -> Vec<u8> {
        let row = |row: u32, flags: u8| record(ROW, &[words(&[row, 0]), pairs(&[600]), vec![0, flags]].concat());
        let blank = |col: u32, format: u32| record(FIRST_CELL, &words(&[col, format]));
        [
            record(COLUMNS, &[words(&[0, 0, 2560, 0]), pairs(&[0])].concat()),
            record(COLUMNS, &[words(&[3, 3, 2560, 0]), pairs(&[1])].concat()),
            row(2, 0x20),
            blank(1, 1),
            blank(2, 1),
            blank(4, 99),
            row(3, 0x10),
            record(MERGE, &words(&[0, 1, 0, 1])),
        ]
        .concat()
    }

    fn workbook(worksheet: Vec<u8>) -> Vec<u8> {
        let related = |list: &str| format!("<Relationships>{list}</Relationships>").into_bytes();
        let root = "<Relationship Id=\"r1\" Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/>";
        let parts = "<Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.bin\"/>\
                     <Relationship Id=\"r2\" Type=\"x/styles\" Target=\"styles.bin\"/>";
        let list = record(SHEET, &[words(&[0, 1]), name("r1"), name("A")].concat());
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (part, bytes) in [
            ("_rels/.rels", related(root)),
            ("xl/workbook.bin", list),
            ("xl/_rels/workbook.bin.rels", related(parts)),
            ("xl/styles.bin", styles()),
            ("xl/worksheets/sheet1.bin", worksheet),
        ] {
            writer.start_file(part, SimpleFileOptions::default()).expect("a new entry");
            writer.write_all(&bytes).expect("memory takes it");
        }
        writer.finish().expect("memory takes it").into_inner()
    }

    fn read(bytes: &[u8]) -> Layout {
        layout(&mut Package::open(bytes).expect("a package")).expect("a layout")
    }

    #[test]
    fn looks_sizes_merges_and_what_is_hidden_are_read() {
        let layout = read(&workbook(worksheet()));
        let sheet = layout.sheet("A").expect("the sheet");
        let look = |row, col| &layout.looks[sheet.look_at(CellRef::new(row, col)) as usize];
        let framed = look(2, 1);
        assert_eq!((framed.format.as_str(), framed.font.as_deref(), framed.size), ("0.0%", Some("Cambria"), Some(9.0)));
        assert!(framed.bold && framed.wrap && framed.margin == 20.0, "{framed:?}");
        assert_eq!((framed.colour, framed.fill), (Some(0x00FF_0000), Some(0x00FF_FF00)));
        let colours = framed.borders.map(|border| border.map(|border| border.colour));
        assert_eq!(colours, [Some(0x00FF_0000), None, None, None]);
        assert_eq!((framed.horizontal.as_deref(), framed.vertical.as_deref()), (Some("center"), Some("middle")));
        assert_eq!(look(2, 2), framed);
        assert_eq!((look(2, 4), look(0, 0)), (&layout.looks[0], &layout.looks[0]));
        assert_eq!(sheet.widths, [(0, 0, 52.5), (3, 3, 52.5)]);
        assert_eq!(sheet.heights, [(2, 2, 30.0)]);
        assert!(sheet.hidden_rows.iter().eq([&3]) && sheet.hidden_cols.iter().eq([&3]));
        assert_eq!(sheet.merges, [CellRange::parse("A1:B2").expect("a range")]);
    }

    #[test]
    fn a_sheet_whose_cells_would_get_lost_is_refused() {
        let bytes = workbook(record(*SHORT_CELLS.start(), &words(&[0])));
        let said = layout(&mut Package::open(&bytes).expect("a package")).expect_err("refused").to_string();
        assert!(said.contains("simpan ulang sebagai .xlsx"), "{said}");
    }

    #[test]
    fn records_that_break_off_end_the_part() {
        let part = worksheet();
        for length in 0..part.len() {
            let _ = sheet("A".into(), &part[..length], 3);
        }
        assert!(records(&[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).next().is_none());
        assert_eq!(text(&words(&[u32::MAX]), 0), Some((String::new(), 4)));
        assert_eq!(text(&words(&[9]), 0), None);
    }
}
