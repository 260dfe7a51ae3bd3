//! What a legacy workbook (BIFF8) tells besides values: how cells look, what is hidden, sizes; and what it
//! holds that is not read, counted.
//!
//! A record is two numbers, its kind and its length, and its data. Older versions and what can't be followed
//! have no layout; their values are read all the same.

mod container;
mod size;
mod style;

use std::collections::{BTreeMap, HashSet};

use self::container::{Container, SMALL_STREAM};
use self::style::{Formats, text};
use super::biff::{TWIPS, add_run, column_points, u16_at, u32_at};
use super::look::{Layout, Sheet};
use crate::bahasa::Kata;
use crate::error::{Error, Result};
#[cfg(test)]
use crate::grid::CellRef;

/// What [`left_out`] calls formulas that cells share.
const SHARED: Kata = ("rumus bersama (hasilnya tetap ikut)", "shared formulas (their results are kept)");

/// Sheets whose layout is read.
const MOST_SHEETS: usize = 1_000;

/// A record's kind and data.
type Record<'a> = (u16, &'a [u8]);

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const PASSWORD: u16 = 0x002F;
const FORMULA: u16 = 0x0006;

/// The records from a place on.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = start;
    std::iter::from_fn(move || {
        let head = stream.get(at..at + 4)?;
        let length = usize::from(u16_at(head, 2));
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((u16_at(head, 0), data))
    })
}

/// The stream of a workbook of the version that is known here, not encrypted.
fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let stream = Container::open(bytes)?.stream("Workbook")?;
    let is_known = records(&stream, 0).next().is_some_and(|(kind, data)| kind == BEGIN && u16_at(data, 0) == 0x0600);
    let is_open = records(&stream, 0).take_while(|(kind, _)| *kind != END).all(|(kind, _)| kind != PASSWORD);
    (is_known && is_open).then_some(stream)
}

/// Refuses a workbook whose container would keep its reader busy for ever, or that would exhaust it.
///
/// # Errors
/// [`Error::Damaged`] and [`Error::Refused`] for such workbooks.
pub fn check(bytes: &[u8]) -> Result<()> {
    if Container::runs_in_circles(bytes) {
        return Err(Error::broken("rantai sektornya tidak berujung", "its sectors run in circles"));
    }
    let Some(container) = Container::open(bytes) else {
        return Ok(());
    };
    for name in ["Workbook", "Book"] {
        let Some(size) = container.size(name) else {
            continue;
        };
        match container.stream(name) {
            Some(stream) if stream.len() >= size.min(SMALL_STREAM) => size::check(&stream)?,
            None if size >= SMALL_STREAM => {}
            _ => return Err(Error::damaged("aliran buku kerjanya tidak utuh")),
        }
    }
    Ok(())
}

/// The layout of a workbook; an empty one when it can't be read.
pub fn layout(bytes: &[u8]) -> Layout {
    let Some(stream) = stream(bytes) else {
        return Layout::default();
    };
    let mut formats = Formats::default();
    let mut starts = Vec::new();
    for (kind, data) in records(&stream, 0).take_while(|(kind, _)| *kind != END) {
        formats.see(kind, data);
        if kind == 0x0085 {
            let name = text(data, data.get(6).copied().unwrap_or(0) as usize, 7);
            starts.push((name, u32_at(data, 0) as usize));
        }
    }
    // Many names for one sheet would have it read as often.
    let mut known = HashSet::new();
    starts.retain(|(_, start)| known.len() < MOST_SHEETS && known.insert(*start));
    let looks = formats.looks();
    let sheets = starts.into_iter().map(|(name, start)| sheet(name, &stream, start, looks.len())).collect();
    Layout { sheets, looks }
}

/// The records of a sheet itself, without those of the charts in it.
fn own_records(stream: &[u8], start: usize) -> impl Iterator<Item = Record<'_>> {
    let mut depth = 0_usize;
    let nested = records(stream, start).map_while(move |record| {
        match record.0 {
            BEGIN => depth += 1,
            END => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth > 0).then_some((depth, record))
    });
    nested.filter_map(|(depth, record)| (depth == 1).then_some(record))
}

