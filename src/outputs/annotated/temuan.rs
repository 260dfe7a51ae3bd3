//! The sheet `Temuan` as a part: one row for each finding, linked to its cell.
//!
//! Its text stands in inline strings, which never become formulas and leave the shared strings alone.

use std::fmt::Write as _;

use super::links::MOST_LINKS;
use super::styles::TemuanStyles;
use super::words::{
    ALASAN, COLUMNS, DITERIMA, HEADER_ROW, LEGEND_COLUMNS, LEGEND_ROW, NOTHING, SEL, SIDIK, TINGKAT, TITLE, cell_text,
    fields, legend, location, row_height, summary,
};
use super::xml::{escaped, main_namespace};
use crate::finding::{Finding, Severity};
use crate::grid::{CellRange, CellRef, column_letters};
use crate::outputs::diterima::titles;

/// The sheet part. `linkable` tells whether a finding's sheet has cells to link to.
pub fn sheet(findings: &[Finding], styles: &TemuanStyles, strict: bool, linkable: impl Fn(&Finding) -> bool) -> String {
    let last_row = HEADER_ROW + u32::try_from(findings.len()).unwrap_or(u32::MAX).clamp(1, 1_000_000);
    let titles = titles(findings.iter().map(|finding| &finding.entered));
    let last_column = (COLUMNS.len() + titles.len()) as u32 - 1;
    let table = CellRange::new(CellRef::new(HEADER_ROW, 0), CellRef::new(last_row, last_column));
    let rows = rows(findings, &titles, styles);
    let panes = format!(
        "<pane ySplit=\"{0}\" topLeftCell=\"A{1}\" activePane=\"bottomLeft\" state=\"frozen\"/>",
        HEADER_ROW + 1,
        HEADER_ROW + 2
    );
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{}\">\
         <sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension ref=\"A1:{}\"/>\
         <sheetViews><sheetView showGridLines=\"0\" workbookViewId=\"0\">{panes}\
         <selection pane=\"bottomLeft\" activeCell=\"A{}\" sqref=\"A{}\"/></sheetView></sheetViews>\
         <sheetFormatPr defaultRowHeight=\"15\"/>{}<sheetData>{rows}</sheetData><autoFilter ref=\"{table}\"/>{}{}{}\
         <pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>\
         <pageSetup paperSize=\"14\" fitToHeight=\"0\" orientation=\"landscape\"/>\
         <headerFooter><oddFooter>&amp;L&amp;A&amp;RHalaman &amp;P dari &amp;N</oddFooter></headerFooter></worksheet>",
        main_namespace(strict),
        table.end,
        HEADER_ROW + 2,
        HEADER_ROW + 2,
        columns(titles.len()),
        merges(),
        validation(last_row),
        links(findings, linkable),
    )
}

/// Width of a column that people added, in characters.
const ADDED: f64 = 22.0;

fn columns(added: usize) -> String {
    let column = |(index, (_, width)): (usize, &(&str, f64))| {
        let hidden = if index == SIDIK { " hidden=\"1\"" } else { "" };
        format!("<col min=\"{0}\" max=\"{0}\" width=\"{width}\"{hidden} customWidth=\"1\"/>", index + 1)
    };
    let added = vec![("", ADDED); added];
    format!("<cols>{}</cols>", COLUMNS.iter().chain(&added).enumerate().map(column).collect::<String>())
}

fn rows(findings: &[Finding], titles: &[String], styles: &TemuanStyles) -> String {
    let mut out = String::new();
    row(&mut out, 0, Some(24), |out| text_cell(out, CellRef::new(0, 0), styles.title, TITLE));
    row(&mut out, 1, None, |out| text_cell(out, CellRef::new(1, 0), styles.plain, &summary(findings)));
    row(&mut out, LEGEND_ROW, None, |out| legend_cells(out, styles));
    row(&mut out, HEADER_ROW, Some(24), |out| {
        let added = titles.iter().map(String::as_str);
        for (col, title) in (0..).zip(COLUMNS.map(|(title, _)| title).into_iter().chain(added)) {
            text_cell(out, CellRef::new(HEADER_ROW, col), styles.header, title);
        }
    });
    if findings.is_empty() {
        let at = CellRef::new(HEADER_ROW + 1, 0);
        row(&mut out, at.row, None, |out| text_cell(out, at, styles.plain, NOTHING));
    }
    for (number, finding) in (1..).zip(findings) {
        let fields = fields(finding);
        row(&mut out, HEADER_ROW + number, Some(row_height(&fields)), |out| {
            finding_cells(out, number, finding, &fields, styles);
            for (col, title) in (COLUMNS.len() as u32..).zip(titles) {
                let text = finding.entered.lain.iter().find(|(known, _)| known == title).map(|(_, text)| text.as_str());
                let at = CellRef::new(HEADER_ROW + number, col);
                text_cell(out, at, styles.entry, &cell_text(text.unwrap_or("")));
            }
        });
    }
    out
}

