//! U05: a range target has its bounds reversed or beyond 100 %.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Polaritas;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Figure, Row, Table};

/// U05.
pub const RULE: Rule = Rule {
    code: "U05",
    name: "rentang_keliru",
    title: "Rentang target keliru",
    severity: Severity::Review,
    basis: "PermenPANRB 8/2021 (target kondisi khusus)",
    doc: include_str!("rentang_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for column in table.numeric_columns() {
        for (row, entries) in table.rows.iter().enumerate() {
            let Some(figure) = entries.entries[column].figure().filter(|figure| figure.upper.is_some()) else {
                continue;
            };
            let (fault, severity) = if is_reversed(figure) && !falls(table, entries, column) {
                let is_usual = all_reversed(table, entries);
                let severity = if is_usual { Severity::Advice } else { RULE.severity };
                ("batas atas lebih kecil daripada batas bawah", severity)
            } else if figure.percent && figure.upper.max(Some(figure.value)) > Some(Decimal::ONE_HUNDRED) {
                ("batas atas melebihi 100%", RULE.severity)
            } else {
                continue;
            };
            let shown = figures::text(dokumen, findings, Spot { row, column });
            findings
                .at(dokumen, Spot { row, column }, format!("rentang {shown}: {fault}"))
                .severity(severity)
                .written(shown);
        }
    }
}

fn is_reversed(figure: &Figure) -> bool {
    figure.upper.is_some_and(|upper| upper < figure.value)
}

/// What should fall may be written from high to low.
fn falls(table: &Table, row: &Row, column: usize) -> bool {
    table.ketentuan.polaritas_of(table.indikator_beside(row, column)) == Some(Polaritas::Turun)
}

/// Every range of the row, of which there are several, is written from high to low.
fn all_reversed(table: &Table, row: &Row) -> bool {
    let ranges = || table.numeric_columns().filter_map(|at| row.entries[at].figure()).filter(|one| one.upper.is_some());
    ranges().count() > 1 && ranges().all(is_reversed)
}
