//! X02: an amount in rupiah is no number, such as Rp. 14.000.00,-.

use std::sync::LazyLock;

use regex::Regex;

use crate::finding::{Cause, Severity};
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::figure::read_text;
use crate::table::{Content, Convention};

/// X02.
pub const RULE: Rule = Rule {
    code: "X02",
    name: "rupiah_cacat",
    title: "Penulisan rupiah cacat",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("rupiah_cacat.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for (sheet, cell, text) in laporan.texts.filter(|text| AMOUNT.is_match(text)) {
        for found in AMOUNT.captures_iter(text) {
            let Content::Unreadable(unreadable) = read_text(&format!("Rp {}", &found[1]), Convention::Comma) else {
                continue;
            };
            let draft = findings
                .add(
                    sheet,
                    cell,
                    text,
                    format!("jumlah rupiah {} tidak terbaca: kelompok angkanya tidak tiga-tiga", &found[1]),
                )
                .written(text.trim())
                .advice("tulis ulang jumlahnya, kelompokkan tiga angka dengan titik");
            if let Some(guess) = unreadable.guesses.first() {
                draft
                    .expected(format!("mungkin {}", figures::number(*guess, 0)))
                    .cause(Cause::DesimalGeser, "satu angka nol hilang");
            }
        }
    }
}

static AMOUNT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\brp\s*\.?\s*(\d[\d.,]*\d)").expect("a valid pattern"));
