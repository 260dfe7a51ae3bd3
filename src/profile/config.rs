//! The configuration of an office, `cermat.toml`: rules not to run, and how columns are calculated.
//!
//! Only the text is read here; which file holds it is the commands' business. A mistake names its
//! place in the text, so that it can be shown there.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{Profiles, Role};
use crate::formula::{Expr, parse_expr};

/// What a configuration says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// Codes of rules not to run, or their beginnings, with their place in the text.
    pub ignored: Vec<(String, Range<usize>)>,
    /// Column formulas by kind of form and role.
    pub formulas: BTreeMap<String, BTreeMap<Role, RoleFormula>>,
}

/// A column's formula over the names of roles, e.g. `pagu - realisasi`.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleFormula {
    /// As it is written.
    pub text: String,
    /// Read.
    pub expr: Expr,
}

/// What is wrong with a configuration, in Indonesian, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What is wrong, as a clause.
    pub detail: String,
}

type Result<T> = std::result::Result<T, Mistake>;
type Value<'a> = toml::Spanned<DeValue<'a>>;

impl Config {
    /// Reads a configuration; kinds of form are those of `profiles`.
    ///
    /// # Errors
    /// The first [`Mistake`]. Whether the rules exist is not known here.
    pub fn parse(text: &str, profiles: &Profiles) -> Result<Self> {
        let table = DeTable::parse(text).map_err(|error| Mistake {
            span: error.span().unwrap_or(0..0),
            detail: "penulisan di sini tidak terbaca sebagai TOML".into(),
        })?;
        let mut config = Self::default();
        for (key, value) in table.get_ref() {
            match key.get_ref().as_ref() {
                "abaikan" => config.ignored = codes(value)?,
                "kolom" => config.formulas = kinds(text, value, profiles)?,
                other => return mistake(key.span(), format!("«{other}» tidak dikenal; yang ada: abaikan, kolom")),
            }
        }
        Ok(config)
    }
}

fn mistake<T>(span: Range<usize>, detail: impl Into<String>) -> Result<T> {
    Err(Mistake { span, detail: detail.into() })
}

fn codes(value: &Value<'_>) -> Result<Vec<(String, Range<usize>)>> {
    const WANTED: &str = "daftar kode aturan diharapkan di sini, misalnya [\"X08\", \"P07\"]";
    let DeValue::Array(list) = value.get_ref() else {
        return mistake(value.span(), WANTED);
    };
    let mut codes = Vec::new();
    for entry in list.iter() {
        match entry.get_ref() {
            DeValue::String(code) => codes.push((code.trim().to_ascii_uppercase(), entry.span())),
            _ => return mistake(entry.span(), WANTED),
        }
    }
    Ok(codes)
}

fn table<'a, 'b>(value: &'a Value<'b>, what: &str) -> Result<&'a DeTable<'b>> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table),
        _ => mistake(value.span(), format!("tabel diharapkan di sini, misalnya {what}")),
    }
}

fn kinds(text: &str, value: &Value<'_>, profiles: &Profiles) -> Result<BTreeMap<String, BTreeMap<Role, RoleFormula>>> {
    let mut kinds = BTreeMap::new();
    for (jenis, columns) in table(value, "[kolom.realisasi_anggaran]")? {
        let name = jenis.get_ref();
        if profiles.get(name).is_none() {
            let known = profiles.list.iter().map(|profile| profile.jenis.as_str());
            return mistake(jenis.span(), unknown("jenis formulir", name, known));
        }
        let mut formulas = BTreeMap::new();
        for (key, formula) in table(columns, "sisa = \"pagu - realisasi\"")? {
            let Some(role) = Role::from_name(key.get_ref()) else {
                return mistake(key.span(), unknown("peran kolom", key.get_ref(), role_names()));
            };
            if !role.is_numeric() {
                return mistake(key.span(), format!("kolom {} tidak berisi angka, jadi tidak dihitung", role.words()));
            }
            let DeValue::String(written) = formula.get_ref() else {
                return mistake(formula.span(), "rumus dalam tanda kutip diharapkan di sini");
            };
            formulas.insert(role, role_formula(text, role, written, formula.span())?);
        }
        kinds.insert(name.to_string(), formulas);
    }
    Ok(kinds)
}

