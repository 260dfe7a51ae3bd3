//! Cell formulas taken apart: their shape in R1C1 form, the cells they refer to, typed constants.
//!
//! Parsing is IronCalc's. Two formulas are the same when their shapes are, wherever they stand.

use std::collections::HashMap;
use std::sync::Arc;

use ironcalc_base::expressions::lexer::LexerMode;
use ironcalc_base::expressions::parser::stringify::{to_excel_string, to_rc_format};
use ironcalc_base::expressions::parser::{Node, Parser, new_parser_english};
use ironcalc_base::expressions::types::CellReferenceRC;

use crate::grid::{Book, CellRange, CellRef, Grid};

/// Formulas longer than this are not parsed; Excel itself stops at 8,192 characters.
const LONGEST: usize = 8_192;

/// A reference of a formula, as a place in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reference {
    /// Index of the sheet.
    pub sheet: usize,
    /// One cell or a range.
    pub range: CellRange,
}

/// A cell's formula taken apart.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The formula in R1C1 form, shared by all cells that have it.
    pub shape: Arc<str>,
    /// Every reference, in order of appearance.
    pub references: Vec<Reference>,
    /// Typed numbers, in order of appearance.
    pub constants: Vec<f64>,
    /// A sum of references and nothing else: `SUM(…)`, `a+b+c`, or one reference.
    pub is_sum: bool,
    /// It refers to another workbook, a lost cell or an unknown name, or can't be read.
    pub is_broken: bool,
}

/// All formulas of a book, by sheet and cell.
#[derive(Debug, Clone, Default)]
pub struct Formulas {
    by_sheet: Vec<HashMap<CellRef, Parsed>>,
}

impl Formulas {
    /// Parses every formula of a book.
    pub fn parse(book: &Book) -> Self {
        let names: Vec<String> = book.grids.iter().map(|grid| grid.name.to_string()).collect();
        let mut parser = new_parser_english(names, Vec::new(), HashMap::new());
        let mut shapes: HashMap<String, Arc<str>> = HashMap::new();
        let by_sheet =
            book.grids.iter().enumerate().map(|(sheet, grid)| parse_sheet(sheet, grid, &mut parser, &mut shapes));
        Self { by_sheet: by_sheet.collect() }
    }

    /// The formula of a cell.
    pub fn get(&self, sheet: usize, cell: CellRef) -> Option<&Parsed> {
        self.by_sheet.get(sheet)?.get(&cell)
    }

    /// The formulas of a sheet, in no order.
    pub fn of_sheet(&self, sheet: usize) -> impl Iterator<Item = (CellRef, &Parsed)> {
        self.by_sheet.get(sheet).into_iter().flatten().map(|(cell, parsed)| (*cell, parsed))
    }

    /// How many formulas the book has.
    pub fn len(&self) -> usize {
        self.by_sheet.iter().map(HashMap::len).sum()
    }

    /// The book has no formula.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn parse_sheet(
    sheet: usize,
    grid: &Grid,
    parser: &mut Parser<'_>,
    shapes: &mut HashMap<String, Arc<str>>,
) -> HashMap<CellRef, Parsed> {
    let mut parsed = HashMap::new();
    for cell in grid.cells() {
        let Some(formula) = cell.formula.as_deref().filter(|formula| formula.len() <= LONGEST) else {
            continue;
        };
        let context = context(grid, cell.at);
        let node = parser.parse(formula, &context);
        let text = to_rc_format(&node);
        let shape = shapes.entry(text).or_insert_with_key(|text| text.as_str().into()).clone();
        let mut parts = Parts {
            at: cell.at,
            sheet,
            references: Vec::new(),
            constants: Vec::new(),
            is_broken: formula.contains('['),
        };
        parts.visit(&node);
        let is_sum = is_sum(&node) && !parts.references.is_empty();
        let Parts { references, constants, is_broken, .. } = parts;
        parsed.insert(cell.at, Parsed { shape, references, constants, is_sum, is_broken });
    }
    parsed
}

/// A shape written out as the formula it is at a cell, without `=`; `None` when it can't be.
pub fn at_cell(shape: &str, book: &Book, sheet: usize, cell: CellRef) -> Option<String> {
    let names: Vec<String> = book.grids.iter().map(|grid| grid.name.to_string()).collect();
    let mut parser = new_parser_english(names, Vec::new(), HashMap::new());
    parser.set_lexer_mode(LexerMode::R1C1);
    let context = context(book.grids.get(sheet)?, cell);
    let node = parser.parse(shape, &context);
    let mut parts = Parts { at: cell, sheet, references: Vec::new(), constants: Vec::new(), is_broken: false };
    parts.visit(&node);
    (!parts.is_broken).then(|| to_excel_string(&node, &context))
}

fn context(grid: &Grid, at: CellRef) -> CellReferenceRC {
    CellReferenceRC { sheet: grid.name.to_string(), row: at.row as i32 + 1, column: at.col as i32 + 1 }
}

/// What a walk over a formula's tree collects.
struct Parts {
    at: CellRef,
    sheet: usize,
    references: Vec<Reference>,
    constants: Vec<f64>,
    is_broken: bool,
}

