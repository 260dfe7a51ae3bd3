//! Whole packages: annotated, annotated again, and looked into.

use super::annotate;
use super::fixture::{entries, finding, package, part, worksheet};
use crate::finding::{Finding, Severity};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const COMMENTS: &str = "xl/comments1.xml";

const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="1"/><xf numFmtId="2"/></cellXfs></styleSheet>"#;
const WORKBOOK_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const SHEET_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="..\comments1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>"#;
const DRAWING: &str = r##"<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202"><br></v:shapetype><v:shape id="_x0000_s1025" type="#_x0000_t202"><x:ClientData ObjectType="Note"><x:Anchor>1, 15, 0, 2, 3, 15, 1, 4</x:Anchor><x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>"##;
const SHEET_WITH_NOTE: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData><legacyDrawing r:id="rId2"/></worksheet>"#;

fn error(range: &str) -> Finding {
    finding(Severity::Error, "A", range)
}

fn annotated(package: &[u8], findings: &[Finding]) -> Vec<u8> {
    annotate(package, findings).expect("a package that can be annotated").bytes
}

/// The sheet part of a package with these children after annotating.
fn sheet_after(children: &str, findings: &[Finding]) -> String {
    let more = [("xl/styles.xml", STYLES), ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS)];
    part(&annotated(&package(&worksheet(children), &more), findings), SHEET)
}

/// A package whose cell A1 carries a comment with this content, by the first of these authors.
fn package_with_comment(author: &str, text: &str) -> Vec<u8> {
    let comments = format!(
        r#"<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>{author}</author></authors><commentList><comment ref="A1" authorId="0"><text>{text}</text></comment></commentList></comments>"#
    );
    let more = [
        ("xl/worksheets/_rels/sheet1.xml.rels", SHEET_RELS),
        (COMMENTS, comments.as_str()),
        ("xl/drawings/vmlDrawing1.vml", DRAWING),
    ];
    package(SHEET_WITH_NOTE, &more)
}

#[test]
fn untouched_parts_stay_as_they_were() {
    let plain = package(&worksheet("<sheetData/>"), &[("xl/media/a.bin", "x"), ("xl/calcChain.xml", "<calcChain/>")]);
    let copy = annotated(&plain, &[error("B2")]);
    let names: Vec<String> = entries(&copy).into_iter().map(|(name, _)| name).collect();
    let before: Vec<String> = entries(&plain).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names[..before.len()], before);
    for name in ["xl/media/a.bin", "xl/calcChain.xml", "docProps/custom.xml", "_rels/.rels"] {
        assert_eq!(part(&copy, name), part(&plain, name), "{name}");
    }
}

#[test]
fn same_input_gives_same_bytes() {
    let plain = package(&worksheet("<sheetData/>"), &[]);
    assert_eq!(annotated(&plain, &[error("B2")]), annotated(&plain, &[error("B2")]));
}

