//! U06: one cell holds two figures or two units.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// U06.
pub const RULE: Rule = Rule {
    code: "U06",
    name: "satuan_ganda",
    title: "Dua angka atau dua satuan dalam satu sel",
    severity: Severity::Review,
    basis: "kriteria SMART (PermenPANRB 88/2021)",
    doc: include_str!("satuan_ganda.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for (column, found) in table.columns.iter().enumerate() {
        if !matches!(found.role, Some(Role::Target | Role::RealisasiKinerja | Role::TargetTahun)) {
            continue;
        }
        for (row, entries) in table.rows.iter().enumerate() {
            if entries.entries[column].figure().is_some_and(|figure| figure.second.is_some()) {
                let shown = figures::text(dokumen, findings, Spot { row, column });
                findings
                    .at(dokumen, Spot { row, column }, format!("dua angka dalam satu sel: {shown}"))
                    .written(shown)
                    .advice("pisahkan menjadi dua indikator, masing-masing dengan satu satuan");
            }
        }
    }
}
