//! The header of a table: one to several rows of column names, merged or not, and its extent.

use std::ops::Range;

use crate::grid::{CellRef, Grid, Value};
use crate::profile::{MONTHS, Profiles, Role, YEARS, counts_years, words};

use super::{Content, Convention, counts, figure, number_row, pairs};

/// A header block.
#[derive(Debug, Clone)]
pub struct HeaderBlock {
    /// First row with column names.
    pub first_row: u32,
    /// Last row with column names.
    pub last_row: u32,
    /// The row of column numbers below it, or above a last row that only tells kinerja from rupiah.
    pub number_row: Option<u32>,
    /// First column.
    pub first_col: u32,
    /// Last column.
    pub last_col: u32,
}

impl HeaderBlock {
    /// The first row below header and column numbers.
    pub fn body_start(&self) -> u32 {
        self.number_row.map_or(self.last_row, |row| row.max(self.last_row)) + 1
    }

    /// The rows with column names from one on, without that of the column numbers.
    fn name_rows(&self, from: u32) -> impl Iterator<Item = u32> + use<> {
        let numbers = self.number_row;
        (from..=self.last_row).filter(move |&row| Some(row) != numbers)
    }

    /// Header texts of a column, outermost first, each merged text once, with the cell of the last.
    pub fn path(&self, grid: &Grid, col: u32) -> (Vec<String>, CellRef) {
        let mut path: Vec<String> = Vec::new();
        let mut cell = CellRef::new(self.first_row, col);
        let mut anchors: Vec<CellRef> = Vec::new();
        for row in self.name_rows(self.first_row) {
            let anchor = self.text_anchor(grid, CellRef::new(row, col));
            let text = grid.shown(anchor);
            if !text.is_empty() && Some(anchor.row) != self.number_row && !anchors.contains(&anchor) {
                anchors.push(anchor);
                path.push(text);
                cell = anchor;
            }
        }
        (path, cell)
    }

    /// The cell whose text heads this address: itself, its merged anchor, or, for a group header
    /// that was not merged, the nearest text to the left.
    fn text_anchor(&self, grid: &Grid, at: CellRef) -> CellRef {
        let anchor = grid.anchor(at);
        if anchor != at || !grid.shown(at).is_empty() || at.row == self.last_row {
            return anchor;
        }
        let has_text = |row: u32| !grid.shown(CellRef::new(row, at.col)).is_empty();
        let has_own_below = self.name_rows(at.row + 1).any(has_text);
        let has_text_above = self.name_rows(self.first_row).any(|row| row < at.row && has_text(row));
        if !has_own_below || has_text_above {
            return anchor;
        }
        let left = (self.first_col..at.col).rev().map(|col| CellRef::new(at.row, col));
        let named = left.into_iter().find(|&cell| !grid.shown(grid.anchor(cell)).is_empty());
        match named {
            Some(cell)
                if grid.merge_at(cell).is_none()
                    && self.spans_below(grid, cell)
                    && !self.begins_between(grid, cell, at) =>
            {
                cell
            }
            _ => anchor,
        }
    }

    /// A group of an upper row begins behind the cell on the left, which therefore is of another one.
    fn begins_between(&self, grid: &Grid, left: CellRef, at: CellRef) -> bool {
        let mut upper = self.name_rows(self.first_row).take_while(|&row| row < at.row);
        upper.any(|row| (left.col + 1..=at.col).any(|col| !grid.shown(CellRef::new(row, col)).is_empty()))
    }

    /// A group header has names of its own columns somewhere below it.
    fn spans_below(&self, grid: &Grid, cell: CellRef) -> bool {
        self.name_rows(cell.row + 1).any(|row| !grid.shown(CellRef::new(row, cell.col)).is_empty())
    }
}

/// Finds the header blocks of a sheet; a repeated page header is part of the table above it and is
/// left to the rows to skip, so it is not listed here.
pub fn find_all(grid: &Grid, profiles: &Profiles) -> Vec<HeaderBlock> {
    let mut blocks: Vec<HeaderBlock> = Vec::new();
    let mut next = 0;
    for row in grid.rows() {
        if row < next || !is_header_row(grid, row, profiles) {
            continue;
        }
        let block = extend(grid, row, profiles);
        next = block.body_start();
        let repeats = blocks.last().is_some_and(|known| is_repeat(grid, known, &block));
        if !repeats {
            blocks.push(block);
        }
    }
    blocks
}

