//! Rules on the budget: its detail, its totals, and between tables and documents.

pub mod anggaran_kas_keliru;
mod bagian;
pub mod jenis_belanja_berbeda;
pub mod pagu_berbeda;
pub mod prognosis_keliru;
pub mod rincian_keliru;
pub mod tahap_tanpa_label;
