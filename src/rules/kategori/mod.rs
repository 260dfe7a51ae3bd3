//! Rules on kategori, scales and averages of capaian.

pub mod dinilai;
pub mod kategori_asing;
pub mod kategori_keliru;
pub mod ketercapaian_keliru;
pub mod rata_rata_keliru;
pub mod skala;
pub mod skala_bercelah;
