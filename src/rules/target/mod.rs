//! Rules on targets.

pub mod arah_target_keliru;
mod banding_renstra;
pub(in crate::rules) mod deret;
pub mod kolom_target_renstra;
pub mod kondisi_akhir_keliru;
pub mod tabel_target_berbeda;
pub mod tahap_target_keliru;
pub mod target_akhir_berbeda;
pub mod target_anak_melebihi;
pub mod target_berbeda;
pub mod target_kegiatan_berbeda;
pub mod target_kosong;
pub mod target_mustahil;
pub mod target_pk_renstra;
pub mod target_renstra_berbeda;
pub mod target_rkt_renstra;
pub mod target_tidak_menantang;
