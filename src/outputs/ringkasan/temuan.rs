//! The findings of all workbooks: those to look at, and those that are accepted.
//!
//! Both lists have the columns *Diterima* and *Alasan*, which the next run reads back by the hidden
//! fingerprint; columns that people added stand behind it.

use rust_xlsxwriter::{DataValidation, Format, Worksheet};

use super::sheet::{Columns, Content, Looks, Outcome, head, row, table};
use super::{link_format, place};
use crate::finding::{Entered, Finding};
use crate::outputs::diterima::{Baris, KEADAAN, titles};
use crate::outputs::{CheckedBook, Run};

const COLUMNS: [(&str, f64); 15] = [
    ("No", 5.0),
    ("Berkas", 18.0),
    ("Lembar", 14.0),
    ("Sel", 9.0),
    ("Tingkat", 9.0),
    ("Aturan", 8.0),
    ("Temuan", 38.0),
    ("Tertulis", 14.0),
    ("Seharusnya", 14.0),
    ("Dugaan sebab", 22.0),
    ("Saran", 22.0),
    ("Dasar", 17.0),
    ("Diterima", 9.0),
    ("Alasan", 22.0),
    ("Sidik", 10.0),
];

const DITERIMA: u16 = 12;
const SIDIK: u16 = 14;

/// Width of a column that people added.
const ADDED: f64 = 20.0;

/// The findings to look at.
pub fn open(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let added = titles(findings(run, false).map(|(_, finding)| &finding.entered));
    let columns: Vec<(&str, f64)> =
        COLUMNS.into_iter().chain(added.iter().map(|title| (title.as_str(), ADDED))).collect();
    let note = "Klik nama berkas atau sel untuk membuka salinan bertanda tepat di tempatnya. Yang memang sudah benar: isi \
                kolom Diterima dan Alasan; pada pemeriksaan berikutnya tidak dihitung lagi selama angkanya tetap";
    let first = head(sheet, "Temuan", note, &columns, looks)?;
    let mut at = first;
    for (book, finding) in findings(run, false) {
        finding_row(sheet, at, first, &columns, (book, finding), None, looks)?;
        at += 1;
    }
    if at == first {
        sheet.write_string(at, 0, "Tidak ada temuan.")?;
    }
    finish(sheet, &columns, first, at)
}

/// The accepted findings, and what people wrote beside findings that are not there.
pub fn accepted(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let lapsed = run.lapsed.iter().map(|lapsed| &lapsed.baris.entered);
    let added = titles(findings(run, true).map(|(_, finding)| &finding.entered).chain(lapsed));
    let own = COLUMNS.into_iter().chain([(KEADAAN, 20.0)]);
    let columns: Vec<(&str, f64)> = own.chain(added.iter().map(|title| (title.as_str(), ADDED))).collect();
    let note = "Tidak dihitung selama angkanya tetap. Kosongkan kolom Diterima untuk mencabutnya; hapus barisnya bila \
                tidak diperlukan lagi";
    let first = head(sheet, "Temuan yang diterima", note, &columns, looks)?;
    let mut at = first;
    for (book, finding) in findings(run, true) {
        finding_row(sheet, at, first, &columns, (book, finding), Some("diterima"), looks)?;
        at += 1;
    }
    for lapsed in &run.lapsed {
        lapsed_row(sheet, at, first, &columns, &lapsed.baris, lapsed.keadaan, looks)?;
        at += 1;
    }
    finish(sheet, &columns, first, at)
}

fn findings(run: &Run, accepted: bool) -> impl Iterator<Item = (&CheckedBook, &Finding)> {
    let all = run.books.iter().flat_map(|book| book.checked.findings.iter().map(move |finding| (book, finding)));
    all.filter(move |(_, finding)| finding.is_accepted() == accepted)
}

fn finish(sheet: &mut Worksheet, columns: Columns<'_>, first: u32, end: u32) -> Outcome<()> {
    sheet.set_column_hidden(SIDIK)?;
    let offer = DataValidation::new().allow_list_strings(&["ya"])?.ignore_blank(true);
    // A reason may also be typed where nothing is accepted, so that other words are only warned of.
    let offer = offer.set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Information);
    sheet.add_data_validation(first, DITERIMA, end.max(first + 1) - 1, DITERIMA, &offer)?;
    table(sheet, columns, end)
}

fn finding_row(
    sheet: &mut Worksheet,
    at: u32,
    first: u32,
    columns: Columns<'_>,
    (book, finding): (&CheckedBook, &Finding),
    keadaan: Option<&str>,
    looks: &Looks,
) -> Outcome<()> {
    let address = finding.place.range.to_string();
    let place = place(book, &finding.place.sheet_name, &finding.place.range.start.to_string());
    let optional = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    let details = [&finding.written, &finding.expected, &finding.guess, &finding.advice].map(optional);
    let mut cells = vec![
        (Content::Number(f64::from(at - first + 1)), &looks.centre),
        (Content::Link(&book.checked.nama, place.clone()), link_format(book, looks)),
        (Content::Text(&finding.place.sheet_name), &looks.text),
        (Content::Link(&address, place), link_format(book, looks)),
        (Content::Text(finding.severity.word()), looks.level(finding.severity)),
        (Content::Text(finding.rule), &looks.centre),
        (Content::Text(&finding.message), &looks.text),
    ];
    cells.extend(details.iter().map(|detail| (Content::Text(detail), &looks.text)));
    cells.push((Content::Text(finding.basis), &looks.text));
    cells.extend(entered_cells(&finding.entered, &finding.fingerprint, keadaan, columns, looks));
    row(sheet, at, columns, &cells)
}

fn lapsed_row(
    sheet: &mut Worksheet,
    at: u32,
    first: u32,
    columns: Columns<'_>,
    baris: &Baris,
    keadaan: &str,
    looks: &Looks,
) -> Outcome<()> {
    let text = |text| (Content::Text(text), &looks.text);
    let mut cells = vec![
        (Content::Number(f64::from(at - first + 1)), &looks.centre),
        text(&baris.berkas),
        text(&baris.lembar),
        text(&baris.sel),
        text(""),
        (Content::Text(&baris.aturan), &looks.centre),
        text(&baris.pesan),
    ];
    cells.extend((0..5).map(|_| text("")));
    cells.extend(entered_cells(&baris.entered, &baris.sidik, Some(keadaan), columns, looks));
    row(sheet, at, columns, &cells)
}

/// From *Diterima* on.
fn entered_cells<'a>(
    entered: &'a Entered,
    sidik: &'a str,
    keadaan: Option<&'a str>,
    columns: Columns<'_>,
    looks: &'a Looks,
) -> Vec<(Content<'a>, &'a Format)> {
    let text = |text| (Content::Text(text), &looks.text);
    let mut cells = vec![(Content::Text(entered.diterima.as_str()), &looks.centre), text(&entered.alasan), text(sidik)];
    cells.extend(keadaan.map(text));
    let added = columns.iter().skip(usize::from(SIDIK) + 1 + usize::from(keadaan.is_some()));
    cells.extend(added.map(|(title, _)| {
        let found = entered.lain.iter().find(|(known, _)| known == title);
        text(found.map_or("", |(_, text)| text.as_str()))
    }));
    cells
}
