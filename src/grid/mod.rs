//! The Grid: one sheet's cells at their absolute addresses, as Excel holds them.
//!
//! A Grid knows values, formulas, merges, number formats and what is hidden. It knows nothing of
//! files, forms or rules.

mod cell_index;
mod cell_map;
mod cell_ref;
mod markdown;
mod merges;
mod notation;
mod number_format;
mod sheet;
mod spacing;
mod texts;

pub use cell_index::CellIndex;
pub use cell_map::{CellMap, next_at};
pub use cell_ref::{COLUMNS, CellRange, CellRef, ROWS, column_letters};
pub use markdown::{ERROR_VALUES, MarkdownError, parse_markdown, to_markdown};
pub use merges::MergeIndex;
pub use notation::{LARGEST_FIGURE, decimal_from_f64, fixed, indonesian, pointed, round_half_up};
pub use number_format::NumberFormat;
pub use sheet::{Book, BookFormat, Cell, FormulaLimits, Grid, GridBuilder, Style, Value, Visibility};
pub use spacing::single_spaced;
pub use texts::{ReadOnce, Texts};
