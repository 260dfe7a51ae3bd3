//! What the digits of a wrong figure tell about how it came about.

use rust_decimal::Decimal;

use crate::finding::Cause;
use crate::grid::fixed;

/// A cause with the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The cause.
    pub cause: Cause,
    /// The cause in words.
    pub words: String,
}

impl Hint {
    /// A hint with its words.
    pub fn new(cause: Cause, words: impl Into<String>) -> Self {
        Self { cause, words: words.into() }
    }
}

/// Swapped digits, a shifted decimal, a flipped sign: from the written and the expected figure alone.
pub fn digit_hint(written: Decimal, expected: Decimal) -> Option<Hint> {
    if written.is_zero() || expected.is_zero() || written == expected {
        return None;
    }
    if written == -expected {
        return Some(Hint::new(Cause::TandaTerbalik, "tanda positif dan negatif terbalik"));
    }
    if let Some((first, second)) = swapped_digits(written, expected) {
        return Some(Hint::new(
            Cause::DigitTertukar,
            format!("angka {first}{second} tertukar menjadi {second}{first}"),
        ));
    }
    if let Some(power) = shifted(written, expected) {
        let words = if power > 0 { "kelebihan" } else { "kekurangan" };
        let zeros = power.unsigned_abs();
        return Some(Hint::new(
            Cause::DesimalGeser,
            format!("{words} {zeros} angka nol atau koma bergeser {zeros} tempat"),
        ));
    }
    None
}

/// The two neighbouring digits that were swapped, as they should stand.
fn swapped_digits(written: Decimal, expected: Decimal) -> Option<(char, char)> {
    let scale = written.normalize().scale().max(expected.normalize().scale());
    let digits = |value: Decimal| -> Vec<char> { fixed(value, scale).chars().filter(char::is_ascii_digit).collect() };
    let (wrong, right) = (digits(written), digits(expected));
    if wrong.len() != right.len() || wrong.len() < 3 {
        return None;
    }
    let differing: Vec<usize> = (0..wrong.len()).filter(|&at| wrong[at] != right[at]).collect();
    match differing.as_slice() {
        &[first, second] if second == first + 1 && wrong[first] == right[second] && wrong[second] == right[first] => {
            Some((right[first], right[second]))
        }
        _ => None,
    }
}

/// `written = expected × 10^power` for a power of at least one place; figures below 10 don't count.
fn shifted(written: Decimal, expected: Decimal) -> Option<i32> {
    let mut factor = Decimal::TEN;
    for power in 1..=6 {
        if expected.checked_mul(factor) == Some(written) {
            return Some(power);
        }
        if written.checked_mul(factor) == Some(expected) {
            return Some(-power);
        }
        factor *= Decimal::TEN;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(written: i64, expected: i64) -> Option<Cause> {
        digit_hint(written.into(), expected.into()).map(|hint| hint.cause)
    }

    #[test]
    fn digits_tell_their_story() {
        assert_eq!(cause(490_451_028, 490_541_028), Some(Cause::DigitTertukar));
        assert_eq!(cause(13_876_900, 13_786_900), Some(Cause::DigitTertukar));
        assert_eq!(cause(59_580_000, 59_850_000), Some(Cause::DigitTertukar));
        assert_eq!(cause(1_400_000, 14_000_000), Some(Cause::DesimalGeser));
        assert_eq!(cause(-500, 500), Some(Cause::TandaTerbalik));
        assert_eq!(cause(1232, 1224), None);
        assert_eq!(cause(244_310_000, 230_310_000), None);
    }

    #[test]
    fn an_amount_in_place_of_a_quotient_tells_nothing() {
        for expected in [Decimal::TWO / Decimal::from(3), Decimal::MAX] {
            assert_eq!(digit_hint(Decimal::from(12_345_678), expected), None);
        }
    }
}
