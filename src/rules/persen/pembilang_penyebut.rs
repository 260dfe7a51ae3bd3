//! P04: the printed realisasi is not what the calculation beside it gives.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Relation;
use crate::rules::perhitungan::contradictions;
use crate::rules::{Check, Findings, Rule, figures};

/// P04.
pub const RULE: Rule = Rule {
    code: "P04",
    name: "pembilang_penyebut",
    title: "Realisasi indikator tidak sama dengan pembilang dibagi penyebut yang tertulis",
    severity: Severity::Error,
    basis: "manual indikator (PER/09/M.PAN/5/2007)",
    doc: include_str!("pembilang_penyebut.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for mismatch in figures::of(dokumen, &[Relation::Hasil]) {
        figures::report(findings, dokumen, mismatch);
    }
    for found in contradictions(dokumen).filter(|found| found.other_numerator().is_none()) {
        let Some(computed) = found.computed() else {
            continue;
        };
        let expected = figures::number(computed, 2);
        let shown = figures::number(found.figure.value, found.figure.decimals.min(4));
        let message = format!("realisasi tertulis {shown}, perhitungan yang tertulis memberi {expected}");
        findings.at(dokumen, found.spot, message).written(shown).expected(expected).see(
            dokumen.table.sheet,
            found.entry.cell,
            "perhitungan",
        );
    }
}
