//! How much a legacy workbook takes, before its reader takes it.
//!
//! The reader reserves what a sheet declares, makes a rectangle of a sheet's cells, and writes a shared text out for each
//! cell that names it.

use super::{END, Record, own_records, records};
use crate::error::{Error, Result};
use crate::xlsx::biff::{u16_at, u32_at};
use crate::xlsx::limits::{MOST_DENSE_CELLS, MOST_WRITTEN_OUT, too_much_text};

/// Cells of the largest sheet there is in this format.
const LARGEST_SHEET: u64 = 65_536 * 256;

const TEXTS: u16 = 0x00FC;
const MORE: u16 = 0x003C;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const SHARED_TEXT: u16 = 0x00FD;
/// Records of a cell, or of several in a row.
const CELLS: [u16; 8] = [0x0006, 0x00BD, 0x00D6, SHARED_TEXT, 0x0203, 0x0204, 0x0205, 0x027E];

/// Refuses a workbook of which a sheet declares more cells than there are, whose sheets' rectangles together are too
/// large, or whose texts are too much when written out.
///
/// # Errors
/// [`crate::error::Error::Refused`] with the reason.
pub fn check(stream: &[u8]) -> Result<()> {
    let globals = || records(stream, 0).take_while(|(kind, _)| *kind != END);
    let texts = text_lengths(globals());
    let (mut cells, mut bytes) = (0_u64, 0_u64);
    for (_, data) in globals().filter(|(kind, _)| *kind == SHEET) {
        let mut rectangle = Rectangle::default();
        for (kind, data) in own_records(stream, u32_at(data, 0) as usize) {
            match kind {
                DIMENSIONS if declared(data) > LARGEST_SHEET => {
                    return Err(Error::refused(
                        "ada lembar yang menyebut ukuran yang mustahil",
                        "a sheet tells an impossible size",
                    ));
                }
                kind if CELLS.contains(&kind) => rectangle.add(kind, data),
                _ => {}
            }
            if kind == SHARED_TEXT {
                let length = texts.get(u32_at(data, 6) as usize).copied().unwrap_or(0);
                bytes = bytes.saturating_add(u64::from(length));
            }
        }
        cells = cells.saturating_add(rectangle.cells());
        if cells > MOST_DENSE_CELLS {
            return Err(Error::refused(
                format!("lembar-lembarnya terbentang lebih dari {MOST_DENSE_CELLS} sel"),
                format!("its sheets stretch over more than {MOST_DENSE_CELLS} cells"),
            ));
        }
        if bytes > MOST_WRITTEN_OUT {
            return Err(too_much_text());
        }
    }
    Ok(())
}

/// The cells a sheet says it has.
fn declared(data: &[u8]) -> u64 {
    let (rows, cols) = match data.len() {
        10 => (u64::from(u16_at(data, 2)), u16_at(data, 6)),
        _ => (u64::from(u32_at(data, 4)), u16_at(data, 10)),
    };
    rows * u64::from(cols)
}

/// The cells from the first to the last row and column.
#[derive(Debug, Default)]
struct Rectangle {
    rows: Option<(u16, u16)>,
    cols: Option<(u16, u16)>,
}

impl Rectangle {
    fn add(&mut self, kind: u16, data: &[u8]) {
        let (row, first) = (u16_at(data, 0), u16_at(data, 2));
        let last = if kind == 0x00BD { u16_at(data, data.len().saturating_sub(2)).max(first) } else { first };
        let wider = |known: Option<(u16, u16)>, from: u16, to: u16| match known {
            Some((start, end)) => Some((start.min(from), end.max(to))),
            None => Some((from, to)),
        };
        (self.rows, self.cols) = (wider(self.rows, row, row), wider(self.cols, first, last));
    }

    fn cells(&self) -> u64 {
        let length = |ends: Option<(u16, u16)>| ends.map_or(0, |(start, end)| u64::from(end - start) + 1);
        length(self.rows) * length(self.cols)
    }
}

/// How many bytes each shared text has. They run on from one record to the next.
fn text_lengths<'a>(records: impl Iterator<Item = Record<'a>>) -> Vec<u32> {
    let mut lengths = Vec::new();
    let list = records.skip_while(|(kind, _)| *kind != TEXTS);
    let pieces: Vec<&[u8]> =
        list.enumerate().take_while(|(at, (kind, _))| *at == 0 || *kind == MORE).map(|(_, (_, data))| data).collect();
    let mut texts = Pieces { pieces: &pieces, at: 8 };
    while let Some(length) = texts.next_length() {
        lengths.push(length);
    }
    lengths
}

