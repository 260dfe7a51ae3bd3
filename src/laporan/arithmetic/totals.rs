//! Equations of the totals of a budget tree: each adds up the uppermost rows since the total before it, the totals
//! before it, or both.
//!
//! A row that holds others already is added once, also where only the figures tell that it holds them.

use std::collections::BTreeSet;
use std::iter;
use std::ops::Range;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::hierarchy::is_of;
use super::network::{Equation, Network, Status};
use super::{Relation, Spot};
use crate::laporan::tree::{Nested, nested, nested_once, uppermost_rows};
use crate::profile::Role;
use crate::table::{Level, RowKind, Table};

/// Adds the sums of the totals.
pub fn add(table: &Table, network: &mut Network) {
    let is_amount = |&column: &usize| is_of(network, column, Role::is_amount);
    let columns: Vec<usize> = (0..table.columns.len()).filter(is_amount).collect();
    let urusan = filled_urusan(table, network);
    // Totals that no other total has added up yet.
    let mut open: Vec<usize> = Vec::new();
    for (total, rows) in sections(table, network, &columns) {
        let section = Section::new(table, total, rows, &columns);
        let reading = section.reading(network, &open);
        let added = open.split_off(open.len() - reading.totals);
        for (at, &column) in columns.iter().enumerate() {
            let Some(equation) = section.equation(network, &reading, &added, at) else {
                continue;
            };
            let held = section.nested_equations(network, &reading, at);
            network.add(equation);
            held.into_iter().for_each(|equation| network.add(equation));
            if let ([row], true) = (&urusan[..urusan.partition_point(|&row| row < total)], added.is_empty()) {
                network.add(urusan_equation(network, *row, total, column));
            }
        }
        if !section.is_empty() || !added.is_empty() || !open.is_empty() {
            open.push(total);
        }
    }
}

/// The totals, each with the rows that may be its own, in the order in which they add up.
fn sections(table: &Table, network: &Network, columns: &[usize]) -> Vec<(usize, Range<usize>)> {
    let totals: Vec<usize> = (0..table.rows.len()).filter(|&row| table.rows[row].kind == RowKind::Total).collect();
    let starts = iter::once(0).chain(totals.iter().map(|total| total + 1));
    let below: Vec<(usize, Range<usize>)> =
        totals.iter().zip(starts).map(|(&total, start)| (total, start..total)).collect();
    let has_entry_above =
        totals.first().is_none_or(|&first| table.rows[..first].iter().any(|row| row.kind == RowKind::Data));
    if has_entry_above {
        return below;
    }
    let ends = totals.iter().skip(1).copied().chain([table.rows.len()]);
    let mut above: Vec<(usize, Range<usize>)> =
        totals.iter().zip(ends).map(|(&total, end)| (total, total + 1..end)).collect();
    above.reverse();
    let holding = |sections: &[(usize, Range<usize>)]| -> usize {
        let section = |(total, rows): &(usize, Range<usize>)| Section::new(table, *total, rows.clone(), columns);
        sections.iter().map(|found| section(found).holding(network, &[])).sum()
    };
    if totals.len() == 1 || holding(&above) > holding(&below) { above } else { below }
}

/// How a total is taken to add up.
#[derive(Default)]
struct Reading {
    /// Rows that hold others by their figures, left out of the sum.
    nested: Vec<Nested>,
    /// How many of the totals before it are added.
    totals: usize,
}

/// A total and its own rows.
struct Section<'a> {
    table: &'a Table,
    total: usize,
    rows: Range<usize>,
    columns: &'a [usize],
    /// For each column the rows with a figure and none above them.
    parts: Vec<Vec<usize>>,
}

impl<'a> Section<'a> {
    fn new(table: &'a Table, total: usize, rows: Range<usize>, columns: &'a [usize]) -> Self {
        let parts = columns.par_iter().map(|&column| uppermost_rows(table, rows.clone(), column)).collect();
        Self { table, total, rows, columns, parts }
    }

    fn is_empty(&self) -> bool {
        self.parts.iter().all(Vec::is_empty)
    }

