//! Levels that looks alone tell: no code names one, and bold type or indents part the rows. The sums of the table decide
//! whether to believe them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Row;
use super::level::Look;

/// The depth of each row by its look, 0 for the uppermost: by indent alone, then by bold type too, then by capitals too,
/// where that parts the rows and the first one is among the uppermost.
pub fn by_look(looks: &[Option<Look>]) -> impl Iterator<Item = Vec<usize>> {
    let by_indent: fn(Look) -> Rank = |look| (look.0, Reverse(false), Reverse(false));
    let by_type: fn(Look) -> Rank = |look| (look.0, Reverse(look.1), Reverse(false));
    let by_capitals: fn(Look) -> Rank = |look| (look.0, Reverse(look.1), Reverse(look.2));
    [by_type, by_capitals, by_indent].into_iter().filter_map(|rank| ranked(looks, rank))
}

/// The rank of a look: less indent first, then bold type, then capitals.
type Rank = (u32, Reverse<bool>, Reverse<bool>);

fn ranked(looks: &[Option<Look>], rank: impl Fn(Look) -> Rank) -> Option<Vec<usize>> {
    let ranks: Vec<Rank> = looks.iter().flatten().map(|&look| rank(look)).collect();
    let known: BTreeSet<Rank> = ranks.iter().copied().collect();
    let known: Vec<Rank> = known.into_iter().collect();
    let is_parted = known.len() > 1 && ranks.first() == known.first();
    let depth = |look: Look| known.iter().position(|&other| other == rank(look));
    is_parted.then(|| looks.iter().map(|look| look.and_then(depth).unwrap_or_default()).collect())
}

/// Whether the figures of these columns are the sums of the rows below them, in two of three cases at least.
pub fn sums_hold(rows: &[Row], columns: &[usize]) -> bool {
    let value = |row: usize, column: usize| rows[row].entries[column].figure().map(|figure| figure.value);
    let mut sums = (0, 0);
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.children.is_empty()) {
        for &column in columns {
            let Some(whole) = value(at, column) else { continue };
            let parts: Decimal = row.children.iter().filter_map(|&child| value(child, column)).sum();
            sums = (sums.0 + usize::from(parts == whole), sums.1 + 1);
        }
    }
    sums.1 > 0 && sums.0 * 3 >= sums.1 * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bold_rows_hold_the_indented_ones() {
        let looks =
            [Some((0, true, false)), Some((8, false, false)), None, Some((8, false, true)), Some((0, true, true))];
        assert_eq!(by_look(&looks).next(), Some(vec![0, 1, 0, 1, 0]));
    }

    #[test]
    fn capitals_part_rows_that_look_alike_otherwise() {
        let looks = [Some((0, false, true)), Some((0, false, false))];
        assert_eq!(by_look(&looks).collect::<Vec<_>>(), [[0, 1]]);
    }

    #[test]
    fn an_indent_tells_more_than_type() {
        let looks = [Some((0, true, false)), Some((8, true, false)), Some((8, false, false)), Some((16, false, false))];
        assert_eq!(by_look(&looks).collect::<Vec<_>>(), [vec![0, 1, 2, 3], vec![0, 1, 2, 3], vec![0, 1, 1, 2]]);
    }

    #[test]
    fn looks_that_fit_no_tree_tell_nothing() {
        let (bold, plain) = (Some((0, true, false)), Some((0, false, false)));
        assert_eq!(by_look(&[plain, bold]).next(), None, "begins below");
        assert_eq!(by_look(&[plain, plain]).next(), None, "all alike");
    }
}
