//! Which files are read, and reading them.
//!
//! A file that is named is read whatever its name; in folders only workbooks are, without lock
//! files, hidden files and what cermat itself wrote.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::disk;
use crate::bahasa::Pesan;
use crate::error::{Error, Result};
use crate::outputs::Failure;
use crate::xlsx::limits::{Limits, MB};
use crate::xlsx::{EXTENSIONS, Source};

/// The folder outputs go to unless another is named.
pub const HASIL: &str = "hasil";
/// What an annotated copy's stem ends with.
pub const DIPERIKSA: &str = ".diperiksa";
/// What a mended copy's stem ends with.
pub const DIPERBAIKI: &str = ".diperbaiki";
/// The summary's file name.
pub const RINGKASAN: &str = "ringkasan.xlsx";
/// The findings' file name; it tells a folder that cermat wrote.
pub const TEMUAN: &str = "temuan.json";
/// The tables of the LKjIP as a workbook.
pub const LAMPIRAN: &str = "lampiran.xlsx";
/// The same as a document; it tells that the workbook beside it is ours.
pub const LAMPIRAN_DOCX: &str = "lampiran.docx";

/// The file name of the page to look at.
pub const LAPORAN: &str = "laporan.html";

/// What a watcher wrote down; it tells its output folder, whatever that is called.
pub const RIWAYAT: &str = ".awasi.ndjson";

/// A workbook to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it stands.
    pub path: PathBuf,
    /// Its name in the reports: with the folders below the one that was given.
    pub nama: String,
    /// The folder that was given, or the folder of the file that was.
    pub root: PathBuf,
}

/// What the paths lead to.
#[derive(Debug, Default)]
pub struct Found {
    /// Workbooks, by name.
    pub inputs: Vec<Input>,
    /// Paths that lead nowhere.
    pub failures: Vec<Failure>,
}

/// Finds the workbooks of files and folders; what stands in `output` is no input.
///
/// # Errors
/// [`Error::Config`] when the folders hold no workbook at all.
pub fn find(paths: &[PathBuf], output: Option<&Path>) -> Result<Found> {
    let output = output.and_then(|folder| fs::canonicalize(folder).ok());
    let mut found = Found::default();
    for path in paths {
        match fs::metadata(path) {
            Ok(kind) if kind.is_dir() => walk(path, output.as_deref(), &mut found),
            Ok(kind) if kind.is_file() => {
                let nama = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
                found.inputs.push(Input { path: path.clone(), nama, root });
            }
            Ok(_) => found
                .failures
                .push(Failure { nama: shown(path), sebab: Pesan::new("bukan berkas biasa", "not an ordinary file") }),
            Err(source) => {
                found.failures.push(Failure { nama: shown(path), sebab: reason(path, &Error::io(path, source)) })
            }
        }
    }
    tidy(&mut found);
    if found.inputs.is_empty() && found.failures.is_empty() {
        let path = paths.first().cloned().unwrap_or_default();
        let kinds = EXTENSIONS.join(", .");
        return Err(Error::config(
            path,
            format!("tidak ada buku kerja Excel (.{kinds}) di folder ini"),
            format!("there is no Excel workbook (.{kinds}) in this folder"),
        ));
    }
    Ok(found)
}

fn walk(folder: &Path, output: Option<&Path>, found: &mut Found) {
    let entries = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || is_wanted_entry(entry, output));
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_workbook(entry.path()) => {
                let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                found.inputs.push(Input {
                    path: entry.path().to_path_buf(),
                    nama: shown(below),
                    root: folder.to_path_buf(),
                });
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_path_buf();
                let source = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
                found.failures.push(Failure { nama: shown(&path), sebab: reason(&path, &Error::io(&path, source)) });
            }
        }
    }
}

/// Not hidden, and no folder of outputs.
fn is_wanted_entry(entry: &DirEntry, output: Option<&Path>) -> bool {
    let name = entry.file_name().to_string_lossy();
    if name.starts_with('.') || name.starts_with("~$") {
        return false;
    }
    if !entry.file_type().is_dir() {
        return true;
    }
    let has = |file: &str| entry.path().join(file).is_file();
    let is_named = name.eq_ignore_ascii_case(HASIL) && (has(TEMUAN) || has(LAMPIRAN) && has(LAMPIRAN_DOCX));
    let is_ours = is_named || has(RIWAYAT);
    let is_output = output.is_some_and(|output| fs::canonicalize(entry.path()).is_ok_and(|path| path == output));
    !is_ours && !is_output
}

