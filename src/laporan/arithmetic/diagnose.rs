//! Which single cell explains the failing equations.
//!
//! For every failing equation the calculated cell and, in sums and differences, each of its parts is
//! tried with the value that would make the equation hold. The cell whose correction makes most
//! equations hold wins; digits that were evidently swapped or lost, a formula that calculates
//! something else, a cell that is empty count for a cell. Then the correction is made, cells that
//! calculate from it follow, and the next failure is looked at.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::hint::{Hint, digit_hint};
use super::network::{Form, Network, Status};
use super::search::Search;
use super::{Arithmetic, Mismatch, Relation};
use crate::finding::Cause;
use crate::laporan::rumus::FormulaFault;
use crate::table::Table;

/// A cell with the value that would mend an equation.
#[derive(Debug, Clone)]
pub struct Candidate {
    cell: usize,
    value: Decimal,
    /// How much speaks for it, in halves of a mended equation.
    pub score: i32,
    hint: Option<Hint>,
    /// Parts of the sum that may be wrong instead.
    suspects: Vec<usize>,
}

/// Explains the failing equations of a network, gravest evidence first.
pub fn run(table: &Table, faults: &[FormulaFault], network: &mut Network, arithmetic: &mut Arithmetic) {
    let mut search = Search::new(network);
    while let Some((id, candidate)) = search.best(network) {
        let mismatch = describe(table, faults, network, id, &candidate);
        // A typed total that disagrees may as well lack a row: nothing is built on its correction.
        let state = &network.cells[candidate.cell];
        let is_sure = mismatch.relation != Relation::Total || !mismatch.is_target || state.is_formula || state.is_empty;
        search.close(id);
        let consequences = if is_sure { apply(network, candidate.cell, candidate.value) } else { Vec::new() };
        if is_sure {
            search.refresh(network, std::iter::once(candidate.cell).chain(consequences.iter().copied()));
        }
        arithmetic.mismatches.push(Mismatch {
            consequences: consequences.into_iter().map(|cell| network.spot(cell)).collect(),
            ..mismatch
        });
    }
}

/// What a failing equation gives.
pub fn fails(network: &Network, id: usize) -> Option<Decimal> {
    match network.status(&network.equations[id]) {
        Status::Fails(computed) => Some(computed),
        _ => None,
    }
}

/// The best candidate for one equation; `None` when it does not fail.
pub fn explain(network: &Network, id: usize) -> Option<Candidate> {
    let computed = fails(network, id)?;
    let equation = &network.equations[id];
    let mut candidates = vec![target_candidate(network, id, computed)];
    if equation.is_linear() && equation.relation != Relation::Urusan && equation.relation != Relation::Fisik {
        let parts: Vec<Candidate> = operand_values(network, id, computed)
            .into_iter()
            .filter(|(_, value)| *value > Decimal::ZERO)
            .map(|(cell, value)| part_candidate(network, cell, value))
            .collect();
        match unique(parts) {
            Choice::One(part) => candidates.push(part),
            Choice::Several(cells) => candidates[0].suspects = cells,
            Choice::Nothing => {}
        }
    }
    candidates.into_iter().rev().max_by_key(|candidate| candidate.score)
}

fn target_candidate(network: &Network, id: usize, computed: Decimal) -> Candidate {
    let cell = network.equations[id].target;
    let state = &network.cells[cell];
    let hint = state.value.and_then(|written| digit_hint(written, computed));
    let mut score = 2 * gain(network, cell, computed) + 1;
    score += if hint.is_some() { 3 } else { 0 };
    // A blank that follows from other cells is looked at after them.
    score -= if state.value.is_none() && matches!(network.equations[id].form, Form::Row(..)) { 2 } else { 0 };
    // A formula that gives nothing the form declares is itself the mistake.
    score += if state.is_formula && !holds_elsewhere(network, id) { 4 } else { 0 };
    // A number typed where the neighbours calculate is less sure than digits that were swapped.
    score += if state.is_typed_over { 2 } else { 0 };
    Candidate { cell, value: computed, score, hint, suspects: Vec::new() }
}

/// Another equation for the same cell holds: the cell does what one part of the form says.
fn holds_elsewhere(network: &Network, id: usize) -> bool {
    let target = network.equations[id].target;
    let others = network.equations_of(target).map(|other| &network.equations[other as usize]);
    others.into_iter().any(|other| other.target == target && network.status(other) == Status::Holds)
}

/// The same amount stands in another cell of the row that is not calculated from this one.
fn is_corroborated(network: &Network, cell: usize) -> bool {
    let spot = network.spot(cell);
    let value = network.cells[cell].value.filter(|value| !value.is_zero());
    let own: Vec<u32> = network.equations_of(cell).collect();
    let is_linked = |other: usize| network.equations_of(other).any(|id| own.contains(&id));
    value.is_some()
        && network
            .row_cells(spot.row)
            .any(|other| other != cell && network.cells[other].value == value && !is_linked(other))
}

/// Below this, digits look swapped or lost by chance.
const TELLING: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

