//! One workbook from bytes to a checked report; nothing here touches the disk.

mod bahan;
mod banding;
mod pejabat;
mod ringkas;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub use bahan::Bahan;
pub use banding::{Bandingan, Baris, Kolom, Sel, compare};
pub use ringkas::{AnggaranRow, CapaianRow, Snippet, TableSummary};

use crate::bahasa::Pesan;
use crate::error::{Error, Result};
use crate::finding::{Finding, Related, Severity, tell_apart, wording};
use crate::grid::{Book, BookFormat, CellRange, CellRef};
use crate::laporan::Laporan;
use crate::laporan::kumpulan::{Kumpulan, Petikan};
use crate::profile::{Penerimaan, Profiles};
pub use crate::rules::Kekurangan;
use crate::rules::{self, Rule};
use crate::xlsx::{self, Limits, Source};

/// What a run is told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The forms to recognise, shared by the settings of all files.
    pub profiles: Arc<Profiles>,
    /// Only rules whose code begins with one of these; all when empty.
    pub rules: Vec<String>,
    /// No rules whose code begins with one of these.
    pub ignored: Vec<String>,
    /// Other levels than the rules' own, by code of a rule or its beginning; the longest wins.
    pub levels: Vec<(String, Severity)>,
    /// Findings that are accepted.
    pub accepted: Vec<Penerimaan>,
    /// What a workbook may hold.
    pub limits: Limits,
    /// Bytes of memory, when they are told on the command line.
    pub memory: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            profiles: Profiles::built_in().clone(),
            rules: Vec::new(),
            ignored: Vec::new(),
            levels: Vec::new(),
            accepted: Vec::new(),
            limits: Limits::default(),
            memory: None,
        }
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
    /// The official whose sheet it is, by index of the sheet.
    pub pejabat: BTreeMap<usize, String>,
    /// The findings, sheet by sheet.
    pub findings: Vec<Finding>,
    /// The sheet's row around each finding, in the same order.
    pub snippets: Vec<Snippet>,
    /// What was recognised.
    pub tables: Vec<TableSummary>,
    /// Comments that already stand in the workbook: sheet, cell and text.
    pub komentar: Vec<(String, CellRef, String)>,
    /// Headers not understood and what the reader could not give.
    pub notes: Vec<Pesan>,
    /// Capaian of each indikator.
    pub capaian: Vec<CapaianRow>,
    /// Pagu and realisasi of each program.
    pub anggaran: Vec<AnggaranRow>,
    /// What is compared with other documents.
    pub petikan: Petikan,
    /// What the tables of the LKjIP are made from.
    pub bahan: Bahan,
}

impl Checked {
    /// The findings that are not accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| !finding.is_accepted())
    }

    /// Findings of a level that are not accepted.
    pub fn count(&self, severity: Severity) -> usize {
        self.open().filter(|finding| finding.severity == severity).count()
    }
}

/// Reads a workbook; a panic inside a reader becomes an [`Error::Internal`].
///
/// # Errors
/// Whatever keeps the bytes from being a workbook.
pub fn open<'a>(nama: &str, source: impl Into<Source<'a>>) -> Result<Book> {
    open_within(nama, source, &Limits::default())
}

/// The same within the limits that are laid down.
///
/// # Errors
/// As [`open`].
pub fn open_within<'a>(nama: &str, source: impl Into<Source<'a>>, limits: &Limits) -> Result<Book> {
    guarded(|| xlsx::read_within(nama, source, limits))
}

/// Reads the report of a workbook and runs the rules on it.
///
/// # Errors
/// [`Error::Internal`] when a rule panics; the other files of the run go on.
pub fn check(book: Book, settings: &Settings) -> Result<(Laporan, Checked)> {
    guarded(|| {
        let laporan = Laporan::read(book, &settings.profiles);
        let mut findings = rules::check(&laporan, |rule| is_wanted(rule, settings));
        findings.iter_mut().for_each(|finding| set_level(finding, settings));
        findings.sort_by(|a, b| order(a).cmp(&order(b)));
        let checked = ringkas::summarise(&laporan, findings);
        Ok((laporan, checked))
    })
}

