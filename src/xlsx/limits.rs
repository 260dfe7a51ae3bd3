//! What no honest workbook holds. A file beyond a limit is refused with a sentence, before the memory
//! it would take is asked for: an allocation that fails ends the whole run, and can't be caught.
//!
//! The limits together keep one workbook within about a gigabyte.

use super::package::Package;
use crate::error::{Error, Result};
use crate::grid::CellRef;

/// Bytes of a file on the disk. The largest workbook met in practice has 30 MB.
pub const MOST_FILE_BYTES: u64 = 256 * MB;

/// Bytes of one part, inflated: a sheet of 100,000 rows and 15 columns has 80 MB.
pub(super) const MOST_PART_BYTES: u64 = 256 * MB;

/// Bytes of all parts, inflated.
const MOST_PACKAGE_BYTES: u64 = 512 * MB;

/// A part larger than this is looked at for what it was squeezed to.
const LARGE_PART_BYTES: u64 = 16 * MB;

/// Times a large part may be larger than what it was squeezed to. Sheets reach 40, rows without
/// content 100; a part of blanks reaches 1,000.
const MOST_RATIO: u64 = 250;

/// Parts of a package.
const MOST_PARTS: usize = 50_000;

/// Cells that hold something, in all sheets. 100,000 rows of 15 columns have 1.4 million.
const MOST_CELLS: usize = 1_500_000;

/// Bytes of all formulas, shared ones written out for each cell.
const MOST_FORMULA_BYTES: usize = 256 << 20;

/// The number of a shared formula; readers hold a list of that length.
const MOST_SHARED_FORMULAS: u64 = 1_000_000;

/// Cells in the rectangle of a sheet that can only be read as a whole rectangle.
pub const MOST_DENSE_CELLS: u64 = 5_000_000;

/// Rows and columns of a sheet.
const SHEET: (u32, u32) = (1_048_576, 16_384);

const MB: u64 = 1 << 20;

/// Looks at a package's directory, without inflating anything.
///
/// # Errors
/// [`Error::Refused`] for too many parts, too large ones, those squeezed too much, and those that
/// stand on each other's bytes.
pub fn check_package(package: &mut Package<'_>) -> Result<()> {
    let archive = package.archive();
    if archive.len() > MOST_PARTS {
        return Err(refused(format!("isinya lebih dari {MOST_PARTS} bagian")));
    }
    let mut all = 0_u64;
    for index in 0..archive.len() {
        // One that can't be opened costs nothing; whoever needs it says so.
        let Ok(entry) = archive.by_index_raw(index) else { continue };
        let (size, squeezed) = (entry.size(), entry.compressed_size());
        if size > LARGE_PART_BYTES && size / squeezed.max(1) > MOST_RATIO {
            return Err(refused(format!(
                "isinya mengembang lebih dari {MOST_RATIO} kali lipat ketika dibuka (bom ZIP)"
            )));
        }
        all = all.saturating_add(size);
        if size > MOST_PART_BYTES || all > MOST_PACKAGE_BYTES {
            return Err(too_large(size, all));
        }
    }
    if archive.has_overlapping_files().unwrap_or(false) {
        return Err(refused("bagian-bagiannya bertumpang tindih (bom ZIP)"));
    }
    Ok(())
}

/// Parts may be named by several sheets, which inflates them several times.
///
/// # Errors
/// [`Error::Refused`] when the sheets together are larger than a package may be.
pub fn check_sheets<'a>(package: &mut Package<'_>, parts: impl Iterator<Item = &'a str>) -> Result<()> {
    let mut all = 0_u64;
    for part in parts {
        let Some(index) = package.index_of(part) else { continue };
        let size = package.archive().by_index_raw(index).map_or(0, |entry| entry.size());
        all = all.saturating_add(size);
        if all > MOST_PACKAGE_BYTES {
            return Err(too_large(size, all));
        }
    }
    Ok(())
}

/// Looks for numbers of shared formulas that a reader would make a list for.
///
/// # Errors
/// [`Error::Refused`] when there is one no honest sheet has.
pub fn check_shared_formulas(part: &[u8]) -> Result<()> {
    for at in memchr::memmem::find_iter(part, b"si") {
        let after = part[at + 2..].trim_ascii_start();
        let Some(value) = after.strip_prefix(b"=").map(<[u8]>::trim_ascii_start) else { continue };
        let digits = value.iter().skip(1).take(20).take_while(|byte| byte.is_ascii_digit());
        let number =
            digits.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        if number > MOST_SHARED_FORMULAS {
            return Err(refused(format!("nomor rumus bersama melebihi {MOST_SHARED_FORMULAS}")));
        }
    }
    Ok(())
}

/// What the cells of a workbook have used up so far.
#[derive(Debug, Default)]
pub struct Used {
    cells: usize,
    formula_bytes: usize,
}

impl Used {
    /// Counts a cell that holds something.
    ///
    /// # Errors
    /// [`Error::Refused`] when the workbook has too many, or too much text in formulas;
    /// [`Error::Damaged`] for one outside of any sheet.
    pub fn add(&mut self, at: CellRef, formula: Option<&str>) -> Result<()> {
        self.cells += 1;
        self.formula_bytes = self.formula_bytes.saturating_add(formula.map_or(0, str::len));
        if at.row >= SHEET.0 || at.col >= SHEET.1 {
            return Err(Error::damaged("ada sel di luar batas lembar kerja"));
        }
        if self.cells > MOST_CELLS {
            return Err(refused(format!("sel yang terisi lebih dari {MOST_CELLS}; pecah menjadi beberapa berkas")));
        }
        if self.formula_bytes > MOST_FORMULA_BYTES {
            return Err(refused(format!("rumusnya lebih dari {} MB", MOST_FORMULA_BYTES >> 20)));
        }
        Ok(())
    }
}

fn too_large(part: u64, all: u64) -> Error {
    let (size, most) = if part > MOST_PART_BYTES { (part, MOST_PART_BYTES) } else { (all, MOST_PACKAGE_BYTES) };
    refused(format!("isinya {} MB setelah dibuka, paling banyak {} MB", size / MB, most / MB))
}

/// A refusal with its reason, a clause in Indonesian.
pub fn refused(reason: impl Into<String>) -> Error {
    Error::Refused { reason: reason.into() }
}
