//! Addresses: zero-based inside, A1 text at the edges.

use std::fmt;

/// Rows of a sheet in Excel.
pub const ROWS: u32 = 1_048_576;

/// Columns of a sheet in Excel.
pub const COLUMNS: u32 = 16_384;

/// One cell's place on its sheet; `row` and `col` count from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub col: u32,
}

impl CellRef {
    /// A cell from zero-based row and column.
    pub const fn new(row: u32, col: u32) -> Self {
        Self { row, col }
    }

    /// Reads A1 text such as `C45` or `$C$45`; `None` when it is no cell address.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('$').unwrap_or(text);
        let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 || letters > 3 {
            return None;
        }
        let col = text[..letters]
            .bytes()
            .fold(0u32, |col, letter| col * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
        let digits = text[letters..].strip_prefix('$').unwrap_or(&text[letters..]);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let row: u32 = digits.parse().ok()?;
        ((1..=ROWS).contains(&row) && col <= COLUMNS).then(|| Self::new(row - 1, col - 1))
    }

    /// The row number as Excel shows it, from one.
    pub const fn row_number(self) -> u32 {
        self.row + 1
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", column_letters(self.col), self.row_number())
    }
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRange {
    /// Upper left corner.
    pub start: CellRef,
    /// Lower right corner.
    pub end: CellRef,
}

impl CellRange {
    /// The rectangle between two corners.
    pub const fn new(start: CellRef, end: CellRef) -> Self {
        Self { start, end }
    }

    /// Reads `C46:C57`, or one cell as a range of one.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some((start, end)) => Some(Self::new(CellRef::parse(start)?, CellRef::parse(end)?)),
            None => CellRef::parse(text).map(Self::from),
        }
    }

    /// Whether the cell lies inside.
    pub const fn contains(self, cell: CellRef) -> bool {
        self.start.row <= cell.row && cell.row <= self.end.row && self.start.col <= cell.col && cell.col <= self.end.col
    }

    /// Whether the two have a cell in common.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start.row <= other.end.row
            && other.start.row <= self.end.row
            && self.start.col <= other.end.col
            && other.start.col <= self.end.col
    }

    /// Whether it is a single cell.
    pub fn is_single(self) -> bool {
        self.start == self.end
    }
}

impl From<CellRef> for CellRange {
    fn from(cell: CellRef) -> Self {
        Self::new(cell, cell)
    }
}

impl fmt::Display for CellRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_single() { write!(out, "{}", self.start) } else { write!(out, "{}:{}", self.start, self.end) }
    }
}

/// `0` → `A`, `26` → `AA`.
pub fn column_letters(col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = col + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a1_text_and_back() {
        for text in ["A1", "Z9", "AA10", "XFD1048576"] {
            assert_eq!(CellRef::parse(text).expect("an address").to_string(), text);
        }
        assert_eq!(CellRef::parse("$C$45"), Some(CellRef::new(44, 2)));
        for text in ["", "A", "1", "A0", "A1B", "ABCD1", "XFE1"] {
            assert_eq!(CellRef::parse(text), None, "{text}");
        }
    }

    #[test]
    fn range_of_one_prints_as_a_cell() {
        assert_eq!(CellRange::parse("C4:C4").map(|range| range.to_string()), Some("C4".into()));
        assert_eq!(CellRange::parse("C4:D9").map(|range| range.to_string()), Some("C4:D9".into()));
    }
}