/// A place in the records of the shared texts.
struct Pieces<'a> {
    pieces: &'a [&'a [u8]],
    at: usize,
}

impl Pieces<'_> {
    /// The length in bytes of the next text, which is passed over.
    fn next_length(&mut self) -> Option<u32> {
        self.onward()?;
        let (piece, start) = (self.pieces.first()?, self.at);
        let characters = usize::from(u16_at(piece, start));
        let flags = *piece.get(start + 2)?;
        let mut head = 3;
        let mut after = 0;
        if flags & 8 != 0 {
            after += 4 * usize::from(u16_at(piece, start + head));
            head += 2;
        }
        if flags & 4 != 0 {
            after += u32_at(piece, start + head) as usize;
            head += 4;
        }
        self.at += head;
        let bytes = self.pass_characters(characters, flags & 1 != 0);
        self.pass(after);
        u32::try_from(bytes).ok()
    }

    /// To the next record when this one is at its end.
    fn onward(&mut self) -> Option<()> {
        while self.at >= self.pieces.first()?.len() {
            self.at -= self.pieces.first()?.len();
            self.pieces = &self.pieces[1..];
        }
        Some(())
    }

    /// Each further record says anew how wide its characters are. Gives the bytes they take as UTF-8, at most.
    fn pass_characters(&mut self, mut left: usize, mut is_wide: bool) -> usize {
        let mut bytes = 0;
        while left > 0 {
            let Some(piece) = self.pieces.first() else { return bytes };
            let width = 1 + usize::from(is_wide);
            let here = (piece.len().saturating_sub(self.at) / width).min(left);
            bytes += here * (1 + width);
            left -= here;
            self.at += here * width;
            if left > 0 {
                self.pieces = &self.pieces[1..];
                is_wide = self.pieces.first().and_then(|piece| piece.first()).is_some_and(|flags| flags & 1 != 0);
                self.at = 1;
            }
        }
        bytes
    }

    fn pass(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::super::container::fixture::{numbers, record};
    use super::*;

    /// A stream with these texts, and one sheet of these records.
    fn said(texts: &[Vec<u8>], sheet: &[Vec<u8>]) -> Option<String> {
        let begin = |kind: u16| record(0x0809, &numbers(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
        let globals = [begin(5), texts.concat()].concat();
        let start = globals.len() as u32 + 12 + 4;
        let bound = record(SHEET, &[&start.to_le_bytes()[..], &[0, 0, 1, 0]].concat());
        let stream = [globals, bound, record(END, &[]), begin(16), sheet.concat(), record(END, &[])].concat();
        check(&stream).err().map(|error| error.to_string())
    }

    #[test]
    fn what_a_sheet_declares_and_where_its_cells_stand_is_bounded() {
        let size = |rows: u32, cols: u16| {
            let rows = [0_u32.to_le_bytes(), rows.to_le_bytes()].concat();
            record(DIMENSIONS, &[rows, numbers(&[0, cols, 0])].concat())
        };
        assert_eq!(said(&[], &[size(65_536, 256)]), None);
        assert!(said(&[], &[size(u32::MAX, 0xFFFF)]).is_some_and(|said| said.contains("mustahil")));
        let number = |row: u16, col: u16| record(0x0203, &[numbers(&[row, col, 0]), vec![0; 8]].concat());
        assert_eq!(said(&[], &[number(0, 0), number(60_000, 40)]), None);
        assert!(said(&[], &[number(0, 0), number(65_535, 255)]).is_some_and(|said| said.contains("terbentang")));
    }

    #[test]
    fn a_long_text_counts_for_each_cell_that_names_it() {
        let first = [vec![0; 8], numbers(&[30_000]), vec![0], vec![b'a'; 8_000]].concat();
        let more = [vec![0], vec![b'a'; 8_000]].concat();
        let texts = [record(TEXTS, &first), record(MORE, &more), record(MORE, &more), record(MORE, &more)];
        let cells = |count: u16| -> Vec<Vec<u8>> {
            (0..count).map(|row| record(SHARED_TEXT, &numbers(&[row, 0, 0, 0, 0]))).collect()
        };
        assert_eq!(said(&texts, &cells(1_000)), None);
        assert!(said(&texts, &cells(10_000)).is_some_and(|said| said.contains("teks")));
    }
}
