//! Rules on cascading and numbering.

pub mod indikator_output;
pub mod jabatan_berbeda;
pub mod nomor_urut_melompat;
pub mod target_seragam;
