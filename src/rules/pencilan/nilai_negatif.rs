//! O06: an amount granted or paid out is negative.

use rust_decimal::Decimal;

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// O06.
pub const RULE: Rule = Rule {
    code: "O06",
    name: "nilai_negatif",
    title: "Anggaran atau realisasi bernilai negatif",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("nilai_negatif.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for (column, found) in table.columns.iter().enumerate() {
        // A remainder or a difference may be negative, an amount that was granted or paid out hardly.
        if !found.role.is_some_and(|role| role.is_money() && !matches!(role, Role::Sisa | Role::Selisih)) {
            continue;
        }
        for (row, entries) in table.rows.iter().enumerate().filter(|(_, row)| !row.is_balance) {
            let entry = &entries.entries[column];
            let Some(figure) = entry.figure().filter(|figure| figure.value < Decimal::ZERO && !entry.is_formula) else {
                continue;
            };
            let (written, positive) = (figures::number(figure.value, 0), figures::number(-figure.value, 0));
            findings
                .at(
                    dokumen,
                    Spot { row, column },
                    format!("{} tertulis {written}, bernilai negatif", figures::column_words(dokumen, column)),
                )
                .written(written)
                .expected(format!("mungkin {positive}"))
                .cause(
                    Cause::TandaTerbalik,
                    "tanda minus terketik; bila memang pengembalian, jelaskan pada keterangan",
                );
        }
    }
}
