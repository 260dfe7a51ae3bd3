//! The rows of a table: where they end, which are entries, totals, averages or none of these.

use std::sync::Arc;

use super::closing::{is_closing, is_note, names_office};
use super::header::{self, HeaderBlock};
use super::level::Level;
use super::{Column, Entry, Line, Row, RowKind, figure, number_row};
use crate::grid::{Cell, CellRef, Grid, Value, single_spaced};
use crate::profile::{Profiles, Role, words};

/// The extent of a table's rows.
#[derive(Debug, Clone)]
pub struct Body {
    /// Rows that are entries or totals.
    pub rows: Vec<(u32, RowKind)>,
    /// The row after the last one looked at.
    pub end: u32,
    /// Source notes below.
    pub notes: Vec<Line>,
}

/// Blank rows after which only a row with figures continues the table.
const BLANKS_TO_DOUBT: u32 = 2;
/// Blank rows that end a table.
const BLANKS_TO_END: u32 = 12;
/// Rows that a signature takes below the jabatan.
const ROWS_OF_SIGNATURE: u32 = 8;

/// Walks down from the header to the end of the table.
pub fn read(grid: &Grid, block: &HeaderBlock, profiles: &Profiles) -> Body {
    let mut body = Body { rows: Vec::new(), end: block.body_start(), notes: Vec::new() };
    let last_row = grid.last_row().unwrap_or(0);
    let mut blanks = 0;
    let mut row = block.body_start();
    while row <= last_row {
        let cells = Filled::read(grid, block, row);
        if cells.count == 0 {
            blanks += 1;
            if blanks > BLANKS_TO_END {
                break;
            }
            row += 1;
            continue;
        }
        if let Some(after) = repeated_header(grid, block, row, profiles) {
            match after {
                Some(next) => {
                    row = next;
                    continue;
                }
                None => break,
            }
        }
        if is_note(&cells) {
            body.notes.extend(cells.lines);
            row += 1;
            continue;
        }
        let has_figures = has_figure(grid, block, row);
        let is_signed = || !has_figures && names_office(&cells) && !goes_on(grid, block, row, profiles);
        if is_closing(&cells) || is_signed() || (blanks > BLANKS_TO_DOUBT && !has_figures && cells.count < 3) {
            break;
        }
        if number_row::labels(grid, row, block.first_col, block.last_col)
            .is_none_or(|_| !repeats_numbers(grid, block, row))
            && !body.notes_started(has_figures)
        {
            body.rows.push((row, kind(&cells.lines)));
        }
        blanks = 0;
        row += 1;
        body.end = row;
    }
    body
}

impl Body {
    /// After a source note only a row with figures is taken for an entry again.
    fn notes_started(&self, has_figures: bool) -> bool {
        !self.notes.is_empty() && !has_figures
    }
}

/// Whether figures of the table stand closely below a row.
fn goes_on(grid: &Grid, block: &HeaderBlock, row: u32, profiles: &Profiles) -> bool {
    let below = row + 1..=row + ROWS_OF_SIGNATURE;
    below.take_while(|&row| !header::is_header_row(grid, row, profiles)).any(|row| has_figure(grid, block, row))
}

/// `Some(Some(row))`: the same header again, go on at `row`. `Some(None)`: another table begins.
fn repeated_header(grid: &Grid, block: &HeaderBlock, row: u32, profiles: &Profiles) -> Option<Option<u32>> {
    if !header::is_header_row(grid, row, profiles) {
        return None;
    }
    let rows = block.last_row - block.first_row;
    let mut again = HeaderBlock { first_row: row, last_row: row + rows, number_row: None, ..block.clone() };
    if !header::is_repeat(grid, block, &again) {
        return Some(None);
    }
    again.number_row =
        number_row::labels(grid, again.last_row + 1, block.first_col, block.last_col).map(|_| again.last_row + 1);
    Some(Some(again.body_start()))
}

fn repeats_numbers(grid: &Grid, block: &HeaderBlock, row: u32) -> bool {
    block.number_row.is_some_and(|known| {
        (block.first_col..=block.last_col)
            .all(|col| grid.shown(CellRef::new(row, col)) == grid.shown(CellRef::new(known, col)))
    })
}

/// The filled cells of a row within the table's columns; merged cells once.
pub struct Filled {
    /// How many there are.
    pub count: usize,
    /// What the first of them show, at most [`TELLING`].
    pub lines: Vec<Line>,
}

/// Cells that tell what a row is.
pub const TELLING: usize = 3;

impl Filled {
    fn read(grid: &Grid, block: &HeaderBlock, row: u32) -> Self {
        let is_filled = |cell: &&Cell| match &cell.value {
            Value::Empty => false,
            Value::Text(text) => !text.trim().is_empty(),
            Value::Number(_) | Value::Bool(_) | Value::Error(_) => true,
        };
        let cells = grid.row(row).iter().filter(|cell| (block.first_col..=block.last_col).contains(&cell.at.col));
        let mut filled = Self { count: 0, lines: Vec::with_capacity(TELLING) };
        for cell in cells.filter(is_filled) {
            filled.count += 1;
            if filled.lines.len() < TELLING {
                filled.lines.push(Line { cell: cell.at, text: shown(grid, cell) });
            }
        }
        filled
    }
}

fn has_figure(grid: &Grid, block: &HeaderBlock, row: u32) -> bool {
    let cells = grid.row(row).iter().filter(|cell| (block.first_col + 1..=block.last_col).contains(&cell.at.col));
    cells.into_iter().any(|cell| match &cell.value {
        Value::Number(_) => true,
        Value::Text(text) if figure::begins_with_word(text) => false,
        Value::Text(text) => matches!(figure::read_text(text, super::Convention::Comma), super::Content::Figure(_)),
        _ => false,
    })
}

