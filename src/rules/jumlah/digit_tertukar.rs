//! J09: a part of a sum is wrong, as its digits tell: swapped, or a zero lost.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Relation;
use crate::rules::{Check, Findings, Rule, figures};

/// J09.
pub const RULE: Rule = Rule {
    code: "J09",
    name: "digit_tertukar",
    title: "Dua angka tampaknya tertukar atau nol hilang",
    severity: Severity::Error,
    basis: "praktik pemeriksaan (selisih habis dibagi 9)",
    doc: include_str!("digit_tertukar.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let sums = [Relation::Children, Relation::Total, Relation::RowSum, Relation::Sisa];
    for mismatch in figures::of(dokumen, &sums) {
        if !mismatch.is_target
            && !figures::is_empty(mismatch)
            && (mismatch.relation != Relation::RowSum || figures::is_swapped(mismatch))
        {
            figures::report(findings, dokumen, mismatch).see_spots(
                dokumen,
                &[mismatch.target],
                "jumlah yang menjadi cocok",
            );
        }
    }
}
