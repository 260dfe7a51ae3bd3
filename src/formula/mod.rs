//! Formulas: those of cells, parsed and recalculated, and the little language of column formulas
//! that forms print and configurations declare.

mod column;
mod engine;
mod parse;
mod relative;
mod stack;
mod words;

pub use column::{ColumnFormula, Expr, FormulaError, parse_column_formula, parse_expr};
pub use engine::{Recalculated, Replacement, recalculate};
pub use parse::{Formulas, Parsed, Reference, at_cell};
pub use relative::outline;
pub use words::{Side, WordFormula, word_formulas};

#[cfg(test)]
mod hostile;
