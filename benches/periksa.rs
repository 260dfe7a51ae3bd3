//! How long a realisation workbook takes step by step and as a whole, beside calamine alone, and a folder of them.
//!
//! `cargo bench` prints a table. The workbook is made here, with the tree of a real one: program ⊃
//! kegiatan ⊃ sub kegiatan ⊃ rincian, 15 columns, a third of the cells formulas, one typed-over
//! total in each program.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use cermat::formula::{self, Formulas};
use cermat::grid::Book;
use cermat::laporan::Laporan;
use cermat::outputs::annotated::annotate;
use cermat::outputs::{CheckedBook, Run, ringkasan, temuan};
use cermat::pipeline::{self, Checked, Settings};
use cermat::profile::Profiles;
use cermat::table;
use rayon::prelude::*;
use rust_xlsxwriter::{Formula, Workbook, Worksheet};

// As in the program.
#[cfg(all(feature = "jemalloc", target_os = "linux"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() {
    divan::main();
}

const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

#[divan::bench(args = SIZES, sample_count = 5)]
fn read(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let bytes = workbook(rows);
    bencher.bench_local(|| opened(&bytes));
}

/// What the reader alone takes to stream the cells, to compare the others with.
#[divan::bench(args = SIZES, sample_count = 5)]
fn calamine_alone(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let bytes = workbook(rows);
    bencher.bench_local(|| {
        let mut reader: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("a readable workbook");
        let mut cells = reader.worksheet_cells_reader("Sheet1").expect("its only sheet");
        let next = || cells.next_cell_with_formula().expect("readable cells").map(|_| ());
        std::iter::from_fn(next).count()
    });
}

/// The tables found in what was read.
#[divan::bench(args = SIZES, sample_count = 5)]
fn recognise(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let book = opened(&workbook(rows));
    bencher.bench_local(|| table::find(&book.grids[0], 0, Profiles::built_in()));
}

/// The formulas parsed and calculated.
#[divan::bench(args = SIZES, sample_count = 5)]
fn recalculate(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let book = opened(&workbook(rows));
    bencher.bench_local(|| formula::recalculate(&book, &Formulas::parse(&book)));
}

/// The rules alone, on a report that is read.
#[divan::bench(args = SIZES, sample_count = 5)]
fn rules(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let book = opened(&workbook(rows));
    let laporan = Laporan::read(book, Profiles::built_in());
    bencher.bench_local(|| cermat::rules::check(&laporan, |_| true));
}