/// Whether `block` prints the same column names as `known`, as on the next page.
pub fn is_repeat(grid: &Grid, known: &HeaderBlock, block: &HeaderBlock) -> bool {
    let names = |block: &HeaderBlock| -> Vec<Vec<String>> {
        (block.first_col..=block.last_col)
            .map(|col| block.path(grid, col).0.iter().flat_map(|text| words(text)).collect())
            .collect()
    };
    known.first_col == block.first_col && names(known) == names(block)
}

/// Column names of so many roles are a header, whatever else stands beside them.
const MANY_ROLES: usize = 5;

/// What the texts of a row name.
#[derive(Default)]
struct Names {
    /// Different roles, in order.
    roles: Vec<Role>,
    /// Texts that name a column.
    named: usize,
    /// All of them, with years.
    filled: usize,
}

/// A row of column names: at least two cells that are a role's name, hardly anything else, no numbers.
pub fn is_header_row(grid: &Grid, row: u32, profiles: &Profiles) -> bool {
    names(grid, row, profiles).is_some_and(|Names { roles, named, filled }| {
        let is_mostly_named = named * 2 >= filled || roles.len() >= MANY_ROLES;
        let is_telling = |role: &Role| !matches!(role, Role::Nomor | Role::Keterangan);
        let is_named = roles.len() >= 2 && is_mostly_named && roles.iter().any(is_telling);
        is_named || roles.contains(&Role::Jumlah) && counts::is_header(grid, row)
    })
}

/// So many roles beside names that are not known are a header nobody told us about.
const ROLES_OF_STRANGE: usize = 3;

/// The texts of the first row that looks like a header, though most of what it names is not known.
pub fn unknown(grid: &Grid, profiles: &Profiles) -> Option<(u32, Vec<String>)> {
    let is_strange = |&row: &u32| names(grid, row, profiles).is_some_and(|found| found.roles.len() >= ROLES_OF_STRANGE);
    let row = grid.rows().find(is_strange)?;
    let texts = grid.row(row).iter().map(|cell| grid.shown(cell.at)).filter(|text| !text.is_empty());
    Some((row, texts.collect()))
}

/// The column names of a row; `None` where a number stands that is no year.
fn names(grid: &Grid, row: u32, profiles: &Profiles) -> Option<Names> {
    let cells = grid.row(row);
    let may_head = |value: &Value| match value {
        Value::Number(number) => is_year(*number),
        Value::Empty | Value::Text(_) => true,
        Value::Bool(_) | Value::Error(_) => false,
    };
    let has_amount = || cells.iter().any(|cell| matches!(&cell.value, Value::Text(text) if is_amount(text)));
    if cells.len() < 2 || !cells.iter().all(|cell| may_head(&cell.value)) || has_amount() {
        return None;
    }
    let mut found = Names::default();
    for cell in cells {
        match &cell.value {
            Value::Text(text) if !text.trim().is_empty() => {
                let role = role_if_named(&[words(text)], profiles);
                found.filled += 1;
                found.named += usize::from(is_month(text)) + usize::from(role.is_some());
                found.roles.extend(role.filter(|&role| role != Role::Lain));
            }
            Value::Number(_) => found.filled += 1,
            _ => {}
        }
    }
    found.roles.sort_unstable();
    found.roles.dedup();
    Some(found)
}

/// The name of a month and nothing else, as above the columns of an anggaran kas.
fn is_month(text: &str) -> bool {
    matches!(words(text).as_slice(), [own] if MONTHS.iter().any(|(month, _)| own == month || *own == month[..3]))
}

/// An amount typed as text, e.g. `Rp. 244.433.779,-`; no column is named so.
fn is_amount(text: &str) -> bool {
    const LEAST: i64 = 10_000;
    text.bytes().filter(u8::is_ascii_digit).count() >= 5
        && matches!(figure::read_text(text, Convention::Comma), Content::Figure(figure) if figure.value >= LEAST.into())
}

/// The role, when the words are mostly a column's name and not a sentence that mentions one.
fn role_if_named(path: &[Vec<String>], profiles: &Profiles) -> Option<Role> {
    let own = path.last().map_or(&[][..], Vec::as_slice);
    if own.len() > 14 {
        return None;
    }
    let (role, score) = profiles.role_of(path)?;
    // "Target s.d. TW II" is a target: which triwulan it is of does not make it a sentence.
    let telling = own.iter().filter(|word| !PERIOD_WORDS.contains(&word.as_str())).count();
    (score >= (telling as f64 * 0.45).min(3.0)).then_some(role)
}

