//! A table in WordprocessingML: repeated header rows, merged cells, rows that do not break.

use std::fmt::Write as _;

use super::lebar::{HURUF, SELA, lebar};
use super::run;
use crate::outputs::lampiran::angka::tampil;
use crate::outputs::lampiran::model::{Baris, Bentuk, Isi, Sel, Tabel};
use crate::outputs::lampiran::{baris_tinggi, kepala_sampai};

/// What a page holds.
pub struct Ruang {
    /// Twentieths of a point between the margins.
    pub lebar: u32,
    /// Lines of a table.
    pub baris: usize,
}

/// Writes a table as wide as the text. Above a signature its last rows stay with it.
pub fn tulis(xml: &mut String, tabel: &Tabel, ruang: &Ruang, is_signed: bool) {
    let widths = lebar(tabel, ruang.lebar);
    let _ =
        write!(xml, "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblBorders>", widths.iter().sum::<u32>());
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(xml, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>");
    }
    let _ = write!(
        xml,
        "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"{SELA}\" w:type=\"dxa\"/><w:right w:w=\"{SELA}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
    );
    grid(xml, &widths);
    head(xml, tabel, &widths);
    let count = tabel.baris.len();
    let lines =
        |start: usize, end: usize| -> usize { (start..=end).map(|row| baris_tinggi(tabel, &tabel.baris[row])).sum() };
    // A table lower than a quarter of a page stays whole.
    let is_low = count > 0 && lines(0, count - 1) * 4 <= ruang.baris;
    for (start, end) in tabel.kelompok() {
        // What is higher than half a page is broken between its rows.
        let is_whole = lines(start, end) * 2 <= ruang.baris;
        for row in start..=end {
            let before_total = tabel.baris.get(row + 1).is_some_and(|next| next.is_jumlah);
            let before_signature = is_signed && row + 3 >= count;
            let before_own = is_whole && row < end || is_low && row + 1 < count;
            body(xml, tabel, row, &widths, before_own || before_total || before_signature);
        }
    }
    xml.push_str("</w:tbl>");
}

fn grid(xml: &mut String, widths: &[u32]) {
    xml.push_str("<w:tblGrid>");
    for width in widths {
        let _ = write!(xml, "<w:gridCol w:w=\"{width}\"/>");
    }
    xml.push_str("</w:tblGrid>");
}

/// Where a cell continues vertically.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Down {
    No,
    Begins,
    Goes,
}

struct Cell<'a> {
    width: u32,
    span: usize,
    down: Down,
    fill: Option<&'a str>,
    centred_down: bool,
}

