//! What an office lays down for its own reports: agency, year and period, tolerance, scale, and how
//! the capaian of each indikator is calculated.

use rust_decimal::Decimal;
use toml::de::DeValue;

use super::baca::{Result, Value, choice, mistake, number, table, text, unknown_key};
use super::kolom::{RoleFormula, role_formula};
use super::pengesahan::Pengesahan;
use crate::bahasa::Pesan;
use crate::profile::polaritas::{Polaritas, by_name as polaritas_by_name};
use crate::profile::{Role, YEARS, words};

/// What an office lays down.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ketentuan {
    /// The agency, for workbooks whose titles name none.
    pub instansi: Option<String>,
    /// The year the reports are of, whatever most titles say.
    pub tahun: Option<u16>,
    /// The period, for sheets whose titles name none.
    pub periode: Option<Periode>,
    /// How far a rupiah figure may be off.
    pub toleransi_rupiah: Decimal,
    /// How far a percentage may be off, in points.
    pub toleransi_persen: Decimal,
    /// Lowest value and label of each kategori, best first; empty when nothing is laid down.
    pub skala: Vec<(Decimal, String)>,
    /// How the capaian of an indikator is calculated, by the words of its name.
    pub capaian: Vec<(Vec<String>, CaraCapaian)>,
    /// Place, date and signers of the Lampiran.
    pub pengesahan: Pengesahan,
}

/// A part of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Periode {
    /// Triwulan 1 to 4.
    Triwulan(u8),
    /// Semester 1 or 2.
    Semester(u8),
    /// The whole year.
    Tahun,
}

impl Periode {
    const WORDS: [(&'static str, Periode); 7] = [
        ("triwulan i", Periode::Triwulan(1)),
        ("triwulan ii", Periode::Triwulan(2)),
        ("triwulan iii", Periode::Triwulan(3)),
        ("triwulan iv", Periode::Triwulan(4)),
        ("semester i", Periode::Semester(1)),
        ("semester ii", Periode::Semester(2)),
        ("tahun", Periode::Tahun),
    ];

    /// The triwulan, when it is one.
    pub const fn triwulan(self) -> Option<u8> {
        match self {
            Periode::Triwulan(triwulan) => Some(triwulan),
            _ => None,
        }
    }

    /// Its last month.
    pub const fn last_month(self) -> u8 {
        match self {
            Periode::Triwulan(triwulan) => triwulan * 3,
            Periode::Semester(semester) => semester * 6,
            Periode::Tahun => 12,
        }
    }
}

/// How the capaian of an indikator is calculated.
#[derive(Debug, Clone, PartialEq)]
pub struct CaraCapaian {
    /// Which way it is better.
    pub polaritas: Polaritas,
    /// The formula, where the office has its own.
    pub rumus: Option<RoleFormula>,
    /// The highest capaian in percent, where it is capped.
    pub batas: Option<Decimal>,
}

impl Ketentuan {
    /// How the capaian of an indikator is calculated, where that is laid down.
    pub fn cara_capaian(&self, indikator: &str) -> Option<&CaraCapaian> {
        if self.capaian.is_empty() {
            return None;
        }
        let own = words(indikator);
        self.capaian.iter().find(|(name, _)| *name == own).map(|(_, cara)| cara)
    }

    /// The polarity that is laid down for an indikator, else the one its name tells; `None` when it is doubtful.
    pub fn polaritas_of(&self, indikator: &str) -> Option<Polaritas> {
        self.cara_capaian(indikator).map(|cara| cara.polaritas).or_else(|| polaritas_by_name(indikator))
    }
}

/// Reads a year.
pub fn tahun(value: &Value<'_>) -> Result<u16> {
    let year = match value.get_ref() {
        DeValue::Integer(number) => number.as_str().parse().ok(),
        _ => None,
    };
    match year.filter(|year| YEARS.contains(year)) {
        Some(year) => Ok(year),
        None => mistake(
            value.span(),
            Pesan::new(
                "tahun empat angka diharapkan di sini, misalnya 2024",
                "a year of four digits is expected here, e.g. 2024",
            ),
        ),
    }
}

/// Reads a part of the year.
pub fn periode(value: &Value<'_>) -> Result<Periode> {
    let written = choice(value, ("periode", "period"), &Periode::WORDS.map(|(word, _)| word))?;
    let known = Periode::WORDS.into_iter().find(|(word, _)| *word == written);
    Ok(known.map_or(Periode::Tahun, |(_, periode)| periode))
}

/// Reads `[toleransi]`.
pub fn toleransi(value: &Value<'_>, ketentuan: &mut Ketentuan) -> Result<()> {
    for (key, value) in table(value, "rupiah = 1")? {
        match key.get_ref().as_ref() {
            "rupiah" => ketentuan.toleransi_rupiah = number(value)?,
            "persen" => ketentuan.toleransi_persen = number(value)?,
            _ => return unknown_key(key, &["rupiah", "persen"]),
        }
    }
    Ok(())
}

/// Reads `[skala]`: the lowest value of each label, best first.
pub fn skala(value: &Value<'_>) -> Result<Vec<(Decimal, String)>> {
    let mut skala: Vec<(Decimal, String)> = Vec::new();
    for (label, lowest) in table(value, "\"Sangat Tinggi\" = 91")? {
        let bound = number(lowest)?;
        if skala.iter().any(|(known, _)| *known == bound) {
            return mistake(
                lowest.span(),
                Pesan::new("dua kategori mulai dari nilai yang sama", "two categories begin at the same value"),
            );
        }
        skala.push((bound, label.get_ref().trim().to_string()));
    }
    if skala.len() == 1 {
        return mistake(
            value.span(),
            Pesan::new("skala memerlukan sedikitnya dua kategori", "a scale needs two categories at least"),
        );
    }
    skala.sort_by_key(|(lowest, _)| std::cmp::Reverse(*lowest));
    Ok(skala)
}

const ARAH: [&str; 2] = ["positif", "negatif"];

/// Reads `[polaritas]`; formulas in it name their place in the `source`.
pub fn polaritas(source: &str, value: &Value<'_>) -> Result<Vec<(Vec<String>, CaraCapaian)>> {
    let mut list = Vec::new();
    for (indikator, value) in table(value, "\"Angka kemiskinan\" = \"negatif\"")? {
        let cara = match value.get_ref() {
            DeValue::Table(table) => {
                let mut cara = CaraCapaian { polaritas: Polaritas::Naik, rumus: None, batas: None };
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        "arah" => cara.polaritas = arah(value)?,
                        "rumus" => {
                            let written = text(value, "realisasi_kinerja / target * 100")?;
                            cara.rumus = Some(role_formula(source, Some(Role::Capaian), &written, value.span())?);
                        }
                        "batas" => cara.batas = Some(number(value)?),
                        _ => return unknown_key(key, &["arah", "rumus", "batas"]),
                    }
                }
                cara
            }
            _ => CaraCapaian { polaritas: arah(value)?, rumus: None, batas: None },
        };
        list.push((words(indikator.get_ref()), cara));
    }
    Ok(list)
}

fn arah(value: &Value<'_>) -> Result<Polaritas> {
    Ok(if choice(value, ("polaritas", "polarity"), &ARAH)? == "positif" { Polaritas::Naik } else { Polaritas::Turun })
}