/// Words that tell which part of the year a column is of.
const PERIOD_WORDS: [&str; 10] = ["triwulan", "tw", "semester", "s", "d", "sd", "i", "ii", "iii", "iv"];

/// A number that may be a year in a header.
pub fn is_year(number: f64) -> bool {
    number.fract() == 0.0 && (f64::from(YEARS.start)..f64::from(YEARS.end)).contains(&number)
}

/// Grows a block up and down from a row of column names.
fn extend(grid: &Grid, row: u32, profiles: &Profiles) -> HeaderBlock {
    let (first_col, last_col) = extent(grid, row, row, profiles);
    let mut block = HeaderBlock { first_row: row, last_row: row, number_row: None, first_col, last_col };
    let own = grid.row(row).iter().filter(|cell| (first_col..=last_col).contains(&cell.at.col));
    let merges = own.filter_map(|cell| grid.merge_at(cell.at)).filter(|merge| merge.start.row == row);
    let merged_end = merges.map(|merge| merge.end.row).max().unwrap_or(row);
    block.last_row = merged_end.min(row + 4);
    while block.last_row < row + 4 && continues(grid, &block, profiles) {
        block.last_row += 1;
    }
    let (first_col, last_col) = extent(grid, block.first_row, block.last_row, profiles);
    block.first_col = first_col;
    block.last_col = last_col;
    let below = block.last_row + 1;
    if number_row::labels(grid, below, block.first_col, block.last_col).is_some() {
        block.number_row = Some(below);
        // The printed form of an evaluation has its column numbers above the row of K and Rp.
        if names_halves(grid, &block, below + 1) {
            block.last_row = below + 1;
        }
    }
    block
}

/// A row that only tells kinerja from rupiah, column by column.
fn names_halves(grid: &Grid, block: &HeaderBlock, row: u32) -> bool {
    let cells = grid.row(row).iter().filter(|cell| (block.first_col..=block.last_col).contains(&cell.at.col));
    let texts: Vec<Vec<String>> = cells.map(|cell| words(&grid.shown(cell.at))).filter(|own| !own.is_empty()).collect();
    let is_half = |own: &Vec<String>| pairs::half(own).is_some() || *own == ["%"];
    texts.len() >= 4 && texts.iter().all(is_half)
}

/// A row of nothing but I to IV, or 1 to 4, below a header that names triwulan; to V below one that counts years.
fn names_periods(grid: &Grid, block: &HeaderBlock, row: u32) -> bool {
    const NUMBERS: [[&str; 2]; 5] = [["I", "1"], ["II", "2"], ["III", "3"], ["IV", "4"], ["V", "5"]];
    let cells = grid.row(row).iter().filter(|cell| (block.first_col..=block.last_col).contains(&cell.at.col));
    let texts: Vec<(u32, String)> =
        cells.map(|cell| (cell.at.col, grid.shown(cell.at))).filter(|(_, text)| !text.is_empty()).collect();
    let Some((first, _)) = texts.first() else {
        return false;
    };
    let above: Vec<Vec<String>> = block.path(grid, *first).0.iter().map(|text| words(text)).collect();
    let says_triwulan = above.iter().flatten().any(|word| word == "triwulan" || word == "tw");
    let (last, most) = match above.last() {
        _ if says_triwulan => (4, 8),
        Some(own) if counts_years(own) => (5, 30),
        _ => return false,
    };
    let is_period = |(_, text): &(u32, String)| NUMBERS[..last].iter().any(|both| both.contains(&text.trim()));
    (2..=most).contains(&texts.len()) && texts.iter().all(is_period)
}

