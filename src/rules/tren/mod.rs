//! Rules on trends over years.

pub mod realisasi_lalu_berbeda;
