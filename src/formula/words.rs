//! Formulas in words, as definitions of indikator print them: `Jumlah A dibagi Jumlah B x 100%`,
//! `( Σ A Tahun (n-1) - Σ A Tahun (n) ) / ( Σ A Tahun (n) ) x 100 %`, or a plain count.
//!
//! Text in, structure out; nothing is calculated and nothing judged. A slash inside a name
//! ("Kab/Kota") is no division, and a text that could be read in two ways is read as none.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::grid::single_spaced;

/// A formula written in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordFormula {
    /// What is divided; of a formula without division what is counted.
    pub numerator: Side,
    /// What it is divided by.
    pub denominator: Option<Side>,
    /// Multiplied by a hundred.
    pub percent: bool,
}

/// One side of a division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Its words, without outer brackets.
    pub text: String,
    /// The years it names: 0 for year n, 1 for year n-1.
    pub years: Vec<u32>,
    /// The year of each term of a difference, first less second.
    pub difference: Option<(u32, u32)>,
}

static FORMULA_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:rumus(?:an)?|formula(?:si)?|(?:cara|metode|formula)\s+(?:per)?hitung(?:an)?|perhitungan)(?:\s+(?:per)?hitung(?:an)?)?(?:\s+indikator)?\s*:")
        .expect("a valid pattern")
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:makna|alasan|penjelasan|definisi|sumber|keterangan|catatan|tipe|satuan|kriteria|dimana|di mana)(?:\s+\p{L}+){0,3}\s*:")
        .expect("a valid pattern")
});
static TIMES_HUNDRED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:[×*✕]|(?:^|[^\p{L}])x|\bdi\s?kali(?:kan)?(?:\s+dengan)?)\s*\(?\s*100\b\s*(?:%|persen)?\s*\)?|\b100\s*%?\s*(?:[×*✕]|x\b)")
        .expect("a valid pattern")
});
static DIVIDED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bdi\s?bagi(?:\s+(?:dengan|oleh))?\b|÷").expect("a valid pattern"));
static RULE_LINE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[-_–—─]{4,}").expect("a valid pattern"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\btahun\s*(?:ke\s*[-–]?\s*)?\(?\s*[nt]\b(?:\s*[-–−]\s*(\d)\b)?\s*\)?|\btahun\s+(sebelumnya|lalu|berjalan|ini)\b")
        .expect("a valid pattern")
});
static MINUS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)[\s)][-–−][\s(Σ∑]|\bdi\s?kurangi\b").expect("a valid pattern"));
static BULLET: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\s*[-•▪*]\s*").expect("a valid pattern"));

/// The formulas of a definition: behind each label such as "Rumus Perhitungan :", or the whole text
/// when it has no labelled parts.
pub fn word_formulas(text: &str) -> Vec<WordFormula> {
    let labels: Vec<Range<usize>> = FORMULA_LABEL.find_iter(text).map(|found| found.range()).collect();
    if labels.is_empty() {
        let lower = text.to_lowercase();
        let is_structured = LABEL.is_match(text) || ["makna", "alasan"].iter().any(|part| lower.contains(part));
        return if is_structured { Vec::new() } else { section(text) };
    }
    let mut formulas = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(text.len(), |next| next.start);
        let own = &text[label.end..end];
        let own = LABEL.find(own).map_or(own, |next| &own[..next.start()]);
        formulas.extend(section(own));
    }
    formulas
}

/// One part of a definition: a formula a line where every line divides, else one formula.
fn section(text: &str) -> Vec<WordFormula> {
    let lines: Vec<&str> =
        text.lines().map(|line| BULLET.find(line).map_or(line, |found| &line[found.end()..])).collect();
    let lines: Vec<&str> = lines.into_iter().map(str::trim).filter(|line| !line.is_empty()).collect();
    let divided: Vec<WordFormula> =
        lines.iter().filter_map(|line| read(line)).filter(|formula| formula.denominator.is_some()).collect();
    if lines.len() > 1 && divided.len() == lines.len() {
        return divided;
    }
    read(&lines.join(" ")).into_iter().collect()
}

fn read(text: &str) -> Option<WordFormula> {
    let percent = TIMES_HUNDRED.is_match(text);
    let text = TIMES_HUNDRED.replace_all(text, " ");
    let text = after_equals(&text).trim();
    let (numerator, denominator) = match division(text, percent) {
        Division::None => (text, None),
        Division::At(at) => (&text[..at.start], Some(&text[at.end..])),
        Division::Unclear => return None,
    };
    let numerator = side(numerator);
    let denominator = denominator.map(side);
    let has_words = |side: &Side| side.text.chars().any(char::is_alphabetic);
    let is_whole = has_words(&numerator) && denominator.as_ref().is_none_or(has_words);
    is_whole.then_some(WordFormula { numerator, denominator, percent })
}

