//! Links: rows of different tables that speak of the same thing, by code or by name, and how surely.
//!
//! Two rows of one table are never merged. Candidates come from an index of codes, names and words,
//! so that a row is compared with few others.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::{Butir, Golongan, Petikan};
use crate::table::Level;

/// How sure a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yakin {
    /// The code is the same.
    Kode,
    /// The name is the same.
    Nama,
    /// The names are alike, in percent.
    Mirip(u8),
}

impl Yakin {
    /// Sure enough for a finding that must be mended.
    pub fn is_sure(self) -> bool {
        !matches!(self, Yakin::Mirip(_))
    }

    /// The sureness in words.
    pub fn words(self) -> String {
        match self {
            Yakin::Kode => "kode sama".into(),
            Yakin::Nama => "nama sama".into(),
            Yakin::Mirip(percent) => format!("nama mirip {percent} %"),
        }
    }
}

/// A row that belongs to a thing.
#[derive(Debug, Clone)]
pub struct Anggota {
    /// Index among the extracts of the set.
    pub petikan: usize,
    /// Index of the table.
    pub tabel: usize,
    /// Index of the row.
    pub butir: usize,
    /// How surely it belongs.
    pub yakin: Yakin,
}

/// A kegiatan or indikator with all rows that speak of it.
#[derive(Debug)]
pub struct Pokok {
    /// What it is.
    pub golongan: Golongan,
    /// Its level.
    pub level: Level,
    /// The thing it belongs to.
    pub induk: Option<usize>,
    /// The rows, the first names it.
    pub anggota: Vec<Anggota>,
}

/// Names less alike are not linked.
const LEAST_ALIKE: u8 = 85;
/// The best must be so much more alike than the next.
const LEAST_MARGIN: u8 = 4;
/// Names no less alike than this are linked when their figures are the same too.
const LEAST_WITH_FIGURES: u8 = 65;
/// So many figures must be the same; amounts of money tell more.
const LEAST_FIGURES: usize = 3;
/// So many amounts of money.
const LEAST_AMOUNTS: usize = 2;
/// A word that so many things have tells none apart.
const MOST_COMMON: usize = 60;

#[derive(Default)]
struct Index {
    kode: HashMap<(Level, String), Vec<usize>>,
    nama: HashMap<(Golongan, Level, String), Vec<usize>>,
    kata: HashMap<(Golongan, Level, String), Vec<usize>>,
}

/// Links the rows of all tables, the longest table first.
pub fn link(petikan: &[(usize, &Petikan)]) -> Vec<Pokok> {
    let mut tables: Vec<(usize, usize)> = petikan
        .iter()
        .enumerate()
        .flat_map(|(at, (_, petikan))| (0..petikan.tabel.len()).map(move |tabel| (at, tabel)))
        .collect();
    // Tables that tell all levels first: they say what the others' rows are.
    tables.sort_by_key(|&(at, tabel)| {
        let butir = &petikan[at].1.tabel[tabel].butir;
        (butir.iter().any(|butir| butir.level == Level::Item), std::cmp::Reverse(butir.len()))
    });
    let mut pokok: Vec<Pokok> = Vec::new();
    let mut index = Index::default();
    for (at, tabel) in tables {
        let butir = &petikan[at].1.tabel[tabel].butir;
        let mut own: Vec<Option<usize>> = vec![None; butir.len()];
        let mut taken: HashSet<usize> = HashSet::new();
        let twins = twins(butir);
        for is_exact in [true, false] {
            for (row, found) in butir.iter().enumerate() {
                if own[row].is_some() || twins.contains(&row) {
                    continue;
                }
                let parent = found.induk.and_then(|induk| own[induk]);
                let fits = |&candidate: &usize| {
                    let mut above = std::iter::successors(pokok[candidate].induk, |&at| pokok[at].induk).peekable();
                    !taken.contains(&candidate)
                        && (parent.is_none() || above.peek().is_none() || above.any(|at| Some(at) == parent))
                };
                let first_of = |candidate: usize| {
                    let first = &pokok[candidate].anggota[0];
                    &petikan[first.petikan].1.tabel[first.tabel].butir[first.butir]
                };
                let candidates = if is_exact { index.same(found) } else { index.alike(found) };
                let candidates: Vec<(usize, Yakin)> = candidates.into_iter().filter(|(at, _)| fits(at)).collect();
                let chosen = if is_exact {
                    match candidates.as_slice() {
                        &[only] => Some(only),
                        _ => None,
                    }
                } else {
                    let scored: Vec<(usize, u8)> =
                        candidates.iter().map(|&(at, _)| (at, found.nama.mirip(&first_of(at).nama))).collect();
                    let by_figures = || {
                        let mut same = scored.iter().filter(|&&(at, score)| {
                            score >= LEAST_WITH_FIGURES
                                && pokok[at].anggota.iter().any(|own| {
                                    let own = &petikan[own.petikan].1.tabel[own.tabel].butir[own.butir];
                                    has_same_figures(found, own)
                                })
                        });
                        same.next().filter(|_| same.next().is_none()).map(|&(at, score)| (at, Yakin::Mirip(score)))
                    };
                    most_alike(scored.clone()).or_else(by_figures)
                };
                if let Some((chosen, yakin)) = chosen {
                    own[row] = Some(chosen);
                    taken.insert(chosen);
                    pokok[chosen].anggota.push(Anggota { petikan: at, tabel, butir: row, yakin });
                }
            }
        }
        for (row, found) in butir.iter().enumerate() {
            if own[row].is_none() && !twins.contains(&row) {
                let induk = found.induk.and_then(|induk| own[induk]);
                own[row] = Some(pokok.len());
                index.add(found, pokok.len());
                let first = Anggota { petikan: at, tabel, butir: row, yakin: Yakin::Nama };
                pokok.push(Pokok { golongan: found.golongan, level: found.level, induk, anggota: vec![first] });
            }
        }
    }
    pokok
}

