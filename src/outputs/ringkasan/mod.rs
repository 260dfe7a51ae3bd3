//! `ringkasan.xlsx`: all workbooks of a run in one, for reading on screen and for printing on F4.
//!
//! Text from the workbooks is always written as text, never as a formula. The creation date is
//! fixed, so that the same run gives the same bytes.

mod banding;
mod matriks;
mod sheet;
mod temuan;

use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet};

use self::sheet::{Columns, Content, Looks, Outcome, fill, head, page, row, table};
use super::{CheckedBook, Run, kind_names};
use crate::bahasa::Bahasa;
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::laporan::arithmetic::agrees;
use crate::pipeline::{AnggaranRow, CapaianRow};
use crate::rules::RULES;

/// The workbook's bytes.
///
/// # Errors
/// [`Error::Internal`] when the writer refuses a value, which would be a bug.
pub fn workbook(run: &Run) -> Result<Vec<u8>> {
    build(run).map_err(|error| Error::Internal { detail: format!("ringkasan.xlsx: {error}") })
}

fn build(run: &Run) -> Outcome<Vec<u8>> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_title("Ringkasan pemeriksaan").set_author("cermat");
    workbook.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_ymd(2024, 1, 1)?));
    let looks = Looks::new();
    overview(workbook.add_worksheet().set_name("Ringkasan")?, run, &looks)?;
    temuan::open(workbook.add_worksheet().set_name("Temuan")?, run, &looks)?;
    if run.count_accepted().0 > 0 || !run.lapsed.is_empty() {
        temuan::accepted(workbook.add_worksheet().set_name("Diterima")?, run, &looks)?;
    }
    matriks::matriks(workbook.add_worksheet().set_name("Matriks")?, run, &looks)?;
    aturan(workbook.add_worksheet().set_name("Aturan")?, run, &looks)?;
    if run.books.iter().any(|book| !book.checked.capaian.is_empty()) {
        capaian(workbook.add_worksheet().set_name("Capaian")?, run, &looks)?;
    }
    if run.books.iter().any(|book| !book.checked.anggaran.is_empty()) {
        anggaran(workbook.add_worksheet().set_name("Anggaran")?, run, &looks)?;
    }
    banding::sheets(&mut workbook, run, &looks)?;
    if !run.failures.is_empty() {
        gagal(workbook.add_worksheet().set_name("Gagal")?, run, &looks)?;
    }
    workbook.save_to_buffer()
}

/// Columns of the first sheet.
const OVERVIEW: Columns<'_> = &[
    ("No", 6.0),
    ("Berkas", 40.0),
    ("Jenis", 52.0),
    ("Tahun", 9.0),
    ("Salah", 9.0),
    ("Periksa", 9.0),
    ("Lengkapi", 10.0),
    ("Saran", 9.0),
    ("Jumlah", 9.0),
];

fn overview(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let mut note = format!("{} buku kerja diperiksa", run.books.len());
    if !run.failures.is_empty() {
        note = format!("{note}; {} berkas gagal, lihat lembar Gagal", run.failures.len());
    }
    let (accepted, _) = run.count_accepted();
    if accepted > 0 {
        note = format!("{note}; {accepted} temuan diterima dan tidak dihitung, lihat lembar Diterima");
    }
    let first = head(sheet, "Ringkasan pemeriksaan", &note, OVERVIEW, looks)?;
    for (col, severity) in (4..).zip(Severity::ALL) {
        let format = looks.header.clone().set_background_color(fill(severity));
        sheet.write_string_with_format(first - 1, col, OVERVIEW[usize::from(col)].0, &format)?;
    }
    let mut at = first;
    for book in &run.books {
        let checked = &book.checked;
        let kinds = kind_names(checked).join("; ");
        let sum = Formula::new(format!("=SUM(E{0}:H{0})", at + 1)).set_result(checked.open().count().to_string());
        let mut cells = vec![
            (Content::Number(f64::from(at - first + 1)), &looks.centre),
            (Content::Link(&checked.nama, file(book)), link_format(book, looks)),
            (Content::Text(&kinds), &looks.text),
            (checked.tahun.map_or(Content::Blank, |tahun| Content::Number(tahun.into())), &looks.centre),
        ];
        cells.extend(Severity::ALL.map(|severity| (Content::Number(checked.count(severity) as f64), &looks.number)));
        cells.push((Content::Formula(sum), &looks.number));
        row(sheet, at, OVERVIEW, &cells)?;
        at += 1;
    }
    if !run.books.is_empty() {
        totals(sheet, first, at, run, looks)?;
        at += 1;
    }
    legend(sheet, at + 1, looks)?;
    page(sheet)
}

