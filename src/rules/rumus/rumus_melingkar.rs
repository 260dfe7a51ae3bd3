//! F05: formulas refer to each other in a circle.

use std::collections::HashSet;

use crate::finding::Severity;
use crate::formula::Formulas;
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
        let subject = findings.subject(sheet, first);
        let mut draft = findings
            .add(sheet, first, &subject, format!("rumus melingkar: {} → {first}", names.join(" → ")))
            .advice("putuskan lingkarannya: salah satu sel harus berisi angka atau merujuk sel lain");
        for &(sheet, cell) in circle.iter().skip(1).take(12) {
            draft = draft.see(sheet, cell, "ikut dalam lingkaran");
        }
    }
}

type Node = (usize, CellRef);

/// References followed before the search is given up; running totals over a long column have
/// millions.
const MOST_FOLLOWED: usize = 20_000_000;

/// Circles told of one workbook.
const MOST_CIRCLES: usize = 100;

/// What the search has seen.
#[derive(Default)]
struct Search {
    done: HashSet<Node>,
    found: Vec<Vec<Node>>,
    followed: usize,
}

/// Loops of references, each once, from its first cell; a depth-first walk with an explicit stack.
fn circles(laporan: &Laporan) -> Vec<Vec<Node>> {
    let mut search = Search::default();
    if !laporan.may_circle {
        return search.found;
    }
    for sheet in 0..laporan.book.grids.len() {
        for (cell, _) in laporan.formulas.of_sheet(sheet) {
            walk(&laporan.formulas, (sheet, cell), &mut search);
        }
    }
    search.found
}

fn walk(formulas: &Formulas, start: Node, search: &mut Search) {
    if search.done.contains(&start) {
        return;
    }
    let mut path = vec![(start, precedents(formulas, start))];
    let mut on_path: HashSet<Node> = HashSet::from([start]);
    while let Some((_, next)) = path.last_mut() {
        if search.followed > MOST_FOLLOWED || search.found.len() >= MOST_CIRCLES {
            return;
        }
        search.followed += 1;
        match next.next() {
            Some(node) if on_path.contains(&node) => {
                let from = path.iter().position(|(known, _)| *known == node).unwrap_or(0);
                let mut circle: Vec<Node> = path[from..].iter().map(|(node, _)| *node).collect();
                let least = (0..circle.len()).min_by_key(|&at| circle[at]).unwrap_or(0);
                circle.rotate_left(least);
                if !search.found.contains(&circle) {
                    search.found.push(circle);
                }
            }
            Some(node) if !search.done.contains(&node) => {
                on_path.insert(node);
                path.push((node, precedents(formulas, node)));
            }
            Some(_) => {}
            None => {
                if let Some((node, _)) = path.pop() {
                    on_path.remove(&node);
                    search.done.insert(node);
                }
            }
        }
    }
}

/// The formula cells a formula refers to.
fn precedents(formulas: &Formulas, (sheet, cell): Node) -> impl Iterator<Item = Node> {
    let references = formulas.get(sheet, cell).into_iter().flat_map(|parsed| parsed.references());
    references.flat_map(|reference| {
        formulas.within(reference.sheet, reference.range).map(move |cell| (reference.sheet, cell))
    })
}
