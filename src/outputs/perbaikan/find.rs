//! Which cells can be mended without a person's judgement, and how.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use super::{Change, Mend};
use crate::finding::{Cause, Finding};
use crate::formula::at_cell;
use crate::grid::{Cell, CellRange, CellRef, Grid, NumberFormat, Value, column_letters};
use crate::laporan::arithmetic::Spot;
use crate::laporan::rumus::Fault;
use crate::laporan::{Dokumen, Laporan};
use crate::profile::Role;
use crate::rules::{counts_whole, figures};
use crate::table::figure::read_text;
use crate::table::{Content, Convention, Entry, Figure, Row, RowKind};

/// The mends that follow from the findings, one a cell, by sheet and cell.
pub fn mends(laporan: &Laporan, findings: &[Finding]) -> Vec<Mend> {
    let mut mends: BTreeMap<(usize, CellRef), Mend> = BTreeMap::new();
    for finding in findings {
        for dokumen in laporan.dokumen.iter().filter(|dokumen| dokumen.table.sheet == finding.place.sheet) {
            let place = Place { laporan, dokumen, finding };
            for mend in place.mends() {
                // A text that becomes a number needs no other separators.
                let is_text = matches!(mend.change, Change::Text(_));
                let known = mends.entry((mend.sheet, mend.cell));
                match known {
                    std::collections::btree_map::Entry::Occupied(_) if is_text => {}
                    std::collections::btree_map::Entry::Occupied(mut known) => {
                        if matches!(known.get().change, Change::Text(_)) {
                            known.insert(mend);
                        }
                    }
                    std::collections::btree_map::Entry::Vacant(free) => {
                        free.insert(mend);
                    }
                }
            }
        }
    }
    mends.into_values().collect()
}

/// A finding on a table.
struct Place<'a> {
    laporan: &'a Laporan,
    dokumen: &'a Dokumen,
    finding: &'a Finding,
}

/// Digits that a stored number keeps.
const DIGITS: usize = 15;

