//! Small packages: a workbook with one sheet `A`, its parts changed at will, annotated and looked at.

use std::io::{Cursor, Write as _};

use cermat::finding::{Finding, Severity};
use cermat::grid::CellRange;
use cermat::outputs::annotated::{Annotated, annotate};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::compare;
use super::marks::finding;

/// The namespace of spreadsheet parts.
pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/// The namespace of `r:id`, which relationship types begin with.
pub const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// What the namespaces of packages begin with.
pub const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// The sheet's part.
pub const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A part's name and text.
pub type Part = (String, String);

/// The parts of a workbook with one sheet `A` whose children are given.
pub fn parts(sheet: &str) -> Vec<Part> {
    let book = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    [
        ("[Content_Types].xml", format!("<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{book}.sheet.main+xml\"/><Override PartName=\"/{SHEET}\" ContentType=\"{book}.worksheet+xml\"/></Types>")),
        ("_rels/.rels", format!("<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><bookViews><workbookView activeTab=\"0\"/></bookViews><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>")),
        (SHEET, format!("<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\">{sheet}</worksheet>")),
    ]
    .map(|(name, text)| (name.to_string(), text))
    .into()
}

/// Two cells: rich text, and a formula.
pub const CELLS: &str = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is></c><c r=\"B1\"><f>1+1</f><v>2</v></c></row></sheetData>";

/// The parts as a zip.
pub fn zipped(parts: &[Part], options: SimpleFileOptions) -> Vec<u8> {
    let parts: Vec<_> = parts.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
    zipped_bytes(&parts, options)
}

/// Parts that need not be text as a zip.
pub fn zipped_bytes(parts: &[(String, Vec<u8>)], options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name.as_str(), options).expect("a new entry");
        writer.write_all(content).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

/// With a part replaced or added.
pub fn with(mut parts: Vec<Part>, name: &str, text: impl Into<String>) -> Vec<Part> {
    let text = text.into();
    match parts.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = text,
        None => parts.push((name.into(), text)),
    }
    parts
}

/// With a text replaced in a part, which must have it.
pub fn edited(parts: Vec<Part>, name: &str, from: &str, to: &str) -> Vec<Part> {
    let text = parts.iter().find(|(known, _)| known == name).expect("the part").1.clone();
    assert!(text.contains(from), "{name} has no {from}");
    with(parts, name, text.replace(from, to))
}

/// Findings on both cells, and on one that is not there.
pub fn findings() -> Vec<Finding> {
    let at = |range: &str, severity| finding(0, "A", CellRange::parse(range).expect("a range"), severity);
    vec![at("B1", Severity::Error), at("A1", Severity::Advice), at("D4", Severity::Missing)]
}

/// Annotates, and makes sure that everything was kept and that a second time changes nothing.
pub fn kept(bytes: &[u8]) -> Annotated {
    let copy = annotate(bytes, &findings()).expect("a package that can be annotated");
    assert_eq!(compare::faults(bytes, &copy.bytes, &findings()), Vec::<String>::new());
    let again = annotate(&copy.bytes, &findings()).expect("annotated again");
    assert_eq!(again.bytes, copy.bytes, "annotated again it is another file");
    copy
}

/// The same for parts.
pub fn kept_parts(parts: &[Part]) -> Annotated {
    kept(&zipped(parts, SimpleFileOptions::default()))
}

/// The part with the relationships of the sheet.
pub fn sheet_relations(relations: &[(&str, &str, &str)]) -> Part {
    let relation = |&(id, kind, target): &(&str, &str, &str)| {
        let kind = if kind.contains("://") { kind.to_string() } else { format!("{RELATIONS}/{kind}") };
        format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
    };
    let relations: String = relations.iter().map(relation).collect();
    let text = format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>");
    ("xl/worksheets/_rels/sheet1.xml.rels".into(), text)
}
