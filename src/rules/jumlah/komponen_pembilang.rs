//! J10: the components of a numerator do not add up to what the realisasi was calculated with.

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Spot, agrees};
use crate::profile::Role;
use crate::rules::persen::pembilang_penyebut::calculations;
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
    let table = &dokumen.table;
    let Some(column) = table.column(Role::RealisasiKinerja) else {
        return;
    };
    for (row, entries) in table.rows.iter().enumerate() {
        let Some(figure) = entries.entries[column].figure().filter(|figure| figure.upper.is_none()) else {
            continue;
        };
        for role in [Role::Keterangan, Role::Penjelasan] {
            let Some(entry) = table.entry(entries, role).filter(|entry| !entry.continues) else {
                continue;
            };
            let calculations = calculations(entry.text());
            let is_printed =
                |reading| agrees(figure.value, reading, figure.decimals.min(2), rust_decimal::Decimal::ZERO);
            if calculations.iter().flat_map(|own| own.readings()).any(is_printed) {
                continue;
            }
            let found = calculations.iter().find_map(|own| Some((own, own.other_numerator(figure, entry.text())?)));
            let Some((own, numerator)) = found else {
                continue;
            };
            let number = |value| figures::number(value, 0);
            let terms: Vec<String> = own.terms.iter().map(|&term| number(term)).collect();
            let (shown, sum) = (figures::number(figure.value, figure.decimals.min(2)), own.terms.iter().sum());
            let expected = own.readings().first().map_or(String::new(), |&reading| figures::number(reading, 2));
            let message = format!(
                "realisasi {shown} adalah {}/{}, sedangkan komponennya {} berjumlah {} ({expected})",
                number(numerator),
                number(own.divisor),
                terms.join(" + "),
                number(sum)
            );
            findings
                .at(dokumen, Spot { row, column }, message)
                .written(shown)
                .expected(expected)
                .cause(Cause::BarisTerlewat, "realisasi dihitung dengan komponen yang lain dari yang tertulis")
                .see(table.sheet, entry.cell, "komponen");
        }
    }
}
