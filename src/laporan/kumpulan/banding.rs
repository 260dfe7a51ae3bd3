//! Figures that differ from those of other tables, and which of them stands alone.

use std::collections::{BTreeMap, BTreeSet};

use super::{Anggota, Angka, Asal, Golongan, Kumpulan, Sumber, Tahap, Yakin};
use crate::grid::{CellRef, round_half_up};
use crate::profile::jabatan::is_part;
use crate::profile::{Role, words};
use crate::table::Level;

/// Which rows are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lingkup {
    /// Rows that list nothing below them, with the kegiatan of the budget and its realisasi as witnesses. A program's
    /// pagu in the document of one official may be only the part that official answers for.
    Rincian,
    /// Programs, in documents of the whole agency.
    Program,
}

impl Lingkup {
    pub(super) const ALL: [Lingkup; 2] = [Lingkup::Rincian, Lingkup::Program];
}

/// A figure that differs from those of other tables.
#[derive(Debug)]
pub struct Selisih<'a> {
    /// The row of the figure.
    pub anggota: &'a Anggota,
    /// The figure.
    pub angka: &'a Angka,
    /// The figures it differs from, which agree with each other.
    pub lain: Vec<(&'a Anggota, &'a Angka)>,
    /// All of them are surely linked, and the others are two or more.
    pub is_sure: bool,
}

/// A figure with its row.
pub(super) type Cell<'a> = (&'a Anggota, &'a Angka);

/// The same at the coarser precision printed; a predikat beside a bare number claims nothing.
pub fn agrees(first: &Angka, second: &Angka) -> bool {
    match (&first.predikat, &second.predikat) {
        (Some(own), Some(other)) if !(own.has_number && other.has_number) => return own.huruf == other.huruf,
        (Some(own), None) | (None, Some(own)) if !own.has_number => return true,
        _ => {}
    }
    let decimals = first.desimal.min(second.desimal);
    let rounded = |angka: &Angka| round_half_up(angka.nilai, decimals);
    rounded(first) == rounded(second)
        || first.nilai.trunc_with_scale(decimals) == second.nilai.trunc_with_scale(decimals)
}

