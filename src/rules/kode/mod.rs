//! Rules on codes and nomenclature.

pub mod kode_bukan_anak;
pub mod kode_ganda;
