//! Rules on units, ordinals and ranges.

pub mod jumlah_bertarget_persen;
pub mod ordinal_asing;
pub mod persentase_bertarget_bilangan;
pub mod rentang_keliru;
pub mod satuan_berbeda;
pub mod satuan_ganda;
