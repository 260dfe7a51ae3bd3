//! E01: two tables of a workbook calculate efficiency in opposite directions.

use crate::finding::{Cause, Severity};
use crate::formula::Expr;
use crate::laporan::{Dokumen, Laporan};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

/// E01.
pub const RULE: Rule = Rule {
    code: "E01",
    name: "arah_rumus_berbeda",
    title: "Efisiensi dihitung dengan arah berbeda antartabel",
    severity: Severity::Error,
    basis: "LKE PermenPANRB 88/2021 (efisiensi sumber daya)",
    doc: include_str!("arah_rumus_berbeda.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    let variant = |dokumen: &Dokumen| dokumen.arithmetic.efficiency.or_else(|| declared(dokumen));
    let tables: Vec<(&Dokumen, &str)> =
        laporan.dokumen.iter().filter_map(|dokumen| Some((dokumen, variant(dokumen)?))).collect();
    let Some(&(first, usual)) = tables.first() else {
        return;
    };
    for &(dokumen, variant) in tables.iter().filter(|(_, variant)| *variant != usual) {
        let (Some(column), Some(known)) = (dokumen.table.column(Role::Efisiensi), first.table.column(Role::Efisiensi))
        else {
            continue;
        };
        let (here, there) = (&dokumen.table.columns[column], &first.table.columns[known]);
        let message = format!("efisiensi di sini dihitung {}, di tabel lain {}", words(variant), words(usual));
        findings
            .add(dokumen.table.sheet, here.header_cell, &dokumen.header(column), message)
            .written(words(variant))
            .expected(words(usual))
            .cause(Cause::RumusTerbalik, "pembilang dan penyebut bertukar tempat")
            .see(first.table.sheet, there.header_cell, "tabel dengan arah yang lain");
    }
}

/// The direction that the number row declares and the column follows.
fn declared(dokumen: &Dokumen) -> Option<&'static str> {
    let table = &dokumen.table;
    let column = table.column(Role::Efisiensi)?;
    if dokumen.arithmetic.deviations.iter().any(|deviation| deviation.column == column) {
        return None;
    }
    let role = |expr: &Expr| match expr {
        Expr::Column(label) => table.columns.iter().find(|other| other.label.as_ref() == Some(label))?.role,
        _ => None,
    };
    match &table.columns[column].formula.as_ref()?.expr {
        Expr::Div(left, right) => match (role(left)?, role(right)?) {
            (Role::Capaian, Role::Persen) => Some("capaian/persen"),
            (Role::Persen, Role::Capaian) => Some("persen/capaian"),
            _ => None,
        },
        Expr::Sub(left, right) => {
            (role(left)? == Role::Capaian && role(right)? == Role::Persen).then_some("capaian-persen")
        }
        _ => None,
    }
}

fn words(variant: &str) -> &'static str {
    match variant {
        "capaian/persen" => "capaian dibagi serapan",
        "persen/capaian" => "serapan dibagi capaian",
        "(capaian-persen)/capaian" => "selisih capaian dan serapan dibagi capaian",
        _ => "capaian dikurangi serapan",
    }
}
