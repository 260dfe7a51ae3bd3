//! What the binary formats, `.xls` and `.xlsb`, have in common: numbers in bytes, colours, lines, number formats.

use std::collections::HashMap;

use super::look::{Border, Run};
use crate::grid::{CellRange, CellRef};

/// Parts of a point that heights and sizes of letters are told in.
pub const TWIPS: f64 = 20.0;

/// Cells of a sheet whose look is read.
const MOST_RUNS: usize = 1_000_000;

/// Two bytes as a number, little end first; zero where the bytes end.
pub fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |pair| u16::from_le_bytes([pair[0], pair[1]]))
}

/// The same, of four bytes.
pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

/// A column's width in points, from 256ths of a character: seven pixels, three quarters of a point each.
pub fn column_points(width: u32) -> f64 {
    (f64::from(width) / 256.0 * 7.0).round() * 0.75
}

/// Adds a cell, to the run before it when that looks the same.
pub fn add_run(runs: &mut Vec<Run>, row: u32, col: u32, look: u32) {
    let at = CellRef::new(row, col);
    if let Some(run) = runs.last_mut()
        && (run.look, run.cells.end.row, run.cells.end.col + 1) == (look, row, col)
    {
        run.cells.end = at;
    } else if runs.len() < MOST_RUNS {
        runs.push(Run { cells: CellRange::from(at), look });
    }
}

/// A number format by its index: one of the workbook's own `codes`, or a built-in one; nothing for a general one.
pub fn number_format(index: u16, codes: &HashMap<u16, String>) -> String {
    let built_in = || BUILT_IN.iter().find(|(known, _)| *known == index).map(|(_, code)| (*code).to_string());
    let code = codes.get(&index).cloned().or_else(built_in).unwrap_or_default();
    if code.eq_ignore_ascii_case("general") { String::new() } else { code }
}

/// A colour by its index in the workbook's own palette, or in the usual one.
pub fn colour(index: u16, own: Option<&[u32]>) -> Option<u32> {
    let place = match index {
        0..=7 => usize::from(index),
        8..=63 => usize::from(index) - 8,
        _ => return None, // The system's own.
    };
    own.and_then(|palette| palette.get(place)).or(PALETTE.get(place)).copied()
}

/// A line along an edge by the number of its style.
pub fn border(style: u8, colour: Option<u32>) -> Option<Border> {
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
    Some(Border { width, double, broken, colour: colour.unwrap_or(0) })
}

/// Where texts stand between left and right, by its number.
pub fn horizontal(number: u8) -> Option<String> {
    let words = ["", "left", "center", "right", "", "justify"];
    words.get(usize::from(number)).filter(|word| !word.is_empty()).map(|word| (*word).to_string())
}

/// Where texts stand between top and bottom, by its number.
pub fn vertical(number: u8) -> Option<String> {
    ["top", "middle", "bottom"].get(usize::from(number)).map(|word| (*word).to_string())
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
