//! Cell formulas taken apart: their shape in R1C1 form, the cells they refer to, typed constants.
//!
//! Parsing is IronCalc's. Two formulas are the same when their shapes are, wherever they stand.

use std::collections::HashMap;
use std::sync::Arc;

use ironcalc_base::expressions::lexer::LexerMode;
use ironcalc_base::expressions::parser::stringify::{to_excel_string, to_rc_format};
use ironcalc_base::expressions::parser::{Node, Parser, new_parser_english};
use ironcalc_base::expressions::types::CellReferenceRC;

use super::relative;
use super::stack::with_large_stack;
use crate::grid::{Book, CellMap, CellRange, CellRef, Grid};

/// Formulas longer than this are not parsed; Excel itself stops at 8,192 characters.
const LONGEST: usize = 8_192;

/// Formulas nested deeper than this are not parsed; Excel itself stops at 64 levels.
const DEEPEST: usize = 256;

/// Functions whose result depends on the clock, on chance or on the place of the file, or whose size
/// only their arguments tell: a cell that calls one keeps its stored value.
const NOT_CALCULATED: [&str; 19] = [
    "Cell",
    "Expand",
    "Indirect",
    "Info",
    "Lambda",
    "Makearray",
    "Map",
    "Now",
    "Offset",
    "Rand",
    "Randarray",
    "Randbetween",
    "Reduce",
    "Rept",
    "Scan",
    "Sequence",
    "Today",
    "Bycol",
    "Byrow",
];

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
    pub constants: Arc<[f64]>,
    /// A sum of references and nothing else: `SUM(…)`, `a+b+c`, or one reference.
    pub is_sum: bool,
    /// It refers to another workbook, a lost cell or an unknown name, or can't be read.
    pub is_broken: bool,
    /// It calls a function that is not calculated: the clock, chance, or a range of unknown size.
    pub is_uncalculated: bool,
}