/// "Angka X = …": the name before the sign is no part of the formula.
fn after_equals(text: &str) -> &str {
    match text.split_once('=') {
        Some((name, rest)) if !name.contains(['/', '÷', '(']) && rest.chars().any(char::is_alphabetic) => rest,
        _ => text,
    }
}

enum Division {
    None,
    At(Range<usize>),
    Unclear,
}

fn division(text: &str, percent: bool) -> Division {
    let mut found: Vec<Range<usize>> = DIVIDED.find_iter(text).map(|found| found.range()).collect();
    if found.is_empty() {
        found.extend(RULE_LINE.find_iter(text).map(|found| found.range()));
    }
    if found.is_empty() {
        let depths = depths(text);
        let slashes: Vec<(usize, i32, bool)> = depths
            .iter()
            .filter(|&&(_, character, _)| character == '/')
            .filter_map(|&(at, _, depth)| strength(text, at, percent).map(|strong| (at, depth, strong)))
            .collect();
        let lowest = slashes.iter().map(|&(_, depth, _)| depth).min().unwrap_or(0);
        let outer = || slashes.iter().filter(move |&&(_, depth, _)| depth == lowest);
        let any_strong = outer().any(|&(_, _, strong)| strong);
        found.extend(outer().filter(|&&(_, _, strong)| strong || !any_strong).map(|&(at, _, _)| at..at + 1));
    }
    match found.as_slice() {
        [] => Division::None,
        [only] => Division::At(only.clone()),
        _ => Division::Unclear,
    }
}

/// Each character with its place and the brackets around it.
fn depths(text: &str) -> Vec<(usize, char, i32)> {
    let mut depth = 0;
    let mut depths = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        depths.push((at, character, depth));
    }
    depths
}

/// Whether the slash divides: surely beside a bracket, a sum or a count, probably between spaces in
/// a percentage; `None` inside a name.
fn strength(text: &str, at: usize, percent: bool) -> Option<bool> {
    let (before, after) = (&text[..at], &text[at + 1..]);
    let next = after.trim_start();
    let first_word: String = next.chars().take(12).take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let is_sum = next.starts_with(['Σ', '∑', '(']) || matches!(first_word.as_str(), "jumlah" | "total" | "seluruh");
    let is_spaced = before.ends_with(char::is_whitespace) && after.starts_with(char::is_whitespace);
    if is_sum && (is_spaced || next.starts_with(['Σ', '∑']) || before.trim_end().ends_with([')', ']'])) {
        return Some(true);
    }
    (percent && is_spaced).then_some(false)
}

fn side(text: &str) -> Side {
    let text = bare(text);
    let years: Vec<(Range<usize>, u32)> = YEAR
        .captures_iter(text)
        .map(|found| {
            let whole = found.get(0).expect("a match has a whole").range();
            let back = match found.get(2).map(|word| word.as_str().to_lowercase()).as_deref() {
                Some("sebelumnya" | "lalu") => 1,
                Some(_) => 0,
                None => found.get(1).and_then(|back| back.as_str().parse().ok()).unwrap_or(0),
            };
            (whole, back)
        })
        .collect();
    // They come in order, so the last one that begins before a place is the only one that may hold it.
    let is_inside = |at: usize| {
        let before = years.partition_point(|(range, _)| range.start <= at);
        before.checked_sub(1).is_some_and(|last| years[last].0.contains(&at))
    };
    let minus: Vec<usize> =
        MINUS.find_iter(text).map(|found| found.start() + 1).filter(|&at| !is_inside(at)).take(2).collect();
    let difference = match (minus.as_slice(), years.as_slice()) {
        ([at], [(first, a), (second, b)]) if first.start < *at && second.start > *at => Some((*a, *b)),
        _ => None,
    };
    let text = single_spaced(text).into_owned();
    Side { text, years: years.into_iter().map(|(_, back)| back).collect(), difference }
}

