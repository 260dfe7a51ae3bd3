//! F02: a formula adds rupiah to percentages or to counts.

use super::typed;
use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

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
    let table = &dokumen.table;
    for column in 0..table.columns.len() {
        let mixed: Vec<(Spot, &str)> = (0..table.rows.len())
            .map(|row| Spot { row, column })
            .filter_map(|spot| Some((spot, mixed_with(findings, dokumen, spot)?)))
            .collect();
        let Some(&(first, other)) = mixed.first() else {
            continue;
        };
        let mixed: Vec<Spot> = mixed.iter().map(|(spot, _)| *spot).collect();
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
fn mixed_with(findings: &Findings<'_>, dokumen: &Dokumen, spot: Spot) -> Option<&'static str> {
    let roles = summed_roles(findings, dokumen, spot)?;
    let has = |wanted: fn(Role) -> bool| roles.iter().any(|&role| wanted(role));
    let is_count = |role| matches!(role, Role::Volume | Role::Target | Role::RealisasiKinerja);
    match has(Role::is_money) {
        true if has(Role::is_percent) => Some("persentase"),
        true if has(is_count) => Some("volume atau target kinerja"),
        _ => None,
    }
}

/// The roles of the columns that a sum adds up; `None` for other formulas.
fn summed_roles(findings: &Findings<'_>, dokumen: &Dokumen, spot: Spot) -> Option<Vec<Role>> {
    let table = &dokumen.table;
    let parsed = findings.laporan().formulas.get(table.sheet, dokumen.cell(spot)).filter(|parsed| parsed.is_sum)?;
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
