//! W06: a figure that counts from January on falls from one triwulan to the next.

use super::tahap;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::rules::{Check, Findings, Rule, figures};

/// W06.
pub const RULE: Rule = Rule {
    code: "W06",
    name: "kumulatif_turun",
    title: "Angka kumulatif turun dari triwulan sebelumnya",
    severity: Severity::Error,
    basis: "praktik (rencana aksi dan pemantauan triwulan)",
    doc: include_str!("kumulatif_turun.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for series in tahap::read(table).into_iter().filter(|series| series.is_cumulative) {
        for (row, entries) in table.rows.iter().enumerate() {
            let figure = |column: usize| entries.entries[column].figure().filter(|figure| figure.second.is_none());
            // What was not filled yet says nothing; the last one filled is what the next must reach.
            let filled: Vec<usize> =
                series.columns.iter().map(|&(_, column)| column).filter(|&column| figure(column).is_some()).collect();
            for pair in filled.windows(2) {
                let (Some(before), Some(after)) = (figure(pair[0]), figure(pair[1])) else {
                    continue;
                };
                // A zero for a triwulan still to come is a habit, not a figure.
                if after.value >= before.value || after.value.is_zero() {
                    continue;
                }
                let spot = Spot { row, column: pair[1] };
                let (written, earlier) = (
                    figures::text(dokumen, findings, spot),
                    figures::text(dokumen, findings, Spot { row, column: pair[0] }),
                );
                findings
                    .at(dokumen, spot, format!("angka kumulatif turun dari {earlier} menjadi {written}"))
                    .written(written)
                    .expected(format!("paling sedikit {earlier}"))
                    .see_spots(dokumen, &[Spot { row, column: pair[0] }], "triwulan sebelumnya");
            }
        }
    }
}
