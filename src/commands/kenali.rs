//! `cermat kenali`: what is recognised in each workbook.

use super::{Outcome, colour, files, giliran, print, profiles, progress};
use crate::bahasa::Bahasa;
use crate::cli::Kenali;
use crate::error::Result;
use crate::outputs::{Failure, kenali};
use crate::pipeline::{self, Checked, Settings};

/// Reads the workbooks and prints what was recognised.
pub fn run(asked: &Kenali, bahasa: Bahasa) -> Result<Outcome> {
    let settings = Settings { profiles: profiles(asked.umum.profil.as_deref())?, ..Settings::default() };
    let found = files::find(&asked.paths, None)?;
    let bar = progress(found.inputs.len(), false);
    let results: Vec<Result<Checked>> = giliran::side_by_side(
        found.inputs.iter().collect(),
        |input| (Some(&input.path), &settings),
        |input| {
            let source = files::read(&input.path, &settings.limits)?;
            let (_, checked) =
                pipeline::check(pipeline::open_within(&input.nama, &source, &settings.limits)?, &settings)?;
            bar.inc(1);
            Ok(checked)
        },
    );
    bar.finish_and_clear();
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
