//! K04: "tercapai" or "belum tercapai" contradicts the capaian beside it.

use rust_decimal::Decimal;

use super::dinilai;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::persen::pembagi_nol::is_zero_by_zero;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::Row;

/// K04.
pub const RULE: Rule = Rule {
    code: "K04",
    name: "ketercapaian_keliru",
    title: "Keterangan tercapai atau belum tercapai tidak sesuai dengan capaiannya",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014 (pengukuran kinerja)",
    doc: include_str!("ketercapaian_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let labels = [Role::Kategori, Role::Keterangan, Role::Tren].into_iter().filter_map(|role| table.column(role));
    let of_status = (0..table.columns.len()).filter(|&at| table.columns[at].role.is_none() && is_status(dokumen, at));
    labels.chain(of_status).for_each(|column| of_column(dokumen, column, findings));
}

fn of_column(dokumen: &Dokumen, column: usize, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let fits = |row: &Row, capaian: usize| {
        let figure = row.entries[capaian].figure().filter(|figure| figure.upper.is_none())?;
        fits(row.entries[column].text(), figure.printed())
    };
    let is_fitting = |row: &Row, capaian: usize| fits(row, capaian) == Some(true);
    let Some(capaian) = dinilai::column(table, column, &[Role::Capaian], is_fitting) else {
        return;
    };
    for (row, entries) in table.rows.iter().enumerate() {
        let spot = Spot { row, column: capaian };
        let (Some(false), Some(figure)) = (fits(entries, capaian), entries.entries[capaian].figure()) else {
            continue;
        };
        if is_zero_by_zero(dokumen, spot) {
            continue;
        }
        let label = entries.entries[column].text();
        let shown = figures::number(figure.value, figure.decimals.min(2));
        let expected = if figure.printed() < Decimal::ONE_HUNDRED { "belum tercapai" } else { "tercapai" };
        findings
            .at(dokumen, Spot { row, column }, format!("tertulis {label}, padahal capaiannya {shown}"))
            .written(label)
            .expected(expected)
            .see_spots(dokumen, &[spot], "capaian");
    }
}

/// A column such as "Status" or "Ketercapaian".
fn is_status(dokumen: &Dokumen, column: usize) -> bool {
    words(&dokumen.header(column)).first().is_some_and(|word| matches!(word.as_str(), "status" | "ketercapaian"))
}

/// Whether a label may stand beside a capaian; `None` for other words.
fn fits(label: &str, capaian: Decimal) -> Option<bool> {
    let own = words(label);
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    match own.as_slice() {
        ["tercapai"] | ["target", "tercapai"] => Some(capaian >= Decimal::ONE_HUNDRED),
        ["belum" | "tidak", "tercapai"] | ["target", "belum" | "tidak", "tercapai"] => {
            Some(capaian < Decimal::ONE_HUNDRED)
        }
        ["melebihi" | "melampaui"] | ["melebihi" | "melampaui", "target"] => Some(capaian > Decimal::ONE_HUNDRED),
        _ => None,
    }
}
