//! Workbooks as Markdown: the text form of a Grid, for seeds, fixtures and rule documents.
//!
//! ```markdown
//! ## Lembar: Tabel 3.7
//!
//! |   | A                | B         | C                   |
//! |---|------------------|-----------|---------------------|
//! | 1 | PROGRAM {b}      | PAGU      | REALISASI           |
//! | 2 | 'Kegiatan A {i1} | 1250 {f:#,##0} | =B2*2 => 2500  |
//!
//! Gabung: A1:A2, B1:C1
//! Tersembunyi: kolom A, baris 84
//! ```
//!
//! Columns are lettered, rows numbered. A cell is a number in machine notation (`1250.5`), an error
//! (`#DIV/0!`), a truth value, `=formula => stored result`, or text; `'14` is text that looks like
//! a number. A trailing `{…}` gives the style: `b` bold, `iN` indent, `f:` a number format (last).
//! `<br>` is a line break, `\|` a bar. Without a heading the sheet is called `Lembar1`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::{
    Book, BookFormat, Cell, CellRange, CellRef, Grid, GridBuilder, NumberFormat, Style, Value, Visibility,
    column_letters,
};

/// Where a Markdown workbook can't be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: {detail}")]
pub struct MarkdownError {
    /// Line number from one.
    pub line: usize,
    /// What is wrong.
    pub detail: String,
}

/// The error values Excel knows, so that each can be a `&'static str`.
pub const ERROR_VALUES: [&str; 10] =
    ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"];

/// Reads all sheets of a Markdown text; lines that are no table, heading or sheet note are prose.
///
/// # Errors
/// A table row with an unreadable row number, or a sheet note with a bad range.
pub fn parse_markdown(name: &str, text: &str) -> Result<Book, MarkdownError> {
    let mut sheets: Vec<(String, GridBuilder)> = Vec::new();
    let mut styles = StylePool::default();
    let mut columns: Vec<u32> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let fail = |detail: String| MarkdownError { line: index + 1, detail };
        let line = line.trim();
        if let Some(title) = line.strip_prefix("## Lembar:") {
            sheets.push((title.trim().to_string(), GridBuilder::default()));
            columns.clear();
        } else if line.starts_with('|') {
            if sheets.is_empty() {
                sheets.push(("Lembar1".into(), GridBuilder::default()));
            }
            let builder = &mut sheets.last_mut().expect("a sheet was just pushed").1;
            let texts = split_row(line);
            if columns.is_empty() {
                columns = header_columns(&texts).ok_or_else(|| fail("header must letter its columns".into()))?;
            } else if !is_rule_line(&texts) {
                add_row(&texts, &columns, builder, &mut styles).map_err(fail)?;
            }
        } else {
            if let Some((_, builder)) = sheets.last_mut() {
                sheet_note(line, builder).map_err(fail)?;
            }
            if !line.is_empty() {
                columns.clear();
            }
        }
    }
    let styles: Arc<[Style]> = styles.list.into();
    let grids = sheets.into_iter().map(|(name, builder)| builder.build(&name, styles.clone())).collect();
    Ok(Book { grids, ..Book::new(name, BookFormat::Markdown) })
}

/// Distinct styles met so far; index 0 is the plain one.
struct StylePool {
    list: Vec<Style>,
    by_key: BTreeMap<String, u32>,
}

impl Default for StylePool {
    fn default() -> Self {
        Self { list: vec![Style::default()], by_key: BTreeMap::from([(String::new(), 0)]) }
    }
}

impl StylePool {
    fn index(&mut self, key: &str) -> u32 {
        if let Some(&index) = self.by_key.get(key) {
            return index;
        }
        let mut style = Style::default();
        let (flags, format) = key.split_once("f:").map_or((key, None), |(flags, format)| (flags, Some(format)));
        if let Some(format) = format {
            style.format = NumberFormat::parse(format);
        }
        for flag in flags.split_whitespace() {
            match flag.strip_prefix('i') {
                Some(steps) => style.indent = steps.parse().unwrap_or(0),
                None => style.bold |= flag == "b",
            }
        }
        let index = self.list.len() as u32;
        self.list.push(style);
        self.by_key.insert(key.into(), index);
        index
    }
}

