//! A workbook with everything Excel can put into one; the copy keeps all of it.

use std::io::{Cursor, Read as _, Write as _};

use cermat::outputs::annotated::annotate;
use rust_xlsxwriter::{
    Button, Chart, ChartType, ConditionalFormatDataBar, ConditionalFormatDuplicate, DataValidation, DocProperties,
    Format, FormatBorder, HeaderImagePosition, IgnoreError, Image, Note, Shape, Sparkline, Table, Workbook,
};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{compare, marks, package};

/// What a workbook may hold, each with a text that tells where it stands.
const FEATURES: [(&str, &str); 40] = [
    ("charts", "<c:barChart>"),
    ("chartsheet", "<chartsheet "),
    ("images", "<xdr:pic>"),
    ("text boxes", "txBox=\"1\""),
    ("form buttons", "ObjectType=\"Button\""),
    ("form controls", "<formControlPr "),
    ("sparklines", "<x14:sparklineGroup"),
    ("data bars", "<x14:dataBar"),
    ("conditional formats", "type=\"duplicateValues\""),
    ("comments", "<comment ref="),
    ("threaded comments", "<ThreadedComments "),
    ("persons", "<personList "),
    ("protection", "<sheetProtection"),
    ("protected ranges", "<protectedRange "),
    ("slicers", "<slicers "),
    ("slicer caches", "<slicerCacheDefinition "),
    ("print settings", "<pageSetup "),
    ("printer's own settings", "printer-settings"),
    ("rich text", "<si><r>"),
    ("dynamic arrays", "XLDAPR"),
    ("checkboxes", "FeaturePropertyBags"),
    ("pivot tables", "<pivotTableDefinition "),
    ("pivot caches", "<pivotCacheDefinition "),
    ("tables", "<tableColumn "),
    ("data validation", "<dataValidation "),
    ("hyperlinks", "<hyperlink "),
    ("defined names", ">Lembar1!$A$1:$B$4</definedName>"),
    ("outlines", "outlineLevel=\"1\""),
    ("freeze panes", "state=\"frozen\""),
    ("custom views", "<customWorkbookView "),
    ("header images", "&amp;G"),
    ("background picture", "<picture "),
    ("VBA project", "vba-project"),
    ("custom XML", "<laporan xmlns=\"urn:contoh\">"),
    ("document properties", "Dinas Contoh"),
    ("external links", "<externalLink "),
    ("OLE objects", "<oleObject "),
    ("page breaks", "<rowBreaks "),
    ("ignored errors", "<ignoredError "),
    ("cell styles and theme", "<a:clrScheme "),
];

#[test]
fn everything_in_a_rich_workbook_is_kept() {
    let plain = workbook();
    let findings = marks::findings(&plain);
    let copy = annotate(&plain, &findings).expect("a package that can be annotated").bytes;
    assert_eq!(compare::faults(&plain, &copy, &findings), Vec::<String>::new());
    for (feature, text) in FEATURES {
        let before = parts_with(&plain, text);
        assert!(!before.is_empty(), "the workbook has no {feature}");
        assert_eq!(count(&plain, text, &before), count(&copy, text, &before), "{feature}: {before:?}");
    }
    assert_eq!(annotate(&copy, &findings).expect("annotated again").bytes, copy);
}

/// The parts that hold a text.
fn parts_with(bytes: &[u8], text: &str) -> Vec<String> {
    let entries = package::entries(bytes).expect("a zip").into_iter().map(|entry| entry.name);
    entries.filter(|name| count(bytes, text, std::slice::from_ref(name))[0] > 0).collect()
}

fn count(bytes: &[u8], text: &str, parts: &[String]) -> Vec<usize> {
    let times = |part: &String| {
        let bytes = package::binary(bytes, part).unwrap_or_default();
        let told = String::from_utf8_lossy(&bytes).into_owned();
        // Ours may come on top of a person's comments.
        if text == "<comment ref=" { usize::from(told.contains(text)) } else { told.matches(text).count() }
    };
    parts.iter().map(times).collect()
}

