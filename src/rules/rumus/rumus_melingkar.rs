//! F05: formulas refer to each other in a circle.

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

/// A formula: its sheet, and its place among the formulas there.
type Node = (usize, usize);

/// References followed before the search is given up; running totals over a long column have
/// millions.
const MOST_FOLLOWED: usize = 20_000_000;

/// Circles told of one workbook.
const MOST_CIRCLES: usize = 100;

/// How far a formula was followed.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    OnPath,
    Done,
}

/// What the search has seen.
struct Search<'a> {
    formulas: &'a Formulas,
    states: Vec<Vec<State>>,
    found: Vec<Vec<Node>>,
    followed: usize,
}

/// Loops of references, each once, from its first cell; a depth-first walk with an explicit stack.
fn circles(laporan: &Laporan) -> Vec<Vec<(usize, CellRef)>> {
    if !laporan.may_circle {
        return Vec::new();
    }
    let formulas = &laporan.formulas;
    let states: Vec<Vec<State>> = formulas.counts().map(|count| vec![State::New; count]).collect();
    let starts: Vec<Node> =
        states.iter().enumerate().flat_map(|(sheet, list)| (0..list.len()).map(move |at| (sheet, at))).collect();
    let mut search = Search { formulas, states, found: Vec::new(), followed: 0 };
    starts.into_iter().for_each(|start| search.walk(start));
    let cell = |&(sheet, at): &Node| Some((sheet, formulas.nth(sheet, at)?.at()));
    search.found.iter().map(|circle| circle.iter().filter_map(cell).collect()).collect()
}

impl Search<'_> {
    fn state(&mut self, (sheet, at): Node) -> &mut State {
        &mut self.states[sheet][at]
    }

    fn walk(&mut self, start: Node) {
        if *self.state(start) != State::New {
            return;
        }
        let formulas = self.formulas;
        *self.state(start) = State::OnPath;
        let mut path = vec![(start, precedents(formulas, start))];
        while let Some((_, next)) = path.last_mut() {
            if self.followed > MOST_FOLLOWED || self.found.len() >= MOST_CIRCLES {
                return;
            }
            self.followed += 1;
            let Some(node) = next.next() else {
                if let Some((node, _)) = path.pop() {
                    *self.state(node) = State::Done;
                }
                continue;
            };
            match *self.state(node) {
                State::OnPath => {
                    let from = path.iter().position(|(known, _)| *known == node).unwrap_or(0);
                    self.keep(path[from..].iter().map(|(node, _)| *node).collect());
                }
                State::New => {
                    *self.state(node) = State::OnPath;
                    path.push((node, precedents(formulas, node)));
                }
                State::Done => {}
            }
        }
    }

    /// Notes a circle, from its first cell.
    fn keep(&mut self, mut circle: Vec<Node>) {
        let least = (0..circle.len()).min_by_key(|&at| circle[at]).unwrap_or(0);
        circle.rotate_left(least);
        if !self.found.contains(&circle) {
            self.found.push(circle);
        }
    }
}

/// The formulas a formula refers to.
fn precedents(formulas: &Formulas, (sheet, at): Node) -> impl Iterator<Item = Node> {
    let references = formulas.nth(sheet, at).into_iter().flat_map(|parsed| parsed.references());
    references
        .flat_map(|reference| formulas.within(reference.sheet, reference.range).map(move |at| (reference.sheet, at)))
}
