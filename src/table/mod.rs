//! Tables found on a Grid with Profiles: header, columns with roles, rows with levels.
//!
//! A form is recognised, not prescribed: the header is searched by its words, the columns get their
//! roles from it, the kind of form follows from the roles and the title. What is not understood is
//! left to `kenali` to tell.

mod closing;
mod columns;
mod counts;
pub mod figure;
mod header;
mod level;
mod money;
mod nesting;
mod number_row;
mod outline;
mod pairs;
mod rows;

use std::sync::Arc;

pub use figure::{Content, Convention, Figure};
pub use level::{Level, is_unit_code, level_of_name};

use crate::bahasa::Pesan;
use crate::formula::ColumnFormula;
use crate::grid::{CellRef, Grid};
use crate::profile::{Ketentuan, Profiles, Role, RoleFormula, Shape, month, words, year_ordinal};

/// A recognised table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Index of its sheet in the book.
    pub sheet: usize,
    /// The sheet's name.
    pub sheet_name: Arc<str>,
    /// The kind of form, e.g. `dpa`.
    pub jenis: String,
    /// What people call the kind.
    pub nama: String,
    /// How its rows hang together.
    pub shape: Shape,
    /// Title lines above the header, top down.
    pub title: Vec<Line>,
    /// Source notes and remarks below the rows.
    pub notes: Vec<Line>,
    /// First header row.
    pub first_row: u32,
    /// Last header row.
    pub header_end: u32,
    /// The row of column numbers.
    pub number_row: Option<u32>,
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
    /// What the office lays down for its reports.
    pub ketentuan: Arc<Ketentuan>,
}

/// A line of text outside the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub cell: CellRef,
    /// Its text.
    pub text: Arc<str>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Zero-based column on the sheet.
    pub col: u32,
    /// What it means; `None` when its header is not understood.
    pub role: Option<Role>,
    /// Header texts from the outermost to the own one.
    pub path: Vec<String>,
    /// Cell of the innermost header text.
    pub header_cell: CellRef,
    /// Which half of a pair of columns it is.
    pub half: Option<Half>,
    /// The year its header names.
    pub year: Option<u16>,
    /// The number printed under the header, e.g. "7".
    pub label: Option<String>,
    /// The formula printed under the header, e.g. `7=6/3*100`.
    pub formula: Option<ColumnFormula>,
    /// The formula the configuration gives a column of this role.
    pub configured: Option<Arc<RoleFormula>>,
    /// Which separator is the decimal one in its texts.
    pub convention: Convention,
}

impl Column {
    /// Which year of a plan its headers count.
    pub fn ordinal(&self) -> Option<u16> {
        let path: Vec<Vec<String>> = self.path.iter().map(|text| words(text)).collect();
        (0..path.len())
            .rev()
            .find_map(|at| year_ordinal(&path[at], at.checked_sub(1).map_or(&[], |above| &path[above])))
    }

    /// Its own header in a sentence: in lower case, but for months, numerals and abbreviations.
    pub fn spoken(&self) -> String {
        let header = self.path.last().map_or("", String::as_str);
        let small = header.chars().filter(|letter| letter.is_lowercase()).count();
        let is_in_capitals = header.chars().filter(|letter| letter.is_uppercase()).count() > small;
        let is_capital = |word: &str| !word.chars().any(char::is_lowercase);
        let is_kept = |word: &str| KEPT.contains(&word) || !is_in_capitals && is_capital(word);
        let spoken = |word: &str| match word.chars().next() {
            Some(first) if month(word).is_some() => {
                first.to_uppercase().chain(word.chars().skip(1).flat_map(char::to_lowercase)).collect()
            }
            _ if is_kept(word) => word.to_string(),
            _ => word.to_lowercase(),
        };
        header.split_whitespace().map(spoken).collect::<Vec<_>>().join(" ")
    }
}

/// Words that keep their capitals also in headers of capitals.
const KEPT: [&str; 7] = ["TW", "I", "II", "III", "IV", "V", "VI"];

