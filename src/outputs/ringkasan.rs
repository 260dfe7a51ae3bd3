//! `ringkasan.xlsx`: all workbooks of a run in one, for reading on screen and for printing on F4.
//!
//! Text from the workbooks is always written as text, never as a formula. The creation date is
//! fixed, so that the same run gives the same bytes.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::{CheckedBook, Run, kind_names};
use crate::error::{Error, Result};
use crate::finding::{Finding, Place, Severity};
use crate::laporan::arithmetic::agrees;
use crate::pipeline::{AnggaranRow, CapaianRow};
use crate::rules::RULES;

/// F4 as Excel numbers it (Folio, 8.5 × 13 in).
const PAPER_F4: u8 = 14;

/// Excel's limit for the text of a cell, less room for our ellipsis.
const CELL_LIMIT: usize = 32_000;

/// What the writer gives.
type Outcome<T> = std::result::Result<T, XlsxError>;

/// The workbook's bytes.
///
/// # Errors
/// [`Error::Internal`] when the writer refuses a value, which would be a bug.
pub fn workbook(run: &Run) -> Result<Vec<u8>> {
    build(run).map_err(|error| Error::Internal { detail: format!("ringkasan.xlsx: {error}") })
}

fn build(run: &Run) -> Outcome<Vec<u8>> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2024, 1, 1)?;
    let title = "Ringkasan pemeriksaan";
    workbook
        .set_properties(&DocProperties::new().set_title(title).set_author("cermat").set_creation_datetime(&created));
    let looks = Looks::new();
    overview(workbook.add_worksheet().set_name("Ringkasan")?, run, &looks)?;
    temuan(workbook.add_worksheet().set_name("Temuan")?, run, &looks)?;
    if run.books.iter().any(|book| !book.checked.capaian.is_empty()) {
        capaian(workbook.add_worksheet().set_name("Capaian")?, run, &looks)?;
    }
    if run.books.iter().any(|book| !book.checked.anggaran.is_empty()) {
        anggaran(workbook.add_worksheet().set_name("Anggaran")?, run, &looks)?;
    }
    if !run.failures.is_empty() {
        gagal(workbook.add_worksheet().set_name("Gagal")?, run, &looks)?;
    }
    workbook.save_to_buffer()
}

/// The cell formats of the workbook.
struct Looks {
    title: Format,
    note: Format,
    header: Format,
    text: Format,
    centre: Format,
    number: Format,
    percent: Format,
    link: Format,
    total: Format,
    total_number: Format,
    total_percent: Format,
    levels: [Format; 4],
}

impl Looks {
    fn new() -> Self {
        let cell = Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00BF_BFBF));
        let text = cell.clone().set_align(FormatAlign::Top).set_text_wrap();
        let centre = cell.clone().set_align(FormatAlign::Top).set_align(FormatAlign::Center);
        let number = cell.set_align(FormatAlign::Top).set_num_format("#,##0");
        let percent = number.clone().set_num_format("0.00");
        let total = |format: &Format| format.clone().set_bold().set_background_color(Color::RGB(0x00F2_F2F2));
        Self {
            title: Format::new().set_bold().set_font_size(14),
            note: Format::new().set_font_color(Color::RGB(0x0059_5959)),
            header: text
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00D9_E1F2)),
            link: text
                .clone()
                .set_font_color(Color::RGB(0x0005_63C1))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            total: total(&text),
            total_number: total(&number),
            total_percent: total(&percent),
            levels: Severity::ALL.map(|severity| centre.clone().set_background_color(fill(severity))),
            text,
            centre,
            number,
            percent,
        }
    }

    fn level(&self, severity: Severity) -> &Format {
        &self.levels[Severity::ALL.iter().position(|&known| known == severity).unwrap_or(0)]
    }
}

/// The colour of a level, the same as in the annotated copies.
const fn fill(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::RGB(0x00E8_998D),
        Severity::Review => Color::RGB(0x00F2_C179),
        Severity::Missing => Color::RGB(0x00C8_DFF4),
        Severity::Advice => Color::RGB(0x00EF_F3D3),
    }
}

