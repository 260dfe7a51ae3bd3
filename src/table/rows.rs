//! The rows of a table: where they end, which are entries, totals, averages or none of these.

use std::sync::Arc;

use super::closing::{is_closing, is_note, names_office};
use super::header::{self, HeaderBlock};
use super::level::Level;
use super::{Column, Entry, Line, Row, RowKind, Table, figure, number_row};
use crate::grid::{Cell, CellRef, Grid, Value, pointed, single_spaced};
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
    let may_tell = |line: &Line| {
        let text = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
        text.starts_with(['j', 'J', 't', 'T', 'g', 'G', 'r', 'R', 'k', 'K', 'c', 'C', 's', 'S', 'p', 'P'])
    };
    for (at, line) in cells.iter().enumerate().filter(|(_, line)| may_tell(line)) {
        let spaced = single_spaced(&line.text);
        let own = words(&spaced);
        let letters: String =
            if own.iter().all(|word| word.chars().count() == 1) { own.concat() } else { String::new() };
        match own.first().map(String::as_str) {
            _ if letters.starts_with("jumlah") || letters == "total" => return RowKind::Total,
            _ if is_total(&own) && begins_row(&cells[..at], &own) => return RowKind::Total,
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

/// The label of a total or subtotal, whatever it adds up; how many of the words are the label alone.
fn total_label(own: &[String]) -> Option<usize> {
    let first: Vec<&str> = own.iter().take(2).map(String::as_str).collect();
    match first.as_slice() {
        ["grand", "total"] | ["sub", "jumlah" | "total"] => Some(2),
        ["jumlah" | "total" | "subjumlah" | "subtotal", ..] => Some(1),
        _ => None,
    }
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
    total_label(own).is_some_and(|label| {
        own.get(label).is_none_or(|word| own.len() <= label + 3 && OBJECTS.contains(&word.as_str()))
    })
}

/// Whether the words of a total stand at the beginning of their row: an indikator "Jumlah pegawai" has the name of its
/// program on its left, and a row with a code is an entry in any case.
fn begins_row(before: &[Line], own: &[String]) -> bool {
    let is_code = |text: &str| text.contains('.') && code_segments(text).count() > 1;
    let is_named = |text: &str| words(text).iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 4);
    let is_bare = total_label(own) == Some(own.len());
    before.iter().all(|line| !is_code(&line.text) && (is_bare || !is_named(&line.text)))
}

/// Where a budget table names its rows, "Jumlah" or "Total" begins the label of a total, whatever it adds up: no program,
/// kegiatan or belanja is called so.
pub fn believe_totals(rows: &mut [Row], columns: &[Column]) {
    let names =
        columns.iter().position(|column| matches!(column.role, Some(Role::Uraian | Role::Kegiatan | Role::Program)));
    let Some(names) = names else {
        return;
    };
    let is_money = |at: usize| columns[at].role.is_some_and(Role::is_money);
    for row in rows.iter_mut().filter(|row| row.kind == RowKind::Data && row.code.is_none()) {
        // A report on the realisation of all accounts may number its totals, too.
        let adds_accounts = adds_accounts(&words(row.entries[names].text()));
        let is_number = |at: usize| adds_accounts && columns[at].role == Some(Role::Nomor);
        let is_label = |(at, entry): (usize, &Entry)| !entry.is_blank() && !entry.continues && !is_number(at);
        let label = row.entries.iter().enumerate().position(is_label);
        // In a column before the names it stands for the name, unless that column is for something else.
        let stands_for_name =
            |&at: &usize| at < names && columns[at].role != Some(Role::Indikator) && row.entries[names].is_blank();
        let Some(label) = label.filter(|at| *at == names || stands_for_name(at)) else {
            continue;
        };
        let has_money = (names..columns.len()).any(|at| is_money(at) && row.entries[at].figure().is_some());
        if has_money && total_label(&words(row.entries[label].text())).is_some() {
            row.kind = RowKind::Total;
        }
    }
}

/// "Jumlah Pendapatan Asli Daerah", "Jumlah Lain-lain Penerimaan": what is added up are accounts.
fn adds_accounts(own: &[String]) -> bool {
    const ACCOUNTS: [&str; 6] = ["pendapatan", "belanja", "transfer", "pembiayaan", "penerimaan", "pengeluaran"];
    let added = |label: usize| own[label..].iter().take(3).any(|word| ACCOUNTS.contains(&word.as_str()));
    total_label(own).is_some_and(added)
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
    let codes = codes(grid, body, columns);
    let row = |(&(row, kind), code): (&(u32, RowKind), Option<Arc<str>>)| Row {
        row,
        kind,
        code,
        is_balance: false,
        level: Level::None,
        parent: None,
        children: Vec::new(),
        entries: columns.iter().map(|column| entry(grid, CellRef::new(row, column.col), column)).collect(),
    };
    body.rows.iter().zip(codes).map(row).collect()
}

/// Marks the rows that balance others, as their names say.
pub fn mark_balances(table: &mut Table) {
    const BEGINNINGS: [&str; 7] = ["surplus", "defisit", "(defisit", "silpa", "sikpa", "sisa lebih", "pembiayaan net"];
    let Some(column) = table.name_column() else {
        return;
    };
    for row in &mut table.rows {
        let name = row.entries[column].text().trim_start();
        let begins = |words: &str| name.get(..words.len()).is_some_and(|own| own.eq_ignore_ascii_case(words));
        row.is_balance = BEGINNINGS.into_iter().any(begins);
    }
}

/// What the code columns of a row show, blank ones empty.
type Parts = Vec<Arc<str>>;

/// The code of each row: from one column, or from several narrow ones with a segment each.
fn codes(grid: &Grid, body: &Body, columns: &[Column]) -> Vec<Option<Arc<str>>> {
    let columns: Vec<u32> =
        columns.iter().filter(|column| column.role == Some(Role::Kode)).map(|column| column.col).collect();
    let part = |at: CellRef| grid.cell(at).map_or("".into(), |cell| code_part(grid, cell));
    let mut rows: Vec<Parts> =
        body.rows.iter().map(|&(row, _)| columns.iter().map(|&col| part(CellRef::new(row, col))).collect()).collect();
    if is_stepped(&rows) {
        step_down(&mut rows);
    }
    rows.iter().map(|parts| joined(parts)).collect()
}

/// Segments of a code.
fn code_segments(code: &str) -> impl Iterator<Item = &str> {
    let segments = code.split(['.', ' ', '-']).filter(|segment| !segment.is_empty());
    segments.take_while(|segment| segment.chars().all(|c| c.is_ascii_digit()))
}

/// Rows that leave out the segments of the rows they stand below write a segment or two of their own; a whole code or
/// an account in the later columns is none of these.
fn is_stepped(rows: &[Parts]) -> bool {
    let mut steps = rows.iter().filter_map(|parts| {
        let first = parts.iter().position(|part| !part.is_empty()).filter(|&first| first > 0)?;
        Some(&parts[first..])
    });
    let is_step = |parts: &[Arc<str>]| {
        let own: Vec<&str> = parts.iter().flat_map(|part| code_segments(part)).collect();
        let is_account = matches!(own.as_slice(), ["4" | "5" | "6", kind, ..] if kind.len() == 1);
        own.len() <= 2 && !is_account
    };
    let mut is_any = false;
    steps.all(|parts| {
        is_any = true;
        is_step(parts)
    }) && is_any
}

/// Fills the segments left out on the left with those of the rows above.
fn step_down(rows: &mut [Parts]) {
    let mut open = Parts::new();
    for parts in rows {
        if let Some(first) = parts.iter().position(|part| !part.is_empty()) {
            parts[..first].iter_mut().zip(&open).for_each(|(part, above)| part.clone_from(above));
            open.clone_from(parts);
        }
    }
}

/// The parts of a code in one.
fn joined(parts: &[Arc<str>]) -> Option<Arc<str>> {
    let mut parts = parts.iter().filter(|part| !part.is_empty());
    let mut code = parts.next()?.clone();
    for part in parts {
        code = format!("{code}.{part}").into();
    }
    let is_code = code.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ' | '-' | 'X' | 'x'));
    is_code.then(|| dotted(code)).filter(|code| !code.is_empty())
}

/// A part of a code; a number typed for it has a point between its segments: 2.01 under `0.00`, 0001 under `0000`.
fn code_part(grid: &Grid, cell: &Cell) -> Arc<str> {
    match &cell.value {
        Value::Number(number) if !grid.style(cell).format.date => pointed(*number, &grid.style(cell).format).into(),
        _ => shown(grid, cell),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::parse_markdown;
    use crate::profile::Profiles;
    use crate::table::{self, Table};

    fn read(rows: &str) -> Table {
        let text = format!("|   | A | B | C | D | E |\n|---|---|---|---|---|---|\n{rows}");
        let book = parse_markdown("uji", &text).expect("a readable workbook");
        table::find(&book.grids[0], 0, Profiles::built_in()).tables.remove(0)
    }

    fn kinds(rows: &str) -> Vec<RowKind> {
        read(rows).rows.iter().map(|row| row.kind).collect()
    }

    #[test]
    fn an_indikator_that_counts_is_no_total() {
        let rows = "| 1 | Kode | Program / Kegiatan / Sub Kegiatan | Indikator | Target | Pagu (Rp) |\n\
                    | 2 | 1.06.01 | Program Penunjang Urusan | Jumlah program yang berjalan | 2 | 300000000 |\n\
                    | 3 | 1.06.01.2.02 | Administrasi Keuangan | Jumlah pegawai ASN | 45 | 300000000 |\n\
                    | 4 | 1.06.01.2.02.0001 | Penyediaan Gaji | Jumlah kegiatan | 4 | 300000000 |\n\
                    | 5 | | JUMLAH | | | 300000000 |";
        assert_eq!(kinds(rows), [RowKind::Data, RowKind::Data, RowKind::Data, RowKind::Total]);
    }

    #[test]
    fn a_total_of_a_budget_may_say_what_it_adds_up() {
        for label in [
            "JUMLAH BELANJA DAERAH TAHUN ANGGARAN 2024",
            "TOTAL ANGGARAN DINAS SOSIAL KABUPATEN SUKAMAJU",
            "Jumlah Dinas Sosial",
            "Sub Jumlah A",
            "Subtotal",
            "Sub Total Sekretariat dan Bidang",
        ] {
            let rows = format!(
                "| 1 | No | Program / Kegiatan | Anggaran (Rp) | Realisasi (Rp) | % |\n\
                 | 2 | 1 | Program Rehabilitasi Sosial | 350000000 | 340000000 | 97.14 |\n\
                 | 3 | 2 | Jumlah Rumah Layak Huni | 200000000 | 185000000 | 92.5 |\n\
                 | 4 | | {label} | 550000000 | 525000000 | 95.45 |"
            );
            assert_eq!(kinds(&rows), [RowKind::Data, RowKind::Data, RowKind::Total], "{label}");
        }
    }

    #[test]
    fn an_indikator_left_of_the_names_is_no_total() {
        let rows = "| 1 | Sasaran | Indikator Kegiatan | Program / Kegiatan | Pagu Anggaran | Realisasi Anggaran |\n\
                    | 2 | Meningkatnya partisipasi | Jumlah lembaga yang aktif | Program Pemberdayaan | 300 | 200 |\n\
                    | 3 | | Jumlah organisasi sosial yang aktif | Pembinaan Karang Taruna | 300 | 200 |\n\
                    | 4 | JUMLAH SELURUH BELANJA DINAS SOSIAL | | | 300 | 200 |";
        assert_eq!(kinds(rows), [RowKind::Data, RowKind::Data, RowKind::Total]);
    }

    #[test]
    fn segments_left_out_are_those_of_the_rows_above() {
        let table = read(
            "| 1 | Kode | Kode | Uraian | Pagu (Rp) | Realisasi (Rp) |\n\
             | 2 | 1.06.01 | | PROGRAM PENUNJANG URUSAN | 500 | 400 |\n\
             | 3 | | 2.01 | Perencanaan | 200 | 100 |\n\
             | 4 | | 2.06 {f:0.00} | Administrasi Umum | 300 | 300 |",
        );
        let codes: Vec<&str> = table.rows.iter().filter_map(|row| row.code.as_deref()).collect();
        assert_eq!(codes, ["1.06.01", "1.06.01.2.01", "1.06.01.2.06"]);
    }

    #[test]
    fn an_account_in_a_later_column_stands_alone() {
        let table = read(
            "| 1 | Kode | Kode Rekening | Uraian | Pagu (Rp) | Realisasi (Rp) |\n\
             | 2 | 1.06.01.2.01.0001 | | Penyusunan Dokumen | 500 | 400 |\n\
             | 3 | | 5.1 | Belanja Operasi | 500 | 400 |\n\
             | 4 | | 5.1.02.01.01.0024 | Belanja Alat Tulis Kantor | 500 | 400 |",
        );
        let codes: Vec<&str> = table.rows.iter().filter_map(|row| row.code.as_deref()).collect();
        assert_eq!(codes, ["1.06.01.2.01.0001", "5.1", "5.1.02.01.01.0024"]);
    }
}