/// Half of a pair of columns under one header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// Kinerja ("K").
    Kinerja,
    /// Rupiah ("Rp").
    Anggaran,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// An entry of the table.
    Data,
    /// A total ("JUMLAH …").
    Total,
    /// An average ("Rata-rata …").
    Average,
    /// A control line of the writer's own ("Kontrol …").
    Control,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Zero-based row on the sheet.
    pub row: u32,
    /// What it is.
    pub kind: RowKind,
    /// Its code, from one column or several narrow ones with a segment each.
    pub code: Option<Arc<str>>,
    /// It balances pendapatan, belanja and pembiayaan, "SURPLUS/(DEFISIT)": part of no sum, and often negative.
    pub is_balance: bool,
    /// Its level in the budget tree.
    pub level: Level,
    /// Index of the parent row in the table.
    pub parent: Option<usize>,
    /// Indexes of the child rows.
    pub children: Vec<usize>,
    /// One entry a column, in the table's column order.
    pub entries: Vec<Entry>,
}

/// A field of a form, which remembers its cell also when it is blank.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The cell, for a merged range its upper left one.
    pub cell: CellRef,
    /// What it holds.
    pub content: Content,
    /// The cell calculates.
    pub is_formula: bool,
    /// The cell lies in a merged range that began in a row above.
    pub continues: bool,
}

impl Entry {
    /// The number, if there is one.
    pub fn figure(&self) -> Option<&Figure> {
        match &self.content {
            Content::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// A number typed as text, which no sum counts.
    pub fn is_text_figure(&self) -> bool {
        self.figure().is_some_and(|figure| figure.is_text)
    }

    /// Nothing is written.
    pub fn is_blank(&self) -> bool {
        matches!(self.content, Content::Blank)
    }

    /// The words, also those of a number with a unit; empty for blank.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            Content::Unreadable(unreadable) => &unreadable.text,
            _ => "",
        }
    }
}

impl Table {
    /// Reads a cell again after its number changed; false where the number may tell what the rows and columns are, so
    /// that the table must be sought anew.
    pub fn read_again(&mut self, grid: &Grid, at: CellRef, numbers: [f64; 2]) -> bool {
        let Some(last) = self.rows.last().map(|row| row.row) else {
            return true;
        };
        if !(self.first_row..=last).contains(&at.row) {
            return !numbers.into_iter().any(header::is_year);
        }
        let range = grid.merge_at(at).unwrap_or(at.into());
        let (from, to) = (self.rows.partition_point(|row| row.row < range.start.row), range.end.row);
        let is_read = self.rows.get(from).is_some_and(|row| row.row <= to);
        for (index, column) in self.columns.iter().enumerate() {
            if !(range.start.col..=range.end.col).contains(&column.col) {
                continue;
            }
            if !column.role.is_none_or(Role::is_numeric) {
                return false;
            }
            for row in self.rows[from..].iter_mut().take_while(|row| row.row <= to) {
                row.entries[index] = rows::entry(grid, CellRef::new(row.row, column.col), column);
            }
        }
        is_read
    }

    /// The first column with a role.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == Some(role))
    }

    /// The columns with a role, from left to right.
    pub fn columns_of(&self, role: Role) -> impl Iterator<Item = usize> + Clone + '_ {
        (0..self.columns.len()).filter(move |&column| self.columns[column].role == Some(role))
    }

    /// The columns that hold figures by their role.
    pub fn numeric_columns(&self) -> impl Iterator<Item = usize> + '_ {
        let is_numeric = |column: &usize| self.columns[*column].role.is_some_and(Role::is_numeric);
        (0..self.columns.len()).filter(is_numeric)
    }

    /// A percentage or progress behind the realisasi of both kinds of belanja, with none between them and no column
    /// for the two together, is of both.
    pub fn is_of_both(&self, column: usize) -> bool {
        let (Some(operasi), Some(modal), None) =
            (self.column(Role::RealisasiOperasi), self.column(Role::RealisasiModal), self.column(Role::Realisasi))
        else {
            return false;
        };
        let between = operasi.min(modal)..operasi.max(modal);
        column > operasi.max(modal) && !between.into_iter().any(|at| self.columns[at].role == self.columns[column].role)
    }

    /// The nearest column of a role at or left of another; the first one when there is none.
    pub fn column_beside(&self, role: Role, column: usize) -> Option<usize> {
        let left = (0..=column).rev().find(|&at| self.columns[at].role == Some(role));
        left.or_else(|| self.column(role))
    }

    /// The words of the indikator that a figure of a row belongs to.
    pub fn indikator_beside<'a>(&'a self, row: &'a Row, column: usize) -> &'a str {
        self.column_beside(Role::Indikator, column).map_or("", |at| row.entries[at].text())
    }

    /// The entry of a role in a row.
    pub fn entry<'a>(&'a self, row: &'a Row, role: Role) -> Option<&'a Entry> {
        self.column(role).and_then(|column| row.entries.get(column))
    }

    /// The column that names the rows of a budget tree.
    pub fn name_column(&self) -> Option<usize> {
        [Role::Uraian, Role::Kegiatan, Role::Program, Role::Indikator, Role::Sasaran, Role::Golongan]
            .into_iter()
            .find_map(|role| self.column(role))
    }

    /// The words that name a row, e.g. its uraian or indikator.
    pub fn row_name<'a>(&'a self, row: &'a Row) -> &'a str {
        self.name_column().and_then(|column| row.entries.get(column)).map_or("", Entry::text)
    }
}

