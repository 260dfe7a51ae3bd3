//! T10: a target series goes against its polarity, or repeats last year's target in an even series.

use rust_decimal::Decimal;

use super::deret::{self, Deret};
use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::profile::Polaritas;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::Table;

/// T10.
pub const RULE: Rule = Rule {
    code: "T10",
    name: "arah_target_keliru",
    title: "Target bergerak melawan arah indikatornya atau mengulang target tahun sebelumnya",
    severity: Severity::Review,
    basis: "LKE PermenPANRB 88/2021 (target menantang dan realistis)",
    doc: include_str!("arah_target_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    // What O01 tells of a series is not told again.
    for deret in deret::all(&dokumen.table).filter(|deret| deret.menyimpang().is_none() && !deret.has_leap()) {
        if let Some((at, why)) = against(&dokumen.table, &deret) {
            let (year, value) = (year(dokumen, &deret, at), deret.targets[at].1);
            let (before_year, before) = (self::year(dokumen, &deret, at - 1), deret.targets[at - 1].1);
            let [value, before] = [value, before].map(|value| figures::number(value, value.normalize().scale().min(2)));
            let message = format!("target {year} tertulis {value}, target {before_year} {before}: {why}");
            findings.at(dokumen, deret.targets[at].0, message).written(value).see_spots(
                dokumen,
                &[deret.targets[at - 1].0],
                "target tahun sebelumnya",
            );
        } else if let Some((at, expected)) = repeated(&deret) {
            let [value, step] = [deret.targets[at].1, expected - deret.targets[at].1]
                .map(|value| figures::number(value, value.normalize().scale().min(2)));
            let (year, before) = (year(dokumen, &deret, at), self::year(dokumen, &deret, at - 1));
            let direction = if expected > deret.targets[at].1 { "naik" } else { "turun" };
            let step = step.trim_start_matches('-');
            let message = format!(
                "target {year} tertulis {value}, sama dengan {before}, padahal tahun lain {direction} {step} tiap tahun"
            );
            findings
                .at(dokumen, deret.targets[at].0, message)
                .written(value)
                .expected(figures::number(expected, expected.normalize().scale().min(2)))
                .cause(Cause::SalinanBasi, format!("sama dengan target {before}"))
                .see_spots(dokumen, &[deret.targets[at - 1].0], "target tahun sebelumnya");
        }
    }
}

fn year(dokumen: &Dokumen, deret: &Deret, at: usize) -> u16 {
    dokumen.table.columns[deret.targets[at].0.column].year.unwrap_or_default()
}

/// The first target that goes the wrong way. Where the name does not tell which way is wrong, it must
/// be the only one among at least four that goes its way; a mere count of things may go up and down.
fn against(table: &Table, deret: &Deret) -> Option<(usize, &'static str)> {
    let steps = deret.steps();
    let goes = |up: bool| move |step: &Decimal| if up { *step > Decimal::ZERO } else { *step < Decimal::ZERO };
    let is_up = match table.ketentuan.polaritas_of(&deret.indikator) {
        Some(polaritas) => polaritas == Polaritas::Naik,
        None => {
            let ups = steps.iter().filter(|step| goes(true)(step)).count();
            let downs = steps.iter().filter(|step| goes(false)(step)).count();
            let is_count = !deret.is_percent && deret.indikator.to_lowercase().starts_with("jumlah");
            match (ups, downs) {
                _ if is_count => return None,
                (3.., 1) => true,
                (1, 3..) => false,
                _ => return None,
            }
        }
    };
    // All the way the other way: the words tell less than the plan does.
    let wrong = steps.iter().filter(|step| goes(!is_up)(step)).count();
    let at = steps.iter().position(goes(!is_up)).filter(|_| wrong * 2 <= steps.len())?;
    Some((at + 1, if is_up { "target menurun" } else { "target menaik" }))
}

/// The one target that repeats the year before where all others move by the same step, with what
/// would follow; not at the ceiling of a percentage.
fn repeated(deret: &Deret) -> Option<(usize, Decimal)> {
    let steps = deret.steps();
    let at = steps.iter().position(Decimal::is_zero)?;
    let others: Vec<Decimal> = steps.iter().copied().filter(|step| !step.is_zero()).collect();
    let is_even =
        others.len() >= 3 && others.len() + 1 == steps.len() && others.windows(2).all(|pair| pair[0] == pair[1]);
    let expected = deret.targets[at + 1].1 + others.first()?;
    let fits = !deret.is_percent || (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&expected);
    (is_even && fits).then_some((at + 1, expected))
}
