//! Rules on officials.

pub mod nip_berbeda;
pub mod nip_bukan_18_angka;
pub mod nip_jenis_kelamin;
pub mod nip_tanggal_keliru;
mod pangkat;
pub mod pangkat_golongan;
pub mod pppk_berpangkat;

use crate::laporan::Pejabat;
pub use crate::laporan::plain_name;

/// Two officials of one name, titles and degrees aside.
pub fn same_name(first: &Pejabat, second: &Pejabat) -> bool {
    match (&first.nama, &second.nama) {
        (Some((_, first)), Some((_, second))) => {
            plain_name(first) == plain_name(second) && !plain_name(first).is_empty()
        }
        _ => false,
    }
}
