//! Findings in groups: by workbook, by official, by rule.

use std::collections::BTreeMap;

use super::baru::Status;
use super::{CheckedBook, Run};
use crate::finding::Finding;
use crate::pipeline::Snippet;
use crate::rules;

/// How findings are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kelompok {
    /// By workbook.
    Berkas,
    /// By the official whose sheet it is.
    Pejabat,
    /// By rule.
    Aturan,
}

impl Kelompok {
    /// All ways.
    pub const ALL: [Kelompok; 3] = [Kelompok::Berkas, Kelompok::Pejabat, Kelompok::Aturan];

    /// The word users type.
    pub const fn word(self) -> &'static str {
        match self {
            Kelompok::Berkas => "berkas",
            Kelompok::Pejabat => "pejabat",
            Kelompok::Aturan => "aturan",
        }
    }
}

/// A finding in its group.
#[derive(Clone, Copy)]
pub struct Anggota<'a> {
    /// The workbook it was found in.
    pub book: &'a CheckedBook,
    /// The finding.
    pub finding: &'a Finding,
    /// The row around it.
    pub snippet: &'a Snippet,
    /// Whether it was known before, if an earlier run was named.
    pub status: Option<Status>,
}

/// What a sheet is called that names no official.
const WITHOUT: &str = "Pejabat tidak disebut";

/// The findings of a run in groups, each with its name, in the order of their names.
pub fn groups<'a>(run: &'a Run, kelompok: Kelompok) -> Vec<(String, Vec<Anggota<'a>>)> {
    let mut groups: BTreeMap<(bool, String), (String, Vec<Anggota<'a>>)> = BTreeMap::new();
    for book in &run.books {
        for ((finding, status), snippet) in book.findings().zip(&book.checked.snippets) {
            let nama = match kelompok {
                Kelompok::Berkas => book.checked.nama.clone(),
                Kelompok::Pejabat => {
                    let own = book.checked.pejabat.get(&finding.place.sheet);
                    own.cloned().unwrap_or_else(|| WITHOUT.to_string())
                }
                Kelompok::Aturan => match rules::rule(finding.rule) {
                    Some(rule) => format!("{} {}", rule.code, rule.title),
                    None => finding.rule.to_string(),
                },
            };
            // Names are written in capitals or not; those without an official come last.
            let key = (nama == WITHOUT, nama.to_lowercase());
            let (_, members) = groups.entry(key).or_insert_with(|| (nama, Vec::new()));
            members.push(Anggota { book, finding, snippet, status });
        }
    }
    groups.into_values().collect()
}
