//! The mends written into the package: cells rewritten where they stand, everything else untouched.
//!
//! The chain of calculation goes where formulas are added, and Excel is told to calculate all of them
//! when it opens the copy; stored results that change with the mends are brought up to date here, for
//! programs that show what is stored.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::{Change, Mend};
use crate::error::{Error, Result};
use crate::formula::{Formulas, recalculate};
use crate::grid::{Book, CellRef, Value};
use crate::outputs::annotated::parts::Parts;
use crate::outputs::annotated::signature::drop_signatures;
use crate::outputs::annotated::styles::Styles;
use crate::outputs::annotated::workbook::with_full_calculation;
use crate::outputs::annotated::xml::{Edits, Tag, TagKind, escaped, filled, for_each_tag, with_attribute};
use crate::xlsx::package::Package;
use crate::xlsx::{self, Limits};

/// What a cell is to hold.
enum Content {
    /// A number in a format.
    Number(String, Option<usize>),
    /// A formula, its result not known yet.
    Formula(String),
    /// A text.
    Text(String),
    /// The result of the formula that stands there.
    Result(f64),
}

type Cells = BTreeMap<CellRef, Content>;

/// The package with the mends in it.
///
/// # Errors
/// [`Error::Damaged`] when a part can't be read.
pub fn patched(bytes: &[u8], mends: &[Mend]) -> Result<Vec<u8>> {
    let mut parts = Parts::new(Package::open(bytes)?);
    drop_signatures(&mut parts)?;
    let formats = formats(&mut parts, mends)?;
    let mut sheets: BTreeMap<&str, Cells> = BTreeMap::new();
    for mend in mends {
        let content = match &mend.change {
            Change::Number { value, style } => {
                let style = style.and_then(|style| formats.get(&(mend.sheet, mend.cell, style)).copied());
                Content::Number(value.normalize().to_string(), style)
            }
            Change::Formula(formula) => Content::Formula(formula.clone()),
            Change::Text(text) => Content::Text(text.clone()),
        };
        sheets.entry(&mend.sheet_name).or_default().insert(mend.cell, content);
    }
    write_cells(&mut parts, &sheets)?;
    let workbook_part = parts.package().workbook_part()?;
    if mends.iter().any(|mend| matches!(mend.change, Change::Formula(_))) {
        let chains = parts.relationships(&workbook_part)?.into_iter().filter(|related| related.kind == "calcChain");
        let chains: Vec<String> = chains.map(|chain| chain.target).collect();
        chains.iter().for_each(|chain| parts.remove(chain));
        parts.unrelate(&workbook_part, |related| related.kind == "calcChain")?;
        parts.drop_content_types(|part| chains.iter().any(|chain| chain.eq_ignore_ascii_case(part)))?;
    }
    if let Some(workbook) = parts.text(&workbook_part)? {
        parts.put(&workbook_part, with_full_calculation(&workbook)?);
    }
    parts.write()
}

/// The formats that take a neighbour's way to show numbers, by sheet, cell and the neighbour's format.
fn formats(parts: &mut Parts<'_>, mends: &[Mend]) -> Result<HashMap<(usize, CellRef, u32), usize>> {
    let mut formats = HashMap::new();
    let mut wanted: BTreeMap<&str, BTreeMap<CellRef, (usize, u32)>> = BTreeMap::new();
    for mend in mends {
        if let Change::Number { style: Some(style), .. } = mend.change {
            wanted.entry(&mend.sheet_name).or_default().insert(mend.cell, (mend.sheet, style));
        }
    }
    if wanted.is_empty() {
        return Ok(formats);
    }
    let workbook = parts.package().workbook_part()?;
    let related = parts.relationships(&workbook)?.into_iter().find(|related| related.kind == "styles");
    let Some(part) = related.map(|related| related.target) else {
        return Ok(formats);
    };
    let Some(text) = parts.text(&part)? else {
        return Ok(formats);
    };
    let mut styles = Styles::parse(text)?;
    let sheets = parts.package().sheets()?;
    for (name, cells) in wanted {
        let sheet = sheets.iter().find(|sheet| sheet.name == name);
        let sheet = sheet.and_then(|sheet| parts.text(&sheet.part).transpose()).transpose()?;
        walk(sheet.as_deref().unwrap_or_default(), |at, cell| {
            if let Some(&(sheet, like)) = cells.get(&at) {
                let format = styles.with_number_format(cell.tag.number("s").unwrap_or(0), like as usize);
                formats.insert((sheet, at, like), format);
            }
        })?;
    }
    parts.put(&part, styles.finish()?);
    Ok(formats)
}

/// The package with the stored results brought up to date that differ from those of the book before.
///
/// # Errors
/// [`Error::Damaged`] when a part can't be read.
pub fn recalculated(bytes: &[u8], before: &Book, limits: &Limits) -> Result<Vec<u8>> {
    let book = xlsx::read_within(&before.name, bytes, limits)?;
    let results = recalculate(&book, &Formulas::parse(&book));
    let mut sheets: BTreeMap<&str, Cells> = BTreeMap::new();
    for (sheet, grid) in book.grids.iter().enumerate() {
        for cell in grid.cells().iter().filter(|cell| cell.formula.is_some()) {
            let Some(result) = results.number(sheet, cell.at) else {
                continue;
            };
            let known = before.grids.get(sheet).map(|grid| grid.value(cell.at));
            let is_known = matches!(known, Some(Value::Number(known)) if *known == result);
            let is_stored = matches!(cell.value, Value::Number(stored) if stored == result);
            if !(is_stored || is_known && matches!(cell.value, Value::Number(_))) {
                sheets.entry(&grid.name).or_default().insert(cell.at, Content::Result(result));
            }
        }
    }
    let mut parts = Parts::new(Package::open(bytes)?);
    write_cells(&mut parts, &sheets)?;
    parts.write()
}

