//! One cause, one finding: what follows from another finding through formulas is told with it.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use rust_decimal::Decimal;

use super::antardokumen::Lintas;
use crate::finding::{Finding, Place, Related, Severity};
use crate::grid::{CellRange, CellRef};
use crate::laporan::arithmetic::digit_hint;
use crate::laporan::{Dokumen, Laporan};
use crate::table::figure::{self, Content, Convention};

/// Rules that judge a value; where a formula brings it about, the formula's own cells are the cause.
const JUDGE_VALUES: [&str; 16] =
    ["A10", "E02", "F04", "J01", "J02", "J05", "J06", "J07", "K01", "O01", "P01", "P02", "P03", "P09", "P10", "P13"];

/// Rules that judge a formula by its neighbours; another finding at the same cell says more.
const JUDGE_FORMULAS: [&str; 3] = ["F01", "F06", "F07"];

/// Cells looked at before a chain of references is given up.
const MOST_CELLS: usize = 5_000;

/// Consequences listed with their cause.
const MOST_LISTED: usize = 12;

/// The findings of a workbook, by where they stand.
struct Known<'a> {
    all: &'a [Finding],
    /// Their indexes, ascending, by sheet and range.
    by_place: HashMap<(usize, CellRange), Vec<usize>>,
    /// The cells of those on a single one.
    cells: BTreeSet<(usize, CellRef)>,
    /// Cells whose own formula is at fault.
    faulty: HashSet<(usize, CellRef)>,
}

impl<'a> Known<'a> {
    fn of(laporan: &Laporan, all: &'a [Finding]) -> Self {
        let mut by_place: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, finding) in all.iter().enumerate() {
            by_place.entry((finding.place.sheet, finding.place.range)).or_default().push(index);
        }
        let faults = |dokumen: &'_ Dokumen| -> Vec<(usize, CellRef)> {
            dokumen.faults.iter().map(|fault| (dokumen.table.sheet, dokumen.cell(fault.spot))).collect()
        };
        let faulty = laporan.dokumen.iter().flat_map(faults).collect();
        Self { all, by_place, cells: all.iter().filter_map(single_cell).collect(), faulty }
    }

    /// The findings of a place with their indexes.
    fn at(&self, place: &Place) -> impl Iterator<Item = (usize, &'a Finding)> {
        let indexes = self.by_place.get(&(place.sheet, place.range)).map_or(&[][..], Vec::as_slice);
        indexes.iter().map(|&index| (index, &self.all[index]))
    }

    /// The first finding on a single cell.
    fn on_cell(&self, (sheet, cell): (usize, CellRef)) -> Option<usize> {
        self.by_place.get(&(sheet, CellRange::from(cell)))?.first().copied()
    }

    /// A sum asks for another figure in a cell.
    fn is_corrected(&self, (sheet, cell): (usize, CellRef)) -> bool {
        let indexes = self.by_place.get(&(sheet, CellRange::from(cell))).into_iter().flatten();
        indexes.map(|&index| &self.all[index]).any(|other| other.rule.starts_with('J') && other.expected.is_some())
    }

    /// The first cell with a finding inside a range that is not among some.
    fn first_within(
        &self,
        sheet: usize,
        range: CellRange,
        but: &HashSet<(usize, CellRef)>,
    ) -> Option<(usize, CellRef)> {
        // A formula may name a range backwards, which holds no cell.
        let is_forward = range.start <= range.end;
        let between = is_forward.then(|| self.cells.range((sheet, range.start)..=(sheet, range.end)));
        between.into_iter().flatten().copied().find(|at| range.contains(at.1) && !but.contains(at))
    }
}

/// Puts consequences with their causes and drops what is said twice.
pub fn fold(laporan: &Laporan, findings: Vec<Finding>) -> Vec<Finding> {
    let known = Known::of(laporan, &findings);
    let mut kept: Vec<Option<Finding>> = findings.iter().cloned().map(Some).collect();
    for (index, finding) in findings.iter().enumerate() {
        if let Some(at) = error_value(finding, &known) {
            take_over(kept[at].as_mut(), finding);
            kept[index] = None;
            continue;
        }
        if is_repeated(finding, &known) {
            kept[index] = None;
            continue;
        }
        let Some(cause) = cause_of(laporan, finding, &known) else {
            continue;
        };
        let at = known.on_cell(cause).filter(|&at| findings[at].place != finding.place);
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
fn is_repeated(finding: &Finding, known: &Known<'_>) -> bool {
    let judges_formula = JUDGE_FORMULAS.contains(&finding.rule);
    let judges_value = JUDGE_VALUES.contains(&finding.rule);
    if finding.rule == "D05" && is_of_another_row(finding, known) {
        return true;
    }
    let others = known.at(&finding.place).map(|(_, other)| other);
    others.filter(|other| other.rule != finding.rule).any(|other| {
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
fn is_of_another_row(finding: &Finding, known: &Known<'_>) -> bool {
    let mut places = std::iter::once(&finding.place).chain(finding.related.iter().map(|related| &related.place));
    places.any(|place| known.at(place).any(|(_, other)| other.rule == "D06"))
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
fn error_value(finding: &Finding, known: &Known<'_>) -> Option<usize> {
    let error = || known.at(&finding.place).find(|(_, other)| other.rule == "F04");
    (finding.rule == "F01").then(error).flatten().map(|(at, _)| at)
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
fn cause_of(laporan: &Laporan, finding: &Finding, known: &Known<'_>) -> Option<(usize, CellRef)> {
    let (sheet, cell) = single_cell(finding).filter(|_| JUDGE_VALUES.contains(&finding.rule))?;
    if known.faulty.contains(&(sheet, cell)) {
        return None;
    }
    // An excess over a pagu that is itself wrong.
    let pagu = finding.related.iter().map(|related| (related.place.sheet, related.place.range.start));
    if let Some(pagu) = pagu.into_iter().find(|pagu| finding.rule == "P09" && known.cells.contains(pagu)) {
        return Some(pagu);
    }
    let mut queue = VecDeque::from([(sheet, cell)]);
    // Months that don't add up to a pagu are looked at, not the pagu.
    if finding.rule == "A10" {
        queue = finding.related.iter().map(|related| (related.place.sheet, related.place.range.start)).collect();
        if let Some(month) = queue.iter().copied().find(|&month| known.is_corrected(month)) {
            return Some(month);
        }
    }
    let mut seen: HashSet<(usize, CellRef)> = queue.iter().copied().chain([(sheet, cell)]).collect();
    while let Some((sheet, cell)) = queue.pop_front() {
        let Some(parsed) = laporan.formulas.get(sheet, cell) else {
            continue;
        };
        for reference in parsed.references() {
            let cause = known.first_within(reference.sheet, reference.range, &seen);
            if cause.is_some() {
                return cause;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_cell_within_a_range_is_found_and_a_range_named_backwards_holds_none() {
        let cells = ["A1", "B2", "C2", "B4"].map(|cell| (0, CellRef::parse(cell).expect("an address")));
        let known = Known { all: &[], by_place: HashMap::new(), cells: cells.into(), faulty: HashSet::new() };
        let first = |range: &str, but: &[usize]| {
            let but = but.iter().map(|&at| cells[at]).collect();
            known.first_within(0, CellRange::parse(range).expect("a range"), &but)
        };
        assert_eq!(first("B1:B9", &[]), Some(cells[1]));
        assert_eq!(first("B1:B9", &[1]), Some(cells[3]));
        assert_eq!(first("D1:D9", &[]), None);
        assert_eq!(first("B9:B1", &[]), None);
        assert_eq!(first("C2:B2", &[]), None);
    }
}
