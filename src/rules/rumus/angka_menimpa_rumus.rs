//! F06: a number is typed where the neighbours calculate another one.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{agrees, digit_hint};
use crate::laporan::rumus::Fault;
use crate::rules::{Check, Findings, Rule, figures};

/// F06.
pub const RULE: Rule = Rule {
    code: "F06",
    name: "angka_menimpa_rumus",
    title: "Angka diketik di kolom yang dihitung",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("angka_menimpa_rumus.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for fault in super::unexplained(dokumen).filter(|fault| fault.fault == Fault::TypedOver) {
        let entry = &dokumen.table.rows[fault.spot.row].entries[fault.spot.column];
        let (Some(figure), Some(would_be)) = (entry.figure(), fault.would_be) else {
            continue;
        };
        // A typed number that equals its formula is no error, only fragile.
        if agrees(figure.value, would_be, figure.decimals, Decimal::ZERO) {
            continue;
        }
        let decimals = figure.decimals.min(4);
        let (written, expected) = (figures::number(figure.value, decimals), figures::number(would_be, decimals));
        let message = format!("angka {written} diketik di kolom yang dihitung; rumus baris lain memberi {expected}");
        let draft = super::report(findings, dokumen, fault, &message).written(written).expected(expected);
        match digit_hint(figure.value, would_be) {
            Some(hint) => draft.hint(Some(&hint)),
            None => draft,
        };
    }
}