fn is_agreed(cells: &[Cell<'_>]) -> bool {
    cells.windows(2).all(|pair| agrees(pair[0].1, pair[1].1))
}

/// Whether some document or column is of after the change of the budget.
pub fn has_change(kumpulan: &Kumpulan<'_>) -> bool {
    kumpulan.tables().any(|(_, _, tabel)| {
        let mut tahap = tabel.butir.iter().flat_map(|own| &own.angka).map(|own| own.tahap);
        tabel.tahap == Some(Tahap::Perubahan) || tahap.any(|tahap| tahap == Some(Tahap::Perubahan))
    })
}

/// The DPA of after the change of the budget, as indexes of extracts by year.
pub fn dpa_berubah(kumpulan: &Kumpulan<'_>) -> BTreeMap<Option<u16>, BTreeSet<usize>> {
    let mut changed: BTreeMap<Option<u16>, BTreeSet<usize>> = BTreeMap::new();
    for (petikan, _, tabel) in kumpulan.tables() {
        if tabel.sumber == Sumber::Dpa && tabel.tahap == Some(Tahap::Perubahan) {
            changed.entry(tabel.tahun).or_default().insert(petikan);
        }
    }
    changed
}

/// How many tables of Perjanjian Kinerja have programs.
pub fn pk_berprogram(kumpulan: &Kumpulan<'_>) -> usize {
    let has_programs = |tabel: &super::Tabel| tabel.butir.iter().any(|butir| butir.level == Level::Program);
    kumpulan.tables().filter(|(_, _, tabel)| tabel.sumber == Sumber::Pk && has_programs(tabel)).count()
}

impl<'a> Kumpulan<'a> {
    /// The stage of a figure. A DPA that names none is the one before the change, once another workbook holds that of
    /// its year after it.
    pub(super) fn tahap(&self, anggota: &Anggota, angka: &Angka) -> Option<Tahap> {
        let changed = || self.dpa_berubah.get(&angka.tahun).filter(|_| self.tabel(anggota).sumber == Sumber::Dpa);
        let is_before = || changed().is_some_and(|changed| !changed.contains(&anggota.petikan));
        angka.tahap.or_else(|| is_before().then_some(Tahap::Murni))
    }

    /// The figures of a thing on the rows of a scope.
    pub(super) fn cells(
        &self,
        pokok: usize,
        lingkup: Lingkup,
        wanted: impl Fn(&Angka) -> bool,
    ) -> Vec<(&Anggota, &'a Angka)> {
        let anggota = self.pokok[pokok].anggota.iter().filter(|anggota| {
            let butir = self.butir(anggota);
            match lingkup {
                Lingkup::Rincian => {
                    butir.level != Level::Program
                        && (butir.is_leaf || self.is_witness(anggota))
                        && !self.is_shared(pokok, anggota)
                }
                Lingkup::Program => butir.level == Level::Program && self.is_whole(anggota),
            }
        });
        anggota
            .flat_map(|anggota| self.butir(anggota).angka.iter().map(move |angka| (anggota, angka)))
            .filter(|cell| wanted(cell.1))
            .collect()
    }

    /// A kegiatan stands with all of its sub kegiatan, each of which is compared itself.
    fn is_witness(&self, anggota: &Anggota) -> bool {
        matches!(self.tabel(anggota).sumber, Sumber::Dpa | Sumber::Realisasi) && self.is_sum(anggota)
    }

    /// What a kegiatan's sub kegiatan amount to is held against what an official promises for it as a whole.
    pub(super) fn is_counterpart(&self, first: Cell<'_>, second: Cell<'_>) -> bool {
        let is_promise = |(own, angka): Cell<'_>| self.tabel(own).sumber == Sumber::Pk && angka.role == Role::Pagu;
        // What a kegiatan is to bring about is no sum of what its sub kegiatan are.
        let is_target = first.1.role == Role::Target;
        is_target || !(self.is_sum(first.0) || self.is_sum(second.0)) || is_promise(first) || is_promise(second)
    }

    pub(super) fn is_sum(&self, anggota: &Anggota) -> bool {
        self.butir(anggota).level == Level::Kegiatan && !self.butir(anggota).is_leaf
    }

    /// Several officials have each a part of the pagu of one kegiatan.
    fn is_shared(&self, pokok: usize, anggota: &Anggota) -> bool {
        let pagu = |own: &Anggota| {
            let amount = self.butir(own).angka.iter().find(|angka| angka.role == Role::Pagu)?;
            Some((amount.nilai, amount.tahap))
        };
        let owner = |own: &Anggota| self.pemilik(own.petikan, self.tabel(own)).map(|pihak| &pihak.nama);
        let is_part = |other: &Anggota| {
            let differs =
                pagu(anggota).zip(pagu(other)).is_some_and(|(own, other)| own.1 == other.1 && own.0 != other.0);
            self.tabel(other).sumber == Sumber::Pk && differs && owner(other) != owner(anggota)
        };
        let is_kegiatan = self.butir(anggota).level == Level::Kegiatan;
        is_kegiatan && self.tabel(anggota).sumber == Sumber::Pk && self.pokok[pokok].anggota.iter().any(is_part)
    }

    /// A program stands in this table with all of its budget.
    fn is_whole(&self, anggota: &Anggota) -> bool {
        let tabel = self.tabel(anggota);
        match tabel.sumber {
            Sumber::Pk if tabel.pemilik.is_none() => self.is_only_pk(tabel),
            Sumber::Pk => self.is_of_agency(anggota.petikan, tabel),
            sumber => sumber != Sumber::Tahapan,
        }
    }

    /// The only programs that officials promise, and no unit of the agency in their titles.
    fn is_only_pk(&self, tabel: &super::Tabel) -> bool {
        let title = words(&format!("{} {}", tabel.judul, tabel.sheet_name));
        self.pk_berprogram == 1 && !title.iter().any(|word| is_part(word) || word == "sekretaris")
    }

    /// Whether two figures are meant to be the same, as far as the other rows of their columns tell.
    fn is_comparable(&self, first: Cell<'_>, second: Cell<'_>) -> bool {
        if !self.is_counterpart(first, second) {
            return false;
        }
        let own = (first.0.petikan, first.0.tabel) == (second.0.petikan, second.0.tabel);
        let unknown = first.1.tahun.is_none() && first.0.petikan != second.0.petikan;
        if own || unknown || first.1.tahun != second.1.tahun {
            return false;
        }
        self.kesepakatan.is_meant(first, second, self.has_change)
    }

    /// The figures of a role that stand alone against others.
    pub fn selisih(&self, golongan: Golongan, lingkup: Lingkup, role: Role) -> Vec<Selisih<'_>> {
        let mut found = Vec::new();
        for (at, pokok) in self.pokok.iter().enumerate().filter(|(_, pokok)| pokok.golongan == golongan) {
            if pokok.anggota.len() < 2 {
                continue;
            }
            let mut cells = self.cells(at, lingkup, |angka| angka.role == role);
            // What officials promise and report is held against their superior's, not against the agency's documents.
            if golongan == Golongan::Indikator {
                cells.retain(|(own, _)| self.is_of_agency(own.petikan, self.tabel(own)));
            }
            for &cell in cells.iter().filter(|(own, _)| lingkup == Lingkup::Program || self.butir(own).is_leaf) {
                found.extend(self.alone(cell, &cells));
            }
        }
        found
    }

    /// What a figure is held against; what is taken from it speaks neither for nor against it. Where targets of a kegiatan
    /// differ among themselves, the budget's own is left to itself: the others may still be held against each other.
    fn counterparts<'b>(&'b self, cell: Cell<'b>, cells: &[Cell<'b>]) -> Vec<Cell<'b>> {
        let is_other = |&other: &Cell<'b>| self.is_comparable(cell, other) && !self.is_taken_from(other, cell, cells);
        let mut others: Vec<Cell<'b>> = cells.iter().copied().filter(is_other).collect();
        if cell.1.role == Role::Target && !is_agreed(&others) {
            others.retain(|(own, _)| !self.is_sum(own));
        }
        others
    }

    /// A figure comes by links, over others of the list if need be, from another one.
    fn is_taken_from(&self, copy: Cell<'_>, source: Cell<'_>, cells: &[Cell<'_>]) -> bool {
        let place = |(anggota, angka): Cell<'_>| (anggota.petikan, self.tabel(anggota).sheet, angka.cell);
        let linked = |cell: Cell<'_>| match cell.1.asal {
            Asal::Tautan(sheet, at) => Some((cell.0.petikan, sheet, at)),
            Asal::Diketik | Asal::Dihitung => None,
        };
        let next = |at: &(usize, usize, CellRef)| {
            cells.iter().find(|cell| place(**cell) == *at).and_then(|&cell| linked(cell))
        };
        copy.0.petikan == source.0.petikan
            && std::iter::successors(linked(copy), next).take(cells.len()).any(|at| at == place(source))
    }

    /// The others are one typed figure and what is taken from it, and this one is calculated: it is not the one to look at.
    fn is_against_copies(&self, cell: Cell<'_>, others: &[Cell<'_>]) -> bool {
        let typed = others.iter().find(|other| other.1.asal == Asal::Diketik);
        let is_of = |source: Cell<'_>, other: Cell<'_>| {
            std::ptr::eq(source.1, other.1) || self.is_taken_from(other, source, others)
        };
        cell.1.asal == Asal::Dihitung
            && others.len() > 1
            && typed.is_some_and(|&typed| others.iter().all(|&other| is_of(typed, other)))
    }

    fn alone<'b>(&'b self, cell: Cell<'b>, cells: &[Cell<'b>]) -> Option<Selisih<'b>> {
        let pk: Vec<Cell<'b>> = cells.iter().copied().filter(|(own, _)| self.tabel(own).sumber == Sumber::Pk).collect();
        if pk.iter().any(|&pk| self.follows(cell, pk)) {
            return None;
        }
        let is_other = |&other: &Cell<'b>| !self.is_of_other_stage(cell, other, &pk);
        let cells: Vec<Cell<'b>> = cells.iter().copied().filter(is_other).collect();
        let others = self.counterparts(cell, &cells);
        let first = others.first()?;
        let is_alone = is_agreed(&others) && !others.iter().any(|other| agrees(cell.1, other.1));
        if !is_alone || self.is_against_copies(cell, &others) {
            return None;
        }
        // One against one: the document that follows the other is looked at, else what is typed, else the later one.
        if others.len() == 1 {
            if self.is_another_thing(cell.0, first.0) {
                return None;
            }
            // Which of the two breaks the totals above it tells more than which came later.
            match (self.breaks_totals(cell, *first), self.breaks_totals(*first, cell)) {
                (true, false) => {
                    return Some(Selisih { anggota: cell.0, angka: cell.1, lain: others, is_sure: false });
                }
                (false, true) => return None,
                _ => {}
            }
            let support = cells.iter().any(|&third| self.is_comparable(*first, third) && agrees(first.1, third.1));
            let rank = |cell: Cell<'_>| {
                let is_typed = cell.1.asal == Asal::Diketik;
                (!self.is_as_planned(cell), !self.leads(cell), is_typed, cell.0.petikan, cell.0.tabel, cell.1.cell)
            };
            if !support && rank(cell) < rank(*first) && !self.breaks_series(cell) || self.breaks_series(*first) {
                return None;
            }
        }
        // What breaks the series stands against one that keeps it, however often it was copied.
        let broken = others.iter().find(|&&other| others.len() >= 2 && self.breaks_series(other));
        if let Some(broken) = broken.filter(|_| !self.breaks_series(cell)) {
            return Some(Selisih { anggota: broken.0, angka: broken.1, lain: vec![cell], is_sure: false });
        }
        let sure = |yakin: Yakin| yakin.is_sure();
        let is_sure = others.len() >= 2 && sure(cell.0.yakin) && others.iter().all(|other| sure(other.0.yakin));
        Some(Selisih { anggota: cell.0, angka: cell.1, lain: others, is_sure })
    }

    /// A target whose document names no stage is that of the Perjanjian Kinerja it agrees with, whichever that is.
    fn follows(&self, (anggota, angka): Cell<'_>, pk: Cell<'_>) -> bool {
        let is_open = self.tahap(anggota, angka).is_none();
        is_open && angka.is_target() && pk.1.is_target() && angka.tahun == pk.1.tahun && agrees(angka, pk.1)
    }

    /// A target that follows a later Perjanjian Kinerja says nothing against an earlier one; nor, in a report from before
    /// the end of the year, one that follows an earlier against a later.
    fn is_of_other_stage(&self, (anggota, angka): Cell<'_>, other: Cell<'_>, pk: &[Cell<'_>]) -> bool {
        let Some(own) = self.tahap(anggota, angka) else {
            return false;
        };
        let is_early = self.tabel(other.0).periode.is_some_and(|triwulan| triwulan < 4);
        let is_apart = |stage: Tahap| stage > own || stage < own && is_early;
        pk.iter().any(|&pk| self.follows(other, pk) && self.tahap(pk.0, pk.1).is_some_and(is_apart))
    }

    /// The Renstra sets the same target.
    fn is_as_planned(&self, (anggota, angka): Cell<'_>) -> bool {
        let is_target = angka.role == Role::Target && self.butir(anggota).golongan == Golongan::Indikator;
        let pokok = self.pokok_of(anggota.petikan, anggota.tabel, anggota.butir).filter(|_| is_target);
        let planned = pokok.zip(angka.tahun).and_then(|((pokok, _), tahun)| self.target_renstra(pokok, tahun));
        planned.is_some_and(|(_, planned)| agrees(angka, planned))
    }

    /// The figure stands in the document that others take it from.
    fn leads(&self, (anggota, angka): Cell<'_>) -> bool {
        let tabel = self.tabel(anggota);
        match angka.role {
            Role::Pagu => tabel.sumber == Sumber::Dpa,
            Role::Realisasi => tabel.is_lra(),
            Role::Target => matches!(tabel.sumber, Sumber::Renstra | Sumber::Rkt | Sumber::Pk | Sumber::Dpa),
            _ => false,
        }
    }

    /// A row above it differs from that row in at least two other tables, which agree, by just what it differs itself.
    fn breaks_totals(&self, cell: Cell<'_>, other: Cell<'_>) -> bool {
        let (anggota, angka) = cell;
        let gap = angka.nilai - other.1.nilai;
        let rows = &self.tabel(anggota).butir;
        std::iter::successors(rows[anggota.butir].induk, |&at| rows[at].induk).any(|above| {
            let own = rows[above].angka.iter().find(|figure| figure.cell.col == angka.cell.col);
            let pokok = self.pokok_of(anggota.petikan, anggota.tabel, above);
            own.zip(pokok).is_some_and(|(own, (pokok, _))| {
                let elsewhere =
                    pokok.anggota.iter().filter(|row| (row.petikan, row.tabel) != (anggota.petikan, anggota.tabel));
                let is_same = |figure: &&Angka| {
                    let is_stage = figure.tahap == angka.tahap || figure.tahap.is_none() || angka.tahap.is_none();
                    (figure.role, figure.tahun) == (angka.role, angka.tahun) && is_stage
                };
                let figures = elsewhere.filter_map(|row| self.butir(row).angka.iter().find(is_same));
                let figures: Vec<&Angka> = figures.collect();
                figures.len() >= 2 && figures.iter().all(|figure| own.nilai - figure.nilai == gap)
            })
        })
    }

    /// Two rows of one name none of whose figures agree are two things, one of them misnamed.
    fn is_another_thing(&self, first: &Anggota, second: &Anggota) -> bool {
        let (first, second) = (self.butir(first), self.butir(second));
        let of = |role: Role| {
            let own = |butir: &'a super::Butir| butir.angka.iter().filter(move |angka| angka.role == role);
            let both = own(first).next().is_some() && own(second).next().is_some();
            both.then(|| own(first).any(|angka| own(second).any(|other| agrees(angka, other))))
        };
        let roles = [Role::Pagu, Role::Realisasi, Role::Target].map(of);
        let told: Vec<bool> = roles.into_iter().flatten().collect();
        first.golongan == Golongan::Anggaran && told.len() >= 2 && !told.contains(&true)
    }

    /// The row grows by equal steps from year to year, only not to this figure.
    fn breaks_series(&self, (anggota, angka): Cell<'_>) -> bool {
        let mut row: Vec<&Angka> = self.butir(anggota).angka.iter().filter(|other| other.role == angka.role).collect();
        row.sort_by_key(|angka| angka.tahun);
        // Four triwulan are no series of years.
        if row.windows(2).any(|pair| pair[0].tahun == pair[1].tahun) {
            return false;
        }
        let Some(at) = row.iter().position(|other| other.cell == angka.cell).filter(|&at| at >= 3) else {
            return false;
        };
        let steps: Vec<_> = row[..=at].windows(2).map(|pair| pair[1].nilai - pair[0].nilai).collect();
        let (own, before) = steps.split_last().expect("three steps at least");
        before.iter().all(|step| step == &before[0]) && own != &before[0]
    }
}
