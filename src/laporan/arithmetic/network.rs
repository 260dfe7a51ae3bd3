//! The cells of a table as values, and the equations between them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::agree::{agrees, unit};
use super::links::Links;
use super::row_formula::RowFormula;
use super::sum::Sum;
use super::{Relation, Spot};
use crate::profile::{Role, words};
use crate::table::{Column, Content, Entry, RowKind, Table};

/// One cell's value in the network.
#[derive(Debug, Clone)]
pub struct CellState {
    /// The number, a guess for an unreadable one, `None` for blank and words.
    pub value: Option<Decimal>,
    /// Decimals printed.
    pub decimals: u8,
    /// The cell calculates, so that a corrected operand corrects it too.
    pub is_formula: bool,
    /// Blank, a dash, or zero: nothing is claimed here.
    pub is_empty: bool,
    /// A number typed where the neighbours calculate.
    pub is_typed_over: bool,
    /// Words or an error: nothing can be said.
    pub is_opaque: bool,
    /// A typed amount in thousands or millions, rounded to a whole one.
    pub is_in_thousands: bool,
}

/// How a target is calculated.
#[derive(Debug, Clone)]
pub enum Form {
    /// Sum of cells. There are few, and they take room.
    Sum(Box<Sum>),
    /// A formula of the column, and the first cell of the row it is taken for.
    Row(Arc<RowFormula>, usize),
}

/// One equation.
#[derive(Debug, Clone)]
pub struct Equation {
    /// The calculated cell.
    pub target: usize,
    /// How it is calculated.
    pub form: Form,
    /// Why.
    pub relation: Relation,
    /// The formula in words.
    pub formula: Arc<str>,
    /// A blank target is a mistake when the formula gives something.
    pub demands_target: bool,
}

/// Whether an equation holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Status {
    /// It holds.
    Holds,
    /// It fails; the formula gives this.
    Fails(Decimal),
    /// Nothing can be said.
    Silent,
}

/// All cells and equations of a table.
#[derive(Debug)]
pub struct Network {
    columns: usize,
    /// What each column is.
    roles: Vec<Option<Role>>,
    /// The columns in which each cell goes on from the one above.
    running: Vec<bool>,
    /// What stood in the cells that were corrected.
    written: BTreeMap<usize, Option<Decimal>>,
    /// How far the figures of each column may be off by what the office lays down.
    tolerance: Vec<Decimal>,
    /// The cells, row by row.
    pub cells: Vec<CellState>,
    /// The equations.
    pub equations: Vec<Equation>,
    links: Links,
}

impl Network {
    /// The cells of a table, no equation yet.
    pub fn new(table: &Table, running: Vec<bool>) -> Self {
        let columns = table.columns.len();
        let tolerance = table.columns.iter().map(|column| tolerance(table, column)).collect();
        let thousands = in_thousands(table);
        let state = |(entry, &is_in_thousands): (&Entry, &bool)| CellState {
            is_in_thousands: is_in_thousands && !entry.is_formula,
            ..state(&entry.content, entry.is_formula)
        };
        let mut cells = Vec::with_capacity(table.rows.len() * columns);
        cells.extend(table.rows.iter().flat_map(|row| row.entries.iter().zip(&thousands).map(state)));
        let roles = table.columns.iter().map(|column| column.role).collect();
        let (written, links) = (BTreeMap::new(), Links::default());
        Self { columns, roles, running, written, tolerance, links, cells, equations: Vec::new() }
    }

    /// Takes some cells to hold other values than they say, before the equations are linked.
    pub fn assume(&mut self, values: Vec<(usize, Decimal)>) {
        if values.is_empty() {
            return;
        }
        for (cell, value) in values {
            self.written.entry(cell).or_insert(self.cells[cell].value);
            self.cells[cell] = self.cells[cell].with(value);
        }
        for equation in &mut self.equations {
            if let Form::Sum(sum) = &mut equation.form {
                sum.add_up(&self.cells);
            }
        }
    }

    /// Links the cells to the equations they take part in; there are no further equations after that.
    pub fn link(&mut self) {
        let cells_of = self.equations.iter().map(|equation| equation.operands().chain([equation.target]));
        self.links = Links::new(self.cells.len(), cells_of);
    }

    /// What was written in a cell before any correction.
    pub fn written(&self, cell: usize) -> Option<Decimal> {
        self.written.get(&cell).copied().unwrap_or(self.cells[cell].value)
    }

    /// Gives a cell another value.
    pub fn put(&mut self, cell: usize, value: Decimal) {
        let before = self.cells[cell].clone();
        let after = before.with(value);
        self.written.entry(cell).or_insert(before.value);
        for &id in self.links.of(cell) {
            if let Equation { form: Form::Sum(sum), target, .. } = &mut self.equations[id as usize]
                && *target != cell
            {
                sum.replace(&before, &after);
            }
        }
        self.cells[cell] = after;
    }