fn is_workbook(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let is_known = extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let stem = unnumbered(&stem);
    let is_copy = stem.ends_with(DIPERIKSA) || stem.ends_with(DIPERBAIKI);
    // With `--hasil` outputs may stand among the inputs.
    let is_beside =
        |own: &str, other: &str| Some(stem) == own.strip_suffix(".xlsx") && path.with_file_name(other).is_file();
    let is_summary = is_beside(RINGKASAN, TEMUAN) || is_beside(LAMPIRAN, LAMPIRAN_DOCX);
    is_known && !is_copy && !is_summary
}

/// A stem without the number of an output that was written beside an open one: `ringkasan (2)`.
fn unnumbered(stem: &str) -> &str {
    let number = |rest: &str| rest.strip_suffix(')').is_some_and(|digit| digit.parse::<u8>().is_ok());
    stem.rsplit_once(" (").filter(|(_, rest)| number(rest)).map_or(stem, |(stem, _)| stem)
}

/// Each file once, by name; files of the same name get the path they were given by.
fn tidy(found: &mut Found) {
    let mut seen = HashSet::new();
    found.inputs.retain(|input| seen.insert(fs::canonicalize(&input.path).unwrap_or_else(|_| input.path.clone())));
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for input in &found.inputs {
        *names.entry(input.nama.clone()).or_default() += 1;
    }
    for input in &mut found.inputs {
        if names[&input.nama] > 1 {
            input.nama = shown(&input.path);
        }
    }
    found.inputs.sort_by(|a, b| (&a.nama, &a.path).cmp(&(&b.nama, &b.path)));
}

/// A path with `/` between its parts on every system.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// The sentence without the path, where the name stands before it anyway.
pub fn reason(path: &Path, error: &Error) -> Pesan {
    match error {
        Error::Io { path: own, .. } | Error::Config { path: own, .. } if own == path => error.sebab(),
        _ => error.pesan(),
    }
}

/// A larger file is not held in memory: pictures make it large, and they are only copied.
const MOST_IN_MEMORY: u64 = 8 << 20;

/// Takes hold of a file's content, and makes sure nobody saved it meanwhile.
///
/// # Errors
/// [`Error::Io`], [`Error::Changed`], or [`Error::Refused`] for one too large to be a workbook.
pub fn read(path: &Path, limits: &Limits) -> Result<Source<'static>> {
    let state = || {
        let metadata = fs::metadata(path).map_err(|source| Error::io(path, source))?;
        Ok((metadata.len(), metadata.modified().ok()))
    };
    let before = state()?;
    if before.0 > limits.file_bytes {
        let most = limits.file_bytes / MB;
        return Err(Error::refused(
            format!("berkasnya lebih besar dari {most} MB ([batas] berkas_mb)"),
            format!("the file is larger than {most} MB ([batas] berkas_mb)"),
        ));
    }
    let (content, length) = if before.0 > MOST_IN_MEMORY {
        own_copy(path, before.0)?
    } else {
        let bytes = disk::read_most(path, before.0).map_err(|source| Error::io(path, source))?;
        let length = bytes.len() as u64;
        (bytes.into(), length)
    };
    if state()? != before || length != before.0 {
        return Err(Error::Changed);
    }
    Ok(content)
}

/// A file copied to one of our own, without a name, that the system takes away when it is closed; and its length.
fn own_copy(path: &Path, most: u64) -> Result<(Source<'static>, u64)> {
    let ours = std::env::temp_dir();
    let copy = disk::nameless(&ours).map_err(|source| Error::io(&ours, source))?;
    let length = disk::copy_most(path, &copy, most).map_err(|source| match source.kind() {
        std::io::ErrorKind::StorageFull => Error::io(&ours, source),
        _ => Error::io(path, source),
    })?;
    Ok((Source::file(copy), length))
}

/// An output that would take the place of an input stops the run before anything is written.
///
/// # Errors
/// [`Error::Config`] with the output's path.
pub fn refuse_overwriting<'a>(
    inputs: impl Iterator<Item = &'a Input>,
    outputs: impl Iterator<Item = &'a str>,
    folder: &Path,
) -> Result<()> {
    let inputs: HashSet<PathBuf> = inputs.filter_map(|input| fs::canonicalize(&input.path).ok()).collect();
    for path in outputs.map(|name| folder.join(name)) {
        if fs::canonicalize(&path).is_ok_and(|path| inputs.contains(&path)) {
            return Err(Error::config(
                path,
                "berkas masukan ini akan tertimpa hasil; pilih folder lain dengan --hasil",
                "this input would be overwritten by the outputs; name another folder with --hasil",
            ));
        }
    }
    Ok(())
}
