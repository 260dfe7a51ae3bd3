//! The Lampiran as a document: real Word tables with captions, on F4 that turns for wide tables.
//!
//! WordprocessingML is written plainly: the libraries there are can't repeat header rows.

mod bagan;
mod lebar;
mod tabel;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use super::model::{Bab, Balok, Lampiran, Lembar, Penanda, Tabel};

/// F4, 215 × 330 mm, in twentieths of a point.
const SIDES: (u32, u32) = (12_189, 18_709);
/// Margins: left and right, top and bottom.
const MARGINS: (u32, u32) = (850, 1_000);

/// A line of a table.
const LINE: u32 = 205;

/// The document while it is written.
#[derive(Default)]
struct Writer {
    xml: String,
    /// Parts of charts.
    charts: Vec<String>,
    /// Whether the page lies across.
    is_melintang: bool,
    is_begun: bool,
    /// An empty line is due before what comes next, unless that begins a page.
    is_gap: bool,
    /// A page has just begun.
    is_fresh: bool,
    /// What comes next begins a page.
    is_new_page: bool,
    /// The part of the LKjIP the last caption stood in, to begin its numbers anew.
    captions: Vec<Bab>,
}

/// The document's bytes.
pub fn tulis(lampiran: &Lampiran) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = Writer { xml: begun(), ..Writer::default() };
    for bagian in &lampiran.bagian {
        writer.captions.clear();
        let mut bab = None;
        for lembar in &bagian.lembar {
            writer.turn(lembar.is_melintang());
            // What is signed is a sheet of paper of its own.
            let is_signed = lembar.balok.iter().any(|balok| matches!(balok, Balok::TandaTangan(_)));
            if bab != Some(lembar.bab) || is_signed {
                writer.begin_page();
            }
            if bab != Some(lembar.bab) {
                bab = Some(lembar.bab);
                writer.heading(&format!("{} – {}", lembar.bab.words(), bagian.instansi));
            }
            writer.lembar(lembar);
        }
    }
    // A document ends with a paragraph.
    let _ = write!(writer.xml, "<w:p/>{}</w:body></w:document>", section(writer.is_melintang));
    package(&writer.xml, &writer.charts)
}

impl Writer {
    /// Ends the section when the page turns.
    fn turn(&mut self, is_melintang: bool) {
        if self.is_begun && self.is_melintang != is_melintang {
            let section = section(self.is_melintang);
            // A line as low as can be, lest it take a page of its own.
            let _ = write!(
                self.xml,
                "<w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/><w:rPr><w:sz w:val=\"2\"/></w:rPr>{section}</w:pPr></w:p>"
            );
            self.is_fresh = true;
            self.is_new_page = false;
            self.is_gap = false;
        }
        self.is_fresh |= !self.is_begun;
        self.is_melintang = is_melintang;
        self.is_begun = true;
    }

    /// The next paragraph begins a page, unless one has just begun.
    fn begin_page(&mut self) {
        self.is_new_page = !self.is_fresh;
    }

