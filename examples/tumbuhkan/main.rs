//! Grows the sample workbooks and blank templates from `seeds/`.
//!
//! `cargo run --example tumbuhkan` reads each Markdown workbook in `seeds/contoh` and
//! `seeds/templat` and writes `workbooks/contoh/<name>.xlsx` and `workbooks/templat/<name>.xlsx`.
//! A seed says what stands in the cells; the look (borders, widths, paper) is worked out here, so
//! that a reviewer of a seed reads figures only. Same seed, same bytes.

mod blangko;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use cermat::grid::{Book, Cell, CellRange, CellRef, Grid, Style, Value, Visibility, parse_markdown};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["contoh", "templat"] {
        let target = root.join("workbooks").join(folder);
        fs::create_dir_all(&target)?;
        for seed in seeds(&root.join("seeds").join(folder))? {
            let name = seed.file_stem().expect("a listed seed has a name").to_string_lossy().into_owned();
            let book = parse_markdown(&name, &fs::read_to_string(&seed)?)
                .map_err(|error| format!("{}: {error}", seed.display()))?;
            let bytes =
                xlsx_bytes(&book, folder == "templat").map_err(|error| format!("{}: {error}", seed.display()))?;
            fs::write(target.join(format!("{name}.xlsx")), bytes)?;
            println!("{folder}/{name}.xlsx: {} lembar", book.grids.len());
        }
    }
    Ok(())
}

/// The Markdown files of a folder by name; none when there is no folder.
fn seeds(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    Ok(paths)
}

fn xlsx_bytes(book: &Book, is_blangko: bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let date = ExcelDateTime::from_ymd(2025, 1, 2)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    for grid in &book.grids {
        write_sheet(grid, is_blangko, workbook.add_worksheet())?;
    }
    workbook.save_to_buffer()
}

fn write_sheet(grid: &Grid, is_blangko: bool, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(&*grid.name)?;
    // A formula that gives empty text has no result in the seed; the writer would store 0.
    sheet.set_formula_result_default("");
    let layout = Layout { is_blangko, ..Layout::of(grid) };
    for merge in &grid.merges {
        let format = layout.format(merge.start, grid.cell(merge.start), grid);
        let (start, end) = (merge.start, merge.end);
        sheet.merge_range(start.row, start.col as u16, end.row, end.col as u16, "", &format)?;
    }
    for block in &layout.tables {
        for at in cells_of(block.range) {
            if grid.cell(at).is_none() && grid.merge_at(at).is_none() {
                sheet.write_blank(at.row, at.col as u16, &layout.format(at, None, grid))?;
            }
        }
    }
    for cell in grid.cells() {
        write_cell(cell, &layout.format(cell.at, Some(cell), grid), sheet)?;
    }
    if is_blangko {
        blangko::lengkapi(grid, &layout, widths(grid, &layout).len(), sheet)?;
    }
    set_sizes(grid, &layout, sheet)?;
    set_page(grid, &layout, sheet)
}

fn write_cell(cell: &Cell, format: &Format, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (row, col) = (cell.at.row, cell.at.col as u16);
    if let Some(formula) = &cell.formula {
        let formula = Formula::new(format!("={formula}")).set_result(plain_text(&cell.value));
        sheet.write_formula_with_format(row, col, formula, format)?;
        return Ok(());
    }
    match &cell.value {
        Value::Empty => sheet.write_blank(row, col, format)?,
        Value::Number(number) => sheet.write_number_with_format(row, col, *number, format)?,
        Value::Text(text) => sheet.write_string_with_format(row, col, &**text, format)?,
        Value::Bool(truth) => sheet.write_boolean_with_format(row, col, *truth, format)?,
        Value::Error(error) => {
            let formula = Formula::new(format!("={error}")).set_result(*error);
            sheet.write_formula_with_format(row, col, formula, format)?
        }
    };
    Ok(())
}

/// A value as the text that a stored formula result takes.
fn plain_text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.into(),
        Value::Error(error) => (*error).into(),
    }
}

