//! Capaian of an indikator: the known formulas, and which of them a row may follow.
//!
//! No regulation lays down one formula for indikator that should fall, and the polarity is rarely
//! printed. So each row may follow any known formula or a cap, unless the words of its name tell the
//! polarity: then a formula for the other way is another variant, and told as such.

use rust_decimal::Decimal;

use super::network::{Equation, Network, Status};
use super::relations::{Rule, equation, rows, rule, rule_over, tally, with_scale};
use super::{Relation, Spot};
use crate::profile::{CaraCapaian, Polaritas, Role, words};
use crate::table::Table;

/// More is better.
const POSITIVE: &str = "realisasi_kinerja/target*100";
/// Less is better.
const NEGATIVE: [&str; 2] = ["(2*target-realisasi_kinerja)/target*100", "target/realisasi_kinerja*100"];

/// The formulas of a capaian, the usual one first.
pub const FORMULAS: [&str; 3] = [POSITIVE, NEGATIVE[0], NEGATIVE[1]];

/// The formulas of a kemajuan: a capaian of the last year's target, by what a column of its own says was reached up to
/// this year, else by this year's realisasi, else by the latest of several years. A plan may have one target only.
pub(super) fn kemajuan(table: &Table, column: usize) -> Vec<Rule> {
    let first = |roles: &[Role]| roles.iter().copied().find(|&role| table.column(role).is_some());
    let reached = first(&[Role::KinerjaSdIni, Role::RealisasiKinerja, Role::RealisasiTahun]);
    let (Some(reached), Some(target)) = (reached, first(&[Role::TargetAkhir, Role::Target])) else {
        return Vec::new();
    };
    let text = |text: &&str| text.replace("target", target.name()).replace("realisasi_kinerja", reached.name());
    // The header names the year of the target, not that of the realisasi.
    let beside = |name: &str| table.column_beside(Role::from_name(name)?, column);
    FORMULAS.iter().map(text).filter_map(|text| rule_over(table, column, &text, Relation::Kemajuan, beside)).collect()
}

/// "Rata-rata Capaian" beside the capaian of each indikator is an average of those, not a capaian of its row.
pub fn is_average(table: &Table, column: usize) -> bool {
    let is_called = |at: usize| {
        let first_word = |header: &String| words(header).into_iter().next();
        table.columns[at].path.iter().filter_map(first_word).any(|word| word == "rata" || word == "rerata")
    };
    let is_capaian = table.columns[column].role == Some(Role::Capaian);
    is_capaian && is_called(column) && table.columns_of(Role::Capaian).any(|at| !is_called(at))
}

/// Holds each row to the formula of its polarity, or to the one most rows follow.
pub fn add(table: &Table, network: &mut Network, column: usize, variants: &[Rule]) {
    let main = with_scale(table, network, column, &variants[0]);
    if !tally(table, network, column, &main).is_trusted(main.relation) {
        return;
    }
    let variants: Vec<Rule> = variants.iter().map(|rule| rule.scaled(main.calculation.factor())).collect();
    let indikator = table.column_beside(Role::Indikator, column);
    for row in rows(table) {
        let name = indikator.map_or("", |at| table.rows[row].entries[at].text());
        if let Some(cara) = table.ketentuan.cara_capaian(name) {
            held_to(table, network, Spot { row, column }, cara, main.calculation.factor());
            continue;
        }
        let polaritas = table.ketentuan.polaritas_of(name);
        let own = of_row(network, column, row, &variants, polaritas);
        if let Some(rule) = own {
            let equation = equation(network, column, row, rule);
            if !is_capped(network, &equation) && !is_floored(network, &equation) {
                network.add(equation);
            }
        }
    }
}

/// The row's indikator should fall, as its name tells, and its figure follows one of these formulas.
pub fn falls(table: &Table, network: &Network, spot: Spot, falling: &[Rule]) -> bool {
    let name = table.indikator_beside(&table.rows[spot.row], spot.column);
    let holds = |rule: &Rule| network.status(&equation(network, spot.column, spot.row, rule)) == Status::Holds;
    table.ketentuan.polaritas_of(name) == Some(Polaritas::Turun) && falling.iter().any(holds)
}

/// Holds a row to the formula and the cap that are laid down for its indikator.
fn held_to(table: &Table, network: &mut Network, spot: Spot, cara: &CaraCapaian, factor: Decimal) {
    let texts: Vec<&str> = match (&cara.rumus, cara.polaritas) {
        (Some(rumus), _) => vec![&rumus.text],
        (None, Polaritas::Naik) => vec![POSITIVE],
        (None, Polaritas::Turun) => NEGATIVE.to_vec(),
    };
    let rules = texts.iter().filter_map(|text| rule(table, spot.column, text, Some(Role::Capaian)));
    let equations: Vec<Equation> =
        rules.map(|rule| equation(network, spot.column, spot.row, &rule.scaled(factor))).collect();
    let is_capped = |equation: &Equation| {
        let written = network.cells[equation.target].value;
        cara.batas.is_some_and(|batas| written == Some(batas) && network.compute(equation) > written)
    };
    let holds = |equation: &Equation| {
        network.status(equation) == Status::Holds || is_capped(equation) || is_floored(network, equation)
    };
    if !equations.iter().any(holds)
        && let Some(equation) = equations.into_iter().next()
    {
        network.add(equation);
    }
}

/// The formula a row is held to; `None` when it follows one it may follow.
fn of_row<'a>(
    network: &Network,
    column: usize,
    row: usize,
    variants: &'a [Rule],
    polaritas: Option<Polaritas>,
) -> Option<&'a Rule> {
    let status = |rule: &Rule| network.status(&equation(network, column, row, rule));
    let follows = |rule: &&Rule| status(rule) == Status::Holds;
    let (positive, negative) = variants.split_first()?;
    let is_kemajuan = positive.relation == Relation::Kemajuan;
    // How far an indikator that should fall has come is mostly printed like any other.
    let polaritas = polaritas.filter(|&told| !(negative.is_empty() || is_kemajuan && told == Polaritas::Turun));
    if follows(&positive) && polaritas != Some(Polaritas::Turun) {
        return Some(positive);
    }
    if negative.iter().any(|rule| follows(&rule)) {
        return (is_kemajuan && polaritas == Some(Polaritas::Naik)).then_some(positive);
    }
    match polaritas {
        // What follows the formula of the other polarity is looked at by P03 as a variant.
        Some(Polaritas::Turun) if follows(&positive) => None,
        Some(Polaritas::Turun) => negative.first(),
        _ => Some(positive),
    }
}

/// What would be less than nothing is printed as nothing.
fn is_floored(network: &Network, equation: &Equation) -> bool {
    let is_nothing = network.cells[equation.target].value.is_some_and(|written| written.is_zero());
    is_nothing && network.compute(equation).is_some_and(|computed| computed < Decimal::ZERO)
}

/// Agencies cap a capaian at 100, 110, 120, 150 or 200 percent.
fn is_capped(network: &Network, equation: &Equation) -> bool {
    let written = network.cells[equation.target].value;
    let computed = network.compute(equation);
    written.zip(computed).is_some_and(|(written, computed)| {
        computed > written
            && [100, 110, 120, 150, 200].iter().any(|&cap| written == Decimal::from(cap))
            && computed > Decimal::ONE_HUNDRED
    })
}
