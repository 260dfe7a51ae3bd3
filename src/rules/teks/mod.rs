//! Rules on how figures are written.

pub mod angka_teks;
pub mod indikator_salinan;
pub mod instansi_lain;
pub mod pemisah_campur;
pub mod rupiah_cacat;