/// Whether the row below still names columns.
fn continues(grid: &Grid, block: &HeaderBlock, profiles: &Profiles) -> bool {
    let row = block.last_row + 1;
    if names_halves(grid, block, row) || names_periods(grid, block, row) {
        return true;
    }
    if number_row::labels(grid, row, block.first_col, block.last_col).is_some() {
        return false;
    }
    if !years_head(grid, block, row, profiles) {
        return false;
    }
    let mut filled = 0;
    let mut named = 0;
    let mut free = 0;
    let mut either = 0;
    let splits = splits_a_group(grid, block, row);
    for cell in grid.row(row) {
        if cell.at.col < block.first_col || cell.at.col > block.last_col + 1 {
            continue;
        }
        let text = match &cell.value {
            Value::Text(text) if is_amount(text) => return false,
            Value::Text(text) if !text.trim().is_empty() => text.trim().to_string(),
            Value::Number(number) if is_year(*number) => number.to_string(),
            Value::Empty | Value::Text(_) => continue,
            _ => return false,
        };
        filled += 1;
        let (mut path, head) = block.path(grid, cell.at.col);
        let is_wide = grid.merge_at(head).is_some_and(|merge| merge.end.col > merge.start.col);
        let under_group = path.is_empty() || splits && is_wide;
        if is_wide && !splits {
            // The name above lends nothing to the first row of a table.
            path.clear();
        }
        path.push(text);
        let path: Vec<Vec<String>> = path.iter().map(|text| words(text)).collect();
        let short = path.last().is_some_and(|own| own.len() <= 6);
        let is_named = role_if_named(&path, profiles).is_some() && short;
        let is_free = under_group && short;
        named += usize::from(is_named);
        free += usize::from(is_free);
        either += usize::from(is_named || is_free);
    }
    // Groups that were not merged: the first column of each has its group's name above, the others none.
    let is_unmerged = named >= 2 && free >= 2 && either == filled;
    filled > 0 && (free == filled || named * 2 > filled || is_unmerged) && named + free > 0
}

/// Whether a text of the row is narrower than the merged header above it. Where none is, the merged headers are
/// columns of several physical ones, and the row below them may be the first of the table.
fn splits_a_group(grid: &Grid, block: &HeaderBlock, row: u32) -> bool {
    let width = |at: CellRef| grid.merge_at(at).map_or(0, |merge| merge.end.col - merge.start.col);
    let mut texts = grid.row(row).iter().filter(|cell| !grid.shown(cell.at).is_empty());
    texts.any(|cell| width(cell.at) < width(block.path(grid, cell.at.col).1))
}

/// Whether the years of a row are column names. An amount of 2000 looks like a year: a year heads a
/// column under a group of columns, beside nothing but such names, or in a run of years.
fn years_head(grid: &Grid, block: &HeaderBlock, row: u32, profiles: &Profiles) -> bool {
    let cells: Vec<_> = grid
        .row(row)
        .iter()
        .filter(|cell| (block.first_col..=block.last_col + 1).contains(&cell.at.col))
        .filter(|cell| !grid.shown(cell.at).is_empty())
        .collect();
    let year = |col: u32| match grid.value(CellRef::new(row, col)) {
        Value::Number(number) if is_year(*number) => Some(*number),
        _ => None,
    };
    let is_under_group = |col: u32| {
        let (path, head) = block.path(grid, col);
        let is_merged = grid.merge_at(head).is_some_and(|merge| merge.end.col > merge.start.col);
        // The first column of a group that was not merged: the next one has a year and no name above.
        path.is_empty() || is_merged || year(col + 1).is_some() && block.path(grid, col + 1).0.is_empty()
    };
    let open: Vec<u32> =
        cells.iter().map(|cell| cell.at.col).filter(|&col| year(col).is_some() && !is_under_group(col)).collect();
    if open.is_empty() || cells.iter().all(|cell| year(cell.at.col).is_some() || is_under_group(cell.at.col)) {
        return true;
    }
    let years: Vec<f64> = cells.iter().filter_map(|cell| year(cell.at.col)).collect();
    let is_amount = |&col: &u32| {
        let path: Vec<Vec<String>> = block.path(grid, col).0.iter().map(|text| words(text)).collect();
        profiles.role_of(&path).is_some_and(|(role, _)| role.is_amount())
    };
    years.len() >= 2 && years.is_sorted_by(|a, b| a < b) && !open.iter().any(is_amount)
}

/// Fewer columns are no table: a blank column behind them, such as that of the colons above a list, does not end it.
const LEAST_NAMED: usize = 3;

/// So many blank columns between two others only set them apart.
const WIDEST_SPACER: u32 = 2;