/// What was found on a sheet.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The tables, top to bottom.
    pub tables: Vec<Table>,
    /// Headers that no kind of form fits, with the reason.
    pub strange: Vec<Pesan>,
}

/// Finds the tables of a sheet.
pub fn find(grid: &Grid, sheet: usize, profiles: &Profiles) -> Found {
    let mut found = Found::default();
    let mut above = 0;
    let blocks = header::find_all(grid, profiles);
    if blocks.is_empty() {
        let unknown = header::unknown(grid, profiles);
        found.strange.extend(unknown.map(|(row, headers)| strange(headers, row)));
    }
    for block in blocks {
        let body = rows::read(grid, &block, profiles);
        let mut columns = columns::resolve(grid, &block, &body, profiles);
        let title: Vec<Line> = title_lines(grid, above, block.first_row);
        above = body.end;
        let roles: Vec<Role> = columns.iter().filter_map(|column| column.role).collect();
        let mut title_texts: Vec<String> = title.iter().map(|line| line.text.to_string()).collect();
        if title_texts.is_empty() {
            title_texts = found
                .tables
                .last()
                .map_or(Vec::new(), |table: &Table| table.title.iter().map(|line| line.text.to_string()).collect());
        }
        columns::date_counted(&mut columns, &title_texts);
        title_texts.push(grid.name.to_string());
        match profiles.recognise(&roles, &title_texts) {
            Some(profile) => {
                for column in &mut columns {
                    column.configured = column.role.and_then(|role| profile.formulas.get(&role).cloned());
                }
                let mut rows = rows::entries(grid, &body, &columns);
                if profile.shape == Shape::Anggaran {
                    rows::believe_totals(&mut rows, &columns);
                }
                let mut table = Table {
                    sheet,
                    sheet_name: grid.name.clone(),
                    jenis: profile.jenis.clone(),
                    nama: profile.nama.clone(),
                    shape: profile.shape,
                    title,
                    notes: body.notes,
                    first_row: block.first_row,
                    header_end: block.last_row,
                    number_row: block.number_row,
                    columns,
                    rows,
                    ketentuan: profiles.ketentuan.clone(),
                };
                rows::mark_balances(&mut table);
                level::assign(grid, &mut table);
                found.tables.push(table);
            }
            None => {
                let headers = columns.iter().filter_map(|column| column.path.last().cloned()).collect();
                found.strange.push(strange(headers, block.first_row));
            }
        }
    }
    found
}

fn strange(mut headers: Vec<String>, row: u32) -> Pesan {
    headers.dedup();
    let (row, headers) = (row + 1, headers.join(" | "));
    Pesan::new(
        format!("kepala tabel pada baris {row} ({headers}) tidak cocok dengan bentuk formulir mana pun"),
        format!("the header on row {row} ({headers}) fits no kind of form"),
    )
}

/// The texts between the end of the table above and the header, each merged line once.
fn title_lines(grid: &Grid, from: u32, header: u32) -> Vec<Line> {
    let from = from.max(header.saturating_sub(40));
    let cells = (from..header).flat_map(|row| grid.row(row));
    let texts = cells.filter_map(|cell| match &cell.value {
        crate::grid::Value::Text(text) if !text.trim().is_empty() => Some(Line { cell: cell.at, text: text.clone() }),
        _ => None,
    });
    texts.collect()
}
