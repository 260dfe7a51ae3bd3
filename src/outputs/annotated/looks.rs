//! How cells look in a workbook that is written anew: formats, sizes, and cells that only look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline, Worksheet, XlsxError};

use crate::grid::{COLUMNS, CellRef, Grid, ROWS, Style};
use crate::xlsx::look::{Border, Look, Sheet};

/// Cells without content that are written for their look, of one sheet.
const MOST_BLANKS: u64 = 200_000;

/// A format with what a Grid knows of a cell's style.
pub fn format_of(style: &Style) -> Format {
    let mut format = Format::new();
    if !style.format.code.is_empty() {
        format = format.set_num_format(&style.format.code);
    }
    if style.bold {
        format = format.set_bold();
    }
    match u8::try_from(style.indent.min(250)) {
        Ok(indent) if indent > 0 => format.set_indent(indent),
        _ => format,
    }
}

/// The same with what its workbook's layout tells.
pub fn format_of_look(style: &Style, look: &Look) -> Format {
    let mut format = format_of(style);
    if let Some(font) = &look.font {
        format = format.set_font_name(font);
    }
    if let Some(size) = look.size.filter(|size| (1.0..=409.0).contains(size)) {
        format = format.set_font_size(size);
    }
    if look.italic {
        format = format.set_italic();
    }
    if look.underline {
        format = format.set_underline(FormatUnderline::Single);
    }
    if let Some(colour) = look.colour {
        format = format.set_font_color(Color::RGB(colour));
    }
    if let Some(fill) = look.fill {
        format = format.set_background_color(Color::RGB(fill));
    }
    if look.wrap {
        format = format.set_text_wrap();
    }
    for align in [look.horizontal.as_deref().and_then(across), look.vertical.as_deref().and_then(down)] {
        // An indent asks for the left, and says so itself.
        if let Some(align) = align.filter(|align| style.indent == 0 || *align != FormatAlign::Left) {
            format = format.set_align(align);
        }
    }
    bordered(format, look.borders)
}

fn across(word: &str) -> Option<FormatAlign> {
    match word {
        "start" | "left" => Some(FormatAlign::Left),
        "center" => Some(FormatAlign::Center),
        "end" | "right" => Some(FormatAlign::Right),
        "justify" => Some(FormatAlign::Justify),
        _ => None,
    }
}

fn down(word: &str) -> Option<FormatAlign> {
    match word {
        "top" => Some(FormatAlign::Top),
        "middle" => Some(FormatAlign::VerticalCenter),
        "bottom" => Some(FormatAlign::Bottom),
        _ => None,
    }
}

fn bordered(mut format: Format, [left, right, top, bottom]: [Option<Border>; 4]) -> Format {
    if let Some(border) = left {
        format = format.set_border_left(line(border)).set_border_left_color(Color::RGB(border.colour));
    }
    if let Some(border) = right {
        format = format.set_border_right(line(border)).set_border_right_color(Color::RGB(border.colour));
    }
    if let Some(border) = top {
        format = format.set_border_top(line(border)).set_border_top_color(Color::RGB(border.colour));
    }
    if let Some(border) = bottom {
        format = format.set_border_bottom(line(border)).set_border_bottom_color(Color::RGB(border.colour));
    }
    format
}

/// The line of Excel's that comes next to one of a width in twentieths of a point.
fn line(border: Border) -> FormatBorder {
    match (border.double, border.broken, border.width) {
        (true, ..) => FormatBorder::Double,
        (_, true, 0..=20) => FormatBorder::Dashed,
        (_, true, _) => FormatBorder::MediumDashed,
        (_, _, 0..=5) => FormatBorder::Hair,
        (_, _, 6..=25) => FormatBorder::Thin,
        (_, _, 26..=40) => FormatBorder::Medium,
        _ => FormatBorder::Thick,
    }
}

/// Sets the sizes of rows and columns, as far down and to the right as the sheet holds something.
pub fn set_sizes(sheet: &mut Worksheet, grid: &Grid, known: &Sheet) -> Result<(), XlsxError> {
    let Some(end) = end_of(grid) else {
        return Ok(());
    };
    for &(first, last, points) in known.widths.iter().filter(|(first, ..)| *first <= end.col) {
        let pixels = (points * 4.0 / 3.0).round().clamp(0.0, 1790.0) as u32;
        for col in first..=last.min(end.col) {
            sheet.set_column_width_pixels(col as u16, pixels)?;
        }
    }
    for &(first, last, points) in known.heights.iter().filter(|(first, ..)| *first <= end.row) {
        for row in first..=last.min(end.row) {
            sheet.set_row_height(row, points.clamp(0.0, 409.0))?;
        }
    }
    Ok(())
}

/// Writes the cells without content for their look; those within merged ranges have that of their anchor.
pub fn write_blanks(sheet: &mut Worksheet, grid: &Grid, known: &Sheet, formats: &[Format]) -> Result<(), XlsxError> {
    let Some(end) = end_of(grid) else {
        return Ok(());
    };
    let mut left = MOST_BLANKS;
    for run in &known.runs {
        let Some(format) = formats.get(run.look as usize) else {
            continue;
        };
        for row in run.cells.start.row..=run.cells.end.row.min(end.row) {
            for col in run.cells.start.col..=run.cells.end.col.min(end.col) {
                let at = CellRef::new(row, col);
                if left > 0 && grid.cell(at).is_none() && grid.merge_at(at).is_none() {
                    left -= 1;
                    sheet.write_blank(row, col as u16, format)?;
                }
            }
        }
    }
    Ok(())
}

/// The last row and column of what a sheet holds, within Excel's limits.
fn end_of(grid: &Grid) -> Option<CellRef> {
    let row = grid.last_row()?;
    let merged = grid.merges.iter().filter(|merge| merge.start.row <= row).map(|merge| merge.end.col);
    let col = grid.cells().iter().map(|cell| cell.at.col).chain(merged).max()?;
    Some(CellRef::new(row.min(ROWS - 1), col.min(COLUMNS - 1)))
}
