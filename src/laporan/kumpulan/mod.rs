//! The documents of one run, linked: which rows of which tables speak of the same kegiatan or indikator.
//!
//! Only a light extract of each workbook is kept, no grid. Documents of other agencies are kept apart.

mod banding;
mod instansi;
mod nama;
mod petikan;
mod tautan;

pub use banding::Selisih;
pub use instansi::{Instansi, groups};
pub use nama::Nama;
pub use petikan::{Angka, Butir, Golongan, Petikan, Tabel, Tahap};
pub use tautan::{Anggota, Pokok, Yakin};

use std::collections::HashMap;

use banding::Kolom;

/// The documents of one agency.
#[derive(Debug)]
pub struct Kumpulan<'a> {
    /// The agency, when the titles name one.
    pub instansi: Option<Instansi>,
    /// Its extracts with their index in the run.
    pub petikan: Vec<(usize, &'a Petikan)>,
    /// What the rows speak of.
    pub pokok: Vec<Pokok>,
    kesepakatan: HashMap<(Kolom, Kolom), (u32, u32)>,
}

impl<'a> Kumpulan<'a> {
    /// Links the extracts of a run, agency by agency.
    pub fn all(run: &'a [&'a Petikan]) -> Vec<Self> {
        let groups = instansi::groups(run);
        groups
            .into_iter()
            .map(|(instansi, members)| {
                let petikan: Vec<(usize, &Petikan)> = members.into_iter().map(|index| (index, run[index])).collect();
                let pokok = tautan::link(&petikan);
                let mut kumpulan = Self { instansi, petikan, pokok, kesepakatan: HashMap::new() };
                kumpulan.kesepakatan = banding::agreement(&kumpulan);
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
}
