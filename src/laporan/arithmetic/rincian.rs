//! Equations of a budget's detail: koefisien times price, plus tax, is the amount.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::network::Network;
use super::relations::{Rule, Tally, equation, rows, rule_over, tally};
use super::{Relation, Spot};
use crate::profile::Role;
use crate::table::figure::read_text;
use crate::table::{Content, Convention, Table};

/// How an amount comes about, likeliest first where a form has a column for tax; tax stands as an
/// amount, in percent, or as that of one piece.
const VARIANTS: [&str; 4] = ["volume*harga+ppn", "volume*harga*(1+ppn/100)", "volume*(harga+ppn)", "volume*harga"];

/// Adds koefisien × harga (+ PPN) = jumlah for every price column with an amount behind it.
pub fn add(table: &Table, network: &mut Network) {
    let of_role = |role: Role| move |at: &usize| table.columns[*at].role == Some(role);
    let prices: Vec<usize> = (0..table.columns.len()).filter(of_role(Role::Harga)).collect();
    for (index, &harga) in prices.iter().enumerate() {
        let end = prices.get(index + 1).copied().unwrap_or(table.columns.len());
        let volume = (0..harga).rev().find(of_role(Role::Volume));
        let volume = volume.or_else(|| (harga + 1..end).find(of_role(Role::Volume)));
        let target = (harga + 1..end).find(|&at| {
            matches!(table.columns[at].role, Some(Role::Jumlah | Role::Pagu | Role::PaguSebelum | Role::PaguSesudah))
        });
        let (Some(volume), Some(target)) = (volume, target) else {
            continue;
        };
        let ppn = (harga + 1..target).find(of_role(Role::Ppn));
        whole_koefisien(table, network, volume);
        if let Some(ppn) = ppn {
            blank_is_nothing(table, network, ppn, harga);
        }
        let find = |name: &str| match Role::from_name(name)? {
            Role::Volume => Some(volume),
            Role::Harga => Some(harga),
            Role::Ppn => ppn,
            _ => None,
        };
        let rules: Vec<Rule> =
            VARIANTS.iter().filter_map(|text| rule_over(table, target, text, Relation::Rincian, find)).collect();
        let tallies: Vec<Tally> = rules.iter().map(|rule| tally(table, network, target, rule)).collect();
        let Some(best) = (0..rules.len()).rev().max_by_key(|&at| tallies[at].holds) else {
            continue;
        };
        if tallies[best].holds > 0 && tallies[best].holds * 2 >= tallies[best].failing.len() {
            rows(table).for_each(|row| network.add(equation(network, target, row, &rules[best])));
        }
    }
}

/// `2 Orang x 12 Bulan` counts 24.
fn whole_koefisien(table: &Table, network: &mut Network, column: usize) {
    let product = |row: usize| {
        let Content::Figure(figure) = &table.rows[row].entries[column].content else { return None };
        let product = figure.value.checked_mul(factors(figure.unit.as_deref()?)?)?;
        Some((network.index(Spot { row, column }), product))
    };
    network.assume(rows(table).filter_map(product).collect());
}

static FACTOR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?:^|\s)[x×*]\s*(\d[\d.,]*)").expect("a valid pattern"));

/// The product of the further factors in a koefisien's unit, e.g. 12 of `Orang x 12 Bulan`.
fn factors(unit: &str) -> Option<Decimal> {
    let mut product: Option<Decimal> = None;
    for found in FACTOR.captures_iter(unit) {
        let Content::Figure(figure) = read_text(&found[1], Convention::Comma) else {
            return None;
        };
        product = Some(product.unwrap_or(Decimal::ONE).checked_mul(figure.value)?);
    }
    product
}

/// No tax written beside a price is no tax.
fn blank_is_nothing(table: &Table, network: &mut Network, ppn: usize, harga: usize) {
    let nothing = |row: usize| {
        let has_price = network.cells[network.index(Spot { row, column: harga })].value.is_some();
        let cell = network.index(Spot { row, column: ppn });
        let is_blank = network.cells[cell].value.is_none() && network.cells[cell].is_empty;
        (has_price && is_blank).then_some((cell, Decimal::ZERO))
    };
    network.assume(rows(table).filter_map(nothing).collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_factors_of_a_koefisien() {
        assert_eq!(factors("Orang x 12 Bulan"), Some(Decimal::from(12)));
        assert_eq!(factors("Orang x 12 Bulan x 2 Kali"), Some(Decimal::from(24)));
        assert_eq!(factors("Box"), None);
        assert_eq!(factors("Lembar"), None);
    }
}
