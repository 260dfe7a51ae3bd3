//! Formula cells against their neighbours: what most cells of a column's level calculate, and which
//! cell calculates something else, has a number typed over it, or sums the wrong rows.

mod names;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rust_decimal::Decimal;

pub use names::RowNames;

use super::tree::{Spot, nested, uppermost_rows};
use crate::finding::Cause;
use crate::formula::{Formulas, Parsed, Reference, Replacement, recalculate_replaced};
use crate::grid::{Book, CellRef, decimal_from_f64};
use crate::profile::Role;
use crate::table::{Column, Level, RowKind, Table};

/// What is wrong with a formula cell, or with a number in a formula's place.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// It calculates something else than its neighbours.
    Deviates,
    /// The neighbours' ratio upside down.
    Inverted,
    /// It refers to the row of another name.
    OtherRow(CellRef),
    /// A number is typed where the neighbours calculate.
    TypedOver,
    /// A constant is added to or taken from the neighbours' formula.
    Constant(f64),
    /// The sum leaves out rows, by index; at the end of a range when `true`.
    Misses(Vec<usize>, bool),
    /// The sum takes in rows that don't belong to it.
    TakesIn(Vec<usize>),
    /// The sum counts rows besides their parents.
    CountsTwice(Vec<usize>),
}

/// A faulty cell of a table.
#[derive(Debug, Clone)]
pub struct FormulaFault {
    /// The cell.
    pub spot: Spot,
    /// What is wrong.
    pub fault: Fault,
    /// The neighbours' formula in R1C1 form, when there is one.
    pub usual: Option<Arc<str>>,
    /// A neighbour that has it.
    pub neighbour: Option<Spot>,
    /// What the neighbours' formula would give here.
    pub would_be: Option<Decimal>,
}

impl FormulaFault {
    /// The cause for the JSON contract, with words for it.
    pub fn cause(&self, table: &Table) -> (Cause, String) {
        let rows = |rows: &[usize]| {
            let numbers: Vec<String> = rows.iter().take(6).map(|&row| (table.rows[row].row + 1).to_string()).collect();
            numbers.join(", ")
        };
        match &self.fault {
            Fault::Deviates => {
                (Cause::RumusMenyimpang, "rumusnya berbeda dari rumus baris-baris yang setingkat".into())
            }
            Fault::Inverted => (Cause::RumusTerbalik, "pembilang dan penyebut rumusnya terbalik".into()),
            Fault::OtherRow(cell) => (Cause::RumusMenyimpang, format!("rumusnya merujuk baris lain ({cell})")),
            Fault::TypedOver => (Cause::AngkaMenimpaRumus, "angka diketik menimpa rumus".into()),
            Fault::Constant(number) => (Cause::KonstantaDalamRumus, format!("angka {number} diketik di dalam rumus")),
            Fault::Misses(missing, true) => {
                (Cause::RentangKurang, format!("rentang rumus tidak mencakup baris {}", rows(missing)))
            }
            Fault::Misses(missing, false) => {
                (Cause::BarisTerlewat, format!("rumus melewatkan baris {}", rows(missing)))
            }
            Fault::TakesIn(extra) => {
                (Cause::RentangLebih, format!("rentang rumus ikut mencakup baris {}", rows(extra)))
            }
            Fault::CountsTwice(extra) => {
                (Cause::HitungGanda, format!("baris {} terhitung bersama induknya", rows(extra)))
            }
        }
    }
}

/// How a cell is calculated, as far as comparing goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Class {
    /// Sums cells of its own column, in a row that has children or is a total.
    Children,
    /// Takes a figure from one column of another sheet.
    Link(usize, u32),
    /// Calculates a parent or a total from other rows, however many there are.
    Vertical,
    /// Adds up rows of its own column in a row that is not known to hold any.
    Rows,
    /// Any other formula.
    Shape(Arc<str>),
}

/// One cell of a group.
struct Member<'a> {
    spot: Spot,
    class: Option<Class>,
    parsed: Option<Parsed<'a>>,
    is_typed: bool,
}

