//! How large the rectangles of an OpenDocument spreadsheet are, before a reader makes them.
//!
//! A cell or a row may stand for a million equal ones (`number-columns-repeated`). Repeated blanks at
//! the end of a row or a table cost nothing; before a cell with content they do.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::error::{Error, Result};
use crate::xlsx::limits::{MOST_DENSE_CELLS, MOST_WRITTEN_OUT, has_dtd, too_much_text};
use crate::xlsx::package::attribute;

/// Refuses a content part with a sheet whose rectangle is too large.
///
/// # Errors
/// [`Error::Refused`] for such a sheet and for a DTD, [`Error::Damaged`] when the XML is not well formed.
pub fn check(content: &[u8]) -> Result<()> {
    let mut reader = Reader::from_reader(content);
    let mut buffer = Vec::new();
    let mut table = Table::default();
    loop {
        match reader.read_event_into(&mut buffer).map_err(Error::damaged)? {
            Event::Start(element) => table.open(&element),
            Event::Empty(element) => {
                table.open(&element);
                table.close(element.local_name().as_ref())?;
            }
            Event::End(element) => table.close(element.local_name().as_ref())?,
            Event::Text(text) => table.text += text.len() as u64,
            Event::CData(text) => table.text += text.len() as u64,
            Event::DocType(_) => return Err(has_dtd()),
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// What is known of a table so far: where its last content stands.
#[derive(Debug, Default)]
struct Table {
    row: u64,
    col: u64,
    repeats: (u64, u64),
    has_content: bool,
    row_end: u64,
    /// Bytes of the cell's text and formula, of the row's cells, and of all, as often as they are repeated.
    text: u64,
    row_text: u64,
    written_out: u64,
    /// Rows and columns up to the last cell with content.
    size: (u64, u64),
}

impl Table {
    fn open(&mut self, element: &BytesStart<'_>) {
        let repeat = |name| attribute(element, name).and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
        match element.local_name().as_ref() {
            "table" => *self = Self { written_out: self.written_out, ..Self::default() },
            "table-row" => {
                (self.col, self.row_end, self.row_text) = (0, 0, 0);
                self.repeats.0 = repeat("number-rows-repeated");
            }
            "table-cell" | "covered-table-cell" => {
                self.repeats.1 = repeat("number-columns-repeated");
                self.has_content =
                    attribute(element, "value-type").is_some() || attribute(element, "formula").is_some();
                self.text = element.len() as u64;
            }
            "p" => self.has_content = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Result<()> {
        match name {
            "table-cell" | "covered-table-cell" => {
                self.col = self.col.saturating_add(self.repeats.1);
                if self.has_content {
                    self.row_end = self.col;
                    self.row_text = self.row_text.saturating_add(self.text.saturating_mul(self.repeats.1));
                }
                self.has_content = false;
            }
            "table-row" => {
                self.row = self.row.saturating_add(self.repeats.0);
                if self.row_end > 0 {
                    self.size = (self.row, self.size.1.max(self.row_end));
                }
                self.written_out = self.written_out.saturating_add(self.row_text.saturating_mul(self.repeats.0));
                if self.written_out > MOST_WRITTEN_OUT {
                    return Err(too_much_text());
                }
                if self.size.0.saturating_mul(self.size.1) > MOST_DENSE_CELLS {
                    return Err(Error::refused(
                        format!("ada lembar yang terbentang lebih dari {MOST_DENSE_CELLS} sel"),
                        format!("a sheet stretches over more than {MOST_DENSE_CELLS} cells"),
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(rows: &str) -> Option<String> {
        check(format!("<d><t:table>{rows}</t:table></d>").as_bytes()).err().map(|error| error.to_string())
    }

    const FULL: &str = r#"<t:table-cell o:value-type="string"><x:p>a</x:p></t:table-cell>"#;

    #[test]
    fn a_repeated_text_counts_each_time() {
        let cell = |text: &str| {
            format!(
                r#"<t:table-cell t:number-columns-repeated="1000" o:value-type="string"><x:p>{text}</x:p></t:table-cell>"#
            )
        };
        let rows = |text: &str| format!(r#"<t:table-row t:number-rows-repeated="1000">{}</t:table-row>"#, cell(text));
        assert_eq!(said(&rows("ya")), None);
        assert!(said(&rows(&"a".repeat(1000))).is_some_and(|said| said.contains("teks")));
    }

    #[test]
    fn repeated_blanks_matter_only_before_content() {
        let blanks = r#"<t:table-cell t:number-columns-repeated="1000000000"/>"#;
        assert_eq!(said(&format!("<t:table-row>{FULL}{blanks}</t:table-row>")), None);
        assert!(said(&format!("<t:table-row>{blanks}{FULL}</t:table-row>")).is_some());
        let rows = r#"<t:table-row t:number-rows-repeated="1048576"><t:table-cell/></t:table-row>"#;
        assert_eq!(said(rows), None);
        assert!(said(&format!("{rows}<t:table-row>{}</t:table-row>", FULL.repeat(6))).is_some());
    }
}
