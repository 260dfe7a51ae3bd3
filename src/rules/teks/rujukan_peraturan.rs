//! X07: a regulation is cited with another kind, number or year than its title has.

use std::sync::LazyLock;

use regex::Regex;

use crate::finding::Severity;
use crate::grid::single_spaced;
use crate::laporan::Laporan;
use crate::profile::words;
use crate::rules::{Check, Findings, Rule};

/// X07.
pub const RULE: Rule = Rule {
    code: "X07",
    name: "rujukan_peraturan",
    title: "Peraturan dirujuk dengan jenis, nomor, atau tahun yang keliru",
    severity: Severity::Review,
    basis: "reviu (PermenPANRB 53/2014); judul menurut JDIH",
    doc: include_str!("rujukan_peraturan.md"),
    check: Check::Laporan(check),
};

/// A regulation as data.
struct Known {
    kind: &'static str,
    number: u32,
    year: u32,
    title: Vec<String>,
    subjects: Vec<Vec<String>>,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let lines = include_str!("peraturan.csv").lines().filter(|line| !line.starts_with('#'));
    let known = lines.filter_map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let [kind, number, year, title, subjects] = fields.as_slice() else {
            return None;
        };
        let subjects = subjects.split(';').map(words).filter(|subject| !subject.is_empty()).collect();
        Some(Known { kind, number: number.parse().ok()?, year: year.parse().ok()?, title: words(title), subjects })
    });
    known.collect()
});

/// Kinds of national regulations: how they are written, and their short name.
const KINDS: [(&str, &str, &str); 6] = [
    ("uu", r"undang[- ]undang|uu", "UU"),
    ("pp", r"peraturan pemerintah|pp", "PP"),
    ("perpres", r"peraturan presiden|perpres", "Perpres"),
    ("inpres", r"instruksi presiden|inpres", "Inpres"),
    (
        "permenpanrb",
        r"peraturan menteri (?:negara )?pendayagunaan aparatur negara(?: (?:dan|&) reformasi birokrasi)?|permen ?pan(?: ?[-&] ?rb| ?dan ?rb| ?rb)?",
        "PermenPANRB",
    ),
    ("permendagri", r"peraturan menteri dalam negeri|permendagri", "Permendagri"),
];

static CITED: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    let pattern = |names: &str| {
        Regex::new(&format!(
            r"(?i)\b(?:{names})(?: republik indonesia| ri)?,? ?(?:nomor|no\.?)? ?:? ?(\d{{1,3}}) ?(?:tahun|thn\.?|/) ?((?:19|20)\d\d)(?: ?,? ?tentang ([^;.()]*))?"
        ))
        .expect("a valid pattern")
    };
    KINDS.iter().map(|(kind, names, _)| (*kind, pattern(names))).collect()
});

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    // Most texts are names or codes.
    let may_cite = |text: &str| (text.contains("19") || text.contains("20")) && text.contains(char::is_alphabetic);
    for (sheet, cell, text) in laporan.texts.filter(may_cite) {
        let line = single_spaced(text);
        let all = words(&line);
        for (kind, pattern) in CITED.iter() {
            for found in pattern.captures_iter(&line) {
                let (Ok(number), Ok(year)) = (found[1].parse::<u32>(), found[2].parse::<u32>()) else {
                    continue;
                };
                let title = found.get(3).map_or(Vec::new(), |title| words(title.as_str()));
                let Some(meant) = meant(kind, number, year, &title, &all) else {
                    continue;
                };
                let (written, expected) = (name(kind, number, year), name(meant.kind, meant.number, meant.year));
                findings
                    .add(sheet, cell, &line, format!("tertulis {written}, tetapi isinya tentang {expected}"))
                    .written(written)
                    .expected(expected)
                    .advice("cocokkan jenis, nomor, tahun, dan judulnya dengan JDIH");
            }
        }
    }
}

