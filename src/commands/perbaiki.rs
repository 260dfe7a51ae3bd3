//! `cermat perbaiki`: safe mends in a copy, or only what they would be.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::files::{DIPERBAIKI, HASIL, Input};
use super::{Outcome, colour, files, konfigurasi, print, profiles, progress, write};
use crate::cli::Perbaiki;
use crate::error::{Error, Result};
use crate::outputs::Failure;
use crate::outputs::perbaikan::{self, Mended};
use crate::pipeline::{self, Settings};

/// Mends the workbooks, lists what was mended, and writes the copies when asked to.
pub fn run(asked: &Perbaiki) -> Result<Outcome> {
    let settings = Settings { profiles: profiles(asked.umum.profil.as_deref())?, ..Settings::default() };
    let folder = output_folder(asked);
    let found = files::find(&asked.paths, Some(&folder))?;
    let settings = konfigurasi::settings_of(&found.inputs, asked.konfig.as_deref(), &settings)?;
    let is_written = asked.tulis && !asked.uji;
    let bar = progress(found.inputs.len(), false);
    let results: Vec<Result<Mended>> = found
        .inputs
        .par_iter()
        .zip(&settings)
        .map(|(input, settings)| {
            let bytes = files::read(&input.path)?;
            let mended = pipeline::guarded(|| perbaikan::mend(&input.nama, &bytes, settings));
            bar.inc(1);
            mended
        })
        .collect();
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
    print(&perbaikan::report(&mended, &failures, shown.as_deref(), colour(asked.umum.tanpa_warna)));
    let is_open = !is_written && mended.iter().any(|(book, _)| !book.mends.is_empty());
    Ok(match failures.is_empty() {
        false => Outcome::Failed,
        true if is_open => Outcome::Found,
        true => Outcome::Clean,
    })
}

/// `hasil` in the first folder given, or beside the first file.
fn output_folder(asked: &Perbaiki) -> PathBuf {
    let first = asked.paths.iter().find(|path| path.exists()).unwrap_or(&asked.paths[0]);
    let usual = || if first.is_dir() { first.join(HASIL) } else { first.with_file_name(HASIL) };
    asked.hasil.clone().unwrap_or_else(usual)
}

/// The file name of each input's copy, none of them twice.
fn copies(inputs: &[Input]) -> Vec<String> {
    let mut taken = HashSet::new();
    let names = inputs.iter().map(|input| {
        let stem = input.path.file_stem().unwrap_or_default().to_string_lossy();
        let stem = stem.strip_suffix(DIPERBAIKI).unwrap_or(&stem);
        let extension = input.path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let mut names = (1..).map(|number: u32| match number {
            1 => format!("{stem}{DIPERBAIKI}.{extension}"),
            _ => format!("{stem} ({number}){DIPERBAIKI}.{extension}"),
        });
        names.find(|name| taken.insert(name.to_lowercase())).expect("there are more numbers than files")
    });
    names.collect()
}

/// Writes a copy, never over an input.
fn write_copy(folder: &Path, name: &str, book: &Mended, inputs: &[Input]) -> Result<()> {
    let path = folder.join(name);
    let same = |input: &Input| matches!((fs::canonicalize(&input.path), fs::canonicalize(&path)), (Ok(one), Ok(other)) if one == other);
    if inputs.iter().any(same) {
        let detail = "berkas masukan ini akan tertimpa hasil; pilih folder lain dengan --hasil".into();
        return Err(Error::Config { path, detail });
    }
    write::prepare(folder)?;
    write::atomically(&path, &book.bytes).map(drop)
}
