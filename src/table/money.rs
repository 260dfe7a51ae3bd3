//! Money or kinerja: "Realisasi", "%" and "Capaian" are told by what stands left of them.

use super::Column;
use crate::profile::{Role, is_percent_word, words};

/// Words of a header that say that its figures are money, or a share of it.
const MONEY: [&str; 9] = ["rp", "rupiah", "anggaran", "pagu", "keuangan", "keu", "belanja", "serapan", "penyerapan"];

const TARGETS: [Role; 3] = [Role::Target, Role::TargetTahun, Role::TargetAkhir];
const PAGU: [Role; 5] = [Role::Pagu, Role::PaguSebelum, Role::PaguSesudah, Role::PaguOperasi, Role::PaguModal];
const REALISASI: [Role; 5] =
    [Role::RealisasiKinerja, Role::RealisasiTahun, Role::Realisasi, Role::RealisasiOperasi, Role::RealisasiModal];

/// Words beside which a percentage behind a realisasi of an indikator is its capaian; any other word makes it another
/// figure.
const SHARE: [&str; 17] = [
    "tingkat",
    "rasio",
    "capaian",
    "pencapaian",
    "ketercapaian",
    "realisasi",
    "kinerja",
    "indikator",
    "sasaran",
    "program",
    "kegiatan",
    "target",
    "terhadap",
    "thd",
    "dari",
    "tahun",
    "dan",
];

/// Gives columns whose words fit both the role their neighbours tell.
pub fn resolve(columns: &mut [Column]) {
    for at in 0..columns.len() {
        columns[at].role = Among { left: &columns[..at], column: &columns[at] }.role();
    }
    whole_of_parts(columns);
    capaian_of_another_year(columns);
}

/// "Realisasi 2024" of a form with "Anggaran 2024" and no target is money; that of a year without a pagu is compared
/// with nothing.
pub fn realisasi_of_pagu(columns: &mut [Column]) {
    let of = |roles: &[Role]| -> Vec<&Column> {
        columns.iter().filter(|column| column.role.is_some_and(|role| roles.contains(&role))).collect()
    };
    let kinerja: Vec<Role> = TARGETS.into_iter().chain([Role::Indikator]).collect();
    let pagu = of(&PAGU);
    if pagu.is_empty() || !of(&kinerja).is_empty() {
        return;
    }
    let mut years: Vec<u16> = pagu.iter().filter_map(|column| column.year).collect();
    if years.is_empty() {
        years.extend(of(&[Role::RealisasiTahun]).iter().filter_map(|column| column.year).max());
    }
    for column in columns.iter_mut().filter(|column| column.role == Some(Role::RealisasiTahun)) {
        column.role = column.year.filter(|year| years.contains(year)).map(|_| Role::Realisasi);
    }
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
            Role::RealisasiTahun if self.is_capaian_of_year() => Role::Capaian,
            Role::Realisasi if self.is_of_target() => Role::RealisasiKinerja,
            Role::Realisasi if self.is_share_beside_capaian() => Role::Persen,
            Role::Persen if self.is_lone_realisasi() => Role::RealisasiKinerja,
            Role::Persen if !self.says_money() && self.follows_kinerja() => {
                return self.is_share().then_some(Role::Capaian);
            }
            Role::Capaian if self.is_of_money() => Role::Persen,
            Role::Capaian if self.is_of_last_target() => Role::Kemajuan,
            told => told,
        })
    }

    /// The words of the own header.
    fn own_words(&self) -> Vec<String> {
        self.column.path.last().map(|own| words(own)).unwrap_or_default()
    }

    /// "Realisasi" beside a target and no pagu.
    fn is_of_target(&self) -> bool {
        let either: Vec<Role> = TARGETS.into_iter().chain(PAGU).collect();
        let is_target = self.nearest(&either).is_none_or(|role| TARGETS.contains(&role));
        !self.says_money() && is_target && self.has_target()
    }

    /// "Realisasi (%)" beside a target, where no other column is the realisasi.
    fn is_lone_realisasi(&self) -> bool {
        let own = self.own_words();
        let has_other = self.nearest(&REALISASI).is_some() || self.nearest(&PAGU).is_some();
        own.first().is_some_and(|word| word == "realisasi") && !self.says_money() && self.has_target() && !has_other
    }

    /// "Penyerapan Anggaran" behind a capaian that no pagu stands beside is a share as well.
    fn is_share_beside_capaian(&self) -> bool {
        let own = self.own_words();
        let says_serapan = own.iter().any(|word| matches!(word.as_str(), "serapan" | "penyerapan"));
        says_serapan && self.nearest(&[Role::Capaian]).is_some() && self.nearest(&PAGU).is_none()
    }

    /// "Capaian" behind the target of the last year alone tells how far it was reached.
    fn is_of_last_target(&self) -> bool {
        let is_target = |column: &Column| column.role.filter(|role| TARGETS.contains(role));
        let targets: Vec<Role> = self.left.iter().filter_map(is_target).collect();
        targets == [Role::TargetAkhir]
    }

    fn follows_kinerja(&self) -> bool {
        matches!(self.nearest(&REALISASI), Some(Role::RealisasiKinerja | Role::RealisasiTahun))
    }

    /// The own header says nothing but that it is a share, perhaps how it is calculated.
    fn is_share(&self) -> bool {
        let own = self.own_words();
        let tells_no_more = |word: &str| {
            is_percent_word(word) || SHARE.contains(&word) || word.starts_with(|first: char| first.is_ascii_digit())
        };
        own.iter().all(|word| tells_no_more(word))
    }

    /// "Capaian" above the years that stand below "Realisasi", too.
    fn is_capaian_of_year(&self) -> bool {
        let says = |column: &Column, wanted: &str| {
            column.path.iter().any(|text| words(text).iter().any(|word| word == wanted))
        };
        let is_realisasi = |other: &Column| other.role == Some(Role::RealisasiTahun) && says(other, "realisasi");
        says(self.column, "capaian") && !says(self.column, "realisasi") && self.left.iter().any(is_realisasi)
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

/// "Capaian 2023" or "Capaian Tahun Lalu" before the target of a form that has a capaian behind it is last year's.
fn capaian_of_another_year(columns: &mut [Column]) {
    let is_target = |column: &Column| column.role.is_some_and(|role| TARGETS.contains(&role));
    let Some(target) = columns.iter().position(is_target) else {
        return;
    };
    let (before, behind) = columns.split_at_mut(target);
    if behind.iter().any(|column| column.role == Some(Role::Capaian)) {
        let says_lalu = |column: &Column| column.path.iter().any(|text| words(text).iter().any(|word| word == "lalu"));
        let is_earlier =
            |column: &Column| column.role == Some(Role::Capaian) && (column.year.is_some() || says_lalu(column));
        before.iter_mut().filter(|column| is_earlier(column)).for_each(|column| column.role = None);
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