impl Place<'_> {
    fn mends(&self) -> Vec<Mend> {
        match self.finding.cause {
            Some(Cause::AngkaTeks) => self.spots().into_iter().filter_map(|spot| self.number(spot)).collect(),
            Some(Cause::AngkaMenimpaRumus) => self.single().and_then(|spot| self.formula(spot)).into_iter().collect(),
            Some(Cause::RentangKurang | Cause::BarisTerlewat | Cause::RentangLebih) => {
                self.single().and_then(|spot| self.range(spot)).into_iter().collect()
            }
            _ if self.finding.rule == "X01" => self.single().map(|spot| self.separators(spot)).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// The spots of the table that the finding covers.
    fn spots(&self) -> Vec<Spot> {
        let table = &self.dokumen.table;
        let CellRange { start, end } = self.finding.place.range;
        let first = table.rows.partition_point(|row| row.row < start.row);
        let last = first + table.rows[first..].partition_point(|row| row.row <= end.row);
        let columns = (0..table.columns.len()).filter(|&at| (start.col..=end.col).contains(&table.columns[at].col));
        columns.flat_map(|column| (first..last).map(move |row| Spot { row, column })).collect()
    }

    fn single(&self) -> Option<Spot> {
        let spots = self.spots();
        match spots.as_slice() {
            [spot] => Some(*spot),
            _ => None,
        }
    }

    fn grid(&self) -> &Grid {
        &self.laporan.book.grids[self.dokumen.table.sheet]
    }

    fn entry(&self, spot: Spot) -> &Entry {
        &self.dokumen.table.rows[spot.row].entries[spot.column]
    }

    fn mend(&self, cell: CellRef, before: impl Into<String>, after: impl Into<String>, change: Change) -> Mend {
        Mend {
            rule: self.finding.rule,
            sheet: self.dokumen.table.sheet,
            sheet_name: self.grid().name.clone(),
            cell,
            before: before.into(),
            after: after.into(),
            expected: None,
            change,
        }
    }

    /// A typed text and the plain number it reads as.
    fn typed_number(&self, spot: Spot) -> Option<(&Cell, &str, &Figure)> {
        let entry = self.entry(spot);
        let figure = entry.figure().filter(|figure| figure.is_text && !entry.is_formula && !entry.continues)?;
        let cell = self.grid().cell(entry.cell)?;
        match &cell.value {
            Value::Text(text) => Some((cell, text, figure)),
            _ => None,
        }
    }

    fn number(&self, spot: Spot) -> Option<Mend> {
        let (cell, text, figure) = self.typed_number(spot)?;
        let is_plain = !figure.percent && figure.unit.is_none() && figure.upper.is_none() && figure.second.is_none();
        let is_short = text.chars().filter(char::is_ascii_digit).count() <= DIGITS;
        if !is_plain || !is_short || !self.is_certain(spot, text, figure) {
            return None;
        }
        let grid = self.grid();
        // Where the column holds fractions shown as percentages, a bare number may be either.
        if grid.style(self.nearest_number(spot, |_| true)?).format.percent {
            return None;
        }
        let is_grouped = text.trim_matches(|c: char| !c.is_ascii_digit()).contains(['.', ',']) && figure.decimals == 0;
        let shows = |format: &NumberFormat| shows(format, figure.decimals, is_grouped);
        let own = &grid.style(cell).format;
        let near = self.nearest_number(spot, |cell| shows(&grid.style(cell).format)).map(|cell| cell.style);
        let style = match shows(own) {
            true if own.decimals.is_some() => None,
            true => near,
            false => Some(near.or_else(|| first_style(grid, shows))?),
        };
        let after = figures::number(figure.value, figure.value.normalize().scale());
        Some(self.mend(cell.at, text, after, Change::Number { value: figure.value, style }))
    }

    /// `1.250` may be a thousand or one and a quarter: the text itself or all others of its column must tell.
    fn is_certain(&self, spot: Spot, text: &str, figure: &Figure) -> bool {
        if figure.convention.is_some() || !text.trim_matches(|c: char| !c.is_ascii_digit()).contains(['.', ',']) {
            return true;
        }
        let table = &self.dokumen.table;
        let proofs = table.rows.iter().filter_map(|row| row.entries[spot.column].figure()?.convention);
        let proofs: Vec<Convention> = proofs.collect();
        !proofs.is_empty() && proofs.iter().all(|proof| *proof == proofs[0]) && !self.is_contradicted(spot, figure)
    }

    /// The row speaks for the other reading of `1.250`: it counts what is never parted, or its other figures are nearer.
    fn is_contradicted(&self, spot: Spot, figure: &Figure) -> bool {
        let row = &self.dokumen.table.rows[spot.row];
        let thousand = Decimal::ONE_THOUSAND;
        let is_parted = figure.decimals > 0;
        let other = if is_parted { figure.value.checked_mul(thousand) } else { figure.value.checked_div(thousand) };
        let is_nearer = |near: Decimal| {
            let far = |value: Decimal| value.max(near).checked_div(value.min(near));
            other.and_then(far) < far(figure.value)
        };
        is_parted && self.units(row).any(counts_whole) || self.alike(spot).any(is_nearer)
    }

    /// The satuan a row names.
    fn units<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = &'a str> {
        let column = self.dokumen.table.column(Role::Satuan).map(|column| row.entries[column].text());
        let beside = row.entries.iter().filter_map(|entry| entry.figure()?.unit.as_deref());
        column.into_iter().chain(beside)
    }

    /// The numbers of the row that measure the same: amounts beside an amount, neither percentages nor results.
    fn alike(&self, spot: Spot) -> impl Iterator<Item = Decimal> {
        let table = &self.dokumen.table;
        let is_money = |column: usize| {
            let role = table.columns[column].role.filter(|role| role.is_numeric() && !role.is_percent())?;
            Some(role.is_money())
        };
        let own = is_money(spot.column);
        let row = table.rows[spot.row].entries.iter().enumerate();
        let others = row.filter(move |(column, _)| own.is_some() && *column != spot.column && is_money(*column) == own);
        let figures =
            others.filter_map(|(_, entry)| entry.figure().filter(|figure| !figure.is_text && !figure.percent));
        figures.map(|figure| figure.value).filter(|value| value.is_sign_positive() && !value.is_zero())
    }

    /// The nearest cell of the column that holds such a number.
    fn nearest_number(&self, spot: Spot, is_wanted: impl Fn(&Cell) -> bool) -> Option<&Cell> {
        let count = self.dokumen.table.rows.len();
        let rows = (1..count).flat_map(|distance| [spot.row.checked_sub(distance), spot.row.checked_add(distance)]);
        let mut cells = rows.flatten().filter(|&row| row < count).filter_map(|row| {
            let cell = self.grid().cell(self.entry(Spot { row, ..spot }).cell)?;
            matches!(cell.value, Value::Number(_)).then_some(cell)
        });
        cells.find(|cell| is_wanted(cell))
    }

    /// The neighbours' formula in the place of a number that was typed over it.
    fn formula(&self, spot: Spot) -> Option<Mend> {
        let mut faults = self.dokumen.faults.iter();
        let fault = faults.find(|fault| fault.spot == spot && fault.fault == Fault::TypedOver)?;
        fault.would_be?;
        let (sheet, cell) = (self.dokumen.table.sheet, self.dokumen.cell(spot));
        let formula = at_cell(fault.usual.as_ref()?, &self.laporan.book, sheet, cell)?;
        let before = self.grid().shown(cell);
        Some(self.mend(cell, before, format!("={formula}"), Change::Formula(formula)))
    }

    /// A sum that takes in just the rows it should.
    fn range(&self, spot: Spot) -> Option<Mend> {
        let mut faults = self.dokumen.faults.iter();
        let fault = faults.find(|fault| fault.spot == spot)?;
        let cell = self.dokumen.cell(spot);
        let written = self.grid().cell(cell)?.formula.as_deref()?;
        let formula = match (&fault.fault, SUM_OF_RANGE.captures(written)) {
            (Fault::Misses(rows, _), Some(range)) => self.sum_of_range(spot, &range, rows, &[])?,
            (Fault::TakesIn(rows), Some(range)) => self.sum_of_range(spot, &range, &[], rows)?,
            (Fault::Misses(rows, _), None) => self.longer_list(spot.column, written, rows)?,
            _ => return None,
        };
        let mend = self.mend(cell, format!("={written}"), format!("={formula}"), Change::Formula(formula));
        Some(Mend { expected: self.expected(), ..mend })
    }

    /// The figure that the finding asks for.
    fn expected(&self) -> Option<Decimal> {
        match read_text(self.finding.expected.as_deref()?, Convention::Comma) {
            Content::Figure(figure) => Some(figure.value),
            _ => None,
        }
    }

    /// `SUM(C5:C8)` over other rows, when they lie together and nothing else lies between them.
    fn sum_of_range(&self, spot: Spot, range: &Captures<'_>, more: &[usize], fewer: &[usize]) -> Option<String> {
        let old = CellRange::parse(&range["range"])?;
        let rows = &self.dokumen.table.rows;
        let cell = self.dokumen.cell(spot);
        let is_filled = |row: u32| {
            let cell = self.grid().cell(CellRef::new(row, cell.col));
            cell.is_some_and(|cell| cell.formula.is_some() || matches!(cell.value, Value::Number(_) | Value::Text(_)))
        };
        let mut wanted: Vec<u32> = (old.start.row..=old.end.row).filter(|&row| is_filled(row)).collect();
        wanted.extend(more.iter().map(|&row| rows[row].row));
        wanted.retain(|row| fewer.iter().all(|&other| rows[other].row != *row));
        wanted.sort_unstable();
        wanted.dedup();
        let (first, last) = (*wanted.first()?, *wanted.last()?);
        let between = (first..=last).filter(|&row| is_filled(row) || wanted.contains(&row));
        let is_data = |row: u32| rows.iter().any(|other| other.row == row && other.kind == RowKind::Data);
        if between.eq(wanted.iter().copied())
            && wanted.iter().all(|&row| is_data(row))
            && !(first..=last).contains(&cell.row)
        {
            let address = |row: u32| CellRef::new(row, old.start.col);
            return Some(format!("{}({}:{})", &range["sum"], address(first), address(last)));
        }
        None
    }

    /// `C5+C9` or `SUM(C5,C9)` with the cells it misses.
    fn longer_list(&self, column: usize, written: &str, rows: &[usize]) -> Option<String> {
        let table = &self.dokumen.table;
        let letters = column_letters(table.columns[column].col);
        let addresses: Vec<String> = rows.iter().map(|&row| format!("{letters}{}", table.rows[row].row + 1)).collect();
        if ADDITION.is_match(written) {
            return Some(format!("{written}+{}", addresses.join("+")));
        }
        let inner = SUM_OF_CELLS.is_match(written).then(|| written.strip_suffix(')')).flatten()?;
        Some(format!("{inner},{})", addresses.join(",")))
    }

    /// The texts that use the separators the other way round than most of their column.
    fn separators(&self, spot: Spot) -> Vec<Mend> {
        let Some(strange) = self.entry(spot).figure().and_then(|figure| figure.convention) else {
            return Vec::new();
        };
        let rows = 0..self.dokumen.table.rows.len();
        let mends = rows.filter_map(|row| {
            let (cell, text, figure) = self.typed_number(Spot { row, ..spot })?;
            let swapped = swapped(text);
            (figure.convention == Some(strange))
                .then(|| self.mend(cell.at, text, swapped.clone(), Change::Text(swapped)))
        });
        mends.collect()
    }
}

