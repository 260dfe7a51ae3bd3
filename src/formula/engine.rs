//! Recalculation by IronCalc, fed from the Grids.
//!
//! A formula is handed over in R1C1 form, each distinct one once. What the engine can't calculate
//! is told apart from what it calculates otherwise than the workbook stores.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ironcalc_base::Model;
use ironcalc_base::expressions::token::Error as EngineError;
use ironcalc_base::types::{Cell as EngineCell, FormulaValue, Workbook as EngineBook};

use super::budget::Budget;
use super::failing::without_failing;
use super::needed::Needed;
use super::parse::Formulas;
use super::stack::{self, with_large_stack};
use crate::bahasa::Pesan;
use crate::grid::{Book, CellMap, CellRef, Value, next_at};

/// Formulas calculated, over all calls, to find those the engine fails on.
const MOST_CALCULATED: usize = 4_000_000;

/// A formula to calculate in a cell instead of what stands there.
#[derive(Debug, Clone, Copy)]
pub struct Replacement {
    /// Index of the sheet.
    pub sheet: usize,
    /// The cell.
    pub cell: CellRef,
    /// The cell of the sheet whose formula it takes over.
    pub like: CellRef,
}

/// The calculated values of a book.
#[derive(Debug, Clone, Default)]
pub struct Recalculated {
    values: Vec<CellMap<f64>>,
    /// Formulas the engine gave no number for.
    pub not_calculated: usize,
    /// Some formula refers to itself in the end, or may do so unseen.
    pub may_circle: bool,
    /// The reason, when nothing was calculated.
    pub refused: Option<Pesan>,
}

impl Recalculated {
    fn refused(reason: Pesan) -> Self {
        Self { may_circle: true, refused: Some(reason), ..Self::default() }
    }

    /// What the formula cells of a sheet calculate to, in reading order.
    pub fn numbers(&self, sheet: usize) -> impl Iterator<Item = (CellRef, f64)> {
        self.values.get(sheet).into_iter().flat_map(CellMap::iter).map(|(cell, number)| (cell, *number))
    }

    /// The number a formula cell calculates to.
    pub fn number(&self, sheet: usize, cell: CellRef) -> Option<f64> {
        self.values.get(sheet)?.get(cell).copied()
    }
}

/// Calculates every formula of a book.
pub fn recalculate(book: &Book, formulas: &Formulas) -> Recalculated {
    calculate(book, formulas, &[], &Needed::All)
}

/// Calculates some cells as if they had other formulas, and what these need.
pub fn recalculate_replaced(book: &Book, formulas: &Formulas, replacements: &[Replacement]) -> Recalculated {
    calculate(book, formulas, replacements, &Needed::by(book, formulas, replacements))
}

fn calculate(book: &Book, formulas: &Formulas, replacements: &[Replacement], needed: &Needed) -> Recalculated {
    let most = book.formula_limits.count;
    if formulas.len() + replacements.len() > most {
        return Recalculated::refused(Pesan::new(
            format!("rumus lebih dari {most}"),
            format!("more than {most} formulas"),
        ));
    }
    let calculated = with_large_stack(|| {
        let most_calls = (MOST_CALCULATED / formulas.len().max(1)).max(8);
        let budget = Budget::of(book, formulas);
        without_failing(
            || formulas.shapes(),
            most_calls,
            |left_out| {
                evaluated(book, formulas, replacements, needed, budget.clone(), left_out)
                    .map(|(model, skipped)| collect(&model, book.grids.len(), skipped))
            },
        )
    });
    match calculated {
        Some(Some(Ok(recalculated))) => recalculated,
        Some(Some(Err(reason))) => Recalculated::refused(Pesan::asing(reason)),
        Some(None) => Recalculated::refused(Pesan::new(
            "mesin hitungnya gagal pada beberapa rumus",
            "the engine failed on several of them",
        )),
        None => Recalculated::refused(Pesan::new(
            "sistem tidak memberi ruang untuk menghitung ulang rumus",
            "the system gives no room for it",
        )),
    }
}