#[test]
fn values_and_formulas_are_kept_and_only_the_style_changes() {
    let sheet = sheet_after(
        r#"<sheetData><row r="2"><c r="B2" s="1"><f>A1+1</f><v>3</v></c><c r="C2" s="1"/></row></sheetData>"#,
        &[error("B2")],
    );
    assert!(sheet.contains(r#"<c r="B2" s="3"><f>A1+1</f><v>3</v></c><c r="C2" s="1"/>"#), "{sheet}");
}

#[test]
fn merged_cell_is_marked_at_its_anchor() {
    let children = r#"<sheetData><row r="1"><c r="A1"/><c r="B1"/><c r="C1"/></row><row r="2"><c r="B2" s="2"/></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>"#;
    let more = [("xl/styles.xml", STYLES), ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS)];
    let copy = annotated(&package(&worksheet(children), &more), &[error("B2")]);
    let sheet = part(&copy, SHEET);
    let row = r#"<row r="1"><c s="3" r="A1"/><c s="3" r="B1"/><c r="C1"/></row><row r="2"><c r="B2" s="4"/></row>"#;
    assert!(sheet.contains(row), "{sheet}");
    assert!(part(&copy, COMMENTS).contains(r#"<comment ref="A1""#));
}

#[test]
fn missing_rows_and_cells_are_put_in_order() {
    let children = r#"<dimension ref="A2:D4"/><cols><col min="2" max="2" style="2"/></cols><sheetData><row r="2" spans="3:4" s="1" customFormat="1"><c r="C2"/><c r="D2"/></row><row r="4"/></sheetData>"#;
    let sheet = sheet_after(children, &[error("B2"), error("B3"), error("B4"), error("A9")]);
    let data = r#"<dimension ref="A2:D9"/><cols><col min="2" max="2" style="2"/></cols><sheetData><row r="2" spans="2:4" s="1" customFormat="1"><c r="B2" s="3"/><c r="C2"/><c r="D2"/></row><row r="3"><c r="B3" s="4"/></row><row r="4"><c r="B4" s="4"/></row><row r="9"><c r="A9" s="5"/></row></sheetData>"#;
    assert!(sheet.contains(data), "{sheet}");
}

#[test]
fn rows_and_cells_without_addresses_are_counted() {
    let children = "<sheetData><row><c/><c/></row><row r=\"5\"><c/></row><row><c/><c/></row></sheetData>";
    let sheet = sheet_after(children, &[error("B6")]);
    assert!(sheet.contains("<row><c/><c s=\"3\"/></row></sheetData>"), "{sheet}");
}

#[test]
fn empty_sheet_data_is_opened() {
    let sheet = sheet_after("<sheetData/>", &[error("B2")]);
    assert!(sheet.contains(r#"<sheetData><row r="2"><c r="B2" s="3"/></row></sheetData>"#), "{sheet}");
}

#[test]
fn empty_elements_are_closed_under_their_own_name() {
    let sheet = sheet_after(r#"<x:sheetData/>"#, &[error("B2")]);
    assert!(sheet.contains(r#"<x:sheetData><row r="2"><c r="B2" s="3"/></row></x:sheetData>"#), "{sheet}");
    let sheet = sheet_after(r#"<sheetData><x:row r="2" /></sheetData>"#, &[error("B2")]);
    assert!(sheet.contains(r#"<x:row r="2"><c r="B2" s="3"/></x:row>"#), "{sheet}");
}

#[test]
fn range_fills_only_cells_that_exist() {
    let children =
        r#"<sheetData><row r="1"><c r="A1"/><c r="B1"/></row><row r="3"><c r="B3"/><c r="C3"/></row></sheetData>"#;
    let sheet = sheet_after(children, &[error("A1:B5")]);
    let data = r#"<row r="1"><c s="3" r="A1"/><c s="3" r="B1"/></row><row r="3"><c s="3" r="B3"/><c r="C3"/></row></sheetData>"#;
    assert!(sheet.contains(data), "{sheet}");
}

#[test]
fn gravest_level_colours_the_cell() {
    let children = r#"<sheetData><row r="1"><c r="A1"/></row></sheetData>"#;
    let advice = finding(Severity::Advice, "A", "A1");
    assert_eq!(sheet_after(children, &[advice, error("A1")]), sheet_after(children, &[error("A1")]));
}

#[test]
fn prefixed_namespace_is_used_in_what_is_added() {
    let sheet = r#"<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="B1"/></x:row></x:sheetData><x:extLst/></x:worksheet>"#;
    let sheet = part(&annotated(&package(sheet, &[]), &[error("A1")]), SHEET);
    assert!(sheet.contains(r#"<x:row r="1"><x:c r="A1" s="1"/><x:c r="B1"/></x:row>"#), "{sheet}");
    let drawing = r#"<x:legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId2"/><x:extLst/>"#;
    assert!(sheet.contains(drawing), "{sheet}");
}

#[test]
fn a_persons_comment_stays_above_ours() {
    let text = "<t>tanya &amp; cek</t>";
    let copy = annotated(&package_with_comment("Budi", text), &[error("A1")]);
    let comments = part(&copy, COMMENTS);
    assert!(comments.contains("<text><r><t>tanya &amp; cek</t></r><r>"), "{comments}");
    assert!(comments.contains("\n— cermat —\n[SALAH J01] target 1232"), "{comments}");
    let drawing = part(&copy, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(drawing.matches("<v:shape ").count(), 1, "the box is the person's own");
    assert!(!drawing.contains("3, 15, 1, 4<"), "the box grew: {drawing}");
}

#[test]
fn new_comment_joins_existing_part_and_drawing() {
    let copy = annotated(&package_with_comment("Budi", "<r><t>x</t></r>"), &[error("B2")]);
    let comments = part(&copy, COMMENTS);
    assert!(comments.contains("<author>Budi</author><author>cermat</author>"), "{comments}");
    assert!(comments.contains(r#"<comment ref="B2" authorId="1">"#), "{comments}");
    let drawing = part(&copy, "xl/drawings/vmlDrawing1.vml");
    assert!(drawing.contains("_x0000_s1026") && drawing.contains("data=\"1\""), "{drawing}");
    assert_eq!(part(&copy, SHEET).matches("legacyDrawing").count(), 1);
}

#[test]
fn relationships_are_written_under_the_case_of_their_part() {
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>"#;
    let plain = package(&worksheet("<sheetData/>"), &[("xl/worksheets/_rels/Sheet1.XML.rels", rels)]);
    let copy = annotated(&plain, &[error("A1")]);
    assert!(part(&copy, "xl/worksheets/_rels/sheet1.xml.rels").contains("/comments"));
    let again = entries(&copy)
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("xl/worksheets/_rels/sheet1.xml.rels"))
        .count();
    assert_eq!(again, 1);
}

#[test]
fn threaded_comment_is_left_alone_and_told() {
    let plain = package_with_comment("tc={1}", "<t>[Threaded comment]</t>");
    let copy = annotate(&plain, &[error("A1")]).expect("annotated");
    assert_eq!(part(&copy.bytes, COMMENTS), part(&plain, COMMENTS));
    assert_eq!(copy.notes.len(), 1);
}

#[test]
fn annotating_twice_equals_once() {
    for plain in [
        package(&worksheet(r#"<sheetData><row r="1"><c r="A1"/></row></sheetData>"#), &[]),
        package_with_comment("Budi", "<r><t>x</t></r>"),
    ] {
        let findings = [error("A1"), finding(Severity::Review, "A", "C3")];
        let once = annotated(&plain, &findings);
        assert_eq!(entries(&annotated(&once, &findings)), entries(&once));
    }
}

#[test]
fn mended_cells_lose_fill_and_comment() {
    let plain = package_with_comment("Budi", "<r><t>x</t></r>");
    let once = annotated(&plain, &[error("A1"), error("B2")]);
    let clean = annotated(&once, &[]);
    assert_eq!(part(&clean, COMMENTS).matches("<comment ").count(), 1);
    assert!(part(&clean, COMMENTS).contains("<text><r><t>x</t></r></text>"));
    assert!(!part(&clean, "xl/drawings/vmlDrawing1.vml").contains("s1026"));
    assert!(part(&clean, "xl/worksheets/temuan1.xml").contains("Tidak ada temuan."));
    assert_eq!(part(&clean, "xl/workbook.xml").matches("<sheet ").count(), 2);
    let format =
        part(&clean, SHEET).split("r=\"A1\"").next().expect("a cell").rsplit("s=\"").next().map(str::to_string);
    let format: usize = format.and_then(|text| text.trim_end_matches(['"', ' ']).parse().ok()).expect("a format");
    let styles = part(&clean, "xl/styles.xml");
    let formats = styles.split("<cellXfs").nth(1).expect("formats");
    assert!(formats.split("<xf ").nth(format + 1).expect("the format").contains("fillId=\"0\""), "{formats}");
}

#[test]
fn what_a_person_wrote_below_our_comment_stays() {
    let once = annotated(&package(&worksheet("<sheetData/>"), &[]), &[error("A1")]);
    let comments = part(&once, COMMENTS).replace("Saran: perbaiki", "Saran: perbaiki\nsudah benar menurut DPA");
    let more: Vec<(String, String)> = entries(&once);
    let more: Vec<(&str, &str)> = more.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let edited: Vec<(&str, &str)> =
        more.iter().map(|&(name, text)| (name, if name == COMMENTS { comments.as_str() } else { text })).collect();
    let again = part(&annotated(&package("", &edited), &[error("A1")]), COMMENTS);
    assert!(again.contains(">sudah benar menurut DPA</t>") && again.contains("— cermat —"), "{again}");
    assert_eq!(again.matches("[SALAH J01]").count(), 1, "{again}");
}

#[test]
fn reason_entered_on_temuan_is_kept() {
    let once = annotated(&package(&worksheet("<sheetData/>"), &[]), &[error("A1")]);
    let parts = entries(&once);
    let temuan = part(&once, "xl/worksheets/temuan1.xml");
    let (before, after) = temuan.split_once("<c r=\"M5\"").expect("the cell Alasan");
    let after = &after[after.find("/>").expect("an empty cell") + 2..];
    let temuan = format!("{before}<c r=\"M5\" t=\"inlineStr\"><is><t>sesuai DPA</t></is></c>{after}");
    let edited: Vec<(&str, &str)> = parts
        .iter()
        .map(|(name, text)| {
            (name.as_str(), if name.ends_with("temuan1.xml") { temuan.as_str() } else { text.as_str() })
        })
        .collect();
    let again = annotated(&package("", &edited), &[error("A1")]);
    assert!(part(&again, "xl/worksheets/temuan1.xml").contains("sesuai DPA"));
}

#[test]
fn temuan_is_the_last_sheet_and_quotes_its_links() {
    let workbook = part(&package("", &[]), "xl/workbook.xml").replace("name=\"A\"", "name=\"Jum'at\"");
    let plain = package(&worksheet("<sheetData/>"), &[("xl/workbook.xml", &workbook)]);
    let mut formula = finding(Severity::Error, "Jum'at", "B2");
    formula.message = "=1+1 \u{1}_x0041_".into();
    let copy = annotated(&plain, &[formula]);
    let workbook = part(&copy, "xl/workbook.xml");
    assert!(workbook.contains(r#"<sheet name="Temuan" sheetId="2" r:id="rId3"/></sheets>"#), "{workbook}");
    assert!(workbook.contains("activeTab=\"0\""));
    let temuan = part(&copy, "xl/worksheets/temuan1.xml");
    assert!(temuan.contains(r#"<hyperlink ref="C5" location="'Jum''at'!B2" display="B2"/>"#), "{temuan}");
    assert!(temuan.contains("=1+1 _x005F_x0041_</t>") && !temuan.contains("<f>"), "{temuan}");
}

#[test]
fn a_persons_sheet_temuan_stays() {
    let workbook = part(&package("", &[]), "xl/workbook.xml").replace("name=\"A\"", "name=\"Temuan\"");
    let plain = package(&worksheet("<sheetData/>"), &[("xl/workbook.xml", &workbook)]);
    let copy = annotated(&plain, &[]);
    assert!(part(&copy, "xl/workbook.xml").contains("<sheet name=\"Temuan (2)\""));
    assert_eq!(part(&copy, SHEET), part(&plain, SHEET));
}

#[test]
fn signature_is_dropped_and_told() {
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>"#;
    let origin = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/signature" Target="sig1.xml"/></Relationships>"#;
    let more = [
        ("_rels/.rels", rels),
        ("_xmlsignatures/origin.sigs", ""),
        ("_xmlsignatures/_rels/origin.sigs.rels", origin),
        ("_xmlsignatures/sig1.xml", "<Signature/>"),
    ];
    let copy = annotate(package(&worksheet("<sheetData/>"), &more), &[]).expect("annotated");
    assert!(copy.notes[0].to_string().contains("Tanda tangan digital"));
    assert!(entries(&copy.bytes).iter().all(|(name, text)| !name.contains("sig") && !text.contains("signature")));
}

#[test]
fn strict_package_gets_strict_namespaces() {
    let transitional = package(&worksheet("<sheetData/>"), &[]);
    let strict: Vec<(String, String)> = entries(&transitional)
        .into_iter()
        .map(|(name, text)| {
            let text = text.replace(
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main",
            );
            (
                name,
                text.replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/",
                    "http://purl.oclc.org/ooxml/officeDocument/",
                ),
            )
        })
        .collect();
    let strict: Vec<(&str, &str)> = strict.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let copy = annotated(&package("", &strict), &[error("A1")]);
    for (name, text) in entries(&copy) {
        assert!(
            !text.contains("/spreadsheetml/2006/main") && !text.contains("/officeDocument/2006/relationships"),
            "{name}: {text}"
        );
    }
}

#[test]
fn chartsheet_finding_stands_on_temuan_without_link() {
    let rels = WORKBOOK_RELS.replace("relationships/worksheet", "relationships/chartsheet");
    let more = [("xl/_rels/workbook.xml.rels", rels.as_str()), ("xl/styles.xml", STYLES)];
    let plain = package("<chartsheet/>", &more);
    let copy = annotated(&plain, &[error("A1")]);
    assert_eq!(part(&copy, SHEET), "<chartsheet/>");
    let temuan = part(&copy, "xl/worksheets/temuan1.xml");
    assert!(temuan.contains("[SALAH") || temuan.contains("target 1232") && !temuan.contains("<hyperlink"), "{temuan}");
}

#[test]
fn rubbish_is_an_error_and_no_panic() {
    let plain = package(&worksheet("<sheetData/>"), &[]);
    assert!(annotate(b"no zip".as_slice(), &[]).is_err());
    for length in (0..plain.len()).step_by(37) {
        assert!(annotate(&plain[..length], &[error("A1")]).is_err());
    }
    let unclosed = "<worksheet><sheetData><row r=\"1\"/></sheetData>";
    let closed_twice = "<worksheet><sheetData><row r=\"1\"/></sheetData></worksheet></worksheet>";
    let unpaired = "<worksheet><sheetData><row></worksheet>";
    let unquoted =
        r#"<worksheet><sheetData><row r="1"><c r="A1" t="r="B1" s="1"><v>1</v></c></row></sheetData></worksheet>"#;
    // A quote too many makes one tag of two cells, so that rows stand in a cell.
    let in_a_cell = r#"<worksheet><sheetData><row r="16"><c r="A16="4"/><c main"><sheetData><row r="1"><c><v>1</v></c></row><row r="2"><c r="A2"/></row></sheetData></c></row></sheetData></worksheet>"#;
    for sheet in ["", "<worksheet", unquoted, in_a_cell, unclosed, closed_twice, unpaired, "<!DOCTYPE a><worksheet/>"] {
        assert!(annotate(package(sheet, &[]), &[error("A1")]).is_err(), "{sheet}");
    }
    for sheet in ["<worksheet/>", "<worksheet><sheetData><row r=\"x\"><c r=\"?\"/></row></sheetData></worksheet>"] {
        annotated(&package(sheet, &[]), &[error("A1")]);
    }
}
