//! One workbook from bytes to a checked report; nothing here touches the disk.

mod ringkas;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use ringkas::{AnggaranRow, CapaianRow, Snippet, TableSummary};

use crate::error::{Error, Result};
use crate::finding::{Finding, Related, Severity};
use crate::grid::{Book, BookFormat, CellRef};
use crate::laporan::Laporan;
use crate::laporan::kumpulan::{Kumpulan, Petikan};
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
    /// What kind of file it was read from.
    pub format: BookFormat,
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
    /// Comments that already stand in the workbook: sheet, cell and text.
    pub komentar: Vec<(String, CellRef, String)>,
    /// Headers not understood and what the reader could not give.
    pub notes: Vec<String>,
    /// Capaian of each indikator.
    pub capaian: Vec<CapaianRow>,
    /// Pagu and realisasi of each program.
    pub anggaran: Vec<AnggaranRow>,
    /// Lembar and name of everybody named with a NIP.
    pub pejabat: Vec<(String, String)>,
    /// What is compared with other documents.
    pub petikan: Petikan,
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

/// Compares the workbooks of a run with each other; what is found goes to the workbook it stands in.
/// Each workbook comes with its own settings. A figure that is reported already is not reported again,
/// the cells it differs from are told with it.
///
/// # Errors
/// [`Error::Internal`] when a rule panics; the findings of each workbook stay.
pub fn link(run: &mut [(&mut Checked, &Settings)]) -> Result<()> {
    let petikan: Vec<&Petikan> = run.iter().map(|(checked, _)| &checked.petikan).collect();
    let found = guarded(|| Ok(rules::check_all(&petikan)))?;
    for mut found in found {
        let is_rule_wanted = |settings| rules::rule(found.finding.rule).is_some_and(|rule| is_wanted(rule, settings));
        if !is_rule_wanted(run[found.berkas].1) || is_told(run, &found.finding) {
            continue;
        }
        let checked = &mut *run[found.berkas].0;
        if let Some(known) = checked.findings.iter_mut().find(|known| known.place == found.finding.place) {
            known.related.extend(found.finding.related);
            continue;
        }
        if let Some(at) = rules::explained_total(&mut found, &checked.findings) {
            let total = checked.findings.remove(at);
            checked.snippets.remove(at);
            let note = "ikut keliru karena sel ini".to_string();
            found.finding.related.push(Related { book: checked.nama.as_str().into(), place: total.place, note });
        }
        let snippet = ringkas::snippet_of(&checked.petikan, &found.finding);
        let key = |finding: &Finding| (finding.place.sheet, finding.place.range, finding.severity, finding.rule);
        let at = checked.findings.partition_point(|known| key(known) <= key(&found.finding));
        checked.findings.insert(at, found.finding);
        checked.snippets.insert(at, snippet);
    }
    Ok(())
}

/// What was linked to what between the workbooks of a run, a line each: the agencies with their
/// documents, how many kegiatan and indikator stand in several tables, and every link by likeness.
///
/// # Errors
/// [`Error::Internal`] when linking panics.
pub fn links(run: &[Checked]) -> Result<Vec<String>> {
    let petikan: Vec<&Petikan> = run.iter().map(|checked| &checked.petikan).collect();
    guarded(|| Ok(Kumpulan::all(&petikan).iter().flat_map(ringkas::link_lines).collect()))
}

/// The one figure it differs from is known to be wrong: its own finding tells what should stand there.
fn is_told(run: &[(&mut Checked, &Settings)], finding: &Finding) -> bool {
    let [other] = finding.related.as_slice() else {
        return false;
    };
    let books = run.iter().filter(|(checked, _)| *checked.nama == *other.book);
    let known = books.flat_map(|(checked, _)| &checked.findings);
    finding.expected.is_none() && known.filter(|known| known.place == other.place).any(|known| known.expected.is_some())
}

/// Whether the settings ask for a rule.
pub fn is_wanted(rule: &Rule, settings: &Settings) -> bool {
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
