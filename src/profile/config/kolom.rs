//! `[kolom.JENIS]`, how columns are calculated, and `[sinonim]`, further words of their headers.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeValue;

use super::baca::{Mistake, Result, Value, mistake, table, texts, unknown};
use crate::bahasa::Pesan;
use crate::formula::{Expr, parse_expr};
use crate::profile::{Profiles, Role, plain};

/// A column's formula over the names of roles, e.g. `pagu - realisasi`.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleFormula {
    /// As it is written.
    pub text: String,
    /// Read.
    pub expr: Expr,
}

/// Column formulas by kind of form and role.
pub type Formulas = BTreeMap<String, BTreeMap<Role, RoleFormula>>;

/// Reads `[kolom.JENIS]`.
pub fn formulas(text: &str, value: &Value<'_>, profiles: &Profiles) -> Result<Formulas> {
    let mut kinds = BTreeMap::new();
    for (jenis, columns) in table(value, "[kolom.realisasi_anggaran]")? {
        let name = jenis.get_ref();
        if profiles.get(name).is_none() {
            let known = profiles.list.iter().map(|profile| profile.jenis.as_str());
            return mistake(jenis.span(), unknown(("jenis formulir", "kind of form"), name, known));
        }
        let mut formulas = BTreeMap::new();
        for (key, formula) in table(columns, "sisa = \"pagu - realisasi\"")? {
            let role = role(key.get_ref(), key.span())?;
            if !role.is_numeric() {
                return mistake(
                    key.span(),
                    Pesan::new(
                        format!("kolom {} tidak berisi angka, jadi tidak dihitung", role.words()),
                        format!("the column {} holds no numbers, so it is not worked out", role.words()),
                    ),
                );
            }
            let DeValue::String(written) = formula.get_ref() else {
                return mistake(
                    formula.span(),
                    Pesan::new(
                        "rumus dalam tanda kutip diharapkan di sini",
                        "a formula in quotation marks is expected here",
                    ),
                );
            };
            formulas.insert(role, role_formula(text, Some(role), written, formula.span())?);
        }
        kinds.insert(name.to_string(), formulas);
    }
    Ok(kinds)
}

/// Reads `[sinonim]`: further header words by role.
pub fn sinonim(value: &Value<'_>) -> Result<BTreeMap<Role, Vec<String>>> {
    const EXAMPLE: &str = "pagu = [\"anggaran kas\"]";
    let mut sinonim = BTreeMap::new();
    for (key, list) in table(value, EXAMPLE)? {
        let role = role(key.get_ref(), key.span())?;
        let mut phrases = Vec::new();
        for (phrase, span) in texts(list, EXAMPLE)? {
            // Headers are compared without case and punctuation, so the phrases are too.
            let parts: Vec<String> = phrase.split('>').map(plain).collect();
            if parts.iter().any(String::is_empty) {
                return mistake(
                    span,
                    Pesan::new(
                        "kata kepala kolom diharapkan di sini, misalnya \"anggaran kas\"",
                        "words of a column's header are expected here, e.g. \"anggaran kas\"",
                    ),
                );
            }
            phrases.push(parts.join(" > "));
        }
        sinonim.insert(role, phrases);
    }
    Ok(sinonim)
}

fn role(name: &str, span: Range<usize>) -> Result<Role> {
    match Role::from_name(name) {
        Some(role) => Ok(role),
        None => mistake(span, unknown(("peran kolom", "role of a column"), name, role_names())),
    }
}

/// Reads a formula over role names that does not name its own column.
pub fn role_formula(text: &str, own: Option<Role>, written: &str, span: Range<usize>) -> Result<RoleFormula> {
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
            None => return mistake(at, unknown(("peran kolom", "role of a column"), name, role_names())),
            named if named == own => {
                return mistake(
                    at,
                    Pesan::new("rumus ini menyebut kolomnya sendiri", "this formula names its own column"),
                );
            }
            Some(_) => {}
        }
    }
    if expr.columns().is_empty() {
        return mistake(span, Pesan::new("rumus ini tidak menyebut kolom apa pun", "this formula names no column"));
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
