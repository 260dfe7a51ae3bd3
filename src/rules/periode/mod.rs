//! Rules on years, triwulan and dates.

pub mod banding_triwulan;
pub mod kumulatif_turun;
pub mod kumulatif_turun_antarlaporan;
pub mod laporan_terlambat;
pub mod pk_terlambat;
pub mod realisasi_tertinggal;
pub(in crate::rules) mod tahap;
pub mod tahun_keliru;
pub mod tanggal_keliru;
pub mod target_triwulan_keliru;
pub mod triwulan_keliru;
