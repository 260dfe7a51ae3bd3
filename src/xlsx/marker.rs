//! The hidden name that marks the sheet of findings in an annotated copy.

/// The name; it refers to a cell of the sheet.
pub const MARKER: &str = "_cermat.temuan";

/// The sheet a reference names: `'Temuan (2)'!$A$1` → `Temuan (2)`; `None` for a sheet that is gone.
pub fn sheet_of(reference: &str) -> Option<String> {
    let (sheet, _) = reference.rsplit_once('!')?;
    let name = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\'')).unwrap_or(sheet);
    (!name.is_empty() && !name.starts_with('#')).then(|| name.replace("''", "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleted_sheet_leaves_a_marker_without_sheet() {
        assert_eq!(sheet_of("#REF!$A$1"), None);
        assert_eq!(sheet_of("'Jum''at'!$A$1"), Some("Jum'at".into()));
    }
}
