//! L07: a low serapan without the reason that other rows of the table give.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::RowKind;

/// L07.
pub const RULE: Rule = Rule {
    code: "L07",
    name: "alasan_serapan_kosong",
    title: "Serapan rendah tanpa alasan, padahal baris lain beralasan",
    severity: Severity::Missing,
    basis: "PermenPANRB 53/2014 (penjelasan atas capaian dan realisasi anggaran)",
    doc: include_str!("alasan_serapan_kosong.md"),
    check: Check::Dokumen(check),
};

/// Reasons that a table must give before another is missed.
const LEAST_REASONS: usize = 3;
/// A remark of fewer words is no reason: "selesai", "APBD".
const LEAST_WORDS: usize = 3;

/// A row that lists nothing below it.
struct Baris {
    row: usize,
    serapan: Decimal,
    has_reason: bool,
}

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let (Some(persen), Some(remark)) = (table.column(Role::Persen), table.column(Role::Keterangan)) else {
        return;
    };
    let rows: Vec<Baris> = table
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.kind == RowKind::Data && row.children.is_empty())
        .filter_map(|(row, own)| {
            let figure = own.entries[persen].figure()?;
            let serapan = if figure.percent && figure.value <= Decimal::ONE {
                figure.value * Decimal::ONE_HUNDRED
            } else {
                figure.value
            };
            let has_reason = words(own.entries[remark].text()).len() >= LEAST_WORDS;
            Some(Baris { row, serapan, has_reason })
        })
        .collect();
    let reasons = || rows.iter().filter(|row| row.has_reason);
    let Some(limit) = reasons().map(|row| row.serapan).max() else {
        return;
    };
    let missing: Vec<&Baris> = rows.iter().filter(|row| !row.has_reason && row.serapan < limit).collect();
    // Reasons are given for what is low, and nearly always.
    let is_for_low = rows.iter().any(|row| row.serapan > limit) && limit < Decimal::ONE_HUNDRED;
    if reasons().count() < LEAST_REASONS || !is_for_low || missing.len() * 3 > reasons().count() {
        return;
    }
    for row in missing {
        let spot = Spot { row: row.row, column: remark };
        let [own, limit] = [row.serapan, limit].map(|value| figures::number(value, 2));
        let message = format!("serapan {own}% tanpa alasan, padahal baris dengan serapan sampai {limit}% beralasan");
        findings.at(dokumen, spot, message).see_spots(dokumen, &[Spot { row: row.row, column: persen }], "serapan");
    }
}
