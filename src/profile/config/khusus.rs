//! `[[berkas]]`, rules for some files only, and `[[diterima]]`, findings an office accepts.

use regex::Regex;
use toml::de::{DeTable, DeValue};

use super::Known;
use super::baca::{Result, Value, choice, mistake, table, text, texts, unknown, unknown_key};
use crate::bahasa::Pesan;

/// A pattern of file names: `*` is anything within a name, `**` also folders, `?` one character.
/// Without `/` it is held against the name alone.
#[derive(Debug, Clone)]
pub struct Pola {
    text: String,
    regex: Regex,
}

impl PartialEq for Pola {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Pola {
    fn parse(text: &str) -> Option<Self> {
        let mut pattern = String::from("(?i)^");
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let (part, length) = match first {
                _ if rest.starts_with("**/") => ("(?:.*/)?".to_string(), 3),
                _ if rest.starts_with("**") => (".*".to_string(), 2),
                '*' => ("[^/]*".to_string(), 1),
                '?' => ("[^/]".to_string(), 1),
                other => (regex::escape(&other.to_string()), other.len_utf8()),
            };
            pattern.push_str(&part);
            rest = &rest[length..];
        }
        let regex = Regex::new(&format!("{pattern}$")).ok()?;
        Some(Self { text: text.to_string(), regex })
    }

    /// Whether a file's name, with the folders below the one given, fits.
    pub fn fits(&self, nama: &str) -> bool {
        let nama = if self.text.contains('/') { nama } else { nama.rsplit('/').next().unwrap_or(nama) };
        self.regex.is_match(nama)
    }
}

/// Levels by code of a rule or its beginning.
pub type Levels = Vec<(String, String)>;

/// What holds for some files only.
#[derive(Debug, Clone, PartialEq)]
pub struct Khusus {
    /// Which files.
    pub pola: Pola,
    /// Only these rules, when there are any.
    pub aturan: Vec<String>,
    /// Rules not to run.
    pub abaikan: Vec<String>,
    /// Levels of rules.
    pub tingkat: Levels,
}

/// A finding that is accepted, with the reason.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Penerimaan {
    /// Why.
    pub alasan: String,
    /// Its fingerprint; without one, rule and place tell it.
    pub sidik: Option<String>,
    /// Which files.
    pub berkas: Option<Pola>,
    /// The rule's code.
    pub aturan: Option<String>,
    /// The sheet.
    pub lembar: Option<String>,
    /// The cell or range.
    pub sel: Option<String>,
    /// What was written when it was accepted.
    pub tertulis: Option<String>,
}

impl Penerimaan {
    /// Whether it speaks of a file.
    pub fn is_of(&self, nama: &str) -> bool {
        self.berkas.as_ref().is_none_or(|pola| pola.fits(nama))
    }
}

/// Codes of rules, or their beginnings, that exist.
pub fn codes(value: &Value<'_>, known: &Known<'_>) -> Result<Vec<String>> {
    texts(value, "[\"X08\", \"P07\"]")?.into_iter().map(|(written, span)| code(&written, span, known)).collect()
}

fn code(written: &str, span: std::ops::Range<usize>, known: &Known<'_>) -> Result<String> {
    let code = written.to_ascii_uppercase();
    if known.aturan.iter().any(|rule| rule.starts_with(&code)) {
        return Ok(code);
    }
    mistake(
        span,
        Pesan::new(
            format!("aturan «{code}» tidak ada; cermat aturan menampilkan daftarnya"),
            format!("there is no rule «{code}»; cermat aturan lists them"),
        ),
    )
}

/// Reads levels, e.g. `J01 = "periksa"`.
pub fn levels(value: &Value<'_>, known: &Known<'_>) -> Result<Levels> {
    let mut levels = Vec::new();
    for (key, level) in table(value, "P07 = \"saran\"")? {
        let code = code(key.get_ref(), key.span(), known)?;
        levels.push((code, choice(level, ("tingkat", "level"), known.tingkat)?.to_string()));
    }
    Ok(levels)
}

fn entries<'a, 'b>(value: &'a Value<'b>, example: &str) -> Result<Vec<(&'a Value<'b>, &'a DeTable<'b>)>> {
    let DeValue::Array(list) = value.get_ref() else {
        return mistake(
            value.span(),
            Pesan::new(
                format!("bagian ini diawali {example}, dengan kurung siku ganda"),
                format!("this part begins with {example}, in double square brackets"),
            ),
        );
    };
    list.iter().map(|entry| Ok((entry, table(entry, example)?))).collect()
}

