//! Places and rows of a table's tree, for formulas and arithmetic alike.

use rust_decimal::Decimal;

use crate::table::{Content, Level, RowKind, Table};

/// A cell by row and column index of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// Index into the table's rows.
    pub row: usize,
    /// Index into the table's columns.
    pub column: usize,
}

/// The rows a total sums: those with a figure in the column that have no ancestor with one.
pub fn uppermost_rows(table: &Table, rows: std::ops::Range<usize>, column: usize) -> Vec<usize> {
    let filled = |row: usize| {
        let entry = &table.rows[row].entries[column];
        entry.is_formula || matches!(entry.content, Content::Figure(_) | Content::Unreadable(_))
    };
    let is_entry = |row: usize| {
        let row = &table.rows[row];
        row.kind == RowKind::Data && row.level > Level::Urusan && !row.is_balance
    };
    let ancestors = |row: usize| std::iter::successors(table.rows[row].parent, |&at| table.rows[at].parent);
    let belongs =
        |&row: &usize| is_entry(row) && filled(row) && !ancestors(row).any(|above| is_entry(above) && filled(above));
    rows.filter(belongs).collect()
}

/// The children a parent sums.
pub fn summed_children(table: &Table, row: usize) -> impl Iterator<Item = usize> + '_ {
    table.rows[row].children.iter().copied().filter(move |&child| !table.rows[child].is_balance)
}

/// A row that already holds the rows beside it, as its figures show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nested {
    /// The row.
    pub parent: usize,
    /// The rows it adds up, in the order given.
    pub details: Vec<usize>,
}

/// The rows whose figures are the sums of `least` or more rows right behind them, in every column in which they hold
/// one. What is held already counts no further up.
pub fn nested(
    rows: impl DoubleEndedIterator<Item = usize>,
    least: usize,
    values: impl Fn(usize) -> Vec<Option<Decimal>>,
) -> Vec<Nested> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, Vec<Option<Decimal>>)> = Vec::new();
    for parent in rows.rev() {
        let own = values(parent);
        if let Some(count) = held(&own, open.iter().rev().map(|(_, values)| values.as_slice()), least) {
            let details = open.split_off(open.len() - count).into_iter().rev().map(|(row, _)| row).collect();
            found.push(Nested { parent, details });
        }
        open.push((parent, own));
    }
    found
}

/// The same without looking into what is held: rows that agree by chance with the rows behind their parent's are not
/// taken for parents.
pub fn nested_once(rows: &[usize], least: usize, values: impl Fn(usize) -> Vec<Option<Decimal>>) -> Vec<Nested> {
    let values: Vec<Vec<Option<Decimal>>> = rows.iter().map(|&row| values(row)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(own) = values.get(at) {
        let count = held(own, values[at + 1..].iter().map(Vec::as_slice), least).unwrap_or_default();
        if count > 0 {
            found.push(Nested { parent: rows[at], details: rows[at + 1..=at + count].to_vec() });
        }
        at += count + 1;
    }
    found
}

/// How many of the rows behind add up to a row: amounts only grow, so that the search ends where one exceeds.
fn held<'a>(
    own: &[Option<Decimal>],
    behind: impl Iterator<Item = &'a [Option<Decimal>]>,
    least: usize,
) -> Option<usize> {
    let mut left = own.to_vec();
    if left.iter().flatten().all(Decimal::is_zero) {
        return None;
    }
    for (at, detail) in behind.enumerate() {
        for (left, part) in left.iter_mut().zip(detail) {
            let part = part.unwrap_or_default();
            if let Some(amount) = left {
                *left = Some(amount.checked_sub(part).filter(|rest| part >= Decimal::ZERO && *rest >= Decimal::ZERO)?);
            }
        }
        if at + 1 >= least && left.iter().flatten().all(Decimal::is_zero) {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_hold_the_rows_behind_them_are_found_at_all_depths() {
        let amounts: [[i64; 2]; 7] = [[90, 80], [60, 50], [30, 25], [30, 25], [30, 30], [40, 40], [0, 0]];
        let values = |row: usize| amounts[row].iter().map(|&amount| Some(amount.into())).collect();
        let expected = [Nested { parent: 1, details: vec![2, 3] }, Nested { parent: 0, details: vec![1, 4] }];
        assert_eq!(nested(0..7, 2, values), expected);
    }

    #[test]
    fn a_detail_that_agrees_with_the_rows_behind_is_no_parent() {
        let amounts = [200, 120, 80, 40];
        let values = |row: usize| vec![Some(Decimal::from(amounts[row]))];
        assert_eq!(nested_once(&[0, 1, 2, 3], 2, values), [Nested { parent: 0, details: vec![1, 2] }]);
    }

    #[test]
    fn a_row_that_agrees_in_one_column_alone_holds_nothing() {
        let amounts: [[i64; 2]; 3] = [[50, 40], [20, 20], [30, 10]];
        let values = |row: usize| amounts[row].iter().map(|&amount| Some(amount.into())).collect();
        assert_eq!(nested(0..3, 2, values), []);
    }
}
