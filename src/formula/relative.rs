//! A formula's text with its cell addresses made relative, as a key: equal keys, equal formulas.

use std::fmt::Write as _;

use crate::grid::CellRef;

/// Writes the key of a formula at a cell; false for texts whose addresses can't be told by looking
/// (whole columns or rows, R1C1 text), which must be parsed each for itself.
pub fn write_key(formula: &str, at: CellRef, key: &mut String) -> bool {
    key.clear();
    push_key(formula, at, key).is_some()
}

fn push_key(formula: &str, at: CellRef, key: &mut String) -> Option<()> {
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => quoted(rest, first)?,
            c if c.is_alphanumeric() || matches!(c, '$' | '_' | '.' | '\\') => word(rest),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let is_name = after.starts_with(['(', '!', '[']);
        match CellRef::parse(token).filter(|_| !is_name) {
            Some(cell) => push(key, token, cell, at),
            None if is_column_or_row(token) && (after.starts_with(':') || key.ends_with(':')) => return None,
            None => key.push_str(token),
        }
        rest = after;
    }
    Some(())
}

/// What stays of a formula when rows are inserted and sheets renamed: every address becomes `@`, and
/// the sheets they stand on are left out.
pub fn outline(formula: &str) -> String {
    let mut outline = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => quoted(rest, first).unwrap_or(rest.len()),
            c if c.is_alphanumeric() || matches!(c, '$' | '_' | '.' | '\\') => word(rest),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let is_sheet = after.starts_with('!');
        let is_address = CellRef::parse(token).is_some() && !after.starts_with(['(', '[']);
        outline.push_str(if is_sheet || token == "!" {
            ""
        } else if is_address {
            "@"
        } else {
            token
        });
        rest = after;
    }
    outline
}

/// Bytes of a quoted text with its quotes; a doubled quote stands for one inside.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut at = 1;
    loop {
        at += text[at..].find(quote)? + 1;
        if !text[at..].starts_with(quote) {
            return Some(at);
        }
        at += 1;
    }
}

fn word(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '$' | '_' | '.' | '\\'))).unwrap_or(text.len())
}

fn is_column_or_row(token: &str) -> bool {
    let bare = || token.chars().filter(|&c| c != '$');
    bare().all(|c| c.is_ascii_digit()) || bare().count() <= 3 && bare().all(|c| c.is_ascii_alphabetic())
}

fn push(key: &mut String, token: &str, cell: CellRef, at: CellRef) {
    let mut dollars = token.match_indices('$').map(|(at, _)| at);
    let absolute_col = token.starts_with('$');
    let absolute_row = dollars.any(|at| at > 0);
    let offset = |own: u32, other: u32| i64::from(own) - i64::from(other);
    let _ = match absolute_row {
        true => write!(key, "R{}", cell.row),
        false => write!(key, "R[{}]", offset(cell.row, at.row)),
    };
    let _ = match absolute_col {
        true => write!(key, "C{}", cell.col),
        false => write!(key, "C[{}]", offset(cell.col, at.col)),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_at(formula: &str, cell: &str) -> Option<String> {
        let mut key = String::new();
        write_key(formula, CellRef::parse(cell).expect("an address"), &mut key).then_some(key)
    }

    #[test]
    fn formulas_that_differ_by_their_place_have_one_key() {
        assert_eq!(key_at("SUM(A1:B2)*$C$1", "D4"), key_at("SUM(A3:B4)*$C$1", "D6"));
        assert_eq!(key_at("'Lembar A1'!B2+LOG10(A1)", "D4"), key_at("'Lembar A1'!B3+LOG10(A2)", "D5"));
        assert_ne!(key_at("A1+1", "B1"), key_at("A1+1", "B2"));
        assert_ne!(key_at("$A1", "B1"), key_at("A$1", "B1"));
    }

    #[test]
    fn what_cannot_be_told_has_no_key() {
        assert_eq!(key_at("SUM(A:A)", "B1"), None);
        assert_eq!(key_at("SUM(1:1)", "B2"), None);
        assert_eq!(key_at("\"terbuka", "B2"), None);
    }
}
