//! A sum of cells that knows what they add up to, so that one changed cell costs one addition.

use rust_decimal::Decimal;

use super::network::CellState;

/// A sum and its running total.
#[derive(Debug, Clone)]
pub struct Sum {
    /// The cells, ascending.
    cells: Vec<usize>,
    /// What the filled ones add up to; `None` beyond what a decimal holds.
    total: Option<Decimal>,
    /// How many hold a number.
    filled: usize,
    /// How many can't be read as one.
    opaque: usize,
    /// How far their rounding may move the total.
    slack: Decimal,
}

impl Sum {
    /// The sum of some cells as they stand.
    pub fn new(mut cells: Vec<usize>, states: &[CellState]) -> Self {
        cells.sort_unstable();
        let mut sum = Self { total: None, filled: 0, opaque: 0, slack: Decimal::ZERO, cells };
        sum.add_up(states);
        sum
    }

    /// Adds the cells up as they stand.
    pub fn add_up(&mut self, states: &[CellState]) {
        (self.total, self.filled, self.opaque, self.slack) = (Some(Decimal::ZERO), 0, 0, Decimal::ZERO);
        for state in self.cells.iter().map(|&cell| &states[cell]) {
            self.opaque += usize::from(state.is_opaque);
            self.filled += usize::from(state.value.is_some());
            self.slack += state.half_unit();
            self.total = self.total.and_then(|total| total.checked_add(state.value.unwrap_or_default()));
        }
    }

    /// The cells added up.
    pub fn cells(&self) -> &[usize] {
        &self.cells
    }

    /// How far rounded cells may move the total.
    pub fn slack(&self) -> Decimal {
        self.slack
    }

    /// The total with some cells changed; `None` when none is filled or one can't be read.
    pub fn total(&self, states: &[CellState], changes: &[(usize, Decimal)]) -> Option<Decimal> {
        if self.opaque > 0 {
            return None;
        }
        let (mut total, mut filled) = (self.total?, self.filled);
        for &(cell, value) in changes.iter().filter(|(cell, _)| self.cells.binary_search(cell).is_ok()) {
            let before = states[cell].value;
            filled += usize::from(before.is_none());
            total = total.checked_sub(before.unwrap_or_default())?.checked_add(value)?;
        }
        (filled > 0).then_some(total)
    }

    /// One of its cells became another.
    pub fn replace(&mut self, before: &CellState, after: &CellState) {
        self.filled = self.filled + usize::from(after.value.is_some()) - usize::from(before.value.is_some());
        self.slack += after.half_unit() - before.half_unit();
        let without = self.total.and_then(|total| total.checked_sub(before.value.unwrap_or_default()));
        self.total = without.and_then(|total| total.checked_add(after.value.unwrap_or_default()));
    }
}
