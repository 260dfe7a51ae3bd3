//! The work `periksa` and `awasi` share: workbooks checked, compared with each other, their copies and the
//! reports written.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::Path;

use super::digest::Digest;
use super::files::{DIPERIKSA, Input, LAMPIRAN, LAMPIRAN_DOCX, LAPORAN, RINGKASAN, TEMUAN};
use super::write::Output;
use super::{digest, diterima, files, giliran, lampiran, write};
use crate::bahasa::{Bahasa, Pesan};
use crate::error::{Error, Result};
use crate::grid::{Book, BookFormat};
use crate::laporan::Laporan;
use crate::outputs::annotated::{annotate_to, rebuild};
use crate::outputs::baru::EarlierBook;
use crate::outputs::diterima::{Baris, Terdahulu};
use crate::outputs::lampiran::Minta;
use crate::outputs::{self, CheckedBook, Failure, Run, html, ringkasan, temuan};
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
    entered: Vec<Baris>,
    /// The source and, where the copy is written anew from it, the workbook read; a run over many files reads them again.
    kept: Option<(Source<'static>, Option<Book>)>,
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

/// Compares the workbooks with each other, puts what people wrote into the outputs of the `earlier` run beside
/// their findings, and writes the copies of those that are not `current`: of these the copy in the folder shows
/// the same findings already.
pub fn finish(
    jobs: &[Job],
    settings: &[Settings],
    mut read: Vec<std::result::Result<Read, Failure>>,
    folder: &Path,
    is_current: impl Fn(&Job, &Checked) -> bool + Sync,
    mut earlier: Terdahulu,
) -> Run {
    let given = read.iter().flatten().flat_map(|read| &read.entered);
    earlier.salinan = given.cloned().chain(std::mem::take(&mut earlier.salinan)).collect();
    let known = earlier.books();
    let mut linked: Vec<_> = read
        .iter_mut()
        .zip(settings)
        .filter_map(|(read, settings)| Some((&mut read.as_mut().ok()?.checked, settings)))
        .collect();
    let compared = pipeline::link(&mut linked);
    let lapsed = outputs::diterima::apply(&mut linked, earlier);
    let unmet = outputs::diterima::unmet(&linked);
    let items = jobs.iter().zip(settings).zip(read).map(|((job, settings), read)| {
        let is_current = read.as_ref().is_ok_and(|read| is_current(job, &read.checked));
        (job, settings, read, is_current)
    });
    let results = giliran::side_by_side(
        items.collect(),
        // Of a workbook whose copy stays nothing is read.
        |(job, settings, read, is_current)| {
            let path = job.input.path.as_path();
            (Some(path).filter(|_| read.is_ok() && !is_current), *settings)
        },
        |(job, settings, read, is_current)| match read {
            Ok(Read { checked, .. }) if is_current => (Some(current(job, folder, checked, &known)), None),
            read => copy(job, folder, settings, read),
        },
    );
    let mut run = Run { lapsed, ..Run::default() };
    run.notes.extend(unmet);
    for (book, failure) in results {
        run.books.extend(book);
        run.failures.extend(failure);
    }
    match compared {
        Ok(kurang) => run.kurang = kurang,
        Err(error) => {
            run.failures.push(Failure { nama: "perbandingan antardokumen".into(), sebab: error.pesan() });
        }
    }
    run
}

/// A workbook whose copy stays as it is; its digest is the one it was written with.
fn current(job: &Job, folder: &Path, checked: Checked, known: &[EarlierBook]) -> CheckedBook {
    let written = known.iter().find(|book| book.salinan.as_ref() == Some(&job.copy));
    CheckedBook {
        copy: Some(job.copy.clone()),
        copy_digest: written.and_then(|book| book.salinan_sha256.clone()),
        origin: diterima::seen_from(folder, &job.input.path),
        ..CheckedBook::without_copy(checked)
    }
}

/// Writes what tells of all workbooks; an output that somebody has open is written beside and noted in the run.
///
/// # Errors
/// The first output that can't be written; the others are written all the same.
pub fn write_reports(run: &mut Run, folder: &Path) -> Result<()> {
    let mut outcome = Ok(());
    for (name, bytes) in reports(run) {
        match bytes.and_then(|bytes| write::atomically(&folder.join(name), &bytes)) {
            Ok(path) => run.notes.extend(beside(name, &path)),
            Err(error) => outcome = outcome.and(Err(error)),
        }
    }
    outcome
}

/// The reports with their names, made side by side.
fn reports(run: &Run) -> Vec<(&'static str, Result<Vec<u8>>)> {
    let findings = || {
        vec![
            (TEMUAN, Ok(temuan::json(run).into_bytes())),
            (RINGKASAN, ringkasan::workbook(run)),
            (LAPORAN, Ok(html::page(run).into_bytes())),
        ]
    };
    let tables = || match (!run.books.is_empty()).then(|| lampiran::make(run, &Minta::default())) {
        Some(Ok(made)) => vec![(LAMPIRAN, Ok(made.xlsx)), (LAMPIRAN_DOCX, Ok(made.docx))],
        Some(Err(error)) => vec![(LAMPIRAN, Err(error))],
        None => Vec::new(),
    };
    let (mut reports, lampiran) = rayon::join(findings, tables);
    reports.extend(lampiran);
    reports
}

/// The note on an output that went beside the one it should have replaced.
pub fn beside(name: &str, path: &Path) -> Option<Pesan> {
    let written = path.file_name()?.to_string_lossy();
    (written != name).then(|| {
        Pesan::new(
            format!("{name} sedang dibuka, jadi hasil yang baru ditulis sebagai «{written}»"),
            format!("{name} is open, so the new output was written as «{written}»"),
        )
    })
}

/// The workbook's copy written. One that can't be made is a failure of its own; the findings are kept.
fn copy(
    job: &Job,
    folder: &Path,
    settings: &Settings,
    read: std::result::Result<Read, Failure>,
) -> (Option<CheckedBook>, Option<Failure>) {
    let Read { checked, digest, kept, .. } = match read {
        Ok(read) => read,
        Err(failure) => return (None, Some(failure)),
    };
    let written = write::streamed(&folder.join(&job.copy), |out| {
        pipeline::guarded(|| match kept {
            Some((source, book)) => mark(&source, book, job, settings, &checked, out),
            None => {
                let source = files::read(&job.input.path, &settings.limits)?;
                if digest != digest::of(source.clone()).map_err(Error::damaged)? {
                    return Err(Error::Changed);
                }
                mark(&source, None, job, settings, &checked, out)
            }
        })
    });
    let mut book = CheckedBook::without_copy(checked);
    book.origin = diterima::seen_from(folder, &job.input.path);
    let written = written.map(|(path, digest, notes)| {
        book.copy = Some(path.file_name().map_or(job.copy.clone(), |name| name.to_string_lossy().into_owned()));
        book.copy_digest = Some(digest);
        book.copy_notes = notes.into_iter().chain(beside(&job.copy, &path)).collect();
    });
    let failure = written.err().map(|error| {
        let told = error.pesan();
        let sebab = Pesan::new(
            format!("salinan bertanda tidak dapat dibuat: {told}"),
            format!("the annotated copy can't be made: {}", told.text(Bahasa::En)),
        );
        Failure { nama: job.input.nama.clone(), sebab }
    });
    (Some(book), failure)
}

/// Writes the marked copy and gives the notes on it. Only a package is patched; another format is written anew
/// from its workbook.
fn mark(
    source: &Source<'_>,
    book: Option<Book>,
    job: &Job,
    settings: &Settings,
    checked: &Checked,
    out: &mut Output<'_>,
) -> Result<Vec<Pesan>> {
    if checked.format == BookFormat::Xlsx {
        return annotate_to(source, &checked.findings, out);
    }
    let book = match book {
        Some(book) => book,
        None => {
            Laporan::read(pipeline::open_within(&job.input.nama, source, &settings.limits)?, &settings.profiles).book
        }
    };
    let copy = rebuild(&book, &source.whole()?, &checked.findings)?;
    // Why it could not be written is remembered where it goes.
    out.write_all(&copy.bytes).map_err(Error::damaged)?;
    Ok(copy.notes)
}
