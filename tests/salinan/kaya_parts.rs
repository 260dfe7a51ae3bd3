//! What no library writes into a workbook, added by hand: pivot table with its cache, slicer, ink, threads,
//! macros, controls, embedded objects, links to other workbooks. Each part is related, typed and named where
//! Excel looks for it.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::small::{MAIN, PACKAGE, RELATIONS};

const X14: &str = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main";
const THREADS: &str = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments";
const MICROSOFT: &str = "http://schemas.microsoft.com/office";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The end of the first sheet; rules of conditional formats have an `extLst` too.
const SHEET_END: &str = "<extLst><ext xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\" uri=\"{78C0D931-6437-407d-A8EE-F0AAD7539E65}\">";

fn relation(id: &str, kind: &str, target: &str) -> String {
    let kind = if kind.contains("://") { kind.into() } else { format!("{RELATIONS}/{kind}") };
    format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
}

fn relations(list: &[String]) -> String {
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{}</Relationships>", list.concat())
}

/// A part that is added: its name, its content type (nothing where the extension tells), its content.
type Added = (&'static str, String, Vec<u8>);

/// A text put before another one in a part.
type Edit = (&'static str, &'static str, String);

/// The workbook of `kaya` with the parts of this file.
pub fn with_more(bytes: &[u8]) -> Vec<u8> {
    let added = added();
    let overrides = added.iter().filter(|(_, kind, _)| !kind.is_empty());
    let overrides = overrides.map(|(name, kind, _)| format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>"));
    let mut edits = edits();
    edits.push(("[Content_Types].xml", "</Types>", overrides.collect()));
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
            assert!(old.contains(place), "{part} has no {place}: {old}");
            content = old.replacen(place, &format!("{text}{place}"), 1).into_bytes();
        }
        add(&name, &content);
    }
    added.iter().for_each(|(name, _, content)| add(name, content));
    writer.finish().expect("memory takes it").into_inner()
}

