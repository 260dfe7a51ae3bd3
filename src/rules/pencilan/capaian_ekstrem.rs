//! O02: a capaian so high or so low that the target, or the figure, should be looked at.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{RowKind, Table};

/// O02.
pub const RULE: Rule = Rule {
    code: "O02",
    name: "capaian_ekstrem",
    title: "Capaian sangat tinggi atau sangat rendah",
    severity: Severity::Review,
    basis: "LKE PermenPANRB 88/2021 (target menantang dan realistis); ambang adalah praktik",
    doc: include_str!("capaian_ekstrem.md"),
    check: Check::Dokumen(check),
};

/// Above this the target was no challenge.
const HIGH: i64 = 150;
/// Below this, in the report of a whole year, it was out of reach.
const LOW: i64 = 30;

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let is_whole_year = !findings.laporan().konteks.is_part_of_year() && !names_triwulan(table);
    let told: Vec<Spot> = dokumen.arithmetic.mismatches.iter().map(|mismatch| mismatch.spot).collect();
    for column in table.columns_of(Role::Capaian) {
        for (row, entries) in table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data) {
            let spot = Spot { row, column };
            let Some(figure) = entries.entries[column].figure().filter(|figure| figure.upper.is_none()) else {
                continue;
            };
            let shown = figures::number(figure.value, figure.decimals.min(2));
            let (message, advice) = if figure.value > Decimal::from(HIGH) {
                let advice = "periksa realisasinya; bila benar, jelaskan dan naikkan target berikutnya";
                (format!("capaian tertulis {shown}, lebih dari {HIGH}: target mungkin terlalu rendah"), advice)
            } else if is_whole_year && figure.value < Decimal::from(LOW) && figure.value > Decimal::ZERO {
                let advice = "periksa realisasinya; bila benar, jelaskan sebab dan upaya perbaikannya";
                (format!("capaian tertulis {shown}, kurang dari {LOW}"), advice)
            } else {
                continue;
            };
            if !told.contains(&spot) {
                findings.at(dokumen, spot, message).written(shown).advice(advice);
            }
        }
    }
}

/// A column of the table is of a triwulan or a semester.
pub fn names_triwulan(table: &Table) -> bool {
    const PARTS: [&str; 4] = ["triwulan", "tw", "semester", "bulan"];
    let is_part = |text: &String| words(text).iter().any(|word| PARTS.contains(&word.as_str()));
    table.columns.iter().any(|column| column.role == Some(Role::Periode) || column.path.iter().any(is_part))
}
