//! X12: a row carries the indikator of the row beside it.

use crate::finding::{Cause, Severity};
use crate::grid::single_spaced;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, Shape, words};
use crate::rules::{Check, Findings, Rule};
use crate::table::Level;

/// X12.
pub const RULE: Rule = Rule {
    code: "X12",
    name: "indikator_salinan",
    title: "Indikator sama dengan indikator baris tetangganya",
    severity: Severity::Review,
    basis: "kriteria SMART (PermenPANRB 88/2021)",
    doc: include_str!("indikator_salinan.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let (Some(name), Some(column)) = (table.name_column(), table.column(Role::Indikator)) else {
        return;
    };
    if table.shape != Shape::Anggaran || name == column {
        return;
    }
    for level in [Level::Program, Level::Kegiatan, Level::SubKegiatan] {
        let rows: Vec<usize> = (0..table.rows.len())
            .filter(|&row| table.rows[row].level == level && !table.rows[row].entries[column].is_blank())
            .collect();
        let text = |row: usize, column: usize| words(table.rows[row].entries[column].text());
        for pair in rows.windows(2) {
            let (first, second) = (text(pair[0], column), text(pair[1], column));
            if !is_same(&first, &second) {
                continue;
            }
            let names = [text(pair[0], name), text(pair[1], name)];
            let (copy, other) = match (fits(&first, &names[0], &names[1]), fits(&second, &names[1], &names[0])) {
                (Fit::Other, _) => (pair[0], pair[1]),
                (_, Fit::Other) => (pair[1], pair[0]),
                _ => continue,
            };
            let message = format!(
                "indikator sama dengan indikator baris {}, padahal nama {}nya berbeda",
                table.rows[other].row + 1,
                level.words()
            );
            let written: String = single_spaced(table.rows[copy].entries[column].text()).into_owned();
            findings
                .at(dokumen, Spot { row: copy, column }, message)
                .written(written)
                .cause(Cause::SalinanBasi, "indikator tersalin dari baris tetangga")
                .advice("tulis indikator yang mengukur baris ini")
                .see_spots(dokumen, &[Spot { row: other, column }], "indikator yang sama");
        }
    }
}

/// The same words up to a slip of the pen, or with a closing such as "yang disediakan" more.
fn is_same(first: &[String], second: &[String]) -> bool {
    const LEAST_WORDS: usize = 3;
    let (short, long) = if first.len() <= second.len() { (first, second) } else { (second, first) };
    let is_closing = |rest: &[String]| {
        rest.is_empty() || rest.len() <= 4 && matches!(rest[0].as_str(), "yang" | "yg" | "dalam" | "tiap" | "per")
    };
    short.len() >= LEAST_WORDS
        && is_closing(&long[short.len()..])
        && short.iter().zip(long).all(|(own, other)| own == other || is_slip(own, other))
}

/// One letter more, less or other, in a word long enough for that.
fn is_slip(own: &str, other: &str) -> bool {
    let shorter = own.chars().count().min(other.chars().count());
    shorter >= 4 && own.chars().all(char::is_alphabetic) && strsim::levenshtein(own, other) <= 1
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It speaks of what the other row's name has and the own one has not.
    Other,
    Unclear,
}

/// Which of two names an indikator fits, by the words only one of them has.
fn fits(indikator: &[String], own: &[String], other: &[String]) -> Fit {
    let is_in = |word: &String, text: &[String]| text.iter().any(|known| is_akin(word, known));
    let only = |name: &[String], without: &[String]| -> Vec<String> {
        let is_plain = |word: &&String| {
            word.chars().count() >= 4
                && !matches!(
                    word.as_str(),
                    "kegiatan" | "program" | "yang" | "untuk" | "serta" | "dalam" | "atau" | "dengan"
                )
        };
        name.iter().filter(is_plain).filter(|word| !is_in(word, without)).cloned().collect()
    };
    let (of_own, of_other) = (only(own, other), only(other, own));
    let told = of_other.iter().filter(|word| is_in(word, indikator)).count();
    let is_others = told > 0 && told * 2 >= of_other.len();
    if is_others && !of_own.is_empty() && !of_own.iter().any(|word| is_in(word, indikator)) {
        Fit::Other
    } else {
        Fit::Unclear
    }
}

/// One word in another form: "layanan" and "pelayanan", "penyediaan" and "penyedia".
fn is_akin(word: &str, other: &str) -> bool {
    const STEM: usize = 4;
    word == other
        || word.chars().count().min(other.chars().count()) >= STEM && (word.contains(other) || other.contains(word))
}
