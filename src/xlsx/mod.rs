//! Workbook files to Grids, and the package underneath for patching.

pub mod package;
