//! One workbook from bytes to a checked report; nothing here touches the disk.

mod ringkas;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use ringkas::{AnggaranRow, CapaianRow, Snippet, TableSummary};

use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::grid::Book;
use crate::laporan::Laporan;
use crate::profile::Profiles;
use crate::rules::{self, Rule};
use crate::xlsx;

/// What a run is told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The forms to recognise.
    pub profiles: Profiles,
    /// Only rules whose code begins with one of these; all when empty.
    pub rules: Vec<String>,
    /// No rules whose code begins with one of these.
    pub ignored: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { profiles: Profiles::built_in().clone(), rules: Vec::new(), ignored: Vec::new() }
    }
}

/// A checked workbook: the findings and all that the outputs need, without its grids.
#[derive(Debug, Clone)]
pub struct Checked {
    /// File name, with the folders below the one that was given.
    pub nama: String,
    /// Kinds of form found.
    pub jenis: Vec<String>,
    /// The year its titles name.
    pub tahun: Option<u16>,
    /// The findings, sheet by sheet.
    pub findings: Vec<Finding>,
    /// The sheet's row around each finding, in the same order.
    pub snippets: Vec<Snippet>,
    /// What was recognised.
    pub tables: Vec<TableSummary>,
    /// Headers not understood and what the reader could not give.
    pub notes: Vec<String>,
    /// Capaian of each indikator.
    pub capaian: Vec<CapaianRow>,
    /// Pagu and realisasi of each program.
    pub anggaran: Vec<AnggaranRow>,
}

impl Checked {
    /// Findings of a level.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// Reads a workbook; a panic inside a reader becomes an [`Error::Internal`].
///
/// # Errors
/// Whatever keeps the bytes from being a workbook.
pub fn open(nama: &str, bytes: &[u8]) -> Result<Book> {
    guarded(|| xlsx::read(nama, bytes))
}

/// Reads the report of a workbook and runs the rules on it.
///
/// # Errors
/// [`Error::Internal`] when a rule panics; the other files of the run go on.
pub fn check(book: Book, settings: &Settings) -> Result<(Laporan, Checked)> {
    guarded(|| {
        let laporan = Laporan::read(book, &settings.profiles);
        let findings = rules::check(&laporan, |rule| is_wanted(rule, settings));
        let checked = ringkas::summarise(&laporan, findings);
        Ok((laporan, checked))
    })
}

fn is_wanted(rule: &Rule, settings: &Settings) -> bool {
    let begins = |prefix: &String| rule.code.to_ascii_lowercase().starts_with(&prefix.to_ascii_lowercase());
    (settings.rules.is_empty() || settings.rules.iter().any(begins)) && !settings.ignored.iter().any(begins)
}

/// Runs work on one workbook; a panic in it becomes an [`Error::Internal`].
///
/// # Errors
/// Those of the work itself, and the caught panic.
pub fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let detail =
            panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(Error::Internal { detail: detail.unwrap_or("sebab tidak diketahui").to_string() })
    })
}
