//! Formulas that calculate the cells of a column from others in their row.

use rust_decimal::Decimal;

use crate::formula::Expr;

/// A formula over the columns of a table, one for all rows.
#[derive(Debug, Clone)]
pub struct RowFormula {
    expr: Expr<usize>,
    columns: Vec<usize>,
    factor: Decimal,
    is_linear: bool,
}

impl RowFormula {
    /// An expression over column indexes, as it stands.
    pub fn new(expr: Expr<usize>) -> Self {
        let mut columns: Vec<usize> = Vec::new();
        for &column in expr.columns() {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        Self { columns, factor: Decimal::ONE, is_linear: expr.is_linear(), expr }
    }

    /// The same with another factor between a ratio and a percentage.
    pub fn scaled(&self, factor: Decimal) -> Self {
        Self { factor, ..self.clone() }
    }

    /// The columns it takes figures from, in order of appearance, each once.
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// Factor between a ratio and a percentage.
    pub fn factor(&self) -> Decimal {
        self.factor
    }

    /// It adds and subtracts only; blank cells count nothing then.
    pub fn is_linear(&self) -> bool {
        self.is_linear
    }

    /// It divides.
    pub fn has_division(&self) -> bool {
        self.expr.has_division()
    }

    /// What it gives for the figures of a row; `None` when one is missing, for a division by zero or an overflow.
    pub fn value(&self, figure: impl Fn(usize) -> Option<Decimal>) -> Option<Decimal> {
        let value = self.expr.evaluate(&|&column: &usize| figure(column))?;
        if self.factor == Decimal::ONE { Some(value) } else { value.checked_mul(self.factor) }
    }
}
