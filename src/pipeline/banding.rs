//! The figures of one kegiatan or indikator in all documents of an agency, side by side.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::guarded;
use crate::error::Result;
use crate::laporan::kumpulan::{Angka, Golongan, Kumpulan, Petikan, Tahap, agrees};
use crate::profile::Role;

/// A comparison of the documents of one agency.
#[derive(Debug, Clone, PartialEq)]
pub struct Bandingan {
    /// The agency, when the titles name one.
    pub instansi: Option<String>,
    /// Whether it compares the pagu of kegiatan; else target and realisasi of indikator.
    pub is_pagu: bool,
    /// The documents.
    pub kolom: Vec<Kolom>,
    /// The rows, in the order in which the first document names them.
    pub baris: Vec<Baris>,
}

/// A document, or one stage of the budget in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kolom {
    /// Index of the workbook in the run.
    pub berkas: usize,
    /// The stage, for a pagu whose stage is told.
    pub tahap: Option<Tahap>,
}

/// A figure of one kegiatan or indikator in all documents.
#[derive(Debug, Clone, PartialEq)]
pub struct Baris {
    /// The name, as the first document writes it.
    pub nama: String,
    /// The code, when one tells it.
    pub kode: Option<String>,
    /// The level, or what the figure is, e.g. "target 2024".
    pub keterangan: String,
    /// One for each column.
    pub sel: Vec<Sel>,
}

/// The figures of one document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sel {
    /// Those that differ, as numbers and as written.
    pub angka: Vec<(Decimal, String)>,
    /// It differs from what most others write.
    pub is_different: bool,
}

/// What a figure is of: "target" or "realisasi", year and triwulan.
type Key = (&'static str, Option<u16>, Option<u8>);

/// Compares the documents of a run, agency by agency; what stands in one document alone is left out.
///
/// # Errors
/// [`crate::error::Error::Internal`] when linking panics.
pub fn compare(run: &[&Petikan]) -> Result<Vec<Bandingan>> {
    guarded(|| {
        let list = Kumpulan::all(run);
        let both = list.iter().flat_map(|kumpulan| [bandingan(kumpulan, false), bandingan(kumpulan, true)]);
        Ok(both.filter(|bandingan| !bandingan.baris.is_empty()).collect())
    })
}

fn bandingan(kumpulan: &Kumpulan<'_>, is_pagu: bool) -> Bandingan {
    let mut baris: Vec<(Baris, BTreeMap<Kolom, Vec<Angka>>)> = Vec::new();
    for pokok in &kumpulan.pokok {
        let mut figures: BTreeMap<Key, BTreeMap<Kolom, Vec<Angka>>> = BTreeMap::new();
        for anggota in &pokok.anggota {
            let butir = kumpulan.butir(anggota);
            if (butir.golongan == Golongan::Anggaran) != is_pagu {
                continue;
            }
            let berkas = kumpulan.petikan[anggota.petikan].0;
            for angka in &butir.angka {
                if let Some(key) = key(angka, is_pagu) {
                    let kolom = Kolom { berkas, tahap: angka.tahap.filter(|_| is_pagu) };
                    figures.entry(key).or_default().entry(kolom).or_default().push(angka.clone());
                }
            }
        }
        let Some(first) = pokok.anggota.first().map(|anggota| kumpulan.butir(anggota)) else {
            continue;
        };
        for (key, figures) in figures {
            let documents: BTreeSet<usize> = figures.keys().map(|kolom| kolom.berkas).collect();
            if documents.len() > 1 {
                let kode = pokok.anggota.iter().find_map(|anggota| kumpulan.butir(anggota).kode.clone());
                let keterangan = if is_pagu { first.level.words().to_string() } else { words(key) };
                baris.push((Baris { nama: first.nama.tertulis.clone(), kode, keterangan, sel: Vec::new() }, figures));
            }
        }
    }
    let kolom: BTreeSet<Kolom> = baris.iter().flat_map(|(_, figures)| figures.keys().cloned()).collect();
    let kolom: Vec<Kolom> = kolom.into_iter().collect();
    let baris = baris.into_iter().map(|(baris, figures)| Baris { sel: sel(&kolom, &figures), ..baris });
    let instansi = kumpulan.instansi.as_ref().map(ToString::to_string);
    Bandingan { instansi, is_pagu, baris: baris.collect(), kolom }
}

fn key(angka: &Angka, is_pagu: bool) -> Option<Key> {
    match angka.role {
        Role::Pagu if is_pagu => Some(("pagu", None, None)),
        Role::Target | Role::TargetTahun if !is_pagu => Some(("target", angka.tahun, angka.periode)),
        Role::RealisasiKinerja if !is_pagu => Some(("realisasi", angka.tahun, angka.periode)),
        _ => None,
    }
}

fn words((what, tahun, triwulan): Key) -> String {
    let tahun = tahun.map(|tahun| format!(" {tahun}")).unwrap_or_default();
    let triwulan = triwulan.map(|triwulan| format!(" triwulan {triwulan}")).unwrap_or_default();
    format!("{what}{tahun}{triwulan}")
}

fn sel(kolom: &[Kolom], figures: &BTreeMap<Kolom, Vec<Angka>>) -> Vec<Sel> {
    let all: Vec<(&Kolom, &Angka)> =
        figures.iter().flat_map(|(kolom, list)| list.iter().map(move |angka| (kolom, angka))).collect();
    let of = |kolom: &Kolom| {
        let mut sel = Sel::default();
        for angka in figures.get(kolom).into_iter().flatten() {
            if !sel.angka.iter().any(|(known, _)| *known == angka.nilai) {
                sel.angka.push((angka.nilai, angka.tertulis.clone()));
            }
            sel.is_different |= stands_alone(kolom, angka, &all);
        }
        sel
    };
    kolom.iter().map(of).collect()
}

/// No more figures of the same stage agree with it than differ from it.
fn stands_alone(kolom: &Kolom, angka: &Angka, all: &[(&Kolom, &Angka)]) -> bool {
    let is_comparable = |other: &Kolom| match (kolom.tahap, other.tahap) {
        (Some(own), Some(other)) => own == other,
        _ => true,
    };
    let comparable = || all.iter().filter(|(other, _)| is_comparable(other));
    let same = comparable().filter(|(_, other)| agrees(angka, other)).count();
    let different = comparable().count() - same;
    different > 0 && same <= different
}
