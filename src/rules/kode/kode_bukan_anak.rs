//! D02: a code does not begin with its parent's code.

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::Level;

/// D02.
pub const RULE: Rule = Rule {
    code: "D02",
    name: "kode_bukan_anak",
    title: "Kode anak tidak berawalan kode induknya",
    severity: Severity::Error,
    basis: "Permendagri 90/2019 (kodefikasi dan nomenklatur)",
    doc: include_str!("kode_bukan_anak.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.columns.iter().rposition(|column| column.role == Some(Role::Kode)) else {
        return;
    };
    let code = |row: usize| table.rows[row].code.as_deref().map(|code| code.trim_matches('.').to_string());
    let mut wrong = Vec::new();
    let mut right = 0;
    for (row, entries) in table.rows.iter().enumerate() {
        let Some(parent) = entries.parent.filter(|_| !matches!(entries.level, Level::Belanja(_))) else {
            continue;
        };
        let (Some(own), Some(above)) = (code(row), code(parent)) else {
            continue;
        };
        if own.starts_with(&format!("{above}.")) { right += 1 } else { wrong.push((row, parent, own, above)) }
    }
    // Where most codes don't nest, the form numbers its rows otherwise.
    if wrong.len() > right {
        return;
    }
    for (row, parent, own, above) in wrong {
        let expected = own.rsplit('.').next().map_or(above.clone(), |last| format!("{above}.{last}"));
        let message =
            format!("kode {own} tidak berawalan kode {} di atasnya, {above}", table.rows[parent].level.words());
        findings
            .at(dokumen, Spot { row, column }, message)
            .written(own)
            .expected(expected)
            .cause(Cause::IndukKeliru, "kode salah ketik, atau baris berdiri di bawah induk yang keliru")
            .see_spots(dokumen, &[Spot { row: parent, column }], "kode induk");
    }
}