/// One table of a sheet: the rows between two blank rows that fill at least three columns.
struct TableBlock {
    range: CellRange,
    /// First row below header and column numbers.
    body: u32,
    /// Columns that hold only short marks: a running number, a unit, a dash.
    centred: BTreeSet<u32>,
}

/// Where the tables of a sheet are; titles, identity and signatures are what is left.
struct Layout {
    tables: Vec<TableBlock>,
    /// An empty form, which people fill.
    is_blangko: bool,
}

impl Layout {
    fn of(grid: &Grid) -> Self {
        let mut tables = Vec::new();
        let mut start = None;
        let last_row = last_row(grid);
        for row in 0..=last_row + 1 {
            let ends = row > last_row || !is_used(grid, row);
            match start {
                None if is_header(grid, row) => start = Some(row),
                Some(first) if ends => {
                    tables.push(table_block(grid, first, row - 1));
                    start = None;
                }
                _ => {}
            }
        }
        Self { tables, is_blangko: false }
    }

    fn table_at(&self, at: CellRef) -> Option<&TableBlock> {
        self.tables.iter().find(|block| block.range.contains(at))
    }

    fn format(&self, at: CellRef, cell: Option<&Cell>, grid: &Grid) -> Format {
        let plain = Style::default();
        let style = cell.map_or(&plain, |cell| grid.style(cell));
        let merge = grid.merge_at(at);
        let mut format = Format::new().set_font_name("Arial").set_font_size(10);
        if style.bold {
            format = format.set_bold();
        }
        if !style.format.code.is_empty() {
            format = format.set_num_format(&style.format.code);
        } else if let Some(code) = blangko::number_format(self, at, grid).filter(|_| self.is_blangko) {
            format = format.set_num_format(code);
        }
        if self.is_blangko && blangko::is_open(self, at, cell, grid) {
            format = format.set_unlocked();
        }
        if style.indent > 0 {
            format = format.set_indent(style.indent as u8);
        }
        match self.table_at(at) {
            Some(block) if at.row < block.body => {
                format = framed(format).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
            }
            Some(block) => {
                let tall = merge.is_some_and(|merge| merge.start.row != merge.end.row);
                let wide = merge.is_some_and(|merge| merge.start.col != merge.end.col);
                let centred = if wide { style.bold } else { block.centred.contains(&at.col) };
                format = framed(format).set_align(if tall { FormatAlign::Top } else { FormatAlign::VerticalCenter });
                if centred {
                    format = format.set_align(FormatAlign::Center);
                }
            }
            None if merge.is_some() && style.bold => {
                format = format.set_align(FormatAlign::Center).set_text_wrap();
            }
            None if merge.is_some() => {
                format = format.set_align(FormatAlign::Top).set_text_wrap();
            }
            None if cell.is_some_and(|cell| matches!(cell.value, Value::Number(_))) => {
                format = format.set_align(FormatAlign::Left);
            }
            None => {}
        }
        format
    }
}

fn framed(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_text_wrap()
}

fn cells_of(range: CellRange) -> impl Iterator<Item = CellRef> {
    (range.start.row..=range.end.row)
        .flat_map(move |row| (range.start.col..=range.end.col).map(move |col| CellRef::new(row, col)))
}

fn last_row(grid: &Grid) -> u32 {
    let merged = grid.merges.iter().map(|merge| merge.end.row).max();
    grid.last_row().max(merged).unwrap_or(0)
}

fn is_used(grid: &Grid, row: u32) -> bool {
    !grid.row(row).is_empty() || grid.merges.iter().any(|merge| merge.start.row <= row && row <= merge.end.row)
}

/// A table's first row: at least three bold texts side by side, nothing else.
fn is_header(grid: &Grid, row: u32) -> bool {
    let cells = grid.row(row);
    let bold = cells.iter().filter(|cell| grid.style(cell).bold && matches!(cell.value, Value::Text(_))).count();
    bold >= 3 && cells.len() - bold <= 1 && !cells.iter().any(|cell| plain_text(&cell.value) == ":")
}

