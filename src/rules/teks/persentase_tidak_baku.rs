//! X03: "presentase" and the like, written for persentase.

use super::kata;
use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::Laporan;
use crate::profile::PERSENTASE;
use crate::rules::{Check, Findings, Rule};

/// X03.
pub const RULE: Rule = Rule {
    code: "X03",
    name: "persentase_tidak_baku",
    title: "Ejaan persentase tidak baku",
    severity: Severity::Advice,
    basis: "KBBI (persentase)",
    doc: include_str!("persentase_tidak_baku.md"),
    check: Check::Laporan(check),
};

/// Further spellings that are no word of their own; "presentasi" is one and stays out.
const FURTHER: [&str; 7] =
    ["prosentasi", "persentse", "persetase", "perentase", "persantase", "presentasenya", "prosentasenya"];

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let mut cells: Vec<(usize, CellRef)> = Vec::new();
    let mut written: Vec<String> = Vec::new();
    for (sheet, cell, text) in laporan.texts.filter(|text| form(text).is_some()) {
        cells.push((sheet, cell));
        written.extend(form(text).map(str::to_lowercase));
    }
    let Some(&(sheet, cell)) = cells.first() else {
        return;
    };
    let forms = kata::listed(written, 3);
    let message = match cells.len() {
        1 => format!("tertulis «{forms}», ejaan bakunya persentase"),
        several => format!("{several} sel menulis «{forms}», ejaan bakunya persentase"),
    };
    findings
        .add(sheet, cell, &forms, message)
        .written(forms.clone())
        .expected("persentase")
        .advice("ganti dengan Cari dan Ganti (Ctrl+H) di seluruh buku kerja")
        .see_cells(cells[1..].iter().copied(), "ejaan yang sama");
}

/// The first word of a text that is such a spelling.
fn form(text: &str) -> Option<&str> {
    kata::letters(text).find(|word| PERSENTASE[1..].iter().chain(&FURTHER).any(|form| form.eq_ignore_ascii_case(word)))
}
