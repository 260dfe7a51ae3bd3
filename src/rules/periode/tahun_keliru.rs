//! W01: a title or source note names another year than the report's.

use crate::finding::{Cause, Severity};
use crate::laporan::{Laporan, Mention};
use crate::rules::{Check, Findings, Rule};

/// W01.
pub const RULE: Rule = Rule {
    code: "W01",
    name: "tahun_keliru",
    title: "Tahun pada judul atau catatan bukan tahun laporan",
    severity: Severity::Error,
    basis: "reviu format (PermenPANRB 53/2014)",
    doc: include_str!("tahun_keliru.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let years = &laporan.konteks.years;
    let Some(year) = laporan.konteks.tahun else {
        return;
    };
    let weight = |agrees: bool| -> usize {
        years.iter().filter(|mention| (mention.value == year) == agrees).map(|mention| weight(laporan, mention)).sum()
    };
    let is_laid_down = laporan.konteks.is_laid_down;
    if !is_laid_down && weight(true) <= weight(false) {
        return;
    }
    for mention in years.iter().filter(|mention| mention.value != year) {
        let same_sheet = years.iter().find(|other| other.value == year && other.sheet == mention.sheet);
        // A sheet that speaks of another year throughout is about that year.
        if same_sheet.is_none() && !is_laid_down {
            continue;
        }
        let where_from =
            if is_laid_down { "tahun laporan menurut konfigurasi" } else { "judul laporan menyebut tahun" };
        let draft = findings
            .add(
                mention.sheet,
                mention.cell,
                &mention.text,
                format!("tertulis tahun {}, {where_from} {year}", mention.value),
            )
            .written(mention.value.to_string())
            .expected(year.to_string())
            .cause(Cause::SalinanBasi, "teks tersalin dari dokumen tahun lain");
        if let Some(same_sheet) = same_sheet {
            draft.see(same_sheet.sheet, same_sheet.cell, "tahun laporan");
        }
    }
}

/// A title counts for two notes, as it does when the report's year is chosen.
fn weight(laporan: &Laporan, mention: &Mention<u16>) -> usize {
    let tables = laporan.dokumen.iter().map(|dokumen| &dokumen.table).filter(|table| table.sheet == mention.sheet);
    if tables.flat_map(|table| &table.notes).any(|note| note.cell == mention.cell) { 1 } else { 2 }
}
