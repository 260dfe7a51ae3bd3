//! The documents of one run, linked: which rows of which tables speak of the same kegiatan or indikator.
//!
//! Only a light extract of each workbook is kept, no grid. Documents of other agencies are kept apart.

mod ambil;
mod banding;
mod instansi;
mod kesepakatan;
mod nama;
mod petikan;
mod pihak;
mod renstra;
mod tautan;
mod versi;

pub use banding::{Lingkup, Selisih, agrees};
pub use instansi::{Instansi, capitals, groups};
pub use nama::{Beda, Nama};
pub use petikan::{Angka, Asal, Butir, Golongan, Kepala, Petikan, Predikat, SebutanNip, Sumber, Tabel, Tahap};
pub use pihak::{Atasan, Pihak};
pub use tautan::{Anggota, Pokok, Yakin};
pub use versi::Versi;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::profile::jabatan::Jenjang;

use kesepakatan::Kesepakatan;

/// The documents of one agency.
#[derive(Debug)]
pub struct Kumpulan<'a> {
    /// The agency, when the titles name one.
    pub instansi: Option<Instansi>,
    /// Its extracts with their index in the run.
    pub petikan: Vec<(usize, &'a Petikan)>,
    /// Workbooks left out because a later version of them is there.
    pub versi: Vec<Versi>,
    /// What the rows speak of.
    pub pokok: Vec<Pokok>,
    of_row: HashMap<(usize, usize, usize), usize>,
    kesepakatan: Kesepakatan<'a>,
    /// Some document or column is of after the change of the budget.
    has_change: bool,
    /// The DPA of after the change, as indexes of extracts by year.
    dpa_berubah: BTreeMap<Option<u16>, BTreeSet<usize>>,
    /// Parts of the agency have documents of their own, such as several kelurahan, or one beside the whole.
    has_bagian: bool,
    /// Tables of Perjanjian Kinerja with programs.
    pk_berprogram: usize,
}

impl<'a> Kumpulan<'a> {
    /// Links the extracts of a run, agency by agency.
    pub fn all(run: &'a [&'a Petikan]) -> Vec<Self> {
        let groups = instansi::groups(run);
        groups
            .into_iter()
            .map(|(instansi, members)| {
                let versi = versi::find(run, &members);
                let is_old = |index: &usize| versi.iter().any(|versi| versi.lama == *index);
                let petikan: Vec<(usize, &Petikan)> =
                    members.into_iter().filter(|index| !is_old(index)).map(|index| (index, run[index])).collect();
                let pokok = tautan::link(&petikan);
                let rows = pokok.iter().enumerate().flat_map(|(at, pokok)| {
                    pokok.anggota.iter().map(move |own| ((own.petikan, own.tabel, own.butir), at))
                });
                let of_row = rows.collect();
                let mut kumpulan = Self {
                    instansi,
                    petikan,
                    versi,
                    pokok,
                    of_row,
                    kesepakatan: Kesepakatan::default(),
                    has_change: false,
                    dpa_berubah: BTreeMap::new(),
                    has_bagian: false,
                    pk_berprogram: 0,
                };
                kumpulan.has_change = banding::has_change(&kumpulan);
                kumpulan.dpa_berubah = banding::dpa_berubah(&kumpulan);
                kumpulan.has_bagian = match kumpulan.bagian().len() {
                    0 => false,
                    1 => kumpulan.tables().any(|(_, _, tabel)| tabel.is_whole),
                    _ => true,
                };
                kumpulan.pk_berprogram = banding::pk_berprogram(&kumpulan);
                kumpulan.kesepakatan = Kesepakatan::of(&kumpulan);
                kumpulan
            })
            .collect()
    }

    /// The table of a member.
    pub fn tabel(&self, anggota: &Anggota) -> &'a Tabel {
        &self.petikan[anggota.petikan].1.tabel[anggota.tabel]
    }

    /// The row of a member.
    pub fn butir(&self, anggota: &Anggota) -> &'a Butir {
        &self.tabel(anggota).butir[anggota.butir]
    }

    /// What a row speaks of, with the row's own membership. `None` for rows that nothing tells apart.
    pub fn pokok_of(&self, petikan: usize, tabel: usize, butir: usize) -> Option<(&Pokok, &Anggota)> {
        let pokok = &self.pokok[*self.of_row.get(&(petikan, tabel, butir))?];
        let own = |anggota: &&Anggota| (anggota.petikan, anggota.tabel, anggota.butir) == (petikan, tabel, butir);
        Some((pokok, pokok.anggota.iter().find(own)?))
    }

    /// All tables, each with the indexes of its extract and of itself.
    pub fn tables(&self) -> impl Iterator<Item = (usize, usize, &'a Tabel)> + '_ {
        self.petikan.iter().enumerate().flat_map(|(at, (_, petikan))| {
            petikan.tabel.iter().enumerate().map(move |(tabel, found)| (at, tabel, found))
        })
    }

    /// The official a table belongs to.
    pub fn pemilik(&self, petikan: usize, tabel: &Tabel) -> Option<&'a Pihak> {
        tabel.pemilik.map(|at| &self.petikan[petikan].1.pihak[at])
    }

    /// The parts of the agency that titles name.
    fn bagian(&self) -> BTreeSet<&'a str> {
        self.tables().filter_map(|(_, _, tabel)| tabel.bagian.as_deref()).collect()
    }

    /// A table speaks for the whole agency: it belongs to its head or to nobody, and to none of several parts.
    pub fn is_of_agency(&self, petikan: usize, tabel: &Tabel) -> bool {
        let is_of_part = self.has_bagian && tabel.bagian.is_some();
        let is_head = |pihak: &Pihak| pihak.jenjang().is_some_and(|own| own <= Jenjang::KepalaPerangkat);
        !is_of_part && self.pemilik(petikan, tabel).is_none_or(is_head)
    }
}
