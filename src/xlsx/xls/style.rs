//! The formats of a legacy workbook: fonts, number formats, colours, and the cell formats made of them.

use std::collections::HashMap;

use super::container::{u16_at, u32_at};
use crate::xlsx::look::{Border, Look};

/// Twips and points.
const TWIPS: f64 = 20.0;

/// Points that a step of indent is told as.
const INDENT: f64 = 10.0;

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
        let side = |style: u32, colour: u32| self.border((style & 0xF) as u8, (colour & 0x7F) as u16);
        Look {
            format: self.code(u16_at(format, 2)),
            font: font.map(|font| font.name.clone()).filter(|name| !name.is_empty()),
            size: font.map(|font| font.size),
            bold: font.is_some_and(|font| font.bold),
            italic: font.is_some_and(|font| font.italic),
            underline: font.is_some_and(|font| font.underline),
            colour: font.and_then(|font| self.colour(font.colour)),
            fill: (pattern != 0).then(|| self.colour(u16_at(format, 18) & 0x7F)).flatten(),
            borders: [
                side(sides, sides >> 16),
                side(sides >> 4, sides >> 23),
                side(sides >> 8, ends),
                side(sides >> 12, ends >> 7),
            ],
            horizontal: ["", "left", "center", "right", "", "justify"]
                .get(usize::from(align & 7))
                .filter(|word| !word.is_empty())
                .map(|word| (*word).to_string()),
            vertical: ["top", "middle", "bottom"].get(usize::from(align >> 4 & 7)).map(|word| (*word).to_string()),
            wrap: align & 8 != 0,
            margin: f64::from(format[8] & 0xF) * INDENT,
        }
    }

    fn border(&self, style: u8, colour: u16) -> Option<Border> {
        let (width, double, broken) = match style {
            0 => return None,
            2 => (35, false, false),
            3 | 4 | 9 | 11 | 13 => (15, false, true),
            5 => (50, false, false),
            6 => (30, true, false),
            7 => (2, false, false),
            8 | 10 | 12 => (35, false, true),
            _ => (15, false, false),
        };
        Some(Border { width, double, broken, colour: self.colour(colour).unwrap_or(0) })
    }

    fn colour(&self, index: u16) -> Option<u32> {
        let place = match index {
            0..=7 => usize::from(index),
            8..=63 => usize::from(index) - 8,
            _ => return None, // The system's own.
        };
        self.palette.as_deref().and_then(|palette| palette.get(place)).or(PALETTE.get(place)).copied()
    }

    fn code(&self, index: u16) -> String {
        let built_in = || BUILT_IN.iter().find(|(known, _)| *known == index).map(|(_, code)| (*code).to_string());
        let code = self.codes.get(&index).cloned().or_else(built_in).unwrap_or_default();
        if code.eq_ignore_ascii_case("general") { String::new() } else { code }
    }
}

/// The number formats that need not be written into a workbook.
const BUILT_IN: [(u16, &str); 28] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (11, "0.00E+00"),
    (12, "# ?/?"),
    (13, "# ??/??"),
    (14, "dd/mm/yyyy"),
    (15, "d-mmm-yy"),
    (16, "d-mmm"),
    (17, "mmm-yy"),
    (18, "h:mm AM/PM"),
    (19, "h:mm:ss AM/PM"),
    (20, "h:mm"),
    (21, "h:mm:ss"),
    (22, "dd/mm/yyyy h:mm"),
    (37, "#,##0_);(#,##0)"),
    (38, "#,##0_);[Red](#,##0)"),
    (39, "#,##0.00_);(#,##0.00)"),
    (40, "#,##0.00_);[Red](#,##0.00)"),
    (41, "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)"),
    (43, "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)"),
    (45, "mm:ss"),
    (46, "[h]:mm:ss"),
    (48, "##0.0E+0"),
    (49, "@"),
];

/// The colours of a workbook that has none of its own.
const PALETTE: [u32; 56] = [
    0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF, 0x800000, 0x008000, 0x000080,
    0x808000, 0x800080, 0x008080, 0xC0C0C0, 0x808080, 0x9999FF, 0x993366, 0xFFFFCC, 0xCCFFFF, 0x660066, 0xFF8080,
    0x0066CC, 0xCCCCFF, 0x000080, 0xFF00FF, 0xFFFF00, 0x00FFFF, 0x800080, 0x800000, 0x008080, 0x0000FF, 0x00CCFF,
    0xCCFFFF, 0xCCFFCC, 0xFFFF99, 0x99CCFF, 0xFF99CC, 0xCC99FF, 0xFFCC99, 0x3366FF, 0x33CCCC, 0x99CC00, 0xFFCC00,
    0xFF9900, 0xFF6600, 0x666699, 0x969696, 0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366, 0x333399,
    0x333333,
];
