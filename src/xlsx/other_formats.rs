//! `.xlsb`, `.xls` and `.ods` through calamine: what these readers give, and no more.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Ods, OdsError, Range, Reader, SheetVisible, Xls, XlsError, Xlsb, XlsbError};

use super::limits::{Limits, Used, check_merges};
use super::look::{INDENT, Look, Sheet};
use super::package::Package;
use super::{TextPool, error_text, ods, range_of, text_value, value_of, xls, xlsb};
use crate::bahasa::Pesan;
use crate::error::{Error, Result};
use crate::grid::{Book, BookFormat, Cell, CellRange, CellRef, GridBuilder, NumberFormat, Style, Value, Visibility};

/// Reads a binary workbook by its cell stream.
pub fn read_xlsb(name: &str, bytes: &[u8], limits: &Limits) -> Result<Book> {
    let map = |error: XlsbError| match error {
        XlsbError::Password => Error::Encrypted,
        other => Error::damaged(other),
    };
    let mut package = Package::open(bytes)?;
    if let Some(part) = package.part("xl/sharedStrings.bin")? {
        xlsb::check_texts(&part, limits)?;
    }
    let mut reader: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(map)?;
    let sheets = sheet_list(reader.sheets_metadata());
    let layout = xlsb::layout(&mut package)?;
    let styles: Arc<[Style]> = layout.looks.iter().map(style_of_look).collect();
    let mut book = Book::new(name, BookFormat::Xlsb);
    let mut texts = TextPool::default();
    let mut used = Used::new(limits);
    for (sheet, visibility) in sheets {
        let mut builder = GridBuilder { visibility, ..GridBuilder::default() };
        let mut cells = reader.worksheet_cells_reader(&sheet).map_err(map)?;
        while let Some(cell) = cells.next_cell().map_err(map)? {
            let (row, col) = cell.get_position();
            let value = value_of(cell.get_value(), &mut texts);
            if value != Value::Empty {
                used.add(CellRef::new(row, col))?;
                push(&mut builder, (row, col), value);
            }
        }
        drop(cells);
        let valued = builder.cells.len();
        let mut formulas = reader.worksheet_cells_reader(&sheet).map_err(map)?;
        while let Some(formula) = formulas.next_formula().map_err(map)? {
            used.add_formula(formula.get_value())?;
            if set_formula(&mut builder, valued, formula.get_position(), formula.get_value()) {
                let (row, col) = formula.get_position();
                used.add(CellRef::new(row, col))?;
            }
        }
        drop(formulas);
        if let Some(known) = layout.sheet(&sheet) {
            check_merges(&known.merges)?;
            builder.merges.clone_from(&known.merges);
            lay_out(&mut builder, known);
        }
        book.grids.push(builder.build(&sheet, styles.clone()));
    }
    Ok(book)
}

/// Reads a legacy workbook.
pub fn read_xls(name: &str, bytes: &[u8]) -> Result<Book> {
    let map = |error: XlsError| match error {
        XlsError::Password => Error::Encrypted,
        other => Error::damaged(other),
    };
    xls::check(bytes)?;
    let mut reader: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(map)?;
    let layout = xls::layout(bytes);
    let styles: Arc<[Style]> = layout.looks.iter().map(style_of_look).collect();
    // calamine gives the columns of other sheets wrong.
    let mut book = Book { misreads_links: true, ..Book::new(name, BookFormat::Xls) };
    let mut is_laid_out = true;
    let sheets = sheet_list(reader.sheets_metadata());
    for (sheet, visibility) in sheets {
        let merges = reader.merge_cells_by_sheet_name(&sheet).unwrap_or_default();
        let merges: Vec<CellRange> = merges.iter().map(range_of).collect();
        check_merges(&merges)?;
        let builder = GridBuilder { visibility, merges, ..GridBuilder::default() };
        let mut builder = dense_sheet(&mut reader, &sheet, builder).map_err(map)?;
        match layout.sheet(&sheet) {
            Some(known) => lay_out(&mut builder, known),
            None => is_laid_out = false,
        }
        book.grids.push(builder.build(&sheet, styles.clone()));
    }
    if !is_laid_out {
        book.notes.push(Pesan::new(
            "format .xls versi lama: format angka, baris dan kolom tersembunyi tidak terbaca",
            "an old .xls: number formats, hidden rows and columns are not read",
        ));
    }
    let shared = xls::shared_formulas(bytes);
    if shared > 0 {
        book.notes.push(Pesan::new(
            format!("{shared} sel .xls berisi rumus bersama yang tidak terbaca, hanya hasilnya yang diperiksa; simpan sebagai .xlsx agar rumusnya ikut"),
            format!("{shared} cells of the .xls share formulas that are not read, their results alone are checked; save it as .xlsx to have them"),
        ));
    }
    Ok(book)
}

/// Reads an OpenDocument spreadsheet.
pub fn read_ods(name: &str, bytes: &[u8]) -> Result<Book> {
    let map = |error: OdsError| match error {
        OdsError::Password => Error::Encrypted,
        other => Error::damaged(other),
    };
    if let Some(content) = Package::open(bytes)?.part("content.xml")? {
        ods::size::check(&content)?;
    }
    let mut reader: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(map)?;
    let layout = ods::layout(bytes)?;
    let styles: Arc<[Style]> = layout.looks.iter().map(style_of_look).collect();
    let mut book = Book::new(name, BookFormat::Ods);
    for (sheet, visibility) in sheet_list(reader.sheets_metadata()) {
        let builder = GridBuilder { visibility, ..GridBuilder::default() };
        let mut builder = dense_sheet(&mut reader, &sheet, builder).map_err(map)?;
        if let Some(known) = layout.sheet(&sheet) {
            check_merges(&known.merges)?;
            builder.merges.clone_from(&known.merges);
            lay_out(&mut builder, known);
            translate(&mut builder, &styles);
        }
        book.grids.push(builder.build(&sheet, styles.clone()));
    }
    Ok(book)
}

