//! A formula without its place: what cells that calculate alike share.

use std::collections::HashMap;
use std::sync::Arc;

use ironcalc_base::expressions::parser::stringify::to_rc_format;
use ironcalc_base::expressions::parser::{Node, Parser};

use super::functions::Nature;
use super::parse::context;
use crate::grid::{CellRange, CellRef, Grid};

/// A reference of a formula, as a place in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reference {
    /// Index of the sheet.
    pub sheet: usize,
    /// One cell or a range.
    pub range: CellRange,
}

/// A formula without its place. Its references are offsets from the cell it stands in.
#[derive(Debug, Clone)]
pub struct Template {
    /// The formula in R1C1 form, one for the book.
    pub shape: Arc<str>,
    /// Typed numbers, in order of appearance.
    pub constants: Box<[f64]>,
    /// A sum of references and nothing else: `SUM(…)`, `a+b+c`, or one reference.
    pub is_sum: bool,
    /// It is not calculated: it calls a function that is not, makes a new text, or refers to another sheet in a book
    /// that misreads these.
    pub is_uncalculated: bool,
    /// What it gives at most.
    pub(super) given: Given,
    /// Bytes that no text it quotes exceeds.
    pub(super) longest_literal: usize,
    /// It refers to another workbook or an unknown name, or can't be read.
    pub(super) is_unreadable: bool,
    pub(super) references: Box<[RelativeReference]>,
}

impl Template {
    /// A formula that is not parsed.
    pub(super) fn unread() -> Self {
        Self {
            shape: "".into(),
            references: Box::default(),
            constants: Box::default(),
            is_sum: false,
            is_unreadable: true,
            is_uncalculated: true,
            given: Given::Number,
            longest_literal: 0,
        }
    }

    pub(super) fn parse(
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
        parts.visit(&node, Walk::Spread);
        let given = Given::by(&node);
        let is_sum = is_sum(&node) && !parts.references.is_empty();
        Self {
            shape,
            references: parts.references.into(),
            constants: parts.constants.into(),
            is_sum,
            is_unreadable: parts.is_broken,
            is_uncalculated: parts.is_uncalculated || given == Given::NewText,
            given,
            longest_literal: if formula.contains('"') { formula.len() } else { 0 },
        }
    }
}

/// What a formula gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Given {
    /// A number, a truth value or an error.
    Number,
    /// Perhaps a text that the formula quotes.
    Quoted,
    /// Perhaps a text that stands in a cell, or a part of one.
    Text,
    /// Perhaps a text made of others: cells that each join the one before twice reach any length.
    NewText,
}

impl Given {
    fn by(node: &Node) -> Self {
        match node {
            Node::OpConcatenateKind { .. } => Given::NewText,
            Node::OpSumKind { .. }
            | Node::OpProductKind { .. }
            | Node::OpPowerKind { .. }
            | Node::CompareKind { .. }
            | Node::UnaryKind { .. }
            | Node::NumberKind(_)
            | Node::BooleanKind(_) => Given::Number,
            Node::StringKind(_) => Given::Quoted,
            Node::FunctionKind { kind, .. } => match Nature::of(kind) {
                Some(Nature::Tally | Nature::Aggregate | Nature::Scalar) => Given::Number,
                Some(Nature::Builds) => Given::NewText,
                // `IF(A1=0,0,B1/A1)` hands on nothing but numbers.
                Some(Nature::HandsOn) => Self::Number.or_of(node),
                Some(Nature::Lookup) | None => Self::Text.or_of(node),
            },
            other => Self::Text.or_of(other),
        }
    }

    /// This, or what is more in the nodes below one.
    fn or_of(self, node: &Node) -> Self {
        children(node).into_iter().map(Self::by).fold(self, Self::max)
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

/// How the engine goes through a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walk {
    /// It works on each cell and holds all that comes out.
    Spread,
    /// It looks at each cell.
    Every,
    /// It looks at each cell, of whole columns only down to the last row in use.
    InUse,
    /// It looks at the first column, or the first row.
    Edge,
}

impl Walk {
    fn by(function: Option<Nature>) -> Self {
        match function {
            Some(Nature::Tally) => Walk::InUse,
            Some(Nature::Aggregate) => Walk::Every,
            Some(Nature::Lookup) => Walk::Edge,
            Some(Nature::Scalar | Nature::HandsOn | Nature::Builds) | None => Walk::Spread,
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct RelativeReference {
    pub(super) sheet: usize,
    pub(super) walk: Walk,
    start: Corner,
    end: Corner,
}

impl RelativeReference {
    pub(super) fn at(&self, at: CellRef) -> Option<Reference> {
        Some(Reference { sheet: self.sheet, range: CellRange::new(self.start.at(at)?, self.end.at(at)?) })
    }
}

/// What a walk over a formula's tree collects.
pub(super) struct Parts {
    sheet: usize,
    pub(super) references: Vec<RelativeReference>,
    constants: Vec<f64>,
    pub(super) is_broken: bool,
    is_uncalculated: bool,
}

impl Parts {
    pub(super) fn of_sheet(sheet: usize) -> Self {
        Self { sheet, references: Vec::new(), constants: Vec::new(), is_broken: false, is_uncalculated: false }
    }

    /// Collects from a tree; `walk` says how the engine goes through a range in its place.
    pub(super) fn visit(&mut self, node: &Node, walk: Walk) {
        match node {
            Node::NumberKind(number) => self.constants.push(*number),
            Node::ReferenceKind { sheet_name, sheet_index, absolute_row, absolute_column, row, column } => {
                let corner = Corner { row: (*absolute_row, *row), col: (*absolute_column, *column) };
                self.push(sheet_name.is_some(), *sheet_index, [corner, corner], Walk::Every);
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
                self.push(sheet_name.is_some(), *sheet_index, [start, end], walk);
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
                self.visit_children(node, Walk::Spread);
            }
            Node::FunctionKind { kind, .. } => {
                let nature = Nature::of(kind);
                self.is_uncalculated |= nature.is_none();
                self.visit_children(node, Walk::by(nature));
            }
            other => self.visit_children(other, Walk::Spread),
        }
    }

    fn visit_children(&mut self, node: &Node, walk: Walk) {
        children(node).into_iter().for_each(|child| self.visit(child, walk));
    }

    fn push(&mut self, has_sheet: bool, sheet: u32, [start, end]: [Corner; 2], walk: Walk) {
        let sheet = if has_sheet { sheet as usize } else { self.sheet };
        self.references.push(RelativeReference { sheet, walk, start, end });
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
