//! J10: the components of a numerator do not add up to what the realisasi was calculated with.

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::rules::perhitungan::contradictions;
use crate::rules::{Check, Findings, Rule, figures};

/// J10.
pub const RULE: Rule = Rule {
    code: "J10",
    name: "komponen_pembilang",
    title: "Komponen pembilang tidak berjumlah pembilang realisasi",
    severity: Severity::Error,
    basis: "LKE PermenPANRB 88/2021 (komponen pembentuk indikator)",
    doc: include_str!("komponen_pembilang.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for found in contradictions(dokumen) {
        let Some((own, numerator)) = found.other_numerator() else {
            continue;
        };
        let number = |value| figures::number(value, 0);
        let terms: Vec<String> = own.terms.iter().map(|&term| number(term)).collect();
        let shown = figures::number(found.figure.value, found.figure.decimals.min(2));
        let expected = own.readings().first().map_or(String::new(), |&reading| figures::number(reading, 2));
        let message = format!(
            "realisasi {shown} adalah {}/{}, sedangkan komponennya {} berjumlah {} ({expected})",
            number(numerator),
            number(own.divisor),
            terms.join(" + "),
            number(own.terms.iter().sum())
        );
        findings
            .at(dokumen, found.spot, message)
            .written(shown)
            .expected(expected)
            .cause(Cause::BarisTerlewat, "realisasi dihitung dengan komponen yang lain dari yang tertulis")
            .see(dokumen.table.sheet, found.entry.cell, "komponen");
    }
}
