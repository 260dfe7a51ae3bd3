//! F07: an amount is typed inside a formula.

use super::by_column;
use crate::finding::{Cause, Severity};
use crate::formula::Parsed;
use crate::grid::decimal_from_f64;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::laporan::rumus::Fault;
use crate::rules::{Check, Findings, Rule, figures};

/// F07.
pub const RULE: Rule = Rule {
    code: "F07",
    name: "konstanta_dalam_rumus",
    title: "Angka tertanam di dalam rumus",
    severity: Severity::Review,
    basis: "praktik (jejak bukti)",
    doc: include_str!("konstanta_dalam_rumus.md"),
    check: Check::Dokumen(check),
};

/// Rupiah amounts begin here; smaller constants are factors between units.
const AMOUNT: f64 = 10_000.0;
/// Factors between units.
const UNITS: [f64; 4] = [10_000.0, 100_000.0, 1_000_000.0, 1_000_000_000.0];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for fault in super::unexplained(dokumen) {
        if let Fault::Constant(number) = fault.fault {
            let shown = decimal_from_f64(number)
                .map_or_else(|| number.to_string(), |number| figures::number(number, number.normalize().scale()));
            super::report(findings, dokumen, fault, &format!("angka {shown} diketik di dalam rumus"));
        }
    }
    for (column, mut spots) in by_column(findings, dokumen, has_amount) {
        spots.retain(|&spot| !is_told(dokumen, spot));
        if let Some(&first) = spots.first() {
            findings
                .at(
                    dokumen,
                    first,
                    format!("{} rumus pada kolom {} memuat angka yang diketik", spots.len(), dokumen.header(column)),
                )
                .cause(Cause::KonstantaDalamRumus, "angka dalam rumus tidak dapat ditelusuri asalnya")
                .advice("letakkan angkanya di sel tersendiri, lalu rujuk sel itu")
                .see_spots(dokumen, &spots, "rumus dengan angka yang diketik");
        }
    }
}

/// It calculates from cells and from an amount that is typed in it.
fn has_amount(parsed: &Parsed<'_>) -> bool {
    let is_amount = |number: &f64| number.abs() >= AMOUNT && !UNITS.contains(&number.abs());
    parsed.constants.iter().any(is_amount) && parsed.references().next().is_some()
}

/// The cell is already pointed at by its formula or its arithmetic.
fn is_told(dokumen: &Dokumen, spot: Spot) -> bool {
    dokumen.faults.iter().any(|fault| fault.spot == spot)
        || dokumen.arithmetic.mismatches.iter().any(|mismatch| mismatch.spot == spot)
}
