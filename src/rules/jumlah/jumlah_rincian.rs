//! J07: the total of a count table is not the sum of its rows.

use super::induk_ikut_dijumlah;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Mismatch, Relation};
use crate::rules::{Check, Findings, Rule, figures};

/// J07.
pub const RULE: Rule = Rule {
    code: "J07",
    name: "jumlah_rincian",
    title: "Jumlah barang atau pegawai tidak sama dengan rinciannya",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("jumlah_rincian.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    if dokumen.table.jenis != "rekap_jumlah" {
        return;
    }
    let wanted = |mismatch: &&Mismatch| {
        mismatch.is_target
            && !figures::is_empty(mismatch)
            && induk_ikut_dijumlah::parents_counted(dokumen, mismatch).is_none()
            && mismatch.written != Some(induk_ikut_dijumlah::without_details(dokumen, mismatch.spot))
    };
    for mismatch in figures::of(dokumen, &[Relation::Total]).filter(wanted) {
        figures::report(findings, dokumen, mismatch);
    }
}
