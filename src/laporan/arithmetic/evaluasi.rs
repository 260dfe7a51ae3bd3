//! Evaluation of plan results (E.81): triwulan make the year, the years make the whole.
//!
//! Rupiah add up. What an indikator reached adds up only where it is counted: a percentage or an index stands where its
//! last figure stands, or where their mean does. So each row may follow any of these; one that follows none is held to
//! what most rows of its kind follow.

use rust_decimal::Decimal;

use super::network::{Equation, Network, Status};
use super::relations::{Rule, equation, rows, rule_of_sum, tally};
use super::{Relation, Spot};
use crate::profile::{Role, is_percent_word, words};
use crate::table::Table;

/// Adds the equations of a column that gathers others; `false` when it gathers none.
pub fn add(table: &Table, network: &mut Network, column: usize) -> bool {
    let Some(parts) = parts(table, column) else {
        return false;
    };
    match table.columns[column].role {
        Some(Role::Realisasi) => add_rupiah(table, network, column, &parts),
        _ => add_kinerja(table, network, column, &parts),
    }
    true
}

/// The columns whose figures a column gathers, in their order of time.
fn parts(table: &Table, column: usize) -> Option<Vec<usize>> {
    let triwulan = |role| Some(table.columns_of(role).collect::<Vec<_>>()).filter(|found| found.len() > 1);
    match table.columns[column].role? {
        Role::Realisasi if table.columns[column].formula.is_none() => triwulan(Role::RealisasiTriwulan),
        Role::RealisasiKinerja => triwulan(Role::KinerjaTriwulan),
        Role::KinerjaSdIni => {
            let (lalu, year) = (table.column(Role::KinerjaSdLalu)?, table.column(Role::RealisasiKinerja)?);
            Some(vec![lalu, year])
        }
        _ => None,
    }
}

fn add_rupiah(table: &Table, network: &mut Network, column: usize, parts: &[usize]) {
    let rule = rule_of_sum(table, column, parts, &words_of_sum(parts.len()), Relation::Evaluasi);
    if tally(table, network, column, &rule).is_trusted(rule.relation) {
        rows(table).for_each(|row| network.add(equation(network, column, row, &rule)));
    }
}

fn words_of_sum(parts: usize) -> String {
    if parts == 2 {
        "realisasi s.d. tahun lalu + realisasi tahun ini".into()
    } else {
        format!("jumlah {parts} triwulan")
    }
}

/// How a row's figures make its whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cara {
    /// They add up.
    Jumlah,
    /// The last one is the whole.
    Terakhir,
}

/// A row with what it follows.
struct Baris {
    row: usize,
    /// Percentages and indexes don't add up by their nature.
    is_rate: bool,
    /// `None` when it follows nothing known.
    cara: Option<Cara>,
}

fn add_kinerja(table: &Table, network: &mut Network, column: usize, parts: &[usize]) {
    let sum = rule_of_sum(table, column, parts, &words_of_sum(parts.len()), Relation::Evaluasi);
    let told = rows(table).filter_map(|row| baris(table, network, column, row, (parts, &sum)));
    let yearly = sum_of_year(table, column);
    let told: Vec<Baris> = told
        .map(|own| match &yearly {
            Some(yearly) => accumulated(network, yearly, own),
            None => own,
        })
        .collect();
    let count = |is_rate: bool, cara: Cara| {
        told.iter().filter(|other| other.is_rate == is_rate && other.cara == Some(cara)).count()
    };
    for own in told.iter().filter(|own| own.cara.is_none()) {
        let (added, last) = (count(own.is_rate, Cara::Jumlah), count(own.is_rate, Cara::Terakhir));
        // Nothing is held against a row that shows no habit of its fellows.
        if added.max(last) < LEAST_ROWS {
            continue;
        }
        if added > last {
            network.add(equation(network, column, own.row, &sum));
        } else if let Some(cell) = filled(network, own.row, parts).last().copied() {
            let target = network.index(Spot { row: own.row, column });
            let form = network.sum(vec![cell]);
            let formula = if parts.len() == 2 { "realisasi tahun ini" } else { "realisasi triwulan terakhir" };
            let relation = Relation::Evaluasi;
            network.add(Equation { target, form, relation, formula: formula.into(), demands_target: false });
        }
    }
}

