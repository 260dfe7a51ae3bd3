//! F03: a sum leaves rows out or counts some twice, although its value does not show it.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::laporan::rumus::Fault;
use crate::rules::{Check, Findings, Rule, figures};

/// F03.
pub const RULE: Rule = Rule {
    code: "F03",
    name: "rentang_jumlah_keliru",
    title: "Rumus jumlah melewatkan baris atau menghitung baris dua kali",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("rentang_jumlah_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for fault in super::unexplained(dokumen) {
        let (message, rows) = match &fault.fault {
            Fault::Misses(rows, _) => ("rumus jumlah melewatkan baris", rows),
            Fault::TakesIn(rows) => ("rumus jumlah ikut mencakup baris yang bukan anaknya", rows),
            Fault::CountsTwice(rows) => ("rumus jumlah menghitung rincian bersama induknya", rows),
            _ => continue,
        };
        let column = fault.spot.column;
        // The formulas of a blank form are looked at when somebody has filled it.
        let figures = dokumen.table.rows.iter().filter_map(|row| row.entries[column].figure());
        if figures.into_iter().all(|figure| figure.value.is_zero()) {
            continue;
        }
        let spots: Vec<Spot> = rows.iter().map(|&row| Spot { row, column }).collect();
        let amount: Decimal = rows
            .iter()
            .filter_map(|&row| dokumen.table.rows[row].entries[column].figure())
            .map(|figure| figure.value)
            .sum();
        let message = format!("{message}: {} baris, nilainya {}", rows.len(), figures::number(amount, 0));
        super::report(findings, dokumen, fault, &message).see_spots(dokumen, &spots, "baris yang dimaksud");
    }
}