/// All formulas of a book, by sheet and cell.
#[derive(Debug, Clone, Default)]
pub struct Formulas {
    by_sheet: Vec<CellMap<Parsed>>,
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
        let by_sheet =
            book.grids.iter().enumerate().map(|(sheet, grid)| parse_sheet(sheet, grid, &mut parser, &mut shapes));
        Self { by_sheet: by_sheet.collect() }
    }

    /// The formula of a cell.
    pub fn get(&self, sheet: usize, cell: CellRef) -> Option<&Parsed> {
        self.by_sheet.get(sheet)?.get(cell)
    }

    /// The formulas of a sheet, in reading order.
    pub fn of_sheet(&self, sheet: usize) -> impl Iterator<Item = (CellRef, &Parsed)> {
        self.by_sheet.get(sheet).into_iter().flat_map(CellMap::iter)
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

fn parse_sheet(
    sheet: usize,
    grid: &Grid,
    parser: &mut Parser<'_>,
    shapes: &mut HashMap<String, Arc<str>>,
) -> CellMap<Parsed> {
    let mut templates: HashMap<String, Template> = HashMap::new();
    let mut key = String::new();
    let mut parsed = Vec::new();
    for cell in grid.cells() {
        let Some(formula) = cell.formula.as_deref().filter(|formula| formula.len() <= LONGEST) else {
            continue;
        };
        if nesting(formula) > DEEPEST {
            parsed.push((cell.at, Template::unread().at(cell.at)));
            continue;
        }
        // Formulas that differ only by where they stand are parsed once.
        if !relative::write_key(formula, cell.at, &mut key) {
            parsed.push((cell.at, Template::parse(formula, grid, sheet, cell.at, parser, shapes).at(cell.at)));
        } else if let Some(template) = templates.get(&key) {
            parsed.push((cell.at, template.at(cell.at)));
        } else {
            let template = Template::parse(formula, grid, sheet, cell.at, parser, shapes);
            parsed.push((cell.at, template.at(cell.at)));
            templates.insert(key.clone(), template);
        }
    }
    parsed.into_iter().collect()
}

/// A formula without its place.
#[derive(Debug, Clone)]
struct Template {
    shape: Arc<str>,
    references: Arc<[RelativeReference]>,
    constants: Arc<[f64]>,
    is_sum: bool,
    is_broken: bool,
    is_uncalculated: bool,
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

impl Template {
    /// A formula that is not parsed.
    fn unread() -> Self {
        Self {
            shape: "".into(),
            references: Arc::default(),
            constants: Arc::default(),
            is_sum: false,
            is_broken: true,
            is_uncalculated: true,
        }
    }

    fn parse(
        formula: &str,
        grid: &Grid,
        sheet: usize,
        at: CellRef,
        parser: &mut Parser<'_>,
        shapes: &mut HashMap<String, Arc<str>>,
    ) -> Self {
        let node = parser.parse(formula, &context(grid, at));
        let text = to_rc_format(&node);
        let shape = shapes.entry(text).or_insert_with_key(|text| text.as_str().into()).clone();
        let mut parts = Parts { is_broken: formula.contains('['), ..Parts::of_sheet(sheet) };
        parts.visit(&node);
        let is_sum = is_sum(&node) && !parts.references.is_empty();
        Self {
            shape,
            references: parts.references.into(),
            constants: parts.constants.into(),
            is_sum,
            is_broken: parts.is_broken,
            is_uncalculated: parts.is_uncalculated,
        }
    }

    fn at(&self, at: CellRef) -> Parsed {
        let references: Option<Vec<Reference>> = self.references.iter().map(|reference| reference.at(at)).collect();
        Parsed {
            shape: self.shape.clone(),
            is_broken: self.is_broken || references.is_none(),
            references: references.unwrap_or_default(),
            constants: self.constants.clone(),
            is_sum: self.is_sum,
            is_uncalculated: self.is_uncalculated,
        }
    }
}

/// One corner of a reference: an offset from the formula's cell, or, when absolute, from zero.
#[derive(Debug, Clone, Copy)]
struct Corner {
    row: (bool, i32),
    col: (bool, i32),
}

impl Corner {
    fn at(self, at: CellRef) -> Option<CellRef> {
        let place = |(absolute, offset): (bool, i32), own: u32| {
            u32::try_from(if absolute { i64::from(offset) - 1 } else { i64::from(own) + i64::from(offset) }).ok()
        };
        Some(CellRef::new(place(self.row, at.row)?, place(self.col, at.col)?))
    }
}

#[derive(Debug, Clone, Copy)]
struct RelativeReference {
    sheet: usize,
    start: Corner,
    end: Corner,
}

impl RelativeReference {
    fn at(&self, at: CellRef) -> Option<Reference> {
        Some(Reference { sheet: self.sheet, range: CellRange::new(self.start.at(at)?, self.end.at(at)?) })
    }
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
    parts.visit(&node);
    let fits = parts.references.iter().all(|reference| reference.at(cell).is_some());
    (!parts.is_broken && fits).then(|| to_excel_string(&node, &context))
}

fn context(grid: &Grid, at: CellRef) -> CellReferenceRC {
    CellReferenceRC { sheet: grid.name.to_string(), row: at.row as i32 + 1, column: at.col as i32 + 1 }
}

/// What a walk over a formula's tree collects.
struct Parts {
    sheet: usize,
    references: Vec<RelativeReference>,
    constants: Vec<f64>,
    is_broken: bool,
    is_uncalculated: bool,
}

impl Parts {
    fn of_sheet(sheet: usize) -> Self {
        Self { sheet, references: Vec::new(), constants: Vec::new(), is_broken: false, is_uncalculated: false }
    }

    fn visit(&mut self, node: &Node) {
        match node {
            Node::NumberKind(number) => self.constants.push(*number),
            Node::ReferenceKind { sheet_name, sheet_index, absolute_row, absolute_column, row, column } => {
                let corner = Corner { row: (*absolute_row, *row), col: (*absolute_column, *column) };
                self.push(sheet_name.is_some(), *sheet_index, corner, corner);
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
                let start = Corner { row: (*absolute_row1, *row1), col: (*absolute_column1, *column1) };
                let end = Corner { row: (*absolute_row2, *row2), col: (*absolute_column2, *column2) };
                self.push(sheet_name.is_some(), *sheet_index, start, end);
            }
            Node::WrongReferenceKind { .. }
            | Node::WrongRangeKind { .. }
            | Node::ParseErrorKind { .. }
            | Node::ErrorKind(_) => self.is_broken = true,
            // Names are not read from the workbook, and a spill has no size before it is calculated.
            Node::DefinedNameKind(_)
            | Node::TableNameKind(_)
            | Node::NamedVariableKind { .. }
            | Node::LambdaDefKind { .. }
            | Node::LambdaCallKind { .. }
            | Node::SpillRangeOperator { .. }
            | Node::OpRangeKind { .. } => {
                self.is_uncalculated = true;
                children(node).into_iter().for_each(|child| self.visit(child));
            }
            Node::FunctionKind { kind, args } => {
                self.is_uncalculated |= NOT_CALCULATED.contains(&format!("{kind:?}").as_str());
                args.iter().for_each(|child| self.visit(child));
            }
            other => children(other).into_iter().for_each(|child| self.visit(child)),
        }
    }

    fn push(&mut self, has_sheet: bool, sheet: u32, start: Corner, end: Corner) {
        let sheet = if has_sheet { sheet as usize } else { self.sheet };
        self.references.push(RelativeReference { sheet, start, end });
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
        assert_eq!(*of(2).constants, [5.0]);
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
