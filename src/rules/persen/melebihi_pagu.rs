//! P09: more was spent than the pagu allows.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::persen::pagu::PAIRS;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::RowKind;

/// P09.
pub const RULE: Rule = Rule {
    code: "P09",
    name: "melebihi_pagu",
    title: "Realisasi melebihi pagu",
    severity: Severity::Error,
    basis: "PP 12/2019 (pengeluaran tidak boleh melebihi pagu)",
    doc: include_str!("melebihi_pagu.md"),
    check: Check::Dokumen(check),
};

/// Parts of a realisasi.
const PARTS: [Role; 2] = [Role::RealisasiIni, Role::RealisasiLalu];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for (row, entries) in dokumen.table.rows.iter().enumerate() {
        if entries.kind == RowKind::Control {
            continue;
        }
        let Some((realisasi, pagu)) = excess(dokumen, row) else {
            continue;
        };
        // A child that exceeds explains its parents.
        if entries.children.iter().any(|&child| excess(dokumen, child).is_some())
            || entries.kind == RowKind::Total && (0..row).any(|row| excess(dokumen, row).is_some())
        {
            continue;
        }
        let value = |column: usize| {
            dokumen.table.rows[row].entries[column].figure().map(|figure| figure.value).unwrap_or_default()
        };
        // A typed part that alone exceeds is the figure to look at.
        let part = PARTS.iter().filter_map(|&role| dokumen.table.column(role)).find(|&part| value(part) > value(pagu));
        let at = part.filter(|_| entries.entries[realisasi].is_formula).unwrap_or(realisasi);
        let (spent, limit) = (figures::number(value(at), 0), figures::number(value(pagu), 0));
        let message = format!("{} {spent} melebihi pagu {limit}", figures::column_words(dokumen, at));
        findings
            .at(dokumen, Spot { row, column: at }, message)
            .written(spent)
            .expected(format!("paling banyak {limit}"))
            .see_spots(dokumen, &[Spot { row, column: pagu }], "pagu");
    }
}

/// The realisasi and pagu columns of a row that exceeds, the parts before the whole.
fn excess(dokumen: &Dokumen, row: usize) -> Option<(usize, usize)> {
    let table = &dokumen.table;
    let value = |column: usize| table.rows[row].entries[column].figure().map(|figure| figure.value);
    PAIRS.iter().find_map(|(realisasi, pagu)| {
        let realisasi = table.column(*realisasi)?;
        let pagu = pagu.iter().find_map(|&role| table.column(role))?;
        (value(realisasi)? > value(pagu)? && value(pagu)? >= Decimal::ZERO).then_some((realisasi, pagu))
    })
}
