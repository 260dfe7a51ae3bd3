//! Rules on units, ordinals and ranges.

pub mod aspek_keliru;
mod golongan;
pub mod jumlah_bertarget_persen;
pub mod ordinal_asing;
pub mod persentase_bertarget_bilangan;
pub mod rentang_keliru;
pub mod satuan_berbeda;
pub mod satuan_ganda;
pub mod satuan_realisasi_berbeda;
pub mod satuan_tak_cocok;
pub mod satuan_target_kosong;
