//! P13: the figures of an evaluation of plan results don't follow from each other.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Mismatch, Relation};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::Half;

/// P13.
pub const RULE: Rule = Rule {
    code: "P13",
    name: "evaluasi_keliru",
    title: "Angka evaluasi hasil Renja tidak mengikuti triwulan atau tahunnya",
    severity: Severity::Error,
    basis: "Permendagri 86/2017 (formulir E.81)",
    doc: include_str!("evaluasi_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let levels = figures::of(dokumen, &[Relation::Kemajuan]).filter(|mismatch| is_evaluated(dokumen, mismatch));
    for mismatch in figures::of(dokumen, &[Relation::Evaluasi]).chain(levels) {
        let column = &dokumen.table.columns[mismatch.target.column];
        // How an indikator adds up is told by the other rows alone.
        let is_gathered = column.half == Some(Half::Kinerja) && mismatch.relation == Relation::Evaluasi;
        let severity = if is_gathered { Severity::Review } else { Severity::Error };
        figures::report(findings, dokumen, mismatch).severity(severity);
    }
}

/// The level of a realisasi that a column of its own carries up to this year.
pub fn is_evaluated(dokumen: &Dokumen, mismatch: &Mismatch) -> bool {
    mismatch.relation == Relation::Kemajuan && dokumen.table.column(Role::KinerjaSdIni).is_some()
}
