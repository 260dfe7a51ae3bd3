//! T16: a sub kegiatan has a higher target than the kegiatan it belongs to, in the same unit.

use super::deret::is_percent_unit;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Entry, RowKind};

/// T16.
pub const RULE: Rule = Rule {
    code: "T16",
    name: "target_anak_melebihi",
    title: "Target anak lebih besar daripada target induknya",
    severity: Severity::Review,
    basis: "PermenPANRB 89/2021 (penjenjangan kinerja)",
    doc: include_str!("target_anak_melebihi.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.column(Role::Target) else {
        return;
    };
    let is_told = |spot: Spot| dokumen.arithmetic.mismatches.iter().any(|known| known.spot == spot);
    for (row, entries) in table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data) {
        let Some(parent) = entries.parent.filter(|&parent| table.rows[parent].kind == RowKind::Data) else {
            continue;
        };
        let plain = |row: usize| {
            let figure = table.rows[row].entries[column].figure();
            figure.filter(|figure| figure.upper.is_none() && figure.second.is_none())
        };
        let (Some(own), Some(above)) = (plain(row), plain(parent)) else {
            continue;
        };
        let (unit, parent_unit) = (unit(dokumen, row, column), self::unit(dokumen, parent, column));
        let (spot, parent_spot) = (Spot { row, column }, Spot { row: parent, column });
        let is_same = !unit.is_empty() && unit == parent_unit && !is_percent_unit(&unit);
        if !is_same || own.value <= above.value || is_told(spot) || is_told(parent_spot) {
            continue;
        }
        let [shown, above] = [own, above].map(|figure| figures::number(figure.value, figure.decimals.min(2)));
        let words = |row: usize| figures::row_words(dokumen, row);
        let message =
            format!("target {} {shown} {unit}, lebih besar daripada target {} {above}", words(row), words(parent));
        findings.at(dokumen, spot, message).written(shown).see_spots(dokumen, &[parent_spot], "target induknya");
    }
}

/// The unit of a target: beside it, or behind the figure.
fn unit(dokumen: &Dokumen, row: usize, column: usize) -> String {
    let table = &dokumen.table;
    let entries = &table.rows[row];
    let beside = table.entry(entries, Role::Satuan).map_or("", Entry::text);
    let behind = entries.entries[column].figure().and_then(|figure| figure.unit.as_deref()).unwrap_or_default();
    words(if beside.is_empty() { behind } else { beside }).join(" ")
}
