//! Rules on completeness.

pub mod alasan_serapan_kosong;
pub mod analisis_kosong;
pub mod definisi_kosong;
