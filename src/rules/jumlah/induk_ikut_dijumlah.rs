//! J08: a total counts parents besides their details.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Mismatch, Relation, Spot};
use crate::laporan::tree::{Nested, nested};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Level, RowKind, Table};

/// J08.
pub const RULE: Rule = Rule {
    code: "J08",
    name: "induk_ikut_dijumlah",
    title: "Induk dan rinciannya dijumlah bersama",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("induk_ikut_dijumlah.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for mismatch in figures::of(dokumen, &[Relation::Total]) {
        let Some(parents) = parents_counted(dokumen, mismatch) else {
            continue;
        };
        let words = format!("{} baris induk ikut dijumlah bersama rinciannya", parents.len());
        let spots: Vec<Spot> = parents.into_iter().map(|row| Spot { row, column: mismatch.spot.column }).collect();
        figures::report(findings, dokumen, mismatch).cause(Cause::HitungGanda, words).see_spots(
            dokumen,
            &spots,
            "induk yang ikut dijumlah",
        );
    }
    if dokumen.table.jenis == "rekap_jumlah" {
        list_with_details(dokumen, findings);
    }
}

/// A total over a list whose parents only their figures tell.
fn list_with_details(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for row in (0..table.rows.len()).filter(|&row| table.rows[row].kind == RowKind::Total) {
        let parents = parents_by_figures(table, row);
        if parents.is_empty() {
            continue;
        }
        for column in summed_columns(table, row) {
            let spot = Spot { row, column };
            let written = value(table, spot);
            let sum: Decimal = above(table, row).map(|row| value(table, Spot { row, column })).sum();
            if written != sum {
                continue;
            }
            let decimals = figures::decimals(dokumen, spot, written);
            let expected = figures::number(without_details(dokumen, spot), decimals);
            let written = figures::number(written, decimals);
            let words = figures::column_words(dokumen, column);
            let spots: Vec<Spot> = parents.iter().map(|found| Spot { row: found.parent, column }).collect();
            findings
                .at(
                    dokumen,
                    spot,
                    format!(
                        "{words} tertulis {written} karena {} baris induk dijumlah bersama rinciannya, seharusnya {expected}",
                        parents.len()
                    ),
                )
                .written(written)
                .expected(expected)
                .cause(Cause::HitungGanda, "induk ikut dijumlah bersama rinciannya")
                .see_spots(dokumen, &spots, "induk yang ikut dijumlah");
        }
    }
}

/// What a total is when details that a parent already holds are left out.
pub fn without_details(dokumen: &Dokumen, spot: Spot) -> Decimal {
    let table = &dokumen.table;
    let details: BTreeSet<usize> =
        parents_by_figures(table, spot.row).into_iter().flat_map(|parent| parent.details).collect();
    let kept = above(table, spot.row).filter(|row| !details.contains(row));
    kept.map(|row| value(table, Spot { row, column: spot.column })).sum()
}

/// Rows of a list that equal the two or more rows right below them. Two columns must show it, or one when the details
/// have no running number of their own.
fn parents_by_figures(table: &Table, total: usize) -> Vec<Nested> {
    let columns = summed_columns(table, total);
    let nomor = table.column(Role::Nomor);
    let has_number = |row: usize| nomor.is_some_and(|column| !table.rows[row].entries[column].is_blank());
    let values = |row: usize| columns.iter().map(|&column| Some(value(table, Spot { row, column }))).collect();
    let is_clear = |found: &Nested| {
        let amounts = columns.iter().map(|&column| value(table, Spot { row: found.parent, column }));
        let is_marked = has_number(found.parent) && !found.details.iter().any(|&row| has_number(row));
        is_marked || amounts.filter(|amount| !amount.is_zero()).count() > 1
    };
    nested(above(table, total), 2, values).into_iter().filter(is_clear).collect()
}

/// The columns in which a total row holds a figure.
fn summed_columns(table: &Table, total: usize) -> Vec<usize> {
    (0..table.columns.len()).filter(|&column| table.rows[total].entries[column].figure().is_some()).collect()
}

/// The rows of a list that a total row stands below.
fn above(table: &Table, total: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
    let start = (0..total).rev().find(|&row| table.rows[row].kind == RowKind::Total).map_or(0, |row| row + 1);
    (start..total).filter(|&row| table.rows[row].kind == RowKind::Data)
}

fn value(table: &Table, spot: Spot) -> Decimal {
    table.rows[spot.row].entries[spot.column].figure().map_or(Decimal::ZERO, |figure| figure.value)
}

/// The parents, when the written total is the sum of all rows, parents and children alike.
pub fn parents_counted(dokumen: &Dokumen, mismatch: &Mismatch) -> Option<Vec<usize>> {
    let rows = &dokumen.table.rows;
    let data =
        || (0..mismatch.spot.row).filter(|&row| rows[row].kind == RowKind::Data && rows[row].level > Level::Urusan);
    let parents: Vec<usize> = data().filter(|&row| !rows[row].children.is_empty()).collect();
    let value =
        |row: usize| rows[row].entries[mismatch.spot.column].figure().map_or(Decimal::ZERO, |figure| figure.value);
    let sum: Decimal = data().map(value).sum();
    (mismatch.is_target && !parents.is_empty() && mismatch.written == Some(sum)).then_some(parents)
}
