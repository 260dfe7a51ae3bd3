//! Rules on targets.

pub mod kondisi_akhir_keliru;
pub mod target_kosong;
pub mod target_renstra_berbeda;
