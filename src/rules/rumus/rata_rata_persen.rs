//! F15: percentages of budget are averaged where total realisasi over total pagu is meant.

use rust_decimal::Decimal;

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Spot, agrees};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// F15.
pub const RULE: Rule = Rule {
    code: "F15",
    name: "rata_rata_persen",
    title: "Persentase serapan dirata-rata, bukan total realisasi dibagi total pagu",
    severity: Severity::Advice,
    basis: "praktik",
    doc: include_str!("rata_rata_persen.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for column in table.columns_of(Role::Persen) {
        for row in 0..table.rows.len() {
            let spot = Spot { row, column };
            let Some((average, weighted)) = average(findings, dokumen, spot) else {
                continue;
            };
            let is_told = dokumen.arithmetic.mismatches.iter().any(|mismatch| mismatch.spot == spot);
            if is_told || agrees(average, weighted, 2, Decimal::ZERO) {
                continue;
            }
            let (written, expected) = (figures::number(average, 2), figures::number(weighted, 2));
            findings
                .at(
                    dokumen,
                    spot,
                    format!("rata-rata persentase {written}; total realisasi dibagi total pagu {expected}"),
                )
                .written(written)
                .expected(expected)
                .cause(Cause::VarianRumus, "kegiatan kecil dan besar dihitung sama berat")
                .advice("hitung total realisasi dibagi total pagu, atau sebut dengan jelas bahwa ini rata-rata");
        }
    }
}

/// The average of percentages that a cell calculates, and the percentage of the totals of these rows.
fn average(findings: &Findings<'_>, dokumen: &Dokumen, spot: Spot) -> Option<(Decimal, Decimal)> {
    let table = &dokumen.table;
    let parsed = findings.laporan().formulas.get(table.sheet, dokumen.cell(spot))?;
    let reference = parsed.only_reference()?;
    let (range, own) = (reference.range, table.columns[spot.column].col);
    let is_average = parsed.shape.starts_with("AVERAGE(") && parsed.shape.ends_with(')');
    if !is_average || reference.sheet != table.sheet || (range.start.col, range.end.col) != (own, own) {
        return None;
    }
    let rows: Vec<usize> = (0..table.rows.len())
        .filter(|&row| (range.start.row..=range.end.row).contains(&table.rows[row].row))
        .filter(|&row| table.rows[row].entries[spot.column].figure().is_some())
        .collect();
    let total = |role: Role| -> Option<Decimal> {
        let column = table.column_beside(role, spot.column)?;
        rows.iter().map(|&row| Some(table.rows[row].entries[column].figure()?.value)).sum()
    };
    let percent = total(Role::Realisasi)?.checked_div(total(Role::Pagu)?)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let average = table.rows[spot.row].entries[spot.column].figure()?.value;
    (rows.len() > 1).then_some((average, percent))
}