/// A sheet's columns: titles and widths in characters.
type Columns<'a> = &'a [(&'a str, f64)];

/// Title, a line below it, and the column heads; gives the first row below them.
fn head(sheet: &mut Worksheet, title: &str, note: &str, columns: Columns<'_>, looks: &Looks) -> Outcome<u32> {
    sheet.write_string_with_format(0, 0, title, &looks.title)?;
    sheet.write_string_with_format(1, 0, note, &looks.note)?;
    header_row(sheet, 3, columns, looks)?;
    for (col, (_, width)) in (0..).zip(columns) {
        sheet.set_column_width(col, *width)?;
    }
    Ok(4)
}

fn header_row(sheet: &mut Worksheet, row: u32, columns: Columns<'_>, looks: &Looks) -> Outcome<()> {
    for (col, (name, _)) in (0..).zip(columns) {
        sheet.write_string_with_format(row, col, *name, &looks.header)?;
    }
    Ok(())
}

/// F4 landscape, one page wide, page numbers below.
fn page(sheet: &mut Worksheet, repeated: Option<u32>) -> Outcome<()> {
    sheet.set_paper_size(PAPER_F4).set_landscape().set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_footer("&L&A&RHalaman &P dari &N");
    if let Some(row) = repeated {
        sheet.set_repeat_rows(row, row)?;
    }
    Ok(())
}

/// The table's head stays in view and filters; `end` is the first row below the table.
fn table(sheet: &mut Worksheet, columns: Columns<'_>, end: u32) -> Outcome<()> {
    sheet.set_freeze_panes(4, 0)?;
    sheet.autofilter(3, 0, end.max(5) - 1, columns.len() as u16 - 1)?;
    page(sheet, Some(3))
}

fn overview(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let columns = [
        ("No", 5.0),
        ("Berkas", 44.0),
        ("Jenis", 52.0),
        ("Tahun", 8.0),
        ("Salah", 9.0),
        ("Periksa", 9.0),
        ("Lengkapi", 10.0),
        ("Saran", 9.0),
        ("Jumlah", 9.0),
    ];
    let note = format!("{} buku kerja diperiksa, {} berkas gagal", run.books.len(), run.failures.len());
    let first = head(sheet, "Ringkasan pemeriksaan", &note, &columns, looks)?;
    for (col, severity) in (4..).zip(Severity::ALL) {
        let format = looks.header.clone().set_background_color(fill(severity));
        sheet.write_string_with_format(3, col, capital(severity.word()), &format)?;
    }
    let mut row = first;
    for book in &run.books {
        let checked = &book.checked;
        sheet.write_number_with_format(row, 0, f64::from(row - first + 1), &looks.centre)?;
        file_cell(sheet, row, 1, book, None, looks)?;
        text(sheet, row, 2, &kind_names(checked).join(", "), &looks.text)?;
        match checked.tahun {
            Some(tahun) => sheet.write_number_with_format(row, 3, tahun, &looks.centre)?,
            None => sheet.write_blank(row, 3, &looks.centre)?,
        };
        for (col, severity) in (4..).zip(Severity::ALL) {
            sheet.write_number_with_format(row, col, checked.count(severity) as f64, &looks.number)?;
        }
        let sum = Formula::new(format!("=SUM(E{0}:H{0})", row + 1)).set_result(checked.findings.len().to_string());
        sheet.write_formula_with_format(row, 8, sum, &looks.number)?;
        row += 1;
    }
    if !run.books.is_empty() {
        for col in 0..4 {
            sheet.write_blank(row, col, &looks.total)?;
        }
        sheet.write_string_with_format(row, 1, "Jumlah", &looks.total)?;
        let totals = Severity::ALL.map(|severity| run.count(severity));
        for (col, letter, total) in [(4, 'E', totals[0]), (5, 'F', totals[1]), (6, 'G', totals[2]), (7, 'H', totals[3])]
            .into_iter()
            .chain([(8, 'I', totals.iter().sum())])
        {
            let sum = Formula::new(format!("=SUM({letter}{}:{letter}{row})", first + 1)).set_result(total.to_string());
            sheet.write_formula_with_format(row, col, sum, &looks.total_number)?;
        }
        row += 1;
    }
    row = legend(sheet, row + 1, looks)?;
    rules_part(sheet, row + 1, run, looks)?;
    sheet.set_freeze_panes(4, 0)?;
    page(sheet, None)
}

fn legend(sheet: &mut Worksheet, mut row: u32, looks: &Looks) -> Outcome<u32> {
    for severity in Severity::ALL {
        let meaning = match severity {
            Severity::Error => "harus diperbaiki",
            Severity::Review => "mungkin salah; petugas yang memutuskan",
            Severity::Missing => "isian belum ada",
            Severity::Advice => "cara penulisan; boleh dibiarkan",
        };
        sheet.write_string_with_format(row, 1, capital(severity.word()), looks.level(severity))?;
        sheet.write_string(row, 2, meaning)?;
        row += 1;
    }
    Ok(row)
}

fn rules_part(sheet: &mut Worksheet, row: u32, run: &Run, looks: &Looks) -> Outcome<()> {
    let all: Vec<(&CheckedBook, &Finding)> =
        run.books.iter().flat_map(|book| book.checked.findings.iter().map(move |finding| (book, finding))).collect();
    if all.is_empty() {
        return Ok(());
    }
    let columns = [("Kode", 0.0), ("Aturan", 0.0), ("Dasar", 0.0), ("Temuan", 0.0), ("Berkas", 0.0)];
    sheet.write_string_with_format(row, 1, "Temuan menurut aturan", &looks.title)?;
    header_row(sheet, row + 1, &columns, looks)?;
    let mut at = row + 2;
    for rule in RULES {
        let found: Vec<&CheckedBook> =
            all.iter().filter(|(_, finding)| finding.rule == rule.code).map(|(book, _)| *book).collect();
        if found.is_empty() {
            continue;
        }
        let mut names: Vec<&str> = found.iter().map(|book| book.checked.nama.as_str()).collect();
        names.dedup();
        sheet.write_string_with_format(at, 0, rule.code, &looks.centre)?;
        text(sheet, at, 1, rule.title, &looks.text)?;
        text(sheet, at, 2, rule.basis, &looks.text)?;
        sheet.write_number_with_format(at, 3, found.len() as f64, &looks.number)?;
        sheet.write_number_with_format(at, 4, names.len() as f64, &looks.number)?;
        at += 1;
    }
    Ok(())
}

fn temuan(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let columns = [
        ("No", 5.0),
        ("Berkas", 22.0),
        ("Lembar", 16.0),
        ("Sel", 10.0),
        ("Tingkat", 10.0),
        ("Aturan", 8.0),
        ("Temuan", 46.0),
        ("Tertulis", 18.0),
        ("Seharusnya", 18.0),
        ("Dugaan sebab", 30.0),
        ("Saran", 30.0),
        ("Dasar", 24.0),
    ];
    let note = "Klik berkas atau sel untuk membuka salinan bertanda tepat di tempatnya";
    let first = head(sheet, "Temuan", note, &columns, looks)?;
    let mut row = first;
    for book in &run.books {
        for finding in &book.checked.findings {
            sheet.write_number_with_format(row, 0, f64::from(row - first + 1), &looks.centre)?;
            file_cell(sheet, row, 1, book, Some(&finding.place), looks)?;
            text(sheet, row, 2, &finding.place.sheet_name, &looks.text)?;
            let cell = finding.place.range.to_string();
            link(sheet, row, 3, &cell, target(book, Some(&finding.place)), looks)?;
            sheet.write_string_with_format(row, 4, finding.severity.word(), looks.level(finding.severity))?;
            sheet.write_string_with_format(row, 5, finding.rule, &looks.centre)?;
            text(sheet, row, 6, &finding.message, &looks.text)?;
            let optional = [&finding.written, &finding.expected, &finding.guess, &finding.advice];
            for (col, field) in (7..).zip(optional) {
                text(sheet, row, col, field.as_deref().unwrap_or(""), &looks.text)?;
            }
            text(sheet, row, 11, finding.basis, &looks.text)?;
            row += 1;
        }
    }
    if row == first {
        sheet.write_string(row, 0, "Tidak ada temuan.")?;
    }
    table(sheet, &columns, row)
}

fn capaian(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let columns = [
        ("No", 5.0),
        ("Berkas", 22.0),
        ("Lembar", 16.0),
        ("Sasaran", 40.0),
        ("Indikator", 44.0),
        ("Satuan", 12.0),
        ("Target", 14.0),
        ("Realisasi", 14.0),
        ("Capaian (%)", 12.0),
        ("Kategori", 16.0),
    ];
    let note = "Capaian berupa rumus bila realisasi dibagi target menghasilkan angka yang tertulis; selain itu angka yang tertulis";
    let first = head(sheet, "Capaian kinerja", note, &columns, looks)?;
    let mut row = first;
    for book in &run.books {
        for entry in &book.checked.capaian {
            let place = (entry.lembar.as_str(), entry.sel.to_string());
            sheet.write_number_with_format(row, 0, f64::from(row - first + 1), &looks.centre)?;
            link(sheet, row, 1, &book.checked.nama, cell_target(book, place.0, &place.1), looks)?;
            text(sheet, row, 2, &entry.lembar, &looks.text)?;
            text(sheet, row, 3, &entry.sasaran, &looks.text)?;
            text(sheet, row, 4, &entry.indikator, &looks.text)?;
            text(sheet, row, 5, &entry.satuan, &looks.text)?;
            decimal(sheet, row, 6, entry.target, &plain_number(entry.target, looks))?;
            decimal(sheet, row, 7, entry.realisasi, &plain_number(entry.realisasi, looks))?;
            match ratio(entry) {
                Some(ratio) => {
                    let formula = Formula::new(format!("=H{0}/G{0}*100", row + 1)).set_result(ratio.to_string());
                    sheet.write_formula_with_format(row, 8, formula, &looks.percent)?;
                }
                None => decimal(sheet, row, 8, entry.capaian, &looks.percent)?,
            }
            text(sheet, row, 9, &entry.kategori, &looks.text)?;
            row += 1;
        }
    }
    table(sheet, &columns, row)
}

/// Realisasi by target in percent, when that is what the form printed.
fn ratio(entry: &CapaianRow) -> Option<Decimal> {
    let (target, realisasi, printed) = (entry.target?, entry.realisasi?, entry.capaian?);
    let ratio = realisasi.checked_div(target)?.checked_mul(Decimal::ONE_HUNDRED)?;
    agrees(printed, ratio, printed.scale(), Decimal::ZERO).then_some(ratio.round_dp(12))
}

fn anggaran(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let columns = [
        ("No", 5.0),
        ("Berkas", 26.0),
        ("Lembar", 18.0),
        ("Program", 56.0),
        ("Pagu (Rp)", 20.0),
        ("Realisasi (Rp)", 20.0),
        ("Serapan (%)", 12.0),
        ("Sisa (Rp)", 20.0),
    ];
    let note = "Serapan dan sisa dihitung dari pagu dan realisasi yang tertulis";
    let first = head(sheet, "Anggaran menurut program", note, &columns, looks)?;
    let mut row = first;
    for book in &run.books {
        for entry in &book.checked.anggaran {
            anggaran_row(sheet, row, row - first + 1, book, entry, looks)?;
            row += 1;
        }
    }
    table(sheet, &columns, row)
}

fn anggaran_row(
    sheet: &mut Worksheet,
    row: u32,
    number: u32,
    book: &CheckedBook,
    entry: &AnggaranRow,
    looks: &Looks,
) -> Outcome<()> {
    let (plain, rupiah, percent) = if entry.is_total {
        (&looks.total, &looks.total_number, &looks.total_percent)
    } else {
        (&looks.text, &looks.number, &looks.percent)
    };
    sheet.write_number_with_format(row, 0, number, &looks.centre)?;
    link(sheet, row, 1, &book.checked.nama, cell_target(book, &entry.lembar, &entry.sel.to_string()), looks)?;
    text(sheet, row, 2, &entry.lembar, plain)?;
    text(sheet, row, 3, &entry.program, plain)?;
    decimal(sheet, row, 4, entry.pagu, rupiah)?;
    decimal(sheet, row, 5, entry.realisasi, rupiah)?;
    let (Some(pagu), Some(realisasi)) = (entry.pagu, entry.realisasi) else {
        sheet.write_blank(row, 6, percent)?;
        sheet.write_blank(row, 7, rupiah)?;
        return Ok(());
    };
    let serapan = realisasi.checked_div(pagu).and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED));
    let shown = serapan.map_or(String::new(), |serapan| serapan.round_dp(12).to_string());
    let formula = Formula::new(format!("=IF(E{0}=0,\"\",F{0}/E{0}*100)", row + 1)).set_result(shown);
    sheet.write_formula_with_format(row, 6, formula, percent)?;
    let sisa = pagu.checked_sub(realisasi).unwrap_or_default();
    let formula = Formula::new(format!("=E{0}-F{0}", row + 1)).set_result(sisa.normalize().to_string());
    sheet.write_formula_with_format(row, 7, formula, rupiah)?;
    Ok(())
}

