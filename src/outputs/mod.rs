//! A checked report as bytes: one module for each kind of output.

pub mod annotated;
