//! The first sheet: every table that was made, with a link to it, and those that lack their inputs.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline, Worksheet};

use super::{Outcome, halaman::PAPER_F4};
use crate::outputs::annotated::wrapped_lines;
use crate::outputs::lampiran::model::Lampiran;

const WIDTHS: [f64; 5] = [5.0, 22.0, 46.0, 30.0, 44.0];

/// Writes the list; `sheets` are the names of the sheets of each part.
pub fn tulis(sheet: &mut Worksheet, name: &str, lampiran: &Lampiran, sheets: &[Vec<String>]) -> Outcome<()> {
    sheet.set_name(name)?;
    let plain = Format::new().set_font_name("Arial").set_font_size(9).set_border(FormatBorder::Thin).set_text_wrap();
    let plain = plain.set_align(FormatAlign::Top);
    let head = plain.clone().set_bold().set_align(FormatAlign::Center).set_background_color("#D9E1F2");
    let link = plain.clone().set_font_color("#0563C1").set_underline(FormatUnderline::Single);
    let missing = plain.clone().set_font_color(Color::RGB(0x7F_7F_7F));
    let title = Format::new().set_font_name("Arial").set_bold().set_font_size(12);
    for (col, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(col, width)?;
    }
    sheet.write_string_with_format(0, 0, "Daftar tabel LKjIP dan Lampirannya", &title)?;
    let mut row = 2;
    for (bagian, names) in lampiran.bagian.iter().zip(sheets) {
        sheet.write_string_with_format(row, 0, &bagian.instansi, &title.clone().set_font_size(10))?;
        row += 1;
        for (col, text) in (0..).zip(["No", "Bagian", "Tabel", "Lembar", "Dibuat dari / yang belum ada"]) {
            sheet.write_string_with_format(row, col, text, &head)?;
        }
        row += 1;
        for (number, (lembar, name)) in bagian.lembar.iter().zip(names).enumerate() {
            sheet.write_string_with_format(row, 0, (number + 1).to_string(), &plain)?;
            sheet.write_string_with_format(row, 1, lembar.bab.words(), &plain)?;
            sheet.write_string_with_format(row, 2, &lembar.keterangan, &plain)?;
            let target = format!("internal:'{}'!A1", name.replace('\'', "''"));
            sheet.write_url_with_options(row, 3, target.as_str(), name, "", Some(&link))?;
            sheet.write_string_with_format(row, 4, &lembar.sumber, &plain)?;
            fit(sheet, row, &[(&lembar.keterangan, WIDTHS[2]), (&lembar.sumber, WIDTHS[4])])?;
            row += 1;
        }
        for kurang in &bagian.kurang {
            let reason = format!("belum ada: {}", kurang.butuh);
            let texts = ["–", kurang.bab.words(), kurang.nama, "tidak dibuat", &reason];
            for (col, text) in (0..).zip(texts) {
                sheet.write_string_with_format(row, col, text, &missing)?;
            }
            fit(sheet, row, &[(kurang.nama, WIDTHS[2]), (&reason, WIDTHS[4])])?;
            row += 1;
        }
        row += 1;
    }
    sheet.set_paper_size(PAPER_F4).set_landscape().set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3).set_footer("&L&8&A&R&8Halaman &P dari &N");
    Ok(())
}

fn fit(sheet: &mut Worksheet, row: u32, texts: &[(&str, f64)]) -> Outcome<()> {
    let lines = texts.iter().map(|(text, width)| wrapped_lines(text, *width as usize)).max().unwrap_or(1);
    sheet.set_row_height(row, (lines as f64 * 12.5 + 3.0).min(405.0))?;
    Ok(())
}
