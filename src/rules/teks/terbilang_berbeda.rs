//! X11: a number and its words in brackets differ.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::angka_terbilang;
use crate::finding::Severity;
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::figure::read_text;
use crate::table::{Content, Convention};

/// X11.
pub const RULE: Rule = Rule {
    code: "X11",
    name: "terbilang_berbeda",
    title: "Terbilang tidak sama dengan angkanya",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("terbilang_berbeda.md"),
    check: Check::Laporan(check),
};

static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\d[\d.,]*)\s*(?:,-)?\s*\(\s*(?:terbilang\s*:?\s*)?(\p{L}[\p{L}\s\-]*)\)").expect("a valid pattern")
});

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for (sheet, cell, text) in laporan.texts.filter(|text| SPELLED.is_match(text)) {
        for found in SPELLED.captures_iter(text) {
            let Some(spelled) = angka_terbilang::read(number_words(&found[2])) else {
                continue;
            };
            let Content::Figure(figure) = read_text(found[1].trim_end_matches(['.', ',']), Convention::Comma) else {
                continue;
            };
            if figure.value == Decimal::from(spelled) || !figure.value.fract().is_zero() {
                continue;
            }
            let Some(number) = figure.value.to_u64() else {
                continue;
            };
            let words = angka_terbilang::write(number);
            findings
                .add(
                    sheet,
                    cell,
                    text,
                    format!(
                        "angka {} diterangkan dengan «{}», yaitu {}",
                        figures::number(figure.value, 0),
                        found[2].trim(),
                        figures::number(spelled.into(), 0)
                    ),
                )
                .written(found[2].trim())
                .expected(words)
                .advice("periksa mana yang benar, angkanya atau hurufnya");
        }
    }
}

/// The words without what is counted: "lima ratus ribu rupiah".
fn number_words(text: &str) -> &str {
    const COUNTED: [&str; 6] = ["rupiah", "orang", "persen", "buah", "hari", "dokumen"];
    let text = text.trim();
    let unit = COUNTED.iter().find_map(|unit| {
        let end = text.len().checked_sub(unit.len())?;
        text.get(end..).filter(|tail| tail.eq_ignore_ascii_case(unit)).map(|_| text[..end].trim())
    });
    unit.unwrap_or(text)
}
