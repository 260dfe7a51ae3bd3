//! What changed since an earlier run: its `temuan.json` is read, and each finding held against it.
//!
//! Findings are known again by their fingerprint, not by their place, so that inserted rows and
//! renamed sheets change nothing. Two findings with one fingerprint are two. What this run did not
//! look at, be it a file or a rule, is not taken for mended.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Run;
use super::diterima::Baris;
use super::temuan::VERSI;
use crate::bahasa::Pesan;
use crate::finding::{Entered, Source};

/// Whether a finding was known before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not among the earlier findings.
    New,
    /// Still there.
    Known,
}

impl Status {
    /// The word of the JSON contract.
    pub const fn word(self) -> &'static str {
        match self {
            Status::New => "baru",
            Status::Known => "tetap",
        }
    }
}

/// An earlier run.
#[derive(Debug, Clone, Deserialize)]
pub struct Earlier {
    versi: u32,
    berkas: Vec<EarlierBook>,
}

/// A workbook of an earlier run.
#[derive(Debug, Clone, Deserialize)]
pub struct EarlierBook {
    /// Its name in the reports.
    pub nama: String,
    temuan: Vec<EarlierFinding>,
    /// Where it stood, seen from the output folder.
    pub asal: Option<String>,
    /// The file name of its copy.
    pub salinan: Option<String>,
    /// SHA-256 of the copy when it was written.
    pub salinan_sha256: Option<String>,
}

/// A finding of an earlier run.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct EarlierFinding {
    /// The workbook it was found in.
    #[serde(default)]
    pub berkas: String,
    /// The rule's code.
    pub aturan: String,
    /// The word of its level.
    pub tingkat: String,
    /// The sheet it stood on.
    pub lembar: String,
    /// The cell it stood at.
    pub sel: String,
    /// What was said.
    pub pesan: String,
    /// Its fingerprint.
    pub sidik: String,
    #[serde(default, skip_serializing)]
    diterima_dari: Option<String>,
    #[serde(default, skip_serializing)]
    alasan: String,
    #[serde(default, skip_serializing)]
    catatan: BTreeMap<String, String>,
    #[serde(default, skip_serializing)]
    terkait: Vec<EarlierRelated>,
}

#[derive(Debug, Clone, Deserialize)]
struct EarlierRelated {
    #[serde(default)]
    berkas: String,
}

impl Earlier {
    /// The workbooks of the run.
    pub fn books(&self) -> &[EarlierBook] {
        &self.berkas
    }

    /// Its findings as rows, each with what stood beside it.
    pub fn entries(&self) -> impl Iterator<Item = (Baris, Entered)> + '_ {
        self.berkas.iter().flat_map(|book| &book.temuan).map(|finding| {
            let entered = Entered {
                diterima: finding.diterima_dari.as_ref().map(|_| "ya".to_string()).unwrap_or_default(),
                alasan: finding.alasan.clone(),
                lain: finding.catatan.clone().into_iter().collect(),
                accepted: finding.diterima_dari.as_deref().and_then(Source::from_word),
            };
            let baris = Baris {
                berkas: finding.berkas.clone(),
                lembar: finding.lembar.clone(),
                sel: finding.sel.clone(),
                aturan: finding.aturan.clone(),
                pesan: finding.pesan.clone(),
                sidik: finding.sidik.clone(),
                entered: Entered::default(),
            };
            (baris, entered)
        })
    }
}

impl EarlierFinding {
    /// The other workbooks it was held against.
    fn others(&self) -> impl Iterator<Item = &str> {
        let own = self.berkas.as_str();
        self.terkait.iter().map(|related| related.berkas.as_str()).filter(move |berkas| *berkas != own)
    }
}

/// What became of the findings of an earlier run.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The earlier `temuan.json`, as the user typed it.
    pub dari: String,
    /// Those that are gone.
    pub mended: Vec<EarlierFinding>,
    /// How many stand in files or come from rules that this run did not look at.
    pub not_compared: usize,
}

