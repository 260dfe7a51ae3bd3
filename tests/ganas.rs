//! Workbooks made to exhaust or mislead a reader: each is refused with its reason or read, none
//! stops the program.

mod common;

use std::io::{Cursor, Write as _};
use std::process::Command;

use cermat::error::Error;
use cermat::outputs::annotated::annotate;
use cermat::pipeline::{self, Settings};
use cermat::xlsx::Limits;
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use self::common::inflated;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A zip file of these parts.
fn zipped(parts: &[(&str, Vec<u8>)]) -> ZipWriter<Cursor<Vec<u8>>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a new part");
        writer.write_all(bytes).expect("it is held in memory");
    }
    writer
}

fn finish(writer: ZipWriter<Cursor<Vec<u8>>>) -> Vec<u8> {
    writer.finish().expect("it is held in memory").into_inner()
}

/// The parts of a workbook whose sheets, as many as wanted, all name one part.
fn parts(sheets: usize, names: &str, sheet: Vec<u8>) -> Vec<(&'static str, Vec<u8>)> {
    let list: String =
        (1..=sheets).map(|number| format!(r#"<sheet name="L{number}" sheetId="{number}" r:id="rId1"/>"#)).collect();
    let workbook =
        format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{list}</sheets>{names}</workbook>"#);
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    vec![
        ("[Content_Types].xml", br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_vec()),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").into_bytes()),
        ("xl/workbook.xml", workbook.into_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").into_bytes()),
        (SHEET, sheet),
    ]
}

/// A sheet with what stands before, in and after its cells.
fn sheet(before: &str, rows: &str, after: &str) -> Vec<u8> {
    format!(r#"<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>"#).into_bytes()
}

fn workbook(sheet: Vec<u8>) -> Vec<u8> {
    finish(zipped(&parts(1, "", sheet)))
}

const ONE: &str = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;

/// Reads and checks a workbook. A panic would be an internal error.
fn outcome(bytes: &[u8]) -> Result<(), Error> {
    let checked = pipeline::open("uji.xlsx", bytes).and_then(|book| pipeline::check(book, &Settings::default()));
    checked.map(drop).inspect_err(|error| assert!(!matches!(error, Error::Internal { .. }), "{error}"))
}

fn said(bytes: &[u8]) -> String {
    outcome(bytes).expect_err("it is refused").to_string()
}

#[test]
fn a_part_squeezed_beyond_reason_is_refused_before_it_is_inflated() {
    let said = said(&workbook(sheet("", ONE, &" ".repeat(20 << 20))));
    assert!(said.contains("bom ZIP"), "{said}");
}

#[test]
fn parts_on_each_others_bytes_are_refused() {
    let mut writer = zipped(&parts(1, "", sheet("", ONE, "")));
    writer.shallow_copy_file(SHEET, "xl/worksheets/sheet2.xml").expect("a second name");
    let said = said(&finish(writer));
    assert!(said.contains("tumpang tindih"), "{said}");
}

#[test]
fn one_part_named_by_many_sheets_counts_for_each() {
    let said = said(&finish(zipped(&parts(100, "", sheet("", ONE, &" ".repeat(6 << 20))))));
    assert!(said.contains("MB setelah dibuka"), "{said}");
}

#[test]
fn document_types_are_refused() {
    let mut bytes = br#"<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>"#.to_vec();
    bytes.extend(sheet("", r#"<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>"#, ""));
    let said = said(&workbook(bytes));
    assert!(said.contains("DTD"), "{said}");
}

#[test]
fn numbers_of_shared_formulas_are_bounded() {
    for number in ["18446744073709551615", "999999999999"] {
        let row = format!(r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="{number}">1+1</f><v>2</v></c></row>"#);
        let said = said(&workbook(sheet("", &row, "")));
        assert!(said.contains("rumus bersama"), "{said}");
    }
    for text in ["Komisi=1234567891", "Komisi=\"1234567\"", "si= 0\" 1234567 0"] {
        let row = format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>"#);
        assert!(pipeline::open("teks.xlsx", workbook(sheet("", &row, ""))).is_ok(), "{text} is no attribute");
    }
}

/// A workbook with a part beside its workbook part.
fn with_part(name: &'static str, text: String) -> Vec<u8> {
    let mut parts = parts(1, "", sheet("", ONE, ""));
    parts.push((name, text.into_bytes()));
    finish(zipped(&parts))
}

#[test]
fn a_list_of_texts_is_bounded_by_what_it_announces_and_what_it_holds() {
    let list = |attributes: &str, texts: &str| {
        with_part("xl/sharedStrings.xml", format!(r#"<sst xmlns="{MAIN}" {attributes}>{texts}</sst>"#))
    };
    for announced in ["20000000000", "000000000000000000000000099999999999", " 99999999999999999999999999"] {
        let said = said(&list(&format!(r#"uniqueCount="{announced}""#), "<si><t>a</t></si>"));
        assert!(said.contains("daftar teks"), "{announced}: {said}");
    }
    let few = Limits { texts: 100, ..Limits::default() };
    let bytes = list("", &"<si><t>a</t></si>".repeat(200));
    let refused = pipeline::open_within("uji.xlsx", &bytes, &few).expect_err("it is refused").to_string();
    assert!(refused.contains("daftar teks") && refused.contains("[batas] teks"), "{refused}");
    assert!(outcome(&bytes).is_ok());
}

#[test]
fn formats_are_bounded_by_what_they_take_when_written_out() {
    let styles = |font: &str, formats: usize| {
        let formats = r#"<xf fontId="0"></xf>"#.repeat(formats);
        let fonts = format!("<fonts><font><name val=\"{font}\"/></font></fonts>");
        with_part(
            "xl/styles.xml",
            format!(r#"<styleSheet xmlns="{MAIN}">{fonts}<cellXfs>{formats}</cellXfs></styleSheet>"#),
        )
    };
    assert!(outcome(&styles("Arial", 65_000)).is_ok());
    for (font, formats) in [("Arial".to_string(), 300_000), ("a".repeat(100_000), 10_000)] {
        let said = said(&styles(&font, formats));
        assert!(said.contains("format sel"), "{said}");
    }
}

#[test]
fn parts_in_utf16_that_break_off_within_a_character_are_met_once() {
    const BROKEN: &[u8] = b"<\0?\0x";
    assert!(matches!(outcome(&workbook(BROKEN.to_vec())), Err(Error::Damaged { .. })));
    let mut parts = parts(1, "", sheet("", ONE, ""));
    parts.push(("docProps/app.xml", BROKEN.to_vec()));
    assert!(outcome(&finish(zipped(&parts))).is_ok());
}

#[test]
fn elements_of_a_sheet_nest_only_so_deep() {
    let nested =
        |levels: usize| workbook(sheet("", ONE, &format!("{}{}", "<e>".repeat(levels), "</e>".repeat(levels))));
    assert!(outcome(&nested(900)).is_ok());
    let said = said(&nested(1_100));
    assert!(said.contains("bersarang"), "{said}");
}

#[test]
fn a_directory_that_tells_another_size_is_not_believed() {
    let bytes = workbook(sheet("", ONE, &" ".repeat(100_000)));
    let long = (ZipArchive::new(Cursor::new(&bytes)).expect("a package").by_name(SHEET).expect("the part").size()
        as u32)
        .to_le_bytes();
    let mut lying = bytes.clone();
    while let Some(at) = lying.windows(4).position(|four| four == long) {
        lying[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    assert_ne!(lying, bytes);
    assert!(matches!(outcome(&lying), Err(Error::Damaged { .. })));
}

#[test]
fn what_would_take_too_much_memory_is_refused_with_the_name_of_the_setting() {
    let rows: String =
        (1..=20_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>"#)).collect();
    let little = Limits { memory: 30 << 20, ..Limits::default() };
    let refused = |bytes: &[u8]| pipeline::open_within("uji.xlsx", bytes, &little).err().map(|error| error.to_string());
    let said = refused(&workbook(sheet("", &rows, ""))).expect("it is refused");
    assert!(said.contains("memori") && said.contains("--memori") && said.contains("30 MB"), "{said}");
    // Blanks that only look some way take little.
    let blanks = rows.replace("<v>", "<!--").replace("</v>", "-->");
    assert_eq!(refused(&workbook(sheet("", &format!("{ONE}{blanks}"), ""))), None);
}

/// What a fuzzer found.
#[test]
fn panics_of_other_readers_stay_with_the_cell_or_the_file() {
    let link = sheet("", ONE, r#"<hyperlinks><hyperlink ref="A0" location="L1!B2"/></hyperlinks>"#);
    let _ = outcome(&workbook(link));
    let column =
        r#"<row r="1"><c r="A1"><f>VLOOKUP$A3,A3:D,A3:D5,3,FALSE)</f><v>1</v></c><c r="B1"><v>2</v></c></row>"#;
    assert!(outcome(&workbook(sheet("", column, ""))).is_ok());
    let formats = format!(
        r#"<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"></xf><xf numFmtId="10"></xf></cellXfs></styleSheet>"#
    );
    let mut huge = parts(1, "", sheet("", r#"<row r="1"><c r="A1" s="1"><v>7.9e28</v></c></row>"#, ""));
    huge.push(("xl/styles.xml", formats.into_bytes()));
    assert!(outcome(&finish(zipped(&huge))).is_ok());
}

#[test]
fn merged_ranges_are_bounded_and_the_declared_size_is_not_believed() {
    let merges: String = (1..=300).map(|row| format!(r#"<mergeCell ref="A{row}:XFD{row}"/>"#)).collect();
    let said = said(&workbook(sheet("", ONE, &format!("<mergeCells>{merges}</mergeCells>"))));
    assert!(said.contains("sel gabungan"), "{said}");
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let wide = sheet(r#"<dimension ref="A1:XFD1048576"/>"#, &format!("{ONE}{far}"), "");
    assert!(outcome(&workbook(wide)).is_ok());
}

#[test]
fn odd_sheets_are_read_or_refused_without_a_panic() {
    let columns = r#"<col min="1" max="16383" hidden="1"/>"#.repeat(100_000);
    let rows = r#"<row r="4294967295"></row><row><c><v>1</v></c></row>"#;
    let itself = r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">A1+A2</f></c></row>
        <row r="2"><c r="A2"><f t="shared" si="0"/></c><c r="B2"><f t="shared" si="7"/></c></row>"#;
    let long = format!(r#"<row r="1"><c r="A1" t="str"><v>{}</v></c></row>"#, "kegiatan ".repeat(40_000));
    let mut invalid = sheet("", ONE, "");
    let text = br#"<c t="str"><v>"#.iter().chain(&[0xff, 0xfe]).chain(b"</v></c></row>").copied();
    invalid.splice(invalid.len() - 30..invalid.len() - 30, text);
    for (case, sheet) in [
        ("hidden columns", sheet(&format!("<cols>{columns}</cols>"), ONE, "")),
        ("row numbers", sheet("", rows, "")),
        ("a column too far", sheet("", r#"<row r="1"><c r="XFE1"><v>1</v></c></row>"#, "")),
        ("an address of letters", sheet("", r#"<row r="1"><c r="AAAAAAAAAAAA1"><v>1</v></c></row>"#, "")),
        ("a formula of itself", sheet("", itself, "")),
        ("long text", sheet("", &long, "")),
        ("deep elements", sheet("", ONE, &format!("{}{}", "<e>".repeat(100_000), "</e>".repeat(100_000)))),
        ("elements left open", sheet("", ONE, &"<e>".repeat(100_000))),
        ("bytes that are no text", invalid),
        ("an unknown entity", sheet("", r#"<row r="1"><c r="A1" t="str"><v>&x;</v></c></row>"#, "")),
    ] {
        eprintln!("{case}: {:?}", outcome(&workbook(sheet)).err().map(|error| error.to_string()));
    }
    let names = "<definedName name=\"a\">b</definedName><definedName name=\"b\">a</definedName>".repeat(50_000);
    let bytes = finish(zipped(&parts(1, &format!("<definedNames>{names}</definedNames>"), sheet("", ONE, ""))));
    eprintln!("names: {:?}", outcome(&bytes).err().map(|error| error.to_string()));
}

#[test]
fn repeated_cells_of_a_spreadsheet_are_not_written_out() {
    let cell = r#"<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>"#;
    let blank = r#"<table:table-cell table:number-columns-repeated="1000000000"/>"#;
    let rows =
        format!(r#"<table:table-row table:number-rows-repeated="1000000">{cell}{blank}{cell}</table:table-row>"#);
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="L">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let kind = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    let said = said(&finish(zipped(&[("mimetype", kind), ("content.xml", content.into_bytes())])));
    assert!(said.contains("terbentang"), "{said}");
}

/// One hostile file among good ones: the good one is done, nothing is written outside the folder of
/// outputs, and a link out of the folder is not followed.
#[test]
fn the_other_workbooks_are_still_checked_and_nothing_leaves_the_folder() {
    let place = tempfile::tempdir().expect("the system has a temporary folder");
    let (inside, outside) = (place.path().join("masuk"), place.path().join("luar"));
    for folder in [&inside, &outside] {
        std::fs::create_dir(folder).expect("it can be made");
    }
    let write = |path: std::path::PathBuf, bytes: &[u8]| std::fs::write(path, bytes).expect("it can be written");
    write(inside.join("bom.xlsx"), &workbook(sheet("", ONE, &" ".repeat(20 << 20))));
    let mut escaping = parts(1, "", sheet("", ONE, ""));
    escaping.push(("../../jahat.xml", b"<jahat/>".to_vec()));
    write(inside.join("keluar.xlsx"), &finish(zipped(&escaping)));
    write(outside.join("rahasia.xlsx"), &workbook(sheet("", ONE, "")));
    #[cfg(unix)]
    for (target, name) in [(outside.clone(), "folder"), (outside.join("rahasia.xlsx"), "tautan.xlsx")] {
        std::os::unix::fs::symlink(target, inside.join(name)).expect("a link can be made");
    }
    let status = Command::new(env!("CARGO_BIN_EXE_cermat"))
        .args(["periksa", "masuk", "--diam"])
        .current_dir(place.path())
        .status()
        .expect("the program starts");
    assert_eq!(status.code(), Some(2));
    let report = std::fs::read_to_string(inside.join("hasil/temuan.json")).expect("the report is written");
    assert!(report.contains("bom ZIP") && report.contains("keluar.xlsx"), "{report}");
    assert!(!report.contains("rahasia") && !report.contains("tautan"), "{report}");
    let mut names: Vec<_> =
        std::fs::read_dir(place.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    assert_eq!(names, ["luar", "masuk"]);
}

/// Numbers that look random and are the same every time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or(0) % most.max(1)
    }

    /// Changes one place: a byte, a piece left out, a piece twice, or a number or markup put in.
    fn bend(&mut self, bytes: &mut Vec<u8>) {
        const PUT_IN: [&str; 10] =
            ["99999999999999999999", "-1", "0", "&lt;", "<", "\"", "XFD1048576", "#REF!", "<v>", "\u{fffd}"];
        let at = self.below(bytes.len());
        let end = (at + 1 + self.below(40)).min(bytes.len());
        match self.below(4) {
            0 => bytes.splice(at..end, []).for_each(drop),
            1 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            2 => bytes.splice(at..end.min(at + 3), PUT_IN[self.below(PUT_IN.len())].bytes()).for_each(drop),
            _ => bytes[at..end.min(at + 1)].fill(self.below(256) as u8),
        }
    }
}

/// Reads, checks and marks a workbook; none of them may panic.
fn survives(case: &str, bytes: &[u8]) {
    let done = pipeline::open("uji.xlsx", bytes)
        .and_then(|book| pipeline::check(book, &Settings::default()))
        .and_then(|(_, checked)| pipeline::guarded(|| annotate(bytes, &checked.findings)));
    if let Err(error @ Error::Internal { .. }) = done {
        panic!("{case}: {error}");
    }
}

#[test]
fn samples_bent_at_random_places_are_read_or_refused() {
    for name in ["Renstra_RKT.xlsx", "IKU_Prov_2017.xlsx"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/contoh").join(name);
        let whole = std::fs::read(path).expect("the sample is there");
        let parts = inflated(&whole);
        for seed in 0..100 {
            let mut chance = Chance(seed);
            let mut bent = parts.clone();
            let part = chance.below(bent.len());
            (0..=chance.below(3)).for_each(|_| chance.bend(&mut bent[part].1));
            let borrowed: Vec<(&str, Vec<u8>)> =
                bent.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
            survives(&format!("{name}, {}, seed {seed}", bent[part].0), &finish(zipped(&borrowed)));
            let mut bytes = whole.clone();
            (0..=chance.below(3)).for_each(|_| chance.bend(&mut bytes));
            survives(&format!("{name} as a file, seed {seed}"), &bytes);
        }
    }
}
