//! `cermat aturan`: the list of rules, or one explained.

use std::path::PathBuf;

use super::{Outcome, colour, print};
use crate::cli::Aturan;
use crate::error::{Error, Result};
use crate::outputs::aturan;
use crate::rules;

/// Prints the list or the explanation.
pub fn run(asked: &Aturan) -> Result<Outcome> {
    let colour = colour(asked.tanpa_warna);
    let text = match &asked.kode {
        None => aturan::list(colour),
        Some(kode) => aturan::explain(rules::rule(kode.trim()).ok_or_else(|| unknown(kode))?, colour),
    };
    print(&text);
    Ok(Outcome::Clean)
}

/// A code no rule has.
pub fn unknown(kode: &str) -> Error {
    Error::config(
        PathBuf::from(kode),
        "aturan ini tidak ada; jalankan «cermat aturan» untuk melihat daftarnya",
        "there is no such rule; «cermat aturan» lists them",
    )
}