    /// The sum of some cells.
    pub fn sum(&self, cells: Vec<usize>) -> Form {
        Form::Sum(Box::new(Sum::new(cells, &self.cells)))
    }

    /// Columns without a role of their own are of the one that adds them up; a zero is a count like any other there.
    pub fn join(&mut self, whole: usize, parts: &[usize]) {
        for &part in parts {
            self.roles[part] = self.roles[whole];
            for cell in self.cells.iter_mut().skip(part).step_by(self.columns) {
                cell.is_empty &= cell.value.is_none();
            }
        }
    }

    /// What a column is, or what it is a part of.
    pub fn role(&self, column: usize) -> Option<Role> {
        self.roles[column]
    }

    /// Whether each cell of a column goes on from the one above, so that no equation holds for it.
    pub fn is_running(&self, column: usize) -> bool {
        self.running.get(column).is_some_and(|running| *running)
    }

    /// Index of a cell.
    pub fn index(&self, spot: Spot) -> usize {
        spot.row * self.columns + spot.column
    }

    /// Row and column of a cell.
    pub fn spot(&self, cell: usize) -> Spot {
        Spot { row: cell / self.columns, column: cell % self.columns }
    }

    /// The cells of a row.
    pub fn row_cells(&self, row: usize) -> std::ops::Range<usize> {
        row * self.columns..(row + 1) * self.columns
    }

    /// Adds an equation.
    pub fn add(&mut self, equation: Equation) {
        self.equations.push(equation);
    }

    /// The equations a cell takes part in.
    pub fn equations_of(&self, cell: usize) -> impl Iterator<Item = u32> {
        self.links.of(cell).iter().copied()
    }

    /// Whether an equation holds as the cells stand.
    pub fn status(&self, equation: &Equation) -> Status {
        self.status_with(equation, &[])
    }

    /// Whether an equation would hold with some cells changed.
    pub fn status_with(&self, equation: &Equation, changes: &[(usize, Decimal)]) -> Status {
        let target = &self.cells[equation.target];
        if target.is_opaque {
            return Status::Silent;
        }
        let Some(computed) = self.compute_with(equation, changes) else {
            return Status::Silent;
        };
        match self.value_with(equation.target, changes) {
            Some(written) => {
                let slack = if target.is_formula { Decimal::ZERO } else { self.slack(equation, computed, changes) };
                let slack = slack + self.tolerance[equation.target % self.columns];
                if agrees(written, computed, target.decimals.into(), slack) {
                    Status::Holds
                } else {
                    Status::Fails(computed)
                }
            }
            None if computed.round_dp(2) != Decimal::ZERO && self.demands_target(equation, changes) => {
                Status::Fails(computed)
            }
            None => Status::Silent,
        }
    }

    /// A blank target is a gap where its fellows are filled; a difference or ratio also needs all its operands.
    fn demands_target(&self, equation: &Equation, changes: &[(usize, Decimal)]) -> bool {
        equation.demands_target
            && match &equation.form {
                Form::Sum(_) => true,
                Form::Row(..) => equation.operands().all(|cell| self.value_with(cell, changes).is_some()),
            }
    }

    /// The value the formula gives; `None` when an operand is missing or opaque.
    pub fn compute(&self, equation: &Equation) -> Option<Decimal> {
        self.compute_with(equation, &[])
    }

    /// The value the formula would give with some cells changed.
    pub fn compute_with(&self, equation: &Equation, changes: &[(usize, Decimal)]) -> Option<Decimal> {
        match &equation.form {
            Form::Sum(sum) => sum.total(&self.cells, changes),
            Form::Row(formula, first) => {
                let value = |column: usize| self.value_with(first + column, changes);
                let is_opaque = formula.columns().iter().any(|column| self.cells[first + column].is_opaque);
                if is_opaque || formula.columns().iter().all(|&column| value(column).is_none()) {
                    return None;
                }
                formula.value(|column| value(column).or(formula.is_linear().then_some(Decimal::ZERO)))
            }
        }
    }

    fn value_with(&self, cell: usize, changes: &[(usize, Decimal)]) -> Option<Decimal> {
        let changed = changes.iter().find(|&&(known, _)| known == cell);
        changed.map_or(self.cells[cell].value, |&(_, value)| Some(value))
    }

