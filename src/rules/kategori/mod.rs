//! Rules on kategori and scales.

pub mod kategori_asing;
pub mod kategori_keliru;
mod skala;
pub mod skala_bercelah;
