//! What an OpenDocument spreadsheet tells besides values: merged ranges, what is hidden, how cells look,
//! the sizes of rows and columns.

mod format;
mod formula;
pub mod size;
mod style;
mod table;

pub use self::formula::excel_formula;
pub use self::style::{Border, Look};
pub use self::table::Sheet;

use super::package::Package;
use crate::error::Result;
use style::Styles;

/// The layout of a spreadsheet.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// How cells look, by the index the sheets give; the first is that of cells without a style.
    pub looks: Vec<Look>,
}

impl Layout {
    /// The sheet of a name.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

/// Reads the layout from the package's bytes.
///
/// # Errors
/// [`crate::error::Error::Damaged`] when the package or its XML can't be read.
pub fn layout(bytes: &[u8]) -> Result<Layout> {
    let mut package = Package::open(bytes)?;
    let mut styles = Styles::default();
    if let Some(part) = package.part("styles.xml")? {
        styles.read(&part)?;
    }
    let content = package.part("content.xml")?.unwrap_or_default();
    styles.read(&content)?;
    let mut looks = styles.looks();
    let sheets = table::read(&content, &styles, &mut looks)?;
    Ok(Layout { sheets, looks: looks.list })
}
