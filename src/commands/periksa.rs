//! `cermat periksa`: checks every workbook and writes the outputs.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::files::{DIPERIKSA, Input, LAMPIRAN, LAMPIRAN_DOCX, RINGKASAN, TEMUAN};
use super::{Outcome, colour, complain, diterima, files, konfigurasi, lampiran, print, profiles, progress, write};
use crate::cli::{Format, Periksa};
use crate::error::{Error, Result};
use crate::grid::{Book, BookFormat};
use crate::laporan::Laporan;
use crate::outputs::annotated::{Annotated, annotate, rebuild};
use crate::outputs::baru::{self, Earlier};
use crate::outputs::diterima::{Baris, Terdahulu};
use crate::outputs::lampiran::Minta;
use crate::outputs::terminal::{self, Look};
use crate::outputs::{self, CheckedBook, Failure, Run, ringkasan, temuan};
use crate::pipeline::{self, Checked, Settings};
use crate::profile::CONTOH;
use crate::rules;

/// Checks, writes the outputs, prints the report.
pub fn run(asked: &Periksa) -> Result<Outcome> {
    if asked.contoh_konfigurasi {
        print(CONTOH);
        return Ok(Outcome::Clean);
    }
    let settings = settings(asked)?;
    let earlier = asked.baru.as_deref().map(earlier).transpose()?;
    let folder = super::output_folder(asked.hasil.as_deref(), &asked.paths);
    let found = files::find(&asked.paths, Some(&folder))?;
    if found.inputs.is_empty() {
        // Nothing to write, so no folder is made either, least of all for a mistyped path.
        tell(&Run { failures: found.failures, ..Run::default() }, asked, None);
        return Ok(Outcome::Failed);
    }
    let jobs = jobs(&found.inputs);
    let settings = konfigurasi::settings_of(&found.inputs, asked.konfig.as_deref(), &settings)?;
    refuse_overwriting(&jobs, &folder)?;
    write::prepare(&folder).map_err(|error| {
        let detail = format!("{}; pilih folder hasil lain dengan --hasil", files::reason(&folder, &error));
        Error::Config { path: folder.clone(), detail }
    })?;

    let bar = progress(jobs.len(), asked.diam);
    let is_alone = jobs.len() == 1;
    let mut read: Vec<_> = jobs
        .par_iter()
        .zip(&settings)
        .map(|(job, settings)| {
            let result = check(job, settings, is_alone);
            bar.inc(1);
            result
        })
        .collect();
    let earlier_outputs = earlier_outputs(&folder, &read);
    let mut linked: Vec<_> = read
        .iter_mut()
        .zip(&settings)
        .filter_map(|(read, settings)| Some((&mut read.as_mut().ok()?.checked, settings)))
        .collect();
    let compared = pipeline::link(&mut linked);
    let earlier_books = earlier_outputs.temuan.as_ref().map(|temuan| temuan.books().to_vec()).unwrap_or_default();
    let lapsed = outputs::diterima::apply(&mut linked, earlier_outputs);
    let results: Vec<(Option<CheckedBook>, Option<Failure>)> = jobs
        .par_iter()
        .zip(&settings)
        .zip(read)
        .map(|((job, settings), read)| copy(job, &folder, settings, read))
        .collect();
    bar.finish_and_clear();

    let mut run = Run { failures: found.failures, lapsed, ..Run::default() };
    for (book, failure) in results {
        run.books.extend(book);
        run.failures.extend(failure);
    }
    if let Err(error) = compared {
        run.failures.push(Failure { nama: "perbandingan antardokumen".into(), sebab: error.to_string() });
    }
    run.failures.sort_by(|a, b| a.nama.cmp(&b.nama));
    if let (Some(earlier), Some(path)) = (earlier, &asked.baru) {
        baru::compare(&mut run, earlier, files::shown(path), |nama, code| {
            let own = jobs.iter().zip(&settings).find(|(job, _)| job.input.nama == nama);
            own.zip(rules::rule(code)).is_some_and(|((_, settings), rule)| pipeline::is_wanted(rule, settings))
        });
    }
    let written = write_reports(&run, &folder);
    if written.is_ok() {
        let copies: HashSet<&str> = jobs.iter().map(|job| job.copy.as_str()).collect();
        run.changed_copies = diterima::tidy(&folder, &earlier_books, &copies);
    }
    tell(&run, asked, Some(&folder));
    // A summary that is still open in Excel can't be replaced; the findings are told all the same.
    written?;
    Ok(if !run.failures.is_empty() {
        Outcome::Failed
    } else if run.newly_reaches(asked.tingkat) {
        Outcome::Found
    } else {
        Outcome::Clean
    })
}