fn role_formula(text: &str, role: Role, written: &str, span: Range<usize>) -> Result<RoleFormula> {
    let place = |offset: usize, length: usize| match text.get(span.clone()).and_then(|raw| raw.find(written)) {
        Some(quote) => span.start + quote + offset..span.start + quote + offset + length,
        // With escapes in the string, places in it are not places in the file.
        None => span.clone(),
    };
    let expr = parse_expr(written, |name| Role::from_name(name).is_some()).map_err(|error| Mistake {
        span: place(error.offset, written[error.offset..].chars().next().map_or(0, char::len_utf8)),
        detail: error.detail,
    })?;
    for name in expr.columns() {
        let at = place(word_at(written, name), name.len());
        match Role::from_name(name) {
            None => return mistake(at, unknown("peran kolom", name, role_names())),
            Some(own) if own == role => return mistake(at, "rumus ini menyebut kolomnya sendiri"),
            Some(_) => {}
        }
    }
    if expr.columns().is_empty() {
        return mistake(span, "rumus ini tidak menyebut kolom apa pun");
    }
    Ok(RoleFormula { text: written.to_string(), expr })
}

/// Where a name stands as a word of its own.
fn word_at(text: &str, name: &str) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let is_whole =
        |&(at, _): &(usize, &str)| !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part);
    text.match_indices(name).find(is_whole).map_or(0, |(at, _)| at)
}

fn role_names() -> impl Iterator<Item = &'static str> {
    Role::ALL.into_iter().map(|(_, name)| name)
}

/// «what» is unknown, with the known name that is spelled most alike.
fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let alike = known.map(|known| (strsim::normalized_levenshtein(name, known), known));
    let best = alike.filter(|(score, _)| *score >= 0.6).max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((_, known)) => format!("{what} «{name}» tidak dikenal; mungkin maksudnya {known}"),
        None => format!("{what} «{name}» tidak dikenal"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config> {
        Config::parse(text, Profiles::built_in())
    }

    /// The marked text and what is said of it.
    fn wrong(text: &str) -> (String, String) {
        let mistake = parse(text).expect_err("the configuration is wrong");
        (text[mistake.span].to_string(), mistake.detail)
    }

    #[test]
    fn rules_and_formulas_are_read() {
        let text = "abaikan = [\"x08\", \"P\"]\n[kolom.realisasi_anggaran]\nsisa = \"pagu - realisasi\"\n";
        let config = parse(text).expect("a right configuration");
        assert_eq!(config.ignored.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["X08", "P"]);
        let formula = &config.formulas["realisasi_anggaran"][&Role::Sisa];
        assert_eq!(formula.expr.columns(), ["pagu", "realisasi"]);
        assert_eq!(parse(""), Ok(Config::default()));
    }

    #[test]
    fn mistakes_name_their_place() {
        assert_eq!(wrong("abai = []").0, "abai");
        assert_eq!(wrong("abaikan = \"X08\"").0, "\"X08\"");
        assert_eq!(wrong("abaikan = [1]").0, "1");
        assert_eq!(wrong("[kolom.realisasi]\nsisa = \"pagu\"").0, "realisasi");
        let kind = "[kolom.realisasi_anggaran]\n";
        let (place, detail) = wrong(&format!("{kind}sisa = \"pagu - realisas\""));
        assert_eq!((place.as_str(), detail.contains("realisasi")), ("realisas", true));
        assert_eq!(wrong(&format!("{kind}sisa = \"pagu - sisa\"")).0, "sisa");
        assert_eq!(wrong(&format!("{kind}siza = \"pagu\"")).0, "siza");
        assert_eq!(wrong(&format!("{kind}uraian = \"pagu\"")).0, "uraian");
        assert_eq!(wrong(&format!("{kind}sisa = 5")).0, "5");
        assert_eq!(wrong(&format!("{kind}sisa = \"100\"")).0, "\"100\"");
        assert_eq!(wrong(&format!("{kind}sisa = \"pagu + (realisasi\"")).1, "kurung tutup tidak ada");
        assert_eq!(wrong(&format!("{kind}sisa = \"pagu ! realisasi\"")).0, "!");
        assert!(wrong("abaikan = [").1.contains("TOML"));
        assert!(wrong("abaikan = [] = []").1.contains("TOML"));
    }
}