fn edits() -> Vec<Edit> {
    let sheet = [
        relation(
            "rIdT",
            &format!("{MICROSOFT}/2017/10/relationships/threadedComment"),
            "../threadedComments/threadedComment1.xml",
        ),
        relation("rIdP", "printerSettings", "../printerSettings/printerSettings1.bin"),
        relation("rIdC", "ctrlProp", "../ctrlProps/ctrlProp9.xml"),
        relation("rIdO", "oleObject", "../embeddings/oleObject1.bin"),
    ];
    let pivot_sheet = [
        relation("rIdS", &format!("{MICROSOFT}/2007/relationships/slicer"), "../slicers/slicer1.xml"),
        relation("rIdV", "pivotTable", "../pivotTables/pivotTable1.xml"),
    ];
    let book = [
        relation("rIdB", &format!("{MICROSOFT}/2006/relationships/vbaProject"), "vbaProject.bin"),
        relation("rIdE", "externalLink", "externalLinks/externalLink1.xml"),
        relation("rIdI", &format!("{MICROSOFT}/2017/10/relationships/person"), "persons/person.xml"),
        relation("rIdL", &format!("{MICROSOFT}/2007/relationships/slicerCache"), "slicerCaches/slicerCache1.xml"),
        relation("rIdD", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        relation("rIdX", "customXml", "../customXml/item1.xml"),
    ];
    let controls = "<oleObjects><oleObject progId=\"Package\" shapeId=\"1026\" r:id=\"rIdO\"/></oleObjects><mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><mc:Choice xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\" Requires=\"x14\"><controls><control shapeId=\"1025\" r:id=\"rIdC\" name=\"Kotak 1\"/></controls></mc:Choice></mc:AlternateContent>";
    let slicers = format!(
        "<extLst><ext uri=\"{{A8765BA9-456A-4dab-B4F3-ACF838C121DE}}\" xmlns:x14=\"{X14}\"><x14:slicerList><x14:slicer r:id=\"rIdS\"/></x14:slicerList></ext></extLst>"
    );
    let book_end = format!(
        "<customWorkbookViews><customWorkbookView name=\"Cetak\" guid=\"{{00000000-0000-0000-0000-000000000001}}\" windowWidth=\"1\" windowHeight=\"1\" activeSheetId=\"1\"/></customWorkbookViews><pivotCaches><pivotCache cacheId=\"1\" r:id=\"rIdD\"/></pivotCaches><extLst><ext uri=\"{{BBE1A952-AA13-448e-AADC-164F8A28A991}}\" xmlns:x14=\"{X14}\"><x14:slicerCaches><x14:slicerCache r:id=\"rIdL\"/></x14:slicerCaches></ext></extLst>"
    );
    vec![
        ("xl/worksheets/_rels/sheet1.xml.rels", "</Relationships>", sheet.concat()),
        ("xl/worksheets/_rels/sheet2.xml.rels", "</Relationships>", pivot_sheet.concat()),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", book.concat()),
        (
            "_rels/.rels",
            "</Relationships>",
            relation("rIdU", &format!("{MICROSOFT}/2006/relationships/ui/extensibility"), "customUI/customUI.xml"),
        ),
        ("xl/drawings/_rels/drawing1.xml.rels", "</Relationships>", relation("rIdInk", "customXml", "../ink/ink1.xml")),
        ("xl/worksheets/sheet1.xml", SHEET_END, controls.into()),
        ("xl/worksheets/sheet2.xml", "</worksheet>", slicers),
        ("xl/workbook.xml", "</workbook>", book_end),
        ("xl/workbook.xml", "</definedNames>", "<definedName name=\"Slicer_Bidang\">#N/A</definedName>".into()),
        ("xl/drawings/drawing1.xml", "</xdr:wsDr>", shapes()),
    ]
}

/// The shape of the slicer, and ink, in the drawing of the first sheet.
fn shapes() -> String {
    let place = |row| {
        format!(
            "<xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>10</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>",
            row + 5
        )
    };
    let alternate = |choice: &str| {
        format!(
            "<mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\">{choice}<mc:Fallback/></mc:AlternateContent><xdr:clientData/>"
        )
    };
    let slicer = alternate(
        "<mc:Choice xmlns:a14=\"http://schemas.microsoft.com/office/drawing/2010/main\" Requires=\"a14\"><xdr:graphicFrame macro=\"\"><xdr:nvGraphicFramePr><xdr:cNvPr id=\"91\" name=\"Bidang\"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></xdr:xfrm><a:graphic><a:graphicData uri=\"http://schemas.microsoft.com/office/drawing/2010/slicer\"><sle:slicer xmlns:sle=\"http://schemas.microsoft.com/office/drawing/2010/slicer\" name=\"Bidang\"/></a:graphicData></a:graphic></xdr:graphicFrame></mc:Choice>",
    );
    let ink = alternate(&format!(
        "<mc:Choice xmlns:xdr14=\"http://schemas.microsoft.com/office/excel/2010/spreadsheetDrawing\" Requires=\"xdr14\"><xdr:contentPart xmlns:r=\"{RELATIONS}\" r:id=\"rIdInk\"><xdr14:nvContentPartPr><xdr14:cNvPr id=\"92\" name=\"Tinta 1\"/><xdr14:cNvContentPartPr/></xdr14:nvContentPartPr><xdr14:nvPr macro=\"\"/><xdr14:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"360\" cy=\"360\"/></xdr14:xfrm></xdr:contentPart></mc:Choice>"
    ));
    format!(
        "<xdr:twoCellAnchor>{}{slicer}</xdr:twoCellAnchor><xdr:twoCellAnchor>{}{ink}</xdr:twoCellAnchor>",
        place(2),
        place(40)
    )
}

fn added() -> Vec<Added> {
    let mut parts: Vec<Added> = Vec::new();
    let mut part =
        |name: &'static str, kind: &str, content: String| parts.push((name, kind.into(), content.into_bytes()));
    let book_type = |kind: &str| format!("{TYPES}.{kind}+xml");
    part(
        "xl/threadedComments/threadedComment1.xml",
        "application/vnd.ms-excel.threadedcomments+xml",
        format!(
            "<ThreadedComments xmlns=\"{THREADS}\"><threadedComment ref=\"D9\" dT=\"2024-01-01T00:00:00.00\" personId=\"{{00000000-0000-0000-0000-00000000000A}}\" id=\"{{00000000-0000-0000-0000-00000000000B}}\"><text>sudah dicek?</text></threadedComment></ThreadedComments>"
        ),
    );
    part(
        "xl/persons/person.xml",
        "application/vnd.ms-excel.person+xml",
        format!(
            "<personList xmlns=\"{THREADS}\"><person displayName=\"Budi\" id=\"{{00000000-0000-0000-0000-00000000000A}}\" userId=\"Budi\" providerId=\"None\"/></personList>"
        ),
    );
    part(
        "xl/slicers/slicer1.xml",
        "application/vnd.ms-excel.slicer+xml",
        format!(
            "<slicers xmlns=\"{X14}\"><slicer name=\"Bidang\" cache=\"Slicer_Bidang\" caption=\"Bidang\" rowHeight=\"241300\"/></slicers>"
        ),
    );
    part(
        "xl/slicerCaches/slicerCache1.xml",
        "application/vnd.ms-excel.slicerCache+xml",
        format!(
            "<slicerCacheDefinition xmlns=\"{X14}\" name=\"Slicer_Bidang\" sourceName=\"Bidang\"><pivotTables><pivotTable tabId=\"2\" name=\"Pivot1\"/></pivotTables><data><tabular pivotCacheId=\"1\"><items count=\"2\"><i x=\"0\" s=\"1\"/><i x=\"1\" s=\"1\"/></items></tabular></data></slicerCacheDefinition>"
        ),
    );
    part(
        "xl/pivotTables/pivotTable1.xml",
        &book_type("pivotTable"),
        format!(
            "<pivotTableDefinition xmlns=\"{MAIN}\" name=\"Pivot1\" cacheId=\"1\" dataCaption=\"Nilai\" updatedVersion=\"6\" minRefreshableVersion=\"3\" createdVersion=\"6\"><location ref=\"E3:F6\" firstHeaderRow=\"1\" firstDataRow=\"1\" firstDataCol=\"1\"/><pivotFields count=\"2\"><pivotField axis=\"axisRow\" showAll=\"0\"><items count=\"3\"><item x=\"0\"/><item x=\"1\"/><item t=\"default\"/></items></pivotField><pivotField dataField=\"1\" showAll=\"0\"/></pivotFields><rowFields count=\"1\"><field x=\"0\"/></rowFields><rowItems count=\"3\"><i><x/></i><i><x v=\"1\"/></i><i t=\"grand\"><x/></i></rowItems><colItems count=\"1\"><i/></colItems><dataFields count=\"1\"><dataField name=\"Jumlah Pagu\" fld=\"1\" baseField=\"0\" baseItem=\"0\"/></dataFields></pivotTableDefinition>"
        ),
    );
    part(
        "xl/pivotTables/_rels/pivotTable1.xml.rels",
        "",
        relations(&[relation("rId1", "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")]),
    );
    part(
        "xl/pivotCache/pivotCacheDefinition1.xml",
        &book_type("pivotCacheDefinition"),
        format!(
            "<pivotCacheDefinition xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\" r:id=\"rId1\" refreshedBy=\"Budi\" refreshedDate=\"45000\" createdVersion=\"6\" refreshedVersion=\"6\" minRefreshableVersion=\"3\" recordCount=\"2\"><cacheSource type=\"worksheet\"><worksheetSource ref=\"A1:B3\" sheet=\"Lembar2\"/></cacheSource><cacheFields count=\"2\"><cacheField name=\"Bidang\" numFmtId=\"0\"><sharedItems count=\"2\"><s v=\"Kesehatan\"/><s v=\"Sosial\"/></sharedItems></cacheField><cacheField name=\"Pagu\" numFmtId=\"0\"><sharedItems containsSemiMixedTypes=\"0\" containsString=\"0\" containsNumber=\"1\" containsInteger=\"1\" minValue=\"80\" maxValue=\"120\"/></cacheField></cacheFields><extLst><ext uri=\"{{725AE2AE-9491-48be-B2B4-4EB974FC3084}}\" xmlns:x14=\"{X14}\"><x14:pivotCacheDefinition pivotCacheId=\"1\"/></ext></extLst></pivotCacheDefinition>"
        ),
    );
    part(
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels",
        "",
        relations(&[relation("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")]),
    );
    part(
        "xl/pivotCache/pivotCacheRecords1.xml",
        &book_type("pivotCacheRecords"),
        format!(
            "<pivotCacheRecords xmlns=\"{MAIN}\" count=\"2\"><r><x v=\"0\"/><n v=\"120\"/></r><r><x v=\"1\"/><n v=\"80\"/></r></pivotCacheRecords>"
        ),
    );
    part(
        "xl/ink/ink1.xml",
        "application/inkml+xml",
        "<inkml:ink xmlns:inkml=\"http://www.w3.org/2003/InkML\"><inkml:trace>0 0, 10 10</inkml:trace></inkml:ink>"
            .into(),
    );
    part(
        "xl/ctrlProps/ctrlProp9.xml",
        "application/vnd.ms-excel.controlproperties+xml",
        format!("<formControlPr xmlns=\"{X14}\" objectType=\"CheckBox\"/>"),
    );
    part("xl/externalLinks/externalLink1.xml", &book_type("externalLink"), format!("<externalLink xmlns=\"{MAIN}\"/>"));
    part("customXml/item1.xml", "", "<laporan xmlns=\"urn:contoh\"></laporan>".into());
    part(
        "customUI/customUI.xml",
        "",
        "<customUI xmlns=\"http://schemas.microsoft.com/office/2006/01/customui\"/>".into(),
    );
    part(
        "xl/_rels/vbaProject.bin.rels",
        "",
        relations(&[relation(
            "rId1",
            &format!("{MICROSOFT}/2006/relationships/vbaProjectSignature"),
            "vbaProjectSignature.bin",
        )]),
    );
    part("xl/vbaProjectSignature.bin", "application/vnd.ms-office.vbaProjectSignature", "tanda-tangan-makro".into());
    part("xl/printerSettings/printerSettings1.bin", &format!("{TYPES}.printerSettings"), "printer-settings".into());
    part("xl/embeddings/oleObject1.bin", "application/vnd.openxmlformats-officedocument.oleObject", "ole".into());
    parts.push(("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject".into(), vba_project()));
    parts
}

/// An OLE container with one stream, the source of a macro.
fn vba_project() -> Vec<u8> {
    const SECTOR: usize = 512;
    const FREE: u32 = 0xFFFF_FFFF;
    const END: u32 = 0xFFFF_FFFE;
    const TABLE: u32 = 0xFFFF_FFFD;
    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.resize(24, 0);
    for number in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        header.extend(number.to_le_bytes());
    }
    // One sector of the table, the directory in sector 1, streams below 0 bytes apart, no more tables.
    for number in [0_u32, 1, 1, 0, 0, END, 0, END, 0, 0] {
        header.extend(number.to_le_bytes());
    }
    header.resize(SECTOR, 0xFF);
    let mut table: Vec<u8> = [TABLE, END, END].iter().flat_map(|number| number.to_le_bytes()).collect();
    table.resize(SECTOR, 0xFF);
    let source = "Attribute VB_Name = \"Modul1\"\r\nSub Cetak()\r\nEnd Sub\r\n";
    let mut directory = entry("Root Entry", 5, 1, END, 0);
    directory.extend(entry("PROJECT", 2, FREE, 2, source.len() as u64));
    directory.resize(SECTOR, 0);
    let mut stream = source.as_bytes().to_vec();
    stream.resize(SECTOR, 0);
    [header, table, directory, stream].concat()
}

/// An entry of the container's directory.
fn entry(name: &str, kind: u8, child: u32, sector: u32, size: u64) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = entry.len() as u16 + 2;
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    for number in [u32::MAX, u32::MAX, child] {
        entry.extend(number.to_le_bytes());
    }
    entry.resize(116, 0);
    entry.extend(sector.to_le_bytes());
    entry.extend(size.to_le_bytes());
    entry
}