/// The first style of the workbook whose format is such.
fn first_style(grid: &Grid, is_wanted: impl Fn(&NumberFormat) -> bool) -> Option<u32> {
    u32::try_from(grid.styles.iter().position(|style| is_wanted(&style.format))?).ok()
}

/// Whether a format shows a number as it was typed: with its decimals, and grouped if it was.
fn shows(format: &NumberFormat, decimals: u32, is_grouped: bool) -> bool {
    let has_words = format.suffix.as_ref().is_some_and(|suffix| suffix.contains(char::is_alphabetic));
    let is_number = !format.text && !format.date && !format.percent && !has_words;
    is_number
        && match format.decimals {
            Some(shown) => shown >= decimals,
            // What General leaves out are zeros at the end.
            None => !is_grouped,
        }
}

/// `1,250,000.50` as `1.250.000,50` and the other way round.
fn swapped(text: &str) -> String {
    let swap = |number: &Captures<'_>| {
        let swap = |c| match c {
            '.' => ',',
            ',' => '.',
            other => other,
        };
        number[0].chars().map(swap).collect::<String>()
    };
    NUMBER.replace_all(text, swap).into_owned()
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d[\d.,]*\d"));
static SUM_OF_RANGE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<sum>(?i:sum))\((?P<range>[A-Z]{1,3}\d+:[A-Z]{1,3}\d+)\)$"));
static SUM_OF_CELLS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?i:sum)\([A-Z]{1,3}\d+(,[A-Z]{1,3}\d+)*\)$"));
static ADDITION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\+?[A-Z]{1,3}\d+(\+[A-Z]{1,3}\d+)*$"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_swapped_inside_numbers_only() {
        assert_eq!(swapped("Rp. 1,250,000.50,-"), "Rp. 1.250.000,50,-");
        assert_eq!(swapped("2,000.50 Unit. No. 3"), "2.000,50 Unit. No. 3");
    }
}
