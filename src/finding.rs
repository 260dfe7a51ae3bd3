//! Findings: what a rule says about a cell, with the written and the expected value and the cause.

mod entered;
mod sidik;

use std::sync::Arc;

pub use self::entered::{Entered, Source};
pub use self::sidik::{fingerprint, tell_apart, wording};
use crate::grid::CellRange;

/// How grave a finding is, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// `salah`: must be mended.
    Error,
    /// `periksa`: probably wrong, a person decides.
    Review,
    /// `lengkapi`: something is missing.
    Missing,
    /// `saran`: style.
    Advice,
}

impl Severity {
    /// All levels, gravest first.
    pub const ALL: [Severity; 4] = [Severity::Error, Severity::Review, Severity::Missing, Severity::Advice];

    /// The word users read and type.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Error => "salah",
            Severity::Review => "periksa",
            Severity::Missing => "lengkapi",
            Severity::Advice => "saran",
        }
    }
}

/// What arithmetic or structure tells about how an error came about (`sebab` in the JSON contract).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Two digits swapped.
    DigitTertukar,
    /// Decimal point shifted, or a zero lost or added.
    DesimalGeser,
    /// A row left out of a total.
    BarisTerlewat,
    /// A row counted twice.
    HitungGanda,
    /// Equal to the neighbour's or an earlier value.
    SalinanBasi,
    /// The ratio is upside down.
    RumusTerbalik,
    /// Another known variant of the formula was used.
    VarianRumus,
    /// The formula deviates from its neighbours.
    RumusMenyimpang,
    /// A typed number stands over a formula.
    AngkaMenimpaRumus,
    /// A typed constant inside a formula.
    KonstantaDalamRumus,
    /// A total's range is too short.
    RentangKurang,
    /// A total's range is too long.
    RentangLebih,
    /// The stored value is not what the formula gives.
    NilaiSimpanBasi,
    /// A number typed as text.
    AngkaTeks,
    /// The sign is flipped.
    TandaTerbalik,
    /// The same code twice.
    KodeGanda,
    /// The row stands under the wrong parent.
    IndukKeliru,
    /// An Excel error value.
    GalatRumus,
    /// A cell that should carry a figure is empty.
    SelKosong,
}

impl Cause {
    /// The word of the JSON contract.
    pub const fn word(self) -> &'static str {
        match self {
            Cause::DigitTertukar => "digit_tertukar",
            Cause::DesimalGeser => "desimal_geser",
            Cause::BarisTerlewat => "baris_terlewat",
            Cause::HitungGanda => "hitung_ganda",
            Cause::SalinanBasi => "salinan_basi",
            Cause::RumusTerbalik => "rumus_terbalik",
            Cause::VarianRumus => "varian_rumus",
            Cause::RumusMenyimpang => "rumus_menyimpang",
            Cause::AngkaMenimpaRumus => "angka_menimpa_rumus",
            Cause::KonstantaDalamRumus => "konstanta_dalam_rumus",
            Cause::RentangKurang => "rentang_kurang",
            Cause::RentangLebih => "rentang_lebih",
            Cause::NilaiSimpanBasi => "nilai_simpan_basi",
            Cause::AngkaTeks => "angka_teks",
            Cause::TandaTerbalik => "tanda_terbalik",
            Cause::KodeGanda => "kode_ganda",
            Cause::IndukKeliru => "induk_keliru",
            Cause::GalatRumus => "galat_rumus",
            Cause::SelKosong => "sel_kosong",
        }
    }
}

/// A place in a workbook: a cell or range on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// Index of the sheet in the book.
    pub sheet: usize,
    /// The sheet's name.
    pub sheet_name: Arc<str>,
    /// One cell or a range.
    pub range: CellRange,
}

/// Another cell that belongs to a finding, with a word on what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The workbook's file name.
    pub book: Arc<str>,
    /// Where it stands.
    pub place: Place,
    /// What it is to the finding, e.g. "sub kegiatan".
    pub note: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code, e.g. `J01`.
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// The workbook's file name.
    pub book: Arc<str>,
    /// The cell that should be looked at.
    pub place: Place,
    /// States what is written and what was expected; lower case, no full stop.
    pub message: String,
    /// What is written.
    pub written: Option<String>,
    /// What was expected.
    pub expected: Option<String>,
    /// The cause, when arithmetic or structure tells it.
    pub cause: Option<Cause>,
    /// The cause in words.
    pub guess: Option<String>,
    /// What to do.
    pub advice: Option<String>,
    /// Legal or documentary basis.
    pub basis: &'static str,
    /// Cells that take part, and consequences folded in.
    pub related: Vec<Related>,
    /// Survives moved rows and other sheets: made of the rule, the row's own words and the values.
    pub fingerprint: String,
    /// What people wrote beside it on the sheets of earlier outputs.
    pub entered: Entered,
}

impl Finding {
    /// Whether the office accepts the cell as right.
    pub fn is_accepted(&self) -> bool {
        self.entered.accepted.is_some()
    }
}
