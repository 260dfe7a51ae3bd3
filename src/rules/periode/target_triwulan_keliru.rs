//! W11: the targets of four triwulan do not lead to that of the year, as those of the other rows do.

use super::tahap::{self, Setahun};
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::RowKind;

/// W11.
pub const RULE: Rule = Rule {
    code: "W11",
    name: "target_triwulan_keliru",
    title: "Target triwulan tidak sampai pada target setahun",
    severity: Severity::Review,
    basis: "praktik (rencana aksi dan pemantauan triwulan)",
    doc: include_str!("target_triwulan_keliru.md"),
    check: Check::Dokumen(check),
};

/// Rows that must agree before one is called different.
const LEAST_ROWS: usize = 2;

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let series = tahap::read(table);
    let Some((targets, year)) = tahap::targets(table, &series) else {
        return;
    };
    let rows = table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data);
    let told: Vec<(usize, Setahun)> =
        rows.filter_map(|(at, row)| Some((at, tahap::setahun(row, targets, year)?))).collect();
    let count = |wanted: Setahun| told.iter().filter(|(_, own)| *own == wanted).count();
    let (last, sum) = (count(Setahun::Terakhir), count(Setahun::Jumlah));
    let odd: Vec<usize> = told
        .iter()
        .filter(|(at, own)| *own == Setahun::Lain && !is_both(dokumen, *at, targets, year))
        .map(|(at, _)| *at)
        .collect();
    if last + sum < LEAST_ROWS || odd.len() * 2 > last + sum {
        return;
    }
    for row in odd {
        let spot = Spot { row, column: year };
        let written = figures::text(dokumen, findings, spot);
        let parts: Vec<Spot> = targets.columns.iter().map(|&(_, column)| Spot { row, column }).collect();
        let final_one = parts.last().map_or(String::new(), |&spot| figures::text(dokumen, findings, spot));
        let message = if last >= sum {
            format!("target setahun tertulis {written}, target triwulan IV {final_one}")
        } else {
            format!("target setahun tertulis {written}, yang bukan jumlah target empat triwulan")
        };
        findings.at(dokumen, spot, message).written(written).see_spots(dokumen, &parts, "target triwulan");
    }
}

/// The last one is that of the year and they add up to it, because the others are zero.
fn is_both(dokumen: &Dokumen, row: usize, targets: &tahap::Tahap, year: usize) -> bool {
    let row = &dokumen.table.rows[row];
    let year = row.entries[year].figure().map(|figure| figure.value);
    targets.figures(row).is_some_and(|own| own.last().copied() == year)
}
