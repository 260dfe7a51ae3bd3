//! The work `periksa` and `awasi` share, second part: the checked workbooks compared with each other, their copies and the
//! reports written.

use std::io::Write as _;
use std::path::Path;

use super::digest::Digest;
use super::files::{LAMPIRAN, LAMPIRAN_DOCX, LAPORAN, RINGKASAN, TEMUAN};
use super::work::{Job, Read};
use super::write::Output;
use super::{digest, diterima, files, giliran, lampiran, write};
use crate::bahasa::{Bahasa, Pesan};
use crate::error::{Error, Result};
use crate::grid::{Book, BookFormat};
use crate::laporan::Laporan;
use crate::outputs::annotated::{annotate_to, rebuild};
use crate::outputs::baru::EarlierBook;
use crate::outputs::diterima::Terdahulu;
use crate::outputs::lampiran::Minta;
use crate::outputs::{self, CheckedBook, Failure, Run, html, ringkasan, temuan};
use crate::pipeline::{self, Checked, Settings};
use crate::rules::RULES;
use crate::xlsx::Source;

/// A workbook whose copy is to be written.
struct Due<'a> {
    job: &'a Job,
    settings: &'a Settings,
    digest: Digest,
    kept: Option<(Source<'static>, Option<Book>)>,
    /// The copy in the folder shows the same findings already.
    is_current: bool,
}

/// What became of a copy.
struct Copied {
    name: String,
    digest: Option<String>,
    notes: Vec<Pesan>,
}

