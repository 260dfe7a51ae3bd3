//! What the findings of a workbook say of its cells, so that the tables say the same.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::sumber::is_single;
use crate::finding::{Finding, Place, Severity};
use crate::grid::CellRef;
use crate::laporan::arithmetic::agrees;
use crate::table::{Content, Convention, Figure, figure};

/// Rules that calculate what should stand in a cell from the cells of its own document; others compare documents.
const HITUNGAN: [&str; 9] = ["A09", "A10", "A11", "E02", "J", "P01", "P02", "P03", "P04"];

/// How a finding begins to tell which cells are wrong because of its own.
const IKUT: &str = "ikut keliru";

/// What is said of the cells of a workbook, by sheet and cell.
#[derive(Default)]
pub struct Penilaian {
    seharusnya: BTreeMap<(usize, CellRef), Decimal>,
    dugaan: BTreeMap<(usize, CellRef), Vec<Figure>>,
    ikut: BTreeSet<(usize, CellRef)>,
    utuh: BTreeSet<(usize, u32)>,
}

/// What is said of one cell.
#[derive(Debug, Clone, Default)]
pub struct Nilai {
    /// What should stand there.
    pub seharusnya: Option<Decimal>,
    /// What may have to stand there: other documents or another formula say so.
    dugaan: Vec<Figure>,
    /// Wrong because of another cell.
    is_ikut: bool,
}

impl Nilai {
    /// A finding says, or leads to, what was computed.
    pub fn explains(&self, computed: Decimal) -> bool {
        let is_same = |figure: &Figure| agrees(figure.value, computed, figure.decimals, Decimal::ZERO);
        self.is_ikut || self.dugaan.iter().any(is_same)
    }
}

impl Penilaian {
    /// Reads the findings.
    pub fn of(findings: &[Finding]) -> Self {
        let mut penilaian = Self::default();
        for finding in findings {
            penilaian.add(finding);
        }
        penilaian
    }

    fn add(&mut self, finding: &Finding) {
        let is_arithmetic = HITUNGAN.iter().any(|begin| finding.rule.starts_with(begin));
        let is_decided = is_arithmetic && matches!(finding.severity, Severity::Error | Severity::Missing);
        if let Some(figure) = expected(finding) {
            let cell = (finding.place.sheet, finding.place.range.start);
            if is_decided {
                self.seharusnya.insert(cell, figure.value);
            } else {
                self.dugaan.entry(cell).or_default().push(figure);
            }
        }
        let related = || finding.related.iter();
        if is_decided {
            let following = related().filter(|related| related.note.starts_with(IKUT));
            self.ikut.extend(following.flat_map(|related| cells(&related.place)));
        }
        if finding.rule == "J04" {
            let parents = related().filter(|related| related.place.range.start.row != finding.place.range.start.row);
            self.utuh.extend(parents.map(|parent| (parent.place.sheet, parent.place.range.start.row)));
        }
    }

    /// What is said of a cell.
    pub fn at(&self, sheet: usize, cell: CellRef) -> Nilai {
        let at = (sheet, cell);
        Nilai {
            seharusnya: self.seharusnya.get(&at).copied(),
            dugaan: self.dugaan.get(&at).cloned().unwrap_or_default(),
            is_ikut: self.ikut.contains(&at),
        }
    }

    /// The row is right without some of the rows that stand below it.
    pub fn is_utuh(&self, sheet: usize, row: u32) -> bool {
        self.utuh.contains(&(sheet, row))
    }
}

/// The one number a finding on a single cell expects.
fn expected(finding: &Finding) -> Option<Figure> {
    let range = finding.place.range;
    match figure::read_text(finding.expected.as_deref()?, Convention::Comma) {
        Content::Figure(figure) if range.start == range.end && is_single(&figure) => Some(figure),
        _ => None,
    }
}

fn cells(place: &Place) -> impl Iterator<Item = (usize, CellRef)> {
    let (sheet, range) = (place.sheet, place.range);
    let row = move |row| (range.start.col..=range.end.col).map(move |col| (sheet, CellRef::new(row, col)));
    (range.start.row..=range.end.row).flat_map(row)
}
