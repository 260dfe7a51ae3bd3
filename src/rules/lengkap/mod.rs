//! Rules on completeness.

pub mod analisis_kosong;
pub mod definisi_kosong;
