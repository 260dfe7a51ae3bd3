//! P14: a capaian beside realisasi of triwulan follows neither the last of them nor their sum.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Spot, agrees};
use crate::profile::{Polaritas, Role};
use crate::rules::periode::tahap::{self, Tahap};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Row, RowKind};

/// P14.
pub const RULE: Rule = Rule {
    code: "P14",
    name: "capaian_triwulan_keliru",
    title: "Capaian setahun tidak mengikuti realisasi triwulannya",
    severity: Severity::Error,
    basis: "PermenPANRB 53/2014",
    doc: include_str!("capaian_triwulan_keliru.md"),
    check: Check::Dokumen(check),
};

/// Rows that must follow a formula before another one is held to it.
const LEAST_ROWS: usize = 2;

/// The columns of a table.
struct Kolom<'a> {
    target: usize,
    realisasi: &'a Tahap,
}

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let series = tahap::read(table);
    let realisasi = series.iter().find(|series| series.names("realisasi") && series.columns.len() == 4);
    let (Some(capaian), Some(target), Some(realisasi), None) =
        (table.column(Role::Capaian), table.column(Role::Target), realisasi, table.column(Role::RealisasiKinerja))
    else {
        return;
    };
    let kolom = Kolom { target, realisasi };
    let rows = table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data);
    let told: Vec<(usize, Vec<Decimal>, bool)> = rows
        .filter_map(|(at, row)| {
            let name = table.column(Role::Indikator).map_or("", |column| row.entries[column].text());
            let falls = table.ketentuan.polaritas_of(name) == Some(Polaritas::Turun);
            let is_percent = table.entry(row, Role::Satuan).is_some_and(|satuan| satuan.text().contains('%'));
            let values = kolom.values(row, is_percent).filter(|_| !falls)?;
            let own = row.entries[capaian].figure().filter(|figure| figure.upper.is_none())?;
            let follows = values.iter().any(|&value| agrees(own.value, value, own.decimals.min(4), Decimal::ZERO));
            Some((at, values, follows))
        })
        .collect();
    let held = told.iter().filter(|(_, _, follows)| *follows).count();
    let failing: Vec<_> = told.iter().filter(|(_, _, follows)| !follows).collect();
    if held < LEAST_ROWS || failing.len() * 2 > held {
        return;
    }
    for (row, values, _) in failing {
        let spot = Spot { row: *row, column: capaian };
        let written = figures::text(dokumen, findings, spot);
        let expected = figures::number(values[0], 2);
        let message =
            format!("capaian tertulis {written}, realisasi triwulan terakhir / target × 100 menghasilkan {expected}");
        let parts: Vec<Spot> = realisasi.columns.iter().map(|&(_, column)| Spot { row: *row, column }).collect();
        findings
            .at(dokumen, spot, message)
            .written(written)
            .expected(expected)
            .see_spots(dokumen, &[Spot { row: *row, column: target }], "target")
            .see_spots(dokumen, &parts, "realisasi triwulan");
    }
}

impl Kolom<'_> {
    /// What the capaian of a row may be: from the last triwulan filled, from the sum of all or for percentages their
    /// mean, its mirror, and 100 as a cap.
    fn values(&self, row: &Row, is_percent: bool) -> Option<Vec<Decimal>> {
        let target = row.entries[self.target].figure().filter(|figure| figure.upper.is_none())?.value;
        let filled: Vec<Decimal> = self
            .realisasi
            .columns
            .iter()
            .filter_map(|&(_, column)| row.entries[column].figure().map(|figure| figure.value))
            .collect();
        let (last, sum) = (*filled.last()?, filled.iter().sum::<Decimal>());
        let mean = sum.checked_div(Decimal::from(filled.len()))?;
        let share = |part: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(target);
        let mirrored = target.checked_add(target)?.checked_sub(last)?;
        let mut values = vec![share(last)?, share(sum)?, share(mirrored)?];
        values.extend(share(mean).filter(|_| is_percent));
        if values.iter().any(|value| *value > Decimal::ONE_HUNDRED) {
            values.push(Decimal::ONE_HUNDRED);
        }
        Some(values)
    }
}
