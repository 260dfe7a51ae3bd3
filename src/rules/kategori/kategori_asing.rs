//! K03: a kategori is no label of the printed scale.

use super::skala::Skala;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, Shape};
use crate::rules::{Check, Findings, Rule};

/// K03.
pub const RULE: Rule = Rule {
    code: "K03",
    name: "kategori_asing",
    title: "Kategori tidak ada dalam skala",
    severity: Severity::Error,
    basis: "skala pada dokumen; Permendagri 86/2017",
    doc: include_str!("kategori_asing.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    if table.shape == Shape::Skala {
        return;
    }
    let kategori = table.columns_of(Role::Kategori);
    kategori.for_each(|column| of_column(dokumen, column, findings));
}

fn of_column(dokumen: &Dokumen, column: usize, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(scale) = Skala::told(findings.laporan(), table, column) else {
        return;
    };
    for (row, entries) in table.rows.iter().enumerate() {
        let label = entries.entries[column].text();
        if !label.is_empty() && !scale.has_label(label) {
            findings
                .at(dokumen, Spot { row, column }, format!("kategori {label} tidak ada dalam skala dokumen ini"))
                .written(label)
                .expected(format!("salah satu dari {}", scale.labels().join(", ")));
        }
    }
}
