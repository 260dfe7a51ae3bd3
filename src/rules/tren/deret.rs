//! Realisasi of one row over the years (R01, R02, R04, O03).

use rust_decimal::Decimal;

use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::table::Table;

/// The columns with the realisasi of a year, earliest first.
pub fn years(table: &Table) -> Vec<usize> {
    let is_year = |&at: &usize| {
        matches!(table.columns[at].role, Some(Role::RealisasiTahun | Role::RealisasiKinerja))
            && table.columns[at].year.is_some()
    };
    let mut years: Vec<usize> = (0..table.columns.len()).filter(is_year).collect();
    years.sort_by_key(|&at| (table.columns[at].year, at));
    years
}

/// The plain figures of each row with at least two, in order of the years; percentages are not mixed
/// with counts.
pub fn all(table: &Table) -> Vec<Vec<(Spot, Decimal)>> {
    let years = years(table);
    let row = |row: usize| {
        let entries = &table.rows[row].entries;
        let figures: Vec<_> = years
            .iter()
            .filter_map(|&column| {
                let figure = entries[column].figure()?;
                (figure.upper.is_none() && figure.second.is_none()).then_some((Spot { row, column }, figure))
            })
            .collect();
        let is_mixed = figures.windows(2).any(|pair| pair[0].1.percent != pair[1].1.percent);
        let values: Vec<(Spot, Decimal)> = figures.into_iter().map(|(spot, figure)| (spot, figure.value)).collect();
        (values.len() >= 2 && !is_mixed).then_some(values)
    };
    (0..table.rows.len()).filter_map(row).collect()
}