/// The sums below the workbooks in rows `first` to `at`.
fn totals(sheet: &mut Worksheet, first: u32, at: u32, run: &Run, looks: &Looks) -> Outcome<()> {
    let counts = Severity::ALL.map(|severity| run.count(severity));
    let sum = |letter: char, total: usize| {
        let formula = format!("=SUM({letter}{}:{letter}{at})", first + 1);
        (Content::Formula(Formula::new(formula).set_result(total.to_string())), &looks.total_number)
    };
    let blank = || (Content::Blank, &looks.total);
    let mut cells = vec![blank(), (Content::Text("Jumlah"), &looks.total), blank(), blank()];
    cells.extend(['E', 'F', 'G', 'H'].into_iter().zip(counts).map(|(letter, total)| sum(letter, total)));
    cells.push(sum('I', counts.iter().sum()));
    row(sheet, at, OVERVIEW, &cells)
}

fn legend(sheet: &mut Worksheet, mut at: u32, looks: &Looks) -> Outcome<()> {
    for severity in Severity::ALL {
        let meaning = match severity {
            Severity::Error => "harus diperbaiki",
            Severity::Review => "mungkin salah; petugas yang memutuskan",
            Severity::Missing => "isian belum ada",
            Severity::Advice => "cara penulisan; boleh dibiarkan",
        };
        sheet.write_string_with_format(at, 1, severity.word(), looks.level(severity))?;
        sheet.write_string(at, 2, meaning)?;
        at += 1;
    }
    Ok(())
}

/// How often each rule found something, and in how many workbooks.
fn aturan(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let columns: Columns<'_> = &[("Kode", 8.0), ("Aturan", 70.0), ("Dasar", 60.0), ("Temuan", 10.0), ("Berkas", 10.0)];
    let of_rule = |book: &CheckedBook, code: &str| book.checked.open().filter(|finding| finding.rule == code).count();
    let note = "Penjelasan tiap aturan: cermat aturan KODE";
    let mut at = head(sheet, "Temuan menurut aturan", note, columns, looks)?;
    for rule in RULES {
        let counts: Vec<usize> =
            run.books.iter().map(|book| of_rule(book, rule.code)).filter(|&count| count > 0).collect();
        if counts.is_empty() {
            continue;
        }
        let cells = [
            (Content::Text(rule.code), &looks.centre),
            (Content::Text(rule.title), &looks.text),
            (Content::Text(rule.basis), &looks.text),
            (Content::Number(counts.iter().sum::<usize>() as f64), &looks.number),
            (Content::Number(counts.len() as f64), &looks.number),
        ];
        row(sheet, at, columns, &cells)?;
        at += 1;
    }
    table(sheet, columns, at)
}

fn capaian(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let columns: Columns<'_> = &[
        ("No", 5.0),
        ("Berkas", 22.0),
        ("Lembar", 16.0),
        ("Sasaran", 36.0),
        ("Indikator", 40.0),
        ("Satuan", 12.0),
        ("Target", 13.0),
        ("Realisasi", 13.0),
        ("Capaian (%)", 12.0),
        ("Kategori", 14.0),
    ];
    let note = "Capaian berupa rumus bila realisasi dibagi target memberi angka yang tertulis; kosong bila formulir tidak memuatnya";
    let first = head(sheet, "Capaian kinerja", note, columns, looks)?;
    let mut at = first;
    for book in &run.books {
        for entry in &book.checked.capaian {
            let formula =
                ratio(entry).map(|ratio| Formula::new(format!("=H{0}/G{0}*100", at + 1)).set_result(ratio.to_string()));
            let cells = [
                (Content::Number(f64::from(at - first + 1)), &looks.centre),
                (
                    Content::Link(&book.checked.nama, place(book, &entry.lembar, &entry.sel.to_string())),
                    link_format(book, looks),
                ),
                (Content::Text(&entry.lembar), &looks.text),
                (Content::Text(&entry.sasaran), &looks.text),
                (Content::Text(&entry.indikator), &looks.text),
                (Content::Text(&entry.satuan), &looks.text),
                (Content::decimal(entry.target), &looks.decimals(entry.target)),
                (Content::decimal(entry.realisasi), &looks.decimals(entry.realisasi)),
                (formula.map_or(Content::decimal(entry.capaian), Content::Formula), &looks.percent),
                (Content::Text(&entry.kategori), &looks.text),
            ];
            row(sheet, at, columns, &cells)?;
            at += 1;
        }
    }
    table(sheet, columns, at)
}

