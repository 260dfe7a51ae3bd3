//! The row of column numbers under a header, with the formulas it declares.

use std::sync::LazyLock;

use regex::Regex;

use crate::formula::{ColumnFormula, parse_column_formula};
use crate::grid::{CellRef, Grid};

static LABEL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\(?\s*(\d{1,2}[a-z]?)\s*\)?\s*(?:=\s*(.+))?$").expect("a valid pattern"));

/// A column's printed number and formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The column on the sheet.
    pub col: u32,
    /// The number, e.g. "7".
    pub number: String,
    /// The whole text, e.g. `7=6/3*100`.
    pub text: String,
}

/// The labels of a row that holds nothing but ascending column numbers; `None` for any other row.
pub fn labels(grid: &Grid, row: u32, first_col: u32, last_col: u32) -> Option<Vec<Label>> {
    let mut labels: Vec<Label> = Vec::new();
    let mut columns = 0;
    for col in first_col..=last_col {
        let at = CellRef::new(row, col);
        if grid.anchor(at) != at {
            continue;
        }
        columns += 1;
        let text = grid.shown(at);
        let text = text.trim_matches(|c: char| c == '<' || c == '>' || c.is_whitespace()).to_string();
        if text.is_empty() {
            continue;
        }
        let found = LABEL.captures(&text)?;
        labels.push(Label { col, number: found[1].to_string(), text: text.clone() });
    }
    let numbers: Vec<u32> =
        labels.iter().filter_map(|label| label.number.trim_end_matches(char::is_alphabetic).parse().ok()).collect();
    let ascending = numbers.windows(2).filter(|pair| pair[0] <= pair[1]).count() + 1 >= numbers.len().saturating_sub(1);
    let starts_low = numbers.first().is_some_and(|&first| first <= 3);
    let steps_small = numbers.windows(2).all(|pair| pair[1] <= pair[0] + 3);
    (labels.len() >= 2 && labels.len() * 2 >= columns && ascending && starts_low && steps_small).then_some(labels)
}

/// The formula a label declares, over the other labels' numbers.
pub fn formula(label: &Label, all: &[Label]) -> Option<ColumnFormula> {
    if !label.text.contains('=') {
        return None;
    }
    let is_column = |name: &str| all.iter().any(|other| other.number == name);
    parse_column_formula(&label.text, is_column).ok().filter(|formula| {
        let columns = formula.expr.columns();
        !columns.is_empty() && !columns.contains(&&label.number)
    })
}
