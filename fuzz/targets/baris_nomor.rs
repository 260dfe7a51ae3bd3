//! The row of column numbers with its formulas, and the formulas of cells: each line of an input is a column's
//! label, after a tab the formula of the cell below it.
#![no_main]

use cermat::formula::{parse_column_formula, parse_expr, word_formulas};
use cermat::grid::{Book, BookFormat, Cell, CellRef, GridBuilder, Style, Value};
use cermat::pipeline::{self, Settings};
use libfuzzer_sys::fuzz_target;

const HEADER: [&str; 8] = [
    "KODE REKENING",
    "URAIAN",
    "PAGU ANGGARAN (Rp)",
    "REALISASI KEUANGAN (Rp)",
    "REALISASI KEUANGAN %",
    "REALISASI FISIK %",
    "SISA ANGGARAN (Rp)",
    "KETERANGAN",
];

fuzz_target!(init: cermat_fuzz::start(), |data: &[u8]| {
    let text = cermat_fuzz::text(data);
    let _ = parse_column_formula(&text, |name| name.len() < 3);
    let _ = parse_expr(&text, |_| true).map(|expr| {
        (expr.is_linear(), expr.has_division(), expr.evaluate(&|_: &String| Some(3.into())))
    });
    let _ = word_formulas(&text);
    cermat_fuzz::answered(pipeline::check(book(&text), &Settings::default()));
});

/// A table whose labels and formulas are the lines of the text.
fn book(text: &str) -> Book {
    let mut builder = GridBuilder::default();
    let mut put = |row: u32, col: usize, value: Value, formula: Option<&str>| {
        let at = CellRef::new(row, u32::try_from(col).unwrap_or(0));
        builder.cells.push(Cell { at, value, formula: formula.map(Into::into), style: 0 });
    };
    for (col, words) in HEADER.iter().enumerate() {
        put(0, col, Value::Text((*words).into()), None);
    }
    let lines: Vec<(&str, &str)> =
        text.lines().take(HEADER.len()).map(|line| line.split_once('\t').unwrap_or((line, ""))).collect();
    for (col, (label, _)) in lines.iter().enumerate() {
        put(1, col, Value::Text((*label).into()), None);
    }
    for row in 2..5 {
        put(row, 0, Value::Text(format!("1.06.01.2.0{row}").into()), None);
        put(row, 1, Value::Text(format!("Kegiatan {row}").into()), None);
        for col in 2..HEADER.len() {
            let formula = lines.get(col).map(|(_, formula)| *formula).filter(|formula| !formula.is_empty());
            put(row, col, Value::Number(f64::from(row) * 1250.5), formula);
        }
    }
    let mut book = Book::new("uji.xlsx", BookFormat::Xlsx);
    book.grids.push(builder.build("Tabel 1", [Style::default()].into()));
    book
}
