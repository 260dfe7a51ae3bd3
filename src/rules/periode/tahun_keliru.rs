//! W01: a title or source note names another year than the report's.

use crate::finding::{Cause, Severity};
use crate::grid::CellRef;
use crate::laporan::{Laporan, Mention, own_year};
use crate::profile::{Role, words, year};
use crate::rules::{Check, Findings, Rule};
use crate::table::Table;

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
    let told = titles(laporan, findings);
    own_columns(laporan, findings, &told);
}

/// Titles of plans that name another year than the targets below them, or than the sheet where these name none.
fn own_columns(laporan: &Laporan, findings: &mut Findings<'_>, told: &[(usize, CellRef)]) {
    for dokumen in &laporan.dokumen {
        let table = &dokumen.table;
        let is_plan = table.column(Role::Target).is_some() && table.column(Role::RealisasiKinerja).is_none();
        let Some((year, place, headed)) = year_below(table).filter(|_| is_plan) else {
            continue;
        };
        let titled = table.title.iter().filter(|line| line.text.len() < LONGEST_TITLE);
        let titled: Vec<_> = titled.filter_map(|line| Some((line, own_year(&line.text)?))).collect();
        // A title with both years speaks of both.
        let Some(&(line, own)) = titled.last().filter(|_| titled.iter().all(|&(_, own)| own != year)) else {
            continue;
        };
        if told.contains(&(table.sheet, line.cell)) {
            continue;
        }
        let draft = findings
            .add(table.sheet, line.cell, &line.text, format!("judul menyebut tahun {own}, {place} tahun {year}"))
            .severity(Severity::Review)
            .written(own.to_string())
            .expected(year.to_string());
        if let Some(cell) = headed {
            draft.see(table.sheet, cell, "tahun pada kepala kolom");
        }
    }
}

/// The one year that the headers of a plan name, else its sheet; with the words for the place, and the header's cell.
fn year_below(table: &Table) -> Option<(u16, &'static str, Option<CellRef>)> {
    let mut years: Vec<u16> =
        table.columns.iter().filter(|column| column.role.is_some()).filter_map(|column| column.year).collect();
    years.sort_unstable();
    years.dedup();
    let targets = table.columns.iter().filter(|column| column.role == Some(Role::Target));
    match years.as_slice() {
        [] => {
            let own = words(&table.sheet_name);
            let mut named = own.iter().filter_map(|word| year(word));
            let year = named.next().filter(|_| named.next().is_none())?;
            Some((year, "nama lembarnya", None))
        }
        &[year] => {
            let headed = targets.into_iter().find(|column| column.year.is_some())?;
            Some((year, "kolomnya", Some(headed.header_cell)))
        }
        _ => None,
    }
}

/// Bytes of a line that may be a title.
const LONGEST_TITLE: usize = 160;

/// Titles and notes that name another year than the report's; the cells told.
fn titles(laporan: &Laporan, findings: &mut Findings<'_>) -> Vec<(usize, CellRef)> {
    let mut told = Vec::new();
    let years = &laporan.konteks.years;
    let Some(year) = laporan.konteks.tahun else {
        return told;
    };
    let weight = |agrees: bool| -> usize {
        years.iter().filter(|mention| (mention.value == year) == agrees).map(|mention| weight(laporan, mention)).sum()
    };
    let is_laid_down = laporan.konteks.is_laid_down;
    if !is_laid_down && weight(true) <= weight(false) {
        return told;
    }
    for mention in years.iter().filter(|mention| mention.value != year) {
        let same_sheet = years.iter().find(|other| other.value == year && other.sheet == mention.sheet);
        // A sheet that speaks of another year throughout is about that year.
        if same_sheet.is_none() && !is_laid_down {
            continue;
        }
        told.push((mention.sheet, mention.cell));
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
    told
}

/// A title counts for two notes, as it does when the report's year is chosen.
fn weight(laporan: &Laporan, mention: &Mention<u16>) -> usize {
    let tables = laporan.dokumen.iter().map(|dokumen| &dokumen.table).filter(|table| table.sheet == mention.sheet);
    if tables.flat_map(|table| &table.notes).any(|note| note.cell == mention.cell) { 1 } else { 2 }
}