/// Without blanks, dots and the brackets around the whole.
fn bare(text: &str) -> &str {
    let mut text = text.trim().trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':'));
    // A bracket that is never closed, or was opened before this text, is left out too.
    for _ in 0..8 {
        let depths = depths(text);
        let last = depths.last().map_or(0, |&(_, _, depth)| depth);
        let inner = match (text.strip_prefix(['(', '[', '{']), text.strip_suffix([')', ']', '}'])) {
            (Some(_), Some(_)) if last == 0 => {
                let closes_early = depths[..depths.len() - 1].iter().any(|&(_, _, depth)| depth <= 0);
                if closes_early { text } else { &text[1..text.len() - 1] }
            }
            (Some(rest), _) if last > 0 => rest,
            (_, Some(rest)) if last < 0 => rest,
            _ => text,
        };
        let inner = inner.trim();
        if inner.len() == text.len() {
            break;
        }
        text = inner;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> WordFormula {
        let mut formulas = word_formulas(text);
        assert_eq!(formulas.len(), 1, "{text}: {formulas:?}");
        formulas.remove(0)
    }

    fn sides(text: &str) -> (String, String, bool) {
        let formula = only(text);
        (formula.numerator.text, formula.denominator.map_or(String::new(), |side| side.text), formula.percent)
    }

    fn owned(numerator: &str, denominator: &str, percent: bool) -> (String, String, bool) {
        (numerator.to_string(), denominator.to_string(), percent)
    }

    #[test]
    fn ratios_are_read_in_all_their_spellings() {
        for text in [
            "Rumus Perhitungan : ( Σ kendaraan lulus ) / ( Σ kendaraan wajib uji ) x 100%",
            "Σ kendaraan lulus dibagi Σ kendaraan wajib uji × 100 %",
            "Σ kendaraan lulus/Σ kendaraan wajib uji*100%",
            "Formulasi: Σ kendaraan lulus / Σ kendaraan wajib uji dikali 100",
            "Persentase lulus = (Σ kendaraan lulus / Σ kendaraan wajib uji) x 100%",
            "Σ kendaraan lulus\n------------------ x 100%\nΣ kendaraan wajib uji",
            "Makna : mutu. Rumus : Σ kendaraan lulus : dibagi dengan Σ kendaraan wajib uji x 100%\nSumber data : laporan",
        ] {
            assert_eq!(sides(text), owned("Σ kendaraan lulus", "Σ kendaraan wajib uji", true), "{text}");
        }
    }

    #[test]
    fn a_slash_in_a_name_divides_nothing() {
        assert_eq!(sides("Jumlah Kab/Kota yang dilayani"), owned("Jumlah Kab/Kota yang dilayani", "", false));
        assert_eq!(
            sides("Jumlah kab/kota layak / Jumlah kab/kota x 100%"),
            owned("Jumlah kab/kota layak", "Jumlah kab/kota", true)
        );
    }

    #[test]
    fn years_and_differences_are_told_apart() {
        let decrease = only("(Σ A Tahun (n-1) - Σ A Tahun (n)) / (Jumlah A Tahun (n)) x 100 %");
        assert_eq!(decrease.numerator.difference, Some((1, 0)));
        assert_eq!(decrease.denominator.expect("a denominator").years, [0]);
        let shifted = only("( Σ A Tahun n ) / ( Σ B Tahun n - 1 ) x 100%");
        assert_eq!((shifted.numerator.years, shifted.numerator.difference), (vec![0], None));
        assert_eq!(shifted.denominator.expect("a denominator").years, [1]);
        let words = only("Nilai tahun ini dikurangi nilai tahun sebelumnya dibagi nilai tahun sebelumnya x 100%");
        assert_eq!(words.numerator.difference, Some((0, 1)));
    }

    #[test]
    fn each_labelled_part_is_a_formula() {
        let text = "Rumus : Nilai hasil evaluasi Makna Indikator : mutu\nRumus : Jumlah A / Jumlah B x 100%";
        let formulas = word_formulas(text);
        assert_eq!(formulas.len(), 2);
        assert_eq!(formulas[0].numerator.text, "Nilai hasil evaluasi");
        assert!(formulas[1].percent);
        assert!(word_formulas("Makna : mutu. Alasan : penting").is_empty());
    }

    #[test]
    fn what_is_unclear_is_left_alone() {
        assert!(word_formulas("Jumlah A / Jumlah B / Jumlah C x 100%").is_empty());
        for text in ["", "/", "((((", "))/((", "x 100%", "= / =", "Rumus :", "Σ/Σ", "∑(∑/∑)∑", "Tahun (n-9) - Tahun"]
        {
            let _ = word_formulas(text);
        }
    }

    #[test]
    fn long_texts_take_linear_time() {
        let _ = word_formulas(&"(Σ a / ".repeat(20_000));
        let _ = word_formulas(&"Tahun (n-1) - ".repeat(20_000));
        let _ = word_formulas(&"Tahun n - 1 ".repeat(20_000));
        let _ = word_formulas(&"Rumus : makna : ".repeat(20_000));
    }
}
