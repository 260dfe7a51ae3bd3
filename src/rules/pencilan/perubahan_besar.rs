//! O03: the realisasi of the last year is far from the average of the years before.

use rust_decimal::Decimal;

use super::capaian_ekstrem::names_triwulan;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::rules::tren::deret;
use crate::rules::{Check, Findings, Rule, figures};

/// O03.
pub const RULE: Rule = Rule {
    code: "O03",
    name: "perubahan_besar",
    title: "Realisasi berubah lebih dari separuh rata-rata tahun-tahun sebelumnya",
    severity: Severity::Advice,
    basis: "praktik",
    doc: include_str!("perubahan_besar.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    // Part of a year is no less than a whole one.
    if findings.laporan().konteks.is_part_of_year() || names_triwulan(&dokumen.table) {
        return;
    }
    for deret in deret::all(&dokumen.table) {
        let Some((&(spot, last), before)) = deret.split_last().filter(|(_, before)| before.len() >= 2) else {
            continue;
        };
        let sum: Decimal = before.iter().map(|&(_, value)| value).sum();
        let Some(average) = sum.checked_div(Decimal::from(before.len())).filter(|value| !value.is_zero()) else {
            continue;
        };
        // Small counts move by half with one thing more or less.
        let is_small = last.max(average) < Decimal::TEN;
        let change = (last - average) / average * Decimal::ONE_HUNDRED;
        if is_small || change.abs() <= Decimal::from(50) {
            continue;
        }
        let scale = last.normalize().scale().min(2);
        let [shown, average, percent] = [(last, scale), (average, scale.max(1)), (change.abs(), 0)]
            .map(|(value, scale)| figures::number(value, scale));
        let direction = if change > Decimal::ZERO { "di atas" } else { "di bawah" };
        let others: Vec<_> = before.iter().map(|&(spot, _)| spot).collect();
        findings
            .at(
                dokumen,
                spot,
                format!("realisasi {shown}, {percent}% {direction} rata-rata tahun sebelumnya {average}"),
            )
            .written(shown)
            .advice("jelaskan sebab perubahannya pada analisis capaian")
            .see_spots(dokumen, &others, "tahun sebelumnya");
    }
}