    /// The property that begins a page, once.
    fn page_break(&mut self) -> &'static str {
        self.is_fresh = false;
        if std::mem::take(&mut self.is_new_page) {
            self.is_gap = false;
            return "<w:pageBreakBefore/>";
        }
        self.gap();
        ""
    }

    /// The empty line that is due.
    fn gap(&mut self) {
        if std::mem::take(&mut self.is_gap) {
            self.xml.push_str("<w:p/>");
        }
    }

    fn heading(&mut self, text: &str) {
        let page = self.page_break();
        let _ = write!(self.xml, "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/>{page}</w:pPr>{}</w:p>", run(text, ""));
    }

    fn lembar(&mut self, lembar: &Lembar) {
        let mut is_captioned = lembar.tabel().count() == 0;
        for (at, balok) in lembar.balok.iter().enumerate() {
            let is_signed = matches!(lembar.balok.get(at + 1), Some(Balok::TandaTangan(_)));
            match balok {
                Balok::Judul(lines) if !is_captioned => {
                    is_captioned = true;
                    self.caption(lembar);
                    for line in lines.iter().filter(|line| **line != lembar.keterangan) {
                        self.centred(line);
                    }
                }
                Balok::Judul(lines) => lines.iter().for_each(|line| self.centred(line)),
                Balok::Alinea(text) => self.paragraph(text, "<w:jc w:val=\"both\"/><w:spacing w:after=\"120\"/>"),
                Balok::Identitas(lines) => self.identity(lines),
                Balok::Tabel(tabel) => self.tabel(tabel, is_signed),
                Balok::TandaTangan(penanda) => self.signatures(penanda),
                Balok::Halaman => self.is_new_page = true,
            }
        }
        self.is_gap = true;
    }

    /// A table, its notes, its chart; what stands right above a signature stays with it.
    fn tabel(&mut self, tabel: &Tabel, is_signed: bool) {
        self.gap();
        let room = self.room();
        let lines = (if self.is_melintang { SIDES.0 } else { SIDES.1 } - 2 * MARGINS.1) / LINE;
        tabel::tulis(&mut self.xml, tabel, &tabel::Ruang { lebar: room, baris: lines as usize }, is_signed);
        let keep = if is_signed { "<w:keepNext/>" } else { "" };
        for note in &tabel.catatan {
            let _ = write!(
                self.xml,
                "<w:p><w:pPr>{keep}<w:spacing w:after=\"0\"/></w:pPr>{}</w:p>",
                run(note, "<w:i/><w:sz w:val=\"16\"/>")
            );
        }
        self.xml.push_str(if is_signed { "<w:p><w:pPr><w:keepNext/></w:pPr></w:p>" } else { "<w:p/>" });
        if let Some(grafik) = &tabel.grafik {
            self.charts.push(bagan::bagan(tabel, grafik));
            self.xml.push_str(&bagan::gambar(self.charts.len(), room));
        }
    }

    /// Width between the margins in twentieths of a point.
    const fn room(&self) -> u32 {
        (if self.is_melintang { SIDES.1 } else { SIDES.0 }) - 2 * MARGINS.0
    }

    /// `Tabel 3.1 …`: a field that Word numbers and lists.
    fn caption(&mut self, lembar: &Lembar) {
        let (awalan, name) = match lembar.bab {
            Bab::Satu => ("Tabel 1.", "Tabel_1"),
            Bab::Dua => ("Tabel 2.", "Tabel_2"),
            Bab::Tiga => ("Tabel 3.", "Tabel_3"),
            Bab::Lampiran => ("Lampiran ", "Lampiran"),
        };
        let restart = if self.captions.contains(&lembar.bab) { "" } else { " \\r 1" };
        self.captions.push(lembar.bab);
        let number = self.captions.iter().filter(|bab| **bab == lembar.bab).count();
        let field = format!(
            "<w:fldSimple w:instr=\" SEQ {name} \\* ARABIC{restart} \"><w:r><w:t>{number}</w:t></w:r></w:fldSimple>"
        );
        let page = self.page_break();
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"Caption\"/><w:keepNext/>{page}<w:jc w:val=\"center\"/></w:pPr>{}{field}{}</w:p>",
            run(awalan, ""),
            run(&format!(" {}", lembar.keterangan), "")
        );
    }

    fn centred(&mut self, text: &str) {
        let page = self.page_break();
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:keepNext/>{page}<w:spacing w:after=\"0\"/><w:jc w:val=\"center\"/></w:pPr>{}</w:p>",
            run(text, "<w:b/>")
        );
    }

    fn paragraph(&mut self, text: &str, format: &str) {
        // The order of the elements is fixed: spacing before jc.
        let spacing = if format.contains("spacing") { "<w:spacing w:after=\"120\"/>" } else { "" };
        let jc = if format.contains("both") { "<w:jc w:val=\"both\"/>" } else { "" };
        self.gap();
        let _ = write!(self.xml, "<w:p><w:pPr>{spacing}{jc}</w:pPr>{}</w:p>", run(text, ""));
    }

    fn identity(&mut self, lines: &[(String, String)]) {
        let rows: Vec<Vec<String>> =
            lines.iter().map(|(label, value)| vec![label.clone(), format!(": {value}")]).collect();
        let rest = self.room() - 2_800;
        self.gap();
        tabel::tanpa_garis(&mut self.xml, &[2_800, rest], &rows, "left");
        self.xml.push_str("<w:p/>");
    }

    /// A table without lines: two signatures side by side, one alone at the right. It stays whole.
    fn signatures(&mut self, penanda: &[Penanda]) {
        let half = self.room() / 2;
        let above = penanda.iter().map(|one| one.atas.len()).max().unwrap_or(0);
        let column = |one: &Penanda| {
            let mut lines = vec![String::new(); above - one.atas.len()];
            lines.extend(one.atas.iter().cloned());
            lines.extend(vec![String::new(); 3]);
            lines.push(format!("\u{1}{}", one.nama));
            lines.extend(one.bawah.iter().cloned());
            lines
        };
        let mut columns: Vec<Vec<String>> = penanda.iter().map(column).collect();
        if columns.len() == 1 {
            columns.insert(0, Vec::new());
        }
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        let rows: Vec<Vec<String>> = (0..height)
            .map(|line| columns.iter().map(|column| column.get(line).cloned().unwrap_or_default()).collect())
            .collect();
        self.gap();
        tabel::tanpa_garis(&mut self.xml, &[half, half], &rows, "center");
        self.is_gap = true;
    }
}

