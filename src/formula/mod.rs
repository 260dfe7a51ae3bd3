//! Formulas: the little language of column formulas that forms print and configurations declare.

mod column;

pub use column::{ColumnFormula, Expr, FormulaError, parse_column_formula, parse_expr};
