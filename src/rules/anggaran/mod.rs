//! Rules on pagu and realisasi between tables and documents.

pub mod nama_pagu_tertukar;
pub mod pagu_berbeda;
pub mod realisasi_berbeda;
pub mod sasaran_tanpa_anggaran;
pub mod tahap_pagu_keliru;
pub mod total_program_berbeda;
