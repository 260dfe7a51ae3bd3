//! One cause, one finding: what follows from another finding through formulas is told with it.

use std::collections::{HashSet, VecDeque};

use rust_decimal::Decimal;

use super::antardokumen::Lintas;
use crate::finding::{Finding, Related, Severity};
use crate::grid::CellRef;
use crate::laporan::Laporan;
use crate::laporan::arithmetic::digit_hint;
use crate::table::figure::{self, Content, Convention};

/// Rules that judge a value; where a formula brings it about, the formula's own cells are the cause.
const JUDGE_VALUES: [&str; 15] =
    ["E02", "F04", "J01", "J02", "J05", "J06", "J07", "K01", "O01", "P01", "P02", "P03", "P09", "P10", "P13"];

/// Rules that judge a formula by its neighbours; another finding at the same cell says more.
const JUDGE_FORMULAS: [&str; 3] = ["F01", "F06", "F07"];

/// Cells looked at before a chain of references is given up.
const MOST_CELLS: usize = 5_000;

/// Consequences listed with their cause.
const MOST_LISTED: usize = 12;

/// Puts consequences with their causes and drops what is said twice.
pub fn fold(laporan: &Laporan, findings: Vec<Finding>) -> Vec<Finding> {
    let cells: HashSet<(usize, CellRef)> = findings.iter().filter_map(single_cell).collect();
    let mut kept: Vec<Option<Finding>> = findings.iter().cloned().map(Some).collect();
    for (index, finding) in findings.iter().enumerate() {
        if let Some(at) = error_value(finding, &findings) {
            take_over(kept[at].as_mut(), finding);
            kept[index] = None;
            continue;
        }
        if is_repeated(finding, &findings) {
            kept[index] = None;
            continue;
        }
        let Some(cause) = cause_of(laporan, finding, &cells) else {
            continue;
        };
        let at = findings.iter().position(|other| single_cell(other) == Some(cause) && other.place != finding.place);
        let Some(root) = at.and_then(|at| kept[at].as_mut()) else {
            continue;
        };
        if root.related.len() < MOST_LISTED {
            let note = "ikut keliru karena sel ini".to_string();
            root.related.push(Related { book: laporan.berkas.clone(), place: finding.place.clone(), note });
        }
        kept[index] = None;
    }
    kept.into_iter().flatten().collect()
}

/// A total that fails by just what a figure differs from other documents fails because of it: the
/// figure is decided then. Gives the place of the total's finding, which the figure's replaces.
pub fn explained_total(found: &mut Lintas, known: &[Finding]) -> Option<usize> {
    let gap = |written: &str, expected: &str| Some(amount(written)? - amount(expected)?);
    let finding = &mut found.finding;
    let written = finding.written.as_deref()?;
    let own = gap(written, &found.usual).filter(|gap| !gap.is_zero())?;
    let holds = |related: &Related| {
        related.place.sheet == finding.place.sheet && related.place.range.contains(finding.place.range.start)
    };
    let at = known.iter().position(|total| {
        let fails = total.written.as_deref().zip(total.expected.as_deref());
        let fails = fails.and_then(|(written, expected)| gap(written, expected));
        // The total is right, so the sum of what stands below is off by what the figure is off.
        total.rule.starts_with('J') && fails == Some(-own) && total.related.iter().any(holds)
    })?;
    let hint = digit_hint(amount(written)?, amount(&found.usual)?);
    finding.cause = hint.as_ref().map(|hint| hint.cause);
    finding.guess = hint.map(|hint| hint.words);
    finding.expected = Some(found.usual.clone());
    finding.severity = Severity::Error;
    Some(at)
}

fn amount(text: &str) -> Option<Decimal> {
    match figure::read_text(text, Convention::Comma) {
        Content::Figure(figure) => Some(figure.value),
        _ => None,
    }
}

fn single_cell(finding: &Finding) -> Option<(usize, CellRef)> {
    finding.place.range.is_single().then_some((finding.place.sheet, finding.place.range.start))
}

