//! P04: the printed realisasi is not what the calculation beside it gives.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Spot, agrees};
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::figure::read_text;
use crate::table::{Content, Convention};

/// P04.
pub const RULE: Rule = Rule {
    code: "P04",
    name: "pembilang_penyebut",
    title: "Realisasi indikator tidak sama dengan pembilang dibagi penyebut yang tertulis",
    severity: Severity::Error,
    basis: "manual indikator (PER/09/M.PAN/5/2007)",
    doc: include_str!("pembilang_penyebut.md"),
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
            let readings = readings(entry.text());
            if readings.is_empty()
                || readings.iter().any(|&reading| agrees(figure.value, reading, figure.decimals.min(2), Decimal::ZERO))
            {
                continue;
            }
            let expected = figures::number(readings[0], 2);
            let shown = figures::number(figure.value, figure.decimals.min(4));
            let message = format!("realisasi tertulis {shown}, perhitungan yang tertulis memberi {expected}");
            findings.at(dokumen, Spot { row, column }, message).written(shown).expected(expected).see(
                table.sheet,
                entry.cell,
                "perhitungan",
            );
        }
    }
}

static QUOTIENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\(?([\d.,]+(?:\s*\+\s*[\d.,]+)*)\)?\s*[/:]\s*([\d.,]*\d)\s*\)?\s*[x×*X]\s*100\s*%?")
        .expect("a valid pattern")
});

/// The percentages that calculations such as `(24+36+10)/959 x 100%` in a text may mean. A missing
/// bracket is normal, so both readings count.
fn readings(text: &str) -> Vec<Decimal> {
    let mut readings = Vec::new();
    for found in QUOTIENT.captures_iter(text) {
        let terms: Option<Vec<Decimal>> = found[1].split('+').map(whole).collect();
        let (Some(terms), Some(divisor)) = (terms, whole(&found[2])) else {
            continue;
        };
        let Some(last) = terms.last().copied() else {
            continue;
        };
        let sum: Decimal = terms.iter().sum();
        for numerator in [sum, last] {
            readings.extend(numerator.checked_div(divisor).and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED)));
        }
    }
    readings
}

fn whole(text: &str) -> Option<Decimal> {
    match read_text(text.trim(), Convention::Comma) {
        Content::Figure(figure) => Some(figure.value),
        _ => None,
    }
}
