//! Columns that tell no role, added up by the one beside them: laki-laki and perempuan, baik and rusak, triwulan.
//!
//! Their headers may say anything. That they are parts of a whole is shown by the rows.

use std::iter;

use super::network::{Network, Status};
use super::relations::{Rule, equation, rows, rule_of_sum};
use super::{Relation, Spot};
use crate::profile::Role;
use crate::table::{RowKind, Table};

/// A column with those it adds up.
#[derive(Debug)]
pub(super) struct Whole {
    /// The column.
    pub column: usize,
    /// The columns beside it, in order.
    pub parts: Vec<usize>,
    /// The sum.
    pub rule: Rule,
}

/// Rows that must add up, and so many times as many as those that don't.
const LEAST_HOLDING: usize = 3;
/// Rows that must have more than one part: the others add up whichever columns are taken.
const LEAST_SHOWN: usize = 2;
/// Parts that are named one by one.
const MOST_NAMED: usize = 4;

/// The columns of a table that add up others, each before those that are its parts; a formula that the form or the
/// office gives goes before.
pub(super) fn find(table: &Table, network: &Network) -> Vec<Whole> {
    let may_add = |&at: &usize| {
        let column = &table.columns[at];
        matches!(column.role, Some(Role::Jumlah | Role::Realisasi))
            && column.formula.is_none()
            && column.configured.is_none()
    };
    let columns = (0..table.columns.len()).filter(may_add);
    let beside = columns.flat_map(|column| [(column, left_of(table, column)), (column, right_of(table, column))]);
    beside.flat_map(|(column, run)| of_run(table, network, column, &run)).collect()
}

/// The sum of a run of columns, with subtotals right behind their parts: three months, their triwulan.
fn of_run(table: &Table, network: &Network, column: usize, run: &[usize]) -> Vec<Whole> {
    let mut subtotals: Vec<Whole> = Vec::new();
    let mut added: Vec<usize> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for &at in run {
        match Whole::shown(table, network, at, &open) {
            Some(subtotal) => {
                open.clear();
                added.push(at);
                subtotals.push(subtotal);
            }
            None => open.push(at),
        }
    }
    added.append(&mut open);
    let whole = Whole::shown(table, network, column, &added);
    whole.map_or(Vec::new(), |whole| iter::once(whole).chain(subtotals).collect())
}

fn left_of(table: &Table, column: usize) -> Vec<usize> {
    let mut parts: Vec<usize> = (0..column).rev().take_while(|&at| is_free(table, at)).collect();
    parts.reverse();
    parts
}

fn right_of(table: &Table, column: usize) -> Vec<usize> {
    (column + 1..table.columns.len()).take_while(|&at| is_free(table, at)).collect()
}

/// A column of figures whose header tells no role, or only the period they are of.
fn is_free(table: &Table, column: usize) -> bool {
    let entries = || rows(table).map(|row| &table.rows[row].entries[column]);
    matches!(table.columns[column].role, None | Some(Role::Periode))
        && entries().filter(|entry| entry.figure().is_some()).count() * 2
            > entries().filter(|entry| !entry.is_blank()).count()
}

impl Whole {
    /// The column adds these up, as the rows show.
    fn shown(table: &Table, network: &Network, column: usize, parts: &[usize]) -> Option<Self> {
        (parts.len() > 1).then(|| Self::new(table, column, parts)).filter(|whole| whole.is_shown(table, network))
    }

    fn new(table: &Table, column: usize, parts: &[usize]) -> Self {
        let names: Vec<String> = parts.iter().map(|&at| table.columns[at].spoken()).collect();
        let is_named = names.len() <= MOST_NAMED && !names.iter().any(String::is_empty);
        let words = if is_named { names.join(" + ") } else { format!("jumlah {} kolom", parts.len()) };
        Self { column, parts: parts.to_vec(), rule: rule_of_sum(table, column, parts, &words, Relation::RowSum) }
    }

    /// Most rows add up, and not by chance. A total follows the rows above it, right or wrong.
    fn is_shown(&self, table: &Table, network: &Network) -> bool {
        let filled = |row: usize| {
            let values = self.parts.iter().map(|&column| network.cells[network.index(Spot { row, column })].value);
            values.flatten().filter(|value| !value.is_zero()).count()
        };
        let (mut holds, mut shows, mut fails) = (0, 0, 0);
        for row in rows(table).filter(|&row| filled(row) > 0) {
            match network.status(&equation(network, self.column, row, &self.rule)) {
                Status::Holds => {
                    holds += 1;
                    shows += usize::from(filled(row) > 1);
                }
                Status::Fails(_) => fails += usize::from(table.rows[row].kind == RowKind::Data),
                Status::Silent => {}
            }
        }
        holds >= LEAST_HOLDING.max(fails * LEAST_HOLDING) && shows >= LEAST_SHOWN
    }
}