/// Compares the workbooks of a run with each other; what is found goes to the workbook it stands in.
/// Each workbook comes with its own settings. A figure that is reported already is not reported again,
/// the cells it differs from are told with it.
///
/// What the comparison left out or lacked comes back as sentences.
///
/// # Errors
/// [`Error::Internal`] when a rule panics; the findings of each workbook stay.
pub fn link(run: &mut [(&mut Checked, &Settings)]) -> Result<Vec<Kekurangan>> {
    let petikan: Vec<&Petikan> = run.iter().map(|(checked, _)| &checked.petikan).collect();
    let (found, kurang) = guarded(|| Ok(rules::check_all(&petikan)))?;
    for mut found in found {
        let is_rule_wanted = |settings| rules::rule(found.finding.rule).is_some_and(|rule| is_wanted(rule, settings));
        if !is_rule_wanted(run[found.berkas].1) || is_told(run, &found.finding) || is_unsettled(run, &found.finding) {
            continue;
        }
        set_level(&mut found.finding, run[found.berkas].1);
        let checked = &mut *run[found.berkas].0;
        if let Some(known) = checked.findings.iter_mut().find(|known| known.place == found.finding.place) {
            // The graver one is told, with what the other points at.
            if found.finding.severity < known.severity {
                std::mem::swap(known, &mut found.finding);
            }
            for related in found.finding.related {
                let is_listed = |own: &Related| (&own.book, &own.place) == (&related.book, &related.place);
                if !known.related.iter().any(is_listed) {
                    known.related.push(related);
                }
            }
            continue;
        }
        if let Some(at) = rules::explained_total(&mut found, &checked.findings) {
            let total = checked.findings.remove(at);
            checked.snippets.remove(at);
            let note = "ikut keliru karena sel ini".to_string();
            found.finding.related.push(Related { book: checked.nama.as_str().into(), place: total.place, note });
        }
        let checked = &mut *run[found.berkas].0;
        let snippet = ringkas::snippet_of(&checked.petikan, &found.finding);
        let at = checked.findings.partition_point(|known| order(known) <= order(&found.finding));
        checked.findings.insert(at, found.finding);
        checked.snippets.insert(at, snippet);
    }
    for (checked, _) in run {
        tell_apart(&mut checked.findings, |finding| wording(&finding.message));
    }
    Ok(kurang)
}

/// Sheet by sheet, cell by cell, gravest first.
fn order(finding: &Finding) -> (usize, CellRange, Severity, &'static str) {
    (finding.place.sheet, finding.place.range, finding.severity, finding.rule)
}

/// Gives a finding the level the office wants.
fn set_level(finding: &mut Finding, settings: &Settings) {
    let own = settings.levels.iter().filter(|(code, _)| finding.rule.starts_with(code.as_str()));
    if let Some((_, severity)) = own.max_by_key(|(code, _)| code.len()) {
        finding.severity = *severity;
    }
}

/// What was linked to what between the workbooks of a run, a line each: the agencies with their
/// documents, how many kegiatan and indikator stand in several tables, and every link by likeness.
///
/// # Errors
/// [`Error::Internal`] when linking panics.
pub fn links(run: &[Checked]) -> Result<Vec<String>> {
    let petikan: Vec<&Petikan> = run.iter().map(|checked| &checked.petikan).collect();
    let nama = |at: usize| petikan[at].berkas.to_string();
    guarded(|| Ok(Kumpulan::all(&petikan).iter().flat_map(|found| ringkas::link_lines(found, nama)).collect()))
}

/// Two totals are compared whose own columns hold findings: they may agree once those are mended.
fn is_unsettled(run: &[(&mut Checked, &Settings)], finding: &Finding) -> bool {
    let own = std::iter::once((&finding.book, &finding.place));
    let mut totals = own.chain(finding.related.iter().map(|related| (&related.book, &related.place)));
    finding.rule == "J12"
        && totals.any(|(book, total)| {
            findings_of(run, book)
                .filter(|known| known.severity <= Severity::Review)
                .any(|known| known.place.sheet == total.sheet && known.place.range.start.col == total.range.start.col)
        })
}

/// A figure it differs from is known to be wrong: that one's own finding tells what should stand there, and tables
/// that calculate from it are no further witnesses. Of several figures only a typed-over or deviating formula counts,
/// as figures of other documents may be wrong in the same way.
fn is_told(run: &[(&mut Checked, &Settings)], finding: &Finding) -> bool {
    // Words may differ from others that are misspelled as well.
    let is_alone = finding.related.len() == 1 && finding.expected.is_none() && finding.rule != "C12";
    finding.related.iter().any(|other| {
        let known = findings_of(run, &other.book).filter(|known| known.place == other.place);
        known.filter(|known| known.expected.is_some()).any(|known| is_alone || known.rule.starts_with('F'))
    })
}

/// What is known of a workbook of the run.
fn findings_of<'a>(run: &'a [(&mut Checked, &Settings)], book: &'a str) -> impl Iterator<Item = &'a Finding> {
    run.iter().filter(move |(checked, _)| checked.nama == book).flat_map(|(checked, _)| &checked.findings)
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
