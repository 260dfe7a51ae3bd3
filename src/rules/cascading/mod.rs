//! Rules on cascading and numbering.

pub mod atasan_keliru;
pub mod indikator_output;
pub mod indikator_program_hilang;
pub mod indikator_tanpa_bawahan;
pub mod jabatan_berbeda;
pub mod kegiatan_bukan_induk;
pub mod kepemilikan_kegiatan;
pub mod nama_kegiatan_berbeda;
pub mod nomor_urut_melompat;
mod rantai;
pub mod realisasi_atasan_berbeda;
pub mod target_bawahan_rendah;
pub mod target_seragam;
pub mod teks_indikator_berbeda;
