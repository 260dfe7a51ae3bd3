//! K04: "tercapai" or "belum tercapai" contradicts the capaian beside it.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::persen::pembagi_nol::is_zero_by_zero;
use crate::rules::{Check, Findings, Rule, figures};

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
    let Some(capaian) = table.column(Role::Capaian) else {
        return;
    };
    let labels = [Role::Kategori, Role::Keterangan, Role::Tren].into_iter().filter_map(|role| table.column(role));
    let of_status = (0..table.columns.len()).filter(|&at| table.columns[at].role.is_none() && is_status(dokumen, at));
    for column in labels.chain(of_status) {
        for (row, entries) in table.rows.iter().enumerate() {
            let label = entries.entries[column].text();
            let Some(figure) = entries.entries[capaian].figure().filter(|figure| figure.upper.is_none()) else {
                continue;
            };
            let value = figure.printed();
            let Some(fits) = fits(label, value).filter(|_| !is_zero_by_zero(dokumen, row)) else {
                continue;
            };
            if !fits {
                let shown = figures::number(figure.value, figure.decimals.min(2));
                let expected = if value < Decimal::ONE_HUNDRED { "belum tercapai" } else { "tercapai" };
                findings
                    .at(dokumen, Spot { row, column }, format!("tertulis {label}, padahal capaiannya {shown}"))
                    .written(label)
                    .expected(expected)
                    .see_spots(dokumen, &[Spot { row, column: capaian }], "capaian");
            }
        }
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
