//! X15: a column header differs from that of all other tables of its form in the workbook.

use crate::finding::{Cause, Severity};
use crate::laporan::{Dokumen, Laporan};
use crate::profile::words;
use crate::rules::{Check, Findings, Rule};

/// X15.
pub const RULE: Rule = Rule {
    code: "X15",
    name: "kepala_kolom_berbeda",
    title: "Kepala kolom berbeda dari tabel serupa di buku kerja",
    severity: Severity::Review,
    basis: "reviu format",
    doc: include_str!("kepala_kolom_berbeda.md"),
    check: Check::Laporan(check),
};

/// Tables that must agree before one is called different.
const LEAST_TABLES: usize = 3;

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let headers: Vec<(&Dokumen, Vec<Vec<String>>)> =
        laporan.dokumen.iter().map(|dokumen| (dokumen, headers(dokumen))).collect();
    for (dokumen, own) in &headers {
        let count = |form: &[Vec<String>]| headers.iter().filter(|(_, other)| other == form).count();
        if count(own) > 1 {
            continue;
        }
        // The form of which this table would be one more, but for one column.
        let usual = headers
            .iter()
            .filter(|(usual, other)| usual.table.jenis == dokumen.table.jenis && differing(own, other).is_some())
            .max_by_key(|(_, other)| count(other));
        let Some((usual, column)) = usual
            .filter(|(_, other)| count(other) >= LEAST_TABLES)
            .and_then(|(usual, other)| Some((usual, differing(own, other)?)))
        else {
            continue;
        };
        let (written, expected) = (dokumen.header(column), usual.header(column));
        // Figures of two years side by side make another form.
        if written.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let (table, cell) = (&dokumen.table, dokumen.table.columns[column].header_cell);
        findings
            .add(
                table.sheet,
                cell,
                &format!("{}\u{1f}{written}", table.jenis),
                format!("kepala kolom tertulis {written}, pada tabel serupa {expected}"),
            )
            .written(written)
            .expected(expected)
            .cause(Cause::SalinanBasi, "kepala kolom sebelahnya tersalin")
            .see(usual.table.sheet, usual.table.columns[column].header_cell, "kepala kolom tabel serupa");
    }
}

fn headers(dokumen: &Dokumen) -> Vec<Vec<String>> {
    let is_word = |word: &String| !word.chars().all(|c| c.is_ascii_digit());
    (0..dokumen.table.columns.len())
        .map(|column| words(&dokumen.header(column)).into_iter().filter(is_word).collect())
        .collect()
}

/// The one column whose header speaks of something else; other words of one thing do not.
fn differing(own: &[Vec<String>], other: &[Vec<String>]) -> Option<usize> {
    let mut apart = (0..own.len()).filter(|&at| own.len() == other.len() && own[at] != other[at]);
    let column = apart.next().filter(|_| own.len() >= 3 && apart.next().is_none())?;
    let (Some(first), Some(usual)) = (own[column].first(), other[column].first()) else {
        return None;
    };
    // The word of a column beside it stands here: that column's header was copied.
    let is_copied = own.iter().enumerate().any(|(at, header)| at != column && header.first() == Some(first));
    (first != usual && is_copied).then_some(column)
}
