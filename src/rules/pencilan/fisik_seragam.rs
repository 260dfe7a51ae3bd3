//! O04: physical progress is 100 everywhere although the money was spent unevenly.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::grid::CellRange;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::RowKind;

/// O04.
pub const RULE: Rule = Rule {
    code: "O04",
    name: "fisik_seragam",
    title: "Semua fisik 100% padahal serapannya beragam",
    severity: Severity::Review,
    basis: "LKE PermenPANRB 88/2021 (data kinerja andal)",
    doc: include_str!("fisik_seragam.md"),
    check: Check::Dokumen(check),
};

/// Fewer rows prove nothing.
const FEWEST: usize = 8;
/// A serapan below this beside a physical progress of 100 wants an explanation.
const LOW: i64 = 80;

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let last = |role: Role| (0..table.columns.len()).rev().find(|&at| table.columns[at].role == Some(role));
    let (Some(fisik), Some(serapan)) = (last(Role::Fisik), last(Role::Persen)) else {
        return;
    };
    let value = |row: usize, column: usize| table.rows[row].entries[column].figure().map(|figure| figure.value);
    let filled: Vec<(usize, Decimal, Decimal)> = (0..table.rows.len())
        .filter(|&row| table.rows[row].kind == RowKind::Data && table.rows[row].children.is_empty())
        .filter_map(|row| Some((row, value(row, fisik)?, value(row, serapan)?)))
        .collect();
    let low: Vec<Spot> = filled
        .iter()
        .filter(|&&(_, _, used)| used < Decimal::from(LOW))
        .map(|&(row, _, _)| Spot { row, column: serapan })
        .collect();
    let is_uniform = filled.len() >= FEWEST && filled.iter().all(|&(_, fisik, _)| fisik == Decimal::ONE_HUNDRED);
    if !is_uniform || low.is_empty() {
        return;
    }
    let cell = |&(row, _, _): &(usize, Decimal, Decimal)| dokumen.cell(Spot { row, column: fisik });
    let (Some(first), Some(end)) = (filled.first().map(cell), filled.last().map(cell)) else {
        return;
    };
    let lowest = filled.iter().map(|&(_, _, used)| used).min().unwrap_or_default();
    let message = format!(
        "fisik {} baris semuanya 100, padahal serapan {} baris di bawah {LOW}% (terendah {}%)",
        filled.len(),
        low.len(),
        figures::number(lowest, 2)
    );
    findings
        .add(table.sheet, CellRange::new(first, end), &dokumen.header(fisik), message)
        .advice("isi fisik menurut kemajuan pekerjaan sebenarnya, atau jelaskan mengapa selesai dengan anggaran jauh lebih kecil")
        .see_spots(dokumen, &low, "serapan rendah");
}
