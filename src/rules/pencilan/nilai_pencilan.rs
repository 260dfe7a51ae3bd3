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
            let Some((first, second)) = nearest(&series, at) else {
                continue;
            };
            // Where the neighbours themselves differ as much, the series grows or another one is odd.
            if is_far(written, first) && is_far(written, second) && !is_far(first, second) {
                let is_inside = at > 0 && at + 1 < series.len();
                let years = if is_inside { "tahun sebelum dan sesudahnya" } else { "dua tahun terdekatnya" };
                tell(dokumen, Spot { row, column }, written, &format!("jauh dari {years}"), findings);
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

/// The figures before and after one of a series; at its ends the two next to it.
fn nearest(series: &[(usize, Decimal)], at: usize) -> Option<(Decimal, Decimal)> {
    let value = |at: usize| series.get(at).map(|&(_, value)| value);
    let last = series.len().checked_sub(1)?;
    match at {
        0 => value(1).zip(value(2)),
        _ if at == last => value(at - 1).zip(at.checked_sub(2).and_then(value)),
        _ => value(at - 1).zip(value(at + 1)),
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