/// A picture of one point.
const PNG: [u8; 67] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 58, 126, 155,
    85, 0, 0, 0, 10, 73, 68, 65, 84, 120, 156, 99, 96, 0, 0, 0, 2, 0, 1, 72, 175, 164, 113, 0, 0, 0, 0, 73, 69, 78, 68,
    174, 66, 96, 130,
];

fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_company("Dinas Contoh").set_custom_property("Nomor", "1"));
    let picture = Image::new_from_buffer(&PNG).expect("a picture");
    let bold = Format::new().set_bold().set_border(FormatBorder::Thin);
    let sheet = workbook.add_worksheet().set_name("Lembar1").expect("a name");
    for row in 0..4u32 {
        sheet.write_string(row, 0, format!("baris {row}")).expect("a cell");
        sheet.write_number_with_format(row, 1, f64::from(row), &bold).expect("a cell");
    }
    sheet.write_rich_string(5, 0, &[(&bold, "tebal"), (&Format::new(), " biasa")]).expect("a cell");
    sheet.write_dynamic_array_formula(6, 3, 6, 3, "=SORT(B1:B4)").expect("a cell");
    sheet.write_url(7, 0, "https://example.com/").expect("a link");
    sheet.insert_checkbox(8, 0, true).expect("a checkbox");
    sheet.insert_note(1, 1, &Note::new("catatan pegawai").set_author("Budi")).expect("a note");
    let mut chart = Chart::new(ChartType::Bar);
    chart.add_series().set_values("Lembar1!$B$1:$B$4");
    sheet.insert_chart(10, 5, &chart).expect("a chart");
    sheet.insert_image(20, 5, &picture).expect("a picture");
    sheet.insert_shape(25, 5, &Shape::textbox().set_text("kotak teks")).expect("a shape");
    sheet.insert_button(30, 5, &Button::new()).expect("a button");
    sheet.add_sparkline(0, 3, &Sparkline::new().set_range(("Lembar1", 0, 1, 3, 1))).expect("a sparkline");
    sheet.add_conditional_format(0, 1, 3, 1, &ConditionalFormatDataBar::new()).expect("a format");
    sheet.add_conditional_format(0, 0, 3, 0, &ConditionalFormatDuplicate::new()).expect("a format");
    let validation = DataValidation::new().allow_list_strings(&["ya", "tidak"]).expect("a list");
    sheet.add_data_validation(0, 4, 3, 4, &validation).expect("a validation");
    sheet.group_rows(2, 3).expect("a group");
    sheet.set_freeze_panes(1, 0).expect("a pane");
    sheet.set_header("&C&G").set_header_image(&picture, HeaderImagePosition::Center).expect("an image");
    sheet.insert_background_image(&picture);
    sheet.set_page_breaks(&[5]).expect("a break");
    sheet.ignore_error(0, 0, IgnoreError::NumberStoredAsText).expect("an error to ignore");
    sheet.protect();
    sheet.unprotect_range(0, 1, 3, 1).expect("a range");
    sheet.set_landscape().set_paper_size(14);
    let second = workbook.add_worksheet().set_name("Lembar2").expect("a name");
    second.write_string(0, 0, "Nama").expect("a cell");
    second.write_string(1, 0, "isi").expect("a cell");
    second.add_table(0, 0, 1, 0, &Table::new()).expect("a table");
    let sheet = workbook.add_chartsheet();
    let mut chart = Chart::new(ChartType::Pie);
    chart.add_series().set_values("Lembar1!$B$1:$B$4");
    sheet.insert_chart(0, 0, &chart).expect("a chart");
    workbook.define_name("Data", "=Lembar1!$A$1:$B$4").expect("a name");
    with_more(&workbook.save_to_buffer().expect("a workbook"))
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Adds by hand what no library writes.
fn with_more(bytes: &[u8]) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        let kind = if kind.contains("://") { kind.into() } else { format!("{RELATIONS}/{kind}") };
        format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
    };
    let sheet_relations = [
        relation(
            "rIdT",
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "../threadedComments/threadedComment1.xml",
        ),
        relation("rIdS", "http://schemas.microsoft.com/office/2007/relationships/slicer", "../slicers/slicer1.xml"),
        relation("rIdP", "printerSettings", "../printerSettings/printerSettings1.bin"),
        relation("rIdC", "ctrlProp", "../ctrlProps/ctrlProp9.xml"),
        relation("rIdO", "oleObject", "../embeddings/oleObject1.bin"),
        relation("rIdV", "pivotTable", "../pivotTables/pivotTable1.xml"),
    ]
    .concat();
    let book_relations = [
        relation("rIdB", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        relation("rIdE", "externalLink", "externalLinks/externalLink1.xml"),
        relation("rIdI", "http://schemas.microsoft.com/office/2017/10/relationships/person", "persons/person.xml"),
        relation(
            "rIdL",
            "http://schemas.microsoft.com/office/2007/relationships/slicerCache",
            "slicerCaches/slicerCache1.xml",
        ),
        relation("rIdD", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        relation("rIdX", "customXml", "../customXml/item1.xml"),
    ]
    .concat();
    let sheet_end = "<oleObjects><oleObject progId=\"Package\" shapeId=\"1026\" r:id=\"rIdO\"/></oleObjects>";
    let edits = [
        ("xl/worksheets/_rels/sheet1.xml.rels", "</Relationships>", format!("{sheet_relations}</Relationships>")),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", format!("{book_relations}</Relationships>")),
        ("xl/worksheets/sheet1.xml", "<extLst>", format!("{sheet_end}<extLst>")),
        (
            "xl/workbook.xml",
            "</workbook>",
            "<customWorkbookViews><customWorkbookView name=\"Cetak\" guid=\"{00000000-0000-0000-0000-000000000001}\" windowWidth=\"1\" windowHeight=\"1\" activeSheetId=\"1\"/></customWorkbookViews><pivotCaches><pivotCache cacheId=\"1\" r:id=\"rIdD\"/></pivotCaches></workbook>".into(),
        ),
        ("[Content_Types].xml", "</Types>", "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/></Types>".into()),
    ];
    let added = [
        ("xl/threadedComments/threadedComment1.xml", "<ThreadedComments xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\"/>".to_string()),
        ("xl/persons/person.xml", "<personList xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\"/>".into()),
        ("xl/slicers/slicer1.xml", "<slicers xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\"/>".into()),
        ("xl/slicerCaches/slicerCache1.xml", "<slicerCacheDefinition xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\" name=\"S\" sourceName=\"S\"/>".into()),
        ("xl/printerSettings/printerSettings1.bin", "printer-settings".into()),
        ("xl/ctrlProps/ctrlProp9.xml", "<formControlPr xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\" objectType=\"CheckBox\"/>".into()),
        ("xl/embeddings/oleObject1.bin", "ole".into()),
        ("xl/pivotTables/pivotTable1.xml", format!("<pivotTableDefinition xmlns=\"{MAIN}\" name=\"P\" cacheId=\"1\"/>")),
        ("xl/pivotCache/pivotCacheDefinition1.xml", format!("<pivotCacheDefinition xmlns=\"{MAIN}\"/>")),
        ("xl/vbaProject.bin", "vba-project".into()),
        ("xl/externalLinks/externalLink1.xml", format!("<externalLink xmlns=\"{MAIN}\"/>")),
        ("customXml/item1.xml", "<laporan xmlns=\"urn:contoh\"/>".replace("/>", "></laporan>")),
    ];
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, content: &[u8]| {
        writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(content).expect("memory takes it");
    };
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("it can be inflated");
        for (part, place, text) in edits.iter().filter(|(part, ..)| *part == name) {
            let old = String::from_utf8(content).expect("XML");
            assert!(old.contains(place), "{part} has no {place}");
            content = old.replacen(place, text, 1).into_bytes();
        }
        add(&name, &content);
    }
    added.iter().for_each(|(name, content)| add(name, content.as_bytes()));
    writer.finish().expect("memory takes it").into_inner()
}