fn settings(asked: &Periksa) -> Result<Settings> {
    let profiles = profiles(asked.umum.profil.as_deref())?;
    let rules = konfigurasi::codes(&asked.aturan)?;
    Ok(Settings { profiles, rules, ignored: konfigurasi::codes(&asked.abaikan)?, ..Settings::default() })
}

/// The findings of the earlier run that is named.
fn earlier(path: &Path) -> Result<Earlier> {
    let bytes = fs::read(path).map_err(|source| Error::io(path, source))?;
    baru::read(&bytes).map_err(|detail| Error::Config { path: path.to_path_buf(), detail })
}

/// What people wrote in earlier outputs, and in copies that are given as inputs.
fn earlier_outputs(folder: &Path, read: &[std::result::Result<Read, Failure>]) -> Terdahulu {
    let mut terdahulu = diterima::read(folder);
    let given = read.iter().flatten().flat_map(|read| &read.entered);
    terdahulu.salinan = given.cloned().chain(terdahulu.salinan).collect();
    terdahulu
}

fn write_reports(run: &Run, folder: &Path) -> Result<()> {
    write::atomically(&folder.join(TEMUAN), temuan::json(run).as_bytes())?;
    write::atomically(&folder.join(RINGKASAN), &ringkasan::workbook(run)?)?;
    if run.books.is_empty() { Ok(()) } else { lampiran::write(run, &Minta::default(), folder).map(drop) }
}

/// A workbook and the name of its copy.
#[derive(Debug)]
struct Job {
    input: Input,
    copy: String,
}

