//! Rules on outliers.

pub mod nilai_pencilan;
