//! Rules on texts: separators, amounts, names, spelling, captions.

pub mod angka_teks;
mod angka_terbilang;
pub mod indikator_nama_kegiatan;
pub mod indikator_salinan;
pub mod instansi_lain;
pub mod kata;
pub mod kepala_kolom_berbeda;
pub mod kosong_campur;
pub mod nomor_kolom_keliru;
pub mod nomor_tabel_ganda;
pub mod pemisah_campur;
pub mod persentase_tidak_baku;
pub mod rujukan_peraturan;
pub mod rupiah_cacat;
pub mod salah_ketik;
pub mod singkatan_campur;
pub mod terbilang_berbeda;
