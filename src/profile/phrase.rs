//! Header words and the patterns that name a role.

use std::collections::BTreeMap;
use std::ops::Range;

/// A text's words: lower case, letters and digits only, `%` as a word of its own.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_word(text, |word| words.push(word.to_lowercase()));
    words
}

/// A text's words with a blank between them, for comparing whole texts.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for_each_word(text, |word| {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    });
    plain.to_lowercase()
}

/// The words as they stand in the text.
fn for_each_word<'a>(text: &'a str, mut visit: impl FnMut(&'a str)) {
    let mut start = None;
    for (at, character) in text.char_indices() {
        if character.is_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(start) = start.take() {
            visit(&text[start..at]);
        }
        if character == '%' {
            visit(&text[at..=at]);
        }
    }
    if let Some(start) = start {
        visit(&text[start..]);
    }
}

/// A pattern such as `realisasi > belanja operasi`: phrases for the headers above and for the own one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    above: Vec<Vec<String>>,
    own: Vec<String>,
}

impl Pattern {
    /// Reads the pattern language of `kolom.toml`.
    pub fn parse(text: &str) -> Self {
        let mut parts: Vec<Vec<String>> = text.split('>').map(pattern_words).collect();
        let own = parts.pop().unwrap_or_default();
        Self { above: parts, own }
    }

    /// The first word of the own header it asks for.
    pub fn first_word(&self) -> Option<&str> {
        self.own.first().map(String::as_str)
    }

    /// How well the pattern fits a header path (outermost first); `None` when it does not.
    ///
    /// A word of the own header weighs one, a word above nine tenths. An own header that is nothing but the
    /// phrase weighs half a word more, one that begins with it three tenths, and each strange word takes a tenth.
    pub fn score(&self, path: &[Vec<String>]) -> Option<f64> {
        let (own, above) = path.split_last()?;
        if !contains(own, &self.own) {
            return None;
        }
        let mut rest = above;
        for phrase in &self.above {
            let at = rest.iter().position(|header| contains(header, phrase))?;
            rest = &rest[at + 1..];
        }
        let own_words = self.own.len() as f64;
        let above_words: usize = self.above.iter().map(Vec::len).sum();
        let strange = own.len() as f64 - own_words;
        let begins = fits(&self.own, own);
        Some(
            own_words
                + above_words as f64 * 0.9
                + f64::from(u8::from(strange == 0.0)) * 0.5
                + f64::from(u8::from(begins)) * 0.3
                - strange.min(8.0) * 0.1,
        )
    }
}

/// The phrases a pattern stands for: each `{name}` becomes every word of that class in turn; a class that
/// is not known stays as it is and fits nothing.
pub fn expand(pattern: &str, classes: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let class = pattern.split_once('{').and_then(|(before, rest)| {
        let (name, after) = rest.split_once('}')?;
        Some((before, classes.get(name)?, after))
    });
    let Some((before, words, after)) = class else {
        return vec![pattern.to_string()];
    };
    words.iter().flat_map(|word| expand(&format!("{before}{word}{after}"), classes)).collect()
}

fn pattern_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

/// Whether the phrase stands word for word somewhere in the line; `#` in it is any year.
pub fn contains(line: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && line.windows(phrase.len()).any(|window| fits(phrase, window))
}

fn fits(phrase: &[String], window: &[String]) -> bool {
    phrase.len() <= window.len()
        && phrase.iter().zip(window).all(|(wanted, word)| wanted == word || wanted == "#" && is_year(word))
}

/// Spellings of "persentase" that are common, the standard one first.
pub const PERSENTASE: [&str; 5] = ["persentase", "presentase", "prosentase", "persentasi", "peresentase"];

/// The sign or a word for percent, in lower case.
pub fn is_percent_word(word: &str) -> bool {
    matches!(word, "%" | "persen") || PERSENTASE.contains(&word)
}

/// The names of the months, also in older spelling, with their numbers.
pub const MONTHS: [(&str, u8); 14] = [
    ("januari", 1),
    ("februari", 2),
    ("pebruari", 2),
    ("maret", 3),
    ("april", 4),
    ("mei", 5),
    ("juni", 6),
    ("juli", 7),
    ("agustus", 8),
    ("september", 9),
    ("oktober", 10),
    ("november", 11),
    ("nopember", 11),
    ("desember", 12),
];

/// The number of a month by its name in any case.
pub fn month(name: &str) -> Option<u8> {
    MONTHS.iter().find(|(month, _)| name.eq_ignore_ascii_case(month)).map(|&(_, number)| number)
}

/// The years of plans and reports.
pub const YEARS: Range<u16> = 1990..2100;

/// The word as a year of a plan or report.
pub fn year(word: &str) -> Option<u16> {
    word.parse().ok().filter(|year| word.len() == 4 && YEARS.contains(year))
}

/// Whether the word is a year of a plan or report.
pub fn is_year(word: &str) -> bool {
    year(word).is_some()
}

/// Which year of a plan a header counts: "Tahun ke-1", "Tahun-2", or "III" below "Target pada Tahun ke-".
pub fn year_ordinal(own: &[String], above: &[String]) -> Option<u16> {
    const ROMAN: [&str; 6] = ["i", "ii", "iii", "iv", "v", "vi"];
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let number = match own.as_slice() {
        ["tahun" | "thn" | "th", number] | ["tahun" | "thn" | "th", "ke", number] | ["ke", number] => number,
        [number] if counts_years(above) => number,
        _ => return None,
    };
    let roman = ROMAN.iter().zip(1..).find(|(roman, _)| *roman == number).map(|(_, at)| at);
    roman.or_else(|| number.parse().ok().filter(|number| (1..=ROMAN.len() as u16).contains(number)))
}

/// A header whose columns are counted years: "Realisasi Capaian Tahun ke-".
pub fn counts_years(header: &[String]) -> bool {
    header.ends_with(&["tahun".to_string(), "ke".to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_drop_punctuation() {
        assert_eq!(words("PROGRAM / KEGIATAN\n(Rp.)"), ["program", "kegiatan", "rp"]);
        assert_eq!(words("KEU (%)"), ["keu", "%"]);
    }

    #[test]
    fn a_longer_phrase_fits_better() {
        let path = [words("Pagu Anggaran (Rp)"), words("Belanja Operasi")];
        let long = Pattern::parse("pagu > belanja operasi").score(&path);
        let short = Pattern::parse("belanja operasi").score(&path);
        assert!(long > short && short.is_some());
        assert_eq!(Pattern::parse("realisasi > belanja operasi").score(&path), None);
    }

    #[test]
    fn years_of_a_plan_are_counted_in_many_ways() {
        let ordinal = |own: &str, above: &str| year_ordinal(&words(own), &words(above));
        assert_eq!(ordinal("Tahun ke-1", ""), Some(1));
        assert_eq!(ordinal("Tahun-5", "Target Kinerja Program"), Some(5));
        assert_eq!(ordinal("III", "Target pada Tahun ke-"), Some(3));
        assert_eq!(ordinal("III", "Triwulan"), None);
        assert_eq!(ordinal("Tahun 0", "Kondisi awal"), None);
        assert_eq!(ordinal("Tahun 2024", "Target"), None);
    }
}
