//! K01: a kategori does not fit its value on the document's scale.

use super::skala::{self, Skala};
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// K01.
pub const RULE: Rule = Rule {
    code: "K01",
    name: "kategori_keliru",
    title: "Kategori tidak sesuai dengan nilai dan skalanya",
    severity: Severity::Error,
    basis: "skala pada dokumen; Permendagri 86/2017",
    doc: include_str!("kategori_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(kategori) = table.column(Role::Kategori) else {
        return;
    };
    let Some(capaian) = skala::value_column(dokumen) else {
        return;
    };
    let scale = Skala::of(findings.laporan(), dokumen);
    for (row, entries) in table.rows.iter().enumerate() {
        let label = entries.entries[kategori].text();
        let Some(figure) = entries.entries[capaian].figure() else {
            continue;
        };
        let fitting = scale.labels_for(figure.value);
        if label.is_empty()
            || !scale.has_label(label)
            || fitting.is_empty()
            || fitting.iter().any(|fit| skala::same_label(fit, label))
        {
            continue;
        }
        let shown = figures::number(figure.value, figure.decimals.min(2));
        findings
            .at(
                dokumen,
                Spot { row, column: kategori },
                format!("kategori tertulis {label}, nilai {shown} termasuk {}", fitting[0]),
            )
            .written(label)
            .expected(fitting[0].clone())
            .advice(format!("skala yang dipakai: {}", scale.dasar))
            .see_spots(dokumen, &[Spot { row, column: capaian }], "nilai");
    }
}
