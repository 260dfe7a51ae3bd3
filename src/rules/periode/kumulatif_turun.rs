//! W06: a figure that counts from January on falls from one triwulan to the next.

use super::less_is_better;
use super::tahap::{self, Setahun, Tahap};
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::rumus::kosakata::{Kind, listed};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Row, Table};

/// W06.
pub const RULE: Rule = Rule {
    code: "W06",
    name: "kumulatif_turun",
    title: "Angka kumulatif turun dari triwulan sebelumnya",
    severity: Severity::Error,
    basis: "praktik (rencana aksi dan pemantauan triwulan)",
    doc: include_str!("kumulatif_turun.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let all = tahap::read(table);
    let targets = tahap::targets(table, &all);
    for series in &all {
        for (row, entries) in table.rows.iter().enumerate() {
            let is_meant = targets.is_some_and(|(targets, year)| {
                let is_pair = series.names("realisasi") && series.rest() == targets.rest();
                is_pair && counts_on(table, entries, targets, year)
            });
            if !series.is_cumulative && !is_meant {
                continue;
            }
            let name = table.column(Role::Indikator).map_or("", |column| entries.entries[column].text());
            // A share or an index "s.d. TW II" is where it stands, not what was added up.
            let is_standing =
                is_rate(name) || series.columns.iter().any(|&(_, column)| is_percent(table, entries, column));
            if is_standing && less_is_better(table, name) {
                continue;
            }
            let is_sum = series.is_cumulative && !is_standing;
            let severity = if is_sum { RULE.severity } else { Severity::Review };
            falls(dokumen, findings, series, row, severity);
        }
    }
}

/// The row's targets grow to that of the year, and it counts something: a percentage may fall again.
fn counts_on(table: &Table, row: &Row, targets: &Tahap, year: usize) -> bool {
    let grows = targets.figures(row).is_some_and(|own| own.is_sorted() && own.first() < own.last());
    let name = table.column(Role::Indikator).map_or("", |column| row.entries[column].text());
    let is_count = ["jumlah", "panjang", "luas", "banyaknya"].contains(&words(name).first().map_or("", String::as_str));
    is_count && !is_percent(table, row, year) && grows && tahap::setahun(row, targets, year) == Some(Setahun::Terakhir)
}

fn is_percent(table: &Table, row: &Row, column: usize) -> bool {
    table.entry(row, Role::Satuan).is_some_and(|satuan| satuan.text().contains('%'))
        || row.entries[column].figure().is_some_and(|figure| figure.percent)
}

/// The name is that of a share, a level or an index.
fn is_rate(name: &str) -> bool {
    const RATES: [&str; 7] = ["indeks", "nilai", "rasio", "skor", "prevalensi", "rata", "laju"];
    listed(name).iter().any(|item| matches!(item.kind, Kind::Percent | Kind::Level))
        || words(name).first().is_some_and(|first| RATES.contains(&first.as_str()))
}

fn falls(dokumen: &Dokumen, findings: &mut Findings<'_>, series: &Tahap, row: usize, severity: Severity) {
    let entries = &dokumen.table.rows[row].entries;
    let figure = |column: usize| entries[column].figure().filter(|figure| figure.second.is_none());
    // What was not filled yet says nothing; the last one filled is what the next must reach.
    let filled: Vec<usize> =
        series.columns.iter().map(|&(_, column)| column).filter(|&column| figure(column).is_some()).collect();
    for pair in filled.windows(2) {
        let (Some(before), Some(after)) = (figure(pair[0]), figure(pair[1])) else {
            continue;
        };
        // A zero for a triwulan still to come is a habit, not a figure.
        if after.value >= before.value || after.value.is_zero() {
            continue;
        }
        let spot = Spot { row, column: pair[1] };
        let (written, earlier) =
            (figures::text(dokumen, findings, spot), figures::text(dokumen, findings, Spot { row, column: pair[0] }));
        findings
            .at(dokumen, spot, format!("angka kumulatif turun dari {earlier} menjadi {written}"))
            .severity(severity)
            .written(written)
            .expected(format!("paling sedikit {earlier}"))
            .see_spots(dokumen, &[Spot { row, column: pair[0] }], "triwulan sebelumnya");
    }
}