fn part_candidate(network: &Network, cell: usize, value: Decimal) -> Candidate {
    let state = &network.cells[cell];
    let hint = state.value.and_then(|written| digit_hint(written, value)).filter(|_| value >= TELLING);
    let mut score = 2 * gain(network, cell, value);
    score += if hint.is_some() { 4 } else { 0 };
    score += if state.is_empty && value > Decimal::ZERO { 2 } else { 0 };
    // A calculated part follows from its own operands; a negative amount is no explanation.
    score -= if state.is_formula { 6 } else { 0 };
    score -= if is_corroborated(network, cell) { 6 } else { 0 };
    Candidate { cell, value, score, hint, suspects: Vec::new() }
}

/// What the parts of a sum tell.
enum Choice {
    One(Candidate),
    /// Two or three whose digits look equally swapped.
    Several(Vec<usize>),
    Nothing,
}

/// Digits and emptiness explain only when they single one part out.
fn unique(parts: Vec<Candidate>) -> Choice {
    let highest = parts.iter().map(|part| part.score).max();
    let mut best: Vec<Candidate> = parts.into_iter().filter(|part| Some(part.score) == highest).collect();
    match best.len() {
        1 => best.pop().map_or(Choice::Nothing, Choice::One),
        2 | 3 if best.iter().all(|part| part.hint.is_some()) => {
            Choice::Several(best.into_iter().map(|part| part.cell).collect())
        }
        _ => Choice::Nothing,
    }
}

/// The value each part of a linear equation would need.
fn operand_values(network: &Network, id: usize, computed: Decimal) -> Vec<(usize, Decimal)> {
    let equation = &network.equations[id];
    let Some(written) = network.cells[equation.target].value else {
        return Vec::new();
    };
    let missing = written - computed;
    let value = |cell: usize| network.cells[cell].value.unwrap_or_default();
    match &equation.form {
        Form::Sum(sum) => sum.cells().iter().map(|&cell| (cell, value(cell) + missing)).collect(),
        Form::Row(formula, first) if formula.factor() == Decimal::ONE => {
            let needed = |&moved: &usize| {
                let step = |column| if column == moved { Decimal::ONE } else { Decimal::ZERO };
                let shifted = formula.value(|column| Some(value(first + column) + step(column)));
                let coefficient = shifted? - computed;
                let cell = first + moved;
                (coefficient.abs() == Decimal::ONE).then(|| (cell, value(cell) + missing * coefficient))
            };
            formula.columns().iter().filter_map(needed).collect()
        }
        Form::Row(..) => Vec::new(),
    }
}

/// How many more equations hold when a cell has another value.
fn gain(network: &Network, cell: usize, value: Decimal) -> i32 {
    let mut trial = Trial { network, changed: Vec::new() };
    trial.set(cell, value, 0);
    let touched: BTreeSet<u32> = trial.changed.iter().flat_map(|&(cell, _)| network.equations_of(cell)).collect();
    touched.iter().map(|&id| trial.weight(id as usize)).sum()
}

/// Changed values over an unchanged network.
struct Trial<'a> {
    network: &'a Network,
    changed: Vec<(usize, Decimal)>,
}

impl Trial<'_> {
    fn set(&mut self, cell: usize, value: Decimal, depth: u32) {
        if depth > 8 || self.changed.iter().any(|&(known, _)| known == cell) {
            return;
        }
        self.changed.push((cell, value));
        for id in self.network.equations_of(cell) {
            let equation = &self.network.equations[id as usize];
            let target = &self.network.cells[equation.target];
            let follows = target.is_formula && self.network.status(equation) == Status::Holds
                || target.is_empty && equation.relation == Relation::Children;
            if follows
                && equation.target != cell
                && let Some(computed) = self.network.compute_with(equation, &self.changed)
            {
                self.set(equation.target, computed, depth + 1);
            }
        }
    }

    /// +1 when the equation fails now and would hold, −1 the other way round.
    fn weight(&self, id: usize) -> i32 {
        let equation = &self.network.equations[id];
        let before = self.network.status(equation);
        let after = self.network.status_with(equation, &self.changed);
        let failed = |status: Status| i32::from(matches!(status, Status::Fails(_)));
        // A blank cell that would now be wrong for being blank is no argument against.
        let blank = self.network.cells[equation.target].value.is_none();
        failed(before) - if blank && before == Status::Silent { 0 } else { failed(after) }
    }
}

