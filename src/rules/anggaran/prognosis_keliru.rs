//! A11: realisasi of the first semester and prognosis don't add up to the whole year.

use super::bagian::{Penjumlahan, all_words, own_words};
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::Table;

/// A11.
pub const RULE: Rule = Rule {
    code: "A11",
    name: "prognosis_keliru",
    title: "Realisasi semester I ditambah prognosis tidak sama dengan perkiraan setahun",
    severity: Severity::Error,
    basis: "PP 12/2019 (laporan realisasi semester pertama dan prognosis)",
    doc: include_str!("prognosis_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(penjumlahan) = columns(table) else {
        return;
    };
    for found in penjumlahan.failing(table) {
        penjumlahan.report(findings, dokumen, &found, "realisasi semester I ditambah prognosis");
    }
}

/// The realisasi at the left of the prognosis, and the estimate of the year at its right.
fn columns(table: &Table) -> Option<Penjumlahan> {
    let names =
        |column: &usize, wanted: &[&str]| own_words(table, *column).iter().any(|word| wanted.contains(&word.as_str()));
    let prognosis = (0..table.columns.len()).find(|column| {
        names(column, &["prognosis", "prognosa"]) && !names(column, &["perkiraan", "jumlah", "total"])
    })?;
    let is_first_half = |column: &usize| {
        let all = all_words(table, *column);
        table.columns[*column].role == Some(Role::Realisasi)
            || all.iter().any(|word| word == "realisasi") && all.iter().any(|word| word == "semester")
    };
    let first = (0..prognosis).rev().find(is_first_half)?;
    let whole = (prognosis + 1..table.columns.len()).find(|column| {
        names(column, &["perkiraan", "jumlah", "total", "setahun", "estimasi"]) && !names(column, &["%"])
    })?;
    Some(Penjumlahan { parts: vec![first, prognosis], whole })
}
