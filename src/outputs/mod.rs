//! A checked report as bytes: one module for each kind of output. Nothing here touches the disk.

pub mod annotated;
pub mod aturan;
pub mod baru;
pub mod closing;
pub mod diterima;
pub mod frame;
pub mod html;
mod kelompok;
pub mod kenali;
pub mod konfigurasi;
pub mod lampiran;
pub mod perbaikan;
pub mod ringkasan;
pub mod temuan;
pub mod terminal;
mod text;

pub use self::kelompok::Kelompok;

use self::baru::{Comparison, Status};
use self::diterima::Lapsed;
use crate::bahasa::Pesan;
use crate::finding::{Finding, Severity};
use crate::pipeline::{Checked, Kekurangan};
use crate::rules::RULES;

/// What one run over files and folders gave.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// The workbooks that were checked, by name.
    pub books: Vec<CheckedBook>,
    /// The files that could not be processed, by name.
    pub failures: Vec<Failure>,
    /// What people should know of the outputs as such, as sentences without their full stop.
    pub notes: Vec<Pesan>,
    /// What became of an earlier run's findings, when one was named.
    pub comparison: Option<Comparison>,
    /// What people wrote beside findings that are not there.
    pub lapsed: Vec<Lapsed>,
    /// Copies of workbooks that are gone, which stay because somebody changed them.
    pub changed_copies: Vec<String>,
    /// What the comparison between documents lacked or left out.
    pub kurang: Vec<Kekurangan>,
}

/// A checked workbook and where its copy went.
#[derive(Debug, Clone)]
pub struct CheckedBook {
    /// What was found.
    pub checked: Checked,
    /// File name of the annotated copy in the output folder; `None` when it could not be made.
    pub copy: Option<String>,
    /// What the copy could not show.
    pub copy_notes: Vec<Pesan>,
    /// SHA-256 of the copy, in hexadecimal digits.
    pub copy_digest: Option<String>,
    /// Where the workbook stands, seen from the output folder.
    pub origin: Option<String>,
    /// Whether each finding was known before, in the same order; empty when nothing was compared.
    pub status: Vec<Status>,
    /// How many rules ran.
    pub aturan: usize,
}

impl CheckedBook {
    /// A workbook that no copy is made of.
    pub const fn without_copy(checked: Checked) -> Self {
        Self {
            checked,
            copy: None,
            copy_notes: Vec::new(),
            copy_digest: None,
            origin: None,
            status: Vec::new(),
            aturan: RULES.len(),
        }
    }

    /// How many rules ran, when they were not all.
    pub fn fewer_rules(&self) -> Option<usize> {
        (self.aturan < RULES.len()).then_some(self.aturan)
    }

    /// The findings, each with whether it was known before if an earlier run was named.
    pub fn findings(&self) -> impl Iterator<Item = (&Finding, Option<Status>)> {
        self.checked.findings.iter().enumerate().map(|(index, finding)| (finding, self.status.get(index).copied()))
    }

    /// Findings to look at: not accepted, and not known before if an earlier run was named.
    pub fn new_findings(&self) -> impl Iterator<Item = &Finding> {
        let is_new = |(finding, status): &(&Finding, _)| !finding.is_accepted() && *status != Some(Status::Known);
        self.findings().filter(is_new).map(|(finding, _)| finding)
    }
}

/// A file that could not be processed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The name it has in the report.
    pub nama: String,
    /// Why, as a sentence without its full stop.
    pub sebab: Pesan,
}

impl Run {
    /// Findings of a level in all workbooks.
    pub fn count(&self, severity: Severity) -> usize {
        self.books.iter().map(|book| book.checked.count(severity)).sum()
    }

    /// Whether anything as grave as `threshold` was found.
    pub fn reaches(&self, threshold: Severity) -> bool {
        self.books.iter().flat_map(|book| book.checked.open()).any(|finding| finding.severity <= threshold)
    }

    /// Whether anything as grave as `threshold` was found that was not known before.
    pub fn newly_reaches(&self, threshold: Severity) -> bool {
        self.books.iter().flat_map(CheckedBook::new_findings).any(|finding| finding.severity <= threshold)
    }

    /// How many findings are accepted, and how many of these without a reason.
    pub fn count_accepted(&self) -> (usize, usize) {
        let findings = self.books.iter().flat_map(|book| &book.checked.findings);
        let accepted = findings.filter(|finding| finding.is_accepted());
        accepted.fold((0, 0), |(all, without), finding| {
            (all + 1, without + usize::from(finding.entered.alasan.trim().is_empty()))
        })
    }

    /// Rules that ran over every workbook, when they were not all.
    pub fn fewer_rules(&self) -> Option<usize> {
        self.books.iter().filter_map(CheckedBook::fewer_rules).min()
    }

    /// No workbook of the run holds a table that is known, so that nothing could be checked.
    pub fn is_unknown(&self) -> bool {
        !self.books.is_empty() && self.count_unknown() == self.books.len()
    }

    /// Workbooks without a table that is known: what they hold could not be checked.
    pub fn count_unknown(&self) -> usize {
        self.books.iter().filter(|book| book.checked.tables.is_empty()).count()
    }

    /// How many findings have this status.
    pub fn count_status(&self, status: Status) -> usize {
        self.books.iter().flat_map(|book| &book.status).filter(|&&known| known == status).count()
    }
}

impl Run {
    /// What was not compared and for which rules, as a sentence; with its agency where there are several.
    fn lack(&self, kurang: &Kekurangan) -> String {
        let several = self.kurang.iter().any(|other| other.instansi != kurang.instansi);
        let instansi =
            if several && !kurang.instansi.is_empty() { format!("{}: ", kurang.instansi) } else { String::new() };
        let aturan =
            if kurang.aturan.is_empty() { String::new() } else { format!(" (aturan {})", kurang.aturan.join(", ")) };
        text::one_line(&format!("{instansi}{}{aturan}.", kurang.kalimat))
    }
}

/// What people call the kinds of form in a workbook, each once.
fn kind_names(checked: &Checked) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for table in &checked.tables {
        if !names.contains(&table.nama.as_str()) {
            names.push(&table.nama);
        }
    }
    names
}

/// The word before a file that could not be processed.
fn failed() -> Pesan {
    Pesan::new("Gagal: ", "Failed: ")
}
