//! Tables found on a Grid with Profiles: header, columns with roles, rows with levels.

pub mod figure;
