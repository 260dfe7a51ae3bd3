//! I09: the name or the degrees of one person are spelled in two ways.

use std::collections::HashMap;

use super::{blok, is_person, plain_name};
use crate::finding::Severity;
use crate::grid::{CellRef, single_spaced};
use crate::laporan::{Laporan, nip_digits};
use crate::rules::teks::kata::listed;
use crate::rules::{Check, Findings, Rule};

/// I09.
pub const RULE: Rule = Rule {
    code: "I09",
    name: "ejaan_nama",
    title: "Ejaan nama atau gelar seseorang tidak seragam",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("ejaan_nama.md"),
    check: Check::Laporan(check),
};

/// A name at a cell.
struct Nama {
    sheet: usize,
    cell: CellRef,
    text: String,
    plain: String,
    nip: Option<String>,
}

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let names = collect(laporan);
    misspelled(&names, findings);
    degrees(&names, findings);
}

fn collect(laporan: &Laporan) -> Vec<Nama> {
    let mut names: Vec<Nama> = Vec::new();
    let mut push = |sheet: usize, cell: CellRef, text: &str, nip: Option<String>| {
        if is_person(text) && !names.iter().any(|known| known.sheet == sheet && known.cell == cell) {
            let text = single_spaced(text).into_owned();
            names.push(Nama { sheet, cell, plain: plain_name(&text), text, nip });
        }
    };
    for pejabat in &laporan.pejabat {
        if let Some((cell, nama)) = &pejabat.nama {
            push(pejabat.sheet, *cell, nama, Some(nip_digits(&pejabat.nip)));
        }
    }
    for sebutan in &laporan.sebutan {
        push(sebutan.sheet, sebutan.nama_cell, &sebutan.nama, None);
    }
    for blok in blok::read(laporan) {
        push(blok.sheet, blok.nama.0, &blok.nama.1, None);
    }
    names.sort_by_key(|name| (name.sheet, name.cell));
    names
}

/// Names a letter or two apart, with one NIP or long enough to be no other person's.
fn misspelled(names: &[Nama], findings: &mut Findings<'_>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in names {
        *counts.entry(&name.plain).or_default() += 1;
    }
    let count = |name: &Nama| counts[name.plain.as_str()];
    let mut told: Vec<&str> = Vec::new();
    for name in names {
        let is_variant =
            |other: &&Nama| other.plain != name.plain && count(other) > count(name) && is_one_person(name, other);
        let Some(usual) = names.iter().filter(is_variant).max_by_key(|other| count(other)) else {
            continue;
        };
        if told.contains(&name.plain.as_str()) {
            continue;
        }
        told.push(&name.plain);
        let again = names.iter().filter(|other| other.plain == name.plain).map(|other| (other.sheet, other.cell));
        findings
            .add(
                name.sheet,
                name.cell,
                &name.plain,
                format!("nama tertulis {}, di tempat lain {}", name.text, usual.text),
            )
            .written(name.text.clone())
            .expected(usual.text.clone())
            .see(usual.sheet, usual.cell, "ejaan yang lebih sering dipakai")
            .see_cells(again, "ejaan yang sama dengan sel ini");
    }
}

fn is_one_person(first: &Nama, second: &Nama) -> bool {
    const LONG: usize = 10;
    let apart = strsim::osa_distance(&first.plain, &second.plain);
    let words = |name: &Nama| name.plain.split(' ').count();
    match (&first.nip, &second.nip) {
        (Some(own), Some(other)) if own != other => false,
        (Some(_), Some(_)) => apart <= 3 && words(first) == words(second),
        _ => apart == 1 && first.plain.chars().count() >= LONG && words(first) == words(second),
    }
}

/// The same titles and degrees in another order or with other dots.
fn degrees(names: &[Nama], findings: &mut Findings<'_>) {
    let mut odd: Vec<(&Nama, &Nama)> = Vec::new();
    for name in names {
        let same: Vec<&Nama> = names
            .iter()
            .filter(|other| other.plain == name.plain && letters(&other.text) == letters(&name.text))
            .collect();
        let count = |form: &str| same.iter().filter(|other| shape(&other.text) == form).count();
        let usual = same.iter().rev().max_by_key(|other| count(&shape(&other.text)));
        if let Some(usual) = usual.filter(|usual| shape(&usual.text) != shape(&name.text)) {
            odd.push((name, usual));
        }
    }
    let Some((first, usual)) = odd.first() else {
        return;
    };
    let told = listed(odd.iter().map(|(name, usual)| format!("{} / {}", name.text, usual.text)), 3);
    findings
        .add(first.sheet, first.cell, &first.plain, format!("gelar orang yang sama ditulis berbeda: {told}"))
        .severity(Severity::Advice)
        .written(first.text.clone())
        .expected(usual.text.clone())
        .see(usual.sheet, usual.cell, "penulisan yang lebih sering dipakai")
        .see_cells(odd[1..].iter().map(|(name, _)| (name.sheet, name.cell)), "penulisan yang lebih jarang");
}

/// Upper case without blanks: case and spacing are no matter of spelling.
fn shape(text: &str) -> String {
    text.to_uppercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .trim_end_matches(['.', ','])
        .to_string()
}

/// The letters, whatever their order.
fn letters(text: &str) -> String {
    let mut letters: Vec<char> = text.to_uppercase().chars().filter(|c| c.is_alphabetic()).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}
