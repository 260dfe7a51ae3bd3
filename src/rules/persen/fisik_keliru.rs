//! P10: physical progress contradicts its parts or lies outside 0 to 100.

use rust_decimal::Decimal;

use super::fisik_induk;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Relation, Spot};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// P10.
pub const RULE: Rule = Rule {
    code: "P10",
    name: "fisik_keliru",
    title: "Fisik tidak cocok dengan rinciannya atau di luar 0–100",
    severity: Severity::Review,
    basis: "laporan fisik pada formulir",
    doc: include_str!("fisik_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for mismatch in figures::of(dokumen, &[Relation::Fisik]) {
        figures::report(findings, dokumen, mismatch);
    }
    fisik_induk::check(dokumen, findings);
    let table = &dokumen.table;
    for (column, found) in table.columns.iter().enumerate() {
        if found.role != Some(Role::Fisik) {
            continue;
        }
        for (row, entries) in table.rows.iter().enumerate() {
            if let Some(figure) = entries.entries[column].figure()
                && !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&figure.value)
            {
                let shown = figures::number(figure.value, figure.decimals.min(2));
                findings
                    .at(dokumen, Spot { row, column }, format!("fisik tertulis {shown}, di luar 0 sampai 100"))
                    .written(shown)
                    .expected("0 sampai 100");
            }
        }
    }
}
