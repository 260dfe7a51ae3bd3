//! What a legacy workbook (BIFF8) tells besides values: how cells look, what is hidden, sizes; and what it
//! holds that is not read, counted.
//!
//! A record is two numbers, its kind and its length, and its data. Older versions and what can't be followed
//! have no layout; their values are read all the same.

mod container;
mod style;

use std::collections::BTreeMap;

use self::container::{Container, u16_at, u32_at};
use self::style::{Formats, text};
use super::look::{Layout, Run, Sheet};
use crate::grid::{CellRange, CellRef};

/// Cells whose look is read.
const MOST_RUNS: usize = 1_000_000;

/// A record's kind and data.
type Record<'a> = (u16, &'a [u8]);

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const PASSWORD: u16 = 0x002F;

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
                    sheet.heights.push((row, row, f64::from(height) / 20.0));
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
    // Characters of seven pixels, three quarters of a point each.
    let points = (f64::from(u16_at(data, 4)) / 256.0 * 7.0).round() * 0.75;
    sheet.widths.push((first, last, points));
}

/// Adds a cell, to the run before it when that looks the same.
fn add_run(runs: &mut Vec<Run>, row: u32, col: u32, look: u32) {
    let at = CellRef::new(row, col);
    if let Some(run) = runs.last_mut()
        && (run.look, run.cells.end.row, run.cells.end.col + 1) == (look, row, col)
    {
        run.cells.end = at;
    } else if runs.len() < MOST_RUNS {
        runs.push(Run { cells: CellRange::from(at), look });
    }
}

/// What the workbook holds that is not read: how many of what, in Indonesian.
pub fn left_out(bytes: &[u8]) -> Vec<(usize, &'static str)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (kind, data) in stream(bytes).iter().flat_map(|stream| records(stream, 0)) {
        let what = match kind {
            0x001C => "komentar",
            0x01B8 => "tautan",
            0x01B1 => "format bersyarat",
            0x01BE => "validasi data",
            0x00B0 => "tabel pivot",
            0x0018 if u16_at(data, 0) & 0x20 == 0 => "nama rentang",
            0x005D if u16_at(data, 4) == 8 => "gambar",
            0x005D if u16_at(data, 4) == 5 => "grafik",
            _ => continue,
        };
        *counts.entry(what).or_default() += 1;
    }
    if Container::open(bytes).is_some_and(|container| container.has("_VBA_PROJECT_CUR")) {
        counts.insert("proyek makro", 1);
    }
    counts.into_iter().map(|(what, count)| (count, what)).collect()
}