/// What a row is by its first words.
fn kind(cells: &[Line]) -> RowKind {
    let may_tell = |line: &&Line| {
        let text = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
        text.starts_with(['j', 'J', 't', 'T', 'g', 'G', 'r', 'R', 'k', 'K', 'c', 'C', 's', 'S', 'p', 'P'])
    };
    for line in cells.iter().filter(may_tell) {
        let spaced = single_spaced(&line.text);
        let own = words(&spaced);
        let letters: String =
            if own.iter().all(|word| word.chars().count() == 1) { own.concat() } else { String::new() };
        match own.first().map(String::as_str) {
            _ if letters.starts_with("jumlah") || letters == "total" => return RowKind::Total,
            Some("jumlah" | "total" | "grand") if is_total(&own) => return RowKind::Total,
            Some("rata") if own.get(1).is_some_and(|word| word == "rata") && is_average(&own[2..]) => {
                return RowKind::Average;
            }
            // The predikat an average is given closes a table as it does.
            Some("predikat")
                if own.len() <= 3 && own.get(1).is_some_and(|word| word == "kinerja" || word == "capaian") =>
            {
                return RowKind::Average;
            }
            Some("rerata") if is_average(&own[1..]) => return RowKind::Average,
            Some("kontrol" | "cek" | "check" | "control" | "selisih") => return RowKind::Control,
            _ => {}
        }
    }
    RowKind::Data
}

/// "Jumlah Belanja" is a total, "Jumlah organisasi sosial yang aktif" is an indikator.
fn is_total(own: &[String]) -> bool {
    const OBJECTS: [&str; 22] = [
        "belanja",
        "total",
        "keseluruhan",
        "anggaran",
        "pagu",
        "seluruhnya",
        "umum",
        "program",
        "seluruh",
        "i",
        "ii",
        "iii",
        "iv",
        "v",
        "a",
        "b",
        "c",
        "rp",
        "pegawai",
        "kegiatan",
        "realisasi",
        "besar",
    ];
    own.len() == 1 || own.len() <= 4 && own.get(1).is_some_and(|word| OBJECTS.contains(&word.as_str()))
}

/// "Rata-rata capaian kinerja" closes a table, "Rata-rata lama sekolah" is an indikator.
fn is_average(rest: &[String]) -> bool {
    const OBJECTS: [&str; 16] = [
        "capaian",
        "kinerja",
        "sasaran",
        "total",
        "keseluruhan",
        "persentase",
        "%",
        "realisasi",
        "tingkat",
        "jumlah",
        "program",
        "kegiatan",
        "fisik",
        "keuangan",
        "serapan",
        "rata",
    ];
    rest.iter().all(|word| OBJECTS.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit()))
}

/// Makes the entries of every row.
pub fn entries(grid: &Grid, body: &Body, columns: &[Column]) -> Vec<Row> {
    let row = |&(row, kind): &(u32, RowKind)| Row {
        row,
        kind,
        code: code(grid, columns, row),
        level: Level::None,
        parent: None,
        children: Vec::new(),
        entries: columns.iter().map(|column| entry(grid, CellRef::new(row, column.col), column)).collect(),
    };
    body.rows.iter().map(row).collect()
}

/// The code of a row: one column, or several narrow ones with a segment each.
fn code(grid: &Grid, columns: &[Column], row: u32) -> Option<Arc<str>> {
    let segments = columns.iter().filter(|column| column.role == Some(Role::Kode));
    let mut segments = segments.filter_map(|column| {
        let shown = shown(grid, grid.cell(CellRef::new(row, column.col))?);
        (!shown.is_empty()).then_some(shown)
    });
    let mut code = segments.next()?;
    for segment in segments {
        code = format!("{code}.{segment}").into();
    }
    let is_code = code.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ' | '-' | 'X' | 'x'));
    is_code.then(|| dotted(code)).filter(|code| !code.is_empty())
}

/// A code with dots between its segments, whatever stood there: `5 1 02`, `5.1. 02`.
fn dotted(code: Arc<str>) -> Arc<str> {
    if !code.contains([' ', '-']) {
        return code;
    }
    code.split([' ', '-', '.']).filter(|segment| !segment.is_empty()).collect::<Vec<_>>().join(".").into()
}

/// What a cell shows, shared with it where that is its text.
fn shown(grid: &Grid, cell: &Cell) -> Arc<str> {
    match &cell.value {
        Value::Text(text) => trimmed(text),
        _ => grid.shown(cell.at).into(),
    }
}

/// The text without blanks around it, shared where it has none.
fn trimmed(text: &Arc<str>) -> Arc<str> {
    let inner = text.trim();
    if inner.len() == text.len() { text.clone() } else { inner.into() }
}

/// Reads one cell; words in a text column stay words even when they begin with a number.
pub fn entry(grid: &Grid, at: CellRef, column: &Column) -> Entry {
    let anchor = grid.anchor(at);
    let continues = anchor.row < at.row;
    let is_numeric = column.role.is_some_and(Role::is_numeric);
    let cell = grid.cell(anchor);
    let content = match cell {
        _ if continues && is_numeric => super::Content::Blank,
        Some(cell) if !is_numeric && matches!(cell.value, Value::Text(_)) => match &cell.value {
            Value::Text(text) if text.trim().is_empty() => super::Content::Blank,
            Value::Text(text) => super::Content::Text(trimmed(text)),
            _ => super::Content::Blank,
        },
        _ => figure::read_cell(cell, cell.map(|cell| grid.style(cell)), column.convention),
    };
    Entry { cell: anchor, content, is_formula: cell.is_some_and(|cell| cell.formula.is_some()), continues }
}
