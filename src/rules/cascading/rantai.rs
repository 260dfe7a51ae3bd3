//! Who stands under whom, as the documents of a run say, and the rows both have.

use crate::laporan::kumpulan::{Anggota, Golongan, Kumpulan, Pihak, Pokok};
use crate::laporan::plain_name;

/// The same indikator in the document of a superior and of a subordinate.
pub struct Pasangan<'a> {
    /// The indikator.
    pub pokok: &'a Pokok,
    /// The superior's row.
    pub atasan: &'a Anggota,
    /// The subordinate's row.
    pub bawahan: &'a Anggota,
}

/// Whether one official is named as superior by another.
pub fn is_under(bawahan: &Pihak, atasan: &Pihak) -> bool {
    bawahan.atasan.as_ref().is_some_and(|named| is_same_person(&named.nama, &atasan.nama))
}

/// Two names of one person, titles and degrees aside.
pub fn is_same_person(first: &str, second: &str) -> bool {
    let (first, second) = (plain_name(first), plain_name(second));
    !first.is_empty() && first == second
}

/// The official a row belongs to.
pub fn owner<'a>(kumpulan: &Kumpulan<'a>, anggota: &Anggota) -> Option<&'a Pihak> {
    kumpulan.pemilik(anggota.petikan, kumpulan.tabel(anggota))
}

/// Indikator that stand in documents of one kind and year, of a superior and of a subordinate.
pub fn pairs<'a>(kumpulan: &'a Kumpulan<'a>) -> Vec<Pasangan<'a>> {
    let mut pairs = Vec::new();
    for pokok in kumpulan.pokok.iter().filter(|pokok| pokok.golongan == Golongan::Indikator) {
        let owned: Vec<(&Anggota, &Pihak)> =
            pokok.anggota.iter().filter_map(|anggota| Some((anggota, owner(kumpulan, anggota)?))).collect();
        for &(atasan, above) in &owned {
            for &(bawahan, _) in owned.iter().filter(|(_, below)| is_under(below, above)) {
                let (first, second) = (kumpulan.tabel(atasan), kumpulan.tabel(bawahan));
                if (first.sumber, first.tahun, first.periode) == (second.sumber, second.tahun, second.periode) {
                    pairs.push(Pasangan { pokok, atasan, bawahan });
                }
            }
        }
    }
    pairs
}
