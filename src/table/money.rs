//! Money or kinerja: "Realisasi", "%" and "Capaian" are told by what stands left of them.

use super::Column;
use crate::profile::{Role, words};

/// Words of a header that say that its figures are money, or a share of it.
const MONEY: [&str; 9] = ["rp", "rupiah", "anggaran", "pagu", "keuangan", "keu", "belanja", "serapan", "penyerapan"];

const TARGETS: [Role; 3] = [Role::Target, Role::TargetTahun, Role::TargetAkhir];
const PAGU: [Role; 5] = [Role::Pagu, Role::PaguSebelum, Role::PaguSesudah, Role::PaguOperasi, Role::PaguModal];
const REALISASI: [Role; 5] =
    [Role::RealisasiKinerja, Role::RealisasiTahun, Role::Realisasi, Role::RealisasiOperasi, Role::RealisasiModal];

/// Gives columns whose words fit both the role their neighbours tell.
pub fn resolve(columns: &mut [Column]) {
    for at in 0..columns.len() {
        columns[at].role = Among { left: &columns[..at], column: &columns[at] }.role();
    }
    whole_of_parts(columns);
}

/// A column with those left of it, whose roles are told.
struct Among<'a> {
    left: &'a [Column],
    column: &'a Column,
}

impl Among<'_> {
    fn role(&self) -> Option<Role> {
        let role = self.column.role?;
        if self.column.half.is_some() {
            return Some(role);
        }
        Some(match role {
            Role::Realisasi if self.is_of_target() => Role::RealisasiKinerja,
            Role::Persen if self.is_lone_realisasi() => Role::RealisasiKinerja,
            Role::Persen if !self.says_money() && self.follows_kinerja() => Role::Capaian,
            Role::Capaian if self.is_of_money() => Role::Persen,
            told => told,
        })
    }

    /// "Realisasi" beside a target and no pagu.
    fn is_of_target(&self) -> bool {
        let either: Vec<Role> = TARGETS.into_iter().chain(PAGU).collect();
        let is_target = self.nearest(&either).is_none_or(|role| TARGETS.contains(&role));
        !self.says_money() && is_target && self.has_target()
    }

    /// "Realisasi (%)" beside a target, where no other column is the realisasi.
    fn is_lone_realisasi(&self) -> bool {
        let own = self.column.path.last().map(|own| words(own)).unwrap_or_default();
        let has_other = self.nearest(&REALISASI).is_some() || self.nearest(&PAGU).is_some();
        own.first().is_some_and(|word| word == "realisasi") && !self.says_money() && self.has_target() && !has_other
    }

    fn follows_kinerja(&self) -> bool {
        matches!(self.nearest(&REALISASI), Some(Role::RealisasiKinerja | Role::RealisasiTahun))
    }

    /// A capaian of money is its share.
    fn is_of_money(&self) -> bool {
        let nearest = self.nearest(&[Role::RealisasiKinerja, Role::RealisasiTahun, Role::Realisasi]);
        nearest == Some(Role::Realisasi) && (self.says_money() || !self.has_target())
    }

    fn says_money(&self) -> bool {
        self.column.path.iter().any(|text| words(text).iter().any(|word| MONEY.contains(&word.as_str())))
    }

    fn has_target(&self) -> bool {
        self.left.iter().any(|column| column.role.is_some_and(|role| TARGETS.contains(&role)))
    }

    /// The nearest of some roles, under the same outer header if there is one.
    fn nearest(&self, wanted: &[Role]) -> Option<Role> {
        let own = |other: &Column| other.role.filter(|role| wanted.contains(role));
        let mut grouped = self.left.iter().rev().filter(|other| shares_group(other, &self.column.path));
        grouped.find_map(own).or_else(|| self.left.iter().rev().find_map(own))
    }
}

/// Both stand under the same outer header.
fn shares_group(other: &Column, path: &[String]) -> bool {
    match (other.path.as_slice(), path) {
        ([group, _, ..], [own, _, ..]) => group == own,
        _ => true,
    }
}

/// "Jumlah" right behind the parts of a pagu or a realisasi is the whole, where no other column is.
fn whole_of_parts(columns: &mut [Column]) {
    let wholes = [
        (Role::Pagu, [Role::PaguOperasi, Role::PaguModal]),
        (Role::Realisasi, [Role::RealisasiOperasi, Role::RealisasiModal]),
    ];
    for (whole, parts) in wholes {
        let is_part = |column: &Column| column.role.is_some_and(|role| parts.contains(&role));
        if columns.iter().any(|column| column.role == Some(whole)) {
            continue;
        }
        let sum = (1..columns.len()).find(|&at| columns[at].role == Some(Role::Jumlah) && is_part(&columns[at - 1]));
        if let Some(at) = sum {
            columns[at].role = Some(whole);
        }
    }
}
