//! D02: a code does not begin with its parent's code.

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::{Level, Table, is_unit_code};

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
    let mut wrong = Vec::new();
    let mut right = 0;
    for (row, entries) in table.rows.iter().enumerate() {
        let Some(parent) = entries.parent.filter(|_| !matches!(entries.level, Level::Belanja(_))) else {
            continue;
        };
        let (Some(own), Some(above)) = (code(table, row), code(table, parent).filter(|above| !is_unit_code(above)))
        else {
            continue;
        };
        if begins_with(own, above) || is_parent_at_fault(table, own, parent) {
            right += 1;
        } else {
            wrong.push((row, parent, own, above));
        }
    }
    // Where most codes don't nest, the form numbers its rows otherwise.
    if wrong.len() > right {
        return;
    }
    for (row, parent, own, above) in wrong {
        let message =
            format!("kode {own} tidak berawalan kode {} di atasnya, {above}", table.rows[parent].level.words());
        findings
            .at(dokumen, Spot { row, column }, message)
            .written(own)
            .expected(moved_below(own, above))
            .cause(Cause::IndukKeliru, "kode salah ketik, atau baris berdiri di bawah induk yang keliru")
            .see_spots(dokumen, &[Spot { row: parent, column }], "kode induk");
    }
}

fn code(table: &Table, row: usize) -> Option<&str> {
    table.rows[row].code.as_deref().map(|code| code.trim_matches('.'))
}

fn begins_with(code: &str, above: &str) -> bool {
    code.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}

/// The code goes on from the one above its parent, and the parent's does not: the parent is mistyped.
fn is_parent_at_fault(table: &Table, own: &str, parent: usize) -> bool {
    let above = table.rows[parent].parent.and_then(|above| code(table, above));
    above.is_some_and(|above| {
        begins_with(own, above) && code(table, parent).is_some_and(|parent| !begins_with(parent, above))
    })
}

/// The code with the segments of the one above in place of its first.
fn moved_below(own: &str, above: &str) -> String {
    let segments: Vec<&str> = own.split('.').collect();
    let kept = above.split('.').count().min(segments.len() - 1);
    format!("{above}.{}", segments[kept..].join("."))
}
