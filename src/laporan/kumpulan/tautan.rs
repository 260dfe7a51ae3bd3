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
    let mut tautan = Tautan { petikan, pokok: Vec::new(), index: Index::default() };
    tables.into_iter().for_each(|place| tautan.add_table(place));
    tautan.pokok
}

/// The things found so far.
struct Tautan<'a> {
    petikan: &'a [(usize, &'a Petikan)],
    pokok: Vec<Pokok>,
    index: Index,
}

/// The rows of one table, and which thing each speaks of as far as that is known.
struct Baris<'a> {
    /// Index of the extract and of its table.
    place: (usize, usize),
    butir: &'a [Butir],
    own: Vec<Option<usize>>,
    /// The things that a row speaks of already: no other row of the table does.
    taken: HashSet<usize>,
}

impl Baris<'_> {
    /// The thing that the row above speaks of.
    fn induk(&self, row: usize) -> Option<usize> {
        self.butir[row].induk.and_then(|induk| self.own[induk])
    }
}

impl<'a> Tautan<'a> {
    /// Links the rows of a table: what is the same first, then what is alike; the others are new things.
    fn add_table(&mut self, place @ (at, tabel): (usize, usize)) {
        let butir: &'a [Butir] = &self.petikan[at].1.tabel[tabel].butir;
        let twins = twins(butir);
        let mut baris = Baris { place, butir, own: vec![None; butir.len()], taken: HashSet::new() };
        let rows = || (0..butir.len()).filter(|row| !twins.contains(row));
        for find in [Self::same, Self::alike] {
            for row in rows() {
                if baris.own[row].is_none()
                    && let Some(found) = find(self, &baris, row)
                {
                    self.join(&mut baris, row, found);
                }
            }
        }
        for row in rows() {
            if baris.own[row].is_none() {
                self.found(&mut baris, row);
            }
        }
    }

    /// The only thing of the row's code or name.
    fn same(&self, baris: &Baris<'_>, row: usize) -> Option<(usize, Yakin)> {
        let mut candidates =
            self.index.same(&baris.butir[row]).into_iter().filter(|&(at, _)| self.fits(baris, row, at));
        candidates.next().filter(|_| candidates.next().is_none())
    }

    /// The thing whose name is clearly most alike, or the only one alike that has the same figures.
    fn alike(&self, baris: &Baris<'_>, row: usize) -> Option<(usize, Yakin)> {
        let found = &baris.butir[row];
        let candidates = self.index.alike(found).into_iter().filter(|&at| self.fits(baris, row, at));
        let score = |at: usize| found.nama.mirip(&self.butir(&self.pokok[at].anggota[0]).nama);
        let scored: Vec<(usize, u8)> = candidates.map(|at| (at, score(at))).collect();
        let has_figures = |&&(at, score): &&(usize, u8)| {
            let mut anggota = self.pokok[at].anggota.iter();
            score >= LEAST_WITH_FIGURES && anggota.any(|own| has_same_figures(found, self.butir(own)))
        };
        most_alike(&scored).or_else(|| {
            let mut same = scored.iter().filter(has_figures);
            same.next().filter(|_| same.next().is_none()).map(|&(at, score)| (at, Yakin::Mirip(score)))
        })
    }

    /// A row may speak of a thing that no other row of its table does, and that stands below what it stands below.
    fn fits(&self, baris: &Baris<'_>, row: usize, candidate: usize) -> bool {
        let parent = baris.induk(row);
        let mut above = std::iter::successors(self.pokok[candidate].induk, |&at| self.pokok[at].induk).peekable();
        !baris.taken.contains(&candidate)
            && (parent.is_none() || above.peek().is_none() || above.any(|at| Some(at) == parent))
    }

    /// The row that belongs to a thing.
    fn butir(&self, anggota: &Anggota) -> &'a Butir {
        &self.petikan[anggota.petikan].1.tabel[anggota.tabel].butir[anggota.butir]
    }

    /// A row speaks of a known thing.
    fn join(&mut self, baris: &mut Baris<'_>, row: usize, (pokok, yakin): (usize, Yakin)) {
        let (petikan, tabel) = baris.place;
        baris.own[row] = Some(pokok);
        baris.taken.insert(pokok);
        self.pokok[pokok].anggota.push(Anggota { petikan, tabel, butir: row, yakin });
    }

    /// A row speaks of something new.
    fn found(&mut self, baris: &mut Baris<'_>, row: usize) {
        let (petikan, tabel) = baris.place;
        let (found, induk) = (&baris.butir[row], baris.induk(row));
        baris.own[row] = Some(self.pokok.len());
        self.index.add(found, self.pokok.len());
        let first = Anggota { petikan, tabel, butir: row, yakin: Yakin::Nama };
        self.pokok.push(Pokok { golongan: found.golongan, level: found.level, induk, anggota: vec![first] });
    }
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

fn most_alike(scored: &[(usize, u8)]) -> Option<(usize, Yakin)> {
    let mut scored = scored.to_vec();
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

    /// What has the same code, or else the same name.
    fn same(&self, butir: &Butir) -> Vec<(usize, Yakin)> {
        let by_code = butir.kode.as_ref().and_then(|kode| self.kode.get(&(butir.level, kode.clone())));
        if let Some(found) = by_code {
            return found.iter().map(|&at| (at, Yakin::Kode)).collect();
        }
        let named =
            levels(butir).iter().filter_map(|&level| self.nama.get(&(butir.golongan, level, butir.nama.kunci())));
        named.flatten().map(|&at| (at, Yakin::Nama)).collect()
    }

    /// What has a telling word in common.
    fn alike(&self, butir: &Butir) -> Vec<usize> {
        let words = butir.nama.kata.iter().flat_map(|word| levels(butir).iter().map(move |&level| (level, word)));
        let mut found: Vec<usize> = words
            .filter_map(|(level, word)| self.kata.get(&(butir.golongan, level, word.clone())))
            .filter(|known| known.len() <= MOST_COMMON)
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The levels a row may be of: one that tells none may be a kegiatan or a sub kegiatan.
fn levels(butir: &Butir) -> &[Level] {
    match &butir.level {
        Level::Item => &[Level::SubKegiatan, Level::Kegiatan, Level::Item],
        own => std::slice::from_ref(own),
    }
}
