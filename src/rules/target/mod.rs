//! Rules on targets.

pub mod arah_target_keliru;
pub(in crate::rules) mod deret;
pub mod kondisi_akhir_keliru;
pub mod target_anak_melebihi;
pub mod target_kosong;
pub mod target_mustahil;
pub mod target_renstra_berbeda;