fn sheet(name: String, stream: &[u8], start: usize, looks: usize) -> Sheet {
    let mut sheet = Sheet { name, ..Sheet::default() };
    let look = |format: u16| match u32::from(format & 0x0FFF) + 1 {
        look if (look as usize) < looks => look,
        _ => 0,
    };
    for (kind, data) in own_records(stream, start) {
        let (row, col) = (u32::from(u16_at(data, 0)), u32::from(u16_at(data, 2)));
        match kind {
            0x007D => column(&mut sheet, data),
            0x0208 => {
                let (height, flags) = (u16_at(data, 6), u16_at(data, 12));
                if flags & 0x20 != 0 {
                    sheet.hidden_rows.insert(row);
                } else if flags & 0x40 != 0 && height & 0x8000 == 0 {
                    sheet.heights.push((row, row, f64::from(height) / TWIPS));
                }
            }
            0x0201 | 0x0203 | 0x0204 | 0x0205 | 0x027E | 0x00D6 | 0x00FD | 0x0006 => {
                add_run(&mut sheet.runs, row, col, look(u16_at(data, 4)));
            }
            0x00BD => {
                for (col, cell) in (col..).zip(data.get(4..).unwrap_or_default().chunks_exact(6)) {
                    add_run(&mut sheet.runs, row, col, look(u16_at(cell, 0)));
                }
            }
            0x00BE => {
                let formats = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
                for (col, cell) in (col..).zip(formats.chunks_exact(2)) {
                    add_run(&mut sheet.runs, row, col, look(u16_at(cell, 0)));
                }
            }
            _ => {}
        }
    }
    sheet.runs.sort_by_key(|run| run.cells.start);
    sheet
}

fn column(sheet: &mut Sheet, data: &[u8]) {
    let (first, last) = (u32::from(u16_at(data, 0)), u32::from(u16_at(data, 2)).min(255));
    if u16_at(data, 8) & 1 != 0 {
        sheet.hidden_cols.extend(first..=last);
    }
    sheet.widths.push((first, last, column_points(u16_at(data, 4).into())));
}

/// How many cells only say where the formula stands that they have in common with others, which is not read.
pub fn shared_formulas(bytes: &[u8]) -> usize {
    stream(bytes).map_or(0, |stream| records(&stream, 0).filter(is_shared_formula).count())
}

/// The tokens of a formula stand behind 22 bytes; the first one tells.
fn is_shared_formula(&(kind, data): &Record<'_>) -> bool {
    kind == FORMULA && data.get(22) == Some(&0x01)
}

/// What the workbook holds that is not read: how many of what.
pub fn left_out(bytes: &[u8]) -> Vec<(usize, Kata)> {
    let mut counts: BTreeMap<Kata, usize> = BTreeMap::new();
    for (kind, data) in stream(bytes).iter().flat_map(|stream| records(stream, 0)) {
        let what = match kind {
            0x001C => ("komentar", "comments"),
            0x01B8 => ("tautan", "links"),
            0x01B1 => ("format bersyarat", "conditional formats"),
            0x01BE => ("validasi data", "data validations"),
            0x00B0 => ("tabel pivot", "pivot tables"),
            0x0018 if u16_at(data, 0) & 0x20 == 0 => ("nama rentang", "names of ranges"),
            0x005D if u16_at(data, 4) == 8 => ("gambar", "pictures"),
            0x005D if u16_at(data, 4) == 5 => ("grafik", "charts"),
            _ if is_shared_formula(&(kind, data)) => SHARED,
            _ => continue,
        };
        *counts.entry(what).or_default() += 1;
    }
    if Container::open(bytes).is_some_and(|container| container.has("_VBA_PROJECT_CUR")) {
        counts.insert(("proyek makro", "macro project"), 1);
    }
    counts.into_iter().map(|(what, count)| (count, what)).collect()
}

#[cfg(test)]
mod tests {
    use super::container::fixture::{self, numbers, record};
    use super::*;

    fn font(weight: u16, colour: u16) -> Vec<u8> {
        let head = numbers(&[180, 0, colour, weight, 0, 0, 0]);
        record(0x0031, &[head.as_slice(), &[5, 0], b"Arial"].concat())
    }

    /// A cell format: font, number format, alignment, indent, edges, fill.
    fn format(font: u16, code: u16, align: u8, indent: u8, edges: [u32; 2], colours: u16) -> Vec<u8> {
        let head = [numbers(&[font, code, 0]), vec![align, 0, indent, 0]].concat();
        let edges = edges.map(u32::to_le_bytes).concat();
        record(0x00E0, &[head, edges, numbers(&[colours])].concat())
    }

    /// A workbook with a sheet `A`. Its cells A3 and B3 are bold, framed on the left, yellow, wrapped, indented,
    /// and in percent.
    fn workbook() -> Vec<u8> {
        workbook_with(&[])
    }

