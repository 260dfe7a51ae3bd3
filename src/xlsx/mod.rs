//! Workbook files to Grids, and the package underneath for patching.
//!
//! Values and formulas come from calamine's streaming cell reader, so no dense range is ever
//! allocated from a declared dimension. What calamine does not give — hidden rows and columns, the
//! style index of each cell — is read from the package in `layout`.

mod biff;
mod comments;
mod layout;
mod left_out;
pub mod limits;
pub mod look;
mod marker;
mod ods;
mod other_formats;
pub mod package;
mod sniff;
mod source;
pub mod utf16;
mod xls;
mod xlsb;

use std::collections::HashSet;
use std::io::{Seek as _, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{DataRef, Reader, Xlsx, XlsxCellFormula, XlsxError};

use crate::bahasa::{Bahasa, Pesan};
use crate::error::{Error, Result};
use crate::grid::{Book, BookFormat, Cell, CellRange, CellRef, Grid, GridBuilder, NumberFormat, Style, Value};
pub use left_out::{layout_of, left_out};
pub use limits::Limits;
use limits::Used;
pub use marker::{MARKER, sheet_of};
#[cfg(test)]
pub use ods::fixture::spreadsheet as fixture_ods;
use package::{Package, SheetEntry, resolve};
use sniff::{FileKind, sniff};
pub use source::Source;

/// File name endings of the workbooks cermat reads, lower case.
pub const EXTENSIONS: [&str; 7] = ["xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "ods"];

/// Reads a workbook from its bytes; `name` is the file name without folders.
///
/// # Errors
/// Anything that is no readable workbook, as a sentence about what it is instead.
pub fn read<'a>(name: &str, source: impl Into<Source<'a>>) -> Result<Book> {
    read_within(name, source, &Limits::default())
}

/// Bytes of memory that checking a workbook takes at most, as its directory or its size tells, without inflating a part.
pub fn need(source: &Source<'_>) -> u64 {
    match Package::open(source) {
        Ok(mut package) => limits::need(&mut package),
        Err(_) => limits::need_of_size(source.clone().seek(SeekFrom::End(0)).unwrap_or(0)),
    }
}

/// The same within other limits than the usual ones.
///
/// # Errors
/// As [`read`].
pub fn read_within<'a>(name: &str, source: impl Into<Source<'a>>, limits: &Limits) -> Result<Book> {
    let source = source.into();
    let mut book = match sniff(&source, limits)? {
        FileKind::Xlsx => read_xlsx(name, &source, limits),
        FileKind::Xlsb => reading(|| other_formats::read_xlsb(name, &source.whole()?, limits)),
        FileKind::Xls => limits::refuse_above(need(&source), limits)
            .and_then(|()| reading(|| other_formats::read_xls(name, &source.whole()?))),
        FileKind::Ods => reading(|| other_formats::read_ods(name, &source.whole()?)),
    }?;
    if book.grids.iter().all(|grid| grid.cells().is_empty()) {
        return Err(Error::Empty);
    }
    book.formula_limits = limits.formulas;
    Ok(book)
}

fn read_xlsx(name: &str, source: &Source<'_>, limits: &Limits) -> Result<Book> {
    let mut package = Package::open(source)?;
    match utf16::with_utf8_parts(&mut package)? {
        Some(utf8) => {
            let utf8 = utf8.into();
            read_package(name, Package::open(&utf8)?, &utf8, limits)
        }
        None => read_package(name, package, source, limits),
    }
}

/// Reads a package, opened from its bytes, whose parts are in UTF-8.
fn read_package(name: &str, mut package: Package<'_>, source: &Source<'_>, limits: &Limits) -> Result<Book> {
    let entries = package.sheets()?;
    limits::check_sheets(&mut package, entries.iter().map(|entry| entry.part.as_str()), limits)?;
    check_lists(&mut package, limits)?;
    let mut used = Used::new(limits);
    let mut reader: Xlsx<_> = reading(|| Xlsx::new(source.clone()).map_err(reader_error))?;
    let styles = reading(|| read_styles(&mut reader, &entries))?;
    let mut texts = TextPool::default();
    let mut book = Book::new(name, BookFormat::Xlsx);
    // The list of findings in an annotated copy is no part of the report.
    let findings = reader.defined_names().iter().find(|(name, _)| name == MARKER).and_then(|(_, cell)| sheet_of(cell));
    for entry in entries.iter().filter(|entry| Some(&entry.name) != findings.as_ref()) {
        if entry.kind != "worksheet" {
            let name = &entry.name;
            book.notes.push(Pesan::new(
                format!("lembar {name} bukan lembar kerja (grafik atau makro) dan tidak diperiksa"),
                format!("sheet {name} is no worksheet (a chart or a macro) and is not checked"),
            ));
            continue;
        }
        match read_sheet(&mut package, &mut reader, entry, &styles, &mut texts, &mut used, limits.nesting) {
            Ok(grid) => book.grids.push(grid),
            Err(error @ Error::Damaged { .. }) if entries.len() > 1 && package.index_of(&entry.part).is_none() => {
                let name = &entry.name;
                book.notes.push(Pesan::new(
                    format!("lembar {name} tidak terbaca: {error}"),
                    format!("sheet {name} can't be read: {}", error.pesan().text(Bahasa::En)),
                ));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(book)
}

/// Looks at the parts the reader makes lists of before it sees a sheet; they stand beside the workbook part.
fn check_lists(package: &mut Package<'_>, limits: &Limits) -> Result<()> {
    let workbook = package.workbook_part()?;
    let beside = |name: &str| resolve(&workbook, name);
    if let Some(part) = package.part(&beside("sharedStrings.xml"))? {
        limits::check_texts(&part, limits)?;
    }
    if let Some(part) = package.part(&beside("styles.xml"))? {
        limits::check_formats(&part)?;
    }
    Ok(())
}

fn read_sheet(
    package: &mut Package<'_>,
    reader: &mut Xlsx<Source<'_>>,
    entry: &SheetEntry,
    styles: &Arc<[Style]>,
    texts: &mut TextPool,
    used: &mut Used,
    nesting: usize,
) -> Result<Grid> {
    let part = package.part(&entry.part)?.ok_or_else(|| {
        Error::broken(format!("lembar {} hilang", entry.name), format!("sheet {} is missing", entry.name))
    })?;
    limits::check_shared_formulas(&part)?;
    let comments = comments::read(package, &entry.part)?;
    let expected = layout::expected_cells(&part);
    let (layout, cells) = rayon::join(
        move || layout::read(&part, nesting),
        || {
            reading(|| {
                let mut list = Vec::with_capacity(expected);
                let mut cells = reader.worksheet_cells_reader(&entry.name).map_err(reader_error)?;
                while let Some(read) = cells.next_cell_with_formula().map_err(reader_error)? {
                    if let Some(cell) = cell_of(&read, texts) {
                        used.add(cell.at)?;
                        if let Some(formula) = &cell.formula {
                            used.add_formula(formula)?;
                        }
                        list.push(cell);
                    }
                }
                Ok(list)
            })
        },
    );
    let (layout, mut cells) = (layout?, cells?);
    set_styles(&mut cells, &layout.styles);
    let builder = GridBuilder {
        merges: layout.merges,
        hidden_rows: layout.hidden_rows,
        hidden_cols: layout.hidden_cols,
        comments,
        visibility: entry.visibility,
        cells,
    };
    Ok(builder.build(&entry.name, styles.clone()))
}

/// Runs a reader of others; what it panics on, such as an address beyond all columns, is a damaged file
/// and no fault of cermat's.
fn reading<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::broken("isinya tidak dapat diuraikan", "its content can't be parsed")))
}

