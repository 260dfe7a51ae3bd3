//! P08: a capaian is printed for zero over zero.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// P08.
pub const RULE: Rule = Rule {
    code: "P08",
    name: "pembagi_nol",
    title: "Capaian ditulis walaupun target dan realisasi nol",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("pembagi_nol.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let Some(column) = dokumen.table.column(Role::Capaian) else {
        return;
    };
    for (row, entries) in dokumen.table.rows.iter().enumerate() {
        if is_zero_by_zero(dokumen, row)
            && let Some(figure) = entries.entries[column].figure()
        {
            let shown = figures::number(figure.value, figure.decimals.min(2));
            let message = format!("capaian tertulis {shown}% padahal target dan realisasi nol");
            findings
                .at(dokumen, Spot { row, column }, message)
                .written(shown)
                .expected("n/a")
                .advice("tulis n/a dan jelaskan bahwa tidak ada kejadian yang harus ditangani");
        }
    }
}

/// Target and realisasi of a row are both zero.
pub fn is_zero_by_zero(dokumen: &Dokumen, row: usize) -> bool {
    let is_zero = |role| {
        let entry = dokumen.table.entry(&dokumen.table.rows[row], role);
        entry.and_then(|entry| entry.figure()).is_some_and(|figure| figure.value.is_zero())
    };
    is_zero(Role::Target) && is_zero(Role::RealisasiKinerja)
}
