//! The texts of a workbook, each once, and the cells that hold them.
//!
//! A budget of a hundred thousand rows has some ten thousand different texts: what depends on the text alone is asked
//! once for each, not once for each cell.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Book, CellRef, Value};

/// The texts of a workbook that hold more than blanks.
#[derive(Debug, Default)]
pub struct Texts {
    /// Each text once, in the order met.
    distinct: Vec<Arc<str>>,
    /// Every cell with a text: index of the sheet, address, index of the text; sheet by sheet in reading order.
    cells: Vec<(u32, CellRef, u32)>,
}

impl Texts {
    /// Collects the texts of a workbook.
    pub fn of(book: &Book) -> Self {
        let mut texts = Self::default();
        let mut known: HashMap<&str, u32> = HashMap::new();
        for (sheet, grid) in book.grids.iter().enumerate() {
            for cell in grid.cells() {
                let Value::Text(text) = &cell.value else {
                    continue;
                };
                if text.trim().is_empty() {
                    continue;
                }
                let next = texts.distinct.len() as u32;
                let index = *known.entry(text).or_insert(next);
                if index == next {
                    texts.distinct.push(text.clone());
                }
                texts.cells.push((sheet as u32, cell.at, index));
            }
        }
        texts
    }

    /// The cells whose text is as asked for: index of the sheet, address and text, sheet by sheet in reading order.
    pub fn filter(&self, is_wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = (usize, CellRef, &str)> {
        let is_wanted: Vec<bool> = self.distinct.iter().map(|text| is_wanted(text)).collect();
        let cells = self.cells.iter().filter(move |(_, _, text)| is_wanted[*text as usize]);
        cells.map(|&(sheet, cell, text)| (sheet as usize, cell, &*self.distinct[text as usize]))
    }

    /// Each text once, in the order met, with the sheets and addresses of the cells that hold it.
    pub fn distinct(&self) -> impl Iterator<Item = (&str, Vec<(usize, CellRef)>)> {
        let mut cells: Vec<Vec<(usize, CellRef)>> = vec![Vec::new(); self.distinct.len()];
        for &(sheet, cell, text) in &self.cells {
            cells[text as usize].push((sheet as usize, cell));
        }
        self.distinct.iter().map(|text| &**text).zip(cells)
    }
}

/// What is read from texts of which most stand in many cells: each is read once.
#[derive(Debug)]
pub struct ReadOnce<'a, T> {
    known: HashMap<&'a str, T>,
    read: fn(&str) -> T,
}

impl<'a, T: Copy> ReadOnce<'a, T> {
    /// Nothing read yet.
    pub fn new(read: fn(&str) -> T) -> Self {
        Self { known: HashMap::new(), read }
    }

    /// What a text tells.
    pub fn of(&mut self, text: &'a str) -> T {
        *self.known.entry(text).or_insert_with(|| (self.read)(text))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell as Counter;

    use super::*;
    use crate::grid::parse_markdown;

    #[test]
    fn a_text_is_asked_about_once_and_found_in_every_cell() {
        let book = parse_markdown("t", "|   | A | B |\n|---|---|---|\n| 1 | x | y |\n| 2 | x | 3 |\n");
        let texts = Texts::of(&book.expect("a workbook"));
        let asked = Counter::new(0);
        let found = texts.filter(|text| {
            asked.set(asked.get() + 1);
            text == "x"
        });
        let found: Vec<(usize, String)> = found.map(|(sheet, cell, _)| (sheet, cell.to_string())).collect();
        assert_eq!(found, [(0, "A1".to_string()), (0, "A2".to_string())]);
        assert_eq!(asked.get(), 2);
        let distinct: Vec<(&str, usize)> = texts.distinct().map(|(text, cells)| (text, cells.len())).collect();
        assert_eq!(distinct, [("x", 2), ("y", 1)]);
    }
}
