//! Rules on percentages, remainders and capaian.

pub mod capaian_keliru;
mod capaian_khusus;
pub mod capaian_triwulan_keliru;
pub mod desimal_beragam;
pub mod evaluasi_keliru;
mod fisik_induk;
pub mod fisik_keliru;
pub mod fisik_tanpa_keuangan;
pub mod kenaikan_keliru;
pub mod melebihi_pagu;
mod pagu;
pub mod pembagi_nol;
pub mod pembilang_penyebut;
pub mod persen_salinan;
pub mod realisasi_indikator_berbeda;
pub mod serapan_keliru;
pub mod sisa_keliru;