fn gagal(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let columns = [("No", 5.0), ("Berkas", 50.0), ("Sebab", 90.0)];
    let first = head(sheet, "Berkas yang gagal diperiksa", "Benahi berkas ini lalu periksa lagi", &columns, looks)?;
    let mut row = first;
    for failure in &run.failures {
        sheet.write_number_with_format(row, 0, f64::from(row - first + 1), &looks.centre)?;
        text(sheet, row, 1, &failure.nama, &looks.text)?;
        text(sheet, row, 2, &failure.sebab, &looks.text)?;
        row += 1;
    }
    table(sheet, &columns, row)
}

fn text(sheet: &mut Worksheet, row: u32, col: u16, text: &str, format: &Format) -> Outcome<()> {
    if text.is_empty() {
        sheet.write_blank(row, col, format)?;
    } else {
        sheet.write_string_with_format(row, col, super::text::cut(text, CELL_LIMIT), format)?;
    }
    Ok(())
}

fn decimal(sheet: &mut Worksheet, row: u32, col: u16, value: Option<Decimal>, format: &Format) -> Outcome<()> {
    match value.and_then(|value| value.to_f64()) {
        Some(value) => sheet.write_number_with_format(row, col, value, format)?,
        None => sheet.write_blank(row, col, format)?,
    };
    Ok(())
}