    /// The first reading under which the total adds up in most columns; where it does under none, the likeliest one.
    fn reading(&self, network: &Network, open: &[usize]) -> Reading {
        if self.is_empty() {
            return Reading { nested: Vec::new(), totals: self.likely_totals(network, &[], open) };
        }
        if !(0..self.columns.len()).any(|at| self.fails(network, at)) {
            return Reading::default();
        }
        let candidates = self.candidates(network);
        let counted = candidates.iter().map(|nested| (self.holding(network, nested), nested));
        if let Some((1.., nested)) = counted.rev().max_by_key(|(count, _)| *count) {
            return Reading { nested: nested.clone(), totals: 0 };
        }
        if let Some(nested) = self.fitting_nesting(network) {
            return Reading { nested, totals: 0 };
        }
        let with_totals = |nested: &Vec<Nested>| Some((nested.clone(), self.fitting_totals(network, nested, open)?));
        if let Some((nested, totals)) = candidates.iter().find_map(with_totals) {
            return Reading { nested, totals };
        }
        let nested = candidates.into_iter().find(|nested| self.is_proved(network, nested)).unwrap_or_default();
        let is_last = !self.table.rows[self.total + 1..].iter().any(|row| row.kind == RowKind::Total);
        let totals = if is_last { self.likely_totals(network, &nested, open) } else { 0 };
        Reading { nested, totals }
    }

    /// The columns that tell what a row holds.
    fn told(&self) -> Vec<usize> {
        self.columns.iter().copied().filter(|&column| is_told(self.table, column)).collect()
    }

    /// What may nest by the figures of all columns, of all but one, or of one: there may be a wrong one among the others.
    fn candidates(&self, network: &Network) -> Vec<Vec<Nested>> {
        const MOST: usize = 4;
        let told = self.told();
        let single = told.iter().take(MOST).map(|&column| vec![column]);
        // One column of counts tells too little.
        let all_but = |left: &usize| told.iter().copied().filter(|column| column != left).collect();
        let most = told.iter().take(if told.len() > 2 { MOST } else { 0 }).map(all_but);
        let sets: Vec<Vec<usize>> = iter::once(told.clone()).chain(single).chain(most).collect();
        iter::once(Vec::new()).chain(sets.iter().flat_map(|columns| self.nestings(network, columns))).collect()
    }

    /// Rows that hold others by too few figures to tell, but with which the total adds up.
    fn fitting_nesting(&self, network: &Network) -> Option<Vec<Nested>> {
        let told = self.told();
        let holds_all = |nested: &Vec<Nested>| {
            let mut sums = (0..self.columns.len()).filter_map(|at| self.sum(network, nested, &[], at));
            sums.all(|equation| network.status(&equation) == Status::Holds)
        };
        let has_details = |nested: &Vec<Nested>| nested.iter().any(|found| found.details.len() > 1);
        self.all_nestings(network, &told).into_iter().find(|nested| has_details(nested) && holds_all(nested))
    }

    /// The nestings that are no chance.
    fn nestings(&self, network: &Network, columns: &[usize]) -> Vec<Vec<Nested>> {
        let mut found = self.all_nestings(network, columns);
        found.retain(|nested| self.is_telling(network, columns, nested));
        found
    }

    /// Rows that hold those below them; with them such that repeat the next one; subtotals below their rows.
    fn all_nestings(&self, network: &Network, columns: &[usize]) -> Vec<Vec<Nested>> {
        let all: BTreeSet<usize> = self.parts.iter().flatten().copied().collect();
        let ancestors = |row: usize| iter::successors(self.table.rows[row].parent, |&at| self.table.rows[at].parent);
        let rows: Vec<usize> =
            all.iter().copied().filter(|&row| !ancestors(row).any(|above| all.contains(&above))).collect();
        let values = |row: usize| amounts(network, columns, row);
        let holding = nested(rows.iter().copied(), 2, values);
        let held: BTreeSet<usize> = holding.iter().flat_map(|found| &found.details).copied().collect();
        let repeating = nested(rows.iter().copied().filter(|row| !held.contains(row)), 1, values);
        let uppermost = nested_once(&rows, 2, values);
        let subtotals = nested(rows.iter().rev().copied(), 2, values);
        let with_repeating = holding.iter().cloned().chain(repeating).collect();
        vec![holding, uppermost, with_repeating, subtotals]
    }

    /// Counts agree by chance where amounts of money don't, and so does one row with the next.
    fn is_telling(&self, network: &Network, columns: &[usize], found: &[Nested]) -> bool {
        let is_money = columns.iter().any(|&column| self.table.columns[column].role.is_some_and(Role::is_money));
        let is_shown = |found: &Nested| shown(network, columns, found) > 1;
        match found {
            [] => false,
            [only] => is_shown(only) || is_money && only.details.len() > 1,
            _ if is_money => found.iter().any(|found| is_shown(found) || found.details.len() > 1),
            _ => found.iter().all(is_shown),
        }
    }

