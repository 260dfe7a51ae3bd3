//! P11: physical progress is reported where no money was spent.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::persen::pagu::money_of;
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

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let fisik: Vec<usize> = table.columns_of(Role::Fisik).collect();
    for row in (0..table.rows.len()).filter(|&row| table.rows[row].children.is_empty()) {
        // The progress of the whole row follows from its parts.
        let Some((column, money)) = fisik.iter().find_map(|&column| Some((column, unpaid(dokumen, row, column)?)))
        else {
            continue;
        };
        let value = table.rows[row].entries[column].figure().map(|figure| figure.value).unwrap_or_default();
        let shown = figures::number(value, 2);
        findings
            .at(dokumen, Spot { row, column }, format!("fisik tertulis {shown} padahal belum ada realisasi keuangan"))
            .written(shown)
            .advice("jelaskan mengapa pekerjaan selesai tanpa pembayaran, atau perbaiki angkanya")
            .see_spots(dokumen, &[Spot { row, column: money }], "realisasi keuangan");
    }
}

/// The money column of a fisik cell above zero when nothing of its pagu was paid out.
fn unpaid(dokumen: &Dokumen, row: usize, column: usize) -> Option<usize> {
    let (money, pagu) = money_of(&dokumen.table, column)?;
    let value = |column: usize| dokumen.table.rows[row].entries[column].figure().map(|figure| figure.value);
    let is_positive = |column: usize| value(column).is_some_and(|value| value > Decimal::ZERO);
    let is_spent = value(money).is_some_and(|value| !value.is_zero());
    // A realisasi that the sums show to be missing is no unpaid work.
    let is_missing = dokumen.arithmetic.mismatches.iter().any(|found| found.spot == Spot { row, column: money });
    (is_positive(column) && is_positive(pagu) && !is_spent && !is_missing).then_some(money)
}