impl Parts {
    fn visit(&mut self, node: &Node) {
        match node {
            Node::NumberKind(number) => self.constants.push(*number),
            Node::ReferenceKind { sheet_name, sheet_index, absolute_row, absolute_column, row, column } => {
                let cell = self.cell(*absolute_row, *row, *absolute_column, *column);
                self.push(sheet_name.is_some(), *sheet_index, cell, cell);
            }
            Node::RangeKind {
                sheet_name,
                sheet_index,
                absolute_row1,
                absolute_column1,
                row1,
                column1,
                absolute_row2,
                absolute_column2,
                row2,
                column2,
            } => {
                let start = self.cell(*absolute_row1, *row1, *absolute_column1, *column1);
                let end = self.cell(*absolute_row2, *row2, *absolute_column2, *column2);
                self.push(sheet_name.is_some(), *sheet_index, start, end);
            }
            Node::WrongReferenceKind { .. }
            | Node::WrongRangeKind { .. }
            | Node::ParseErrorKind { .. }
            | Node::ErrorKind(_) => self.is_broken = true,
            other => children(other).into_iter().for_each(|child| self.visit(child)),
        }
    }

    fn cell(&self, absolute_row: bool, row: i32, absolute_column: bool, column: i32) -> Option<CellRef> {
        let row = i64::from(row) - 1 + if absolute_row { 0 } else { i64::from(self.at.row) + 1 };
        let col = i64::from(column) - 1 + if absolute_column { 0 } else { i64::from(self.at.col) + 1 };
        Some(CellRef::new(u32::try_from(row).ok()?, u32::try_from(col).ok()?))
    }

    fn push(&mut self, has_sheet: bool, sheet: u32, start: Option<CellRef>, end: Option<CellRef>) {
        let (Some(start), Some(end)) = (start, end) else {
            self.is_broken = true;
            return;
        };
        let sheet = if has_sheet { sheet as usize } else { self.sheet };
        self.references.push(Reference { sheet, range: CellRange::new(start, end) });
    }
}

/// The nodes directly below one.
fn children(node: &Node) -> Vec<&Node> {
    match node {
        Node::OpRangeKind { left, right }
        | Node::OpConcatenateKind { left, right }
        | Node::OpSumKind { left, right, .. }
        | Node::OpProductKind { left, right, .. }
        | Node::OpPowerKind { left, right }
        | Node::CompareKind { left, right, .. } => vec![left, right],
        Node::FunctionKind { args, .. } | Node::NamedFunctionKind { args, .. } => args.iter().collect(),
        Node::LambdaDefKind { body, .. } => vec![body],
        Node::LambdaCallKind { lambda, args } => std::iter::once(lambda.as_ref()).chain(args).collect(),
        Node::UnaryKind { right, .. } => vec![right],
        Node::ImplicitIntersection { child, .. } | Node::SpillRangeOperator { child } => vec![child],
        _ => Vec::new(),
    }
}

/// `SUM(…)`, `a+b`, a reference, and what these are made of.
fn is_sum(node: &Node) -> bool {
    use ironcalc_base::expressions::token::{OpSum, OpUnary};
    match node {
        Node::ReferenceKind { .. } | Node::RangeKind { .. } => true,
        Node::OpSumKind { kind: OpSum::Add, left, right } => is_sum(left) && is_sum(right),
        Node::FunctionKind { kind, args } => is_sum_function(kind) && args.iter().all(is_sum),
        Node::UnaryKind { kind: OpUnary::Minus, .. } => false,
        Node::ImplicitIntersection { child, .. } => is_sum(child),
        _ => false,
    }
}

fn is_sum_function(kind: &impl std::fmt::Debug) -> bool {
    format!("{kind:?}") == "Sum"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::parse_markdown;

    fn book(rows: &str) -> Book {
        parse_markdown("uji", &format!("| | A | B | C |\n|---|---|---|---|\n{rows}")).expect("a readable workbook")
    }

    #[test]
    fn the_same_formula_has_the_same_shape_in_every_row() {
        let book = book("| 1 | 1 | 2 | =A1+B1 |\n| 2 | 1 | 2 | =A2+B2 |\n| 3 | 1 | 2 | =A3*B3+5 |");
        let formulas = Formulas::parse(&book);
        let of = |row| formulas.get(0, CellRef::new(row, 2)).expect("a formula");
        assert_eq!(of(0).shape, of(1).shape);
        assert_ne!(of(0).shape, of(2).shape);
        assert_eq!(of(2).constants, [5.0]);
        assert!(of(0).is_sum && !of(2).is_sum);
        assert_eq!(at_cell(&of(0).shape, &book, 0, CellRef::new(9, 2)).as_deref(), Some("A10+B10"));
    }

    #[test]
    fn references_are_places_in_the_book() {
        let book = book("| 1 | =SUM(B1:B2) | 1 | =#REF!+1 |\n| 2 | =[2]Lain!A1 | 1 | =(((1 |");
        let formulas = Formulas::parse(&book);
        let sum = formulas.get(0, CellRef::new(0, 0)).expect("a formula");
        assert_eq!(sum.references[0].range.to_string(), "B1:B2");
        assert!(sum.is_sum && !sum.is_broken);
        for cell in ["C1", "A2", "C2"] {
            let cell = CellRef::parse(cell).expect("an address");
            assert!(formulas.get(0, cell).is_some_and(|parsed| parsed.is_broken), "{cell}");
        }
    }
}
