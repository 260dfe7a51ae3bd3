//! Reading values of a configuration: what is expected where, and the word for what is not.

use std::ops::Range;

use rust_decimal::Decimal;
use toml::de::{DeTable, DeValue};

use crate::bahasa::{Kata, Pesan};

/// What is wrong with a configuration, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What is wrong, as a clause.
    pub detail: Pesan,
}

/// A value, or the first mistake.
pub type Result<T> = std::result::Result<T, Mistake>;
/// A value with its place.
pub type Value<'a> = toml::Spanned<DeValue<'a>>;
/// A key with its place.
pub type Key<'a> = toml::Spanned<std::borrow::Cow<'a, str>>;

/// A mistake at a place.
pub fn mistake<T>(span: Range<usize>, detail: Pesan) -> Result<T> {
    Err(Mistake { span, detail })
}

/// What should stand at a place, of which `example` is one.
fn expected<T>(span: Range<usize>, (id, en): Kata, example: &str) -> Result<T> {
    let id = format!("{id} diharapkan di sini, misalnya {example}");
    mistake(span, Pesan::new(id, format!("{en} is expected here, e.g. {example}")))
}

/// A table; `example` shows what is meant.
pub fn table<'a, 'b>(value: &'a Value<'b>, example: &str) -> Result<&'a DeTable<'b>> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table),
        _ => expected(value.span(), ("tabel", "a table"), example),
    }
}

const QUOTED: Kata = ("teks dalam tanda kutip", "a text in quotation marks");

/// A text that is not blank.
pub fn text(value: &Value<'_>, example: &str) -> Result<String> {
    match value.get_ref() {
        DeValue::String(text) if !text.trim().is_empty() => Ok(text.trim().to_string()),
        _ => expected(value.span(), QUOTED, &format!("\"{example}\"")),
    }
}

/// A list of texts that are not blank, each with its place.
pub fn texts(value: &Value<'_>, example: &str) -> Result<Vec<(String, Range<usize>)>> {
    let DeValue::Array(list) = value.get_ref() else {
        return expected(value.span(), ("daftar", "a list"), example);
    };
    let one = |entry: &Value<'_>| match entry.get_ref() {
        DeValue::String(text) if !text.trim().is_empty() => Ok((text.trim().to_string(), entry.span())),
        _ => expected(entry.span(), QUOTED, example),
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
        _ => mistake(
            value.span(),
            Pesan::new(
                "angka yang tidak negatif diharapkan di sini, dengan titik desimal, misalnya 0.5",
                "a number that is not negative is expected here, with a decimal point, e.g. 0.5",
            ),
        ),
    }
}

/// «what» is unknown, with the known name that is spelled most alike.
pub fn unknown<'a>(what: Kata, name: &str, known: impl Iterator<Item = &'a str>) -> Pesan {
    unknown_of(what, name, known, None)
}

/// «what» is unknown: with the known name that is spelled most alike, else with what else there is to say.
fn unknown_of<'a>(what: Kata, name: &str, known: impl Iterator<Item = &'a str>, else_say: Option<Pesan>) -> Pesan {
    let alike = known.map(|known| (strsim::normalized_levenshtein(name, known), known));
    // Of equals the first.
    let best = alike.filter(|(score, _)| *score >= 0.6).min_by(|a, b| b.0.total_cmp(&a.0));
    let more = match best {
        Some((_, known)) => Some(Pesan::new(format!("mungkin maksudnya {known}"), format!("perhaps {known} is meant"))),
        None => else_say,
    };
    let unknown =
        Pesan::new(format!("{} «{name}» tidak dikenal", what.0), format!("the {} «{name}» is unknown", what.1));
    more.map_or(unknown.clone(), |more| unknown.and(&more))
}

/// An unknown key of a table, with all that may stand there where none is alike.
pub fn unknown_key<T>(key: &Key<'_>, keys: &[&str]) -> Result<T> {
    let all = keys.join(", ");
    let all = Pesan::new(format!("yang ada: {all}"), format!("there are: {all}"));
    mistake(key.span(), unknown_of(("kunci", "key"), key.get_ref(), keys.iter().copied(), Some(all)))
}

/// One of a few words.
pub fn choice<'a>(value: &Value<'_>, what: Kata, words: &[&'a str]) -> Result<&'a str> {
    let written = text(value, words[0])?.to_lowercase();
    match words.iter().find(|word| **word == written) {
        Some(word) => Ok(word),
        None => {
            let all = words.join(", ");
            let all = Pesan::new(format!("yang berlaku: {all}"), format!("there are: {all}"));
            mistake(value.span(), unknown(what, &written, words.iter().copied()).and(&all))
        }
    }
}
