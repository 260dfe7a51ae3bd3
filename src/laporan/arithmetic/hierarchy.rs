//! Equations of the tree: parent and children, totals, the urusan row; rows under a wrong parent.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::network::{Equation, Network, Status};
use super::{Arithmetic, Misplaced, Relation, Spot};
use crate::laporan::rumus::{Fault, FormulaFault};
use crate::laporan::tree::uppermost_rows;
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
    let columns: Vec<usize> =
        (0..table.columns.len()).filter(|&at| table.columns[at].role.is_some_and(Role::is_additive)).collect();
    let parents: Vec<usize> = (0..table.rows.len()).filter(|&row| is_summed_parent(table, row)).collect();
    // Rows that a formula leaves out are missing from it, not from another parent, where their codes say whose they are.
    let is_short = |found: &Misplaced| {
        let spot = Spot { row: found.parent, column: found.column };
        let codes = table.rows[found.row].code.as_deref().zip(table.rows[found.parent].code.as_deref());
        codes.is_some_and(|(own, parent)| own.starts_with(parent))
            && faults.iter().any(|fault| fault.spot == spot && matches!(fault.fault, Fault::Misses(..)))
    };
    let mut misplaced = find_misplaced(table, network, &columns, &parents);
    misplaced.retain(|found| !is_short(found));
    for &column in &columns {
        for group in by_level(table, &parents).values() {
            let rows: Vec<usize> =
                group.iter().copied().filter(|row| !misplaced.iter().any(|found| found.parent == *row)).collect();
            let equations: Vec<Equation> =
                rows.iter().filter_map(|&row| children_equation(table, network, row, column)).collect();
            if is_trusted(table, network, column, &equations) {
                equations.into_iter().for_each(|equation| network.add(equation));
            }
        }
        totals(table, network, column);
    }
    arithmetic.misplaced = misplaced;
}

/// A row with children that is not the urusan line above all programs.
fn is_summed_parent(table: &Table, row: usize) -> bool {
    let row = &table.rows[row];
    row.kind == RowKind::Data && row.level > Level::Urusan && !row.children.is_empty()
}

fn by_level(table: &Table, parents: &[usize]) -> BTreeMap<Level, Vec<usize>> {
    let mut groups: BTreeMap<Level, Vec<usize>> = BTreeMap::new();
    for &row in parents {
        groups.entry(table.rows[row].level).or_default().push(row);
    }
    groups
}

