//! Rules on cell formulas.

pub mod galat_rumus;
pub mod kolom_menyimpang;