fn table_block(grid: &Grid, first: u32, last: u32) -> TableBlock {
    let mut body = first;
    while body < last && (body == first || is_header_like(grid, body)) {
        body += 1;
    }
    let extents = (first..body).flat_map(|row| {
        let merges = grid.merges.iter().filter(move |merge| merge.start.row == row);
        let merged = merges.flat_map(|merge| [merge.start.col, merge.end.col]);
        grid.row(row).iter().map(|cell| cell.at.col).chain(merged)
    });
    let (left, right) = extents.fold((u32::MAX, 0), |(left, right), col| (left.min(col), right.max(col)));
    let range = CellRange { start: CellRef::new(first, left), end: CellRef::new(last, right) };
    let centred =
        (left..=right).filter(|&col| is_centred(grid, (body..=last).map(|row| CellRef::new(row, col)))).collect();
    TableBlock { range, body, centred }
}

/// A further header row: bold texts only, the row of column numbers, or a row under merged headers.
fn is_header_like(grid: &Grid, row: u32) -> bool {
    let cells = grid.row(row);
    let bold = |cell: &Cell| grid.style(cell).bold && matches!(cell.value, Value::Text(_)) && cell.formula.is_none();
    let numbered = cells.iter().filter(|cell| is_column_number(cell)).count();
    (cells.len() > 1 && numbered == 0 && cells.iter().all(bold))
        || (numbered >= 3 && numbered == cells.len())
        || (cells.len() == 1 && bold(&cells[0]) && cells[0].at.col > 0)
        || (cells.is_empty() && is_used(grid, row))
}

/// `3`, `(3)` or `7=6/3*100`.
fn is_column_number(cell: &Cell) -> bool {
    let text = plain_text(&cell.value);
    let text = text.trim().trim_start_matches('(');
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && cell.formula.is_none()
        && text[digits..].chars().all(|c| c.is_ascii_digit() || "()=+-*/x ".contains(c))
}

/// Whether all that stands in these cells is short text or a small number of the first column.
fn is_centred(grid: &Grid, cells: impl Iterator<Item = CellRef>) -> bool {
    cells.filter(|&at| grid.merge_at(at).is_none_or(|merge| merge.start.col == merge.end.col)).all(|at| {
        grid.cell(at).is_none_or(|cell| match &cell.value {
            Value::Text(text) => text.chars().count() <= 8 && grid.style(cell).indent == 0,
            Value::Number(_) => at.col == 0 && cell.formula.is_none(),
            _ => cell.formula.is_none(),
        })
    })
}

/// Widths of the columns in characters, from the longest text that wants to stand on one line.
fn widths(grid: &Grid, layout: &Layout) -> Vec<f64> {
    let cols = grid.cells().iter().map(|cell| cell.at.col).chain(grid.merges.iter().map(|merge| merge.end.col)).max();
    let mut widths: Vec<f64> = vec![8.0; cols.map_or(0, |col| col as usize + 1)];
    let mut longest = vec![0usize; widths.len()];
    for cell in grid.cells() {
        let merge = grid.merge_at(cell.at);
        let wide = merge.is_some_and(|merge| merge.start.col != merge.end.col);
        let table = layout.table_at(cell.at);
        let in_table = table.is_some();
        let label = !in_table && plain_text(&cell.value).chars().count() <= 12;
        if wide || !(in_table || label) {
            continue;
        }
        let shown = grid.shown(cell.at);
        let words = shown.split([' ', '\n']).map(|word| word.chars().count()).max().unwrap_or(0);
        let length = shown.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        let number = matches!(cell.value, Value::Number(_));
        let least = if number { length + 1 } else { words };
        let column = cell.at.col as usize;
        let heads = table.is_some_and(|table| cell.at.row < table.body);
        let room = match grid.style(cell).indent {
            0 if heads => room_for(&shown),
            0 => 0,
            _ => 42,
        };
        widths[column] = widths[column].max((least + 2).max(room) as f64);
        longest[column] = longest[column].max(if heads { words } else { length });
    }
    for (width, longest) in widths.iter_mut().zip(longest) {
        let wish = match longest {
            0..=1 => 3.5,
            2..=3 => 5.5,
            4..=24 => longest as f64 + 2.0,
            25..=60 => 24.0,
            _ => 28.0,
        };
        *width = if longest <= 3 { wish } else { width.max(wish) };
    }
    widths
}