/// The calculated model, and how many formulas were not handed to it.
fn evaluated(
    book: &Book,
    formulas: &Formulas,
    replacements: &[Replacement],
    needed: &Needed,
    mut budget: Budget<'_>,
    left_out: &HashSet<usize>,
) -> Result<(Model<'static>, usize), String> {
    let replaced: HashMap<(usize, CellRef), CellRef> =
        replacements.iter().map(|new| ((new.sheet, new.cell), new.like)).collect();
    let mut skipped = 0;
    let mut workbook = empty(book)?;
    let mut strings: HashMap<*const u8, i32> = HashMap::new();
    for (sheet, grid) in book.grids.iter().enumerate() {
        // Shapes and texts are held once for the book, so their place tells them apart.
        let mut shapes: HashMap<*const u8, i32> = HashMap::new();
        let worksheet = &mut workbook.worksheets[sheet];
        let mut formula = |shape: &Arc<str>| {
            let list = &mut worksheet.shared_formulas;
            let f = *shapes.entry(shape.as_ptr()).or_insert_with(|| {
                list.push(shape.to_string());
                list.len() as i32 - 1
            });
            EngineCell::CellFormula { f, s: 0, v: FormulaValue::Unevaluated }
        };
        let mut own = formulas.of_sheet(sheet).peekable();
        for cell in grid.cells().iter().filter(|cell| needed.has(sheet, cell.at)) {
            let other = replaced.get(&(sheet, cell.at)).and_then(|&like| formulas.moved(sheet, like, cell.at));
            let parsed = other.or_else(|| next_at(&mut own, cell.at)).filter(|parsed| {
                let is_calculated = !left_out.contains(&parsed.shape.as_ptr().addr()) && budget.takes(parsed);
                skipped += usize::from(!is_calculated);
                is_calculated
            });
            let made = match parsed {
                Some(parsed) => formula(&parsed.shape),
                None => constant(&cell.value, &mut strings, &mut workbook.shared_strings),
            };
            worksheet.sheet_data.set_cell(cell.at.row as i32 + 1, cell.at.col as i32 + 1, made);
        }
    }
    let mut model = Model::from_workbook(workbook, "en")?;
    // Chains of cells unwind and carry on where they stopped; one long formula is let through.
    model.set_max_evaluation_stack(stack::BYTES / 4);
    model.evaluate();
    Ok((model, skipped))
}

/// The engine's workbook with the sheets of a book, without cells.
fn empty(book: &Book) -> Result<EngineBook, String> {
    let mut model = Model::new_empty("buku", "en", "UTC", "en")?;
    for (sheet, grid) in book.grids.iter().enumerate() {
        if sheet == 0 {
            model.rename_sheet_by_index(0, &grid.name)?;
        } else {
            model.add_sheet(&grid.name)?;
        }
    }
    Ok(model.workbook)
}

/// A cell without a formula the engine can calculate keeps what is stored.
fn constant(value: &Value, strings: &mut HashMap<*const u8, i32>, list: &mut Vec<String>) -> EngineCell {
    match value {
        Value::Number(number) => EngineCell::NumberCell { v: *number, s: 0 },
        Value::Bool(truth) => EngineCell::BooleanCell { v: *truth, s: 0 },
        Value::Text(text) => {
            let si = *strings.entry(text.as_ptr()).or_insert_with(|| {
                list.push(if is_of_a_region(text) { format!("{text}{MARK}") } else { text.to_string() });
                list.len() as i32 - 1
            });
            EngineCell::SharedString { si, s: 0 }
        }
        Value::Error(error) => EngineCell::ErrorCell { ei: error_of(error), s: 0 },
        Value::Empty => EngineCell::EmptyCell { s: 0 },
    }
}

/// A sign without width that keeps a text from being calculated with.
const MARK: char = '\u{200b}';

/// A number typed as text with separators: what Excel takes it for depends on where the workbook is opened.
fn is_of_a_region(text: &str) -> bool {
    let text = text.trim();
    text.contains(['.', ','])
        && text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '%'))
}

fn error_of(text: &str) -> EngineError {
    match text {
        "#REF!" => EngineError::REF,
        "#NAME?" => EngineError::NAME,
        "#DIV/0!" => EngineError::DIV,
        "#N/A" => EngineError::NA,
        "#NUM!" => EngineError::NUM,
        "#NULL!" => EngineError::NULL,
        _ => EngineError::VALUE,
    }
}

