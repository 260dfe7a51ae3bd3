//! K02: the bands of a scale leave gaps or overlap.

use rust_decimal::Decimal;

use super::skala;
use crate::finding::Severity;
use crate::grid::CellRange;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, Shape};
use crate::rules::{Check, Findings, Rule, figures};

/// K02.
pub const RULE: Rule = Rule {
    code: "K02",
    name: "skala_bercelah",
    title: "Skala bercelah atau tumpang tindih",
    severity: Severity::Review,
    basis: "Permendagri 86/2017 (skala nilai peringkat kinerja)",
    doc: include_str!("skala_bercelah.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    if table.shape != Shape::Skala {
        return;
    }
    let Some(column) = table.column(Role::Rentang) else {
        return;
    };
    let mut bands: Vec<(usize, Decimal, Decimal)> = Vec::new();
    for (row, entries) in table.rows.iter().enumerate() {
        if let Some((low, high)) = skala::band(entries.entries[column].text()) {
            bands.push((row, low, high));
        }
    }
    bands.sort_by_key(|&(_, low, _)| low);
    let faults: Vec<String> = bands
        .windows(2)
        .filter_map(|pair| {
            let (_, _, high) = pair[0];
            let (_, low, _) = pair[1];
            match low.cmp(&high) {
                std::cmp::Ordering::Greater if is_next(high, low) => None,
                std::cmp::Ordering::Greater => Some(format!(
                    "antara {} dan {} tidak ada kelas",
                    figures::number(high, high.scale()),
                    figures::number(low, low.scale())
                )),
                std::cmp::Ordering::Less => Some(format!(
                    "{} sampai {} masuk dua kelas",
                    figures::number(low, low.scale()),
                    figures::number(high, high.scale())
                )),
                std::cmp::Ordering::Equal => None,
            }
        })
        .collect();
    let (Some(first), Some(last)) = (bands.iter().map(|band| band.0).min(), bands.iter().map(|band| band.0).max())
    else {
        return;
    };
    if !faults.is_empty() {
        let cell = |row: usize| dokumen.cell(Spot { row, column });
        findings
            .add(
                table.sheet,
                CellRange::new(cell(first), cell(last)),
                &table.jenis,
                format!("skala tidak bersambung: {}", faults.join("; ")),
            )
            .advice("nyatakan batas dengan dua angka di belakang koma, misalnya 75,01 sampai 90,00");
    }
}

/// 90,01 follows 90,00: between them lies nothing that is printed.
fn is_next(high: Decimal, low: Decimal) -> bool {
    const FEWEST: u32 = 2;
    let decimals = high.scale().max(low.scale());
    decimals >= FEWEST && low - high == Decimal::new(1, decimals)
}
