//! Rules on outliers.

pub mod nilai_negatif;
pub mod nilai_pencilan;