/// Gives each workbook's copy a name of its own, also where the system does not tell `A` from `a`.
fn jobs(inputs: &[Input]) -> Vec<Job> {
    let mut taken = HashSet::new();
    let mut jobs = Vec::new();
    for input in inputs {
        let stem = input.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let stem = stem.strip_suffix(DIPERIKSA).unwrap_or(&stem);
        let extension = copy_extension(&input.path);
        let names = (1..).map(|number: u32| match number {
            1 => format!("{stem}{DIPERIKSA}.{extension}"),
            _ => format!("{stem} ({number}){DIPERIKSA}.{extension}"),
        });
        let mut names = names.into_iter();
        let copy = names.find(|name| taken.insert(name.to_lowercase())).expect("there are more numbers than files");
        jobs.push(Job { input: input.clone(), copy });
    }
    jobs
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
fn refuse_overwriting(jobs: &[Job], folder: &Path) -> Result<()> {
    let inputs: HashSet<PathBuf> = jobs.iter().filter_map(|job| fs::canonicalize(&job.input.path).ok()).collect();
    let outputs = jobs.iter().map(|job| job.copy.as_str()).chain([RINGKASAN, TEMUAN, LAMPIRAN, LAMPIRAN_DOCX]);
    for path in outputs.map(|name| folder.join(name)) {
        if fs::canonicalize(&path).is_ok_and(|path| inputs.contains(&path)) {
            let detail = "berkas masukan ini akan tertimpa hasil; pilih folder lain dengan --hasil".into();
            return Err(Error::Config { path, detail });
        }
    }
    Ok(())
}

/// A checked workbook, before its copy is written.
struct Read {
    checked: Checked,
    /// What the file held, to see that nobody saved it meanwhile.
    digest: Digest,
    /// What people wrote on its sheet of findings, when it is a copy itself.
    entered: Vec<Baris>,
    /// The bytes and the workbook read from them; a run over many files reads them again.
    kept: Option<(Vec<u8>, Book)>,
}

type Digest = [u8; 32];

/// One workbook read and checked.
fn check(job: &Job, settings: &Settings, keep: bool) -> std::result::Result<Read, Failure> {
    let nama = &job.input.nama;
    let checked = files::read(&job.input.path).and_then(|bytes| {
        let (laporan, checked) = pipeline::check(pipeline::open(nama, &bytes)?, settings)?;
        let digest = Sha256::digest(&bytes).into();
        let stem = job.input.path.file_stem().unwrap_or_default().to_string_lossy();
        let is_copy = stem.ends_with(DIPERIKSA);
        let entered = if is_copy { diterima::rows_of_copy(&bytes, nama) } else { Vec::new() };
        Ok(Read { checked, digest, entered, kept: keep.then_some((bytes, laporan.book)) })
    });
    checked.map_err(|error| Failure { nama: nama.clone(), sebab: files::reason(&job.input.path, &error) })
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
    let annotated = pipeline::guarded(|| match kept {
        Some((bytes, book)) => mark(&bytes, Some(book), job, settings, &checked),
        None => {
            let bytes = files::read(&job.input.path)?;
            if digest != Digest::from(Sha256::digest(&bytes)) {
                return Err(Error::Changed);
            }
            mark(&bytes, None, job, settings, &checked)
        }
    });
    let written = annotated.and_then(|Annotated { bytes, notes }| {
        write::atomically(&folder.join(&job.copy), &bytes)?;
        Ok((notes, diterima::hexadecimal(&bytes)))
    });
    let origin = diterima::seen_from(folder, &job.input.path);
    match written {
        Ok((copy_notes, copy_digest)) => {
            let (copy, copy_digest) = (Some(job.copy.clone()), Some(copy_digest));
            (Some(CheckedBook { checked, copy, copy_notes, copy_digest, origin, status: Vec::new() }), None)
        }
        Err(error) => {
            let sebab = format!("salinan bertanda tidak dapat dibuat: {error}");
            let book = CheckedBook {
                checked,
                copy: None,
                copy_notes: Vec::new(),
                copy_digest: None,
                origin,
                status: Vec::new(),
            };
            (Some(book), Some(Failure { nama: job.input.nama.clone(), sebab }))
        }
    }
}

/// The marked copy's bytes. Only a package is patched; another format is written anew from its workbook.
fn mark(bytes: &[u8], book: Option<Book>, job: &Job, settings: &Settings, checked: &Checked) -> Result<Annotated> {
    if checked.format == BookFormat::Xlsx {
        return annotate(bytes, &checked.findings);
    }
    let book = match book {
        Some(book) => book,
        None => Laporan::read(pipeline::open(&job.input.nama, bytes)?, &settings.profiles).book,
    };
    rebuild(&book, &checked.findings)
}

/// Prints what was asked for; `folder` is where the outputs went, if there are any.
fn tell(run: &Run, asked: &Periksa, folder: Option<&Path>) {
    let text = match (asked.format, folder) {
        (Format::Teks, Some(folder)) if !asked.diam => {
            let look = Look { colour: colour(asked.umum.tanpa_warna), all: asked.rinci, kelompok: asked.kelompok };
            terminal::report(run, &folder.display().to_string(), look)
        }
        (Format::Json, _) if !asked.diam => temuan::json(run),
        (Format::Ndjson, _) if !asked.diam => temuan::ndjson(run),
        (Format::Csv, _) if !asked.diam => temuan::csv(run, asked.kelompok),
        (Format::Junit, _) if !asked.diam => temuan::junit(run, asked.tingkat),
        (Format::Sarif, _) if !asked.diam => temuan::sarif(run),
        _ => {
            for failure in &run.failures {
                complain(&format!("Gagal: {}: {}.\n", failure.nama, failure.sebab));
            }
            return;
        }
    };
    print(&text);
}
