//! The work `periksa` and `awasi` share, first part: which workbooks there are, what their copies are named, and each
//! of them read and checked. `finish` is the second.

use std::collections::HashSet;
use std::path::Path;

use super::digest::Digest;
use super::files::{DIPERIKSA, Input, LAMPIRAN, LAMPIRAN_DOCX, LAPORAN, RINGKASAN, TEMUAN};
use super::{digest, diterima, files};
use crate::error::{Error, Result};
use crate::grid::{Book, BookFormat};
use crate::outputs::Failure;
use crate::outputs::diterima::Baris;
use crate::pipeline::{self, Checked, Settings};
use crate::xlsx::Source;

/// A workbook and the name of its copy.
#[derive(Debug, Clone)]
pub struct Job {
    /// The workbook.
    pub input: Input,
    /// File name of its copy in the output folder.
    pub copy: String,
}

/// Gives each workbook's copy a name.
pub fn jobs(inputs: &[Input]) -> Vec<Job> {
    let names = copy_names(inputs, DIPERIKSA, |path| copy_extension(path).to_string());
    inputs.iter().cloned().zip(names).map(|(input, copy)| Job { input, copy }).collect()
}

/// A file name for the copy of each workbook, its stem with a suffix; each of its own, also where the system
/// does not tell `A` from `a`.
pub fn copy_names(inputs: &[Input], suffix: &str, extension: impl Fn(&Path) -> String) -> Vec<String> {
    let mut taken = HashSet::new();
    let names = inputs.iter().map(|input| {
        let stem = input.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let stem = short(stem.strip_suffix(suffix).unwrap_or(&stem));
        let extension = extension(&input.path);
        let mut names = (1..).map(|number: u32| match number {
            1 => format!("{stem}{suffix}.{extension}"),
            _ => format!("{stem} ({number}){suffix}.{extension}"),
        });
        names.find(|name| taken.insert(name.to_lowercase())).expect("there are more numbers than files")
    });
    names.collect()
}

/// A stem that leaves room for what a copy's name adds: systems allow 255 bytes.
fn short(stem: &str) -> &str {
    const LONGEST: usize = 215;
    let end = (0..=LONGEST.min(stem.len())).rev().find(|&end| stem.is_char_boundary(end)).unwrap_or(0);
    stem[..end].trim_end()
}

/// A patched package keeps its kind, which Excel expects to see in its name; others become xlsx.
fn copy_extension(path: &Path) -> &'static str {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("xlsm") => "xlsm",
        Some("xltx") => "xltx",
        Some("xltm") => "xltm",
        _ => "xlsx",
    }
}

/// An output that would take the place of an input stops the run before anything is written.
///
/// # Errors
/// [`Error::Config`] with the output's path.
pub fn refuse_overwriting(jobs: &[Job], folder: &Path) -> Result<()> {
    let outputs = jobs.iter().map(|job| job.copy.as_str());
    let outputs = outputs.chain([RINGKASAN, TEMUAN, LAPORAN, LAMPIRAN, LAMPIRAN_DOCX]);
    files::refuse_overwriting(jobs.iter().map(|job| &job.input), outputs, folder)
}

/// A checked workbook, before its copy is written.
pub struct Read {
    /// What was found, before the comparison with the others.
    pub checked: Checked,
    /// What the file held, to see that nobody saved it meanwhile.
    pub digest: Digest,
    /// What people wrote on its sheet of findings, when it is a copy itself.
    pub entered: Vec<Baris>,
    /// The source and, where the copy is written anew from it, the workbook read; a run over many files reads them again.
    pub kept: Option<(Source<'static>, Option<Book>)>,
}

impl Read {
    /// A workbook read from its bytes, of which the digest is known, and checked.
    ///
    /// # Errors
    /// Whatever keeps the bytes from being a workbook.
    pub fn new(nama: &str, source: Source<'static>, digest: Digest, settings: &Settings, keep: bool) -> Result<Self> {
        let (laporan, checked) = pipeline::check(pipeline::open_within(nama, &source, &settings.limits)?, settings)?;
        let stem = Path::new(nama).file_stem().unwrap_or_default().to_string_lossy();
        let entered = if stem.ends_with(DIPERIKSA) { diterima::rows_of_copy(&source, nama) } else { Vec::new() };
        let book = (checked.format != BookFormat::Xlsx).then_some(laporan.book);
        Ok(Self { checked, digest, entered, kept: keep.then_some((source, book)) })
    }

    /// One whose bytes are read again when its copy is written.
    pub fn known(checked: Checked, digest: Digest) -> Self {
        Self { checked, digest, entered: Vec::new(), kept: None }
    }
}

/// One workbook read and checked.
///
/// # Errors
/// The failure to report for this file.
pub fn check(job: &Job, settings: &Settings, keep: bool) -> std::result::Result<Read, Failure> {
    let nama = &job.input.nama;
    let read = files::read(&job.input.path, &settings.limits).and_then(|source| {
        let digest = digest::of(source.clone()).map_err(Error::damaged)?;
        Read::new(nama, source, digest, settings, keep)
    });
    read.map_err(|error| Failure { nama: nama.clone(), sebab: files::reason(&job.input.path, &error) })
}
