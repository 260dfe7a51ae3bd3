//! Which column a label judges: "Tinggi" and "tercapai" stand behind the value they are about.

use crate::profile::Role;
use crate::table::{Row, Table};

/// Of the columns a label may judge, the one most labels fit, else the nearest of the first role.
pub fn column(table: &Table, label: usize, roles: &[Role], fits: impl Fn(&Row, usize) -> bool) -> Option<usize> {
    let mut candidates: Vec<usize> = roles.iter().flat_map(|&role| nearest(table, label, role)).collect();
    if candidates.is_empty() {
        candidates.extend(roles.iter().find_map(|&role| table.column(role)));
    }
    let fitting = |&column: &usize| table.rows.iter().filter(|row| fits(row, column)).count();
    candidates.into_iter().rev().max_by_key(fitting)
}

/// The columns of a role left of another, as far as they are of the same target and realisasi: beyond
/// those begins another year or triwulan.
fn nearest(table: &Table, label: usize, role: Role) -> impl Iterator<Item = usize> {
    let is = move |at: &usize| table.columns[*at].role == Some(role);
    let is_measured = |at: &usize| matches!(table.columns[*at].role, Some(Role::Target | Role::RealisasiKinerja));
    (0..label).rev().skip_while(move |at| !is(at)).take_while(move |at| !is_measured(at)).filter(is)
}
