//! Rules on the budget: its detail, its totals, and between tables and documents.

pub mod anggaran_kas_keliru;
mod bagian;
pub mod jenis_belanja_berbeda;
pub mod nama_pagu_tertukar;
pub mod pagu_berbeda;
pub mod prognosis_keliru;
pub mod realisasi_berbeda;
pub mod rincian_keliru;
pub mod sasaran_tanpa_anggaran;
pub mod tahap_pagu_keliru;
pub mod tahap_tanpa_label;
pub mod total_program_berbeda;
