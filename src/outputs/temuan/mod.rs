//! Findings for other programs, one file a format.

mod csv;
mod json;
mod junit;
mod sarif;

pub use self::csv::csv;
pub use self::json::{VERSI, json, ndjson};
pub use self::junit::junit;
pub use self::sarif::sarif;
