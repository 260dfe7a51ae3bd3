//! Each seed is a readable workbook, survives being written again, and its grown workbook holds it.

use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader};
use cermat::grid::{Book, Cell, Grid, Style, Value, parse_markdown, to_markdown};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn seeds(folder: &str) -> Vec<PathBuf> {
    let folder = root().join("seeds").join(folder);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder of seeds").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

fn book(path: &Path) -> Book {
    let text = fs::read_to_string(path).expect("a readable seed");
    let name = path.file_stem().expect("a seed has a name").to_string_lossy();
    parse_markdown(&name, &text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a cell says, for comparing across books whose style tables differ.
fn said<'a>(grid: &'a Grid, cell: &'a Cell) -> (String, &'a Value, Option<&'a str>, &'a Style) {
    (cell.at.to_string(), &cell.value, cell.formula.as_deref(), grid.style(cell))
}

#[test]
fn each_seed_survives_being_written_again() {
    for path in ["contoh", "bersih", "templat"].iter().flat_map(|folder| seeds(folder)) {
        let first = book(&path);
        assert!(!first.grids.is_empty(), "{} has no sheet", path.display());
        let again = parse_markdown(&first.name, &to_markdown(&first)).expect("what was written can be read");
        assert_eq!(first.grids.len(), again.grids.len(), "{}", path.display());
        for (left, right) in first.grids.iter().zip(&again.grids) {
            let place = format!("{}, {}", path.display(), left.name);
            assert_eq!((&left.name, left.visibility), (&right.name, right.visibility), "{place}");
            assert_eq!(left.merges, right.merges, "{place}");
            assert_eq!((&left.hidden_rows, &left.hidden_cols), (&right.hidden_rows, &right.hidden_cols), "{place}");
            assert_eq!(left.cells().len(), right.cells().len(), "{place}");
            for (cell, other) in left.cells().iter().zip(right.cells()) {
                assert_eq!(said(left, cell), said(right, other), "{place}");
            }
        }
    }
}

#[test]
fn each_grown_workbook_holds_its_seed() {
    for (folder, path) in
        ["contoh", "templat"].iter().flat_map(|folder| seeds(folder).into_iter().map(move |path| (folder, path)))
    {
        let seed = book(&path);
        let file = root().join("workbooks").join(folder).join(format!("{}.xlsx", seed.name));
        let mut grown =
            calamine::open_workbook_auto(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for grid in &seed.grids {
            let values = grown.worksheet_range(&grid.name).expect("the sheet is there");
            let formulas = grown.worksheet_formula(&grid.name).expect("the sheet is there");
            for cell in grid.cells() {
                let at = (cell.at.row, cell.at.col);
                let place = format!("{}, {}!{}", file.display(), grid.name, cell.at);
                assert!(agrees(values.get_value(at), &cell.value), "{place}: {:?}", values.get_value(at));
                let formula = formulas.get_value(at).map_or("", String::as_str);
                assert_eq!(formula, cell.formula.as_deref().unwrap_or(""), "{place}");
            }
        }
    }
}

fn agrees(grown: Option<&Data>, seed: &Value) -> bool {
    match (grown, seed) {
        (None | Some(Data::Empty), Value::Empty) => true,
        (Some(Data::String(text)), Value::Empty) => text.is_empty(),
        (Some(Data::Float(grown)), Value::Number(number)) => grown == number,
        (Some(Data::Int(grown)), Value::Number(number)) => *grown as f64 == *number,
        (Some(Data::DateTime(grown)), Value::Number(number)) => grown.as_f64() == *number,
        (Some(Data::String(grown)), Value::Text(text)) => grown.trim() == text.trim(),
        (Some(Data::Bool(grown)), Value::Bool(truth)) => grown == truth,
        (Some(Data::Error(grown)), Value::Error(error)) => grown.to_string() == *error,
        _ => false,
    }
}
