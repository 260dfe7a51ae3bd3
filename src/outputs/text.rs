//! Plain text for a terminal: cutting, wrapping, and the few styles used.

use rust_decimal::Decimal;

use crate::bahasa::Pesan;
use crate::rules::figures;

/// Columns of the terminal everything is laid out for.
pub const WIDTH: usize = 80;

/// Bold.
pub const BOLD: &str = "\u{1b}[1m";
/// Less prominent.
pub const DIM: &str = "\u{1b}[2m";
/// Red, for what must be mended.
pub const RED: &str = "\u{1b}[31;1m";
/// Green, for what is in order.
pub const GREEN: &str = "\u{1b}[32;1m";

/// The text in a style, or plain.
pub fn styled(text: &str, style: &str, colour: bool) -> String {
    if colour { format!("{style}{text}\u{1b}[0m") } else { text.to_string() }
}

/// One line, without control characters or runs of spaces.
pub fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// At most `limit` characters, the last one `…` when something was cut.
pub fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_string();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Breaks a text between words so that each line, `indent` included, fits the terminal. The first
/// line carries no indent, so that a label can stand before it.
pub fn wrapped(text: &str, indent: usize) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(word.to_string());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join(&format!("\n{}", " ".repeat(indent)))
}

/// `12345` → `12.345`
pub fn ribuan(count: usize) -> String {
    figures::number(Decimal::from(count), 0)
}

/// `3 salah, 2 periksa`, leaving out levels with nothing.
pub fn counts(count: impl Fn(crate::finding::Severity) -> usize) -> Pesan {
    let levels = crate::finding::Severity::ALL.into_iter().map(|severity| (severity, count(severity)));
    let levels: Vec<String> = levels
        .filter(|&(_, count)| count > 0)
        .map(|(severity, count)| format!("{} {}", ribuan(count), severity.word()))
        .collect();
    // The levels are words that users type, in every language.
    if levels.is_empty() { Pesan::new("tidak ada temuan", "no findings") } else { Pesan::asing(levels.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_and_wrapped() {
        assert_eq!(cut("Kegiatan Koordinasi", 10), "Kegiatan…");
        assert_eq!(cut("Kegiatan", 8), "Kegiatan");
        assert_eq!((ribuan(999), ribuan(1_234_567)), ("999".into(), "1.234.567".into()));
        assert_eq!(one_line(" a\n\tb  c\u{7}"), "a b c");
        let text = wrapped(&"kata ".repeat(40), 10);
        assert!(text.lines().skip(1).all(|line| line.starts_with("          kata") && line.len() <= WIDTH), "{text}");
    }
}