/// The faulty formula cells of a table.
pub fn examine(table: &Table, formulas: &Formulas, names: &RowNames<'_>) -> Vec<FormulaFault> {
    let groups = groups(table);
    let numeric = (0..table.columns.len()).filter(|&column| table.columns[column].role.is_none_or(Role::is_numeric));
    let of_column = |column: usize| {
        let mut faults = Vec::new();
        for rows in groups.values() {
            let mut members = Vec::with_capacity(rows.len());
            members.extend(rows.iter().filter_map(|&row| member(table, formulas, Spot { row, column })));
            examine_group(table, formulas, names, &members, &mut faults);
        }
        faults
    };
    let columns: Vec<usize> = numeric.collect();
    let mut faults: Vec<FormulaFault> = columns.into_par_iter().flat_map_iter(of_column).collect();
    faults.sort_by_key(|fault| fault.spot);
    faults
}

/// Rows that should calculate alike: one level, parents and childless rows apart, totals apart.
fn groups(table: &Table) -> BTreeMap<(bool, Level, bool), Vec<usize>> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, row) in table.rows.iter().enumerate() {
        if matches!(row.kind, RowKind::Data | RowKind::Total) {
            groups.entry((row.kind == RowKind::Total, row.level, row.children.is_empty())).or_default().push(index);
        }
    }
    groups
}

fn member<'a>(table: &Table, formulas: &'a Formulas, spot: Spot) -> Option<Member<'a>> {
    let entry = &table.rows[spot.row].entries[spot.column];
    let cell = CellRef::new(table.rows[spot.row].row, table.columns[spot.column].col);
    let parsed = formulas.get(table.sheet, cell).filter(|parsed| !parsed.is_broken());
    let is_typed = !entry.is_formula && entry.figure().is_some_and(|figure| !figure.is_text);
    if parsed.is_none() && !is_typed {
        return None;
    }
    Some(Member { spot, class: parsed.map(|parsed| class(table, spot, cell, parsed)), parsed, is_typed })
}

fn class(table: &Table, spot: Spot, cell: CellRef, parsed: Parsed<'_>) -> Class {
    let row = &table.rows[spot.row];
    let is_parent = row.kind == RowKind::Total || !row.children.is_empty() || row.is_balance;
    match (adds_column(table, parsed), is_parent) {
        (true, true) => return Class::Children,
        (true, false) if parsed.only_reference().is_none_or(|only| !only.range.is_single()) => return Class::Rows,
        _ => {}
    }
    let in_row = |reference: &Reference| reference.range.start.row == cell.row && reference.range.end.row == cell.row;
    if is_parent && parsed.references().any(|reference| reference.sheet == table.sheet && !in_row(&reference)) {
        return Class::Vertical;
    }
    match parsed.link().filter(|link| link.sheet != table.sheet) {
        Some(link) => Class::Link(link.sheet, link.range.start.col),
        None => Class::Shape(parsed.shape.clone()),
    }
}

/// The formula sums cells of its own column alone.
fn adds_column(table: &Table, parsed: Parsed<'_>) -> bool {
    let col = parsed.at().col;
    let is_own = |reference: Reference| {
        reference.sheet == table.sheet && (reference.range.start.col, reference.range.end.col) == (col, col)
    };
    parsed.is_sum && parsed.references().all(is_own)
}

/// Formulas a group must have before its others are held to them.
const FEWEST: usize = 3;

fn examine_group(
    table: &Table,
    formulas: &Formulas,
    names: &RowNames<'_>,
    members: &[Member<'_>],
    faults: &mut Vec<FormulaFault>,
) {
    for member in members.iter().filter(|member| member.class == Some(Class::Children)) {
        if let Some(fault) = range_fault(table, formulas, member) {
            faults.push(FormulaFault { spot: member.spot, fault, usual: None, neighbour: None, would_be: None });
        }
    }
    let Some(usual) = Usual::of(table, names, members) else {
        return;
    };
    let shape = match &usual.class {
        Class::Shape(shape) => Some(shape.clone()),
        _ => None,
    };
    for member in members {
        let Some(fault) = usual.fault(table, names, member) else {
            continue;
        };
        let would_be = match &usual.class {
            Class::Link(sheet, col) => names.value_of_row(table, member, *sheet, *col),
            _ => None,
        };
        let neighbour = usual.neighbour.map(|neighbour| neighbour.spot);
        faults.push(FormulaFault { spot: member.spot, fault, usual: shape.clone(), neighbour, would_be });
    }
}

/// What most formulas of a group calculate, to hold the others to.
struct Usual<'a> {
    class: Class,
    /// One of them.
    neighbour: Option<&'a Member<'a>>,
    slips: Slips,
    /// The row a running balance begins with: it has none above to go on from.
    beginning: Option<usize>,
}

