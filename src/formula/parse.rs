//! Cell formulas taken apart: their shape in R1C1 form, the cells they refer to, typed constants.
//!
//! Parsing is IronCalc's. Two formulas are the same when their shapes are, wherever they stand.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ironcalc_base::expressions::lexer::LexerMode;
use ironcalc_base::expressions::parser::stringify::to_excel_string;
use ironcalc_base::expressions::parser::{Parser, new_parser_english};
use ironcalc_base::expressions::types::CellReferenceRC;

use super::relative;
use super::stack::with_large_stack;
use super::template::{Parts, Reference, Template, Walk};
use crate::grid::{Book, CellMap, CellRange, CellRef, FormulaLimits, Grid};

/// A cell's formula taken apart: its template, and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Parsed<'a> {
    template: &'a Template,
    at: CellRef,
}

impl Deref for Parsed<'_> {
    type Target = Template;

    fn deref(&self) -> &Template {
        self.template
    }
}

impl<'a> Parsed<'a> {
    /// Where it stands.
    pub fn at(&self) -> CellRef {
        self.at
    }

    /// Every reference, in order of appearance; those beyond the sheet's edge are left out.
    pub fn references(&self) -> impl Iterator<Item = Reference> + use<'a> {
        let at = self.at;
        self.template.references.iter().filter_map(move |reference| reference.at(at))
    }

    /// Every reference, with how the engine goes through it.
    pub(super) fn walks(&self) -> impl Iterator<Item = (Reference, Walk)> + Clone + use<'a> {
        let at = self.at;
        self.template.references.iter().filter_map(move |reference| Some((reference.at(at)?, reference.walk)))
    }

    /// The only reference it has.
    pub fn only_reference(&self) -> Option<Reference> {
        match &*self.template.references {
            [only] => only.at(self.at),
            _ => None,
        }
    }

    /// The one cell it takes its value from as it is.
    pub fn link(&self) -> Option<Reference> {
        self.only_reference().filter(|only| self.is_sum && only.range.is_single())
    }

    /// It refers to another workbook, a lost cell or an unknown name, or can't be read.
    pub fn is_broken(&self) -> bool {
        self.template.is_unreadable || self.template.references.iter().any(|reference| reference.at(self.at).is_none())
    }
}

/// All formulas of a book, by sheet and cell.
#[derive(Debug, Clone, Default)]
pub struct Formulas {
    /// The template of each formula cell, by its index.
    by_sheet: Vec<CellMap<u32>>,
    templates: Vec<Template>,
}

impl Formulas {
    /// Parses every formula of a book.
    pub fn parse(book: &Book) -> Self {
        if book.grids.iter().all(|grid| grid.cells().iter().all(|cell| cell.formula.is_none())) {
            return Self::default();
        }
        // Without a thread of its own there are no formulas, only their stored values.
        with_large_stack(|| Self::parse_here(book)).unwrap_or_default()
    }

    fn parse_here(book: &Book) -> Self {
        let names: Vec<String> = book.grids.iter().map(|grid| grid.name.to_string()).collect();
        let mut parser = new_parser_english(names, Vec::new(), HashMap::new());
        let mut shapes: HashMap<String, Arc<str>> = HashMap::new();
        let mut formulas = Self::default();
        for (sheet, grid) in book.grids.iter().enumerate() {
            let first = formulas.templates.len();
            let cells =
                parse_sheet(sheet, grid, book.formula_limits, &mut parser, &mut shapes, &mut formulas.templates);
            formulas.by_sheet.push(cells);
            for template in formulas.templates[first..].iter_mut().filter(|_| book.misreads_links) {
                template.is_uncalculated |= template.references.iter().any(|reference| reference.sheet != sheet);
            }
        }
        formulas
    }

    /// The formula of a cell.
    pub fn get(&self, sheet: usize, at: CellRef) -> Option<Parsed<'_>> {
        let template = *self.by_sheet.get(sheet)?.get(at)?;
        Some(Parsed { template: &self.templates[template as usize], at })
    }

    /// The formula of a cell as it would be in another one.
    pub fn moved(&self, sheet: usize, from: CellRef, at: CellRef) -> Option<Parsed<'_>> {
        self.get(sheet, from).map(|parsed| Parsed { at, ..parsed })
    }

    /// The formulas of a sheet inside a range, by their place among its formulas.
    pub fn within(&self, sheet: usize, range: CellRange) -> impl Iterator<Item = usize> {
        self.by_sheet.get(sheet).into_iter().flat_map(move |cells| cells.within(range))
    }

    /// The formula at a place among those of its sheet.
    pub fn nth(&self, sheet: usize, place: usize) -> Option<Parsed<'_>> {
        let (at, &template) = self.by_sheet.get(sheet)?.nth(place)?;
        Some(Parsed { template: &self.templates[template as usize], at })
    }

    /// How many formulas each sheet has.
    pub fn counts(&self) -> impl Iterator<Item = usize> {
        self.by_sheet.iter().map(CellMap::count)
    }

    /// The formulas of a sheet, in reading order.
    pub fn of_sheet(&self, sheet: usize) -> impl Iterator<Item = (CellRef, Parsed<'_>)> {
        let cells = self.by_sheet.get(sheet).into_iter().flat_map(CellMap::iter);
        cells.map(|(at, &template)| (at, Parsed { template: &self.templates[template as usize], at }))
    }

    /// The distinct shapes of the formulas, by where they are held.
    pub(super) fn shapes(&self) -> Vec<usize> {
        let mut shapes: Vec<usize> = self.templates.iter().map(|template| template.shape.as_ptr().addr()).collect();
        let mut seen = HashSet::new();
        shapes.retain(|shape| seen.insert(*shape));
        shapes
    }

    /// How many formulas the book has.
    pub fn len(&self) -> usize {
        self.by_sheet.iter().map(CellMap::count).sum()
    }

    /// The book has no formula.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The templates of a sheet's formulas; new ones are added to the book's.
