//! Rules on outliers.

pub mod baris_kembar;
pub mod capaian_ekstrem;
pub mod fisik_seragam;
pub mod nilai_negatif;
pub mod nilai_pencilan;
pub mod perubahan_besar;
