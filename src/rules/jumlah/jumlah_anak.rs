//! J01: a parent is not the sum of its children.

use rust_decimal::Decimal;

use super::selisih_menutup;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Mismatch, Relation};
use crate::rules::{Check, Findings, Rule, figures};

/// J01.
pub const RULE: Rule = Rule {
    code: "J01",
    name: "jumlah_anak",
    title: "Jumlah anak tidak sama dengan induknya",
    severity: Severity::Error,
    basis: "Permendagri 77/2020 (rincian anggaran berjenjang)",
    doc: include_str!("jumlah_anak.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let wanted = |mismatch: &&Mismatch| {
        figures::is_plain(mismatch)
            && selisih_menutup::pair_of(dokumen, mismatch).is_none()
            && !lacks_misplaced_rows(dokumen, mismatch)
    };
    let mismatches: Vec<&Mismatch> = figures::of(dokumen, &[Relation::Children]).filter(wanted).collect();
    for group in figures::by_row(dokumen, mismatches) {
        figures::report_group(findings, dokumen, &group);
    }
}

/// The difference is what stands under a neighbour because its own parent is missing: J04 tells it.
fn lacks_misplaced_rows(dokumen: &Dokumen, mismatch: &Mismatch) -> bool {
    let rows = &dokumen.table.rows;
    let value =
        |row: usize| rows[row].entries[mismatch.spot.column].figure().map_or(Decimal::ZERO, |figure| figure.value);
    dokumen.arithmetic.misplaced.iter().any(|misplaced| {
        let children = rows[misplaced.parent].children.iter().filter(|&&child| child >= misplaced.row);
        let astray: Decimal = children.take(misplaced.count).map(|&child| value(child)).sum();
        rows[misplaced.parent].parent == Some(mismatch.spot.row) && mismatch.written == Some(mismatch.expected + astray)
    })
}
