//! What stands in the watched folder now: names and states, nothing is opened.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::settle::Stat;
use crate::commands::files::{self, Input};

/// A look at the folder.
#[derive(Debug, Default)]
pub struct Scan {
    /// The workbooks, by name.
    pub inputs: BTreeMap<String, Input>,
    /// What the system tells of each.
    pub stats: Vec<(String, Stat)>,
    /// Whether the folder could be read wholly; else a file that is not here may still exist.
    pub is_complete: bool,
}

/// Looks at a folder whose outputs go to `output`.
pub fn scan(folder: &Path, output: &Path) -> Scan {
    // A share that went away may look like an empty folder; its output folder is then away too.
    let is_there = || fs::read_dir(folder).is_ok() && output.join(files::RIWAYAT).is_file();
    let was_there = is_there();
    let (inputs, failures) = match files::find(&[folder.to_path_buf()], Some(output)) {
        Ok(found) => (found.inputs, found.failures),
        // The folder holds no workbook.
        Err(_) => Default::default(),
    };
    let mut scan = Scan { is_complete: was_there && failures.is_empty() && is_there(), ..Scan::default() };
    for input in inputs {
        // Programs write under such names what they rename at the end.
        if input.path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('~')) {
            continue;
        }
        match fs::metadata(&input.path) {
            Ok(metadata) if is_local(&metadata) => {
                scan.stats.push((input.nama.clone(), stat(&metadata)));
                scan.inputs.insert(input.nama.clone(), input);
            }
            Ok(_) => {}
            Err(error) => scan.is_complete &= error.kind() == std::io::ErrorKind::NotFound,
        }
    }
    scan
}

/// What the system tells of a file now.
pub fn stat_of(path: &Path) -> Option<Stat> {
    fs::metadata(path).ok().map(|metadata| stat(&metadata))
}

#[cfg(unix)]
fn stat(metadata: &Metadata) -> Stat {
    use std::os::unix::fs::MetadataExt as _;
    let changed = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
    Stat { len: metadata.len(), modified: metadata.modified().ok(), identity: (metadata.ino(), changed) }
}

#[cfg(windows)]
fn stat(metadata: &Metadata) -> Stat {
    use std::os::windows::fs::MetadataExt as _;
    Stat { len: metadata.len(), modified: metadata.modified().ok(), identity: (metadata.creation_time(), 0) }
}

#[cfg(not(any(unix, windows)))]
fn stat(metadata: &Metadata) -> Stat {
    Stat { len: metadata.len(), modified: metadata.modified().ok(), identity: (0, 0) }
}

/// Not a file that OneDrive keeps in the cloud only: reading it would fetch it.
#[cfg(windows)]
fn is_local(metadata: &Metadata) -> bool {
    use std::os::windows::fs::MetadataExt as _;
    const RECALL_ON_DATA_ACCESS: u32 = 0x0040_0000;
    const OFFLINE: u32 = 0x0000_1000;
    metadata.file_attributes() & (RECALL_ON_DATA_ACCESS | OFFLINE) == 0
}

#[cfg(not(windows))]
fn is_local(_: &Metadata) -> bool {
    true
}

/// Digest of every configuration that may hold for these workbooks: a changed one means that all are checked again.
pub fn configuration(inputs: &BTreeMap<String, Input>, named: Option<&Path>) -> [u8; 32] {
    let mut paths: BTreeSet<_> = named.map(Path::to_path_buf).into_iter().collect();
    for input in inputs.values() {
        let folders = input.path.ancestors().skip(1).take_while(|folder| folder.starts_with(&input.root));
        paths.extend(folders.map(|folder| folder.join("cermat.toml")));
    }
    let mut digest = Sha256::new();
    for path in paths {
        if let Ok(bytes) = fs::read(&path) {
            digest.update(path.to_string_lossy().as_bytes());
            digest.update(Sha256::digest(&bytes));
        }
    }
    digest.finalize().into()
}
