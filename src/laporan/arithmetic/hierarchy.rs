//! Equations of the tree: parent and children, totals below a list; rows under a wrong parent.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::hint::digit_hint;
use super::network::{Equation, Network, Status};
use super::totals::{self, total_equation};
use super::{Arithmetic, Misplaced, Relation, Spot};
use crate::laporan::rumus::{Fault, FormulaFault};
use crate::laporan::tree::summed_children;
use crate::profile::{Role, Shape};
use crate::table::{Level, RowKind, Table};

/// Adds the sums of a budget tree.
pub fn add(table: &Table, faults: &[FormulaFault], network: &mut Network, arithmetic: &mut Arithmetic) {
    if table.shape == Shape::Indikator {
        list_totals(table, network);
    }
    if table.shape != Shape::Anggaran {
        return;
    }
    let columns: Vec<usize> = (0..table.columns.len()).filter(|&at| is_of(network, at, Role::is_additive)).collect();
    let mut parents: Vec<usize> = (0..table.rows.len()).filter(|&row| is_summed_parent(table, row)).collect();
    let is_urusan = |row: &usize| table.rows[*row].level == Level::Urusan;
    // One line above all programs repeats the total; several, such as sasaran, are subtotals.
    if parents.iter().filter(|row| is_urusan(row)).count() == 1 {
        parents.retain(|row| !is_urusan(row));
    }
    // Rows that a formula leaves out are missing from it, not from another parent, where their codes say whose they are.
    let is_short = |found: &Misplaced| {
        let spot = Spot { row: found.parent, column: found.column };
        let codes = table.rows[found.row].code.as_deref().zip(table.rows[found.parent].code.as_deref());
        codes.is_some_and(|(own, parent)| own.starts_with(parent))
            && faults.iter().any(|fault| fault.spot == spot && matches!(fault.fault, Fault::Misses(..)))
    };
    let mut misplaced = find_misplaced(table, network, &columns, &parents);
    misplaced.retain(|found| !is_short(found));
    let wrong: BTreeSet<usize> = misplaced.iter().map(|found| found.parent).collect();
    let levels = by_level(table, parents.iter().copied().filter(|row| !wrong.contains(row)));
    let sums = columns.par_iter().map(|&column| trusted_sums(table, network, column, &levels));
    let sums: Vec<Vec<Equation>> = sums.collect();
    sums.into_iter().flatten().for_each(|equation| network.add(equation));
    totals::add(table, network);
    arithmetic.misplaced = misplaced;
}

/// A column of such a role, or a part of one, whose rows stand for themselves.
pub(super) fn is_of(network: &Network, column: usize, wanted: fn(Role) -> bool) -> bool {
    network.role(column).is_some_and(wanted) && !network.is_running(column)
}

/// A row with children.
fn is_summed_parent(table: &Table, row: usize) -> bool {
    let found = &table.rows[row];
    found.kind == RowKind::Data
        && found.level > Level::None
        && !found.is_balance
        && summed_children(table, row).next().is_some()
}

fn by_level(table: &Table, parents: impl Iterator<Item = usize>) -> BTreeMap<Level, Vec<usize>> {
    let mut levels: BTreeMap<Level, Vec<usize>> = BTreeMap::new();
    for row in parents {
        levels.entry(table.rows[row].level).or_default().push(row);
    }
    levels
}

/// The sums of a column, of each level that they may be held against.
fn trusted_sums(
    table: &Table,
    network: &Network,
    column: usize,
    levels: &BTreeMap<Level, Vec<usize>>,
) -> Vec<Equation> {
    let sums = levels.values().map(|rows| -> Vec<Equation> {
        rows.iter().filter_map(|&row| children_equation(table, network, row, column)).collect()
    });
    sums.filter(|equations| is_trusted(network, column, equations)).flatten().collect()
}

fn children_equation(table: &Table, network: &Network, row: usize, column: usize) -> Option<Equation> {
    let children: Vec<usize> = summed_children(table, row).collect();
    let cells: Vec<usize> = children.iter().map(|&child| network.index(Spot { row: child, column })).collect();
    let level = table.rows[*children.first()?].level;
    Some(Equation {
        target: network.index(Spot { row, column }),
        form: network.sum(cells),
        relation: Relation::Children,
        formula: format!("jumlah {} {}", children.len(), level.words()).into(),
        demands_target: true,
    })
}

/// Whether the sums of one level may be held against a column.
///
/// Counts (target, realisasi kinerja) add up only in some forms and at some levels: most of at least
/// three sums must hold. Money adds up by its nature, unless most sums fail, which means that the
/// level was misread. A blank parent is a mistake only where its fellows are filled.
fn is_trusted(network: &Network, column: usize, equations: &[Equation]) -> bool {
    let statuses: Vec<Status> = equations.iter().map(|equation| network.status(equation)).collect();
    let holds = statuses.iter().filter(|status| **status == Status::Holds).count();
    let blank = equations.iter().filter(|equation| network.cells[equation.target].value.is_none()).count();
    let fails = statuses.iter().filter(|status| matches!(status, Status::Fails(_))).count();
    if network.role(column).is_some_and(Role::is_amount) {
        let wrong = fails.saturating_sub(blank);
        (blank * 2 <= equations.len()) && (wrong <= 1 || holds >= wrong)
    } else {
        holds >= 3 && holds >= fails * 3
    }
}

