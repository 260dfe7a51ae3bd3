//! Which pagu and realisasi a column of percentages stands for.

use crate::profile::Role;
use crate::table::Table;

/// Realisasi with the pagu it is held against, likeliest first.
pub const PAIRS: [(Role, &[Role]); 3] = [
    (Role::RealisasiOperasi, &[Role::PaguOperasi]),
    (Role::RealisasiModal, &[Role::PaguModal]),
    (Role::Realisasi, &[Role::Pagu, Role::PaguSesudah, Role::PaguSebelum]),
];

/// The pagu column a realisasi role is held against.
pub fn pagu_of(table: &Table, realisasi: Role) -> Option<usize> {
    let (_, pagu) = PAIRS.into_iter().find(|&(role, _)| role == realisasi)?;
    pagu.iter().find_map(|&role| table.column(role))
}

/// The realisasi and pagu columns a percentage or physical progress stands for: those of the nearest
/// realisasi to its left.
pub fn money_of(table: &Table, column: usize) -> Option<(usize, usize)> {
    if table.is_of_both(column) {
        return None;
    }
    let realisasi = |at: usize| table.columns[at].role.filter(|role| PAIRS.iter().any(|(known, _)| known == role));
    let (at, role) = (0..column).rev().find_map(|at| Some((at, realisasi(at)?)))?;
    Some((at, pagu_of(table, role)?))
}
