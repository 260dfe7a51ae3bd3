//! W03: a report is signed before the period it reports on ends.

use crate::finding::{Cause, Severity};
use crate::grid::CellRef;
use crate::laporan::{Laporan, Mention, day_of, last_month, own_year, per_of};
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule};
use crate::table::Table;

/// W03.
pub const RULE: Rule = Rule {
    code: "W03",
    name: "tanggal_keliru",
    title: "Tanggal tanda tangan mendahului masa yang dilaporkan",
    severity: Severity::Error,
    basis: "reviu format (PermenPANRB 53/2014)",
    doc: include_str!("tanggal_keliru.md"),
    check: Check::Laporan(check),
};

/// Reports are signed on the last working day, a few days before the period ends.
const LEAST_DAYS: u8 = 7;

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for mention in &laporan.konteks.signed {
        let named = laporan.konteks.per.get(&mention.sheet).copied();
        let Some(end @ (year, month)) = named.or_else(|| end_of_lkjip(laporan, mention)) else {
            continue;
        };
        if mention.value < end || mention.value == end && is_days_before(laporan, mention) {
            findings
                .add(
                    mention.sheet,
                    mention.cell,
                    &mention.text,
                    format!("ditandatangani sebelum masa laporan berakhir ({month:02}-{year})"),
                )
                .written(mention.text.trim())
                .expected(format!("tanggal setelah {month:02}-{year}"))
                .cause(Cause::SalinanBasi, "tanggal tersalin dari dokumen lama");
        }
    }
}

/// Signed in the last month of the period, but clearly before its last day.
fn is_days_before(laporan: &Laporan, mention: &Mention<(u16, u8)>) -> bool {
    let titles = tables(laporan, mention.sheet).flat_map(|table| &table.title);
    let mut ends = titles.filter(|line| per_of(&line.text) == Some(mention.value));
    let end = ends.find_map(|line| day_of(&line.text));
    day_of(&mention.text).zip(end).is_some_and(|(signed, end)| signed + LEAST_DAYS <= end)
}

/// December of the year that a laporan kinerja tells, where it tells what was reached and no shorter period.
fn end_of_lkjip(laporan: &Laporan, mention: &Mention<(u16, u8)>) -> Option<(u16, u8)> {
    let table = above(laporan, mention.sheet, mention.cell)?;
    let title = || table.title.iter().map(|line| &*line.text);
    let reached = table.columns.iter().filter(|column| {
        matches!(column.role, Some(Role::Realisasi | Role::RealisasiKinerja | Role::RealisasiTahun | Role::Capaian))
    });
    let mut reached = reached.peekable();
    reached.peek()?;
    if !title().any(names_lkjip) || title().any(|text| last_month(text).is_some()) {
        return None;
    }
    let year = reached.filter_map(|column| column.year).max().or_else(|| title().find_map(own_year))?;
    Some((year, 12))
}

/// The table a signature stands below.
fn above(laporan: &Laporan, sheet: usize, signed: CellRef) -> Option<&Table> {
    tables(laporan, sheet).filter(|table| table.header_end < signed.row).max_by_key(|table| table.header_end)
}

fn tables(laporan: &Laporan, sheet: usize) -> impl Iterator<Item = &Table> {
    laporan.dokumen.iter().map(|dokumen| &*dokumen.table).filter(move |table| table.sheet == sheet)
}

fn names_lkjip(title: &str) -> bool {
    let own = words(title);
    let is_report = |pair: &[String]| pair[0] == "laporan" && matches!(pair[1].as_str(), "kinerja" | "akuntabilitas");
    own.iter().any(|word| matches!(word.as_str(), "lkjip" | "lakip" | "lkip")) || own.windows(2).any(is_report)
}