    /// Whether rows hold others beyond doubt, whatever the total says.
    fn is_proved(&self, network: &Network, nested: &[Nested]) -> bool {
        let told = self.told();
        let agrees = |found: &Nested| {
            let sum = |column: usize| -> Option<Decimal> {
                let parts = found.details.iter().map(|&row| value(network, row, column).unwrap_or_default());
                parts.into_iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part))
            };
            told.iter().all(|&column| value(network, found.parent, column).is_none_or(|own| sum(column) == Some(own)))
        };
        let is_shown = |found: &Nested| found.details.len() > 1 && shown(network, &told, found) > 1;
        !nested.is_empty() && nested.iter().all(|found| is_shown(found) && agrees(found))
    }

    /// How many of the open totals, one at least, make up the total with its own rows in most columns.
    fn fitting_totals(&self, network: &Network, nested: &[Nested], open: &[usize]) -> Option<usize> {
        let closest = (0..self.columns.len()).filter_map(|at| self.closest_totals(network, nested, open, at, 1));
        let fitting: Vec<usize> = closest.filter(|(_, off)| off.is_zero()).map(|(count, _)| count).collect();
        let votes = |count: usize| fitting.iter().filter(|&&other| other == count).count();
        fitting.iter().copied().rev().max_by_key(|&count| votes(count))
    }

    /// How many of the open totals are meant, though they make up the total in no column.
    fn likely_totals(&self, network: &Network, nested: &[Nested], open: &[usize]) -> usize {
        let least = if self.is_empty() { 2 } else { 0 };
        let closest = || {
            let columns = 0..self.columns.len();
            columns.into_iter().find_map(|at| self.closest_totals(network, nested, open, at, least))
        };
        let fitting = self.fitting_totals(network, nested, open);
        fitting.or_else(|| Some(closest()?.0)).unwrap_or_default()
    }

    /// How many of the open totals, last first and `least` at least, bring the sum of a column closest to what is
    /// printed, and how far off it is.
    fn closest_totals(
        &self,
        network: &Network,
        nested: &[Nested],
        open: &[usize],
        at: usize,
        least: usize,
    ) -> Option<(usize, Decimal)> {
        let amount = |row: usize| value(network, row, self.columns[at]).unwrap_or_default();
        let printed = Some(amount(self.total)).filter(|printed| !printed.is_zero())?;
        let own = self.kept(nested, at).into_iter().try_fold(Decimal::ZERO, |sum, row| sum.checked_add(amount(row)))?;
        let mut closest: Option<(usize, Decimal)> = None;
        let mut sum = own;
        for (count, amount) in iter::once(Decimal::ZERO).chain(open.iter().rev().map(|&row| amount(row))).enumerate() {
            sum = sum.checked_add(amount)?;
            let off = printed.checked_sub(sum)?.abs();
            match closest {
                // Amounts only grow: from here on they lead away.
                Some((_, least)) if off > least => break,
                Some((_, least)) if off == least => {}
                _ if count >= least => closest = Some((count, off)),
                _ => {}
            }
        }
        closest
    }

    /// The parts of a column without those that hold others.
    fn kept(&self, nested: &[Nested], at: usize) -> Vec<usize> {
        let parents: BTreeSet<usize> = nested.iter().map(|found| found.parent).collect();
        self.parts[at].iter().copied().filter(|row| !parents.contains(row)).collect()
    }

    fn sum(&self, network: &Network, nested: &[Nested], added: &[usize], at: usize) -> Option<Equation> {
        let mut rows = self.kept(nested, at);
        let words = match rows.as_slice() {
            [] => "subtotal",
            [first, ..] if nested.is_empty() && added.is_empty() => self.table.rows[*first].level.words(),
            _ => "baris",
        };
        rows.extend(added);
        let is_sum = !rows.is_empty() && rows != added || added.len() > 1;
        is_sum.then(|| total_equation(network, self.total, &rows, words, self.columns[at]))
    }

    fn fails(&self, network: &Network, at: usize) -> bool {
        let sum = self.sum(network, &[], &[], at);
        sum.is_some_and(|equation| matches!(network.status(&equation), Status::Fails(_)))
    }

    /// In how many columns the total adds up its rows without those that hold others.
    fn holding(&self, network: &Network, nested: &[Nested]) -> usize {
        let sums = (0..self.columns.len()).filter_map(|at| self.sum(network, nested, &[], at));
        sums.filter(|equation| network.status(equation) == Status::Holds).count()
    }

    /// The equation of a column; where the plain sum holds, nothing is left out of it.
    fn equation(&self, network: &Network, reading: &Reading, added: &[usize], at: usize) -> Option<Equation> {
        let plain = self.sum(network, &[], added, at)?;
        if network.status(&plain) == Status::Holds {
            return Some(plain);
        }
        let equation = self.sum(network, &reading.nested, added, at)?;
        let is_other = || is_sum_of_leaves(self.table, network, self.rows.clone(), self.columns[at], &equation);
        let is_doubtful = added.is_empty() && (is_other() || adds_levels_up(network, &equation));
        (!is_doubtful).then_some(equation)
    }

    /// The sums of the rows that hold others by their figures.
    fn nested_equations(&self, network: &Network, reading: &Reading, at: usize) -> Vec<Equation> {
        let cell = |row: usize| network.index(Spot { row, column: self.columns[at] });
        let is_part = |found: &&Nested| self.parts[at].binary_search(&found.parent).is_ok();
        let equation = |found: &Nested| Equation {
            target: cell(found.parent),
            form: network.sum(found.details.iter().map(|&row| cell(row)).collect()),
            relation: Relation::Children,
            formula: format!("jumlah {} baris", found.details.len()).into(),
            demands_target: false,
        };
        reading.nested.iter().filter(is_part).map(equation).collect()
    }
}

