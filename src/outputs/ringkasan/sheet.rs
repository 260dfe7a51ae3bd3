//! How the sheets of `ringkasan.xlsx` look: formats, titles, rows as high as their text, the page.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline, Formula, Worksheet, XlsxError};

use crate::finding::Severity;
use crate::outputs::annotated;
use crate::outputs::text::cut;

/// What the writer gives.
pub type Outcome<T> = std::result::Result<T, XlsxError>;

/// F4 as Excel numbers it (Folio, 8.5 × 13 in).
const PAPER_F4: u8 = 14;

/// Characters put in one cell at most; Excel's limit is 32,767 UTF-16 units.
const CELL_LIMIT: usize = 16_000;

/// Row of the column titles.
const HEADER: u32 = 3;

/// The cell formats of the workbook.
pub struct Looks {
    pub title: Format,
    pub note: Format,
    pub header: Format,
    pub text: Format,
    pub centre: Format,
    pub number: Format,
    pub percent: Format,
    pub link: Format,
    pub total: Format,
    pub total_centre: Format,
    pub total_number: Format,
    pub total_percent: Format,
    levels: [Format; 4],
}

impl Looks {
    pub fn new() -> Self {
        let cell = Format::new().set_border(FormatBorder::Thin).set_border_color("#BFBFBF");
        let cell = cell.set_align(FormatAlign::Top);
        let text = cell.clone().set_text_wrap();
        let centre = cell.clone().set_align(FormatAlign::Center);
        let number = cell.set_num_format("#,##0");
        let percent = number.clone().set_num_format("0.00");
        let total = |format: &Format| format.clone().set_bold().set_background_color("#F2F2F2");
        Self {
            title: Format::new().set_bold().set_font_size(14),
            note: Format::new().set_font_color("#595959"),
            header: text
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color("#D9E1F2"),
            link: text.clone().set_font_color("#0563C1").set_underline(FormatUnderline::Single),
            total: total(&text),
            total_centre: total(&centre),
            total_number: total(&number),
            total_percent: total(&percent),
            levels: Severity::ALL.map(|severity| centre.clone().set_background_color(fill(severity))),
            text,
            centre,
            number,
            percent,
        }
    }

    /// A cell that names a level, in its colour.
    pub fn level(&self, severity: Severity) -> &Format {
        &self.levels[Severity::ALL.iter().position(|&known| known == severity).unwrap_or(0)]
    }

    /// Grouped digits with the decimals the value has, two at most.
    pub fn decimals(&self, value: Option<Decimal>) -> Format {
        let decimals = value.map_or(0, |value| value.normalize().scale()).min(2) as usize;
        let code = if decimals == 0 { "#,##0".to_string() } else { format!("#,##0.{}", "0".repeat(decimals)) };
        self.number.clone().set_num_format(code)
    }
}

/// The colour of a level, the same as in the annotated copies.
pub fn fill(severity: Severity) -> Color {
    Color::from(format!("#{}", &annotated::fill(severity)[2..]).as_str())
}

/// The letters of a column.
pub fn column_name(col: u16) -> String {
    crate::grid::column_letters(col.into())
}

/// A sheet's columns: titles and widths in characters.
pub type Columns<'a> = &'a [(&'a str, f64)];

/// What goes into a cell.
pub enum Content<'a> {
    Blank,
    Number(f64),
    Text(&'a str),
    /// A text with the file and place it leads to, if it leads anywhere.
    Link(&'a str, Option<String>),
    Formula(Formula),
}

impl Content<'_> {
    /// A figure that may be missing.
    pub fn decimal(value: Option<Decimal>) -> Self {
        value.and_then(|value| value.to_f64()).map_or(Content::Blank, Content::Number)
    }
}

/// Title, a line below it, and the column heads; gives the first row below them.
pub fn head(sheet: &mut Worksheet, title: &str, note: &str, columns: Columns<'_>, looks: &Looks) -> Outcome<u32> {
    sheet.write_string_with_format(0, 0, title, &looks.title)?;
    sheet.write_string_with_format(1, 0, note, &looks.note)?;
    for (col, (_, width)) in (0..).zip(columns) {
        sheet.set_column_width(col, *width)?;
    }
    let titles: Vec<(Content<'_>, &Format)> =
        columns.iter().map(|(title, _)| (Content::Text(title), &looks.header)).collect();
    row(sheet, HEADER, columns, &titles)?;
    Ok(HEADER + 1)
}

/// One row, as high as its longest text needs. Not every program fits rows to wrapped text by itself.
pub fn row(sheet: &mut Worksheet, row: u32, columns: Columns<'_>, cells: &[(Content<'_>, &Format)]) -> Outcome<()> {
    let mut lines = 1;
    for ((col, (_, width)), (content, format)) in (0..).zip(columns).zip(cells) {
        cell(sheet, row, col, content, format)?;
        if let Content::Text(text) | Content::Link(text, _) = content {
            // Some fonts run wider than the one the column is measured in.
            lines = lines.max(annotated::wrapped_lines(text, (*width * 0.95) as usize));
        }
    }
    sheet.set_row_height(row, (lines as f64 * 15.0).min(405.0))?;
    Ok(())
}

fn cell(sheet: &mut Worksheet, row: u32, col: u16, content: &Content<'_>, format: &Format) -> Outcome<()> {
    match content {
        Content::Blank | Content::Text("") => sheet.write_blank(row, col, format)?,
        Content::Number(number) => sheet.write_number_with_format(row, col, *number, format)?,
        Content::Text(text) => sheet.write_string_with_format(row, col, cut(text, CELL_LIMIT), format)?,
        Content::Formula(formula) => sheet.write_formula_with_format(row, col, formula.clone(), format)?,
        Content::Link(text, Some(target)) => {
            let text = cut(text, CELL_LIMIT);
            match sheet.write_url_with_options(row, col, target.as_str(), &text, "", Some(format)) {
                Ok(sheet) => sheet,
                // A path too long for a link is still a name.
                Err(_) => return cell(sheet, row, col, &Content::Text(&text), format),
            }
        }
        Content::Link(text, None) => return cell(sheet, row, col, &Content::Text(text), format),
    };
    Ok(())
}

/// F4 landscape, one page wide, page numbers below; the column titles head every page.
pub fn page(sheet: &mut Worksheet) -> Outcome<()> {
    sheet.set_paper_size(PAPER_F4).set_landscape().set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_footer("&L&A&RHalaman &P dari &N");
    sheet.set_freeze_panes(HEADER + 1, 0)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    Ok(())
}

/// A sheet that is one table: it filters, and its head stays in view. `end` is the first row below it.
pub fn table(sheet: &mut Worksheet, columns: Columns<'_>, end: u32) -> Outcome<()> {
    sheet.autofilter(HEADER, 0, end.max(HEADER + 2) - 1, columns.len() as u16 - 1)?;
    page(sheet)
}
