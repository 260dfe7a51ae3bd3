//! White space in texts.

use std::borrow::Cow;

/// A text on one line: each run of white space is one blank, and none stands at its ends. A text that is so already is
/// not copied.
pub fn single_spaced(text: &str) -> Cow<'_, str> {
    if is_single_spaced(text) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

fn is_single_spaced(text: &str) -> bool {
    let mut after_blank = true;
    for character in text.chars() {
        let is_blank = character.is_whitespace();
        if is_blank && (after_blank || character != ' ') {
            return false;
        }
        after_blank = is_blank;
    }
    text.is_empty() || !after_blank
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_becomes_single_blanks() {
        for (text, line) in [("", ""), (" ", ""), ("a b", "a b"), ("a  b", "a b"), (" a\u{a0}b\n", "a b"), ("é\t", "é")]
        {
            assert_eq!(single_spaced(text), line, "{text:?}");
        }
        assert!(matches!(single_spaced("Program A"), Cow::Borrowed(_)));
    }
}