fn cell(xml: &mut String, cell: &Cell<'_>, paragraph: &str) {
    let _ = write!(xml, "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>", cell.width);
    if cell.span > 1 {
        let _ = write!(xml, "<w:gridSpan w:val=\"{}\"/>", cell.span);
    }
    xml.push_str(match cell.down {
        Down::No => "",
        Down::Begins => "<w:vMerge w:val=\"restart\"/>",
        Down::Goes => "<w:vMerge/>",
    });
    if let Some(fill) = cell.fill {
        let _ = write!(xml, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>");
    }
    if cell.centred_down {
        xml.push_str("<w:vAlign w:val=\"center\"/>");
    }
    let _ = write!(xml, "</w:tcPr>{paragraph}</w:tc>");
}

fn paragraph(text: &str, jc: &str, format: &str, is_kept: bool, indent: u8) -> String {
    let keep = if is_kept { "<w:keepNext/>" } else { "" };
    let indent = if indent > 0 { format!("<w:ind w:left=\"{}\"/>", u32::from(indent) * 140) } else { String::new() };
    format!(
        "<w:p><w:pPr>{keep}<w:spacing w:after=\"0\"/>{indent}<w:jc w:val=\"{jc}\"/></w:pPr>{}</w:p>",
        run(text, &format!("{format}<w:sz w:val=\"{HURUF}\"/>"))
    )
}

fn head(xml: &mut String, tabel: &Tabel, widths: &[u32]) {
    let depth = tabel.kolom.iter().map(|kolom| kolom.judul.len()).max().unwrap_or(1).max(1);
    for level in 0..depth {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        let mut at = 0;
        while at < tabel.kolom.len() {
            let own = &tabel.kolom[at].judul;
            let last = own.len().max(1) - 1;
            // Below its own text a cell goes on to the bottom of the header.
            let end = kepala_sampai(tabel, at, level.min(last));
            let down = match level {
                _ if level > last => Down::Goes,
                _ if level == last && last + 1 < depth => Down::Begins,
                _ => Down::No,
            };
            let text = if down == Down::Goes { "" } else { own.get(level).map_or("", String::as_str) };
            let shape = Cell {
                width: widths[at..=end].iter().sum(),
                span: end - at + 1,
                down,
                fill: Some("D9E1F2"),
                centred_down: true,
            };
            cell(xml, &shape, &paragraph(text, "center", "<w:b/>", true, 0));
            at = end + 1;
        }
        xml.push_str("</w:tr>");
    }
    if !tabel.nomor.is_empty() {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        let mut at = 0;
        while at < tabel.kolom.len() {
            let mut end = at;
            while tabel.nomor.get(end + 1).is_some_and(String::is_empty) {
                end += 1;
            }
            let shape = Cell {
                width: widths[at..=end].iter().sum(),
                span: end - at + 1,
                down: Down::No,
                fill: None,
                centred_down: true,
            };
            cell(xml, &shape, &paragraph(tabel.nomor.get(at).map_or("", String::as_str), "center", "<w:i/>", true, 0));
            at = end + 1;
        }
        xml.push_str("</w:tr>");
    }
}

fn body(xml: &mut String, tabel: &Tabel, row: usize, widths: &[u32], is_kept: bool) {
    let baris = &tabel.baris[row];
    xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    let mut at = 0;
    while at < baris.sel.len() {
        let sel = &baris.sel[at];
        let span = usize::from(sel.lebar.max(1)).min(baris.sel.len() - at);
        let down = match sel.gabung {
            0 => Down::Goes,
            1 => Down::No,
            _ => Down::Begins,
        };
        let shape = Cell {
            width: widths[at..at + span].iter().sum(),
            span,
            down,
            fill: baris.is_jumlah.then_some("F2F2F2"),
            centred_down: false,
        };
        let text = if down == Down::Goes { String::new() } else { tampil(sel) };
        cell(xml, &shape, &paragraph(&text, side(sel), weight(baris), is_kept, sel.inden));
        at += span;
    }
    xml.push_str("</w:tr>");
}

const fn weight(baris: &Baris) -> &'static str {
    if baris.is_tebal { "<w:b/>" } else { "" }
}

fn side(sel: &Sel) -> &'static str {
    match sel.bentuk {
        Bentuk::Teks => "left",
        Bentuk::Tengah => "center",
        _ if matches!(sel.isi, Isi::Teks(_)) => "center",
        _ => "right",
    }
}

/// A table without lines; rows stay together. A text that begins with U+0001 is a name: bold, underlined.
pub fn tanpa_garis(xml: &mut String, widths: &[u32], rows: &[Vec<String>], jc: &str) {
    let _ = write!(
        xml,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr>",
        widths.iter().sum::<u32>()
    );
    grid(xml, widths);
    for (at, row) in rows.iter().enumerate() {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (text, &width) in row.iter().zip(widths) {
            let (text, format) = match text.strip_prefix('\u{1}') {
                Some(name) => (name, "<w:b/><w:u w:val=\"single\"/>"),
                None => (text.as_str(), ""),
            };
            let keep = if at + 1 < rows.len() { "<w:keepNext/>" } else { "" };
            let shape = Cell { width, span: 1, down: Down::No, fill: None, centred_down: false };
            let own = format!(
                "<w:p><w:pPr>{keep}<w:spacing w:after=\"0\"/><w:jc w:val=\"{jc}\"/></w:pPr>{}</w:p>",
                run(text, format)
            );
            cell(xml, &shape, &own);
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
}
