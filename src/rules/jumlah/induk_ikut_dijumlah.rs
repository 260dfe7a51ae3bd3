//! J08: a total counts parents besides their details.

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Mismatch, Relation, Spot};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Level, RowKind};
use rust_decimal::Decimal;

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
