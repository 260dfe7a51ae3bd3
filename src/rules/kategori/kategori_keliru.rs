//! K01: a kategori does not fit its value on the document's scale.

use super::dinilai;
use super::skala::Skala;
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

/// What a kategori may judge, likeliest first.
const NILAI: [Role; 3] = [Role::Capaian, Role::Kemajuan, Role::Persen];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    dokumen.table.columns_of(Role::Kategori).for_each(|column| of_column(dokumen, column, findings));
}

fn of_column(dokumen: &Dokumen, kategori: usize, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(scale) = Skala::of(findings.laporan(), table, kategori) else {
        return;
    };
    let judged = dinilai::column(table, kategori, &NILAI, |row, column| scale.fits(row, kategori, column));
    let Some(nilai) = judged.filter(|&nilai| scale.is_meant(table, kategori, nilai)) else {
        return;
    };
    for (row, entries) in table.rows.iter().enumerate() {
        let label = entries.entries[kategori].text();
        let Some(figure) = entries.entries[nilai].figure() else {
            continue;
        };
        let fitting = scale.labels_for(figure.value);
        if fitting.is_empty() || !scale.has_label(label) || scale.fits(entries, kategori, nilai) {
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
            .see_spots(dokumen, &[Spot { row, column: nilai }], "nilai");
    }
}
