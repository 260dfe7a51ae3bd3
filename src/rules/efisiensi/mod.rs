//! Rules on efficiency.

pub mod arah_rumus_berbeda;
pub mod efisien_tanpa_capaian;
pub mod efisiensi_keliru;
pub mod efisiensi_tanpa_serapan;
pub mod nilai_efisiensi_mustahil;
pub mod sisa_disebut_efisiensi;
