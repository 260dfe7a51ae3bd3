//! F02: a formula adds rupiah to percentages or to counts.

use super::{by_column, typed};
use crate::finding::{Cause, Severity};
use crate::formula::Parsed;
use crate::laporan::Dokumen;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::Table;

/// F02.
pub const RULE: Rule = Rule {
    code: "F02",
    name: "jenis_angka_campur",
    title: "Rumus menjumlahkan rupiah dengan persentase atau banyaknya barang",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("jenis_angka_campur.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let mixed_with = |parsed: &Parsed<'_>| mixed_with(&dokumen.table, parsed);
    for mixed in by_column(findings, dokumen, |parsed| mixed_with(parsed).is_some()).into_values() {
        let first = mixed[0];
        let parsed = findings.laporan().formulas.get(dokumen.table.sheet, dokumen.cell(first));
        let Some(other) = parsed.as_ref().and_then(mixed_with) else {
            continue;
        };
        let formula = typed(findings, dokumen, first);
        let message = match mixed.len() {
            1 => format!("rumusnya menjumlahkan rupiah dengan {other}"),
            count => format!("{count} rumus pada kolom ini menjumlahkan rupiah dengan {other}"),
        };
        let draft = findings
            .at(dokumen, first, message)
            .cause(Cause::RumusMenyimpang, "rumusnya merujuk kolom yang jenis angkanya lain")
            .see_spots(dokumen, &mixed, "rumus yang sama kelirunya");
        if let Some(formula) = formula {
            draft.written(formula);
        }
    }
}

/// What a sum adds to rupiah that is none.
fn mixed_with(table: &Table, parsed: &Parsed<'_>) -> Option<&'static str> {
    let roles = summed_roles(table, parsed)?;
    let has = |wanted: fn(Role) -> bool| roles.iter().any(|&role| wanted(role));
    let is_count = |role| matches!(role, Role::Volume | Role::Target | Role::RealisasiKinerja);
    match has(Role::is_money) {
        true if has(Role::is_percent) => Some("persentase"),
        true if has(is_count) => Some("volume atau target kinerja"),
        _ => None,
    }
}

/// The roles of the columns that a sum adds up; `None` for other formulas.
fn summed_roles(table: &Table, parsed: &Parsed<'_>) -> Option<Vec<Role>> {
    if !parsed.is_sum {
        return None;
    }
    let rows = table.rows.first()?.row..=table.rows.last()?.row;
    let own = parsed.references().filter(|reference| {
        let range = reference.range;
        reference.sheet == table.sheet && rows.contains(&range.start.row) && rows.contains(&range.end.row)
    });
    let columns = own.flat_map(|reference| {
        let range = reference.range.start.col..=reference.range.end.col;
        table.columns.iter().filter(move |column| range.contains(&column.col))
    });
    Some(columns.filter_map(|column| column.role).collect())
}
