//! P08: a capaian is printed for zero over zero, a percentage or physical progress for a pagu of zero.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Polaritas, Role};
use crate::rules::persen::capaian_khusus::measured;
use crate::rules::persen::pagu::money_of;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Content, Figure, RowKind};

/// P08.
pub const RULE: Rule = Rule {
    code: "P08",
    name: "pembagi_nol",
    title: "Capaian atau persentase ditulis walaupun pembaginya nol",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("pembagi_nol.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    capaian(dokumen, findings);
    let columns = 0..dokumen.table.columns.len();
    columns.for_each(|column| without_pagu(dokumen, findings, column));
}

fn capaian(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for [column, ..] in measured(&dokumen.table) {
        for (row, entries) in dokumen.table.rows.iter().enumerate() {
            let spot = Spot { row, column };
            let figure = entries.entries[column].figure().filter(|_| is_zero_by_zero(dokumen, spot));
            if let Some((figure, severity)) = figure.and_then(|figure| Some((figure, severity(dokumen, spot, figure)?)))
            {
                let shown = figures::number(figure.value, figure.decimals.min(2));
                let message = format!("capaian tertulis {shown}% padahal target dan realisasi nol");
                findings
                    .at(dokumen, spot, message)
                    .severity(severity)
                    .written(shown)
                    .expected("n/a")
                    .advice("tulis n/a dan jelaskan bahwa tidak ada kejadian yang harus ditangani");
            }
        }
    }
}

/// No case where none was to be is a target met, so that 100 may stand where less is better.
fn severity(dokumen: &Dokumen, spot: Spot, figure: &Figure) -> Option<Severity> {
    let table = &dokumen.table;
    match table.ketentuan.polaritas_of(table.indikator_beside(&table.rows[spot.row], spot.column)) {
        _ if figure.value != Decimal::ONE_HUNDRED => Some(Severity::Error),
        Some(Polaritas::Turun) => None,
        Some(Polaritas::Naik) => Some(Severity::Error),
        None => Some(Severity::Review),
    }
}

/// Target and realisasi of a capaian are both zero.
pub fn is_zero_by_zero(dokumen: &Dokumen, capaian: Spot) -> bool {
    let table = &dokumen.table;
    let is_zero = |role| {
        let column = table.column_beside(role, capaian.column);
        let figure = column.and_then(|column| table.rows[capaian.row].entries[column].figure());
        figure.is_some_and(|figure| figure.value.is_zero())
    };
    is_zero(Role::Target) && is_zero(Role::RealisasiKinerja)
}

/// Percentages above zero in rows that have neither pagu nor realisasi: one finding a column, since
/// who fills in 100 for nothing does so everywhere.
fn without_pagu(dokumen: &Dokumen, findings: &mut Findings<'_>, column: usize) {
    let table = &dokumen.table;
    if !matches!(table.columns[column].role, Some(Role::Persen | Role::Fisik)) {
        return;
    }
    let Some((realisasi, pagu)) = money_of(table, column) else {
        return;
    };
    let spots: Vec<Spot> = (0..table.rows.len())
        .filter(|&row| is_nothing(dokumen, Spot { row, column: realisasi }))
        .filter(|&row| is_nothing(dokumen, Spot { row, column: pagu }))
        .map(|row| Spot { row, column })
        .filter(|spot| table.rows[spot.row].entries[column].figure().is_some_and(|found| found.value > Decimal::ZERO))
        .collect();
    let Some((&first, others)) = spots.split_first() else {
        return;
    };
    let shown = figures::text(dokumen, findings, first);
    let more = if others.is_empty() { String::new() } else { format!(", begitu juga {} baris lain", others.len()) };
    let message = format!("{} tertulis {shown} padahal pagunya nol{more}", figures::column_words(dokumen, column));
    let nothing = [realisasi, pagu].map(|column| Spot { row: first.row, column });
    findings
        .at(dokumen, first, message)
        .severity(Severity::Review)
        .written(shown)
        .expected("0 atau kosong")
        .see_spots(dokumen, others, "pagunya juga nol")
        .see_spots(dokumen, &nothing, "pagu dan realisasi");
}

/// A zero, a dash, or nothing in a cell of its own. Averages have no pagu, and parents may leave
/// theirs out.
fn is_nothing(dokumen: &Dokumen, spot: Spot) -> bool {
    let row = &dokumen.table.rows[spot.row];
    let entry = &row.entries[spot.column];
    match &entry.content {
        _ if row.kind == RowKind::Average => false,
        Content::Blank => !entry.continues && row.children.is_empty(),
        Content::Dash => true,
        Content::Figure(figure) => figure.value.is_zero() && figure.upper.is_none(),
        _ => false,
    }
}