fn parse_sheet(
    sheet: usize,
    grid: &Grid,
    limits: FormulaLimits,
    parser: &mut Parser<'_>,
    shapes: &mut HashMap<String, Arc<str>>,
    templates: &mut Vec<Template>,
) -> CellMap<u32> {
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut key = String::new();
    let mut parsed = Vec::new();
    for cell in grid.cells() {
        let Some(formula) = cell.formula.as_deref().filter(|formula| formula.len() <= limits.length) else {
            continue;
        };
        let next = templates.len() as u32;
        // Formulas that differ only by where they stand are parsed once.
        let is_movable = relative::write_key(formula, cell.at, &mut key);
        let found = known.get(&key).copied().filter(|_| is_movable);
        let template = found.unwrap_or_else(|| {
            templates.push(if nesting(formula) > limits.depth {
                Template::unread()
            } else {
                // A parser of others; what it panics on, such as a column beyond all letters, can't be read.
                let parse = || Template::parse(formula, grid, sheet, cell.at, parser, shapes);
                catch_unwind(AssertUnwindSafe(parse)).unwrap_or_else(|_| Template::unread())
            });
            next
        });
        if is_movable && found.is_none() {
            known.insert(key.clone(), next);
        }
        parsed.push((cell.at, template));
    }
    parsed.into_iter().collect()
}

/// How deep brackets and signs nest in a formula's text, quoted text left out.
fn nesting(formula: &str) -> usize {
    let (mut depth, mut signs, mut deepest) = (0_usize, 0_usize, 0_usize);
    let mut quote = None;
    for c in formula.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '{' | '[') => depth += 1,
            (None, ')' | '}' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        signs = if matches!(c, '+' | '-' | '@' | '%') { signs + 1 } else { 0 };
        deepest = deepest.max(depth + signs);
    }
    deepest
}

/// A shape written out as the formula it is at a cell, without `=`; `None` when it can't be.
pub fn at_cell(shape: &str, book: &Book, sheet: usize, cell: CellRef) -> Option<String> {
    with_large_stack(|| written_at(shape, book, sheet, cell)).flatten()
}

fn written_at(shape: &str, book: &Book, sheet: usize, cell: CellRef) -> Option<String> {
    let names: Vec<String> = book.grids.iter().map(|grid| grid.name.to_string()).collect();
    let mut parser = new_parser_english(names, Vec::new(), HashMap::new());
    parser.set_lexer_mode(LexerMode::R1C1);
    let context = context(book.grids.get(sheet)?, cell);
    let node = parser.parse(shape, &context);
    let mut parts = Parts::of_sheet(sheet);
    parts.visit(&node, Walk::Spread);
    let fits = parts.references.iter().all(|reference| reference.at(cell).is_some());
    (!parts.is_broken && fits).then(|| to_excel_string(&node, &context))
}

pub(super) fn context(grid: &Grid, at: CellRef) -> CellReferenceRC {
    CellReferenceRC { sheet: grid.name.to_string(), row: at.row as i32 + 1, column: at.col as i32 + 1 }
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
        assert_eq!(*of(2).constants, [5.0]);
        assert!(of(0).is_sum && !of(2).is_sum);
        assert_eq!(at_cell(&of(0).shape, &book, 0, CellRef::new(9, 2)).as_deref(), Some("A10+B10"));
    }

    #[test]
    fn references_are_places_in_the_book() {
        let book = book("| 1 | =SUM(B1:B2) | 1 | =#REF!+1 |\n| 2 | =[2]Lain!A1 | 1 | =(((1 |");
        let formulas = Formulas::parse(&book);
        let sum = formulas.get(0, CellRef::new(0, 0)).expect("a formula");
        assert_eq!(sum.only_reference().map(|only| only.range.to_string()).as_deref(), Some("B1:B2"));
        assert!(sum.is_sum && !sum.is_broken());
        for cell in ["C1", "A2", "C2"] {
            let cell = CellRef::parse(cell).expect("an address");
            assert!(formulas.get(0, cell).is_some_and(|parsed| parsed.is_broken()), "{cell}");
        }
    }
}
