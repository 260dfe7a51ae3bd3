//! A workbook with everything Excel can put into one; the copy keeps all of it.

use cermat::outputs::annotated::annotate;
use rust_xlsxwriter::{
    Button, Chart, ChartType, ConditionalFormatDataBar, ConditionalFormatDuplicate, DataValidation, DocProperties,
    Format, FormatBorder, HeaderImagePosition, IgnoreError, Image, Note, Shape, Sparkline, Table, TableColumn,
    Workbook,
};

use super::kaya_parts::with_more;
use super::{compare, marks, package};

/// What a workbook may hold, each with a text that tells where it stands.
const FEATURES: [(&str, &str); 48] = [
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
    ("threaded comments", "<threadedComment "),
    ("persons", "<person "),
    ("protection", "<sheetProtection"),
    ("protected ranges", "<protectedRange "),
    ("slicers", "<slicer "),
    ("slicer lists of sheets", "<x14:slicerList>"),
    ("slicer shapes", "<sle:slicer "),
    ("slicer caches", "<slicerCacheDefinition "),
    ("print settings", "<pageSetup "),
    ("printer's own settings", "printer-settings"),
    ("rich text", "<si><r>"),
    ("dynamic arrays", "XLDAPR"),
    ("checkboxes", "FeaturePropertyBags"),
    ("pivot tables", "<pivotTableDefinition "),
    ("pivot caches", "<pivotCacheDefinition "),
    ("pivot records", "<pivotCacheRecords "),
    ("tables", "<tableColumn "),
    ("data validation", "<dataValidation "),
    ("hyperlinks", "<hyperlink ref=\"A8\""),
    ("defined names", ">Lembar1!$A$1:$B$4</definedName>"),
    ("outlines", "outlineLevel=\"1\""),
    ("freeze panes", "state=\"frozen\""),
    ("custom views", "<customWorkbookView "),
    ("header images", "&amp;G"),
    ("background picture", "<picture "),
    ("VBA project", "Attribute VB_Name"),
    ("VBA signature", "tanda-tangan-makro"),
    ("ink", "<inkml:trace>"),
    ("ink shapes", "<xdr:contentPart "),
    ("ribbon", "<customUI "),
    ("controls of sheets", "<control "),
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
    for (row, (nama, pagu)) in (1..).zip([("Kesehatan", 120.0), ("Sosial", 80.0)]) {
        second.write_string(row, 0, nama).expect("a cell");
        second.write_number(row, 1, pagu).expect("a cell");
    }
    let columns = ["Bidang", "Pagu"].map(|title| TableColumn::new().set_header(title));
    second.add_table(0, 0, 2, 1, &Table::new().set_columns(&columns)).expect("a table");
    let sheet = workbook.add_chartsheet();
    let mut chart = Chart::new(ChartType::Pie);
    chart.add_series().set_values("Lembar1!$B$1:$B$4");
    sheet.insert_chart(0, 0, &chart).expect("a chart");
    workbook.define_name("Data", "=Lembar1!$A$1:$B$4").expect("a name");
    with_more(&workbook.save_to_buffer().expect("a workbook"))
}
