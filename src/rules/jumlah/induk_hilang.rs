//! J04: rows stand under a parent that adds up without them.

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::rules::{Check, Findings, Rule};

/// J04.
pub const RULE: Rule = Rule {
    code: "J04",
    name: "induk_hilang",
    title: "Baris berdiri di bawah induk yang bukan induknya, atau baris anak hilang",
    severity: Severity::Error,
    basis: "Permendagri 77/2020 (rincian anggaran berjenjang)",
    doc: include_str!("induk_hilang.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for misplaced in &dokumen.arithmetic.misplaced {
        let Some(column) = table.name_column() else {
            continue;
        };
        let parent = &table.rows[misplaced.parent];
        let message = format!(
            "{} baris mulai dari sini tampaknya bukan bagian dari {} pada baris {}, yang sudah cocok tanpa baris ini",
            misplaced.count,
            parent.level.words(),
            parent.row + 1
        );
        let parent_spot = Spot { row: misplaced.parent, column: misplaced.column };
        findings
            .at(dokumen, Spot { row: misplaced.row, column }, message)
            .cause(Cause::IndukKeliru, "baris induknya mungkin hilang atau terletak di halaman lain")
            .see_spots(dokumen, &[parent_spot], "sudah cocok tanpa baris ini")
            .see_spots(dokumen, &[Spot { row: misplaced.row, column: misplaced.column }], "kelebihan");
    }
}
