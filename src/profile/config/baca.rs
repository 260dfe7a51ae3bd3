//! Reading values of a configuration: what is expected where, and the word for what is not.

use std::ops::Range;

use rust_decimal::Decimal;
use toml::de::{DeTable, DeValue};

/// What is wrong with a configuration, in Indonesian, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What is wrong, as a clause.
    pub detail: String,
}

/// A value, or the first mistake.
pub type Result<T> = std::result::Result<T, Mistake>;
/// A value with its place.
pub type Value<'a> = toml::Spanned<DeValue<'a>>;
/// A key with its place.
pub type Key<'a> = toml::Spanned<std::borrow::Cow<'a, str>>;

/// A mistake at a place.
pub fn mistake<T>(span: Range<usize>, detail: impl Into<String>) -> Result<T> {
    Err(Mistake { span, detail: detail.into() })
}

/// A table; `example` shows what is meant.
pub fn table<'a, 'b>(value: &'a Value<'b>, example: &str) -> Result<&'a DeTable<'b>> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table),
        _ => mistake(value.span(), format!("tabel diharapkan di sini, misalnya {example}")),
    }
}

/// A text that is not blank.
pub fn text(value: &Value<'_>, example: &str) -> Result<String> {
    match value.get_ref() {
        DeValue::String(text) if !text.trim().is_empty() => Ok(text.trim().to_string()),
        _ => mistake(value.span(), format!("teks dalam tanda kutip diharapkan di sini, misalnya \"{example}\"")),
    }
}

/// A list of texts that are not blank, each with its place.
pub fn texts(value: &Value<'_>, example: &str) -> Result<Vec<(String, Range<usize>)>> {
    let DeValue::Array(list) = value.get_ref() else {
        return mistake(value.span(), format!("daftar diharapkan di sini, misalnya {example}"));
    };
    let one = |entry: &Value<'_>| match entry.get_ref() {
        DeValue::String(text) if !text.trim().is_empty() => Ok((text.trim().to_string(), entry.span())),
        _ => mistake(entry.span(), format!("teks dalam tanda kutip diharapkan di sini, misalnya {example}")),
    };
    list.iter().map(one).collect()
}

/// A number that is not negative.
pub fn number(value: &Value<'_>) -> Result<Decimal> {
    let written = match value.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => "",
    };
    match written.parse::<Decimal>() {
        Ok(number) if !number.is_sign_negative() => Ok(number),
        _ => mistake(value.span(), "angka yang tidak negatif diharapkan di sini, dengan titik desimal, misalnya 0.5"),
    }
}

/// «what» is unknown, with the known name that is spelled most alike.
pub fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let alike = known.map(|known| (strsim::normalized_levenshtein(name, known), known));
    // Of equals the first.
    let best = alike.filter(|(score, _)| *score >= 0.6).min_by(|a, b| b.0.total_cmp(&a.0));
    match best {
        Some((_, known)) => format!("{what} «{name}» tidak dikenal; mungkin maksudnya {known}"),
        None => format!("{what} «{name}» tidak dikenal"),
    }
}

/// An unknown key of a table, with all that may stand there where none is alike.
pub fn unknown_key<T>(key: &Key<'_>, keys: &[&str]) -> Result<T> {
    let detail = unknown("kunci", key.get_ref(), keys.iter().copied());
    let detail = if detail.contains("mungkin") { detail } else { format!("{detail}; yang ada: {}", keys.join(", ")) };
    mistake(key.span(), detail)
}

/// One of a few words.
pub fn choice<'a>(value: &Value<'_>, what: &str, words: &[&'a str]) -> Result<&'a str> {
    let written = text(value, words[0])?.to_lowercase();
    match words.iter().find(|word| **word == written) {
        Some(word) => Ok(word),
        None => {
            let detail = unknown(what, &written, words.iter().copied());
            mistake(value.span(), format!("{detail}; yang berlaku: {}", words.join(", ")))
        }
    }
}
