//! Findings on the cells of any workbook: on some that exist, on some that do not, on merged and on
//! commented ones, on a range.

use std::collections::BTreeSet;

use cermat::finding::{Finding, Place, Severity, fingerprint};
use cermat::grid::{CellRange, CellRef};

use super::package::{Node, nodes, relations, sheets, text};

/// Findings for every worksheet of a package.
pub fn findings(bytes: &[u8]) -> Vec<Finding> {
    let (_, sheets) = sheets(bytes).unwrap_or_default();
    let mut findings = Vec::new();
    for (index, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| sheet.kind == "worksheet") {
        let places = places(bytes, &sheet.part);
        for (range, severity) in places.into_iter().zip(Severity::ALL.into_iter().cycle()) {
            findings.push(finding(index, &sheet.name, range, severity));
        }
    }
    findings
}

/// One finding with everything a finding can say.
pub fn finding(sheet: usize, sheet_name: &str, range: CellRange, severity: Severity) -> Finding {
    let subject = format!("{sheet_name} {range}");
    Finding {
        rule: "J01",
        severity,
        book: "buku.xlsx".into(),
        place: Place { sheet, sheet_name: sheet_name.into(), range },
        message: "jumlah tertulis 1.232, jumlah rinciannya 1.224".into(),
        written: Some("1.232".into()),
        expected: Some("1.224".into()),
        cause: None,
        guess: Some("dua angka tertukar <&> \"".into()),
        advice: Some("cocokkan dengan DPA".into()),
        basis: "contoh",
        related: Vec::new(),
        fingerprint: fingerprint("J01", &subject, "1.232"),
        entered: Default::default(),
    }
}

fn places(bytes: &[u8], part: &str) -> Vec<CellRange> {
    let nodes = text(bytes, part).and_then(|text| nodes(&text).ok()).unwrap_or_default();
    let cells = cells(&nodes);
    let merges: Vec<CellRange> = nodes
        .iter()
        .filter(|node| node.opened() == Some("mergeCell"))
        .filter_map(|node| CellRange::parse(node.attribute("ref")?))
        .collect();
    let rows: BTreeSet<u32> = cells.iter().map(|cell| cell.row).collect();
    let mut wanted: Vec<CellRef> = Vec::new();
    if let (Some(&first), Some(&last)) = (cells.first(), cells.last()) {
        let middle = cells[cells.len() / 2];
        let right = cells.iter().map(|cell| cell.col).max().unwrap_or(0);
        wanted.extend([first, middle, last]);
        wanted.push(CellRef::new(middle.row, (right + 2).min(16_383)));
        wanted.push(CellRef::new((last.row + 3).min(1_048_575), first.col));
    } else {
        wanted.push(CellRef::new(2, 1));
    }
    wanted.extend((0..).find(|row| !rows.contains(row)).map(|row| CellRef::new(row.min(1_048_575), 1)));
    wanted.extend(merges.first().into_iter().chain(merges.last()).map(|merge| merge.end));
    wanted.extend(commented(bytes, part).into_iter().take(2));
    let mut ranges: Vec<CellRange> = wanted.into_iter().map(|cell| CellRange::new(cell, cell)).collect();
    ranges.push(CellRange::new(CellRef::new(0, 0), CellRef::new(2, 2)));
    ranges
}

/// The addresses of the cells of a sheet part, ascending; rows and cells without `r` are counted.
fn cells(nodes: &[Node]) -> Vec<CellRef> {
    let mut cells = Vec::new();
    let (mut row, mut next_row, mut next_col) = (0, 0, 0);
    for node in nodes {
        match node.opened() {
            Some("row") => {
                row = node
                    .attribute("r")
                    .and_then(|number| number.parse::<u32>().ok())
                    .map_or(next_row, |row| row.saturating_sub(1));
                (next_row, next_col) = (row + 1, 0);
            }
            Some("c") => {
                let col = node.attribute("r").and_then(CellRef::parse).map_or(next_col, |cell| cell.col);
                next_col = col + 1;
                cells.push(CellRef::new(row, col));
            }
            _ => {}
        }
    }
    cells.sort();
    cells
}

fn commented(bytes: &[u8], part: &str) -> Vec<CellRef> {
    let comments = relations(bytes, part).into_iter().find(|relation| relation.kind == "comments");
    let text = comments.and_then(|relation| text(bytes, &relation.target));
    let nodes = text.and_then(|text| nodes(&text).ok()).unwrap_or_default();
    let comments = nodes.iter().filter(|node| node.opened() == Some("comment"));
    comments.filter_map(|node| CellRef::parse(node.attribute("ref")?)).collect()
}
