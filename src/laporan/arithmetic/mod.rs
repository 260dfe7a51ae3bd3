//! The arithmetic of a table: every equation its form implies, which of them fail, and which single
//! cell explains a failure.
//!
//! A parent is the sum of its children, a total the sum of its programs, a percentage the quotient
//! the form declares. All these are equations over cells. When some fail, the cell is sought whose
//! correction makes most of them hold: a wrong base figure is then reported once, at the base, and
//! what follows from it is not reported again.

mod agree;
mod capaian;
mod diagnose;
mod evaluasi;
mod hierarchy;
mod hint;
mod links;
mod network;
mod parts;
mod relations;
mod rincian;
mod row_formula;
mod search;
mod sum;
mod totals;

pub use agree::agrees;
pub use capaian::is_average;
pub use hint::{Hint, digit_hint};

pub use super::tree::Spot;

use rust_decimal::Decimal;

use super::rumus::{Fault, FormulaFault};
use crate::table::Table;

/// Why a figure should equal others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// A parent is the sum of its children.
    Children,
    /// A total is the sum of the rows above it.
    Total,
    /// The row of the urusan repeats the total.
    Urusan,
    /// A column is the sum or difference of others in the row.
    RowSum,
    /// Realisasi in percent of the pagu.
    Persen,
    /// Pagu less realisasi.
    Sisa,
    /// Capaian of an indikator.
    Capaian,
    /// Realisasi against the final target.
    Kemajuan,
    /// Efficiency of capaian against serapan.
    Efisiensi,
    /// Physical progress of the whole row against its parts.
    Fisik,
    /// Koefisien times price, plus tax.
    Rincian,
    /// Pembilang in percent of the penyebut.
    Hasil,
    /// A sum or ratio of an evaluation of plan results: triwulan, year, years.
    Evaluasi,
    /// Any other formula the form declares.
    Declared,
}

/// A figure that does not agree, with the cell that best explains it.
#[derive(Debug, Clone)]
pub struct Mismatch {
    /// The cell to mend.
    pub spot: Spot,
    /// The relation that gave it away.
    pub relation: Relation,
    /// What is written, if it is a number.
    pub written: Option<Decimal>,
    /// What it should be.
    pub expected: Decimal,
    /// The blamed cell is the one the relation calculates.
    pub is_target: bool,
    /// Why it came about, when the digits tell.
    pub hint: Option<Hint>,
    /// The other cells of the equation.
    pub parts: Vec<Spot>,
    /// The cell the relation calculates.
    pub target: Spot,
    /// Cells that are wrong or missing only because of this one.
    pub consequences: Vec<Spot>,
    /// The formula in words or as the form declares it.
    pub formula: String,
}

/// A row that stands under a parent it does not belong to.
#[derive(Debug, Clone)]
pub struct Misplaced {
    /// The first row that does not belong.
    pub row: usize,
    /// How many rows from there on.
    pub count: usize,
    /// The parent that adds up without them.
    pub parent: usize,
    /// The column that shows it best.
    pub column: usize,
}

/// A column calculated otherwise than the form declares, in most of its rows.
#[derive(Debug, Clone)]
pub struct ColumnDeviation {
    /// The column.
    pub column: usize,
    /// The declared formula.
    pub formula: String,
    /// The formula that reproduces its figures, if one is known.
    pub actual: Option<String>,
    /// Rows that deviate.
    pub rows: Vec<usize>,
}

/// What the arithmetic of a table shows.
#[derive(Debug, Clone, Default)]
pub struct Arithmetic {
    /// Figures that don't agree.
    pub mismatches: Vec<Mismatch>,
    /// Rows under the wrong parent.
    pub misplaced: Vec<Misplaced>,
    /// Columns that deviate as a whole.
    pub deviations: Vec<ColumnDeviation>,
    /// How the efficiency column is calculated, if the table has one and a variant reproduces it.
    pub efficiency: Option<&'static str>,
}

/// Sets up a table's equations and finds what explains the failing ones; `faults` are what its
/// formulas show, for the causes, and `running` tells the columns in which each cell goes on from the one above.
pub fn examine(table: &Table, faults: &[FormulaFault], running: Vec<bool>) -> Arithmetic {
    let mut arithmetic = Arithmetic::default();
    let mut network = network::Network::new(table, running);
    for fault in faults.iter().filter(|fault| fault.fault == Fault::TypedOver) {
        let cell = network.index(fault.spot);
        network.cells[cell].is_typed_over = true;
    }
    let wholes = parts::find(table, &network);
    for whole in &wholes {
        network.join(whole.column, &whole.parts);
    }
    hierarchy::add(table, faults, &mut network, &mut arithmetic);
    rincian::add(table, &mut network);
    relations::add(table, &mut network, &mut arithmetic, &wholes);
    network.link();
    diagnose::run(table, faults, &mut network, &mut arithmetic);
    arithmetic
}
