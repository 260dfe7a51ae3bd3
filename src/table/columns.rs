//! Column roles: from the header's words, then from the neighbours and from what stands below.

use super::header::HeaderBlock;
use super::rows::Body;
use super::{Column, Content, Convention, RowKind, figure, money, number_row, pairs};
use crate::grid::{Grid, Value};
use crate::profile::{Profiles, Role, words};

/// The columns of a header block with their roles.
pub fn resolve(grid: &Grid, block: &HeaderBlock, body: &Body, profiles: &Profiles) -> Vec<Column> {
    let labels = block
        .number_row
        .and_then(|row| number_row::labels(grid, row, block.first_col, block.last_col))
        .unwrap_or_default();
    let mut columns: Vec<Column> = (block.first_col..=block.last_col)
        .map(|col| {
            let (path, header_cell) = block.path(grid, col);
            let path_words: Vec<Vec<String>> = path.iter().map(|text| words(text)).collect();
            let role = role_of(&path_words, profiles);
            let label = labels.iter().find(|label| label.col == col);
            Column {
                col,
                role,
                half: None,
                year: year_of(&path_words),
                path,
                header_cell,
                label: label.map(|label| label.number.clone()),
                formula: label.and_then(|label| number_row::formula(label, &labels)),
                configured: None,
                convention: Convention::Comma,
            }
        })
        .collect();
    let samples = Sample::of_columns(grid, body, block.first_col, block.last_col);
    pairs::resolve(&mut columns);
    split_columns(&mut columns, &samples);
    lone_year(&mut columns);
    money::resolve(&mut columns);
    for (column, sample) in columns.iter_mut().zip(&samples) {
        column.convention = sample.convention();
    }
    columns
}

/// The role of a header path; an own header that only names a unit, such as "(Rp)", leaves it to the one above.
fn role_of(path: &[Vec<String>], profiles: &Profiles) -> Option<Role> {
    let found = profiles.role_of(path).filter(|&(_, score)| score >= 0.9).map(|(role, _)| role);
    let (own, above) = path.split_last()?;
    let is_unit = own.iter().all(|word| matches!(word.as_str(), "rp" | "rupiah" | "dalam" | "ribu" | "juta" | "000"));
    found.or_else(|| if is_unit { role_of(above, profiles) } else { None })
}

/// The last year named in a header path; the own header wins.
fn year_of(path: &[Vec<String>]) -> Option<u16> {
    let years = |words: &Vec<String>| -> Option<u16> {
        words
            .iter()
            .rev()
            .find_map(|word| word.parse::<u16>().ok().filter(|year| word.len() == 4 && (1990..2100).contains(year)))
    };
    path.iter().rev().find_map(years)
}

/// What stands in a column.
#[derive(Debug, Default)]
struct Sample {
    numbers: usize,
    texts: usize,
    text_length: usize,
    figures_in_text: usize,
    enumerations: usize,
    periods: usize,
    proved_comma: usize,
    proved_dot: usize,
}

impl Sample {
    /// The samples of the columns from one to another.
    fn of_columns(grid: &Grid, body: &Body, first: u32, last: u32) -> Vec<Self> {
        let mut samples: Vec<Self> = (first..=last).map(|_| Self::default()).collect();
        let data = body.rows.iter().filter(|(_, kind)| *kind == RowKind::Data);
        for cell in data.flat_map(|&(row, _)| grid.row(row)) {
            let is_own = (first..=last).contains(&cell.at.col) && grid.anchor(cell.at) == cell.at;
            if let Some(sample) = is_own.then(|| &mut samples[(cell.at.col - first) as usize]) {
                sample.add(&cell.value);
            }
        }
        samples
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Number(_) => self.numbers += 1,
            Value::Text(text) if !text.trim().is_empty() => self.add_text(text.trim()),
            _ => {}
        }
    }

    fn add_text(&mut self, text: &str) {
        self.texts += 1;
        self.text_length += text.chars().count();
        self.periods += usize::from(names_period(text));
        self.enumerations += usize::from(
            text.len() <= 5 && text.trim_end_matches(['.', ')']).chars().all(|c| c.is_ascii_digit() || c == '.'),
        );
        if figure::begins_with_word(text) {
            return;
        }
        if let Content::Figure(figure) = figure::read_text(text, Convention::Comma) {
            self.figures_in_text += 1;
            match figure.convention {
                Some(Convention::Comma) => self.proved_comma += 1,
                Some(Convention::Dot) => self.proved_dot += 1,
                None => {}
            }
        }
    }

    /// The convention most texts prove; the Indonesian rule when they prove nothing.
    fn convention(&self) -> Convention {
        if self.proved_dot > self.proved_comma { Convention::Dot } else { Convention::Comma }
    }

    fn is_empty(&self) -> bool {
        self.numbers + self.texts == 0
    }

    fn figures(&self) -> usize {
        self.numbers + self.figures_in_text
    }
}

fn names_period(text: &str) -> bool {
    let begins = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    ["triwulan", "semester", "tw "].into_iter().any(begins)
}

/// Several physical columns under one header: `target | satuan`, `1.1 | indikator`, `TW II | realisasi`.
fn split_columns(columns: &mut [Column], samples: &[Sample]) {
    let mut start = 0;
    while start < columns.len() {
        let end = (start + 1..columns.len())
            .find(|&next| !same_header(&columns[start], &columns[next]))
            .unwrap_or(columns.len());
        if end - start > 1 {
            split_group(&mut columns[start..end], &samples[start..end]);
        }
        start = end;
    }
}

/// The header cell is the same one (merged), or the later column has no header at all.
fn same_header(first: &Column, later: &Column) -> bool {
    later.header_cell == first.header_cell && !first.path.is_empty() || later.path.is_empty()
}

fn split_group(columns: &mut [Column], samples: &[Sample]) {
    let Some(role) = columns[0].role else {
        return;
    };
    // A code in several narrow columns, a segment each.
    if role == Role::Kode {
        columns.iter_mut().for_each(|column| column.role = Some(Role::Kode));
        return;
    }
    let weight = |sample: &Sample| {
        if role.is_numeric() {
            sample.figures() * 100
        } else {
            sample.text_length.saturating_sub(sample.enumerations * 5)
        }
    };
    let main = (0..columns.len()).rev().max_by_key(|&at| weight(&samples[at])).unwrap_or(0);
    let label = columns.iter().find_map(|column| column.label.clone());
    let formula = columns.iter().find_map(|column| column.formula.clone());
    for (at, (column, sample)) in columns.iter_mut().zip(samples).enumerate() {
        let is_main = at == main;
        column.label = label.clone().filter(|_| is_main);
        column.formula = formula.clone().filter(|_| is_main);
        column.role = if is_main {
            Some(role)
        } else if sample.is_empty() {
            None
        } else if sample.periods * 2 > sample.texts && sample.periods > 0 {
            Some(Role::Periode)
        } else if sample.enumerations * 2 > sample.texts + sample.numbers {
            Some(Role::Nomor)
        } else if role.is_numeric() && sample.texts > sample.numbers {
            Some(Role::Satuan)
        } else {
            None
        };
    }
}

/// "Realisasi 2025" alone is the realisasi of the year; two of them make a series.
fn lone_year(columns: &mut [Column]) {
    let mut of_year = columns.iter_mut().filter(|column| column.role == Some(Role::RealisasiTahun));
    if let (Some(only), None) = (of_year.next(), of_year.next()) {
        only.role = Some(Role::RealisasiKinerja);
    }
}