/// Characters that a column of this heading wants, so that an empty form has room to write in.
fn room_for(heading: &str) -> usize {
    let heading = heading.to_uppercase();
    let speaks_of = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    if speaks_of(&["(RP)", "ANGGARAN", "PAGU", "BELANJA"]) {
        16
    } else if speaks_of(&["SASARAN", "INDIKATOR", "TUJUAN", "PROGRAM", "URAIAN", "ALASAN", "FORMULASI", "SUMBER DATA"])
    {
        24
    } else {
        0
    }
}

fn set_sizes(grid: &Grid, layout: &Layout, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let widths = widths(grid, layout);
    for (col, width) in widths.iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    for row in 0..=last_row(grid) {
        if let Some(lines) = lines_needed(grid, layout, &widths, row) {
            sheet.set_row_height(row, lines as f64 * 13.5 + 2.0)?;
        }
    }
    for &col in &grid.hidden_cols {
        sheet.set_column_hidden(col as u16)?;
    }
    for &row in &grid.hidden_rows {
        sheet.set_row_hidden(row)?;
    }
    Ok(())
}

/// Lines of the row's tallest wrapped text, when there is more than one.
///
/// Excel measures wrapped cells by itself, but never merged ones.
fn lines_needed(grid: &Grid, layout: &Layout, widths: &[f64], row: u32) -> Option<usize> {
    let lines_of = |range: CellRange| {
        let width: f64 = (range.start.col..=range.end.col).map(|col| widths[col as usize]).sum();
        let rows = (range.end.row - range.start.row + 1) as usize;
        let indent = grid.cell(range.start).map_or(0, |cell| grid.style(cell).indent) as f64 * 1.5;
        let room = (width * 1.1 - indent - 1.0).max(1.0);
        wrapped_lines(&grid.shown(range.start), room as usize).div_ceil(rows)
    };
    let merged = grid.merges.iter().filter(|merge| merge.start.row <= row && row <= merge.end.row).copied();
    let single = grid
        .row(row)
        .iter()
        .filter(|cell| grid.merge_at(cell.at).is_none() && layout.table_at(cell.at).is_some())
        .map(|cell| CellRange { start: cell.at, end: cell.at });
    merged.chain(single).map(lines_of).max().filter(|&lines| lines > 1)
}

fn wrapped_lines(text: &str, room: usize) -> usize {
    text.lines()
        .map(|line| {
            let (mut lines, mut used) = (1, 0);
            for word in line.split(' ') {
                let length = word.chars().count();
                if used > 0 && used + 1 + length > room {
                    lines += 1;
                    used = 0;
                }
                used += length + usize::from(used > 0);
            }
            lines
        })
        .sum::<usize>()
        .max(1)
}

fn set_page(grid: &Grid, layout: &Layout, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    const FOLIO: u8 = 14;
    let shown = |(col, _): &(usize, f64)| !grid.hidden_cols.contains(&(*col as u32));
    let width: f64 = widths(grid, layout).into_iter().enumerate().filter(shown).map(|(_, width)| width).sum();
    sheet.set_paper_size(FOLIO);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.6, 0.4, 0.6, 0.6, 0.3, 0.3);
    if width > 120.0 {
        sheet.set_landscape();
    }
    if let [block] = layout.tables.as_slice()
        && block.range.end.row - block.body > 25
    {
        sheet.set_repeat_rows(block.range.start.row, block.body - 1)?;
        sheet.set_freeze_panes(block.body, 0)?;
    }
    match grid.visibility {
        Visibility::Visible => {}
        Visibility::Hidden => {
            sheet.set_hidden(true);
        }
        Visibility::VeryHidden => {
            sheet.set_very_hidden(true);
        }
    }
    Ok(())
}