    /// The same with further records on its sheet.
    fn workbook_with(more: &[u8]) -> Vec<u8> {
        let begin = |kind: u16| record(BEGIN, &numbers(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
        let sheet = [
            begin(0x0010),
            record(0x007D, &numbers(&[0, 0, 2560, 0, 0, 0])),
            record(0x007D, &numbers(&[2, 3, 2560, 0, 1, 0])),
            record(0x0208, &numbers(&[2, 0, 2, 600, 0, 0, 0x40, 0])),
            record(0x0208, &numbers(&[3, 0, 2, 300, 0, 0, 0x20, 0])),
            record(0x00BE, &numbers(&[2, 0, 1, 1, 1])),
            begin(0x0020),
            record(0x0203, &numbers(&[9, 9, 1, 0, 0, 0, 0])),
            record(FORMULA, &[numbers(&[9, 8, 0, 0, 0, 0, 0, 0, 0, 0, 5]), vec![1, 9, 0, 8, 0]].concat()),
            record(END, &[]),
            record(0x001C, &numbers(&[0; 6])),
            more.to_vec(),
            record(END, &[]),
        ];
        let globals = [
            begin(0x0005),
            font(400, 0x7FFF),
            font(700, 10),
            record(0x041E, &[numbers(&[164, 4]), vec![0], b"0.0%".to_vec()].concat()),
            format(0, 0, 0x20, 0, [0, 0], 0x20C0),
            format(1, 164, 0x1A, 2, [1 | 12 << 16, 1 << 26], 13),
        ]
        .concat();
        let start = globals.len() + 13 + 4;
        let bound = record(0x0085, &[&(start as u32).to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat());
        [globals, bound, record(END, &[]), sheet.concat()].concat()
    }

    #[test]
    fn looks_sizes_and_what_is_hidden_are_read() {
        let layout = layout(&fixture::plain(&workbook()));
        let sheet = layout.sheet("A").expect("the sheet");
        let look = |row, col| &layout.looks[sheet.look_at(CellRef::new(row, col)) as usize];
        let framed = look(2, 1);
        assert_eq!((framed.format.as_str(), framed.font.as_deref(), framed.size), ("0.0%", Some("Arial"), Some(9.0)));
        assert!(framed.bold && framed.wrap && framed.margin == 20.0, "{framed:?}");
        assert_eq!((framed.colour, framed.fill), (Some(0x00FF_0000), Some(0x00FF_FF00)));
        let colours = framed.borders.map(|border| border.map(|border| border.colour));
        assert_eq!(colours, [Some(0x0000_00FF), None, None, None]);
        assert_eq!((framed.horizontal.as_deref(), framed.vertical.as_deref()), (Some("center"), Some("middle")));
        assert_eq!(look(2, 0), framed);
        assert_eq!((look(9, 9), look(2, 2)), (&layout.looks[0], &layout.looks[0]));
        assert_eq!(sheet.widths, [(0, 0, 52.5), (2, 3, 52.5)]);
        assert_eq!(sheet.heights, [(2, 2, 30.0)]);
        assert!(sheet.hidden_rows.iter().eq([&3]) && sheet.hidden_cols.iter().eq([&2, &3]));
    }

    #[test]
    fn merged_ranges_beyond_any_sheet_are_refused() {
        let ranges: Vec<u16> = std::iter::once(1_000).chain([0, 0, 0, u16::MAX].repeat(1_000)).collect();
        let wide = record(0x00E5, &numbers(&ranges));
        let error = crate::xlsx::read("a.xls", fixture::plain(&workbook_with(&wide))).expect_err("it is refused");
        assert!(error.to_string().contains("sel gabungannya terlalu banyak"), "{error}");
    }

    #[test]
    fn a_small_workbook_is_read_and_one_cut_short_refused() {
        let number = [numbers(&[4, 1, 1]), 1250.0_f64.to_le_bytes().to_vec()].concat();
        let stream = workbook_with(&record(0x0203, &number));
        assert!(stream.len() < SMALL_STREAM);
        let bytes = fixture::plain(&stream);
        let book = crate::xlsx::read("a.xls", bytes.clone()).expect("a workbook");
        assert_eq!(*book.grids[0].value(CellRef::new(4, 1)), crate::grid::Value::Number(1250.0));
        // The shared stream is said to end before the workbook's does.
        let mut cut = bytes;
        cut[512 + 512 + 120..512 + 512 + 124].copy_from_slice(&64_u32.to_le_bytes());
        let error = crate::xlsx::read("a.xls", cut).expect_err("it is refused");
        assert!(error.to_string().contains("tidak utuh"), "{error}");
    }

    #[test]
    fn what_is_not_read_is_counted_and_rubbish_has_no_layout() {
        let bytes = fixture::plain(&workbook());
        assert_eq!(left_out(&bytes), [(1, ("komentar", "comments")), (1, SHARED)]);
        assert_eq!((shared_formulas(&bytes), shared_formulas(b"rubbish")), (1, 0));
        for length in (0..bytes.len()).step_by(7) {
            let _ = layout(&bytes[..length]);
        }
        assert!(layout(b"rubbish").sheets.is_empty());
    }
}
