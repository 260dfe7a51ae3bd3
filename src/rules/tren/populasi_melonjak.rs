//! R04: the population behind a percentage jumps from one year to the next.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::deret;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::figure::read_text;
use crate::table::{Content, Convention};

/// R04.
pub const RULE: Rule = Rule {
    code: "R04",
    name: "populasi_melonjak",
    title: "Penyebut indikator melonjak antartahun",
    severity: Severity::Review,
    basis: "LKE PermenPANRB 88/2021 (data kinerja andal)",
    doc: include_str!("populasi_melonjak.md"),
    check: Check::Dokumen(check),
};

/// `67 Orang (45,27%)`, `45,27% (67 Orang)`, `67/148`.
static COUNT_FIRST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*([\d.,]+)[^\d(%]*\(\s*([\d.,]+)\s*%\s*\)\s*$").expect("a valid pattern"));
static PERCENT_FIRST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*([\d.,]+)\s*%\s*\(\s*([\d.,]+)[^\d)]*\)\s*$").expect("a valid pattern"));
static FRACTION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*([\d.,]+)\s*/\s*([\d.,]+)[^\d]*$").expect("a valid pattern"));

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let years = deret::years(table);
    for row in 0..table.rows.len() {
        let populations: Vec<(Spot, Decimal)> = years
            .iter()
            .map(|&column| Spot { row, column })
            .filter_map(|spot| Some((spot, population(&figures::text(dokumen, findings, spot))?)))
            .collect();
        for pair in populations.windows(2) {
            let [(before_spot, before), (spot, after)] = pair else {
                continue;
            };
            let is_jump = *after * Decimal::TWO > *before * Decimal::from(3)
                || *before * Decimal::TWO > *after * Decimal::from(3);
            if is_jump {
                let shown = figures::text(dokumen, findings, *spot);
                let [before, after] = [*before, *after].map(|value| figures::number(value, 0));
                findings
                    .at(
                        dokumen,
                        *spot,
                        format!("realisasi {shown} berarti penyebut {after}, tahun sebelumnya {before}"),
                    )
                    .written(shown)
                    .advice("pastikan populasinya sama pengertiannya, atau jelaskan mengapa berubah")
                    .see_spots(dokumen, &[*before_spot], "tahun sebelumnya");
            }
        }
    }
}

/// What the percentage is of.
fn population(text: &str) -> Option<Decimal> {
    let number = |text: &str| match read_text(text, Convention::Comma) {
        Content::Figure(figure) => Some(figure.value),
        _ => None,
    };
    let of = |count: &str, percent: &str| {
        number(count)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(number(percent)?).map(|value| value.round())
    };
    if let Some(found) = COUNT_FIRST.captures(text) {
        return of(&found[1], &found[2]);
    }
    if let Some(found) = PERCENT_FIRST.captures(text) {
        // More than all: a capaian, no share (R02).
        let is_share = number(&found[1])? <= Decimal::ONE_HUNDRED;
        return of(&found[2], &found[1]).filter(|_| is_share);
    }
    let found = FRACTION.captures(text)?;
    let (part, whole) = (number(&found[1])?, number(&found[2])?);
    (part <= whole && whole > Decimal::ONE).then_some(whole)
}
