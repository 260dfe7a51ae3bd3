//! U04: a predikat does not exist in the scale of its target.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::profile::predikat::SCALES;
use crate::rules::{Check, Findings, Rule};

/// U04.
pub const RULE: Rule = Rule {
    code: "U04",
    name: "ordinal_asing",
    title: "Predikat di luar skalanya",
    severity: Severity::Error,
    basis: "PermenPANRB 88/2021 (AA–D); opini BPK",
    doc: include_str!("ordinal_asing.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for (row, entries) in table.rows.iter().enumerate() {
        let ordinal = |role| {
            let column = table.column(role)?;
            let text = entries.entries[column].text().trim().to_uppercase();
            (!text.is_empty() && text.len() <= 7 && !text.contains(' ')).then_some((column, text))
        };
        let Some((_, target)) = ordinal(Role::Target) else {
            continue;
        };
        let scales: Vec<&&[&str]> = SCALES.iter().filter(|scale| scale.contains(&target.as_str())).collect();
        let Some((column, realisasi)) = ordinal(Role::RealisasiKinerja) else {
            continue;
        };
        if !scales.is_empty() && !scales.iter().any(|scale| scale.contains(&realisasi.as_str())) {
            let message = format!("realisasi {realisasi} tidak ada dalam skala {}", scales[0].join(", "));
            findings
                .at(dokumen, Spot { row, column }, message)
                .written(realisasi)
                .expected(format!("salah satu dari {}", scales[0].join(", ")));
        }
    }
}
