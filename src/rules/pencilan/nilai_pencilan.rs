//! O01: a value is ten times or more beyond its row.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::capaian_ekstrem::names_triwulan;
use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Spot, digit_hint};
use crate::profile::Role;
use crate::rules::target::deret::{self, Deret, Menyimpang, is_far};
use crate::rules::{Check, Findings, Rule, figures, tren};
use crate::table::Table;

/// O01.
pub const RULE: Rule = Rule {
    code: "O01",
    name: "nilai_pencilan",
    title: "Nilai jauh di luar kewajaran barisnya",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("nilai_pencilan.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    off_series(dokumen, findings);
    let is_part_of_year = findings.laporan().konteks.is_part_of_year() || names_triwulan(&dokumen.table);
    let realisasi = if is_part_of_year { Vec::new() } else { tren::deret::all(&dokumen.table) };
    for series in targets(&dokumen.table).into_iter().chain(realisasi) {
        for (at, &(spot, written)) in series.iter().enumerate() {
            let Some((first, second)) = nearest(&series, at) else {
                continue;
            };
            // Where the neighbours themselves differ as much, the series grows or another one is odd.
            if is_far(written, first) && is_far(written, second) && !is_far(first, second) {
                let is_inside = at > 0 && at + 1 < series.len();
                let years = if is_inside { "tahun sebelum dan sesudahnya" } else { "dua tahun terdekatnya" };
                tell(dokumen, spot, written, &format!("jauh dari {years}"), findings);
            }
        }
    }
}

/// The targets of each row, with the condition they start from; a count of things may start from
/// almost nothing.
fn targets(table: &Table) -> Vec<Vec<(Spot, Decimal)>> {
    let years: Vec<usize> = table.columns_of(Role::TargetTahun).collect();
    let start = table.column(Role::KondisiAwal);
    let indikator = years.first().and_then(|&first| table.column_beside(Role::Indikator, first));
    let series = |row: usize| {
        let entries = &table.rows[row].entries;
        let is_count = indikator.is_some_and(|at| entries[at].text().trim_start().to_lowercase().starts_with("jumlah"));
        let columns = start.into_iter().filter(|_| !is_count).chain(years.iter().copied());
        let plain = |column: usize| {
            let figure = entries[column].figure().filter(|figure| figure.upper.is_none())?;
            Some((Spot { row, column }, figure.value))
        };
        columns.filter_map(plain).collect()
    };
    (0..table.rows.len()).map(series).collect()
}

/// Targets that alone leave an even series: swapped digits, a copy from another row. Three or more in
/// one year have one cause, and are told once.
fn off_series(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let mut by_year: BTreeMap<usize, Vec<(Deret, Menyimpang)>> = BTreeMap::new();
    for deret in deret::all(&dokumen.table) {
        if let Some(found) = deret.menyimpang().filter(|found| !is_far(deret.targets[found.at].1, found.expected)) {
            by_year.entry(deret.targets[found.at].0.column).or_default().push((deret, found));
        }
    }
    for group in by_year.into_values() {
        let apart = if group.len() < 3 { group.len() } else { 1 };
        for (deret, found) in &group[..apart] {
            let spot = deret.targets[found.at].0;
            let rest: Vec<Spot> = group.iter().map(|(deret, found)| deret.targets[found.at].0).collect();
            let others: Vec<Spot> = rest.into_iter().filter(|&other| other != spot && apart == 1).collect();
            tell_series(dokumen, deret, found, &others, findings);
        }
    }
}

fn tell_series(dokumen: &Dokumen, deret: &Deret, found: &Menyimpang, others: &[Spot], findings: &mut Findings<'_>) {
    let (spot, value) = deret.targets[found.at];
    let scale = value.normalize().scale().max(found.expected.normalize().scale()).min(2);
    let direction = if found.step > Decimal::ZERO { "naik" } else { "turun" };
    let [written, expected, step] =
        [value, found.expected, found.step.abs()].map(|value| figures::number(value, scale));
    let more = match others.len() {
        0 => String::new(),
        count => format!("; {count} baris lain di kolom ini juga"),
    };
    let message = format!(
        "target {written} keluar dari deretnya: tahun lain {direction} {step} tiap tahun, yang cocok {expected}{more}"
    );
    let beside = [deret.targets[found.at - 1].0, deret.targets[found.at + 1].0];
    findings
        .at(dokumen, spot, message)
        .hint(digit_hint(value, found.expected).as_ref())
        .written(written)
        .expected(expected)
        .see_spots(dokumen, others, "juga keluar dari deretnya")
        .see_spots(dokumen, &beside, "target tahun di sebelahnya");
}

/// The figures before and after one of a series; at its ends the two next to it.
fn nearest(series: &[(Spot, Decimal)], at: usize) -> Option<(Decimal, Decimal)> {
    let value = |at: usize| series.get(at).map(|&(_, value)| value);
    let last = series.len().checked_sub(1)?;
    match at {
        0 => value(1).zip(value(2)),
        _ if at == last => value(at - 1).zip(at.checked_sub(2).and_then(value)),
        _ => value(at - 1).zip(value(at + 1)),
    }
}

fn tell(dokumen: &Dokumen, spot: Spot, written: Decimal, why: &str, findings: &mut Findings<'_>) {
    let shown = figures::number(written, written.normalize().scale().min(2));
    findings
        .at(dokumen, spot, format!("nilai {shown} tidak wajar: {why}"))
        .written(shown)
        .cause(Cause::DesimalGeser, "koma bergeser atau angka nol berlebih");
}
