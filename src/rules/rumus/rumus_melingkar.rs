//! F05: formulas refer to each other in a circle.

use std::collections::HashSet;

use crate::finding::Severity;
use crate::grid::CellRef;
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule};

/// F05.
pub const RULE: Rule = Rule {
    code: "F05",
    name: "rumus_melingkar",
    title: "Rumus melingkar",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("rumus_melingkar.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for circle in circles(laporan) {
        let Some(&(sheet, first)) = circle.first() else {
            continue;
        };
        let names: Vec<String> = circle.iter().take(8).map(|(_, cell)| cell.to_string()).collect();
        let mut draft = findings
            .add(sheet, first, &names.join(" "), format!("rumus melingkar: {} → {first}", names.join(" → ")))
            .advice("putuskan lingkarannya: salah satu sel harus berisi angka atau merujuk sel lain");
        for &(sheet, cell) in circle.iter().skip(1).take(12) {
            draft = draft.see(sheet, cell, "ikut dalam lingkaran");
        }
    }
}

type Node = (usize, CellRef);

/// Loops of references, each once, from its first cell; a depth-first walk with an explicit stack.
fn circles(laporan: &Laporan) -> Vec<Vec<Node>> {
    let mut done: HashSet<Node> = HashSet::new();
    let mut found = Vec::new();
    for (sheet, grid) in laporan.book.grids.iter().enumerate() {
        for cell in grid.cells().iter().filter(|cell| cell.formula.is_some()) {
            walk(laporan, (sheet, cell.at), &mut done, &mut found);
        }
    }
    found
}

fn walk(laporan: &Laporan, start: Node, done: &mut HashSet<Node>, found: &mut Vec<Vec<Node>>) {
    if done.contains(&start) {
        return;
    }
    let mut path: Vec<(Node, Vec<Node>)> = vec![(start, precedents(laporan, start))];
    let mut on_path: HashSet<Node> = HashSet::from([start]);
    while let Some((_, next)) = path.last_mut() {
        match next.pop() {
            Some(node) if on_path.contains(&node) => {
                let from = path.iter().position(|(known, _)| *known == node).unwrap_or(0);
                let mut circle: Vec<Node> = path[from..].iter().map(|(node, _)| *node).collect();
                let least = (0..circle.len()).min_by_key(|&at| circle[at]).unwrap_or(0);
                circle.rotate_left(least);
                if !found.contains(&circle) {
                    found.push(circle);
                }
            }
            Some(node) if !done.contains(&node) => {
                on_path.insert(node);
                let below = precedents(laporan, node);
                path.push((node, below));
            }
            Some(_) => {}
            None => {
                if let Some((node, _)) = path.pop() {
                    on_path.remove(&node);
                    done.insert(node);
                }
            }
        }
    }
}

/// The formula cells a formula refers to.
fn precedents(laporan: &Laporan, (sheet, cell): Node) -> Vec<Node> {
    let references = laporan.formulas.get(sheet, cell).map_or(&[][..], |parsed| &parsed.references);
    let mut cells = Vec::new();
    for reference in references {
        let Some(grid) = laporan.book.grids.get(reference.sheet) else {
            continue;
        };
        cells.extend(grid.formula_cells(reference.range).map(|cell| (reference.sheet, cell)));
    }
    cells
}
