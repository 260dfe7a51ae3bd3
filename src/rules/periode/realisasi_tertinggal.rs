//! W07: the realisasi of a triwulan is far behind its target.

use rust_decimal::Decimal;

use super::{less_is_better, tahap};
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::rumus::kosakata::{Kind, listed};
use crate::rules::{Check, Findings, Rule};
use crate::table::Row;

/// W07.
pub const RULE: Rule = Rule {
    code: "W07",
    name: "realisasi_tertinggal",
    title: "Realisasi triwulan jauh di bawah target",
    severity: Severity::Review,
    basis: "PermenPANRB 88/2021 (pemantauan kemajuan kinerja)",
    doc: include_str!("realisasi_tertinggal.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let mut behind = by_columns(dokumen);
    behind.extend(by_year(dokumen, findings));
    let Some(&(first, share)) = behind.first() else {
        return;
    };
    let spots: Vec<Spot> = behind.iter().map(|&(spot, _)| spot).collect();
    let message = match behind.len() {
        1 => format!("realisasi baru {share}% dari yang seharusnya dicapai pada triwulan ini"),
        several => format!(
            "{several} realisasi jauh di bawah yang seharusnya dicapai pada triwulan ini, yang pertama {share}%"
        ),
    };
    findings
        .at(dokumen, first, message)
        .advice("periksa angkanya; bila benar, jelaskan sebabnya pada keterangan")
        .see_spots(dokumen, &spots, "realisasi yang tertinggal");
}

/// Targets and realisasi in columns of their own, triwulan by triwulan: less than half is behind.
fn by_columns(dokumen: &Dokumen) -> Vec<(Spot, Decimal)> {
    let table = &dokumen.table;
    let series = tahap::read(table);
    // Rupiah are held against rupiah: the headers are one but for a few words.
    let targets = || series.iter().filter(|series| series.names("target"));
    let mut pairs = series
        .iter()
        .filter(|series| series.names("realisasi"))
        .filter_map(|done| Some((targets().find(|target| target.rest() == done.rest())?, done)));
    let Some((targets, done)) = pairs.next() else {
        return Vec::new();
    };
    let mut behind = Vec::new();
    let indikator = table.column(Role::Indikator);
    // Few cases of what should go down are no delay.
    let is_judged = |row: &Row| indikator.is_none_or(|column| !less_is_better(table, row.entries[column].text()));
    let judged = table.rows.iter().enumerate().filter(|(_, row)| is_judged(row));
    for (row, entries) in judged {
        for &(triwulan, column) in &done.columns {
            let target = targets.columns.iter().find(|&&(other, _)| other == triwulan).map(|&(_, column)| column);
            let value = |column: usize| entries.entries[column].figure().map(|figure| figure.value);
            let (Some(target), Some(done)) = (target.and_then(value), value(column)) else {
                continue;
            };
            // A zero may be a triwulan still to come.
            if target > Decimal::ZERO && done > Decimal::ZERO && done * Decimal::TWO < target {
                behind.push((Spot { row, column }, share(done, target)));
            }
        }
    }
    behind
}

/// Counts of a year in a report on a triwulan: behind is what has not reached a quarter of the
/// share of the year that is gone.
fn by_year(dokumen: &Dokumen, findings: &Findings<'_>) -> Vec<(Spot, Decimal)> {
    /// Smaller numbers do not come in equal parts.
    const LEAST_TARGET: i64 = 20;
    let table = &dokumen.table;
    let Some(&triwulan) = findings.laporan().konteks.triwulan.get(&table.sheet) else {
        return Vec::new();
    };
    let (Some(target), Some(done), Some(indikator)) =
        (table.column(Role::Target), table.column(Role::RealisasiKinerja), table.column(Role::Indikator))
    else {
        return Vec::new();
    };
    let gone = Decimal::new(25 * i64::from(triwulan), 2);
    let mut behind = Vec::new();
    for (row, entries) in table.rows.iter().enumerate() {
        let figure =
            |column: usize| entries.entries[column].figure().filter(|figure| !figure.percent && figure.upper.is_none());
        let (Some(wanted), Some(reached)) = (figure(target), figure(done)) else {
            continue;
        };
        let name = entries.entries[indikator].text();
        let items = listed(name);
        let is_count =
            !less_is_better(table, name) && items.len() == 1 && items[0].kind == Kind::Count && !items[0].is_negative();
        let due = wanted.value * gone;
        if is_count
            && wanted.value >= LEAST_TARGET.into()
            && reached.value > Decimal::ZERO
            && reached.value * Decimal::from(4) < due
        {
            behind.push((Spot { row, column: done }, share(reached.value, due)));
        }
    }
    behind
}

fn share(done: Decimal, due: Decimal) -> Decimal {
    done.checked_div(due).map_or(Decimal::ZERO, |share| (share * Decimal::ONE_HUNDRED).round())
}
