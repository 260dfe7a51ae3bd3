//! Levels that looks alone tell: a header promises several, no code and no word names one, and bold type or indents part
//! the rows. The sums of the table decide whether to believe them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Row;
use super::level::{Level, Look};

/// The level of each row by its look, where as many looks stand in the table as its header promises levels, or fewer.
/// The first row is of the first level.
pub fn by_look(looks: &[Option<Look>], promised: &[Level]) -> Option<Vec<Level>> {
    let plain = |look: Look| (look.0, Reverse(look.1), Reverse(false));
    let with_capitals = |look: Look| (look.0, Reverse(look.1), Reverse(look.2));
    ranked(looks, promised, plain).or_else(|| ranked(looks, promised, with_capitals))
}

/// The rank of a look: less indent first, then bold type, then capitals.
type Rank = (u32, Reverse<bool>, Reverse<bool>);

fn ranked(looks: &[Option<Look>], promised: &[Level], rank: impl Fn(Look) -> Rank) -> Option<Vec<Level>> {
    let ranks: Vec<Rank> = looks.iter().flatten().map(|&look| rank(look)).collect();
    let known: BTreeSet<Rank> = ranks.iter().copied().collect();
    let known: Vec<Rank> = known.into_iter().collect();
    let is_parted = (2..=promised.len()).contains(&known.len()) && ranks.first() == known.first();
    let level = |look: Look| known.iter().position(|&other| other == rank(look)).map(|at| promised[at]);
    is_parted.then(|| looks.iter().map(|look| look.and_then(level).unwrap_or(Level::None)).collect())
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

    const PROMISED: [Level; 2] = [Level::Program, Level::Kegiatan];

    #[test]
    fn bold_rows_hold_the_indented_ones() {
        let looks =
            [Some((0, true, false)), Some((8, false, false)), None, Some((8, false, true)), Some((0, true, true))];
        let levels = by_look(&looks, &PROMISED).expect("two looks for two levels");
        assert_eq!(levels, [Level::Program, Level::Kegiatan, Level::None, Level::Kegiatan, Level::Program]);
    }

    #[test]
    fn capitals_part_rows_that_look_alike_otherwise() {
        let looks = [Some((0, false, true)), Some((0, false, false))];
        assert_eq!(by_look(&looks, &PROMISED).as_deref(), Some(&PROMISED[..]));
    }

    #[test]
    fn looks_that_fit_no_tree_tell_nothing() {
        let (bold, plain) = (Some((0, true, false)), Some((0, false, false)));
        assert_eq!(by_look(&[plain, bold], &PROMISED), None, "begins below");
        assert_eq!(by_look(&[plain, plain], &PROMISED), None, "all alike");
        assert_eq!(by_look(&[bold, plain], &PROMISED[..1]), None, "one level promised");
        assert_eq!(by_look(&[bold, plain, Some((8, false, false))], &PROMISED), None, "three looks for two levels");
    }
}