fn children_equation(table: &Table, network: &Network, row: usize, column: usize) -> Option<Equation> {
    let children = &table.rows[row].children;
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
fn is_trusted(table: &Table, network: &Network, column: usize, equations: &[Equation]) -> bool {
    let statuses: Vec<Status> = equations.iter().map(|equation| network.status(equation)).collect();
    let holds = statuses.iter().filter(|status| **status == Status::Holds).count();
    let blank = equations.iter().filter(|equation| network.cells[equation.target].value.is_none()).count();
    let fails = statuses.iter().filter(|status| matches!(status, Status::Fails(_))).count();
    let is_money = table.columns[column].role.is_some_and(Role::is_amount);
    if is_money {
        let wrong = fails.saturating_sub(blank);
        (blank * 2 <= equations.len()) && (wrong <= 1 || holds >= wrong)
    } else {
        holds >= 3 && holds >= fails * 3
    }
}

/// Totals: each sums the rows of the uppermost level since the total before it; a total right under
/// others ("JUMLAH A", "JUMLAH B", "TOTAL") sums those.
fn totals(table: &Table, network: &mut Network, column: usize) {
    if !table.columns[column].role.is_some_and(Role::is_amount) {
        return;
    }
    let mut start = 0;
    let mut subtotals: Vec<usize> = Vec::new();
    for index in (0..table.rows.len()).filter(|&index| table.rows[index].kind == RowKind::Total) {
        let rows = start..index;
        start = index + 1;
        // A total may stand above all it adds up.
        let rows = if stands_above_all(table, index) { index + 1..table.rows.len() } else { rows };
        let parts = uppermost_rows(table, rows.clone(), column);
        if parts.is_empty() {
            let parts = std::mem::take(&mut subtotals);
            if parts.len() > 1 {
                network.add(total_equation(network, index, &parts, "subtotal", column));
            }
            continue;
        }
        subtotals.push(index);
        let equation = total_equation(network, index, &parts, table.rows[parts[0]].level.words(), column);
        if !is_sum_of_leaves(table, network, rows, column, &equation) && !adds_levels_up(network, &equation) {
            network.add(equation);
            urusan(table, network, index, column);
        }
    }
}

/// The only total, with no entry above it.
fn stands_above_all(table: &Table, total: usize) -> bool {
    let is_first = !table.rows[..total].iter().any(|row| row.kind == RowKind::Data);
    is_first && table.rows.iter().filter(|row| row.kind == RowKind::Total).count() == 1
}

/// Totals of money below a list of indikator. That such a total adds up the rows above it is proved by
/// another money column of the same rows whose total does; a pagu repeated on each of its indikator
/// is added once.
fn list_totals(table: &Table, network: &mut Network) {
    let money: Vec<usize> =
        (0..table.columns.len()).filter(|&at| table.columns[at].role.is_some_and(Role::is_money)).collect();
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
        let is_proved = |(parts, equation): &&(Vec<usize>, Equation)| {
            proofs.contains(&parts) && !is_sum_of_distinct(network, equation)
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

fn total_equation(network: &Network, total: usize, parts: &[usize], words: &str, column: usize) -> Equation {
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

/// The one urusan row above the programs repeats the total.
fn urusan(table: &Table, network: &mut Network, total: usize, column: usize) {
    let rows: Vec<usize> = (0..total)
        .filter(|&row| table.rows[row].level == Level::Urusan && table.rows[row].kind == RowKind::Data)
        .collect();
    let filled: Vec<usize> = rows
        .iter()
        .copied()
        .filter(|&row| {
            table.columns.iter().enumerate().any(|(at, found)| {
                found.role.is_some_and(Role::is_money)
                    && network.cells[network.index(Spot { row, column: at })]
                        .value
                        .is_some_and(|value| !value.is_zero())
            })
        })
        .collect();
    if let &[row] = filled.as_slice() {
        let target = network.index(Spot { row, column });
        let form = network.sum(vec![network.index(Spot { row: total, column })]);
        network.add(Equation {
            target,
            form,
            relation: Relation::Urusan,
            formula: "jumlah seluruhnya".into(),
            demands_target: false,
        });
    }
}

/// Parents whose first children already add up to them, in every money column: the rest belongs elsewhere.
fn find_misplaced(table: &Table, network: &Network, columns: &[usize], parents: &[usize]) -> Vec<Misplaced> {
    let mut money: Vec<usize> =
        columns.iter().copied().filter(|&at| table.columns[at].role.is_some_and(Role::is_money)).collect();
    // The whole tells more than its parts.
    money.sort_by_key(|&at| !matches!(table.columns[at].role, Some(Role::Pagu | Role::PaguSesudah)));
    let mut found = Vec::new();
    for &parent in parents {
        let children = &table.rows[parent].children;
        let value =
            |row: usize, column: usize| network.cells[network.index(Spot { row, column })].value.unwrap_or_default();
        let sum = |count: usize, column: usize| {
            children[..count].iter().map(|&child| value(child, column)).sum::<rust_decimal::Decimal>()
        };
        let Some(&column) = money
            .iter()
            .find(|&&column| value(parent, column) != sum(children.len(), column) && !value(parent, column).is_zero())
        else {
            continue;
        };
        let fits = |count: &usize| {
            money.iter().all(|&column| value(parent, column) == sum(*count, column)) && !value(parent, column).is_zero()
        };
        if let Some(count) = (1..children.len()).rev().find(fits) {
            found.push(Misplaced { row: children[count], count: children.len() - count, parent, column });
        }
    }
    found
}
