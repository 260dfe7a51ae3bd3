//! `.xlsb`, `.xls` and `.ods` through calamine: what these readers give, and no more.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Ods, OdsError, Range, Reader, SheetVisible, Xls, XlsError, Xlsb, XlsbError};

use super::package::Package;
use super::{TextPool, error_text, limits, ods_size, range_of, text_value, value_of};
use crate::error::{Error, Result};
use crate::grid::{Book, BookFormat, Cell, CellRange, CellRef, Grid, GridBuilder, Style, Value, Visibility};

/// Reads a binary workbook by its cell stream.
pub fn read_xlsb(name: &str, bytes: &[u8]) -> Result<Book> {
    let map = |error: XlsbError| match error {
        XlsbError::Password => Error::Encrypted,
        other => Error::damaged(other),
    };
    let mut reader: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(map)?;
    let sheets = sheet_list(reader.sheets_metadata());
    let mut book = new_book(name, BookFormat::Xlsb);
    let mut texts = TextPool::default();
    let mut used = limits::Used::default();
    for (sheet, visibility) in sheets {
        let mut builder = GridBuilder { visibility, ..GridBuilder::default() };
        let mut cells = reader.worksheet_cells_reader(&sheet).map_err(map)?;
        while let Some(cell) = cells.next_cell().map_err(map)? {
            let (row, col) = cell.get_position();
            let value = value_of(cell.get_value(), &mut texts);
            if value != Value::Empty {
                used.add(CellRef::new(row, col), None)?;
                push(&mut builder, (row, col), value);
            }
        }
        drop(cells);
        let mut formulas = reader.worksheet_cells_reader(&sheet).map_err(map)?;
        while let Some(formula) = formulas.next_formula().map_err(map)? {
            set_formula(&mut builder, formula.get_position(), formula.get_value());
        }
        book.grids.push(builder.build(&sheet, Arc::from([])));
    }
    book.notes.push("format .xlsb: format angka dan sel tersembunyi tidak terbaca".into());
    Ok(book)
}

/// Reads a legacy workbook.
pub fn read_xls(name: &str, bytes: &[u8]) -> Result<Book> {
    let map = |error: XlsError| match error {
        XlsError::Password => Error::Encrypted,
        other => Error::damaged(other),
    };
    let mut reader: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(map)?;
    let mut book = new_book(name, BookFormat::Xls);
    for (sheet, visibility) in sheet_list(reader.sheets_metadata()) {
        let merges = reader.merge_cells_by_sheet_name(&sheet).unwrap_or_default();
        let merges = merges.iter().map(range_of).collect();
        let grid = dense_sheet(&mut reader, &sheet, visibility, merges).map_err(map)?;
        book.grids.push(grid);
    }
    book.notes.push("format .xls: baris dan kolom tersembunyi tidak terbaca".into());
    Ok(book)
}

/// Reads an OpenDocument spreadsheet.
pub fn read_ods(name: &str, bytes: &[u8]) -> Result<Book> {
    let map = |error: OdsError| match error {
        OdsError::Password => Error::Encrypted,
        other => Error::damaged(other),
    };
    if let Some(content) = Package::open(bytes)?.part("content.xml")? {
        ods_size::check(&content)?;
    }
    let mut reader: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(map)?;
    let mut book = new_book(name, BookFormat::Ods);
    for (sheet, visibility) in sheet_list(reader.sheets_metadata()) {
        let grid = dense_sheet(&mut reader, &sheet, visibility, Vec::new()).map_err(map)?;
        book.grids.push(grid);
    }
    book.notes.push("format .ods: sel gabungan dan sel tersembunyi tidak terbaca".into());
    Ok(book)
}

/// A sheet through dense ranges: these formats have no cell stream. Their dimensions come from the
/// cells that are really there, so a far-off cell is the only danger; the readers bound it.
fn dense_sheet<'a, R: Reader<Cursor<&'a [u8]>>>(
    reader: &mut R,
    sheet: &str,
    visibility: Visibility,
    merges: Vec<CellRange>,
) -> std::result::Result<Grid, R::Error> {
    let mut builder = GridBuilder { visibility, merges, ..GridBuilder::default() };
    let mut texts = TextPool::default();
    let values = reader.worksheet_range(sheet)?;
    let (first_row, first_col) = values.start().unwrap_or_default();
    for (row, col, value) in values.used_cells() {
        push(&mut builder, (first_row + row as u32, first_col + col as u32), data_value(value, &mut texts));
    }
    let formulas: Range<String> = reader.worksheet_formula(sheet)?;
    let (first_row, first_col) = formulas.start().unwrap_or_default();
    for (row, col, formula) in formulas.used_cells() {
        set_formula(&mut builder, (first_row + row as u32, first_col + col as u32), formula);
    }
    Ok(builder.build(sheet, Arc::from([] as [Style; 0])))
}

fn new_book(name: &str, format: BookFormat) -> Book {
    Book { name: name.into(), format, grids: Vec::new(), notes: Vec::new() }
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

/// Formulas come in a second pass, in the same reading order as the values.
fn set_formula(builder: &mut GridBuilder, (row, col): (u32, u32), formula: &str) {
    if formula.is_empty() {
        return;
    }
    let at = CellRef::new(row, col);
    let formula: Arc<str> = formula.trim_start_matches('=').into();
    match builder.cells.binary_search_by_key(&at, |cell| cell.at) {
        Ok(index) => builder.cells[index].formula = Some(formula),
        Err(index) => builder.cells.insert(index, Cell { at, value: Value::Empty, formula: Some(formula), style: 0 }),
    }
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
