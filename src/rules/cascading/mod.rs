//! Rules on cascading and numbering.

pub mod nomor_urut_melompat;
