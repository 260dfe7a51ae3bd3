//! O01: a value is ten times or more beyond its row.

use rust_decimal::Decimal;

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// O01.
pub const RULE: Rule = Rule {
    code: "O01",
    name: "nilai_pencilan",
    title: "Nilai jauh di luar kewajaran barisnya",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("nilai_pencilan.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let years: Vec<usize> =
        (0..table.columns.len()).filter(|&at| table.columns[at].role == Some(Role::TargetTahun)).collect();
    let value = |row: usize, column: usize| {
        table.rows[row].entries[column].figure().filter(|figure| figure.upper.is_none()).map(|figure| figure.value)
    };
    for row in 0..table.rows.len() {
        let series: Vec<(usize, Decimal)> =
            years.iter().filter_map(|&column| Some((column, value(row, column)?))).collect();
        for (at, &(column, written)) in series.iter().enumerate() {
            let neighbours: Vec<Decimal> = [at.checked_sub(1), Some(at + 1)]
                .into_iter()
                .flatten()
                .filter_map(|at| series.get(at))
                .map(|&(_, value)| value)
                .collect();
            if series.len() >= 3 && !neighbours.is_empty() && neighbours.iter().all(|&other| is_far(written, other)) {
                tell(dokumen, Spot { row, column }, written, "jauh dari tahun sebelum dan sesudahnya", findings);
            }
        }
        if let Some(target) = table.column(Role::Target)
            && let Some(indikator) = table.column_beside(Role::Indikator, target)
            && is_percentage(table.rows[row].entries[indikator].text())
            && let Some(written) = value(row, target).filter(|written| *written >= Decimal::from(500))
            && table.rows[row].children.is_empty()
        {
            tell(dokumen, Spot { row, column: target }, written, "untuk indikator persentase", findings);
        }
    }
}

fn tell(dokumen: &Dokumen, spot: Spot, written: Decimal, why: &str, findings: &mut Findings<'_>) {
    let shown = figures::number(written, written.normalize().scale().min(2));
    findings
        .at(dokumen, spot, format!("nilai {shown} tidak wajar: {why}"))
        .written(shown)
        .cause(Cause::DesimalGeser, "koma bergeser atau angka nol berlebih");
}

/// At least eight times as much or as little.
fn is_far(value: Decimal, other: Decimal) -> bool {
    let eight = Decimal::from(8);
    value > Decimal::ZERO && other > Decimal::ZERO && (value >= other * eight || other >= value * eight)
}

fn is_percentage(indikator: &str) -> bool {
    let lower = indikator.to_lowercase();
    ["persentase", "presentase", "prosentase"].iter().any(|word| lower.starts_with(word))
}
