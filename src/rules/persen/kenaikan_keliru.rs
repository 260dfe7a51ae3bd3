//! P12: a text tells a rise or fall "from X to Y" with a percentage that X and Y do not give.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use crate::finding::{Cause, Severity};
use crate::grid::{round_half_up, single_spaced};
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::figure::read_text;
use crate::table::{Content, Convention};

/// P12.
pub const RULE: Rule = Rule {
    code: "P12",
    name: "kenaikan_keliru",
    title: "Kenaikan atau penurunan dalam kalimat tidak cocok dengan angkanya",
    severity: Severity::Error,
    basis: "praktik (analisis capaian kinerja)",
    doc: include_str!("kenaikan_keliru.md"),
    check: Check::Laporan(check),
};

static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    // Between the figures stand words and years, no other figure and no end of a sentence.
    const GAP: &str = r"(?:[^.;\d]|\btahun (?:19|20)\d\d\b)*?";
    const NUMBER: &str = r"(\d[\d.,]*\d|\d)";
    Regex::new(&format!(
        r"(?i)\bdari{GAP}\b{NUMBER}\s?(%|persen)?{GAP}\b(?:menjadi|ke){GAP}\b{NUMBER}\s?(%|persen)?{GAP}\b(?:sebesar|sebanyak|atau|yaitu|yakni|naik|turun|meningkat|menurun){GAP}\b{NUMBER}\s?(?:%|persen)"
    ))
    .expect("a valid pattern")
});

/// What a sentence says of a change.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    before: Decimal,
    after: Decimal,
    /// Both are percentages, so that their difference may be meant.
    is_share: bool,
    told: Decimal,
    decimals: u32,
}

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for (sheet, cell, text) in laporan.texts.filter(|text| CHANGE.is_match(&single_spaced(text))) {
        let line = single_spaced(text);
        for change in changes(&line) {
            let Some(expected) = wrong(&change) else {
                continue;
            };
            let decimals = change.decimals.max(2);
            let (told, right) = (figures::number(change.told, change.decimals), figures::number(expected, decimals));
            let draft = findings
                .add(
                    sheet,
                    cell,
                    &line,
                    format!(
                        "perubahan dari {} menjadi {} tertulis {told}%, seharusnya {right}%",
                        figures::number(change.before, change.before.scale()),
                        figures::number(change.after, change.after.scale())
                    ),
                )
                .written(format!("{told}%"))
                .expected(format!("{right}%"));
            // The share that is left, told as the share that is gone.
            if rest(&change).is_some_and(|rest| agrees(rest, &change)) {
                draft.cause(Cause::VarianRumus, "dihitung sebagai nilai akhir dibagi nilai awal");
            }
        }
    }
}

/// What follows a percentage that is a share of something else than the figure before the change.
static OF_ANOTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*dari\s+(?:target|rencana|pagu|anggaran|total|jumlah|seluruh|keseluruhan)\b")
        .expect("a valid pattern")
});

fn changes(line: &str) -> Vec<Change> {
    let read = |text: &str| match read_text(text, Convention::Comma) {
        Content::Figure(figure) => Some((figure.value, figure.decimals)),
        _ => None,
    };
    let is_change = |found: &Captures<'_>| found.get(0).is_some_and(|all| !OF_ANOTHER.is_match(&line[all.end()..]));
    let found = CHANGE.captures_iter(line).filter(is_change).filter_map(|found| {
        let ((before, _), (after, _), (told, decimals)) = (read(&found[1])?, read(&found[3])?, read(&found[5])?);
        Some(Change { before, after, is_share: found.get(2).is_some() || found.get(4).is_some(), told, decimals })
    });
    found.collect()
}

/// The percentage that was meant, when neither it nor the difference of two shares is told.
fn wrong(change: &Change) -> Option<Decimal> {
    let apart = (change.after - change.before).abs();
    let relative = apart.checked_div(change.before)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let is_right = agrees(relative, change) || change.is_share && agrees(apart, change);
    (!is_right).then_some(if change.is_share { apart } else { relative })
}

fn rest(change: &Change) -> Option<Decimal> {
    change.after.checked_div(change.before)?.checked_mul(Decimal::ONE_HUNDRED)
}

/// Rounding or cutting at the printed decimals gives what is told.
fn agrees(value: Decimal, change: &Change) -> bool {
    round_half_up(value, change.decimals) == change.told || value.trunc_with_scale(change.decimals) == change.told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str) -> Vec<Option<String>> {
        changes(text).iter().map(|change| wrong(change).map(|value| value.round_dp(2).to_string())).collect()
    }

    #[test]
    fn a_change_is_held_to_its_figures() {
        let wrong = |value: &str| vec![Some(value.to_string())];
        assert_eq!(judged("Kasus turun dari 89 kasus menjadi 39 kasus atau turun 43,82%"), wrong("56.18"));
        assert_eq!(
            judged("naik dari tahun 2023 sebanyak 50 orang menjadi 60 orang pada tahun 2024, yaitu 20%"),
            vec![None]
        );
        assert_eq!(judged("meningkat dari 84,66% menjadi 86,66% atau sebesar 2,00%"), vec![None]);
        assert_eq!(judged("meningkat dari 84,66% menjadi 86,66% atau sebesar 3,00%"), wrong("2.00"));
    }

    #[test]
    fn other_sentences_say_nothing() {
        for text in [
            "dari 959 orang yang terdata 390 orang atau 40,66%",
            "dari 12 desa menjadi 14 desa. Capaian sebesar 90%",
            "naik dari 12 desa menjadi 15 desa, yaitu 93,75% dari target 16 desa",
            "meningkat dari 92,00% menjadi 93,10% atau sebesar 98,00 persen dari target",
        ] {
            assert!(judged(text).is_empty(), "{text}");
        }
    }
}
