//! Every formula of the seeds and of the sample workbooks calculates to the stored result.
//!
//! The stored results were calculated by another spreadsheet program when the seeds were made.

use std::fs;
use std::path::{Path, PathBuf};

use cermat::formula::{Formulas, recalculate};
use cermat::grid::{Book, Value, parse_markdown};
use cermat::xlsx;

/// Cells that may disagree, with the reason.
const DISAGREE: [(&str, &str); 0] = [];

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder of workbooks");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    assert!(!files.is_empty(), "{folder}");
    files
}

fn book(path: &Path) -> Book {
    let name = path.file_stem().expect("a file has a name").to_string_lossy();
    let bytes = fs::read(path).expect("a readable file");
    if path.extension().is_some_and(|extension| extension == "md") {
        let text = String::from_utf8(bytes).expect("a seed is text");
        return parse_markdown(&name, &text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    xlsx::read(&name, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The formula cells of a book that do not calculate to what is stored, and how many do.
fn compare(folder: &str, book: &Book) -> (Vec<String>, usize) {
    let formulas = Formulas::parse(book);
    let recalculated = recalculate(book, &formulas);
    assert_eq!(recalculated.refused, None);
    let mut different = Vec::new();
    let mut same = 0;
    for (sheet, grid) in book.grids.iter().enumerate() {
        for cell in grid.cells().iter().filter(|cell| cell.formula.is_some()) {
            let computed = recalculated.number(sheet, cell.at);
            let agrees = match (&cell.value, computed) {
                (Value::Number(stored), Some(computed)) => {
                    (stored - computed).abs() <= 1e-6_f64.max(stored.abs() * 1e-9)
                }
                (Value::Number(_), None) => false,
                // An error, a text or a truth value has no number.
                (_, computed) => computed.is_none(),
            };
            let place = format!("{folder}/{} {}!{}", book.name, grid.name, cell.at);
            if agrees {
                same += 1;
            } else if !DISAGREE.iter().any(|(known, _)| *known == place) {
                let formula = cell.formula.as_deref().unwrap_or_default();
                different.push(format!("{place}: ={formula} stored {:?}, calculated {computed:?}", cell.value));
            }
        }
    }
    (different, same)
}

#[test]
fn every_formula_calculates_to_the_stored_result() {
    let mut different = Vec::new();
    let mut same = 0;
    for folder in ["seeds/bersih", "seeds/contoh", "seeds/templat", "workbooks/contoh", "workbooks/templat"] {
        for path in files(folder) {
            let (own, agreeing) = compare(folder, &book(&path));
            different.extend(own);
            same += agreeing;
        }
    }
    assert!(different.is_empty(), "{} of {}:\n{}", different.len(), same + different.len(), different.join("\n"));
    assert!(same > 1_000, "{same} formulas");
}
