//! Rules on officials.

mod blok;
pub mod blok_tanda_tangan;
pub mod ejaan_nama;
pub mod lewat_pensiun;
pub mod nip_antardokumen;
pub mod nip_berbeda;
pub mod nip_bukan_18_angka;
pub mod nip_ganda;
pub mod nip_jenis_kelamin;
pub mod nip_pengelompokan;
pub mod nip_tanggal_keliru;
mod pangkat;
pub mod pangkat_beragam;
pub mod pangkat_golongan;
pub mod pelaksana_tugas;
pub mod pppk_berpangkat;

pub use crate::laporan::plain_name;
use crate::laporan::{Pejabat, looks_like_pangkat};
use crate::profile::jabatan::is_of_office;
use crate::profile::words;

/// Two officials of one name, titles and degrees aside.
pub fn same_name(first: &Pejabat, second: &Pejabat) -> bool {
    match (&first.nama, &second.nama) {
        (Some((_, first)), Some((_, second))) => {
            plain_name(first) == plain_name(second) && !plain_name(first).is_empty()
        }
        _ => false,
    }
}

/// The text may be a person's name: letters only, no word of an office and no label.
pub fn is_person(nama: &str) -> bool {
    const LABELS: [&str; 8] = ["nama", "jabatan", "pejabat", "pihak", "nip", "pangkat", "mengetahui", "menyetujui"];
    let is_other = |word: &String| is_of_office(word) || LABELS.contains(&word.as_str());
    let own = words(nama);
    !own.is_empty()
        && own.len() <= 12
        && nama.chars().count() >= 3
        && !nama.contains(|c: char| c.is_ascii_digit() || c == '…' || c == '_')
        && !nama.contains("...")
        && !looks_like_pangkat(nama)
        && !own.iter().any(is_other)
}