/// How the column of the year would be the sum of its triwulan.
struct Setahun {
    column: usize,
    triwulan: Vec<usize>,
    sum: Rule,
}

/// For the column of what was reached up to this year.
fn sum_of_year(table: &Table, column: usize) -> Option<Setahun> {
    let year =
        table.column(Role::RealisasiKinerja).filter(|_| table.columns[column].role == Some(Role::KinerjaSdIni))?;
    let triwulan = parts(table, year)?;
    Some(Setahun { column: year, sum: rule_of_sum(table, year, &triwulan, "", Relation::Evaluasi), triwulan })
}

/// What is added up over the triwulan is added up over the years.
fn accumulated(network: &Network, yearly: &Setahun, own: Baris) -> Baris {
    let sum = equation(network, yearly.column, own.row, &yearly.sum);
    let is_added = network.status(&sum) == Status::Holds && filled(network, own.row, &yearly.triwulan).len() > 1;
    let is_last = own.cara == Some(Cara::Terakhir);
    Baris { cara: own.cara.filter(|_| !(is_added && is_last && !own.is_rate)), ..own }
}

/// Rows of a kind that must follow a way before another is held to it.
const LEAST_ROWS: usize = 2;

/// `None` where nothing can be said.
fn baris(table: &Table, network: &Network, column: usize, row: usize, how: (&[usize], &Rule)) -> Option<Baris> {
    let (parts, sum) = how;
    let sum = equation(network, column, row, sum);
    let cell = network.index(Spot { row, column });
    let written = network.cells[cell].value?;
    let filled: Vec<Decimal> = filled(network, row, parts).iter().filter_map(|&at| network.cells[at].value).collect();
    let status = network.status(&sum);
    if filled.is_empty() || status == Status::Silent {
        return None;
    }
    let is_other = || {
        let mean = filled.iter().sum::<Decimal>().checked_div(Decimal::from(filled.len()));
        let printed = u32::from(network.cells[cell].decimals);
        let is_mean = mean.is_some_and(|mean| (mean - written).abs() <= Decimal::new(1, printed));
        filled.last() == Some(&written) || filled.iter().max() == Some(&written) || is_mean
    };
    let cara = match status {
        Status::Holds => Some(Cara::Jumlah),
        _ if is_other() => Some(Cara::Terakhir),
        _ => None,
    };
    Some(Baris { row, is_rate: is_rate(table, row), cara })
}

/// The filled cells of a row among some columns.
fn filled(network: &Network, row: usize, parts: &[usize]) -> Vec<usize> {
    let cells = parts.iter().map(|&column| network.index(Spot { row, column }));
    cells.filter(|&cell| network.cells[cell].value.is_some_and(|value| !value.is_zero())).collect()
}

/// A percentage, an index, a mark: by its unit or the first words of its name.
fn is_rate(table: &Table, row: usize) -> bool {
    let row = &table.rows[row];
    let has_percent = row.entries.iter().zip(&table.columns).any(|(entry, column)| {
        column.half == Some(crate::table::Half::Kinerja)
            && !matches!(column.role, Some(Role::Kemajuan | Role::Capaian))
            && entry.figure().is_some_and(|figure| {
                figure.percent
                    || figure
                        .unit
                        .as_deref()
                        .is_some_and(|unit| words(unit).first().is_some_and(|word| is_rate_word(word)))
            })
    });
    let satuan = table
        .entry(row, Role::Satuan)
        .is_some_and(|entry| words(entry.text()).first().is_some_and(|word| is_rate_word(word)));
    let name = table.entry(row, Role::Indikator).map_or(Vec::new(), |entry| words(entry.text()));
    has_percent || satuan || name.first().is_some_and(|word| is_rate_word(word))
}

fn is_rate_word(word: &str) -> bool {
    const RATES: [&str; 13] = [
        "indeks", "index", "nilai", "skor", "poin", "predikat", "tingkat", "rasio", "angka", "rata", "cakupan",
        "proporsi", "opini",
    ];
    is_percent_word(word) || RATES.contains(&word)
}
