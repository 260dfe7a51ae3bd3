//! Levels that running numbers alone tell: I above 1 above a, or 1 above 1.1 above 1.1.1.

/// How a running number is written; each style stands for one level of an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// "I", "IV".
    Roman,
    /// "A".
    Capital,
    /// "1" has one segment, "1.1" two.
    Digits(usize),
    /// "a".
    Small,
}

/// The depth of each row by its number, 0 for the uppermost; a row without one stands below the last that has one.
/// `None` where the numbers are written in one style only.
pub fn depths(numbers: &[Option<String>]) -> Option<Vec<usize>> {
    let is_roman = numbers.iter().flatten().any(|number| number.len() > 1 && is_roman(number))
        || numbers
            .iter()
            .flatten()
            .find(|number| number.starts_with(char::is_uppercase))
            .is_some_and(|first| first == "I");
    let mut open: Vec<Style> = Vec::new();
    let mut deepest = 0;
    let mut depth = |number: &Option<String>| {
        let Some(style) = number.as_deref().and_then(|number| style(number, is_roman)) else {
            return open.len();
        };
        match open.iter().position(|&known| known == style) {
            Some(at) => open.truncate(at + 1),
            None => open.push(style),
        }
        deepest = deepest.max(open.len());
        open.len() - 1
    };
    let depths = numbers.iter().map(&mut depth).collect();
    (deepest > 1).then_some(depths)
}

/// The number before the words of a name: "a. Koordinasi", "1.1 Koordinasi".
pub fn leading(name: &str) -> Option<&str> {
    let (first, rest) = name.trim_start().split_once(char::is_whitespace)?;
    let is_marked = first.ends_with(['.', ')']) || first.contains('.');
    (is_marked && !rest.trim().is_empty() && style(bare(first), true).is_some()).then(|| bare(first))
}

/// A number without the brackets and dots around it.
pub fn bare(text: &str) -> &str {
    text.trim_matches(['.', ')', '(', ' '])
}

fn style(number: &str, has_roman: bool) -> Option<Style> {
    let is_digits = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    if number.split('.').all(is_digits) {
        return Some(Style::Digits(number.split('.').count()));
    }
    match number.as_bytes() {
        _ if has_roman && is_roman(number) => Some(Style::Roman),
        [letter] if letter.is_ascii_uppercase() => Some(Style::Capital),
        [letter] if letter.is_ascii_lowercase() => Some(Style::Small),
        _ => None,
    }
}

fn is_roman(number: &str) -> bool {
    !number.is_empty() && number.len() <= 5 && number.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[&str]) -> Option<Vec<usize>> {
        let numbers: Vec<Option<String>> =
            numbers.iter().map(|&number| (!number.is_empty()).then(|| number.to_string())).collect();
        depths(&numbers)
    }

    #[test]
    fn each_style_of_numbers_is_a_level() {
        assert_eq!(of(&["I", "1", "a", "b", "2", "a", "II", "1"]), Some(vec![0, 1, 2, 2, 1, 2, 0, 1]));
        assert_eq!(of(&["1", "1.1", "1.1.1", "1.2", "2", "2.1"]), Some(vec![0, 1, 2, 1, 0, 1]));
        assert_eq!(of(&["A", "1", "", "B", "1"]), Some(vec![0, 1, 2, 0, 1]));
        assert_eq!(of(&["A", "B", "C", "1", "2", "D"]), Some(vec![0, 0, 0, 1, 1, 0]), "C and D are letters here");
    }

    #[test]
    fn one_style_tells_nothing() {
        assert_eq!(of(&["1", "2", "", "3"]), None);
        assert_eq!(of(&["", ""]), None);
    }

    #[test]
    fn numbers_stand_before_names() {
        assert_eq!(leading("a. Koordinasi"), Some("a"));
        assert_eq!(leading(" 1.2 Koordinasi"), Some("1.2"));
        assert_eq!(leading("2 unit kendaraan"), None);
        assert_eq!(leading("dr. Sutomo"), None);
    }
}
