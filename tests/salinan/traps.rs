//! The traps of the format in the workbook, its sheets and their cells, each a small package.

use cermat::outputs::annotated::annotate;
use zip::write::SimpleFileOptions;

use super::package;
use super::small::{
    CELLS, MAIN, PACKAGE, Part, RELATIONS, SHEET, edited, findings, kept, kept_parts, parts, with, zipped, zipped_bytes,
};

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
fn templates_and_workbooks_with_macros_stay_what_they_are() {
    let plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    for kind in [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.ms-excel.template.macroEnabled.main+xml",
    ] {
        let copy = kept_parts(&edited(parts(CELLS), "[Content_Types].xml", plain, kind));
        let types = package::text(&copy.bytes, "[Content_Types].xml").expect("content types");
        assert!(types.contains(kind) && !types.contains(plain), "{types}");
    }
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
    let copy = annotate(zipped(&all, SimpleFileOptions::default()), &findings()).expect("annotated");
    assert!(copy.notes.iter().any(|note| note.to_string().contains("format sel")), "{:?}", copy.notes);
    let styles = package::text(&copy.bytes, "xl/styles.xml").expect("styles");
    assert!(styles.matches("<xf ").count() <= 64_000 + 20, "{}", styles.matches("<xf ").count());
}

/// The package with every element of its parts prefixed.
fn prefixed(parts: Vec<Part>) -> Vec<Part> {
    let prefixed = |text: String| {
        let text = text.replace('<', "<x:").replace("<x:/", "</x:");
        text.replace("xmlns=\"", "xmlns:x=\"")
    };
    parts.into_iter().map(|(name, text)| (name, prefixed(text))).collect()
}

#[test]
fn every_part_may_have_prefixed_names() {
    let merged =
        format!("{CELLS}<mergeCells count=\"1\"><mergeCell ref=\"D4:E5\"/></mergeCells><pageMargins left=\"1\"/>");
    let copy = kept_parts(&prefixed(parts(&merged)));
    let sheet = package::text(&copy.bytes, SHEET).expect("the sheet");
    assert!(sheet.contains("<x:hyperlinks><x:hyperlink ref=\"B1\""), "{sheet}");
    assert!(sheet.contains("</x:hyperlinks><x:pageMargins left=\"1\"/><x:legacyDrawing r:id="), "{sheet}");
}

#[test]
fn strict_package_stays_strict() {
    let strict = |(name, text): Part| {
        let text = text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main");
        (
            name,
            text.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/",
                "http://purl.oclc.org/ooxml/officeDocument/",
            ),
        )
    };
    let copy = kept_parts(&parts(CELLS).into_iter().map(strict).collect::<Vec<_>>());
    for entry in package::entries(&copy.bytes).expect("a zip") {
        let text = package::text(&copy.bytes, &entry.name).expect("text");
        assert!(!text.contains(MAIN) && !text.contains(RELATIONS), "{}: {text}", entry.name);
    }
}

#[test]
fn parts_in_utf16_are_annotated_and_the_others_stay_so() {
    let names = [
        "xl/workbook.xml",
        SHEET,
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
    ];
    let all = with(parts(CELLS), "docProps/app.xml", "<Properties/>");
    let orders: [fn(u16) -> [u8; 2]; 2] = [u16::to_le_bytes, u16::to_be_bytes];
    for bytes_of in orders {
        let utf16 = |text: &str| -> Vec<u8> {
            let text = format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{text}");
            text.encode_utf16().flat_map(bytes_of).collect()
        };
        let content = |(name, text): &Part| {
            (name.clone(), if names.contains(&name.as_str()) { utf16(text) } else { text.clone().into_bytes() })
        };
        let bytes = zipped_bytes(&all.iter().map(content).collect::<Vec<_>>(), SimpleFileOptions::default());
        let copy = kept(&bytes);
        let sheet = String::from_utf8(package::binary(&copy.bytes, SHEET).expect("the sheet")).expect("UTF-8 now");
        assert!(sheet.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "{sheet}");
        let app = package::binary(&copy.bytes, "docProps/app.xml");
        assert_eq!(app, package::binary(&bytes, "docProps/app.xml"));
        for bytes in [&bytes, &copy.bytes] {
            let book = cermat::xlsx::read("buku.xlsx", bytes).expect("a workbook");
            let cells: Vec<String> = book.grids[0].cells().iter().map(|cell| book.grids[0].shown(cell.at)).collect();
            assert_eq!(cells, ["ab", "2"]);
        }
    }
}

#[test]
fn a_part_in_another_encoding_is_refused_in_words() {
    let sheet =
        format!("<?xml version=\"1.0\" encoding=\"windows-1252\"?><worksheet xmlns=\"{MAIN}\">{CELLS}</worksheet>");
    let bytes = zipped(&with(parts(CELLS), SHEET, sheet), SimpleFileOptions::default());
    let said = annotate(&bytes, &findings()).expect_err("refused").to_string();
    assert!(said.contains("pengodean"), "{said}");
}

#[test]
fn signature_goes_and_is_told() {
    let origin = format!(
        "<Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/digital-signature/origin\" Target=\"_xmlsignatures/origin.sigs\"/></Relationships>"
    );
    let all = edited(parts(CELLS), "_rels/.rels", "</Relationships>", &origin);
    let copy = kept_parts(&with(all, "_xmlsignatures/origin.sigs", ""));
    assert!(copy.notes.iter().any(|note| note.to_string().contains("Tanda tangan digital")), "{:?}", copy.notes);
    assert!(!package::text(&copy.bytes, "_rels/.rels").expect("relationships").contains("origin.sigs"));
}

#[test]
fn a_persons_sheet_temuan_stays_beside_ours() {
    let copy = kept_parts(&edited(
        parts(CELLS),
        "xl/workbook.xml",
        "</sheets>",
        "<sheet name=\"temuan\" sheetId=\"9\" r:id=\"rId9\"/></sheets>",
    ));
    let workbook = package::text(&copy.bytes, "xl/workbook.xml").expect("the workbook");
    assert!(workbook.contains("name=\"temuan\"") && workbook.contains("name=\"Temuan (2)\""), "{workbook}");
    let sheet = package::text(&copy.bytes, SHEET).expect("the sheet");
    assert!(sheet.contains("location=\"'Temuan (2)'!C5\""), "{sheet}");
}

#[test]
fn rows_and_cells_without_addresses_are_counted() {
    let sheet = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r=\"6\" spans=\"1:1\"><c r=\"A6\"><v>3</v></c></row></sheetData>";
    let copy = kept_parts(&parts(sheet));
    let sheet = package::text(&copy.bytes, SHEET).expect("the sheet");
    assert!(sheet.contains("<row r=\"4\"><c r=\"D4\""), "{sheet}");
}
