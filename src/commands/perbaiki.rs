//! `cermat perbaiki`: safe mends in a copy, or only what they would be.

use std::path::Path;

use super::files::{DIPERBAIKI, Input};
use super::{Outcome, colour, files, giliran, konfigurasi, output_folder, print, profiles, progress, work, write};
use crate::bahasa::Bahasa;
use crate::cli::Perbaiki;
use crate::error::Result;
use crate::outputs::Failure;
use crate::outputs::perbaikan::{self, Mended};
use crate::pipeline::{self, Settings};

/// Mends the workbooks, lists what was mended, and writes the copies when asked to.
pub fn run(asked: &Perbaiki, bahasa: Bahasa) -> Result<Outcome> {
    let settings = Settings { profiles: profiles(asked.umum.profil.as_deref())?, ..Settings::default() };
    let folder = output_folder(&asked.masukan);
    let found = files::find(&asked.masukan.bacaan.paths, Some(&folder))?;
    let settings = konfigurasi::settings_of(&found.inputs, asked.masukan.bacaan.konfig.as_deref(), &settings)?;
    let is_written = asked.tulis && !asked.uji;
    let bar = progress(found.inputs.len(), false);
    let results: Vec<Result<Mended>> = giliran::side_by_side(
        found.inputs.iter().zip(&settings).collect(),
        |(input, settings)| (Some(&input.path), settings),
        |(input, settings)| {
            let source = files::read(&input.path, &settings.limits)?;
            let mended = pipeline::guarded(|| perbaikan::mend(&input.nama, &source.whole()?, settings));
            bar.inc(1);
            mended
        },
    );
    bar.finish_and_clear();
    let mut mended = Vec::new();
    let mut failures = found.failures;
    for ((input, copy), result) in found.inputs.iter().zip(copies(&found.inputs)).zip(results) {
        let result = result.and_then(|book| {
            if is_written && !book.mends.is_empty() {
                write_copy(&folder, &copy, &book, &found.inputs)?;
            }
            Ok(book)
        });
        match result {
            Ok(book) => mended.push((book, copy)),
            Err(error) => {
                failures.push(Failure { nama: input.nama.clone(), sebab: files::reason(&input.path, &error) });
            }
        }
    }
    failures.sort_by(|a, b| a.nama.cmp(&b.nama));
    let shown = is_written.then(|| files::shown(&folder));
    print(&perbaikan::report(&mended, &failures, shown.as_deref(), colour(asked.umum.tanpa_warna), bahasa));
    let is_open = !is_written && mended.iter().any(|(book, _)| !book.mends.is_empty());
    Ok(match failures.is_empty() {
        false => Outcome::Failed,
        true if is_open => Outcome::Found,
        true => Outcome::Clean,
    })
}

/// The file name of each input's copy.
fn copies(inputs: &[Input]) -> Vec<String> {
    let extension = |path: &Path| path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    work::copy_names(inputs, DIPERBAIKI, extension)
}

/// Writes a copy, never over an input.
fn write_copy(folder: &Path, name: &str, book: &Mended, inputs: &[Input]) -> Result<()> {
    files::refuse_overwriting(inputs.iter(), std::iter::once(name), folder)?;
    write::prepare(folder)?;
    write::atomically(&folder.join(name), &book.bytes).map(drop)
}
