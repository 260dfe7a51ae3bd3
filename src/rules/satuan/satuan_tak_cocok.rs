//! U07: the unit does not fit what the indikator counts.

use super::golongan::misfit;
use super::persentase_bertarget_bilangan::{targets, unit};
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::rumus::kosakata::listed;
use crate::rules::{Check, Findings, Rule};

/// U07.
pub const RULE: Rule = Rule {
    code: "U07",
    name: "satuan_tak_cocok",
    title: "Satuan tidak cocok dengan yang dihitung indikator",
    severity: Severity::Review,
    basis: "kriteria SMART (PermenPANRB 88/2021)",
    doc: include_str!("satuan_tak_cocok.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(&column) = targets(table).first() else {
        return;
    };
    for (row, entries) in table.rows.iter().enumerate() {
        let Some(indikator) = table.column_beside(Role::Indikator, column).map(|at| &entries.entries[at]) else {
            return;
        };
        let items = listed(indikator.text());
        let ([item], Some(unit)) = (items.as_slice(), unit(table, entries, column)) else {
            continue;
        };
        let Some(counted) = misfit(&item.words, &unit).filter(|_| !indikator.continues) else {
            continue;
        };
        // The unit stands in a column of its own, or behind the figure.
        let own = (0..table.columns.len())
            .filter(|&at| table.columns[at].role == Some(Role::Satuan) && !entries.entries[at].is_blank());
        let behind = entries.entries[column].figure().is_some_and(|figure| figure.unit.is_some());
        let at = own.min_by_key(|&at| at.abs_diff(column)).filter(|_| !behind).unwrap_or(column);
        findings
            .at(dokumen, Spot { row, column: at }, format!("indikator menghitung {counted}, satuannya {unit}"))
            .written(unit)
            .advice("sesuaikan satuan dengan yang dihitung, atau ubah nama indikatornya");
    }
}