/// Rows of one table that nothing tells apart.
fn twins(butir: &[Butir]) -> HashSet<usize> {
    let mut rows: HashMap<(Option<usize>, Level, String), Vec<usize>> = HashMap::new();
    for (row, found) in butir.iter().enumerate().filter(|(_, found)| found.kode.is_none()) {
        rows.entry((found.induk, found.level, found.nama.kunci())).or_default().push(row);
    }
    rows.into_values().filter(|rows| rows.len() > 1).flatten().collect()
}

/// Enough figures of the same role and year are the same.
fn has_same_figures(first: &Butir, second: &Butir) -> bool {
    let least_amount = Decimal::from(1_000_000);
    let same = first.angka.iter().filter(|angka| {
        let equal =
            |other: &&super::Angka| (other.role, other.tahun, other.nilai) == (angka.role, angka.tahun, angka.nilai);
        second.angka.iter().any(|other| equal(&other))
    });
    let (amounts, others): (Vec<_>, Vec<_>) =
        same.partition(|angka| angka.role.is_money() && angka.nilai >= least_amount);
    amounts.len() >= LEAST_AMOUNTS || others.len() >= LEAST_FIGURES
}

fn most_alike(mut scored: Vec<(usize, u8)>) -> Option<(usize, Yakin)> {
    scored.sort_by_key(|&(at, score)| (std::cmp::Reverse(score), at));
    let &(best, score) = scored.first()?;
    let next = scored.get(1).map_or(0, |&(_, score)| score);
    (score >= LEAST_ALIKE && score >= next + LEAST_MARGIN).then_some((best, Yakin::Mirip(score.min(99))))
}

impl Index {
    fn add(&mut self, butir: &Butir, pokok: usize) {
        if let Some(kode) = &butir.kode {
            self.kode.entry((butir.level, kode.clone())).or_default().push(pokok);
        }
        self.nama.entry((butir.golongan, butir.level, butir.nama.kunci())).or_default().push(pokok);
        let words: HashSet<&String> = butir.nama.kata.iter().collect();
        for word in words {
            self.kata.entry((butir.golongan, butir.level, word.clone())).or_default().push(pokok);
        }
    }

    fn same(&self, butir: &Butir) -> Vec<(usize, Yakin)> {
        let by_code = butir.kode.as_ref().and_then(|kode| self.kode.get(&(butir.level, kode.clone())));
        if let Some(found) = by_code {
            return found.iter().map(|&at| (at, Yakin::Kode)).collect();
        }
        let named =
            levels(butir).iter().filter_map(|&level| self.nama.get(&(butir.golongan, level, butir.nama.kunci())));
        named.flatten().map(|&at| (at, Yakin::Nama)).collect()
    }

    fn alike(&self, butir: &Butir) -> Vec<(usize, Yakin)> {
        let words = butir.nama.kata.iter().flat_map(|word| levels(butir).iter().map(move |&level| (level, word)));
        let mut found: Vec<usize> = words
            .filter_map(|(level, word)| self.kata.get(&(butir.golongan, level, word.clone())))
            .filter(|known| known.len() <= MOST_COMMON)
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| (at, Yakin::Mirip(0))).collect()
    }
}

/// The levels a row may be of: one that tells none may be a kegiatan or a sub kegiatan.
fn levels(butir: &Butir) -> &[Level] {
    match &butir.level {
        Level::Item => &[Level::SubKegiatan, Level::Kegiatan, Level::Item],
        own => std::slice::from_ref(own),
    }
}