/// A row with a height, which Excel may still fit to the text.
fn row(out: &mut String, row: u32, points: Option<u32>, cells: impl FnOnce(&mut String)) {
    let height = points.map(|points| format!(" ht=\"{points}\"")).unwrap_or_default();
    let _ = write!(out, "<row r=\"{}\"{height}>", row + 1);
    cells(out);
    out.push_str("</row>");
}

fn legend_cells(out: &mut String, styles: &TemuanStyles) {
    for (index, (&severity, (first, last))) in Severity::ALL.iter().zip(LEGEND_COLUMNS).enumerate() {
        for col in first..=last {
            let text = if col == first { legend(severity) } else { "" };
            text_cell(out, CellRef::new(LEGEND_ROW, col as u32), styles.level[index], text);
        }
    }
}

fn finding_cells(
    out: &mut String,
    number: u32,
    finding: &Finding,
    fields: &[String; COLUMNS.len()],
    styles: &TemuanStyles,
) {
    let row = HEADER_ROW + number;
    let level = Severity::ALL.iter().position(|other| *other == finding.severity).unwrap_or(0);
    let _ = write!(out, "<c r=\"A{}\" s=\"{}\"><v>{number}</v></c>", row + 1, styles.number);
    for (col, field) in fields.iter().enumerate().skip(1) {
        let style = match col {
            SEL => styles.link,
            TINGKAT if !finding.is_accepted() => styles.level[level],
            DITERIMA | ALASAN => styles.entry,
            _ => styles.text,
        };
        text_cell(out, CellRef::new(row, col as u32), style, field);
    }
}

fn text_cell(out: &mut String, at: CellRef, style: usize, text: &str) {
    let _ = if text.is_empty() {
        write!(out, "<c r=\"{at}\" s=\"{style}\"/>")
    } else {
        let text = escaped(&without_escapes(text));
        write!(out, "<c r=\"{at}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
    };
}

/// Excel reads `_x0041_` in a string as the letter A; the underscore itself is then `_x005F_`.
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let rest = text.as_bytes().get(at + 1..at + 7).unwrap_or_default();
        let escape =
            character == '_' && matches!(rest, [b'x', hex @ .., b'_'] if hex.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if escape { "_x005F_" } else { "" });
        if !escape {
            out.push(character);
        }
    }
    out
}

fn merges() -> String {
    let wide: Vec<String> = LEGEND_COLUMNS
        .iter()
        .filter(|(first, last)| first < last)
        .map(|&(first, last)| {
            let range = CellRange::new(CellRef::new(LEGEND_ROW, first as u32), CellRef::new(LEGEND_ROW, last as u32));
            format!("<mergeCell ref=\"{range}\"/>")
        })
        .collect();
    format!("<mergeCells count=\"{}\">{}</mergeCells>", wide.len(), wide.concat())
}

/// `Diterima` offers the one word it takes.
fn validation(last_row: u32) -> String {
    let column = column_letters(DITERIMA as u32);
    format!(
        "<dataValidations count=\"1\"><dataValidation type=\"list\" allowBlank=\"1\" sqref=\"{column}{}:{column}{}\">\
         <formula1>\"ya\"</formula1></dataValidation></dataValidations>",
        HEADER_ROW + 2,
        last_row + 1
    )
}

fn links(findings: &[Finding], linkable: impl Fn(&Finding) -> bool) -> String {
    let mut links = String::new();
    for (number, finding) in (1..).zip(findings).filter(|(_, finding)| linkable(finding)).take(MOST_LINKS) {
        let cell = CellRef::new(HEADER_ROW + number, SEL as u32);
        let (place, shown) = (escaped(&location(&finding.place)), finding.place.range);
        let _ = write!(links, "<hyperlink ref=\"{cell}\" location=\"{place}\" display=\"{shown}\"/>");
    }
    if links.is_empty() { links } else { format!("<hyperlinks>{links}</hyperlinks>") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excels_escapes_are_kept_as_text() {
        assert_eq!(without_escapes("a_x0041_b _x1"), "a_x005F_x0041_b _x1");
    }
}