/// A run of text; line breaks become breaks.
fn run(text: &str, format: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line))).collect();
    let format = if format.is_empty() { String::new() } else { format!("<w:rPr>{format}</w:rPr>") };
    format!("<w:r>{format}{}</w:r>", lines.join("<w:br/>"))
}

/// Text for XML, without the characters XML can't hold.
fn escaped(text: &str) -> String {
    let kept: String = text.chars().filter(|&c| c == '\t' || c >= ' ' && c != '\u{fffe}' && c != '\u{ffff}').collect();
    quick_xml::escape::escape(&kept).into_owned()
}

fn section(is_melintang: bool) -> String {
    let (width, height, turned) = match is_melintang {
        true => (SIDES.1, SIDES.0, " w:orient=\"landscape\""),
        false => (SIDES.0, SIDES.1, ""),
    };
    let (side, top) = MARGINS;
    format!(
        "<w:sectPr><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/><w:pgMar w:top=\"{top}\" w:right=\"{side}\" w:bottom=\"{top}\" w:left=\"{side}\" w:header=\"500\" w:footer=\"500\" w:gutter=\"0\"/></w:sectPr>"
    )
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A document up to its first paragraph.
fn begun() -> String {
    format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"{OFFICE}\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><w:body>"
    )
}

/// The parts in a zip.
fn package(document: &str, charts: &[String]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut add = |name: &str, text: &str| -> zip::result::ZipResult<()> {
        zip.start_file(name, options)?;
        zip.write_all(HEAD.as_bytes())?;
        zip.write_all(text.as_bytes())?;
        Ok(())
    };
    let overrides: String = (1..=charts.len())
        .map(|at| format!("<Override PartName=\"/word/charts/chart{at}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>"))
        .collect();
    add(
        "[Content_Types].xml",
        &format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>{overrides}</Types>"
        ),
    )?;
    add(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
        ),
    )?;
    let relations: String = (1..=charts.len())
        .map(|at| format!("<Relationship Id=\"rIdC{at}\" Type=\"{OFFICE}/chart\" Target=\"charts/chart{at}.xml\"/>"))
        .collect();
    add(
        "word/_rels/document.xml.rels",
        &format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>{relations}</Relationships>"
        ),
    )?;
    add("word/styles.xml", STYLES)?;
    add("word/document.xml", document)?;
    for (at, chart) in charts.iter().enumerate() {
        add(&format!("word/charts/chart{}.xml", at + 1), chart)?;
    }
    Ok(zip.finish()?.into_inner())
}

const STYLES: &str = "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\"/><w:sz w:val=\"20\"/><w:lang w:val=\"id-ID\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:pPr><w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"28\"/></w:rPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"Caption\"><w:name w:val=\"caption\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:pPr><w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>";