/// Reads an earlier `temuan.json`.
///
/// # Errors
/// Why the bytes are none, as a clause.
pub fn read(bytes: &[u8]) -> Result<Earlier, Pesan> {
    // Some editors put a byte order mark before what they save.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let id = format!("isinya bukan JSON yang utuh (baris {line}, kolom {column})");
        Pesan::new(id, format!("it is not whole JSON (line {line}, column {column})"))
    })?;
    let mut earlier = Earlier::deserialize(&value).map_err(|_| {
        Pesan::new("isinya bukan temuan.json yang ditulis cermat", "it is no temuan.json that cermat wrote")
    })?;
    if earlier.versi != VERSI {
        let versi = earlier.versi;
        return Err(Pesan::new(
            format!("temuan.json versi {versi} tidak dikenal; yang dikenal versi {VERSI}"),
            format!("version {versi} of temuan.json is unknown; version {VERSI} is known"),
        ));
    }
    for book in &mut earlier.berkas {
        for finding in &mut book.temuan {
            finding.berkas.clone_from(&book.nama);
        }
    }
    Ok(earlier)
}

/// Tells the new findings of a run from those known before, and what is gone. `ran` says whether a
/// workbook was checked with a rule.
pub fn compare(run: &mut Run, earlier: Earlier, dari: String, ran: impl Fn(&str, &str) -> bool) {
    let names: BTreeSet<String> = earlier.berkas.iter().map(|book| book.nama.clone()).collect();
    let mut left: Vec<EarlierFinding> = earlier.berkas.into_iter().flat_map(|book| book.temuan).collect();
    match_same_file(run, &mut left);
    let renamed = match_renamed(run, &mut left, &names);
    let checked: BTreeSet<&str> = run.books.iter().map(|book| book.checked.nama.as_str()).collect();
    let (mended, not_compared): (Vec<_>, Vec<_>) = left.into_iter().partition(|finding| {
        let now = |berkas: &str| renamed.get(berkas).cloned().unwrap_or_else(|| berkas.to_string());
        let nama = now(&finding.berkas);
        // A figure that differed from another workbook is only mended when that one was looked at.
        let is_compared = finding.others().all(|other| checked.contains(now(other).as_str()));
        checked.contains(nama.as_str()) && is_compared && ran(&nama, &finding.aturan)
    });
    run.comparison = Some(Comparison { dari, mended, not_compared: not_compared.len() });
}

/// Takes out what is still found in the file of the same name.
fn match_same_file(run: &mut Run, left: &mut Vec<EarlierFinding>) {
    let mut known: BTreeMap<(String, String), Vec<EarlierFinding>> = BTreeMap::new();
    for finding in left.drain(..) {
        known.entry((finding.berkas.clone(), finding.sidik.clone())).or_default().push(finding);
    }
    for book in &mut run.books {
        let nama = &book.checked.nama;
        let status = book.checked.findings.iter().map(|finding| {
            let same = known.get_mut(&(nama.clone(), finding.fingerprint.clone())).filter(|same| !same.is_empty());
            same.map_or(Status::New, |same| {
                // Of several alike, the one at the same cell is the one that stayed.
                let cell = finding.place.range.to_string();
                let at = same.iter().position(|known| known.sel == cell && *known.lembar == *finding.place.sheet_name);
                same.remove(at.unwrap_or(0));
                Status::Known
            })
        });
        book.status = status.collect();
    }
    left.extend(known.into_values().flatten());
}

/// Takes out what is still found in a file that is not among the earlier `names`, when its own file
/// is gone. Gives the new name of each file that was found again.
fn match_renamed(run: &mut Run, left: &mut Vec<EarlierFinding>, names: &BTreeSet<String>) -> BTreeMap<String, String> {
    let failed = run.failures.iter().map(|failure| failure.nama.clone());
    let present: BTreeSet<String> = run.books.iter().map(|book| book.checked.nama.clone()).chain(failed).collect();
    let mut renamed = BTreeMap::new();
    for book in run.books.iter_mut().filter(|book| !names.contains(&book.checked.nama)) {
        for (finding, status) in book.checked.findings.iter().zip(&mut book.status) {
            let is_same =
                |known: &EarlierFinding| known.sidik == finding.fingerprint && !present.contains(&known.berkas);
            if let Some(at) = left.iter().position(is_same) {
                renamed.insert(left.remove(at).berkas, book.checked.nama.clone());
                *status = Status::Known;
            }
        }
    }
    renamed
}
