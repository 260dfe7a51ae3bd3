//! Formulas of OpenDocument as Excel writes them: `of:=SUM([.B2:.B3];1)` is `SUM(B2:B3,1)`.

use crate::grid::CellRef;

/// The formula without its `=`; `None` when it has something Excel writes in no such way.
pub fn excel_formula(formula: &str) -> Option<String> {
    let (prefix, body) = formula.split_once('=')?;
    match prefix {
        "of:" | "oooc:" => converted(body),
        "msoxl:" => Some(body.into()),
        _ => None,
    }
}

fn converted(body: &str) -> Option<String> {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    let mut in_array = false;
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '"' => quoted_length(rest)?,
            '[' => {
                let length = bracket_length(rest)?;
                out.push_str(&reference(&rest[1..length - 1])?);
                rest = &rest[length..];
                continue;
            }
            '~' | '!' => return None,
            _ => next.len_utf8(),
        };
        match next {
            '{' | '}' => in_array = next == '{',
            _ => {}
        }
        match next {
            ';' => out.push(','),
            '|' if in_array => out.push(';'),
            _ => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    let foreign = ["ORG.OPENOFFICE.", "ORG.LIBREOFFICE."].iter().any(|library| out.contains(library));
    (!foreign).then(|| out.replace("COM.MICROSOFT.", ""))
}

/// The length of a text with its quotes; a doubled quote in it begins the next text, which does no harm.
fn quoted_length(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    text[1..].find(quote).map(|end| end + 2)
}

/// The length of a reference with its brackets, which may stand in a sheet's name too.
fn bracket_length(text: &str) -> Option<usize> {
    let mut quoted = false;
    let end = text.char_indices().find(|&(_, character)| {
        quoted ^= character == '\'';
        character == ']' && !quoted
    });
    end.map(|(at, _)| at + 1)
}

/// `$'Tabel 2'.$A1:.B$2` → `'Tabel 2'!$A1:B$2`
fn reference(text: &str) -> Option<String> {
    if text == "#REF!" {
        return Some(text.into());
    }
    let (first, last) = match split_outside_quotes(text, ':') {
        Some((first, last)) => (first, Some(last)),
        None => (text, None),
    };
    let (sheet, start) = cell(first)?;
    let Some(last) = last else {
        return Some(format!("{sheet}{start}"));
    };
    let (other, end) = cell(last)?;
    (other.is_empty() || other == sheet).then(|| format!("{sheet}{start}:{end}"))
}

/// The sheet with its `!`, or nothing; and the cell, column or row.
fn cell(text: &str) -> Option<(String, &str)> {
    let dot = text.rfind('.')?;
    let (sheet, cell) = (text[..dot].trim_start_matches('$'), &text[dot + 1..]);
    let plain = cell.replace('$', "");
    let is_column = (1..=3).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_row = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit());
    if !(is_column || is_row || CellRef::parse(cell).is_some()) || sheet.contains('#') {
        return None;
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    Some(match sheet {
        "" => (String::new(), cell),
        sheet if sheet.starts_with('\'') => (format!("{sheet}!"), cell),
        sheet if sheet.chars().all(is_word) && !sheet.starts_with(|c: char| c.is_ascii_digit()) => {
            (format!("{sheet}!"), cell)
        }
        sheet => (format!("'{sheet}'!"), cell),
    })
}

fn split_outside_quotes(text: &str, separator: char) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = text.char_indices().find(|&(_, character)| {
        quoted ^= character == '\'';
        character == separator && !quoted
    });
    at.map(|(at, _)| (&text[..at], &text[at + separator.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_separators_and_texts_become_excels() {
        for (open, excel) in [
            ("of:=[.A1]+1", "A1+1"),
            ("of:=SUM([.B2:.B3];[$'Tabel 2.6'.$C$4])", "SUM(B2:B3,'Tabel 2.6'!$C$4)"),
            ("of:=IF([Data.A1]=\"a;[.A1]\"\"b\";1;0)", "IF(Data!A1=\"a;[.A1]\"\"b\",1,0)"),
            ("of:=SUM([$'a''b]'.A1:.B2])", "SUM('a''b]'!A1:B2)"),
            ("of:=SUM([.A:.A])", "SUM(A:A)"),
            ("of:=SUM({1;2|3;4})", "SUM({1,2;3,4})"),
            ("of:=COM.MICROSOFT.CONCAT([.A1])", "CONCAT(A1)"),
            ("of:=[.#REF!]", ""),
            ("of:=[2024.A1]", "'2024'!A1"),
        ] {
            assert_eq!(excel_formula(open).unwrap_or_default(), excel, "{open}");
        }
    }

    #[test]
    fn other_workbooks_and_what_excel_lacks_are_left() {
        for open in
            ["of:=['file:///a.ods'#$A.A1]", "of:=ORG.OPENOFFICE.EASTERSUNDAY(2024)", "of:=[.A1]~[.A2]", "SUM(A1)"]
        {
            assert_eq!(excel_formula(open), None, "{open}");
        }
    }
}