/// The regulation that is meant when it is not the one that is written.
fn meant(kind: &str, number: u32, year: u32, title: &[String], all: &[String]) -> Option<&'static Known> {
    let is_it = |known: &&Known| known.kind == kind && known.number == number && known.year == year;
    let titled: Vec<&Known> = KNOWN.iter().filter(|known| !title.is_empty() && is_title(&known.title, title)).collect();
    if !titled.is_empty() {
        // Two of kind, number and year are right: anything further off may be an amendment.
        let agreeing = |known: &&&Known| {
            [known.kind == kind, known.number == number, known.year == year].into_iter().filter(|same| *same).count()
        };
        let nearest = titled.iter().max_by_key(|known| (agreeing(known), known.year))?;
        return (agreeing(&nearest) == 2).then_some(*nearest);
    }
    let twin = KNOWN.iter().find(|known| known.number == number && known.year == year && known.kind != kind)?;
    let is_spoken_of = twin.subjects.iter().any(|subject| all.windows(subject.len()).any(|run| run == subject));
    (title.is_empty() && is_spoken_of && !KNOWN.iter().any(|known| is_it(&known))).then_some(twin)
}

/// The title stands at the beginning of what follows "tentang", to its end or to another sentence part.
fn is_title(known: &[String], title: &[String]) -> bool {
    let ends = |rest: &[String]| {
        rest.first().is_none_or(|word| {
            matches!(word.as_str(), "sebagaimana" | "dan" | "serta" | "yang" | "pasal" | "lembaran" | "maka")
        })
    };
    // A long title is known by its beginning.
    let least = known.len().min(7);
    title.len() >= least && title[..least] == known[..least] && (least < known.len() || ends(&title[least..]))
}

fn name(kind: &str, number: u32, year: u32) -> String {
    let short = KINDS.iter().find(|(known, _, _)| *known == kind).map_or(kind, |(_, _, short)| short);
    format!("{short} {number}/{year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str) -> Option<String> {
        let all = words(text);
        CITED.iter().find_map(|(kind, pattern)| {
            let found = pattern.captures(text)?;
            let title = found.get(3).map_or(Vec::new(), |title| words(title.as_str()));
            let meant = meant(kind, found[1].parse().ok()?, found[2].parse().ok()?, &title, &all)?;
            Some(name(meant.kind, meant.number, meant.year))
        })
    }

    #[test]
    fn every_line_of_the_list_is_read() {
        let lines = include_str!("peraturan.csv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(KNOWN.len(), lines);
    }

    #[test]
    fn a_wrong_kind_number_or_year_is_told() {
        assert_eq!(
            judged("Peraturan Presiden Nomor 53 Tahun 2014 tentang Sistem Akuntabilitas Kinerja Instansi Pemerintah")
                .as_deref(),
            Some("Perpres 29/2014")
        );
        assert_eq!(judged("Perpres 53/2014 mengenai perjanjian kinerja").as_deref(), Some("PermenPANRB 53/2014"));
        assert_eq!(
            judged("Peraturan Pemerintah Nomor 39 Tahun 2019 tentang Pengelolaan Keuangan Daerah").as_deref(),
            Some("PP 12/2019")
        );
    }

    #[test]
    fn right_and_unknown_citations_say_nothing() {
        for text in [
            "Peraturan Presiden Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja Instansi Pemerintah",
            "UU 23 Tahun 2014 tentang Pemerintahan Daerah sebagaimana telah diubah",
            "Undang-Undang Nomor 9 Tahun 2015 tentang Perubahan Kedua atas Undang-Undang Nomor 23 Tahun 2014",
            "Peraturan Daerah Nomor 5 Tahun 2016 tentang Perangkat Daerah",
            "Permendagri 53/2014 tentang Batas Daerah",
            "PP Nomor 18 Tahun 2016 tentang Perangkat Daerah",
            "UU Nomor 33 Tahun 2004 tentang Perimbangan Keuangan antara Pemerintah Pusat dan Pemerintahan Daerah",
        ] {
            assert_eq!(judged(text), None, "{text}");
        }
    }
}
