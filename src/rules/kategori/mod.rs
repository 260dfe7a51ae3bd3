//! Rules on kategori and scales.

pub mod kategori_asing;
pub mod kategori_keliru;
pub mod skala;
pub mod skala_bercelah;
