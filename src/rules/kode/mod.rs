//! Rules on codes and nomenclature.

pub mod kode_ganda;
