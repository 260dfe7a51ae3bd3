//! The configuration of an office, `cermat.toml`: which rules run, how grave they are, how columns
//! are calculated, what is accepted.
//!
//! Only the text is read here; which file holds it is the commands' business. A mistake names its
//! place in the text, so that it can be shown there.

mod baca;
mod batas;
mod ketentuan;
mod khusus;
mod kolom;
mod pengesahan;

use std::collections::BTreeMap;

use toml::de::DeTable;

pub use baca::Mistake;
pub use ketentuan::{CaraCapaian, Ketentuan, Periode};
pub use khusus::{Khusus, Levels, Penerimaan};
pub use kolom::{Formulas, RoleFormula};
pub use pengesahan::{Penandatangan, Pengesahan};

use super::{Profiles, Role};
use crate::bahasa::Pesan;
use crate::xlsx::limits::Limits;
use baca::{Result, text, unknown_key};

/// What a configuration says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// Codes of rules not to run, or their beginnings.
    pub ignored: Vec<String>,
    /// Levels by code of a rule or its beginning.
    pub levels: Levels,
    /// Column formulas by kind of form and role.
    pub formulas: Formulas,
    /// Further header words by role.
    pub sinonim: BTreeMap<Role, Vec<String>>,
    /// What the office lays down for its reports.
    pub ketentuan: Ketentuan,
    /// What holds for some files only.
    pub khusus: Vec<Khusus>,
    /// Findings that are accepted.
    pub diterima: Vec<Penerimaan>,
    /// What a workbook may hold.
    pub limits: Limits,
}

/// The names a configuration may use that are not known here.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The kinds of form.
    pub profiles: &'a Profiles,
    /// Codes of the rules.
    pub aturan: &'a [&'a str],
    /// Words of the levels.
    pub tingkat: &'a [&'a str],
}

/// A commented configuration with every key.
pub const CONTOH: &str = include_str!("config/contoh.toml");

const KEYS: [&str; 14] = [
    "abaikan",
    "batas",
    "berkas",
    "diterima",
    "instansi",
    "kolom",
    "pengesahan",
    "periode",
    "polaritas",
    "sinonim",
    "skala",
    "tahun",
    "tingkat",
    "toleransi",
];

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(source: &str, known: &Known<'_>) -> Result<Self> {
        let table = DeTable::parse(source).map_err(|error| Mistake {
            span: error.span().unwrap_or(0..0),
            detail: Pesan::new("penulisan di sini tidak terbaca sebagai TOML", "this can't be read as TOML"),
        })?;
        let mut config = Self::default();
        let ketentuan = &mut config.ketentuan;
        for (key, value) in table.get_ref() {
            match key.get_ref().as_ref() {
                "abaikan" => config.ignored = khusus::codes(value, known)?,
                "batas" => config.limits = batas::limits(value)?,
                "berkas" => config.khusus = khusus::khusus(value, known)?,
                "diterima" => config.diterima = khusus::diterima(value, known)?,
                "instansi" => ketentuan.instansi = Some(text(value, "Dinas Sosial Kabupaten Tirta Kencana")?),
                "kolom" => config.formulas = kolom::formulas(source, value, known.profiles)?,
                "pengesahan" => ketentuan.pengesahan = pengesahan::pengesahan(value)?,
                "periode" => ketentuan.periode = Some(ketentuan::periode(value)?),
                "polaritas" => ketentuan.capaian = ketentuan::polaritas(source, value)?,
                "sinonim" => config.sinonim = kolom::sinonim(value)?,
                "skala" => ketentuan.skala = ketentuan::skala(value)?,
                "tahun" => ketentuan.tahun = Some(ketentuan::tahun(value)?),
                "tingkat" => config.levels = khusus::levels(value, known)?,
                "toleransi" => ketentuan::toleransi(value, ketentuan)?,
                _ => return unknown_key(key, &KEYS),
            }
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests;
