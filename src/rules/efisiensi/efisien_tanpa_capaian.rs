//! E03: a row is called efficient although its target is not met, or inefficient although it is.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule, figures};

/// E03.
pub const RULE: Rule = Rule {
    code: "E03",
    name: "efisien_tanpa_capaian",
    title: "Disebut efisien padahal targetnya tidak tercapai",
    severity: Severity::Review,
    basis: "praktik; LKE PermenPANRB 88/2021 (efisiensi sumber daya)",
    doc: include_str!("efisien_tanpa_capaian.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let labels = [Role::Efisiensi, Role::Kategori, Role::Keterangan];
    let labels = labels.into_iter().filter_map(|role| dokumen.table.column(role));
    labels.for_each(|column| of_column(dokumen, column, findings));
}

fn of_column(dokumen: &Dokumen, column: usize, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let beside = |role| table.column_beside(role, column);
    let (Some(capaian), Some(serapan)) = (beside(Role::Capaian), beside(Role::Persen)) else {
        return;
    };
    for (row, entries) in table.rows.iter().enumerate() {
        let value = |column: usize| entries.entries[column].figure().map(|figure| figure.value);
        let (Some(kinerja), Some(anggaran)) = (value(capaian), value(serapan)) else {
            continue;
        };
        let hundred = Decimal::ONE_HUNDRED;
        let label = entries.entries[column].text();
        let [shown, used] = [kinerja, anggaran].map(|value| figures::number(value, 2));
        let (message, expected) = match is_efficient(label) {
            Some(true) if kinerja < hundred => {
                (format!("tertulis {label}, padahal capaiannya {shown}%: target tidak tercapai"), "tidak efisien")
            }
            Some(true) if anggaran > hundred => {
                (format!("tertulis {label}, padahal serapannya {used}%: melebihi pagu"), "tidak efisien")
            }
            Some(false) if kinerja >= hundred && anggaran < hundred => {
                (format!("tertulis {label}, padahal capaiannya {shown}% dengan serapan {used}%"), "efisien")
            }
            _ => continue,
        };
        let beside = [capaian, serapan].map(|column| Spot { row, column });
        let draft = findings.at(dokumen, Spot { row, column }, message).written(label).expected(expected);
        draft.see_spots(dokumen, &beside, "capaian dan serapan");
    }
}

/// "Efisien", "Sangat Efisien"; "Tidak Efisien", "Kurang Efisien", "Belum Efisien".
fn is_efficient(label: &str) -> Option<bool> {
    let own = words(label);
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    match own.as_slice() {
        ["efisien"] | ["sangat" | "cukup", "efisien"] => Some(true),
        ["tidak" | "kurang" | "belum", "efisien"] => Some(false),
        _ => None,
    }
}
