//! `cermat kenali`: what is recognised in each workbook.

use super::{Outcome, colour, files, giliran, konfigurasi, print, profiles};
use crate::bahasa::Bahasa;
use crate::cli::Kenali;
use crate::error::Result;
use crate::outputs::{Failure, kenali};
use crate::pipeline::{self, Settings};

/// Reads the workbooks and prints what was recognised.
pub fn run(asked: &Kenali, bahasa: Bahasa) -> Result<Outcome> {
    let given = Settings { profiles: profiles(asked.umum.profil.as_deref())?, ..Settings::default() };
    let found = files::find(&asked.bacaan.paths, None)?;
    let settings = konfigurasi::settings_of(&found.inputs, asked.bacaan.konfig.as_deref(), &given)?;
    let results = giliran::checked(&found.inputs, &settings);
    let mut books = Vec::new();
    let mut failures = found.failures;
    for (input, result) in found.inputs.iter().zip(results) {
        match result {
            Ok(checked) => books.push(checked),
            Err(error) => {
                failures.push(Failure { nama: input.nama.clone(), sebab: files::reason(&input.path, &error) })
            }
        }
    }
    failures.sort_by(|a, b| a.nama.cmp(&b.nama));
    let links = if books.is_empty() { Vec::new() } else { pipeline::links(&books)? };
    print(&kenali::text(&books, &links, &failures, colour(asked.umum.tanpa_warna), bahasa));
    Ok(if failures.is_empty() { Outcome::Clean } else { Outcome::Failed })
}