fn split_row(line: &str) -> Vec<String> {
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let protected = inner.replace("\\|", "\u{1}");
    protected.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

fn is_rule_line(texts: &[String]) -> bool {
    texts.iter().all(|text| !text.is_empty() && text.chars().all(|c| matches!(c, '-' | ':')))
}

fn header_columns(texts: &[String]) -> Option<Vec<u32>> {
    texts.iter().skip(1).map(|text| CellRef::parse(&format!("{text}1")).map(|cell| cell.col)).collect()
}

fn add_row(texts: &[String], columns: &[u32], builder: &mut GridBuilder, styles: &mut StylePool) -> Result<(), String> {
    let number = texts.first().and_then(|text| text.parse::<u32>().ok()).filter(|&number| number > 0);
    let row = number.ok_or_else(|| format!("`{}` is no row number", texts.first().map_or("", String::as_str)))? - 1;
    if texts.len() > columns.len() + 1 {
        return Err(format!("row {} has {} cells for {} columns", row + 1, texts.len() - 1, columns.len()));
    }
    for (text, &col) in texts.iter().skip(1).zip(columns) {
        let (text, key) = split_style(text);
        let (value, formula) = content(text);
        if value != Value::Empty || formula.is_some() {
            builder.cells.push(Cell { at: CellRef::new(row, col), value, formula, style: styles.index(key) });
        }
    }
    Ok(())
}

/// The cell's text without its trailing `{…}`, and what stood inside.
fn split_style(text: &str) -> (&str, &str) {
    if let Some(inner) = text.strip_suffix('}')
        && let Some((before, key)) = inner.rsplit_once('{')
        && (key.split_whitespace().next().is_some_and(is_style_flag))
    {
        return (before.trim_end(), key.trim());
    }
    (text, "")
}

fn is_style_flag(flag: &str) -> bool {
    flag == "b" || flag.starts_with("f:") || flag.strip_prefix('i').is_some_and(|steps| steps.parse::<u32>().is_ok())
}

fn content(text: &str) -> (Value, Option<Arc<str>>) {
    if let Some(formula) = text.strip_prefix('=') {
        let (formula, result) = formula.rsplit_once("=>").unwrap_or((formula, ""));
        return (value(result.trim()), Some(formula.trim().into()));
    }
    (value(text), None)
}

fn value(text: &str) -> Value {
    let unescaped = || -> Arc<str> { text.strip_prefix('\'').unwrap_or(text).replace("<br>", "\n").into() };
    if text.is_empty() {
        Value::Empty
    } else if let Some(error) = ERROR_VALUES.into_iter().find(|&error| error == text) {
        Value::Error(error)
    } else if matches!(text, "TRUE" | "FALSE") {
        Value::Bool(text == "TRUE")
    } else if let (false, Ok(number)) = (text.starts_with(['\'', '+', 'i', 'n', 'I', 'N']), text.parse::<f64>()) {
        Value::Number(number)
    } else {
        Value::Text(unescaped())
    }
}

fn sheet_note(line: &str, builder: &mut GridBuilder) -> Result<(), String> {
    if let Some(ranges) = line.strip_prefix("Gabung:") {
        for range in ranges.split(',') {
            let range = CellRange::parse(range.trim()).ok_or_else(|| format!("`{range}` is no range"))?;
            builder.merges.push(range);
        }
    } else if let Some(hidden) = line.strip_prefix("Tersembunyi:") {
        for item in hidden.split(',').map(str::trim) {
            match item.split_once(' ') {
                Some(("kolom", letters)) => {
                    let col =
                        CellRef::parse(&format!("{letters}1")).ok_or_else(|| format!("`{letters}` is no column"))?.col;
                    builder.hidden_cols.insert(col);
                }
                Some(("baris", number)) => {
                    let row = number.parse::<u32>().map_err(|_| format!("`{number}` is no row"))?;
                    builder.hidden_rows.insert(row.saturating_sub(1));
                }
                _ if item == "lembar" => builder.visibility = Visibility::Hidden,
                _ => return Err(format!("`{item}` is not `kolom X`, `baris N` or `lembar`")),
            }
        }
    }
    Ok(())
}

/// Writes a book as Markdown; [`parse_markdown`] reads it back to the same Grids.
pub fn to_markdown(book: &Book) -> String {
    let mut text = String::new();
    for grid in &book.grids {
        let _ = write!(text, "## Lembar: {}\n\n", grid.name);
        write_table(grid, &mut text);
        write_notes(grid, &mut text);
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn write_table(grid: &Grid, text: &mut String) {
    let Some(last_col) = grid.cells().iter().map(|cell| cell.at.col).max() else {
        return;
    };
    text.push_str("|   |");
    for col in 0..=last_col {
        let _ = write!(text, " {} |", column_letters(col));
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(last_col as usize + 1));
    text.push('\n');
    for row in grid.rows() {
        let _ = write!(text, "| {} |", row + 1);
        for col in 0..=last_col {
            match grid.cell(CellRef::new(row, col)) {
                Some(cell) => {
                    let _ = write!(text, " {} |", cell_text(cell, grid.style(cell)));
                }
                None => text.push_str(" |"),
            }
        }
        text.push('\n');
    }
}

fn write_notes(grid: &Grid, text: &mut String) {
    if !grid.merges.is_empty() {
        let ranges: Vec<String> = grid.merges.iter().map(CellRange::to_string).collect();
        let _ = write!(text, "\nGabung: {}\n", ranges.join(", "));
    }
    let mut hidden: Vec<String> = Vec::new();
    if grid.visibility != Visibility::Visible {
        hidden.push("lembar".into());
    }
    hidden.extend(grid.hidden_cols.iter().map(|&col| format!("kolom {}", column_letters(col))));
    hidden.extend(grid.hidden_rows.iter().map(|row| format!("baris {}", row + 1)));
    if !hidden.is_empty() {
        let lead = if grid.merges.is_empty() { "\n" } else { "" };
        let _ = writeln!(text, "{lead}Tersembunyi: {}", hidden.join(", "));
    }
}

fn cell_text(cell: &Cell, style: &Style) -> String {
    let value = value_text(&cell.value);
    let mut text = match (&cell.formula, value.is_empty()) {
        (Some(formula), true) => format!("={formula}"),
        (Some(formula), false) => format!("={formula} => {value}"),
        (None, _) => value,
    };
    let mut key = Vec::new();
    if style.bold {
        key.push("b".to_string());
    }
    if style.indent > 0 {
        key.push(format!("i{}", style.indent));
    }
    if !style.format.code.is_empty() && !style.format.code.eq_ignore_ascii_case("general") {
        key.push(format!("f:{}", style.format.code));
    }
    if key.is_empty() && !split_style(&text).1.is_empty() {
        // The text itself ends like one with a style.
        key.push("i0".to_string());
    }
    if !key.is_empty() {
        let _ = write!(text, " {{{}}}", key.join(" "));
    }
    text.replace('|', "\\|").replace("\r\n", "<br>").replace('\n', "<br>")
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) if matches!(self::value(text.trim()), Value::Text(_)) && !text.starts_with(['=', '\'']) => {
            text.trim().to_string()
        }
        Value::Text(text) => format!("'{}", text.trim()),
        Value::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.into(),
        Value::Error(error) => (*error).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "\
## Lembar: Tabel 1

|   | A | B | C |
|---|---|---|---|
| 1 | PROGRAM {b} | PAGU (a\\|b) | REALISASI |
| 2 | Kegiatan A<br>lanjutan {i1} | 1250 {f:#,##0} | =B2*2 => 2500 |
| 4 | '14 | -0.5 {b i2 f:0.00%} | #DIV/0! |

Gabung: A1:A2
Tersembunyi: kolom B, baris 4
";

    #[test]
    fn markdown_to_grid_and_back_is_the_same_text() {
        let book = parse_markdown("contoh", SAMPLE).expect("a readable sample");
        let grid = &book.grids[0];
        assert_eq!(grid.value(CellRef::new(3, 0)), &Value::Text("14".into()));
        assert_eq!(grid.cell(CellRef::new(1, 2)).and_then(|cell| cell.formula.as_deref()), Some("B2*2"));
        assert_eq!(grid.shown(CellRef::new(3, 1)), "-50,00%");
        assert_eq!(grid.style(grid.cell(CellRef::new(1, 0)).expect("A2")).indent, 1);
        assert_eq!(to_markdown(&book), SAMPLE);
    }

    #[test]
    fn a_mistake_names_its_line() {
        let error = parse_markdown("x", "| | A |\n|---|---|\n| x | 1 |").expect_err("x is no row");
        assert_eq!(error.line, 3);
    }
}
