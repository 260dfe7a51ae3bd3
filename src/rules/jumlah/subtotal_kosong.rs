//! J06: a subtotal or a part of a sum is empty although the rows below are filled.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Mismatch, Relation};
use crate::rules::{Check, Findings, Rule, figures};

/// J06.
pub const RULE: Rule = Rule {
    code: "J06",
    name: "subtotal_kosong",
    title: "Subtotal kosong padahal rinciannya terisi",
    severity: Severity::Missing,
    basis: "praktik",
    doc: include_str!("subtotal_kosong.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let sums = [Relation::Children, Relation::Total, Relation::Urusan, Relation::RowSum];
    let wanted = |mismatch: &&Mismatch| {
        figures::is_empty(mismatch) && (mismatch.relation != Relation::RowSum || !mismatch.is_target)
    };
    let mismatches: Vec<&Mismatch> = figures::of(dokumen, &sums).filter(wanted).collect();
    for group in figures::by_row(dokumen, mismatches) {
        figures::report_group(findings, dokumen, &group);
    }
}
