//! What the targets share: panics that cermat itself catches are told from those that reach its callers, and
//! packages are made of the parts an input holds.

use std::io::{Cursor, Write as _};
use std::sync::Arc;

use cermat::error::{Error, Result};
use cermat::finding::{Entered, Finding, Place, Severity};
use cermat::grid::CellRange;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Takes the fuzzer's hook away, which ends the process at a panic that would be caught. The fuzzer still
/// ends at one that reaches it.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            eprintln!("{panic}");
        }
    }));
}

/// A refusal is an answer; a caught panic is a defect.
///
/// # Panics
/// For [`Error::Internal`].
pub fn answered<T>(result: Result<T>) -> Option<T> {
    if let Err(error @ Error::Internal { .. }) = &result {
        eprintln!("{error}");
        panic!("{error}");
    }
    result.ok()
}

/// A finding on cells of the first sheet.
pub fn finding(sheet: &str, range: &str) -> Option<Finding> {
    let place = Place { sheet: 0, sheet_name: sheet.into(), range: CellRange::parse(range)? };
    Some(Finding {
        rule: "J01",
        severity: Severity::Error,
        book: "uji.xlsx".into(),
        place,
        message: "jumlah 12 sub kegiatan 1224 & <lain>".into(),
        written: Some("1232".into()),
        expected: Some("1224".into()),
        cause: None,
        guess: None,
        advice: None,
        basis: "",
        related: Vec::new(),
        fingerprint: "0a1b2c3d".into(),
        entered: Entered::default(),
    })
}

/// The parts an input may give, one after the other with a zero byte between them; an empty one, or one that is
/// missing, is what an honest package has.
const PARTS: [(&str, &str); 8] = [
    (
        "xl/worksheets/sheet1.xml",
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>"#,
    ),
    (
        "xl/sharedStrings.xml",
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>PAGU</t></si></sst>"#,
    ),
    (
        "xl/styles.xml",
        r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs></styleSheet>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="L1" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/comments1.xml",
        r#"<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author/></authors><commentList/></comments>"#,
    ),
    ("xl/drawings/vmlDrawing1.vml", r#"<xml xmlns:v="urn:schemas-microsoft-com:vml"/>"#),
    (
        "xl/worksheets/_rels/sheet1.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="../comments1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
    ),
];

const FIXED: [(&str, &str); 2] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
];

/// A package of the parts an input gives: `<office:` begins the content of an OpenDocument spreadsheet, anything else
/// the parts of a workbook.
pub fn package(data: &[u8]) -> Vec<u8> {
    if data.starts_with(b"<office:") {
        let kind = b"application/vnd.oasis.opendocument.spreadsheet".as_slice();
        return zipped([("mimetype", kind), ("content.xml", data)]);
    }
    let mut given = data.split(|&byte| byte == 0);
    let parts = PARTS.map(|(name, usual)| match given.next() {
        Some(own) if !own.is_empty() => (name, own),
        _ => (name, usual.as_bytes()),
    });
    zipped(FIXED.map(|(name, text)| (name, text.as_bytes())).into_iter().chain(parts))
}

fn zipped<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name, options).expect("a new part");
        writer.write_all(bytes).expect("it is held in memory");
    }
    writer.finish().expect("it is held in memory").into_inner()
}

/// The text of an input; bytes that are none are replaced.
pub fn text(data: &[u8]) -> Arc<str> {
    String::from_utf8_lossy(data).into()
}
