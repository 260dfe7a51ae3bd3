//! Rules on years, triwulan and dates.

pub mod banding_triwulan;
pub mod kumulatif_turun;
pub mod kumulatif_turun_antarlaporan;
pub mod laporan_terlambat;
pub mod pk_terlambat;
pub mod realisasi_tertinggal;
pub(in crate::rules) mod tahap;
pub mod tahun_keliru;
pub mod tanggal_keliru;
pub mod target_triwulan_keliru;
pub mod triwulan_keliru;

use crate::profile::Polaritas;
use crate::rules::rumus::kosakata::listed;
use crate::table::Table;

/// Less of an indikator of this name is better, as the office or its words tell.
fn less_is_better(table: &Table, name: &str) -> bool {
    match table.ketentuan.polaritas_of(name) {
        Some(polaritas) => polaritas == Polaritas::Turun,
        None => listed(name).iter().any(|item| item.is_negative()),
    }
}
