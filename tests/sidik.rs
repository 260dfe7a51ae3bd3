//! Fingerprints: each finding has its own, and it stays when rows are inserted and sheets renamed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cermat::finding::Finding;
use cermat::grid::{Book, CellRange, CellRef, Grid, GridBuilder};
use cermat::pipeline::{self, Settings};
use regex::{Captures, Regex};

/// Rows inserted above everything.
const INSERTED: u32 = 3;

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/contoh");
    let entries = std::fs::read_dir(folder).expect("the sample workbooks");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "xlsx"));
    paths.sort();
    paths
}

fn open(path: &Path) -> Book {
    let bytes = std::fs::read(path).expect("a readable sample");
    pipeline::open(&path.file_name().expect("a name").to_string_lossy(), &bytes).expect("a workbook")
}

fn findings(book: Book) -> Vec<Finding> {
    pipeline::check(book, &Settings::default()).expect("a report").1.findings
}

fn keys(findings: &[Finding]) -> BTreeSet<(&'static str, String)> {
    findings.iter().map(|finding| (finding.rule, finding.fingerprint.clone())).collect()
}

/// The book with rows above everything and every sheet under another name, as Excel would do it.
fn bent(book: Book) -> Book {
    let names: Vec<String> = book.grids.iter().map(|grid| grid.name.to_string()).collect();
    let reference = Regex::new(r"(\$?\b[A-Z]{1,3}\$?)(\d{1,7})\b").expect("a pattern");
    let formula = |text: &str| {
        let moved = reference.replace_all(text, |found: &Captures<'_>| {
            let row: u32 = found[2].parse().expect("digits");
            format!("{}{}", &found[1], row + INSERTED)
        });
        names.iter().fold(moved.into_owned(), |text, name| text.replace(&format!("'{name}'!"), &format!("'{name} x'!")))
    };
    let grids = book.grids.iter().map(|grid| moved(grid, &formula)).collect();
    Book { grids, ..book }
}

fn moved(grid: &Grid, formula: &impl Fn(&str) -> String) -> Grid {
    let down = |at: CellRef| CellRef::new(at.row + INSERTED, at.col);
    let cells = grid.cells().iter().cloned().map(|mut cell| {
        cell.at = down(cell.at);
        cell.formula = cell.formula.map(|text| formula(&text).into());
        cell
    });
    let builder = GridBuilder {
        cells: cells.collect(),
        merges: grid.merges.iter().map(|merge| CellRange::new(down(merge.start), down(merge.end))).collect(),
        hidden_rows: grid.hidden_rows.iter().map(|row| row + INSERTED).collect(),
        hidden_cols: grid.hidden_cols.clone(),
        comments: grid.comments.iter().map(|(&at, text)| (down(at), text.clone())).collect(),
        visibility: grid.visibility,
    };
    builder.build(&format!("{} x", grid.name), grid.styles.clone())
}

#[test]
fn every_finding_of_a_workbook_has_a_fingerprint_of_its_own() {
    for path in samples() {
        let findings = findings(open(&path));
        assert_eq!(keys(&findings).len(), findings.len(), "{}", path.display());
    }
}

#[test]
fn inserted_rows_and_renamed_sheets_change_no_fingerprint() {
    let mut compared = 0;
    for path in samples() {
        let before = findings(open(&path));
        let after = findings(bent(open(&path)));
        let (before, after) = (keys(&before), keys(&after));
        let lost: Vec<_> = before.symmetric_difference(&after).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", path.display());
        compared += before.len();
    }
    assert!(compared > 50, "the samples have findings");
}
