//! Rules on years, triwulan and dates.

pub mod kumulatif_turun;
pub mod tahun_keliru;
pub mod tanggal_keliru;
pub mod triwulan_keliru;