/// Totals of money below a list of indikator. That such a total adds up the rows above it is proved by
/// another money column of the same rows whose total does, or by digits that only a slip makes different; a pagu
/// repeated on each of its indikator is added once.
fn list_totals(table: &Table, network: &mut Network) {
    let money: Vec<usize> = (0..table.columns.len()).filter(|&at| is_of(network, at, Role::is_money)).collect();
    let mut start = 0;
    for total in (0..table.rows.len()).filter(|&row| table.rows[row].kind == RowKind::Total) {
        let rows = start..total;
        start = total + 1;
        let filled = |column: usize| -> Vec<usize> {
            let has_value = |&row: &usize| {
                table.rows[row].kind == RowKind::Data
                    && network.cells[network.index(Spot { row, column })].value.is_some()
            };
            rows.clone().filter(has_value).collect()
        };
        let sums: Vec<(Vec<usize>, Equation)> = money
            .iter()
            .map(|&column| (filled(column), column))
            .filter(|(parts, _)| parts.len() > 1)
            .map(|(parts, column)| {
                let equation = total_equation(network, total, &parts, "baris", column);
                (parts, equation)
            })
            .collect();
        let holds = |equation: &Equation| network.status(equation) == Status::Holds;
        let proofs: Vec<&Vec<usize>> =
            sums.iter().filter(|(_, equation)| holds(equation)).map(|(parts, _)| parts).collect();
        let is_mistyped = |equation: &Equation| {
            let (written, sum) = (network.cells[equation.target].value, network.compute(equation));
            written.zip(sum).is_some_and(|(written, sum)| digit_hint(written, sum).is_some())
        };
        let is_proved = |(parts, equation): &&(Vec<usize>, Equation)| {
            (proofs.contains(&parts) || is_mistyped(equation)) && !is_sum_of_distinct(network, equation)
        };
        let proved: Vec<Equation> = sums.iter().filter(is_proved).map(|(_, equation)| equation.clone()).collect();
        proved.into_iter().for_each(|equation| network.add(equation));
    }
}

/// The total fails, but adds up what stands above it when an amount that stands in rows below each
/// other counts once.
fn is_sum_of_distinct(network: &Network, equation: &Equation) -> bool {
    if network.status(equation) == Status::Holds {
        return false;
    }
    let mut cells: Vec<usize> = equation.operands().collect();
    cells.sort_unstable();
    cells.dedup_by_key(|cell| network.cells[*cell].value);
    let once = Equation { form: network.sum(cells), ..equation.clone() };
    network.status(&once) == Status::Holds
}

/// Parents whose first children already add up to them, in every money column: the rest belongs elsewhere.
fn find_misplaced(table: &Table, network: &Network, columns: &[usize], parents: &[usize]) -> Vec<Misplaced> {
    let mut money: Vec<usize> =
        columns.iter().copied().filter(|&at| table.columns[at].role.is_some_and(Role::is_money)).collect();
    // The whole tells more than its parts.
    money.sort_by_key(|&at| !matches!(table.columns[at].role, Some(Role::Pagu | Role::PaguSesudah)));
    parents.iter().filter_map(|&parent| misplaced_below(table, network, &money, parent)).collect()
}

/// The last children that make a parent's sums too large.
fn misplaced_below(table: &Table, network: &Network, money: &[usize], parent: usize) -> Option<Misplaced> {
    let children: Vec<usize> = summed_children(table, parent).collect();
    let value =
        |row: usize, column: usize| network.cells[network.index(Spot { row, column })].value.unwrap_or_default();
    let excess_of = |&column: &usize| -> Decimal {
        children.iter().map(|&child| value(child, column)).sum::<Decimal>() - value(parent, column)
    };
    let mut excess: Vec<Decimal> = money.iter().map(excess_of).collect();
    let is_off = |&(&column, excess): &(&usize, &Decimal)| !excess.is_zero() && !value(parent, column).is_zero();
    let (&column, _) = money.iter().zip(&excess).find(is_off)?;
    for first in (1..children.len()).rev() {
        for (excess, &column) in excess.iter_mut().zip(money) {
            *excess -= value(children[first], column);
        }
        // A figure typed as text is counted in no sum, wherever it belongs.
        if money.iter().any(|&column| table.rows[children[first]].entries[column].is_text_figure()) {
            return None;
        }
        if excess.iter().all(Decimal::is_zero) {
            return Some(Misplaced { row: children[first], count: children.len() - first, parent, column });
        }
    }
    None
}