fn style_of_look(look: &Look) -> Style {
    let indent = (look.margin / INDENT).round().clamp(0.0, 250.0) as u32;
    Style { format: NumberFormat::parse(&look.format), bold: look.bold, indent }
}

/// Adds what the layout tells.
fn lay_out(builder: &mut GridBuilder, known: &Sheet) {
    builder.hidden_rows.clone_from(&known.hidden_rows);
    builder.hidden_cols.clone_from(&known.hidden_cols);
    for cell in &mut builder.cells {
        cell.style = known.look_at(cell.at);
    }
}

/// Formulas of OpenDocument become Excel's, and dates the numbers that Excel has for them.
fn translate(builder: &mut GridBuilder, styles: &[Style]) {
    for cell in &mut builder.cells {
        if let Some(formula) = cell.formula.as_deref().and_then(ods::excel_formula) {
            cell.formula = Some(formula.into());
        }
        let is_date = styles.get(cell.style as usize).is_some_and(|style| style.format.date);
        if let (true, Value::Text(text)) = (is_date, &cell.value)
            && let Some(day) = day_number(text)
        {
            cell.value = Value::Number(day);
        }
    }
}

/// `2024-01-31` and `2024-01-31T12:00:00` as days since 1899-12-30.
fn day_number(text: &str) -> Option<f64> {
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00"));
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1900..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days of the Gregorian calendar, counted from March so that the leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
    const FIRST: i64 = 693_899;
    let seconds = time.split(':').try_fold(0.0, |seconds, part| Some(seconds * 60.0 + part.parse::<f64>().ok()?))?;
    Some((days - FIRST) as f64 + seconds / 86_400.0)
}

/// A sheet through dense ranges: these formats have no cell stream. Their dimensions come from the
/// cells that are really there, so a far-off cell is the only danger; the readers bound it.
fn dense_sheet<'a, R: Reader<Cursor<&'a [u8]>>>(
    reader: &mut R,
    sheet: &str,
    mut builder: GridBuilder,
) -> std::result::Result<GridBuilder, R::Error> {
    let mut texts = TextPool::default();
    let values = reader.worksheet_range(sheet)?;
    let (first_row, first_col) = values.start().unwrap_or_default();
    for (row, col, value) in values.used_cells() {
        push(&mut builder, (first_row + row as u32, first_col + col as u32), data_value(value, &mut texts));
    }
    let valued = builder.cells.len();
    let formulas: Range<String> = reader.worksheet_formula(sheet)?;
    let (first_row, first_col) = formulas.start().unwrap_or_default();
    for (row, col, formula) in formulas.used_cells() {
        set_formula(&mut builder, valued, (first_row + row as u32, first_col + col as u32), formula);
    }
    Ok(builder)
}

fn sheet_list(sheets: &[calamine::Sheet]) -> Vec<(String, Visibility)> {
    let visibility = |sheet: &calamine::Sheet| match sheet.visible {
        SheetVisible::Visible => Visibility::Visible,
        SheetVisible::Hidden => Visibility::Hidden,
        SheetVisible::VeryHidden => Visibility::VeryHidden,
    };
    let worksheets = sheets.iter().filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet);
    worksheets.map(|sheet| (sheet.name.clone(), visibility(sheet))).collect()
}

fn push(builder: &mut GridBuilder, (row, col): (u32, u32), value: Value) {
    if value != Value::Empty {
        builder.cells.push(Cell { at: CellRef::new(row, col), value, formula: None, style: 0 });
    }
}

/// Formulas come in a second pass: to one of the `valued` cells that have a value, in reading order, or as a cell
/// of its own behind them, which the builder sorts. Tells whether it is one of its own.
fn set_formula(builder: &mut GridBuilder, valued: usize, (row, col): (u32, u32), formula: &str) -> bool {
    if formula.is_empty() {
        return false;
    }
    let at = CellRef::new(row, col);
    let formula: Arc<str> = formula.trim_start_matches('=').into();
    let place = builder.cells[..valued].binary_search_by_key(&at, |cell| cell.at);
    match place {
        Ok(index) => builder.cells[index].formula = Some(formula),
        Err(_) => builder.cells.push(Cell { at, value: Value::Empty, formula: Some(formula), style: 0 }),
    }
    place.is_err()
}

fn data_value(value: &Data, texts: &mut TextPool) -> Value {
    match value {
        Data::Int(number) => Value::Number(*number as f64),
        Data::Float(number) => Value::Number(*number),
        Data::DateTime(date) => Value::Number(date.as_f64()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text_value(text, texts),
        Data::Bool(truth) => Value::Bool(*truth),
        Data::Error(error) => Value::Error(error_text(error)),
        Data::Empty => Value::Empty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_the_numbers_excel_has() {
        assert_eq!(day_number("1900-03-01"), Some(61.0));
        assert_eq!(day_number("2024-02-29"), Some(45_351.0));
        assert_eq!(day_number("2024-12-31T12:00:00"), Some(45_657.5));
        assert_eq!(day_number("31/12/2024"), None);
    }
}
