//! Rules on realisasi over the years.

pub(in crate::rules) mod deret;
pub mod populasi_melonjak;
pub mod realisasi_berisi_capaian;
pub mod realisasi_lalu_berbeda;
pub mod tren_keliru;
