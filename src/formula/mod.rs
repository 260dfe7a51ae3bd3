//! Formulas: those of cells, parsed and recalculated, and the little language of column formulas
//! that forms print and configurations declare.

mod budget;
mod column;
mod engine;
mod failing;
mod functions;
mod needed;
mod parse;
mod relative;
mod seen;
mod stack;
mod template;
mod words;

pub use column::{ColumnFormula, Expr, FormulaError, parse_column_formula, parse_expr};
pub use engine::{Recalculated, Replacement, recalculate, recalculate_replaced};
pub use parse::{Formulas, Parsed, at_cell};
pub use relative::outline;
pub use template::{Reference, Template};
pub use words::{Side, WordFormula, word_formulas};

#[cfg(test)]
mod hostile;
