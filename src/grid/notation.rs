//! Numbers of cells as decimals, and decimals as Indonesian print has them.

use rust_decimal::{Decimal, RoundingStrategy};

use super::NumberFormat;

/// The largest figure: two hundred times the budget of the state. A decimal holds eighty billion times as much.
pub const LARGEST_FIGURE: i64 = 1_000_000_000_000_000_000;

/// A stored number as a decimal by its shortest text, so that 85.81 stays 85.81.
///
/// `None` for what is no figure of a form: not finite, or so large that calculating with it would overflow.
pub fn decimal_from_f64(number: f64) -> Option<Decimal> {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return Some(Decimal::from(number as i64));
    }
    if number.is_nan() || number.abs() > LARGEST_FIGURE as f64 {
        return None;
    }
    let text = number.to_string();
    text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
}

/// Rounds halves away from zero.
pub fn round_half_up(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// `1234.5` with two decimals → `1234.50`, rounded.
///
/// The decimal's own formatting with a precision panics where the digits exceed its buffer, as a long quotient printed
/// beside an amount does.
pub fn fixed(value: Decimal, decimals: u32) -> String {
    let rounded = round_half_up(value, decimals);
    let mut text = rounded.to_string();
    if rounded.scale() == 0 && decimals > 0 {
        text.push('.');
    }
    text.extend((rounded.scale()..decimals).map(|_| '0'));
    text
}

/// `1234567.5` with two decimals → `1.234.567,50`, rounded; thousands as asked.
pub fn indonesian(value: Decimal, decimals: u32, grouped: bool) -> String {
    let plain = fixed(value, decimals);
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => (if digits.contains(|c| matches!(c, '1'..='9')) { "-" } else { "" }, digits),
        None => ("", plain.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if grouped && at > 0 && (whole.len() - at) % 3 == 0 {
            text.push('.');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(',');
        text.push_str(fraction);
    }
    text
}

/// `1234.5` under `#,##0.00` → `1.234,50`, `1` under `00` → `01`.
pub(super) fn shown_number(number: f64, format: &NumberFormat) -> String {
    in_format(number, format, indonesian)
}

/// A number typed for a code, with a point and never grouped: `2.01` under `0.00` → `2.01`.
pub fn pointed(number: f64, format: &NumberFormat) -> String {
    in_format(number, format, |value, decimals, _| fixed(value, decimals))
}

fn in_format(number: f64, format: &NumberFormat, written: impl Fn(Decimal, u32, bool) -> String) -> String {
    let Some(value) = decimal_from_f64(number) else {
        return number.to_string();
    };
    let value = format.shown(value);
    let decimals = format.decimals.unwrap_or_else(|| value.normalize().scale());
    let text = padded(written(value, decimals, format.grouped), format.whole_digits);
    if format.percent { text + "%" } else { text }
}

/// The text with at least so many digits before its decimals; the digit every number has is none to fill up to.
fn padded(text: String, whole_digits: u32) -> String {
    if whole_digits < 2 {
        return text;
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let whole = digits.chars().take_while(char::is_ascii_digit).count();
    format!("{sign}{}{digits}", "0".repeat((whole_digits as usize).saturating_sub(whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn numbers_are_rounded_grouped_and_filled_up() {
        for (value, decimals, text) in [
            ("1234567.5", 0, "1.234.568"),
            ("1234567.5", 2, "1.234.567,50"),
            ("-0.004", 2, "0,00"),
            ("-1234", 1, "-1.234,0"),
            ("0", 0, "0"),
            ("999.995", 2, "1.000,00"),
        ] {
            assert_eq!(indonesian(decimal(value), decimals, true), text, "{value}");
        }
        assert_eq!(indonesian(decimal("1234.5"), 1, false), "1234,5");
    }

    #[test]
    fn zeros_of_a_format_are_written() {
        let shown = |number, code| shown_number(number, &NumberFormat::parse(code));
        assert_eq!(shown(1.0, "0000"), "0001");
        assert_eq!(shown(-7.0, "00"), "-07");
        assert_eq!(shown(2.1, "0.00"), "2,10");
        assert_eq!(shown(1234567.0, "#,##0"), "1.234.567");
        assert_eq!(pointed(2.1, &NumberFormat::parse("0.00")), "2.10");
        assert_eq!(pointed(1.0, &NumberFormat::parse("00")), "01");
        assert_eq!(pointed(1.06, &NumberFormat::parse("General")), "1.06");
    }

    #[test]
    fn more_digits_than_a_decimal_holds_are_zeros() {
        let amount = decimal("79228162514264337593543950335");
        assert_eq!(fixed(amount, 28), format!("{amount}.{}", "0".repeat(28)));
        assert_eq!(fixed(decimal("-1234567.5"), 300), format!("-1234567.5{}", "0".repeat(299)));
    }
}
