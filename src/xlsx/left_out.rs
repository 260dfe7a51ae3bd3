//! What a workbook holds that its reader passes over, counted, so that a copy written anew can say so.

use std::collections::BTreeMap;

use super::look::Layout;
use super::package::{Package, for_each_element};
use super::{ods, xls, xlsb};
use crate::bahasa::Kata;
use crate::error::Result;
use crate::grid::BookFormat;

/// What a workbook that is no xlsx package holds besides what is read of it: how many of what.
///
/// # Errors
/// [`crate::error::Error::Damaged`] when the package can't be read.
pub fn left_out(bytes: &[u8], format: BookFormat) -> Result<Vec<(usize, Kata)>> {
    if format == BookFormat::Xls {
        return Ok(xls::left_out(bytes));
    }
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    if !matches!(format, BookFormat::Ods | BookFormat::Xlsb) {
        return Ok(Vec::new());
    }
    let mut package = Package::open(bytes)?;
    let archive = package.archive();
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).and_then(std::result::Result::ok);
        let kind = name.and_then(|name| KINDS.iter().position(|kind| (kind.part)(&name.to_ascii_lowercase())));
        *counts.entry(kind.unwrap_or(KINDS.len())).or_default() += 1;
    }
    if format == BookFormat::Ods {
        for_each_element(&package.part("content.xml")?.unwrap_or_default(), |element| {
            let name = element.local_name();
            if let Some(kind) = KINDS.iter().position(|kind| kind.element == Some(name.as_ref())) {
                *counts.entry(kind).or_default() += 1;
            }
        })?;
    }
    Ok(counts.into_iter().filter_map(|(kind, count)| Some((count, KINDS.get(kind)?.name))).collect())
}

/// The layout of a workbook, of a format whose layout is read.
///
/// # Errors
/// [`crate::error::Error::Damaged`] when it can't be read.
pub fn layout_of(bytes: &[u8], format: BookFormat) -> Result<Option<Layout>> {
    match format {
        BookFormat::Ods => ods::layout(bytes).map(Some),
        BookFormat::Xls => Ok(Some(xls::layout(bytes)).filter(|layout| !layout.sheets.is_empty())),
        BookFormat::Xlsb => xlsb::layout(&mut Package::open(bytes)?).map(Some),
        BookFormat::Xlsx | BookFormat::Markdown => Ok(None),
    }
}

struct Kind {
    name: Kata,
    /// Whether a part, by its name in lower case, is one.
    part: fn(&str) -> bool,
    /// The element of an OpenDocument spreadsheet that is one.
    element: Option<&'static str>,
}

const fn element(name: Kata, element: &'static str) -> Kind {
    Kind { name, part: |_| false, element: Some(element) }
}

const KINDS: [Kind; 11] = [
    Kind {
        name: ("gambar", "pictures"),
        part: |name| name.contains("/media/") || name.starts_with("pictures/"),
        element: None,
    },
    Kind {
        name: ("grafik atau objek", "charts or objects"),
        part: |name| {
            let is_object = name.starts_with("object ") && name.ends_with("/content.xml");
            name.contains("charts/chart") || name.contains("/embeddings/") || is_object
        },
        element: None,
    },
    Kind {
        name: ("bagian makro", "parts of macros"),
        part: |name| {
            let is_module = name.starts_with("basic/") && !name.ends_with("-lc.xml") && !name.ends_with("-lb.xml");
            name.ends_with("vbaproject.bin") || is_module && name.ends_with(".xml")
        },
        element: None,
    },
    Kind { name: ("lembar komentar", "sheets of comments"), part: |name| name.contains("xl/comments"), element: None },
    element(("komentar", "comments"), "annotation"),
    element(("format bersyarat", "conditional formats"), "conditional-format"),
    element(("validasi data", "data validations"), "content-validation"),
    element(("nama rentang", "names of ranges"), "named-range"),
    element(("tautan", "links"), "a"),
    element(("potongan teks berformat", "runs of formatted text"), "span"),
    Kind {
        name: ("tabel pivot", "pivot tables"),
        part: |name| name.contains("pivottables/pivottable"),
        element: Some("data-pilot-table"),
    },
];

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn what_is_passed_over_is_counted() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let content = "<d><a/><a/><annotation><p/></annotation><table-cell/></d>";
        for (name, text) in [("content.xml", content), ("Pictures/a.png", ""), ("Object 1/content.xml", "<d/>")] {
            writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
            writer.write_all(text.as_bytes()).expect("memory takes it");
        }
        let bytes = writer.finish().expect("memory takes it").into_inner();
        let found = left_out(&bytes, BookFormat::Ods).expect("readable");
        let found: Vec<_> = found.into_iter().map(|(count, (id, _))| (count, id)).collect();
        assert_eq!(found, [(1, "gambar"), (1, "grafik atau objek"), (1, "komentar"), (2, "tautan")]);
        assert_eq!(left_out(b"", BookFormat::Markdown).expect("nothing is read"), []);
    }
}
