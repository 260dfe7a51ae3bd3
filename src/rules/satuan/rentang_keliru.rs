//! U05: a range target has its bounds reversed or beyond 100 %.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::rules::{Check, Findings, Rule, figures};

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
            let Some(figure) = entries.entries[column].figure() else {
                continue;
            };
            let Some(upper) = figure.upper else {
                continue;
            };
            let fault = if upper < figure.value {
                "batas atas lebih kecil daripada batas bawah"
            } else if figure.percent && upper > Decimal::ONE_HUNDRED {
                "batas atas melebihi 100%"
            } else {
                continue;
            };
            let shown = figures::text(dokumen, findings, Spot { row, column });
            findings.at(dokumen, Spot { row, column }, format!("rentang {shown}: {fault}")).written(shown);
        }
    }
}
