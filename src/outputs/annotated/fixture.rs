//! Small packages and findings for the tests.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::finding::{Cause, Entered, Finding, Place, Severity};
use crate::grid::CellRange;

/// A finding with every field filled.
pub fn finding(severity: Severity, sheet: &str, range: &str) -> Finding {
    Finding {
        rule: "J01",
        severity,
        book: "DPA.xlsx".into(),
        place: Place { sheet: 0, sheet_name: sheet.into(), range: CellRange::parse(range).expect("a range") },
        message: "target 1232, jumlah 1224".into(),
        written: Some("1232".into()),
        expected: Some("1224".into()),
        cause: Some(Cause::SalinanBasi),
        guess: Some("salinan basi".into()),
        advice: Some("perbaiki".into()),
        basis: "Permenpan 88/2021",
        related: Vec::new(),
        fingerprint: "a1b2c3d4".into(),
        entered: Entered::default(),
    }
}

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const ROOT_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><bookViews><workbookView activeTab="0"/></bookViews><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const WORKBOOK_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A package with one sheet `A` whose part is given, and more parts that replace or join the rest.
pub fn package(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = vec![
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", ROOT_RELS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("docProps/custom.xml", "<Properties/>"),
    ];
    for part in more {
        match parts.iter_mut().find(|(name, _)| *name == part.0) {
            Some(known) => *known = *part,
            None => parts.push(*part),
        }
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(text.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

/// A sheet part with these children.
pub fn worksheet(children: &str) -> String {
    format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{children}</worksheet>"#)
}

/// The names and texts of a package's entries, in order.
pub fn entries(package: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(package)).expect("a zip");
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).expect("an entry");
            let mut text = String::new();
            entry.read_to_string(&mut text).expect("text");
            (entry.name().expect("a name").into_owned(), text)
        })
        .collect()
}

/// One part's text.
pub fn part(package: &[u8], name: &str) -> String {
    let found = entries(package).into_iter().find(|(entry, _)| entry == name);
    found.unwrap_or_else(|| panic!("no part {name}")).1
}
