//! Rules on cascading and numbering.

pub mod jabatan_berbeda;
pub mod nomor_urut_melompat;