/// Grouped digits with as many decimals as the value has.
fn plain_number(value: Option<Decimal>, looks: &Looks) -> Format {
    let decimals = value.map_or(0, |value| value.normalize().scale()).min(6) as usize;
    let format = if decimals == 0 { "#,##0".to_string() } else { format!("#,##0.{}", "0".repeat(decimals)) };
    looks.number.clone().set_num_format(format)
}

/// The name of a workbook, linked to its annotated copy.
fn file_cell(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    book: &CheckedBook,
    place: Option<&Place>,
    looks: &Looks,
) -> Outcome<()> {
    link(sheet, row, col, &book.checked.nama, target(book, place), looks)
}

fn link(sheet: &mut Worksheet, row: u32, col: u16, shown: &str, target: Option<String>, looks: &Looks) -> Outcome<()> {
    if let Some(target) = target
        && sheet.write_url_with_options(row, col, target.as_str(), shown, "", Some(&looks.link)).is_ok()
    {
        return Ok(());
    }
    // A name too long for a link is still a name.
    text(sheet, row, col, shown, &looks.text)
}

fn target(book: &CheckedBook, place: Option<&Place>) -> Option<String> {
    match place {
        Some(place) => cell_target(book, &place.sheet_name, &place.range.start.to_string()),
        None => book.copy.as_ref().map(|copy| format!("external:{copy}")),
    }
}

/// `external:DPA_2024.diperiksa.xlsx#'Tabel 2.6'!C45`
fn cell_target(book: &CheckedBook, sheet: &str, cell: &str) -> Option<String> {
    let copy = book.copy.as_ref()?;
    // `#` ends the file name in a link; Excel offers no way to write one inside it.
    let place = format!("#'{}'!{cell}", sheet.replace('\'', "''"));
    (!copy.contains('#')).then(|| format!("external:{copy}{place}"))
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}
