//! The traps of the format that are not met in the unit tests, each a small package.

use std::io::{Cursor, Write as _};

use cermat::finding::{Finding, Severity};
use cermat::grid::CellRange;
use cermat::outputs::annotated::{Annotated, annotate};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::marks::finding;
use super::{compare, package};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const SHEET: &str = "xl/worksheets/sheet1.xml";

type Part = (String, String);

/// The parts of a workbook with one sheet `A` whose children are given.
fn parts(sheet: &str) -> Vec<Part> {
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

const CELLS: &str = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is></c><c r=\"B1\"><f>1+1</f><v>2</v></c></row></sheetData>";

fn zipped(parts: &[Part], options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name.as_str(), options).expect("a new entry");
        writer.write_all(text.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

/// With a part replaced or added.
fn with(mut parts: Vec<Part>, name: &str, text: impl Into<String>) -> Vec<Part> {
    let text = text.into();
    match parts.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = text,
        None => parts.push((name.into(), text)),
    }
    parts
}

/// With a text replaced in a part, which must have it.
fn edited(parts: Vec<Part>, name: &str, from: &str, to: &str) -> Vec<Part> {
    let text = parts.iter().find(|(known, _)| known == name).expect("the part").1.clone();
    assert!(text.contains(from), "{name} has no {from}");
    with(parts, name, text.replace(from, to))
}

fn findings() -> Vec<Finding> {
    let at = |range: &str, severity| finding(0, "A", CellRange::parse(range).expect("a range"), severity);
    vec![at("B1", Severity::Error), at("A1", Severity::Advice), at("D4", Severity::Missing)]
}

/// Annotates, and makes sure that everything was kept and that a second time changes nothing.
fn kept(bytes: &[u8]) -> Annotated {
    let copy = annotate(bytes, &findings()).expect("a package that can be annotated");
    assert_eq!(compare::faults(bytes, &copy.bytes, &findings()), Vec::<String>::new());
    let again = annotate(&copy.bytes, &findings()).expect("annotated again");
    assert_eq!(again.bytes, copy.bytes, "annotated again it is another file");
    copy
}

fn kept_parts(parts: &[Part]) -> Annotated {
    kept(&zipped(parts, SimpleFileOptions::default()))
}

#[test]
fn inline_and_rich_strings_stay() {
    let copy = kept_parts(&parts(CELLS));
    let sheet = package::text(&copy.bytes, SHEET).expect("the sheet");
    assert!(sheet.contains("<is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is>"), "{sheet}");
}

#[test]
fn sheet_without_sheet_data_gets_comments_only() {
    let copy = kept_parts(&parts("<sheetPr/>"));
    assert!(package::text(&copy.bytes, "xl/comments1.xml").expect("comments").contains("ref=\"D4\""));
}

#[test]
fn workbook_part_may_lie_anywhere() {
    let moved = |text: String| {
        text.replace("xl/workbook.xml", "buku.xml").replace("worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml")
    };
    let parts: Vec<Part> = parts(CELLS)
        .into_iter()
        .map(|(name, text)| match name.as_str() {
            "xl/workbook.xml" => ("buku.xml".into(), text),
            "xl/_rels/workbook.xml.rels" => ("_rels/buku.xml.rels".into(), moved(text)),
            "[Content_Types].xml" => (name, text.replace("xl/workbook.xml", "buku.xml")),
            _ => (name, moved(text)),
        })
        .collect();
    kept_parts(&parts);
}

#[test]
fn entries_with_backslashes_and_other_case_are_found() {
    let parts = parts(CELLS).into_iter().map(|(name, text)| match name.as_str() {
        SHEET => ("XL\\Worksheets\\Sheet1.xml".into(), text),
        _ => (name, text),
    });
    let parts: Vec<Part> = parts.collect();
    let bytes = zipped(&parts, SimpleFileOptions::default());
    let copy = annotate(&bytes, &findings()).expect("a package that can be annotated");
    assert_eq!(compare::faults(&bytes, &copy.bytes, &findings()), Vec::<String>::new());
}

#[test]
fn stored_and_zip64_entries_are_copied() {
    kept(&zipped(&parts(CELLS), SimpleFileOptions::default().compression_method(CompressionMethod::Stored)));
    let large = zipped(&parts(CELLS), SimpleFileOptions::default().large_file(true));
    let copy = annotate(&large, &findings()).expect("a package that can be annotated");
    assert_eq!(compare::faults(&large, &copy.bytes, &findings()), Vec::<String>::new());
}

#[test]
fn entry_with_a_wrong_checksum_is_copied_as_it_is() {
    let parts = with(parts(CELLS), "xl/media/gambar.bin", "isi-gambar-asli");
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut bytes = zipped(&parts, stored);
    let at = bytes.windows(15).position(|window| window == b"isi-gambar-asli").expect("the entry");
    bytes[at] = b'X';
    let copy = kept(&bytes);
    let entries = package::entries(&copy.bytes).expect("a zip");
    let picture = entries.iter().find(|entry| entry.name.ends_with("gambar.bin")).expect("the picture");
    assert_eq!(picture.raw, b"Xsi-gambar-asli");
}

#[test]
fn protected_sheets_and_structure_are_kept() {
    let sheet = format!(
        "{CELLS}<sheetProtection sheet=\"1\" password=\"CC1A\"/><protectedRanges><protectedRange name=\"r\" sqref=\"A1\"/></protectedRanges>"
    );
    let parts =
        edited(parts(&sheet), "xl/workbook.xml", "<bookViews>", "<workbookProtection lockStructure=\"1\"/><bookViews>");
    kept_parts(&parts);
}

#[test]
fn very_hidden_sheet_stays_so() {
    let copy =
        kept_parts(&edited(parts(CELLS), "xl/workbook.xml", "sheetId=\"1\"", "sheetId=\"1\" state=\"veryHidden\""));
    let workbook = package::text(&copy.bytes, "xl/workbook.xml").expect("the workbook");
    assert_eq!(workbook.matches("veryHidden").count(), 1);
}

#[test]
fn shared_workbook_keeps_its_revisions() {
    let parts =
        with(parts(CELLS), "xl/revisions/revisionHeaders.xml", format!("<headers xmlns=\"{MAIN}\" guid=\"x\"/>"));
    let relation = format!(
        "<Relationship Id=\"rId7\" Type=\"{RELATIONS}/revisionHeaders\" Target=\"revisions/revisionHeaders.xml\"/></Relationships>"
    );
    kept_parts(&edited(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", &relation));
}

#[test]
fn template_stays_a_template() {
    let copy = kept_parts(&edited(parts(CELLS), "[Content_Types].xml", "sheet.main+xml", "template.main+xml"));
    let types = package::text(&copy.bytes, "[Content_Types].xml").expect("content types");
    assert!(types.contains("template.main+xml") && !types.contains("sheet.main+xml"));
}

#[test]
fn calculation_chain_and_signed_macros_are_untouched() {
    let mut all = parts(CELLS);
    for (name, text) in
        [("xl/calcChain.xml", "<calcChain/>"), ("xl/vbaProject.bin", "vba"), ("xl/vbaProjectSignature.bin", "tanda")]
    {
        all = with(all, name, text);
    }
    let copy = kept_parts(&all);
    assert!(copy.notes.is_empty(), "{:?}", copy.notes);
    assert!(package::binary(&copy.bytes, "xl/vbaProjectSignature.bin").is_some());
}

#[test]
fn threads_and_persons_stay_and_their_cell_is_told() {
    let relation =
        |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    let relations = [
        relation("rId1", &format!("{RELATIONS}/comments"), "../comments1.xml"),
        relation(
            "rId2",
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "../threadedComments/threadedComment1.xml",
        ),
    ];
    let all = with(
        parts(CELLS),
        "xl/worksheets/_rels/sheet1.xml.rels",
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{}</Relationships>", relations.concat()),
    );
    let all = with(
        all,
        "xl/comments1.xml",
        format!(
            "<comments xmlns=\"{MAIN}\"><authors><author>tc={{1}}</author></authors><commentList><comment ref=\"B1\" authorId=\"0\"><text><t>[Threaded comment]</t></text></comment></commentList></comments>"
        ),
    );
    let all = with(all, "xl/threadedComments/threadedComment1.xml", "<ThreadedComments/>");
    let copy = kept_parts(&with(all, "xl/persons/person.xml", "<personList/>"));
    assert!(copy.notes.iter().any(|note| note.contains("B1")), "{:?}", copy.notes);
}

#[test]
fn a_persons_line_ends_and_empty_comments_stay() {
    let relations = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/comments\" Target=\"/xl/comments1.xml\"/></Relationships>"
    );
    for text in ["<t xml:space=\"preserve\">Budi:\r\ncek\r\n</t>", "<t/>", ""] {
        let comments = format!(
            "<comments xmlns=\"{MAIN}\"><authors><author>Budi</author></authors><commentList><comment ref=\"B1\" authorId=\"0\"><text>{text}</text></comment></commentList></comments>"
        );
        let all = with(parts(CELLS), "xl/worksheets/_rels/sheet1.xml.rels", relations.as_str());
        kept_parts(&with(all, "xl/comments1.xml", comments));
    }
}

#[test]
fn format_list_at_its_limit_leaves_cells_uncoloured_and_says_so() {
    let formats = "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>".repeat(64_000);
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><fonts count=\"1\"><font/></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders><cellXfs count=\"64000\">{formats}</cellXfs></styleSheet>"
    );
    let relation =
        format!("<Relationship Id=\"rId2\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>");
    let all = edited(
        with(parts(CELLS), "xl/styles.xml", styles),
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        &relation,
    );
    let copy = annotate(&zipped(&all, SimpleFileOptions::default()), &findings()).expect("annotated");
    assert!(copy.notes.iter().any(|note| note.contains("format sel")), "{:?}", copy.notes);
    let styles = package::text(&copy.bytes, "xl/styles.xml").expect("styles");
    assert!(styles.matches("<xf ").count() <= 64_000 + 20, "{}", styles.matches("<xf ").count());
}