/// Realisasi by target in percent, when that is what the form printed.
fn ratio(entry: &CapaianRow) -> Option<Decimal> {
    let (target, realisasi, printed) = (entry.target?, entry.realisasi?, entry.capaian?);
    let ratio = realisasi.checked_div(target)?.checked_mul(Decimal::ONE_HUNDRED)?;
    agrees(printed, ratio, printed.scale(), Decimal::ZERO).then_some(ratio.round_dp(12))
}

fn anggaran(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let columns: Columns<'_> = &[
        ("No", 5.0),
        ("Berkas", 32.0),
        ("Lembar", 18.0),
        ("Program", 50.0),
        ("Pagu (Rp)", 19.0),
        ("Realisasi (Rp)", 19.0),
        ("Serapan (%)", 12.0),
        ("Sisa (Rp)", 19.0),
    ];
    let note = "Serapan dan sisa dihitung dari pagu dan realisasi yang tertulis";
    let first = head(sheet, "Anggaran menurut program", note, columns, looks)?;
    let mut at = first;
    for book in &run.books {
        for entry in &book.checked.anggaran {
            row(sheet, at, columns, &anggaran_cells(at, at - first + 1, book, entry, looks))?;
            at += 1;
        }
    }
    table(sheet, columns, at)
}

fn anggaran_cells<'a>(
    at: u32,
    number: u32,
    book: &'a CheckedBook,
    entry: &'a AnggaranRow,
    looks: &'a Looks,
) -> [(Content<'a>, &'a Format); 8] {
    let (text, rupiah, percent) = if entry.is_total {
        (&looks.total, &looks.total_number, &looks.total_percent)
    } else {
        (&looks.text, &looks.number, &looks.percent)
    };
    let (mut serapan, mut sisa) = (Content::Blank, Content::Blank);
    if let (Some(pagu), Some(realisasi)) = (entry.pagu, entry.realisasi) {
        let ratio = realisasi.checked_div(pagu).and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED));
        if let Some(ratio) = ratio {
            let formula = Formula::new(format!("=F{0}/E{0}*100", at + 1));
            serapan = Content::Formula(formula.set_result(ratio.round_dp(12).normalize().to_string()));
        }
        let rest = pagu.checked_sub(realisasi).unwrap_or_default().normalize();
        sisa = Content::Formula(Formula::new(format!("=E{0}-F{0}", at + 1)).set_result(rest.to_string()));
    }
    // Some write the word in the column of numbers, so that the name is blank.
    let program = if entry.is_total && entry.program.is_empty() { "JUMLAH" } else { &entry.program };
    [
        (Content::Number(f64::from(number)), if entry.is_total { &looks.total_centre } else { &looks.centre }),
        (
            Content::Link(&book.checked.nama, place(book, &entry.lembar, &entry.sel.to_string())),
            link_format(book, looks),
        ),
        (Content::Text(&entry.lembar), text),
        (Content::Text(program), text),
        (Content::decimal(entry.pagu), rupiah),
        (Content::decimal(entry.realisasi), rupiah),
        (serapan, percent),
        (sisa, rupiah),
    ]
}

fn gagal(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let columns: Columns<'_> = &[("No", 5.0), ("Berkas", 50.0), ("Sebab", 90.0)];
    let note = "Berkas ini tidak ikut diperiksa; benahi lalu jalankan pemeriksaan lagi";
    let first = head(sheet, "Berkas yang gagal diperiksa", note, columns, looks)?;
    let mut at = first;
    for failure in &run.failures {
        let cells = [
            (Content::Number(f64::from(at - first + 1)), &looks.centre),
            (Content::Text(&failure.nama), &looks.text),
            (Content::Text(failure.sebab.text(Bahasa::Id)), &looks.text),
        ];
        row(sheet, at, columns, &cells)?;
        at += 1;
    }
    table(sheet, columns, at)
}

/// Blue and underlined where there is a copy to open.
fn link_format<'a>(book: &CheckedBook, looks: &'a Looks) -> &'a Format {
    if file(book).is_some() { &looks.link } else { &looks.text }
}

/// Link to the annotated copy in the same folder. `#` ends the file name in a link and can't be
/// written inside it: such a copy is not linked.
fn file(book: &CheckedBook) -> Option<String> {
    let copy = book.copy.as_ref().filter(|copy| !copy.contains('#'))?;
    Some(format!("file:///{copy}"))
}

/// Link to a cell of the annotated copy: `file:///DPA_2024.diperiksa.xlsx#'Tabel 2.6'!C45`.
fn place(book: &CheckedBook, sheet: &str, cell: &str) -> Option<String> {
    file(book).map(|file| format!("{file}#'{}'!{cell}", sheet.replace('\'', "''")))
}