/// Tables, formulas, arithmetic and rules together.
#[divan::bench(args = SIZES, sample_count = 5)]
fn check(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let bytes = workbook(rows);
    let settings = Settings::default();
    bencher
        .with_inputs(|| opened(&bytes))
        .bench_local_values(|book| pipeline::check(book, &settings).expect("a checked workbook").1);
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn annotate_copy(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let bytes = workbook(rows);
    let findings = checked(&bytes).findings;
    bencher.bench_local(|| annotate(&bytes, &findings).expect("an annotated copy"));
}

/// Read, checked, the copy, the summary and the JSON made; no Lampiran.
#[divan::bench(args = SIZES, sample_count = 5)]
fn whole_job(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let bytes = workbook(rows);
    bencher.bench_local(|| {
        let checked = checked(&bytes);
        let copy = annotate(&bytes, &checked.findings).expect("an annotated copy");
        let run = Run { books: vec![CheckedBook::without_copy(checked)], ..Run::default() };
        (copy, ringkasan::workbook(&run).expect("a summary"), temuan::json(&run))
    });
}

/// Workbooks of 2,000 rows read and checked side by side, nothing written.
#[divan::bench(args = [200], sample_count = 3)]
fn folder(bencher: divan::Bencher<'_, '_>, workbooks: u32) {
    let bytes = workbook(2_000);
    bencher.bench_local(|| (0..workbooks).into_par_iter().map(|_| checked(&bytes).findings.len()).sum::<usize>());
}

fn opened(bytes: &[u8]) -> Book {
    pipeline::open("bench.xlsx", bytes).expect("a readable workbook")
}

fn checked(bytes: &[u8]) -> Checked {
    pipeline::check(opened(bytes), &Settings::default()).expect("a checked workbook").1
}

const HEADERS: [&str; 15] = [
    "Kode Rekening",
    "Uraian",
    "Sumber Dana",
    "Volume",
    "Satuan",
    "Harga Satuan (Rp)",
    "Belanja Operasi",
    "Belanja Modal",
    "Pagu Anggaran (Rp)",
    "Realisasi s.d. Bulan Lalu",
    "Realisasi Bulan Ini",
    "Realisasi (Rp)",
    "%",
    "Sisa Anggaran (Rp)",
    "Keterangan",
];
const NUMBERS: [&str; 15] =
    ["1", "2", "3", "4", "5", "6", "7", "8", "9=7+8", "10", "11", "12=10+11", "13=12/9*100", "14=9-12", "15"];

/// Rows of a program: 1 program, 4 kegiatan, each with 4 sub kegiatan of 10 rincian.
const PER_PROGRAM: u32 = 1 + 4 * (1 + 4 * (1 + 10));

fn workbook(rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let text = |sheet: &mut Worksheet, row, col, text: &str| {
        sheet.write_string(row, col, text).expect("a writable cell");
    };
    text(sheet, 0, 0, "LAPORAN REALISASI ANGGARAN TAHUN ANGGARAN 2025");
    for (col, (header, number)) in HEADERS.iter().zip(NUMBERS).enumerate() {
        text(sheet, 2, col as u16, header);
        text(sheet, 3, col as u16, number);
    }
    let mut row = 4;
    for program in 1..=rows.div_ceil(PER_PROGRAM) {
        row = write_program(sheet, row, program);
    }
    book.save_to_buffer().expect("a workbook in memory")
}

/// Amounts follow from the row's place, so that the workbook is the same every time.
fn write_program(sheet: &mut Worksheet, first: u32, program: u32) -> u32 {
    let code = format!("1.01.{program:02}");
    let mut row = first + 1;
    let mut total = [0.0; 3];
    for kegiatan in 1..=4 {
        let (at, mut sums) = (row, [0.0; 3]);
        row += 1;
        for sub in 1..=4 {
            let (sub_at, mut sub_sums) = (row, [0.0; 3]);
            row += 1;
            for item in 1..=10 {
                let pagu = f64::from(1_000_000 + 1_000 * item + sub);
                let spent = [f64::from(100_000 * item), f64::from(10_000 * sub)];
                write_row(
                    sheet,
                    row,
                    &format!("5.1.02.01.01.{:04}", sub * 100 + item),
                    "Belanja Alat Tulis Kantor",
                    [pagu, spent[0], spent[1]],
                    None,
                );
                for (sum, value) in sub_sums.iter_mut().zip([pagu, spent[0], spent[1]]) {
                    *sum += value;
                }
                row += 1;
            }
            write_row(
                sheet,
                sub_at,
                &format!("{code}.2.{kegiatan:02}.{sub:04}"),
                "Sub Kegiatan Contoh",
                sub_sums,
                Some((sub_at + 2, row)),
            );
            sums.iter_mut().zip(sub_sums).for_each(|(sum, value)| *sum += value);
        }
        write_row(sheet, at, &format!("{code}.2.{kegiatan:02}"), "Kegiatan Contoh", sums, None);
        total.iter_mut().zip(sums).for_each(|(sum, value)| *sum += value);
    }
    total[0] += 90_000.0;
    write_row(sheet, first, &code, "PROGRAM CONTOH", total, None);
    row
}

/// One row with its formulas; `children` are the first and last row numbers a subtotal sums.
fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    code: &str,
    name: &str,
    [pagu, before, now]: [f64; 3],
    children: Option<(u32, u32)>,
) {
    let number = row + 1;
    let write = |sheet: &mut Worksheet, col, text: String, value: f64| {
        sheet.write_formula(row, col, Formula::new(text).set_result(value.to_string())).expect("a writable cell");
    };
    sheet.write_string(row, 0, code).and_then(|sheet| sheet.write_string(row, 1, name)).expect("a writable cell");
    for (col, value) in [(6, pagu), (9, before), (10, now)] {
        match children {
            Some((first, last)) => {
                let letters = ["G", "", "", "J", "K"][col as usize - 6];
                write(sheet, col, format!("=SUM({letters}{first}:{letters}{last})"), value);
            }
            None => {
                sheet.write_number(row, col, value).expect("a writable cell");
            }
        }
    }
    sheet.write_number(row, 7, 0).expect("a writable cell");
    let spent = before + now;
    write(sheet, 8, format!("=G{number}+H{number}"), pagu);
    write(sheet, 11, format!("=J{number}+K{number}"), spent);
    write(sheet, 12, format!("=L{number}/I{number}*100"), spent / pagu * 100.0);
    write(sheet, 13, format!("=I{number}-L{number}"), pagu - spent);
}