    /// How far rounded operands may move the result: operands printed with decimals are known to
    /// half a unit of the last one.
    fn slack(&self, equation: &Equation, computed: Decimal, changes: &[(usize, Decimal)]) -> Decimal {
        match &equation.form {
            Form::Sum(sum) => sum.slack(),
            Form::Row(formula, first) => {
                let moved = |&moved: &usize| {
                    let step = self.cells[first + moved].half_unit();
                    if step.is_zero() {
                        return Decimal::ZERO;
                    }
                    let shifted = formula.value(|column| {
                        let value = self.value_with(first + column, changes).unwrap_or_default();
                        Some(if column == moved { value + step } else { value })
                    });
                    shifted.map_or(Decimal::ZERO, |shifted| (shifted - computed).abs())
                };
                formula.columns().iter().map(moved).sum()
            }
        }
    }
}

impl CellState {
    /// The same cell with another value.
    fn with(&self, value: Decimal) -> Self {
        Self { value: Some(value), is_empty: value.is_zero(), ..self.clone() }
    }

    /// Half a unit of the last decimal printed, for a number with decimals or in thousands: so much may be rounded off.
    pub fn half_unit(&self) -> Decimal {
        let is_fraction = self.decimals > 0 && self.value.is_some_and(|value| value.fract() != Decimal::ZERO);
        let is_rounded = is_fraction || self.is_in_thousands && self.value.is_some_and(|value| !value.is_zero());
        if is_rounded { unit(self.decimals.into()) / Decimal::TWO } else { Decimal::ZERO }
    }
}

impl Equation {
    /// The cells it is calculated from.
    pub fn operands(&self) -> impl ExactSizeIterator<Item = usize> {
        let (cells, first) = match &self.form {
            Form::Sum(sum) => (sum.cells(), 0),
            Form::Row(formula, first) => (formula.columns(), *first),
        };
        cells.iter().map(move |cell| first + cell)
    }

    /// Sums and differences: a wrong operand can be told from the difference.
    pub fn is_linear(&self) -> bool {
        match &self.form {
            Form::Sum(_) => true,
            Form::Row(formula, _) => formula.is_linear(),
        }
    }
}

/// Whether the arithmetic looks at a row.
pub fn counts(kind: RowKind) -> bool {
    matches!(kind, RowKind::Data | RowKind::Total)
}

/// The columns whose amounts the header or the title gives in thousands or millions.
fn in_thousands(table: &Table) -> Vec<bool> {
    let is_titled = table.title.iter().any(|line| names_thousands(&line.text));
    let is_headed = |column: &Column| column.path.iter().any(|text| names_thousands(text) || has_zeros(text));
    let is_money = |column: &Column| column.role.is_some_and(Role::is_money);
    table.columns.iter().map(|column| is_money(column) && (is_titled || is_headed(column))).collect()
}

/// "(dalam ribuan rupiah)", "Rp juta".
fn names_thousands(text: &str) -> bool {
    let own = words(text);
    let is_rupiah = |word: Option<&String>| word.is_some_and(|word| word == "rupiah" || word == "rp");
    own.iter().enumerate().any(|(at, word)| match word.as_str() {
        "ribuan" | "jutaan" => true,
        "ribu" | "juta" => is_rupiah(own.get(at + 1)) || at > 0 && is_rupiah(own.get(at - 1)),
        _ => false,
    })
}

/// "Rp.000", "x 1.000".
fn has_zeros(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    numbers.map(|number| number.trim_matches(['.', ','])).any(|number| matches!(number, "000" | "1.000" | "1,000"))
}

/// How far figures of a column may be off by what the office lays down.
fn tolerance(table: &Table, column: &Column) -> Decimal {
    match column.role {
        Some(role) if role.is_money() => table.ketentuan.toleransi_rupiah,
        Some(role) if role.is_percent() => table.ketentuan.toleransi_persen,
        _ => Decimal::ZERO,
    }
}

fn state(content: &Content, is_formula: bool) -> CellState {
    let mut state = CellState {
        value: None,
        decimals: 0,
        is_formula,
        is_empty: false,
        is_typed_over: false,
        is_opaque: false,
        is_in_thousands: false,
    };
    match content {
        Content::Blank if is_formula => state.is_opaque = true,
        Content::Blank | Content::Dash => state.is_empty = true,
        Content::Figure(figure) if figure.upper.is_some() || figure.second.is_some() => state.is_opaque = true,
        Content::Figure(figure) => {
            state.value = Some(figure.value);
            state.decimals = figure.decimals.min(8) as u8;
            state.is_empty = figure.value.is_zero();
        }
        Content::Unreadable(unreadable) => match unreadable.guesses.first() {
            Some(guess) => state.value = Some(*guess),
            None => state.is_opaque = true,
        },
        Content::Text(_) | Content::Error(_) => state.is_opaque = true,
    }
    state
}