/// Makes a correction; returns the cells that follow from it: those that calculate, and blank parents.
fn apply(network: &mut Network, cell: usize, value: Decimal) -> Vec<usize> {
    let mut consequences = Vec::new();
    let fills_a_gap = network.cells[cell].is_empty;
    let mut queue = vec![(cell, value)];
    let mut seen: BTreeSet<usize> = BTreeSet::from([cell]);
    while let Some((cell, value)) = queue.pop() {
        let dependants: Vec<usize> = network
            .equations_of(cell)
            .map(|id| id as usize)
            .filter(|&id| network.equations[id].target != cell)
            .collect();
        let held: Vec<(usize, bool)> =
            dependants.iter().map(|&id| (id, network.status(&network.equations[id]) == Status::Holds)).collect();
        network.put(cell, value);
        for (id, held) in held {
            let target = network.equations[id].target;
            let state = &network.cells[target];
            let follows = state.is_formula && held
                || state.is_empty && network.equations[id].relation == Relation::Children
                || state.value.is_none() && fills_a_gap;
            if follows
                && let Some(computed) = network.compute(&network.equations[id])
                && Some(computed) != network.cells[target].value
                && seen.insert(target)
            {
                consequences.push(target);
                queue.push((target, computed));
            }
        }
    }
    consequences.sort_unstable();
    consequences
}

fn describe(table: &Table, faults: &[FormulaFault], network: &Network, id: usize, candidate: &Candidate) -> Mismatch {
    let equation = &network.equations[id];
    let spot = network.spot(candidate.cell);
    let written = network.written(candidate.cell);
    let mut cells: Vec<usize> = equation.operands().collect();
    cells.push(equation.target);
    let parts = cells.into_iter().filter(|&cell| cell != candidate.cell).map(|cell| network.spot(cell)).collect();
    let is_target = candidate.cell == equation.target;
    let fault = faults.iter().find(|fault| fault.spot == spot);
    let fault = fault.map(|fault| fault.cause(table)).map(|(cause, words)| Hint::new(cause, words));
    // Of a formula its own words tell most, of a typed number its digits.
    let is_formula = network.cells[candidate.cell].is_formula;
    let digits = candidate.hint.clone();
    let told = if is_formula { fault.or(digits) } else { digits.or(fault) };
    let hint = told
        .or_else(|| suspects_hint(table, network, candidate))
        .or_else(|| structural_hint(table, network, id, candidate));
    Mismatch {
        spot,
        relation: equation.relation,
        written,
        expected: candidate.value,
        is_target,
        hint,
        parts,
        target: network.spot(equation.target),
        consequences: Vec::new(),
        formula: equation.formula.to_string(),
    }
}

/// Several parts whose digits look swapped: one of them rather than the total.
fn suspects_hint(table: &Table, network: &Network, candidate: &Candidate) -> Option<Hint> {
    let row = |&cell: &usize| (table.rows[network.spot(cell).row].row + 1).to_string();
    let rows: Vec<String> = candidate.suspects.iter().map(row).collect();
    (!rows.is_empty())
        .then(|| Hint::new(Cause::DigitTertukar, format!("mungkin angka tertukar pada baris {}", rows.join(" atau "))))
}

/// A row left out or counted twice, a value copied from the neighbour, an empty cell.
fn structural_hint(table: &Table, network: &Network, id: usize, candidate: &Candidate) -> Option<Hint> {
    let equation = &network.equations[id];
    let state = &network.cells[candidate.cell];
    let Some(written) = state.value.filter(|value| !value.is_zero()) else {
        return Some(Hint::new(Cause::SelKosong, "sel ini belum diisi"));
    };
    if candidate.cell != equation.target {
        return None;
    }
    let missing = candidate.value - written;
    if let Form::Sum(sum) = &equation.form {
        let of_value = |wanted: Decimal| -> Option<usize> {
            let mut fitting = sum
                .cells()
                .iter()
                .copied()
                .filter(|&cell| network.cells[cell].value == Some(wanted) && wanted >= TELLING);
            let first = fitting.next()?;
            fitting.next().is_none().then_some(first)
        };
        let row_number = |cell: usize| table.rows[network.spot(cell).row].row + 1;
        if let Some(cell) = of_value(missing) {
            return Some(Hint::new(
                Cause::BarisTerlewat,
                format!("baris {} tampaknya tidak ikut dijumlah", row_number(cell)),
            ));
        }
        if let Some(cell) = of_value(-missing) {
            return Some(Hint::new(
                Cause::HitungGanda,
                format!("baris {} tampaknya terhitung dua kali", row_number(cell)),
            ));
        }
    }
    neighbour_hint(table, network, candidate, written)
}

/// The same figure stands in the row above or below, where it is right.
fn neighbour_hint(table: &Table, network: &Network, candidate: &Candidate, written: Decimal) -> Option<Hint> {
    let spot = network.spot(candidate.cell);
    if written == Decimal::ONE_HUNDRED {
        return None;
    }
    let decimals = u32::from(network.cells[candidate.cell].decimals);
    let rounded = |value: Decimal| value.round_dp(decimals.min(2));
    let rows = spot.row.saturating_sub(3)..=(spot.row + 3).min(table.rows.len().saturating_sub(1));
    let mut neighbours = rows.filter(|&row| row != spot.row);
    let row = neighbours.find(|&row| {
        let cell = network.index(super::Spot { row, column: spot.column });
        network.cells[cell].value.is_some_and(|value| rounded(value) == rounded(written))
    })?;
    Some(Hint::new(Cause::SalinanBasi, format!("sama dengan angka pada baris {}", table.rows[row].row + 1)))
}
