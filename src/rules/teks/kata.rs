//! The words of texts as written.

use std::collections::HashSet;

/// The runs of letters of a text, as written.
pub fn letters(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

/// One spelling as another is written: "PRESENTASE" → "PERSENTASE", "Presentase" → "Persentase".
pub fn cased(written: &str, word: &str) -> String {
    let is_upper = |text: &str| text.chars().all(char::is_uppercase);
    let mut letters = word.chars();
    match (written.chars().count() > 1 && is_upper(written), letters.next()) {
        (true, _) => word.to_uppercase(),
        (false, Some(first)) if written.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => word.to_string(),
    }
}

/// What was seen, each once, in the order seen: `a, b, c, dan 4 lainnya`.
pub fn listed(items: impl IntoIterator<Item = String>, most: usize) -> String {
    let mut seen = HashSet::new();
    let items: Vec<String> = items.into_iter().filter(|item| seen.insert(item.clone())).collect();
    let shown = items[..items.len().min(most)].join(", ");
    match items.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown}, dan {more} lainnya"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_case() {
        assert_eq!(cased("PRESENTASE", "persentase"), "PERSENTASE");
        assert_eq!(cased("Presentase", "persentase"), "Persentase");
        assert_eq!(cased("presentase", "persentase"), "persentase");
    }

    #[test]
    fn a_long_list_is_cut() {
        let items = ["a", "b", "a", "c"].map(String::from);
        assert_eq!(listed(items.clone(), 2), "a, b, dan 1 lainnya");
        assert_eq!(listed(items, 5), "a, b, c");
    }
}
