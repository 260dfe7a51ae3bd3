//! What an OpenDocument spreadsheet tells besides values: merged ranges, what is hidden, how cells look,
//! the sizes of rows and columns.

mod format;
mod formula;
pub mod size;
mod style;
mod table;

pub use self::formula::excel_formula;

use super::look::Layout;
use super::package::Package;
use crate::error::Result;
use style::Styles;

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

#[cfg(test)]
pub mod fixture {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// A spreadsheet with one sheet `Tabel 1`, with styles of most kinds.
    pub fn spreadsheet() -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let parts = [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("styles.xml", STYLES),
            ("content.xml", CONTENT),
            ("META-INF/manifest.xml", "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>"),
        ];
        for (name, text) in parts {
            writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
            writer.write_all(text.as_bytes()).expect("memory takes it");
        }
        writer.finish().expect("memory takes it").into_inner()
    }

    const STYLES: &str = r##"<office:document-styles xmlns:office="o" xmlns:style="s" xmlns:fo="f"><office:styles><style:default-style style:family="table-cell"><style:text-properties style:font-name="Arial" fo:font-size="10pt"/></style:default-style><style:style style:name="Default" style:family="table-cell"/><style:style style:name="Judul" style:family="table-cell" style:parent-style-name="Default"><style:text-properties fo:font-weight="bold"/></style:style></office:styles></office:document-styles>"##;

    const CONTENT: &str = r##"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles><number:number-style style:name="N1"><number:text>Rp</number:text><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style><number:date-style style:name="N2"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style><style:style style:name="co1" style:family="table-column"><style:table-column-properties style:column-width="2.54cm"/></style:style><style:style style:name="ro1" style:family="table-row"><style:table-row-properties style:row-height="0.5in"/></style:style><style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Judul"><style:table-cell-properties fo:background-color="#ffcc00" fo:border="0.74pt solid #0000ff" fo:wrap-option="wrap" style:vertical-align="middle"/><style:paragraph-properties fo:text-align="center"/></style:style><style:style style:name="ce2" style:family="table-cell" style:data-style-name="N1"/><style:style style:name="ce3" style:family="table-cell" style:data-style-name="N2"><style:paragraph-properties fo:margin-left="20pt"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Tabel 1"><table:table-column table:style-name="co1" table:default-cell-style-name="ce2"/><table:table-column table:visibility="collapse"/><table:table-column table:number-columns-repeated="16382"/><table:table-row table:style-name="ro1"><table:table-cell table:style-name="ce1" table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="string"><text:p>Pagu</text:p></table:table-cell><table:covered-table-cell table:style-name="ce1"/></table:table-row><table:table-row><table:table-cell office:value-type="float" office:value="1250.5"><text:p>Rp1.250,50</text:p></table:table-cell><table:table-cell table:style-name="ce1"/><table:table-cell table:style-name="ce3" office:value-type="date" office:date-value="2024-01-31"><text:p>31/01/2024</text:p></table:table-cell></table:table-row><table:table-row table:visibility="collapse"><table:table-cell table:formula="of:=SUM([.A2:.A2];1)" office:value-type="float" office:value="1251.5"><text:p>1251,5</text:p></table:table-cell></table:table-row><table:table-row table:visibility="collapse" table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"##;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::{CellRange, CellRef, Value};

    #[test]
    fn styles_are_inherited_and_columns_lend_theirs() {
        let layout = layout(&fixture::spreadsheet()).expect("readable");
        let sheet = layout.sheet("Tabel 1").expect("the sheet");
        let look = |at: &str| &layout.looks[sheet.look_at(CellRef::parse(at).expect("an address")) as usize];
        let title = look("A1");
        assert!(title.bold && title.wrap && title.fill == Some(0x00FF_CC00), "{title:?}");
        assert_eq!((title.font.as_deref(), title.size), (Some("Arial"), Some(10.0)));
        let line = title.borders[3].expect("a line below");
        assert_eq!((line.width, line.colour), (15, 0x0000_00FF));
        assert_eq!((look("A2").format.as_str(), look("C2").format.as_str()), ("\"Rp\"#,##0.00", "dd/mm/yyyy"));
        assert_eq!(look("D9"), &layout.looks[0]);
        assert_eq!(sheet.merges, [CellRange::parse("A1:B1").expect("a range")]);
        assert_eq!(sheet.widths, [(0, 0, 72.0)]);
        assert_eq!(sheet.heights, [(0, 0, 36.0)]);
    }

    #[test]
    fn the_workbook_has_excels_formulas_and_dates_and_what_is_hidden() {
        let book = crate::xlsx::read("a.ods", fixture::spreadsheet()).expect("a workbook");
        let grid = &book.grids[0];
        let at = |text: &str| CellRef::parse(text).expect("an address");
        assert_eq!(grid.cell(at("A3")).and_then(|cell| cell.formula.as_deref()), Some("SUM(A2:A2,1)"));
        assert_eq!(grid.value(at("C2")), &Value::Number(45_322.0));
        assert_eq!(grid.shown(at("A2")), "1.250,50");
        assert_eq!(grid.anchor(at("B1")), at("A1"));
        assert!(grid.hidden_rows.iter().eq([&2]) && grid.hidden_cols.iter().eq([&1]));
        assert!(grid.style(grid.cell(at("A1")).expect("a title")).bold);
        assert_eq!(grid.style(grid.cell(at("C2")).expect("a date")).indent, 2);
    }
}
