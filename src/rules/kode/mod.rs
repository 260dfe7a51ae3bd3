//! Rules on codes and nomenclature.

pub mod awalan_tingkat;
pub mod bentuk_kode;
pub mod jenis_belanja;
pub mod kewenangan_campur;
pub mod kode_bukan_anak;
pub mod kode_ganda;