impl<'a> Usual<'a> {
    fn of(table: &Table, names: &RowNames<'_>, members: &'a [Member<'a>]) -> Option<Self> {
        let (class, calculated) = usual(members).or_else(|| names.few_links(table, members))?;
        let neighbour = members.iter().find(|member| member.class.as_ref() == Some(&class));
        let is_running = neighbour.and_then(|neighbour| neighbour.parsed).is_some_and(goes_on);
        let beginning = members.first().map(|member| member.spot.row).filter(|_| is_running);
        Some(Self { class, neighbour, slips: Slips::of(table, members, calculated), beginning })
    }

    fn fault(&self, table: &Table, names: &RowNames<'_>, member: &Member<'_>) -> Option<Fault> {
        match &member.class {
            Some(class) if *class == self.class => match class {
                Class::Link(sheet, col) => names.other_row(table, member, *sheet, *col),
                _ => None,
            },
            Some(Class::Children | Class::Vertical | Class::Rows) => None,
            Some(_) if self.beginning == Some(member.spot.row) => None,
            Some(_) => Some(deviation(member, self.neighbour)),
            None => self.slips.has(table, member).then_some(Fault::TypedOver),
        }
    }
}

/// The formula refers to the cell right above its own.
fn goes_on(parsed: Parsed<'_>) -> bool {
    let at = parsed.at();
    let above = |reference: Reference| {
        let range = reference.range;
        range.is_single() && range.start.col == at.col && range.start.row + 1 == at.row
    };
    !parsed.is_sum && parsed.references().any(above)
}

/// The columns in which most formulas go on from the cell above: a balance or a running total, which no formula of a
/// row gives and no total adds up.
pub fn running(table: &Table, formulas: &Formulas) -> Vec<bool> {
    // The first formulas of a column tell what the others do.
    const TELLING: usize = 100;
    let of_column = |column: &Column| {
        let cells = table.rows.iter().map(|row| CellRef::new(row.row, column.col));
        let parsed = cells.filter_map(|cell| formulas.get(table.sheet, cell));
        let parsed: Vec<Parsed<'_>> = parsed.take(TELLING).collect();
        let going = parsed.iter().filter(|&&parsed| goes_on(parsed)).count();
        going > 1 && going * 2 > parsed.len()
    };
    table.columns.iter().map(of_column).collect()
}

/// How three fifths of a group's formulas calculate, and how many formulas it has.
fn usual(members: &[Member<'_>]) -> Option<(Class, usize)> {
    let mut counts: HashMap<&Class, usize> = HashMap::new();
    for class in members.iter().filter_map(|member| member.class.as_ref()).filter(|class| **class != Class::Rows) {
        *counts.entry(class).or_default() += 1;
    }
    let calculated: usize = counts.values().sum();
    let (usual, count) = counts.into_iter().max_by_key(|(class, count)| (*count, matches!(class, Class::Children)))?;
    (count >= FEWEST && count * 5 >= calculated * 3).then(|| (usual.clone(), calculated))
}

/// Which numbers typed among formulas are slips: where a third is typed, typing is the form's way; so are zeros from a
/// tenth on.
struct Slips {
    zeros: bool,
    others: bool,
}

impl Slips {
    fn of(table: &Table, members: &[Member<'_>], calculated: usize) -> Self {
        let typed = || members.iter().filter(|member| member.is_typed);
        let zeros = typed().filter(|member| is_zero(table, member)).count();
        let others = typed().count() - zeros;
        Self { zeros: zeros * 10 <= calculated, others: others * 2 <= calculated }
    }

    fn has(&self, table: &Table, member: &Member<'_>) -> bool {
        if is_zero(table, member) { self.zeros } else { self.others }
    }
}

fn is_zero(table: &Table, member: &Member<'_>) -> bool {
    let entry = &table.rows[member.spot.row].entries[member.spot.column];
    entry.figure().is_some_and(|figure| figure.value.is_zero())
}

/// Factors between units: percent, months, thousands.
const INNOCENT: [f64; 7] = [0.0, 1.0, 2.0, 4.0, 12.0, 100.0, 1000.0];

fn deviation(member: &Member<'_>, neighbour: Option<&Member<'_>>) -> Fault {
    let (Some(own), Some(usual)) = (member.parsed, neighbour.and_then(|neighbour| neighbour.parsed)) else {
        return Fault::Deviates;
    };
    let strange =
        own.constants.iter().find(|constant| !usual.constants.contains(constant) && !INNOCENT.contains(constant));
    if let Some(constant) = strange {
        return Fault::Constant(*constant);
    }
    let columns =
        |parsed: &Parsed<'_>| -> Vec<u32> { parsed.references().map(|reference| reference.range.start.col).collect() };
    let (own_columns, usual_columns) = (columns(&own), columns(&usual));
    let reversed: Vec<u32> = usual_columns.iter().rev().copied().collect();
    let is_ratio = own.shape.contains('/') && own.shape.len() == usual.shape.len();
    if is_ratio && own_columns == reversed && own_columns != usual_columns && own_columns.len() == 2 {
        return Fault::Inverted;
    }
    Fault::Deviates
}

/// Which rows a sum of the own column leaves out or counts too much.
fn range_fault(table: &Table, formulas: &Formulas, member: &Member<'_>) -> Option<Fault> {
    let parsed = member.parsed?;
    let Spot { row, column } = member.spot;
    let is_filled = |&row: &usize| {
        let entry = &table.rows[row].entries[column];
        entry.is_formula || entry.figure().is_some_and(|figure| !figure.value.is_zero())
    };
    let covered: BTreeSet<usize> = covered(table, parsed).into_iter().filter(is_filled).collect();
    let wanted: BTreeSet<usize> = wanted(table, row, column).into_iter().filter(is_filled).collect();
    if covered == wanted
        || wanted.is_empty()
        || covered == leaves(table, &wanted).into_iter().filter(is_filled).collect()
    {
        return None;
    }
    let mut held = held(table, formulas, &covered, column);
    held.extend(held_by_figures(table, &wanted, &covered, column));
    let missing: Vec<usize> = wanted.difference(&covered).filter(|row| !held.contains(row)).copied().collect();
    let extra: Vec<usize> = covered.iter().filter(|row| !wanted.contains(row) || held.contains(row)).copied().collect();
    if missing.is_empty() && extra.is_empty() {
        return None;
    }
    let is_descendant =
        |&&row: &&usize| held.contains(&row) || ancestors(table, row).any(|ancestor| wanted.contains(&ancestor));
    if missing.is_empty() {
        let inside: Vec<usize> = extra.iter().filter(is_descendant).copied().collect();
        return Some(if inside.is_empty() { Fault::TakesIn(extra) } else { Fault::CountsTwice(inside) });
    }
    let is_range = parsed.only_reference().is_some_and(|only| !only.range.is_single());
    let at_an_end = missing
        .iter()
        .all(|row| covered.first().is_none_or(|first| row < first) || covered.last().is_none_or(|last| row > last));
    // Nothing of what it should sum: a sum of another kind, which the column's other formulas judge.
    (missing.len() < wanted.len()).then_some(Fault::Misses(missing, is_range && at_an_end))
}

/// The rows that some rows hold already, as the formulas of their cells in the column say.
fn held(table: &Table, formulas: &Formulas, rows: &BTreeSet<usize>, column: usize) -> BTreeSet<usize> {
    let parts = |row: usize| {
        let cell = CellRef::new(table.rows[row].row, table.columns[column].col);
        let parsed = formulas.get(table.sheet, cell).filter(|&parsed| adds_column(table, parsed));
        parsed.map_or(Vec::new(), |parsed| covered(table, parsed))
    };
    let mut held = BTreeSet::new();
    let mut open: Vec<usize> = rows.iter().flat_map(|&row| parts(row)).collect();
    while let Some(row) = open.pop() {
        if held.insert(row) {
            open.extend(parts(row));
        }
    }
    held
}

/// The rows among those wanted that some rows hold already, as their figures say.
fn held_by_figures(table: &Table, wanted: &BTreeSet<usize>, rows: &BTreeSet<usize>, column: usize) -> Vec<usize> {
    // Each row is held against those behind it.
    const MOST: usize = 2_000;
    if wanted.len() > MOST {
        return Vec::new();
    }
    let value = |row: usize| vec![table.rows[row].entries[column].figure().map(|figure| figure.value)];
    let found = nested(wanted.iter().copied(), 2, value);
    found.into_iter().filter(|found| rows.contains(&found.parent)).flat_map(|found| found.details).collect()
}

/// Rows of the table that a formula refers to.
fn covered(table: &Table, parsed: Parsed<'_>) -> Vec<usize> {
    let mut rows = Vec::new();
    for reference in parsed.references() {
        let start = table.rows.partition_point(|row| row.row < reference.range.start.row);
        let end = table.rows.partition_point(|row| row.row <= reference.range.end.row);
        rows.extend((start..end).filter(|&row| table.rows[row].kind == RowKind::Data));
    }
    rows
}

/// The rows a parent or a total sums.
fn wanted(table: &Table, row: usize, column: usize) -> Vec<usize> {
    if table.rows[row].kind == RowKind::Data {
        return table.rows[row].children.clone();
    }
    let start = (0..row).rev().find(|&at| table.rows[at].kind == RowKind::Total).map_or(0, |at| at + 1);
    uppermost_rows(table, start..row, column)
}

/// The childless rows below some rows.
fn leaves(table: &Table, rows: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut leaves = BTreeSet::new();
    let mut open: Vec<usize> = rows.iter().copied().collect();
    while let Some(row) = open.pop() {
        match table.rows[row].children.as_slice() {
            [] => {
                leaves.insert(row);
            }
            children => open.extend(children),
        }
    }
    leaves
}

fn ancestors(table: &Table, row: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(table.rows[row].parent, |&at| table.rows[at].parent)
}

/// Calculates what stood there before a number was typed over it, for all faults of a book at once.
pub fn complete(book: &Book, formulas: &Formulas, found: &mut [(&Table, &mut Vec<FormulaFault>)]) {
    let mut replacements = Vec::new();
    for (table, faults) in found.iter() {
        for fault in faults.iter().filter(|fault| fault.fault == Fault::TypedOver) {
            if let (Some(_), Some(neighbour)) = (&fault.usual, fault.neighbour) {
                let (cell, like) = (cell_of(table, fault.spot), cell_of(table, neighbour));
                replacements.push(Replacement { sheet: table.sheet, cell, like });
            }
        }
    }
    if replacements.is_empty() {
        return;
    }
    let recalculated = recalculate_replaced(book, formulas, &replacements);
    for (table, faults) in found {
        for fault in faults.iter_mut().filter(|fault| fault.fault == Fault::TypedOver && fault.usual.is_some()) {
            let number = recalculated.number(table.sheet, cell_of(table, fault.spot));
            fault.would_be = number.and_then(decimal_from_f64);
            let entry = &table.rows[fault.spot.row].entries[fault.spot.column];
            if entry.figure().is_some_and(|figure| figure.percent) {
                fault.would_be = fault.would_be.map(|value| value * Decimal::ONE_HUNDRED);
            }
        }
    }
}

fn cell_of(table: &Table, spot: Spot) -> CellRef {
    CellRef::new(table.rows[spot.row].row, table.columns[spot.column].col)
}
