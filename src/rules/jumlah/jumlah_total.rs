//! J02: a grand total is not the sum of the programs above it.

use super::induk_ikut_dijumlah;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Mismatch, Relation};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// J02.
pub const RULE: Rule = Rule {
    code: "J02",
    name: "jumlah_total",
    title: "Jumlah seluruhnya tidak sama dengan jumlah baris di atasnya",
    severity: Severity::Error,
    basis: "Permendagri 77/2020 (rincian anggaran berjenjang)",
    doc: include_str!("jumlah_total.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    if dokumen.table.column(Role::Jumlah).is_some() && dokumen.table.jenis == "rekap_jumlah" {
        return;
    }
    let wanted = |mismatch: &&Mismatch| {
        mismatch.is_target
            && !figures::is_empty(mismatch)
            && induk_ikut_dijumlah::parents_counted(dokumen, mismatch).is_none()
    };
    let mismatches: Vec<&Mismatch> = figures::of(dokumen, &[Relation::Total]).filter(wanted).collect();
    for group in figures::by_row(dokumen, mismatches) {
        figures::report_group(findings, dokumen, &group);
    }
}
