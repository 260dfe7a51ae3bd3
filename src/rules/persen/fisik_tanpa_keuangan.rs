//! P11: physical progress is reported where no money was spent.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// P11.
pub const RULE: Rule = Rule {
    code: "P11",
    name: "fisik_tanpa_keuangan",
    title: "Fisik atau capaian terisi padahal keuangannya nol",
    severity: Severity::Review,
    basis: "praktik reviu",
    doc: include_str!("fisik_tanpa_keuangan.md"),
    check: Check::Dokumen(check),
};

const PAIRS: [(Role, Role); 3] = [
    (Role::RealisasiOperasi, Role::PaguOperasi),
    (Role::RealisasiModal, Role::PaguModal),
    (Role::Realisasi, Role::Pagu),
];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for (column, found) in table.columns.iter().enumerate() {
        if found.role != Some(Role::Fisik) {
            continue;
        }
        let Some((money, pagu)) = money_of(dokumen, column) else {
            continue;
        };
        for (row, entries) in table.rows.iter().enumerate() {
            let value = |column: usize| entries.entries[column].figure().map(|figure| figure.value);
            let is_spent = value(money).is_some_and(|value| !value.is_zero());
            let has_pagu = value(pagu).is_some_and(|value| value > Decimal::ZERO);
            // A realisasi that the sums show to be missing is no unpaid work.
            let is_missing =
                dokumen.arithmetic.mismatches.iter().any(|found| found.spot == Spot { row, column: money });
            if let Some(fisik) = value(column).filter(|value| *value > Decimal::ZERO && has_pagu && !is_spent)
                && entries.children.is_empty()
                && !is_missing
            {
                let shown = figures::number(fisik, 2);
                findings
                    .at(
                        dokumen,
                        Spot { row, column },
                        format!("fisik tertulis {shown} padahal belum ada realisasi keuangan"),
                    )
                    .written(shown)
                    .advice("jelaskan mengapa pekerjaan selesai tanpa pembayaran, atau perbaiki angkanya")
                    .see_spots(dokumen, &[Spot { row, column: money }], "realisasi keuangan");
            }
        }
    }
}

/// The money column a fisik column stands for: the nearest realisasi to its left, with its pagu.
fn money_of(dokumen: &Dokumen, column: usize) -> Option<(usize, usize)> {
    let table = &dokumen.table;
    (0..column).rev().find_map(|at| {
        let role = table.columns[at].role?;
        let (_, pagu) = PAIRS.into_iter().find(|&(realisasi, _)| realisasi == role)?;
        Some((at, table.column(pagu)?))
    })
}