fn pola(value: &Value<'_>) -> Result<Pola> {
    match Pola::parse(&text(value, "PK*.xlsx")?) {
        Some(pola) => Ok(pola),
        None => mistake(
            value.span(),
            Pesan::new("pola nama berkas ini tidak terbaca", "this pattern of file names can't be read"),
        ),
    }
}

/// Reads `[[berkas]]`.
pub fn khusus(value: &Value<'_>, known: &Known<'_>) -> Result<Vec<Khusus>> {
    let mut list = Vec::new();
    for (whole, entry) in entries(value, "[[berkas]]")? {
        let (mut named, mut aturan, mut abaikan, mut tingkat) = (None, Vec::new(), Vec::new(), Levels::new());
        for (key, value) in entry {
            match key.get_ref().as_ref() {
                "pola" => named = Some(pola(value)?),
                "aturan" => aturan = codes(value, known)?,
                "abaikan" => abaikan = codes(value, known)?,
                "tingkat" => tingkat = levels(value, known)?,
                _ => return unknown_key(key, &["pola", "aturan", "abaikan", "tingkat"]),
            }
        }
        match named {
            Some(pola) => list.push(Khusus { pola, aturan, abaikan, tingkat }),
            None => {
                return mistake(
                    whole.span(),
                    Pesan::new(
                        "pola nama berkas belum disebut, misalnya pola = \"PK*.xlsx\"",
                        "the pattern of file names is missing, e.g. pola = \"PK*.xlsx\"",
                    ),
                );
            }
        }
    }
    Ok(list)
}

/// Reads `[[diterima]]`.
pub fn diterima(value: &Value<'_>, known: &Known<'_>) -> Result<Vec<Penerimaan>> {
    const KEYS: [&str; 7] = ["alasan", "sidik", "berkas", "aturan", "lembar", "sel", "tertulis"];
    let mut list = Vec::new();
    for (whole, entry) in entries(value, "[[diterima]]")? {
        let mut penerimaan = Penerimaan::default();
        for (key, value) in entry {
            match key.get_ref().as_ref() {
                "alasan" => penerimaan.alasan = text(value, "sesuai SK Bupati")?,
                "sidik" => penerimaan.sidik = Some(text(value, "a1b2c3d4")?.to_lowercase()),
                "berkas" => penerimaan.berkas = Some(pola(value)?),
                "aturan" => penerimaan.aturan = Some(rule(value, known)?),
                "lembar" => penerimaan.lembar = Some(text(value, "Tabel 2.6")?),
                "sel" => penerimaan.sel = Some(text(value, "C45")?.to_uppercase()),
                "tertulis" => penerimaan.tertulis = Some(text(value, "1.232")?),
                _ => return unknown_key(key, &KEYS),
            }
        }
        if penerimaan.alasan.is_empty() {
            return mistake(
                whole.span(),
                Pesan::new(
                    "alasan belum disebut; temuan hanya dapat diterima dengan alasannya",
                    "alasan is missing; a finding is accepted with its reason only",
                ),
            );
        }
        if penerimaan.sidik.is_none() && (penerimaan.aturan.is_none() || penerimaan.sel.is_none()) {
            return mistake(
                whole.span(),
                Pesan::new(
                    "temuannya belum disebut: sidik, atau aturan dan sel",
                    "the finding is not named: sidik, or aturan and sel",
                ),
            );
        }
        list.push(penerimaan);
    }
    Ok(list)
}

/// The code of one rule.
fn rule(value: &Value<'_>, known: &Known<'_>) -> Result<String> {
    let code = text(value, "J01")?.to_uppercase();
    if known.aturan.contains(&code.as_str()) {
        return Ok(code);
    }
    mistake(value.span(), unknown(("aturan", "rule"), &code, known.aturan.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_file_names() {
        let fits = |pola: &str, nama: &str| Pola::parse(pola).is_some_and(|pola| pola.fits(nama));
        assert!(fits("PK*.xlsx", "bidang/pk_2024.xlsx") && !fits("PK*.xlsx", "RKT PK.xlsx"));
        assert!(fits("bidang/*.xls?", "bidang/a.xlsx") && !fits("bidang/*", "bidang/seksi/a.xlsx"));
        assert!(fits("**/a.xlsx", "a.xlsx") && fits("bidang/**", "bidang/seksi/a.xlsx"));
        assert!(fits("a (1)+.xlsx", "a (1)+.xlsx"));
    }
}
