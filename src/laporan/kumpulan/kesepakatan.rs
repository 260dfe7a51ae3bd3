//! Which columns of which tables are meant to agree.
//!
//! As with equations, the documents themselves tell: two columns are compared where most of their
//! common rows agree. A pagu before the change is not that after it, whatever the headers leave out.

use std::collections::HashMap;

use super::banding::{Cell, Lingkup, agrees};
use super::instansi::has_own_kegiatan;
use super::{Kepala, Kumpulan};
use crate::grid::CellRef;
use crate::profile::Role;
use crate::table::Level;

/// A column as a kind: figures of one kind are judged together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Kolom<'a> {
    jenis: &'a str,
    kepala: Kepala,
    bagian: Option<&'a str>,
    lingkup: Lingkup,
    /// What a kegiatan's sub kegiatan amount to.
    is_sum: bool,
}

/// Common rows two kinds of column must have at least.
const LEAST_COMMON: u32 = 3;

/// The kinds of column there are, and how far each two of them agree.
#[derive(Debug, Default)]
pub struct Kesepakatan<'a> {
    kolom: Vec<Kolom<'a>>,
    /// Which kind a figure is of that has others to be held against, by the indexes of its extract, table and row, and its
    /// cell.
    of_figure: HashMap<(usize, usize, usize, CellRef), usize>,
    /// For each pair of kinds, how many common rows agree, and of how many.
    pairs: HashMap<(usize, usize), (u32, u32)>,
}

impl<'a> Kesepakatan<'a> {
    /// Compares the figures of all rows.
    pub fn of(kumpulan: &Kumpulan<'a>) -> Self {
        let mut found = Self::default();
        let mut known: HashMap<Kolom<'a>, usize> = HashMap::new();
        for pokok in 0..kumpulan.pokok.len() {
            // One figure a kind: its first two tell about the kind itself.
            let mut kinds: Vec<(usize, Cell<'_>)> = Vec::new();
            let is_compared = kumpulan.pokok[pokok].anggota.len() > 1;
            for cell in Lingkup::ALL.into_iter().flat_map(|lingkup| kumpulan.cells(pokok, lingkup, |_| true)) {
                let own = found.learn(kumpulan.kolom(cell), &mut known);
                if is_compared {
                    found.of_figure.insert(key(cell), own);
                }
                if kinds.iter().filter(|(kind, (_, angka))| *kind == own && angka.tahun == cell.1.tahun).count() < 2 {
                    kinds.push((own, cell));
                }
            }
            for (at, &(first, a)) in kinds.iter().enumerate() {
                for &(second, b) in &kinds[at + 1..] {
                    let may_agree = may_agree(&found.kolom[first], &found.kolom[second]);
                    if may_agree && a.1.tahun == b.1.tahun && kumpulan.is_counterpart(a, b) {
                        let counts = found.pairs.entry(pair(first, second)).or_default();
                        counts.0 += u32::from(agrees(a.1, b.1));
                        counts.1 += 1;
                    }
                }
            }
        }
        found
    }

    /// The number of a kind.
    fn learn(&mut self, kolom: Kolom<'a>, known: &mut HashMap<Kolom<'a>, usize>) -> usize {
        let next = self.kolom.len();
        let kind = *known.entry(kolom).or_insert(next);
        if kind == next {
            self.kolom.push(kolom);
        }
        kind
    }

    /// Whether figures are of kinds that are meant to agree, as their common rows tell; `has_change`: some document is of
    /// after the change of the budget.
    pub fn is_meant(&self, first: Cell<'_>, second: Cell<'_>, has_change: bool) -> bool {
        let kind = |cell: Cell<'_>| self.of_figure.get(&key(cell)).copied();
        let Some((first, second)) = kind(first).zip(kind(second)) else {
            return false;
        };
        match self.pairs.get(&pair(first, second)) {
            Some(&(agree, all)) if all >= LEAST_COMMON => agree * 3 >= all * 2,
            Some(_) => is_one_stage(&self.kolom[first], &self.kolom[second], has_change),
            None => false,
        }
    }
}

fn key((anggota, angka): Cell<'_>) -> (usize, usize, usize, CellRef) {
    (anggota.petikan, anggota.tabel, anggota.butir, angka.cell)
}

/// Two kinds in either order.
fn pair(first: usize, second: usize) -> (usize, usize) {
    (first.min(second), first.max(second))
}

fn may_agree(first: &Kolom<'_>, second: &Kolom<'_>) -> bool {
    let clash = |one: Option<u16>, other: Option<u16>| matches!((one, other), (Some(one), Some(other)) if one != other);
    let (own, other) = (&first.kepala, &second.kepala);
    let stage = matches!((own.tahap, other.tahap), (Some(one), Some(other)) if one != other);
    let kind = |kolom: &Kolom<'_>| (kolom.kepala.role, kolom.kepala.is_interim, kolom.kepala.tahun, kolom.lingkup);
    kind(first) == kind(second)
        && !stage
        && is_one_part(first, second)
        && !clash(own.periode.map(u16::from), other.periode.map(u16::from))
        && !clash(own.bulan.map(u16::from), other.bulan.map(u16::from))
}

/// Figures of a part of the agency are no copies of another part's, nor of the whole's, but for kegiatan that only the
/// part has.
fn is_one_part(first: &Kolom<'_>, second: &Kolom<'_>) -> bool {
    match (&first.bagian, &second.bagian) {
        (Some(one), Some(other)) => one == other,
        (Some(part), None) | (None, Some(part)) => first.lingkup == Lingkup::Rincian && has_own_kegiatan(part),
        (None, None) => true,
    }
}

/// Two columns with few rows in common are meant to agree when they are surely of one stage of the plan.
fn is_one_stage(first: &Kolom<'_>, second: &Kolom<'_>, has_change: bool) -> bool {
    let (own, other) = (&first.kepala, &second.kepala);
    let is_told = own.tahap.is_some() && own.tahap == other.tahap;
    matches!(own.role, Role::Pagu | Role::Target)
        && own.tahun.is_some()
        && (own.periode, &first.bagian) == (other.periode, &second.bagian)
        && (is_told || !has_change)
}

impl<'a> Kumpulan<'a> {
    fn kolom(&self, (anggota, angka): Cell<'_>) -> Kolom<'a> {
        Kolom {
            jenis: &self.tabel(anggota).jenis,
            kepala: Kepala {
                // A series of years is judged as a whole.
                tahun: angka.tahun.filter(|_| angka.role != Role::TargetTahun),
                tahap: self.tahap(anggota, angka),
                ..angka.kepala
            },
            bagian: self.tabel(anggota).bagian.as_deref().filter(|_| self.has_bagian),
            lingkup: if self.butir(anggota).level == Level::Program { Lingkup::Program } else { Lingkup::Rincian },
            is_sum: self.is_sum(anggota),
        }
    }
}
