//! Rules on units, ordinals and ranges.

pub mod ordinal_asing;
pub mod rentang_keliru;
pub mod satuan_ganda;