/// A formula that deviates is not told again where the value it gives is told, nor an excess where
/// the figure is wrong anyway, nor a value where rupiah and percentages were added, nor one correction twice,
/// nor what a code taken from another row does not fit.
fn is_repeated(finding: &Finding, all: &[Finding]) -> bool {
    let judges_formula = JUDGE_FORMULAS.contains(&finding.rule);
    let judges_value = JUDGE_VALUES.contains(&finding.rule);
    if finding.rule == "D05" && is_of_another_row(finding, all) {
        return true;
    }
    all.iter().filter(|other| other.place == finding.place && other.rule != finding.rule).any(|other| {
        match other.rule {
            "F02" => judges_formula || judges_value,
            // That a target is impossible says more than that it is unusual.
            "T13" if finding.rule == "O01" => true,
            // A count under the name of a percentage is a matter of its name.
            "U02" if finding.rule == "T13" => true,
            _ if is_same_correction(finding, other) => true,
            _ if finding.rule == "P09" => other.expected.is_some(),
            rule => judges_formula && !rule.starts_with('F') && other.expected.is_some(),
        }
    })
}

/// The code was taken from another row, so that it fits neither name nor column.
fn is_of_another_row(finding: &Finding, all: &[Finding]) -> bool {
    let mut places = std::iter::once(&finding.place).chain(finding.related.iter().map(|related| &related.place));
    places.any(|place| all.iter().any(|other| other.rule == "D06" && other.place == *place))
}

/// Another rule of sums asks for the same figure in the same cell, and tells a cause or comes first.
fn is_same_correction(finding: &Finding, other: &Finding) -> bool {
    if !finding.rule.starts_with('J') || !other.rule.starts_with('J') {
        return false;
    }
    let rank = |finding: &Finding| (finding.cause.is_none(), finding.rule);
    finding.expected.is_some() && finding.expected == other.expected && rank(other) < rank(finding)
}

/// The finding that a cell shows an error value, when its formula deviates too: what people see is the error.
fn error_value(finding: &Finding, all: &[Finding]) -> Option<usize> {
    (finding.rule == "F01")
        .then(|| all.iter().position(|other| other.rule == "F04" && other.place == finding.place))
        .flatten()
}

/// The neighbours' formula is what should stand where the error value is shown.
fn take_over(error: Option<&mut Finding>, deviation: &Finding) {
    let Some(error) = error else {
        return;
    };
    error.expected = error.expected.take().or_else(|| deviation.expected.clone());
    if let Some(expected) = &deviation.expected {
        error.advice = Some(format!("samakan dengan rumus baris lain: {expected}"));
    }
    error.related.extend(deviation.related.iter().cloned());
}

/// The nearest cell with a finding that a judged value is calculated from, unless its own formula is at fault.
fn cause_of(laporan: &Laporan, finding: &Finding, cells: &HashSet<(usize, CellRef)>) -> Option<(usize, CellRef)> {
    let (sheet, cell) = single_cell(finding).filter(|_| JUDGE_VALUES.contains(&finding.rule))?;
    if has_own_fault(laporan, sheet, cell) {
        return None;
    }
    // An excess over a pagu that is itself wrong.
    let pagu = finding.related.iter().map(|related| (related.place.sheet, related.place.range.start));
    if let Some(pagu) = pagu.into_iter().find(|pagu| finding.rule == "P09" && cells.contains(pagu)) {
        return Some(pagu);
    }
    let mut queue = VecDeque::from([(sheet, cell)]);
    let mut seen = HashSet::from([(sheet, cell)]);
    while let Some((sheet, cell)) = queue.pop_front() {
        let Some(parsed) = laporan.formulas.get(sheet, cell) else {
            continue;
        };
        for reference in parsed.references() {
            let inside = |&&(at, known): &&(usize, CellRef)| at == reference.sheet && reference.range.contains(known);
            if let Some(&cause) = cells.iter().filter(inside).filter(|cell| !seen.contains(cell)).min() {
                return Some(cause);
            }
            let Some(grid) = laporan.book.grids.get(reference.sheet) else {
                continue;
            };
            let room = MOST_CELLS.saturating_sub(seen.len());
            for next in grid.formula_cells(reference.range).take(room).map(|next| (reference.sheet, next)) {
                if seen.insert(next) {
                    queue.push_back(next);
                }
            }
        }
    }
    None
}

fn has_own_fault(laporan: &Laporan, sheet: usize, cell: CellRef) -> bool {
    laporan
        .dokumen
        .iter()
        .filter(|dokumen| dokumen.table.sheet == sheet)
        .any(|dokumen| dokumen.faults.iter().any(|fault| dokumen.cell(fault.spot) == cell))
}