fn collect(model: &Model<'_>, sheets: usize, skipped: usize) -> Recalculated {
    let mut not_calculated = skipped;
    let mut may_circle = skipped > 0;
    let mut values = Vec::with_capacity(sheets);
    for worksheet in model.workbook.worksheets.iter().take(sheets) {
        let numbers = worksheet.sheet_data.cells().filter_map(|(row, column, cell)| match &*cell {
            EngineCell::CellFormula { v: FormulaValue::Number(number), .. } => {
                Some((CellRef::new(row as u32 - 1, column as u32 - 1), *number))
            }
            EngineCell::CellFormula { v: FormulaValue::Error { ei, .. }, .. } => {
                not_calculated += 1;
                may_circle |= *ei == EngineError::CIRC;
                None
            }
            EngineCell::CellFormula { v: FormulaValue::Unevaluated, .. } => {
                not_calculated += 1;
                may_circle = true;
                None
            }
            _ => None,
        });
        values.push(numbers.collect());
    }
    Recalculated { values, not_calculated, may_circle, refused: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::parse_markdown;

    #[test]
    fn totals_above_a_hundred_billion_stay_exact() {
        let text = "| | A | B |\n|---|---|---|\n| 1 | 553616744950 | =SUM(A1:A2) => 0 |\n| 2 | 5 | =B1-A1 => 0 |";
        let book = parse_markdown("uji", text).expect("a readable workbook");
        let formulas = Formulas::parse(&book);
        let values = recalculate(&book, &formulas);
        assert_eq!(values.number(0, CellRef::new(0, 1)), Some(553_616_744_955.0));
        assert_eq!(values.number(0, CellRef::new(1, 1)), Some(5.0));
    }

    #[test]
    fn a_replacement_is_calculated_instead_of_the_typed_number() {
        let text = "| | A | B |\n|---|---|---|\n| 1 | 2 | =A1*2 => 4 |\n| 2 | 3 | 7 |";
        let book = parse_markdown("uji", text).expect("a readable workbook");
        let formulas = Formulas::parse(&book);
        let new = Replacement { sheet: 0, cell: CellRef::new(1, 1), like: CellRef::new(0, 1) };
        assert_eq!(recalculate_replaced(&book, &formulas, &[new]).number(0, CellRef::new(1, 1)), Some(6.0));
    }

    #[test]
    fn a_replacement_that_is_not_calculated_keeps_what_stands_there() {
        for formula in ["REPT(A1,9)", "A1&A1", "IFS(TRUE,A1:A2)"] {
            let text = format!(
                "| | A | B | C |\n|---|---|---|---|\n| 1 | 2 | ={formula} => 4 | =A1+1 => 3 |\n| 2 | 3 | 7 | |"
            );
            let book = parse_markdown("uji", &text).expect("a readable workbook");
            let formulas = Formulas::parse(&book);
            let new = Replacement { sheet: 0, cell: CellRef::new(1, 1), like: CellRef::new(0, 1) };
            let values = recalculate_replaced(&book, &formulas, &[new]);
            assert_eq!((values.number(0, CellRef::new(1, 1)), values.refused), (None, None), "{formula}");
        }
    }

    #[test]
    fn links_that_were_misread_keep_their_stored_value() {
        let text =
            "## Lembar: A\n\n| | A |\n|---|---|\n| 1 | =B!A1 => 5 |\n\n## Lembar: B\n\n| | A |\n|---|---|\n| 1 | 7 |";
        let mut book = parse_markdown("uji", text).expect("a readable workbook");
        let number = |book: &Book| recalculate(book, &Formulas::parse(book)).number(0, CellRef::new(0, 0));
        assert_eq!(number(&book), Some(7.0));
        book.misreads_links = true;
        assert_eq!(number(&book), None);
    }

    #[test]
    fn numbers_typed_as_text_are_not_calculated_with_as_in_another_region() {
        let text =
            "| | A | B | C |\n|---|---|---|---|\n| 1 | '1.210 | =A1*2 => 2420 | =SUM(A1:A2) => 5 |\n| 2 | 5 | | |";
        let book = parse_markdown("uji", text).expect("a readable workbook");
        let values = recalculate(&book, &Formulas::parse(&book));
        assert_eq!(values.number(0, CellRef::new(0, 1)), None);
        assert_eq!(values.number(0, CellRef::new(0, 2)), Some(5.0));
    }

    #[test]
    fn a_circle_is_not_calculated_and_does_not_hang() {
        let text = "| | A | B |\n|---|---|---|\n| 1 | =B1+1 | =A1+1 |";
        let book = parse_markdown("uji", text).expect("a readable workbook");
        let values = recalculate(&book, &Formulas::parse(&book));
        assert_eq!(values.not_calculated, 2);
    }
}
