//! Rules on sums and the tree of rows.

pub mod digit_tertukar;
pub mod induk_hilang;
pub mod induk_ikut_dijumlah;
pub mod jumlah_anak;
pub mod jumlah_bidang_berbeda;
pub mod jumlah_mendatar;
pub mod jumlah_rincian;
pub mod jumlah_sasaran_berbeda;
pub mod jumlah_total;
pub mod komponen_pembilang;
pub mod selisih_menutup;
pub mod subtotal_kosong;