/// First and last column of the header: from its first text, up to a column without header and data.
fn extent(grid: &Grid, first_row: u32, last_row: u32, profiles: &Profiles) -> (u32, u32) {
    let mut cols: Vec<u32> = Vec::new();
    for row in first_row..=last_row {
        for cell in grid.row(row) {
            if grid.shown(cell.at).is_empty() {
                continue;
            }
            let end = grid.merge_at(cell.at).map_or(cell.at.col, |merge| merge.end.col);
            cols.extend(cell.at.col..=end);
        }
    }
    cols.sort_unstable();
    cols.dedup();
    let first = cols.first().copied().unwrap_or(0);
    let mut last = first;
    let mut has_spacers = false;
    for (at, &col) in cols.iter().enumerate() {
        let is_narrow = col == last + 2 && at < LEAST_NAMED && cols.len() - at >= 2;
        if col > last + 1 && !is_narrow && !(last + 1..col).all(|gap| column_has_data(grid, gap, last_row)) {
            let least_named = if has_spacers { 1 } else { 2 };
            let goes_on = || names_behind(grid, CellRef::new(first_row, col), first, profiles) >= least_named;
            if !is_spacer(grid, last + 1..col, last_row) || !goes_on() {
                break;
            }
            has_spacers = true;
        }
        last = col;
    }
    if column_has_data(grid, last + 1, last_row) {
        last += 1;
    }
    (first, last)
}

/// A column or two with nothing in them.
fn is_spacer(grid: &Grid, gap: Range<u32>, header: u32) -> bool {
    gap.len() <= WIDEST_SPACER as usize && gap.into_iter().all(|col| filled_below(grid, col, header) == 0)
}

/// How many cells from one on to the right are a column's name; none when a name of the table on the left comes again,
/// as where two tables stand side by side.
fn names_behind(grid: &Grid, from: CellRef, first: u32, profiles: &Profiles) -> usize {
    let named = |range: Range<u32>| -> Vec<Vec<String>> {
        let cells = grid.row(from.row).iter().filter(move |cell| range.contains(&cell.at.col));
        cells.map(|cell| words(&grid.shown(cell.at))).filter(|own| !own.is_empty()).collect()
    };
    let (left, behind) = (named(first..from.col), named(from.col..u32::MAX));
    if behind.iter().any(|own| left.contains(own)) {
        return 0;
    }
    behind.into_iter().filter(|own| role_if_named(std::slice::from_ref(own), profiles).is_some()).count()
}

/// Whether the rows just below the header hold something in a column without header text.
fn column_has_data(grid: &Grid, col: u32, header: u32) -> bool {
    filled_below(grid, col, header) >= 2
}

