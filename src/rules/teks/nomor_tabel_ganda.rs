//! X10: two tables carry one number.

use std::sync::LazyLock;

use regex::Regex;

use super::kata;
use crate::finding::Severity;
use crate::grid::{CellRef, single_spaced};
use crate::laporan::Laporan;
use crate::profile::words;
use crate::rules::{Check, Findings, Rule};

/// X10.
pub const RULE: Rule = Rule {
    code: "X10",
    name: "nomor_tabel_ganda",
    title: "Nomor tabel, grafik, atau gambar dipakai dua kali",
    severity: Severity::Review,
    basis: "reviu format (PermenPANRB 53/2014)",
    doc: include_str!("nomor_tabel_ganda.md"),
    check: Check::Laporan(check),
};

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(tabel|grafik|gambar)\s+(\d{1,2}(?:[.\-]\d{1,2})+)\.?\s*[:.\-–]?\s*(.*)$")
        .expect("a valid pattern")
});

struct Caption {
    sheet: usize,
    cell: CellRef,
    label: String,
    title: Vec<String>,
}

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let numbered = laporan.texts.filter(|text| CAPTION.is_match(&single_spaced(text)));
    let captions: Vec<Caption> =
        numbered.filter_map(|(sheet, cell, text)| caption(laporan, sheet, cell, text)).collect();
    for (at, caption) in captions.iter().enumerate() {
        // The first one with this number and another title; the same title again is a continuation.
        let first = captions[..at].iter().find(|earlier| earlier.label == caption.label);
        let Some(first) = first.filter(|first| !is_same(&first.title, &caption.title)) else {
            continue;
        };
        if captions[..at]
            .iter()
            .any(|earlier| earlier.label == caption.label && is_same(&earlier.title, &caption.title))
        {
            continue;
        }
        let label = &caption.label;
        findings
            .add(
                caption.sheet,
                caption.cell,
                &format!("{label} {}", caption.title.join(" ")),
                format!("nomor {label} sudah dipakai untuk tabel lain"),
            )
            .written(label.clone())
            .advice("beri nomor berikutnya, lalu sesuaikan daftar tabel dan rujukannya")
            .see(first.sheet, first.cell, "pemakai pertama nomor ini");
    }
}

/// A caption with its title, which may stand in the cell below.
fn caption(laporan: &Laporan, sheet: usize, cell: CellRef, text: &str) -> Option<Caption> {
    const LONGEST: usize = 200;
    let line = single_spaced(text);
    let found = CAPTION.captures(&line).filter(|_| line.len() <= LONGEST)?;
    let below = || laporan.book.grids[sheet].shown(CellRef::new(cell.row + 1, cell.col));
    let title = if found[3].trim().is_empty() { below() } else { found[3].to_string() };
    let title: Vec<String> =
        words(&title).into_iter().filter(|word| !matches!(word.as_str(), "lanjutan" | "lanj" | "sambungan")).collect();
    let is_caption = title.first().is_some_and(|word| !SPEAKS.contains(&word.as_str())) && !goes_on(&line, &found);
    let label = format!("{} {}", kata::cased("Tabel", &found[1].to_lowercase()), &found[2]);
    is_caption.then_some(Caption { sheet, cell, label, title })
}

/// Words that speak of a table after its number.
const SPEAKS: [&str; 12] = [
    "di",
    "diatas",
    "dibawah",
    "menunjukkan",
    "menggambarkan",
    "menyajikan",
    "berikut",
    "tersebut",
    "dapat",
    "dan",
    "sampai",
    "s",
];

/// "Tabel 3.1 memperlihatkan bahwa …" is a sentence about the table: behind "Tabel" and its number it goes on in lower
/// case, with nothing between.
fn goes_on(line: &str, found: &regex::Captures<'_>) -> bool {
    let after = found.get(2).and_then(|number| line[number.end()..].strip_prefix(' '));
    found[1].starts_with(char::is_uppercase) && after.is_some_and(|after| after.starts_with(char::is_lowercase))
}

/// One title, however it is broken or abbreviated.
fn is_same(first: &[String], second: &[String]) -> bool {
    let (short, long) = if first.len() <= second.len() { (first, second) } else { (second, first) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    shared * 10 >= short.len() * 8
}
