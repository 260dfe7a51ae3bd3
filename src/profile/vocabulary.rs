//! The header vocabulary: every pattern with its role, found by the words of a header.
//!
//! Rows of data are asked too whether they are headers, so a text without any header word must cost nothing.

use std::collections::BTreeMap;

use super::phrase::{self, Pattern};
use super::role::Role;

/// The patterns of all roles.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    patterns: Vec<(Role, Pattern)>,
    /// Patterns by the first word of their own phrase.
    by_word: BTreeMap<String, Vec<usize>>,
    /// Patterns that begin with a year.
    by_year: Vec<usize>,
}

impl Vocabulary {
    /// Reads patterns in which `{name}` stands for the words of a class.
    pub fn new<'a>(
        patterns: impl Iterator<Item = (Role, &'a String)>,
        classes: &BTreeMap<String, Vec<String>>,
    ) -> Self {
        let mut vocabulary = Self::default();
        for (role, text) in patterns {
            for spelled in phrase::expand(text, classes) {
                vocabulary.add(role, Pattern::parse(&spelled));
            }
        }
        vocabulary
    }

    /// Adds a pattern.
    pub fn add(&mut self, role: Role, pattern: Pattern) {
        let at = self.patterns.len();
        match pattern.first_word() {
            Some("#") => self.by_year.push(at),
            Some(word) => self.by_word.entry(word.to_string()).or_default().push(at),
            None => return,
        }
        self.patterns.push((role, pattern));
    }

    /// The role a header path stands for (outermost header first), with its score; of equals the first.
    pub fn role_of(&self, path: &[Vec<String>]) -> Option<(Role, f64)> {
        let own = path.last()?;
        let named = own.iter().filter_map(|word| self.by_word.get(word));
        let years = own.iter().any(|word| word == "#" || phrase::is_year(word)).then_some(&self.by_year);
        let mut candidates: Vec<usize> = named.chain(years).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let scored = candidates.into_iter().filter_map(|at| {
            let (role, pattern) = &self.patterns[at];
            Some((*role, pattern.score(path).filter(|_| !contradicts(own, *role))?))
        });
        scored.fold(None, |best: Option<(Role, f64)>, (role, score)| match best {
            Some((_, known)) if known >= score => best,
            _ => Some((role, score)),
        })
    }
}

/// The first word of a header says that it is not this role, whatever words follow.
fn contradicts(own: &[String], role: Role) -> bool {
    let is = |word: &str| own.iter().any(|other| other == word);
    match own.first().map(String::as_str) {
        Some("target") => {
            matches!(role, Role::Realisasi | Role::RealisasiKinerja | Role::RealisasiTahun) && !is("realisasi")
        }
        Some("realisasi") => role == Role::Uraian,
        Some("capaian") => role == Role::Target,
        Some("tingkat") => role == Role::Uraian && (is("capaian") || is("realisasi")),
        _ => false,
    }
}
