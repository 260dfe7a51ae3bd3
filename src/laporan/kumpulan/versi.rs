//! Two versions of one document in a run: the later one is compared, the other is named.
//!
//! A document before and one after the change of the budget are two documents, not two versions.

use std::collections::{BTreeMap, HashSet};

use super::{Petikan, Sumber, Tahap};

/// A workbook that another one replaces.
#[derive(Debug, Clone)]
pub struct Versi {
    /// Index of the workbook left out of comparisons.
    pub lama: usize,
    /// Index of the one taken.
    pub baru: usize,
    /// Why it is taken.
    pub alasan: &'static str,
}

/// Rows two versions must have in common, of ten.
const LEAST_COMMON: usize = 8;

/// What tells that two workbooks may hold the same documents.
type Key = (Vec<Shape>, Option<(u16, u8)>);

/// Kind, document, year, stage, last month, official and part of the agency of a table.
type Shape = (String, Sumber, Option<u16>, Option<Tahap>, Option<u8>, Option<String>, Option<String>);

/// Finds versions among the workbooks of one agency, given by their index in the run.
pub fn find(run: &[&Petikan], members: &[usize]) -> Vec<Versi> {
    let mut alike: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for &at in members.iter().filter(|&&at| !run[at].tabel.is_empty()) {
        alike.entry(key(run[at])).or_default().push(at);
    }
    let mut found = Vec::new();
    for group in alike.into_values().filter(|group| group.len() > 1) {
        // Workbooks of one shape may be of different bidang: their rows tell.
        let mut open: Vec<(usize, HashSet<String>)> = Vec::new();
        for at in group {
            let rows = rows(run[at]);
            let known = open.iter().position(|(_, known)| is_same(known, &rows));
            match known {
                Some(known) => {
                    let (lama, baru, alasan) = later(run, open[known].0, at);
                    found.push(Versi { lama, baru, alasan });
                    if baru == at {
                        open[known] = (at, rows);
                    }
                }
                None if open.len() < MOST_OPEN => open.push((at, rows)),
                None => {}
            }
        }
    }
    found.sort_by_key(|versi| versi.lama);
    found
}

/// So many workbooks of one shape are looked at before the others count as documents of their own.
const MOST_OPEN: usize = 40;

fn key(petikan: &Petikan) -> Key {
    let of_table = |tabel: &super::Tabel| {
        let pemilik = tabel.pemilik.map(|at| petikan.pihak[at].nama.clone());
        (tabel.jenis.clone(), tabel.sumber, tabel.tahun, tabel.tahap, tabel.bulan, pemilik, tabel.bagian.clone())
    };
    let mut tables: Vec<_> = petikan.tabel.iter().map(of_table).collect();
    tables.sort();
    tables.dedup();
    (tables, petikan.per)
}

fn rows(petikan: &Petikan) -> HashSet<String> {
    petikan.tabel.iter().flat_map(|tabel| &tabel.butir).map(|butir| butir.nama.kunci()).collect()
}

fn is_same(first: &HashSet<String>, second: &HashSet<String>) -> bool {
    let common = first.intersection(second).count();
    common > 0 && common * 10 >= first.len().max(second.len()) * LEAST_COMMON
}

/// The later of two: by the date of its signature, else by its name.
fn later(run: &[&Petikan], first: usize, second: usize) -> (usize, usize, &'static str) {
    let signed = |at: usize| run[at].ditandatangani;
    match signed(first).cmp(&signed(second)) {
        std::cmp::Ordering::Less => (first, second, "tanggal tanda tangannya lebih akhir"),
        std::cmp::Ordering::Greater => (second, first, "tanggal tanda tangannya lebih akhir"),
        std::cmp::Ordering::Equal if run[first].berkas <= run[second].berkas => {
            (first, second, "tanggalnya sama dan nama berkasnya lebih akhir")
        }
        std::cmp::Ordering::Equal => (second, first, "tanggalnya sama dan nama berkasnya lebih akhir"),
    }
}