/// How many of the rows just below the header hold something in a column.
fn filled_below(grid: &Grid, col: u32, header: u32) -> usize {
    (header + 1..=header + 12).filter(|&row| !grid.shown(CellRef::new(row, col)).is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::parse_markdown;

    /// First and last header row of each table, counted from one.
    fn headers(rows: &str) -> Vec<(u32, u32)> {
        let text = format!("|   | A | B | C | D |\n|---|---|---|---|---|\n{rows}");
        let book = parse_markdown("uji", &text).expect("a readable workbook");
        let blocks = find_all(&book.grids[0], Profiles::built_in());
        blocks.iter().map(|block| (block.first_row + 1, block.last_row + 1)).collect()
    }

    fn header(rows: &str) -> Option<(u32, u32)> {
        headers(rows).first().copied()
    }

    #[test]
    fn a_header_of_mostly_unknown_names_is_told() {
        let text = "|   | A | B | C | D | E | F | G |\n|---|---|---|---|---|---|---|---|\n\
                    | 1 | Indikator | Satuan | Target | Wilayah | Mitra | Risiko | Cuaca |\n| 2 | Nilai SAKIP | Poin | 70 | Kota | BPS | Rendah | Cerah |";
        let book = parse_markdown("uji", text).expect("a readable workbook");
        let found = crate::table::find(&book.grids[0], 0, Profiles::built_in());
        assert!(found.tables.is_empty());
        assert_eq!(found.strange.len(), 1);
        assert!(found.strange[0].to_string().contains("baris 1 (Indikator | Satuan | Target | Wilayah"));
    }

    #[test]
    fn amounts_that_look_like_years_are_no_header() {
        let rows = "| 1 | Uraian | Pagu (Rp) | Realisasi (Rp) | Keterangan |\n| 2 | Belanja Barang | 2000 | 2050 | |\n\
                    | 3 | Belanja Modal | 3000 | 1000 | |\n| 4 | Jumlah | 5000 | 3050 | |";
        assert_eq!(header(rows), Some((1, 1)));
        let one = "| 1 | Program / Kegiatan | Pagu (Rp) | Keterangan | |\n| 2 | Program A | 2000 | | |\n| 3 | Program B | 10 | | |";
        assert_eq!(header(one), Some((1, 1)));
    }

    #[test]
    fn a_row_with_an_amount_is_no_header() {
        let rows = "| 1 | Program | Kegiatan | Anggaran | Sumber |\n| 2 | Program A | Kegiatan B | Rp. 24.433.779,- | DPA |\n\
                    | 3 | Program C | Kegiatan D | Rp. 433.779,- | DPA |";
        assert_eq!(headers(rows), [(1, 1)]);
    }

    #[test]
    fn a_row_as_wide_as_the_merged_headers_is_no_header() {
        let rows = "| 1 | Sasaran | | Program / Kegiatan | | Pagu |\n| 2 | Terwujudnya pelestarian nilai kepahlawanan | | Program Pemberdayaan Kelembagaan Kesejahteraan Sosial | | |\n\
                    | 3 | | | Pemeliharaan makam | | 500 |\n\nGabung: A1:B1, C1:D1, A2:B3, C2:D2, C3:D3";
        let text = format!("|   | A | B | C | D | E |\n|---|---|---|---|---|---|\n{rows}");
        let book = parse_markdown("uji", &text).expect("a readable workbook");
        let blocks = find_all(&book.grids[0], Profiles::built_in());
        assert_eq!(blocks.first().map(|block| (block.first_row, block.last_row)), Some((0, 0)));
    }

    #[test]
    fn a_blank_column_behind_two_names_does_not_end_the_header() {
        let text = "|   | A | B | C | D | E |\n|---|---|---|---|---|---|\n\
                    | 1 | No | Sasaran | | Indikator Kinerja | Target |\n| 2 | 1 | Tertibnya lalu lintas | | Angka kecelakaan | 7 |";
        let book = parse_markdown("uji", text).expect("a readable workbook");
        let blocks = find_all(&book.grids[0], Profiles::built_in());
        assert_eq!(blocks.first().map(|block| (block.first_col, block.last_col)), Some((0, 4)));
    }

    /// First and last column of the first table.
    fn columns(text: &str) -> Option<(u32, u32)> {
        let book = parse_markdown("uji", text).expect("a readable workbook");
        find_all(&book.grids[0], Profiles::built_in()).first().map(|block| (block.first_col, block.last_col))
    }

    #[test]
    fn blank_columns_that_only_set_names_apart_do_not_end_the_header() {
        let text = "|   | A | B | C | D | E | F | G | H | I |\n|---|---|---|---|---|---|---|---|---|---|\n\
                    | 1 | Kode Rekening | | Uraian | | | Anggaran | | Realisasi | % |\n\
                    | 2 | 5.1 | | Belanja Operasi | | | 1200 | | 1150 | 95.83 |";
        assert_eq!(columns(text), Some((0, 8)));
    }

    #[test]
    fn a_name_that_comes_again_behind_a_blank_column_begins_another_table() {
        let text = "|   | A | B | C | D | E | F | G | H |\n|---|---|---|---|---|---|---|---|---|\n\
                    | 1 | No | Sasaran | Indikator | Target | | No | Program | Anggaran |\n\
                    | 2 | 1 | Tertib lalu lintas | Angka kecelakaan | 7 | | 1 | Program Lalu Lintas | 500 |";
        assert_eq!(columns(text), Some((0, 3)));
    }

    #[test]
    fn names_of_months_are_column_names() {
        let row =
            "| 1 | Kode | Uraian | Anggaran | Januari | Februari | Maret | April | Mei | Juni | Juli | Desember |";
        let text = format!("|   | A | B | C | D | E | F | G | H | I | J | K |\n|{}\n{row}", "---|".repeat(12));
        assert_eq!(columns(&text), Some((0, 10)));
    }

    #[test]
    fn years_below_a_group_or_in_a_run_are_header() {
        let group = "| 1 | Indikator | Satuan | Target | |\n| 2 | | | 2024 | 2025 |\n| 3 | Angka harapan | Indeks | 70 | 71 |\n\nGabung: C1:D1, A1:A2, B1:B2";
        assert_eq!(header(group), Some((1, 2)));
        let unmerged =
            "| 1 | Indikator | Satuan | Target | |\n| 2 | | | 2024 | 2025 |\n| 3 | Angka harapan | Indeks | 70 | 71 |";
        assert_eq!(header(unmerged), Some((1, 2)));
        let run = "| 1 | Indikator | Satuan | Target | Target |\n| 2 | Kinerja | | 2024 | 2025 |\n| 3 | Angka harapan | Indeks | 70 | 71 |";
        assert_eq!(header(run), Some((1, 2)));
    }
}