/// A cell that holds something; its style is not known yet.
fn cell_of(read: &XlsxCellFormula<'_>, texts: &mut TextPool) -> Option<Cell> {
    let value = value_of(&read.value, texts);
    let formula = read.formula.as_deref().filter(|formula| !formula.is_empty()).map(Arc::from);
    let is_empty = value == Value::Empty && formula.is_none();
    (!is_empty).then(|| Cell { at: CellRef::new(read.pos.0, read.pos.1), value, formula, style: 0 })
}

/// Both lists come in the order of the sheet.
fn set_styles(cells: &mut [Cell], styles: &[(CellRef, u32)]) {
    let mut styles = styles.iter().copied().peekable();
    for cell in cells {
        let last = std::iter::from_fn(|| styles.next_if(|&(styled, _)| styled <= cell.at)).last();
        cell.style = last.filter(|&(styled, _)| styled == cell.at).map_or(0, |(_, style)| style);
    }
}

/// The workbook's cell styles, by style index; calamine gives them with any sheet's cell reader.
fn read_styles(reader: &mut Xlsx<Source<'_>>, entries: &[SheetEntry]) -> Result<Arc<[Style]>> {
    for entry in entries.iter().filter(|entry| entry.kind == "worksheet") {
        if let Ok(cells) = reader.worksheet_cells_reader(&entry.name) {
            return Ok(cells.styles().iter().map(style_of).collect());
        }
    }
    Ok(Arc::from([]))
}

fn style_of(style: &calamine::Style) -> Style {
    Style {
        format: style.number_format.as_ref().map(|format| NumberFormat::parse(&format.format_code)).unwrap_or_default(),
        bold: style.font.as_ref().is_some_and(calamine::Font::is_bold),
        indent: style.alignment.as_ref().and_then(|alignment| alignment.indent).map_or(0, u32::from),
    }
}

/// Texts already met in this workbook, so that a repeated one is held once.
#[derive(Debug, Default)]
struct TextPool(HashSet<Arc<str>>);

impl TextPool {
    fn get(&mut self, text: &str) -> Arc<str> {
        match self.0.get(text) {
            Some(known) => known.clone(),
            None => {
                let text: Arc<str> = text.into();
                self.0.insert(text.clone());
                text
            }
        }
    }
}

fn value_of(value: &DataRef<'_>, texts: &mut TextPool) -> Value {
    match value {
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::DateTime(date) => Value::Number(date.as_f64()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_value(text, texts),
        DataRef::SharedString(text) => text_value(text, texts),
        DataRef::Bool(truth) => Value::Bool(*truth),
        DataRef::Error(error) => Value::Error(error_text(error)),
        DataRef::Empty => Value::Empty,
    }
}

/// A text; a space that does not break, as Word and browsers hand it on, is a space.
fn text_value(text: &str, texts: &mut TextPool) -> Value {
    match text {
        "" => Value::Empty,
        _ if text.contains('\u{a0}') => Value::Text(texts.get(&text.replace('\u{a0}', " "))),
        _ => Value::Text(texts.get(text)),
    }
}

fn error_text(error: &calamine::CellErrorType) -> &'static str {
    let shown = error.to_string();
    crate::grid::ERROR_VALUES.into_iter().find(|&known| known == shown).unwrap_or("#VALUE!")
}

fn range_of(dimensions: &calamine::Dimensions) -> CellRange {
    let corner = |(row, col)| CellRef::new(row, col);
    CellRange::new(corner(dimensions.start), corner(dimensions.end))
}

fn reader_error(error: XlsxError) -> Error {
    match error {
        XlsxError::Password => Error::Encrypted,
        other => Error::damaged(other),
    }
}
