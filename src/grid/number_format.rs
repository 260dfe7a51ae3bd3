//! Number formats: how Excel shows a stored number, as far as checking needs it.
//!
//! A percent format shows 0.8581 as 85,81%; the decimals it prints are the precision a figure is
//! compared at. Colours, conditions and fill characters don't matter here.

use std::sync::Arc;

use rust_decimal::Decimal;

/// What a number format does to a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberFormat {
    /// The format code as stored, e.g. `_(* #,##0_)`; empty for General.
    pub code: String,
    /// The value is shown times one hundred with a percent sign.
    pub percent: bool,
    /// Decimals printed; `None` for General, which prints what is there.
    pub decimals: Option<u32>,
    /// Digits before the decimals that are printed in any case, e.g. four of `0000`; where thousands are grouped, one.
    pub whole_digits: u32,
    /// Thousands are grouped.
    pub grouped: bool,
    /// The number is a date or time serial.
    pub date: bool,
    /// The cell is formatted as text.
    pub text: bool,
    /// The number is printed with "Rp".
    pub rupiah: bool,
    /// Words printed behind the number, e.g. the unit of `#,##0" Dokumen"`.
    pub suffix: Option<Arc<str>>,
}

impl NumberFormat {
    /// Reads a format code. Only its first section (positive numbers) is looked at.
    pub fn parse(code: &str) -> Self {
        let section = first_section(code);
        let plain = without_literals(section);
        if plain.is_empty() || plain.eq_ignore_ascii_case("general") {
            return Self { code: code.into(), ..Self::default() };
        }
        let digits = plain.contains(['0', '#', '?']);
        let date = !digits && plain.chars().any(|c| matches!(c.to_ascii_lowercase(), 'y' | 'd' | 'm' | 'h' | 's'));
        let grouped = plain.contains("#,#") || plain.contains("0,0") || plain.contains("?,?");
        Self {
            code: code.into(),
            percent: plain.contains('%'),
            decimals: digits.then(|| decimals(&plain)),
            whole_digits: if grouped { 1 } else { whole_digits(&plain) },
            grouped,
            date,
            text: plain == "@",
            rupiah: section.contains("Rp"),
            suffix: digits.then(|| suffix(section)).flatten(),
        }
    }

    /// The stored value as shown: times one hundred under a percent format, else itself.
    pub fn shown(&self, stored: Decimal) -> Decimal {
        if self.percent { stored.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(stored) } else { stored }
    }
}

/// Everything before the first `;` that stands outside quotes and brackets.
fn first_section(code: &str) -> &str {
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in code.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => return &code[..at],
            _ => {}
        }
    }
    code
}

/// The code without quoted text, escapes, padding (`_x`), fill (`*x`) and brackets.
fn without_literals(section: &str) -> String {
    let mut plain = String::new();
    let mut characters = section.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => for _ in characters.by_ref().take_while(|&c| c != '"') {},
            '[' => for _ in characters.by_ref().take_while(|&c| c != ']') {},
            '\\' | '_' | '*' => {
                characters.next();
            }
            other => plain.push(other),
        }
    }
    plain.trim().to_string()
}

/// The first quoted words behind the digits; marks without letters are none.
fn suffix(section: &str) -> Option<Arc<str>> {
    let last_digit = section.rfind(['0', '#', '?'])?;
    let (_, after) = section.get(last_digit..)?.split_once('"')?;
    let (words, _) = after.split_once('"')?;
    words.contains(char::is_alphabetic).then(|| words.trim().into())
}

/// Zeros in a row that end the digits before the decimal point, at most as many as a number has.
fn whole_digits(plain: &str) -> u32 {
    const MOST: usize = 30;
    let before = plain.split('.').next().unwrap_or_default().trim_end_matches(|c| !matches!(c, '0' | '#' | '?'));
    before.chars().rev().take_while(|&c| c == '0').take(MOST).count() as u32
}

/// Digits after the decimal point.
fn decimals(plain: &str) -> u32 {
    match plain.split_once('.') {
        Some((_, after)) => after.chars().take_while(|c| matches!(c, '0' | '#' | '?')).count() as u32,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_real_workbooks() {
        let accounting = NumberFormat::parse(r#"_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)"#);
        assert_eq!((accounting.decimals, accounting.grouped, accounting.date), (Some(0), true, false));
        assert_eq!(NumberFormat::parse("0.00").decimals, Some(2));
        assert_eq!(NumberFormat::parse("0000").whole_digits, 4);
        assert_eq!(NumberFormat::parse("0.00").whole_digits, 1);
        let percent = NumberFormat::parse("0.00%");
        assert!(percent.percent);
        assert_eq!(percent.shown(Decimal::new(8581, 4)).to_string(), "85.8100");
        assert!(NumberFormat::parse("dd/mm/yyyy").date);
        assert!(NumberFormat::parse("[$-421]dd mmmm yyyy;@").date);
        assert_eq!(NumberFormat::parse("General").decimals, None);
        assert!(NumberFormat::parse("@").text);
        assert!(NumberFormat::parse(r##"_-"Rp"* #,##0_-"##).rupiah);
        assert!(!NumberFormat::parse(r#""Rp"#).date);
        assert_eq!(NumberFormat::parse(r##"#,##0" Dokumen"" ²⁾""##).suffix.as_deref(), Some("Dokumen"));
        assert_eq!(NumberFormat::parse(r##""Rp "#,##0"##).suffix, None);
        assert_eq!(NumberFormat::parse(r##"#,##0" ²⁾""##).suffix, None);
    }
}
