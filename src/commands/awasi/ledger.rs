//! The ledger: which version of which file was handed back, so that a restart goes on where the last run stopped.
//!
//! One JSON object a line, appended and synced after the outputs are in place. A line torn by a crash is cut off.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::commands::disk::{self, Growing};
use crate::commands::files::RIWAYAT;
use crate::commands::write;
use crate::error::{Error, Result};

/// What happened to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kejadian", rename_all = "snake_case")]
pub enum Kejadian {
    /// A saved version was checked and handed back.
    Diperiksa(Versi),
    /// Its copy was written anew because another document changed.
    Disalin(Versi),
    /// The file is gone.
    Dihapus {
        /// Its name.
        nama: String,
    },
}

/// A version of a file, and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versi {
    /// The file's name.
    pub nama: String,
    /// SHA-256 of its content.
    pub isi: String,
    /// The rules and settings it was checked with.
    pub aturan: String,
    /// SHA-256 of the findings told.
    pub temuan: String,
    /// The copy's file name, if one could be made.
    pub salinan: Option<String>,
    /// SHA-256 of the copy.
    pub isi_salinan: Option<String>,
}

/// The ledger of an output folder.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    file: Growing,
    /// The last version of each file that was there.
    pub last: BTreeMap<String, Versi>,
}

/// With more lines than this for each file the ledger is written anew.
const LINES_A_FILE: usize = 50;

impl Ledger {
    /// Opens or begins the ledger of an output folder.
    ///
    /// # Errors
    /// [`Error::Io`] with the ledger.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(RIWAYAT);
        let fail = |source| Error::io(&path, source);
        let mut file = Growing::open(&path).map_err(fail)?;
        let bytes = disk::read(&path).map_err(fail)?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        if whole < bytes.len() {
            file.cut(whole as u64).map_err(fail)?;
        }
        let mut last = BTreeMap::new();
        let lines: Vec<&[u8]> = bytes[..whole].split(|&byte| byte == b'\n').collect();
        for kejadian in lines.iter().filter_map(|line| serde_json::from_slice(line).ok()) {
            take(&mut last, kejadian);
        }
        if lines.len() > LINES_A_FILE * (last.len() + 10) {
            let kept: Vec<Kejadian> = last.values().cloned().map(Kejadian::Diperiksa).collect();
            write::atomically(&path, &text(&kept))?;
            file = Growing::open(&path).map_err(fail)?;
        }
        Ok(Self { path, file, last })
    }

    /// Appends what happened, safe on the disk when this returns.
    ///
    /// # Errors
    /// [`Error::Io`] with the ledger; the events are then not known after a restart.
    pub fn append(&mut self, events: Vec<Kejadian>) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        let written = self.file.add(&text(&events));
        events.into_iter().for_each(|kejadian| take(&mut self.last, kejadian));
        written.map_err(|source| Error::io(&self.path, source))
    }
}

fn text(events: &[Kejadian]) -> Vec<u8> {
    let line = |kejadian| serde_json::to_string(kejadian).expect("texts are always JSON") + "\n";
    events.iter().map(line).collect::<String>().into_bytes()
}

fn take(last: &mut BTreeMap<String, Versi>, kejadian: Kejadian) {
    match kejadian {
        Kejadian::Diperiksa(versi) | Kejadian::Disalin(versi) => drop(last.insert(versi.nama.clone(), versi)),
        Kejadian::Dihapus { nama } => drop(last.remove(&nama)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn versi(nama: &str, isi: &str) -> Versi {
        let (aturan, temuan) = (String::new(), String::new());
        Versi { nama: nama.into(), isi: isi.into(), aturan, temuan, salinan: None, isi_salinan: None }
    }

    #[test]
    fn a_torn_line_is_cut_and_the_rest_is_known() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        let mut ledger = Ledger::open(folder.path()).expect("a new ledger");
        let events = [versi("a.xlsx", "1"), versi("b.xlsx", "2"), versi("a.xlsx", "3")].map(Kejadian::Diperiksa);
        ledger.append(events.to_vec()).expect("it can be written");
        ledger.append(vec![Kejadian::Dihapus { nama: "b.xlsx".into() }]).expect("it can be written");
        drop(ledger);
        let path = folder.path().join(RIWAYAT);
        let whole = fs::read(&path).expect("the ledger is there");
        fs::write(&path, [&whole[..], b"{\"kejadian\":\"diper"].concat()).expect("it can be written");
        let mut ledger = Ledger::open(folder.path()).expect("the same ledger");
        assert_eq!(ledger.last.values().cloned().collect::<Vec<_>>(), [versi("a.xlsx", "3")]);
        assert_eq!(fs::read(&path).expect("the ledger is there"), whole);
        ledger.append(vec![Kejadian::Disalin(versi("c.xlsx", "4"))]).expect("it can be written");
        assert_eq!(Ledger::open(folder.path()).expect("the same ledger").last.len(), 2);
    }

    #[test]
    fn a_long_ledger_is_written_anew() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        let mut ledger = Ledger::open(folder.path()).expect("a new ledger");
        let events = (0..2000).map(|isi| Kejadian::Diperiksa(versi("a.xlsx", &isi.to_string())));
        ledger.append(events.collect()).expect("it can be written");
        let ledger = Ledger::open(folder.path()).expect("the same ledger");
        assert_eq!(ledger.last["a.xlsx"], versi("a.xlsx", "1999"));
        let text = fs::read_to_string(folder.path().join(RIWAYAT)).expect("the ledger is there");
        assert_eq!(text.lines().count(), 1);
    }
}
