//! Rules on completeness.

pub mod definisi_kosong;