/// A report, by its name.
type Report = (&'static str, Result<Vec<u8>>);

/// A run whose copies are written.
pub struct Finished {
    /// What was found and written.
    pub run: Run,
    /// The Lampiran, not yet written.
    tables: Vec<Report>,
}

/// Compares the workbooks with each other, puts what people wrote into the outputs of the `earlier` run beside
/// their findings, and writes the copies of those that are not `current`: of these the copy in the folder shows
/// the same findings already. The Lampiran is made beside the copies.
pub fn finish(
    jobs: &[Job],
    settings: &[Settings],
    mut read: Vec<std::result::Result<Read, Failure>>,
    folder: &Path,
    is_current: impl Fn(&Job, &Checked) -> bool,
    mut earlier: Terdahulu,
) -> Finished {
    let given = read.iter().flatten().flat_map(|read| &read.entered);
    earlier.salinan = given.cloned().chain(std::mem::take(&mut earlier.salinan)).collect();
    let known = earlier.books();
    let mut run = compared(settings, &mut read, earlier);
    let mut due = Vec::new();
    for ((job, settings), read) in jobs.iter().zip(settings).zip(read) {
        match read {
            Ok(Read { checked, digest, kept, .. }) => {
                let is_current = is_current(job, &checked);
                let origin = diterima::seen_from(folder, &job.input.path);
                let aturan = RULES.iter().filter(|rule| pipeline::is_wanted(rule, settings)).count();
                run.books.push(CheckedBook { origin, aturan, ..CheckedBook::without_copy(checked) });
                due.push(Due { job, settings, digest, kept, is_current });
            }
            Err(failure) => run.failures.push(failure),
        }
    }
    let (copies, tables) = rayon::join(|| copies(due, &run.books, folder, &known), || tables(&run));
    for (book, copied) in run.books.iter_mut().zip(copies) {
        match copied {
            Ok(Copied { name, digest, notes }) => {
                (book.copy, book.copy_digest, book.copy_notes) = (Some(name), digest, notes);
            }
            Err(failure) => run.failures.push(failure),
        }
    }
    Finished { run, tables }
}

/// What the comparison of the workbooks and the outputs of an earlier run tell, as a run without workbooks.
fn compared(settings: &[Settings], read: &mut [std::result::Result<Read, Failure>], earlier: Terdahulu) -> Run {
    let read = read.iter_mut().zip(settings);
    let mut linked: Vec<_> =
        read.filter_map(|(read, settings)| Some((&mut read.as_mut().ok()?.checked, settings))).collect();
    let compared = pipeline::link(&mut linked);
    let lapsed = outputs::diterima::apply(&mut linked, earlier);
    let mut run = Run { lapsed, notes: outputs::diterima::unmet(&linked).into_iter().collect(), ..Run::default() };
    match compared {
        Ok(kurang) => run.kurang = kurang,
        Err(error) => {
            run.failures.push(Failure { nama: "perbandingan antardokumen".into(), sebab: error.pesan() });
        }
    }
    run
}

/// The copies of all workbooks, in their order. One that can't be made is a failure of its own; the findings are kept.
fn copies(
    due: Vec<Due<'_>>,
    books: &[CheckedBook],
    folder: &Path,
    known: &[EarlierBook],
) -> Vec<std::result::Result<Copied, Failure>> {
    giliran::side_by_side(
        due.into_iter().zip(books).collect(),
        // Of a workbook whose copy stays nothing is read.
        |(due, _)| (Some(due.job.input.path.as_path()).filter(|_| !due.is_current), due.settings),
        |(due, book)| if due.is_current { Ok(current(due.job, known)) } else { copy(due, &book.checked, folder) },
    )
}

/// A copy that stays as it is; its digest is the one it was written with.
fn current(job: &Job, known: &[EarlierBook]) -> Copied {
    let written = known.iter().find(|book| book.salinan.as_ref() == Some(&job.copy));
    let digest = written.and_then(|book| book.salinan_sha256.clone());
    Copied { name: job.copy.clone(), digest, notes: Vec::new() }
}

/// The workbook's copy written.
fn copy(due: Due<'_>, checked: &Checked, folder: &Path) -> std::result::Result<Copied, Failure> {
    let Due { job, settings, digest, kept, .. } = due;
    let written = write::streamed(&folder.join(&job.copy), |out| {
        pipeline::guarded(|| match kept {
            Some((source, book)) => mark(&source, book, job, settings, checked, out),
            None => {
                let source = files::read(&job.input.path, &settings.limits)?;
                if digest != digest::of(source.clone()).map_err(Error::damaged)? {
                    return Err(Error::Changed);
                }
                mark(&source, None, job, settings, checked, out)
            }
        })
    });
    let (path, digest, notes) = written.map_err(|error| {
        let told = error.pesan();
        let sebab = Pesan::new(
            format!("salinan bertanda tidak dapat dibuat: {told}"),
            format!("the annotated copy can't be made: {}", told.text(Bahasa::En)),
        );
        Failure { nama: job.input.nama.clone(), sebab }
    })?;
    let name = path.file_name().map_or(job.copy.clone(), |name| name.to_string_lossy().into_owned());
    let notes = notes.into_iter().chain(beside(&job.copy, &path)).collect();
    Ok(Copied { name, digest: Some(digest), notes })
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

/// Writes what tells of all workbooks; an output that somebody has open is written beside and noted in the run.
///
/// # Errors
/// The first output that can't be written; the others are written all the same.
pub fn write_reports(Finished { run, tables }: &mut Finished, folder: &Path) -> Result<()> {
    let mut outcome = Ok(());
    let mut notes = Vec::new();
    let made = FINDINGS.iter().map(|(name, make)| (*name, make(run)));
    for (name, bytes) in std::mem::take(tables).into_iter().chain(made) {
        match bytes.and_then(|bytes| write::atomically(&folder.join(name), &bytes)) {
            Ok(path) => notes.extend(beside(name, &path)),
            Err(error) => outcome = outcome.and(Err(error)),
        }
    }
    run.notes.extend(notes);
    outcome
}

type Make = fn(&Run) -> Result<Vec<u8>>;

/// The reports on the findings, each made when its turn comes: those of large workbooks take much memory.
const FINDINGS: [(&str, Make); 3] = [
    (TEMUAN, |run| Ok(temuan::json(run).into_bytes())),
    (RINGKASAN, ringkasan::workbook),
    (LAPORAN, |run| Ok(html::page(run).into_bytes())),
];

/// The Lampiran, which needs neither copies nor what an earlier run found.
fn tables(run: &Run) -> Vec<Report> {
    match (!run.books.is_empty()).then(|| lampiran::make(run, &Minta::default())) {
        Some(Ok(made)) => vec![(LAMPIRAN, Ok(made.xlsx)), (LAMPIRAN_DOCX, Ok(made.docx))],
        Some(Err(error)) => vec![(LAMPIRAN, Err(error))],
        None => Vec::new(),
    }
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
