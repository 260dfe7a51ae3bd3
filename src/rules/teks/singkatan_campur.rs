//! X04: an abbreviation does not fit the words it stands for, or an old and a new name of one thing are mixed.

use std::sync::LazyLock;

use regex::Regex;

use super::kata;
use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule};

/// X04.
pub const RULE: Rule = Rule {
    code: "X04",
    name: "singkatan_campur",
    title: "Singkatan tidak cocok dengan kepanjangannya, atau istilah lama dan baru bercampur",
    severity: Severity::Review,
    basis: "reviu (keseragaman istilah)",
    doc: include_str!("singkatan_campur.md"),
    check: Check::Laporan(check),
};

/// Names of one thing: the old one, the one that replaced it, and where.
const REPLACED: [(&str, &str, &str); 2] = [
    ("PMKS", "PPKS", "Kementerian Sosial kini menyebut pemerlu pelayanan kesejahteraan sosial"),
    ("LAKIP", "LKJIP", "Perpres 29/2014 dan PermenPANRB 53/2014 memakai laporan kinerja"),
];

/// Any of these names, also inside a longer word.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let names: Vec<&str> = REPLACED.iter().flat_map(|&(old, new, _)| [old, new]).collect();
    Regex::new(&format!("(?i){}", names.join("|"))).expect("a valid pattern")
});
static SHORT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([\p{L}][\p{L} ,/\-]*?)\s*\(([A-Z]{4,8})\)").expect("a valid pattern"));

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    unfitting(laporan, findings);
    let named: Vec<(usize, CellRef, &str)> = laporan.texts.filter(|text| NAMED.is_match(text)).collect();
    for (old, new, source) in REPLACED {
        mixed(&named, findings, old, new, source);
    }
}

/// "Penyandang Masalah Kesejahteraan Sosial (PPKS)": all letters but one are those of the words.
fn unfitting(laporan: &Laporan, findings: &mut Findings<'_>) {
    let mut found: Vec<(usize, CellRef, Unfitting)> = Vec::new();
    for (sheet, cell, text) in laporan.texts.filter(|text| SHORT.is_match(text)) {
        let pairs = SHORT.captures_iter(text).filter_map(|pair| unfit(&pair[1], &pair[2]));
        found.extend(pairs.map(|unfit| (sheet, cell, unfit)));
    }
    let mut told: Vec<&Unfitting> = Vec::new();
    for (sheet, cell, unfit) in &found {
        if told.contains(&unfit) {
            continue;
        }
        told.push(unfit);
        let message = format!("singkatan {} tidak cocok dengan kepanjangannya, {}", unfit.short, unfit.long);
        let again = found.iter().filter(|(_, _, other)| other == unfit).map(|&(sheet, cell, _)| (sheet, cell));
        findings
            .add(*sheet, *cell, &message, message.clone())
            .written(unfit.short.clone())
            .expected(unfit.initials.clone())
            .advice("samakan singkatan dengan kepanjangannya; bila istilahnya sudah berganti, ganti keduanya")
            .see_cells(again, "pasangan yang sama");
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Unfitting {
    short: String,
    long: String,
    initials: String,
}

/// The words before an abbreviation whose initials are its letters but for one; `None` where all
/// letters fit, or too few to say that these words are meant.
fn unfit(before: &str, short: &str) -> Option<Unfitting> {
    let all: Vec<&str> = kata::letters(before).collect();
    let plain: Vec<&str> = all.iter().copied().filter(|word| !is_function(word)).collect();
    let length = short.chars().count();
    let of = |words: &[&str]| -> Option<(String, usize)> {
        let tail = &words[words.len().checked_sub(length)?..];
        let initials: String =
            tail.iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
        let same = initials.chars().zip(short.chars()).filter(|(own, letter)| own == letter).count();
        Some((initials, same))
    };
    let (initials, same) = of(&plain)?;
    // A word may be left out of the abbreviation, or stand in it though it is a small one.
    let fits = of(&all).is_some_and(|(_, same)| same == length)
        || is_within(short, &plain[plain.len().saturating_sub(length + 2)..]);
    let tail = &plain[plain.len() - length..];
    // Words in small letters are a sentence, of which the name may be any part.
    let is_name = tail.iter().all(|word| word.starts_with(char::is_uppercase));
    (same + 1 == length && !fits && is_name && initials.chars().count() == length).then(|| Unfitting {
        short: short.to_string(),
        long: tail.join(" "),
        initials,
    })
}

/// The letters are initials of these words, in their order.
fn is_within(short: &str, words: &[&str]) -> bool {
    let mut initials = words.iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase);
    short.chars().all(|letter| initials.any(|initial| initial == letter))
}

fn is_function(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "dan"
            | "di"
            | "ke"
            | "dari"
            | "yang"
            | "untuk"
            | "dengan"
            | "dalam"
            | "pada"
            | "atau"
            | "bagi"
            | "serta"
            | "oleh"
    )
}

/// The old and the new name of one thing stand in one workbook; `named` are the cells that may hold one.
fn mixed(named: &[(usize, CellRef, &str)], findings: &mut Findings<'_>, old: &str, new: &str, source: &str) {
    let cells = |name: &str| -> Vec<(usize, CellRef)> {
        let holds = |text: &str| kata::letters(text).any(|word| word.eq_ignore_ascii_case(name));
        named.iter().filter(|(_, _, text)| holds(text)).map(|&(sheet, cell, _)| (sheet, cell)).collect()
    };
    let (olds, news) = (cells(old), cells(new));
    let (Some(&(sheet, cell)), Some(&first_new)) = (olds.first(), news.first()) else {
        return;
    };
    // A name of the nomenclature keeps what it is called; only a term of the writer's own can follow.
    findings
        .add(
            sheet,
            cell,
            &format!("{old}\u{1f}{new}"),
            format!("istilah {old} ({} sel) dan {new} ({} sel) dipakai bercampur", olds.len(), news.len()),
        )
        .severity(Severity::Advice)
        .written(old)
        .expected(new)
        .advice(format!("pakai satu istilah ({source}), kecuali pada nama program menurut nomenklatur"))
        .see_cells([first_new], "istilah yang baru")
        .see_cells(olds[1..].iter().copied(), "istilah yang lama");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_fit_say_nothing() {
        for (before, short) in [
            ("Pemberdayaan Penyandang Masalah Kesejahteraan Sosial ", "PMKS"),
            ("Norma Standar Prosedur dan Kriteria", "NSPK"),
            ("Orang dengan HIV AIDS", "ODHA"),
            ("Badan Perencanaan Pembangunan Daerah", "BAPPEDA"),
            ("Sistem Informasi Pemerintahan Daerah", "SIPD"),
            ("Kekerasan Dalam Rumah Tangga", "KDRT"),
            ("Tim Penggerak Pemberdayaan Kesejahteraan Keluarga", "TPKK"),
        ] {
            assert_eq!(unfit(before, short), None, "{before} ({short})");
        }
    }

    #[test]
    fn one_letter_off_is_told() {
        let found = unfit("Rehabilitasi Penyandang Masalah Kesejahteraan Sosial", "PPKS").expect("M is not P");
        assert_eq!((found.initials.as_str(), found.long.as_str()), ("PMKS", "Penyandang Masalah Kesejahteraan Sosial"));
    }
}
