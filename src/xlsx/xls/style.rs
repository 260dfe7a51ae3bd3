//! The formats of a legacy workbook: fonts, number formats, colours, and the cell formats made of them.

use std::collections::HashMap;

use crate::xlsx::biff::{self, TWIPS, u16_at, u32_at};
use crate::xlsx::look::{INDENT, Look};

/// The formats read so far.
#[derive(Debug, Default)]
pub struct Formats {
    fonts: Vec<Font>,
    codes: HashMap<u16, String>,
    palette: Option<Vec<u32>>,
    cells: Vec<Vec<u8>>,
}

#[derive(Debug, Default)]
struct Font {
    name: String,
    size: f64,
    bold: bool,
    italic: bool,
    underline: bool,
    colour: u16,
}

/// A text with its length before it; two bytes a character when the flag says so.
pub fn text(data: &[u8], length: usize, start: usize) -> String {
    let wide = data.get(start).is_some_and(|flags| flags & 1 == 1);
    let rest = data.get(start + 1..).unwrap_or_default();
    if wide {
        let units: Vec<u16> =
            rest.as_chunks::<2>().0.iter().take(length).map(|pair| u16::from_le_bytes(*pair)).collect();
        String::from_utf16_lossy(&units)
    } else {
        rest.iter().take(length).map(|&byte| char::from(byte)).collect()
    }
}

impl Formats {
    /// Takes note of a record of the workbook.
    pub fn see(&mut self, kind: u16, data: &[u8]) {
        match kind {
            0x0031 => self.fonts.push(Font {
                name: text(data, data.get(14).copied().unwrap_or(0) as usize, 15),
                size: f64::from(u16_at(data, 0)) / TWIPS,
                bold: u16_at(data, 6) >= 600,
                italic: u16_at(data, 2) & 2 != 0,
                underline: data.get(10).is_some_and(|kind| *kind != 0),
                colour: u16_at(data, 4),
            }),
            0x041E => {
                self.codes.insert(u16_at(data, 0), text(data, u16_at(data, 2) as usize, 4));
            }
            0x0092 => {
                let count = usize::from(u16_at(data, 0)).min(56);
                let colour = |index: usize| u32_at(data, 2 + 4 * index).swap_bytes() >> 8;
                self.palette = Some((0..count).map(colour).collect());
            }
            0x00E0 if data.len() >= 20 => self.cells.push(data.to_vec()),
            _ => {}
        }
    }

    /// The Look of cells without a format, then that of each cell format.
    pub fn looks(&self) -> Vec<Look> {
        std::iter::once(Look::default()).chain(self.cells.iter().map(|format| self.look(format))).collect()
    }

    fn look(&self, format: &[u8]) -> Look {
        // There is no fifth font.
        let index = usize::from(u16_at(format, 0));
        let font = self.fonts.get(if index > 4 { index - 1 } else { index });
        let (align, sides, ends) = (format[6], u32_at(format, 10), u32_at(format, 14));
        let pattern = ends >> 26;
        let colour = |index: u16| biff::colour(index, self.palette.as_deref());
        let side = |style: u32, index: u32| biff::border((style & 0xF) as u8, colour((index & 0x7F) as u16));
        Look {
            format: biff::number_format(u16_at(format, 2), &self.codes),
            font: font.map(|font| font.name.clone()).filter(|name| !name.is_empty()),
            size: font.map(|font| font.size),
            bold: font.is_some_and(|font| font.bold),
            italic: font.is_some_and(|font| font.italic),
            underline: font.is_some_and(|font| font.underline),
            colour: font.and_then(|font| colour(font.colour)),
            fill: (pattern != 0).then(|| colour(u16_at(format, 18) & 0x7F)).flatten(),
            borders: [
                side(sides, sides >> 16),
                side(sides >> 4, sides >> 23),
                side(sides >> 8, ends),
                side(sides >> 12, ends >> 7),
            ],
            horizontal: biff::horizontal(align & 7),
            vertical: biff::vertical(align >> 4 & 7),
            wrap: align & 8 != 0,
            margin: f64::from(format[8] & 0xF) * INDENT,
        }
    }
}