fn value(network: &Network, row: usize, column: usize) -> Option<Decimal> {
    network.cells[network.index(Spot { row, column })].value
}

fn amounts(network: &Network, columns: &[usize], row: usize) -> Vec<Option<Decimal>> {
    columns.iter().map(|&column| value(network, row, column)).collect()
}

/// Remainders and differences don't tell what a row holds.
fn is_told(table: &Table, column: usize) -> bool {
    !matches!(table.columns[column].role, Some(Role::Sisa | Role::Selisih))
}

/// In how many columns a row shows what it holds, by amounts that differ.
fn shown(network: &Network, columns: &[usize], found: &Nested) -> usize {
    let amounts: BTreeSet<Decimal> = amounts(network, columns, found.parent).into_iter().flatten().collect();
    amounts.iter().filter(|amount| !amount.is_zero()).count()
}

/// A total as the sum of rows.
pub fn total_equation(network: &Network, total: usize, parts: &[usize], words: &str, column: usize) -> Equation {
    Equation {
        target: network.index(Spot { row: total, column }),
        form: network.sum(parts.iter().map(|&row| network.index(Spot { row, column })).collect()),
        relation: Relation::Total,
        formula: format!("jumlah {} {words}", parts.len()).into(),
        demands_target: true,
    }
}

/// A total that misses the upper rows but equals the sum of all lowest rows is right too.
fn is_sum_of_leaves(
    table: &Table,
    network: &Network,
    rows: std::ops::Range<usize>,
    column: usize,
    equation: &Equation,
) -> bool {
    if network.status(equation) == Status::Holds {
        return false;
    }
    let leaves = rows.filter(|&row| table.rows[row].kind == RowKind::Data && table.rows[row].children.is_empty());
    let cells: Vec<usize> = leaves.map(|row| network.index(Spot { row, column })).collect();
    let sum = Equation { form: network.sum(cells), ..equation.clone() };
    network.status(&sum) == Status::Holds
}

/// The rows above a total give it two or three times: they nest, though nothing tells their levels.
fn adds_levels_up(network: &Network, equation: &Equation) -> bool {
    let printed = network.cells[equation.target].value.unwrap_or_default();
    let (twice, thrice) = (printed + printed, printed + printed + printed);
    let is_multiple = |sum: Decimal| sum == twice || sum == thrice;
    !printed.is_zero() && matches!(network.status(equation), Status::Fails(sum) if is_multiple(sum))
}

/// The rows of urusan that hold money.
fn filled_urusan(table: &Table, network: &Network) -> Vec<usize> {
    let is_money = |&column: &usize| table.columns[column].role.is_some_and(Role::is_money);
    let money: Vec<usize> = (0..table.columns.len()).filter(is_money).collect();
    let is_filled =
        |row: usize| money.iter().any(|&column| value(network, row, column).is_some_and(|amount| !amount.is_zero()));
    let is_urusan = |row: usize| table.rows[row].level == Level::Urusan && table.rows[row].kind == RowKind::Data;
    (0..table.rows.len()).filter(|&row| is_urusan(row) && is_filled(row)).collect()
}

/// The one urusan row above the programs repeats the total.
fn urusan_equation(network: &Network, row: usize, total: usize, column: usize) -> Equation {
    Equation {
        target: network.index(Spot { row, column }),
        form: network.sum(vec![network.index(Spot { row: total, column })]),
        relation: Relation::Urusan,
        formula: "jumlah seluruhnya".into(),
        demands_target: false,
    }
}