fn write_cells(parts: &mut Parts<'_>, sheets: &BTreeMap<&str, Cells>) -> Result<()> {
    let entries = parts.package().sheets()?;
    for (name, cells) in sheets {
        let missing = || Error::broken(format!("lembar {name} hilang"), format!("sheet {name} is missing"));
        let entry = entries.iter().find(|entry| entry.name == *name).ok_or_else(missing)?;
        let text = parts.text(&entry.part)?.ok_or_else(missing)?;
        let mut edits = Edits::default();
        walk(&text, |at, cell| {
            if let Some(content) = cells.get(&at) {
                cell.rewrite(&text, content, &mut edits);
            }
        })?;
        if !edits.is_empty() {
            parts.put(&entry.part, edits.apply(&text));
        }
    }
    Ok(())
}

/// A cell as it stands in its part.
struct Cell<'t> {
    tag: Tag<'t>,
    /// The whole element.
    span: Range<usize>,
    formula: Option<Tag<'t>>,
    /// The whole element `f`, and what is inside `v`.
    formula_end: usize,
    result: Option<Range<usize>>,
    /// It holds what is not understood here.
    is_strange: bool,
}

/// Calls `visit` for each cell of a sheet part.
fn walk<'t>(text: &'t str, mut visit: impl FnMut(CellRef, &Cell<'t>)) -> Result<()> {
    let (mut row, mut next_row, mut next_col) = (0, 0, 0);
    let mut cell: Option<(CellRef, Cell<'t>)> = None;
    let mut is_data = false;
    if text.is_empty() {
        return Ok(());
    }
    for_each_tag(text, |tag| match (tag.depth, tag.local(), tag.kind) {
        (1, name, kind) => is_data = name == "sheetData" && kind == TagKind::Open,
        (2, "row", TagKind::Open | TagKind::Empty) if is_data => {
            row = tag.number::<u32>("r").map_or(next_row, |number| number.saturating_sub(1));
            (next_row, next_col) = (row.saturating_add(1), 0);
        }
        (3, "c", TagKind::Open | TagKind::Empty) if is_data => {
            let col = tag.raw("r").and_then(CellRef::parse).map_or(next_col, |cell| cell.col);
            next_col = col.saturating_add(1);
            let at = CellRef::new(row, col);
            let span = tag.start..tag.end;
            let met = Cell { tag, span, formula: None, formula_end: 0, result: None, is_strange: false };
            match tag.kind {
                TagKind::Empty => visit(at, &met),
                _ => cell = Some((at, met)),
            }
        }
        (3, "c", TagKind::Close) => {
            if let Some((at, mut met)) = cell.take() {
                met.span.end = tag.end;
                visit(at, &met);
            }
        }
        (4, name, kind) => {
            if let Some((_, cell)) = &mut cell {
                cell.see(name, kind, tag);
            }
        }
        _ => {}
    })
}

impl<'t> Cell<'t> {
    fn see(&mut self, name: &str, kind: TagKind, tag: Tag<'t>) {
        match (name, kind) {
            ("f", _) => {
                if kind != TagKind::Close {
                    self.formula = Some(tag);
                }
                self.formula_end = tag.end;
            }
            ("v", TagKind::Open) => self.result = Some(tag.end..tag.end),
            ("v", TagKind::Close) => {
                if let Some(result) = &mut self.result {
                    result.end = tag.start;
                }
            }
            ("v" | "is", _) => {}
            _ => self.is_strange = true,
        }
    }

    /// Other cells calculate with its formula, or Excel keeps more of it elsewhere.
    fn is_shared(&self) -> bool {
        let is_of_many = |formula: Tag<'_>| {
            formula.raw("ref").is_some() || !matches!(formula.raw("t"), None | Some("normal" | "shared"))
        };
        self.is_strange
            || self.tag.raw("cm").is_some()
            || self.tag.raw("vm").is_some()
            || self.formula.is_some_and(is_of_many)
    }

    /// Puts the content in; a cell that shares what it holds with others stays as it is.
    fn rewrite(&self, text: &str, content: &Content, edits: &mut Edits) {
        let prefix = self.tag.prefix();
        let tag = |kind: &str| with_attribute(self.tag.text, "t", kind);
        let element = match content {
            Content::Result(result) => return self.set_result(text, *result, edits),
            _ if self.is_shared() => return,
            Content::Number(number, style) => {
                let tag = match style {
                    Some(style) => with_attribute(&tag("n"), "s", &style.to_string()),
                    None => tag("n"),
                };
                filled(&tag, &format!("<{prefix}v>{number}</{prefix}v>"))
            }
            Content::Formula(formula) => filled(&tag("n"), &format!("<{prefix}f>{}</{prefix}f>", escaped(formula))),
            Content::Text(words) => {
                let words = escaped(words);
                let text = format!("<{prefix}is><{prefix}t xml:space=\"preserve\">{words}</{prefix}t></{prefix}is>");
                filled(&tag("inlineStr"), &text)
            }
        };
        edits.replace(self.span.clone(), element);
    }

    /// A number takes the place of the stored number, or of none.
    fn set_result(&self, text: &str, result: f64, edits: &mut Edits) {
        if self.formula.is_none() || !matches!(self.tag.raw("t"), None | Some("n")) {
            return;
        }
        let prefix = self.tag.prefix();
        match &self.result {
            Some(span) if text[span.clone()].trim().parse::<f64>() == Ok(result) => {}
            Some(span) => edits.replace(span.clone(), result.to_string()),
            None => edits.insert(self.formula_end, format!("<{prefix}v>{result}</{prefix}v>")),
        }
    }
}
