//! Links: rows of different tables that speak of the same thing, by code or by name, and how surely.
//!
//! Two rows of one table are never merged. Candidates come from an index of codes, names and words,
//! so that a row is compared with few others.

use std::collections::{HashMap, HashSet};

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
    tables.sort_by_key(|&(at, tabel)| std::cmp::Reverse(petikan[at].1.tabel[tabel].butir.len()));
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
                    !taken.contains(&candidate)
                        && (parent.is_none() || pokok[candidate].induk.is_none() || pokok[candidate].induk == parent)
                };
                let name_of = |candidate: usize| {
                    let first = &pokok[candidate].anggota[0];
                    &petikan[first.petikan].1.tabel[first.tabel].butir[first.butir].nama
                };
                let candidates = if is_exact { index.same(found) } else { index.alike(found) };
                let candidates: Vec<(usize, Yakin)> = candidates.into_iter().filter(|(at, _)| fits(at)).collect();
                let chosen = if is_exact {
                    match candidates.as_slice() {
                        &[only] => Some(only),
                        _ => None,
                    }
                } else {
                    let scored = candidates.iter().map(|&(at, _)| (at, found.nama.mirip(name_of(at))));
                    most_alike(scored.collect())
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
        let by_name = self.nama.get(&(butir.golongan, butir.level, butir.nama.kunci()));
        let (found, yakin) = if by_code.is_some() { (by_code, Yakin::Kode) } else { (by_name, Yakin::Nama) };
        found.into_iter().flatten().map(|&at| (at, yakin)).collect()
    }

    fn alike(&self, butir: &Butir) -> Vec<(usize, Yakin)> {
        let mut found: Vec<usize> = butir
            .nama
            .kata
            .iter()
            .filter_map(|word| self.kata.get(&(butir.golongan, butir.level, word.clone())))
            .filter(|known| known.len() <= MOST_COMMON)
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| (at, Yakin::Mirip(0))).collect()
    }
}
