//! Tables of counts: their rows and columns may be called anything, but one column is "Jumlah".

use super::Column;
use super::columns::Sample;
use crate::grid::{Cell, CellRef, Grid, Value};
use crate::profile::{Role, words};

/// A name, two parts and their whole.
const LEAST_COLUMNS: usize = 4;
/// A column's name has no more words.
const MOST_WORDS: usize = 5;
/// A second row of names and one of numbers may stand between.
const FARTHEST_ROW: u32 = 3;

/// A row of names with one for the whole, above a row that has a name and figures.
pub fn is_header(grid: &Grid, row: u32) -> bool {
    let cells: Vec<&Cell> = grid.row(row).iter().filter(|cell| !grid.shown(cell.at).is_empty()).collect();
    let names: Vec<Vec<String>> = cells.iter().map(|cell| words(&grid.shown(cell.at))).collect();
    let is_name = |(cell, own): (&&Cell, &Vec<String>)| {
        matches!(cell.value, Value::Text(_)) && (1..=MOST_WORDS).contains(&own.len())
    };
    if names.len() < LEAST_COLUMNS || !cells.iter().zip(&names).all(is_name) {
        return false;
    }
    let label = usize::from(matches!(names[0].as_slice(), [own] if own == "no" || own == "nomor"));
    let Some(whole) = names.iter().position(|own| is_whole(own)).filter(|&whole| whole > label + 2) else {
        return false;
    };
    let [label, whole] = [label, whole].map(|at| cells[at].at.col);
    (row + 1..=row + FARTHEST_ROW).any(|below| is_counted(grid, below, label, whole))
}

fn is_whole(own: &[String]) -> bool {
    matches!(own, [own] if matches!(own.as_str(), "jumlah" | "total" | "jml"))
}

/// A row with a name and figures up to the whole.
fn is_counted(grid: &Grid, row: u32, label: u32, whole: u32) -> bool {
    let cell = |col: u32| grid.cell(CellRef::new(row, col));
    let is_figure =
        |col: u32| cell(col).is_some_and(|cell| matches!(cell.value, Value::Number(_)) || cell.formula.is_some());
    let is_named = cell(label).is_some_and(|cell| matches!(&cell.value, Value::Text(text) if !text.trim().is_empty()));
    is_named && is_figure(whole) && (label + 1..whole).filter(|&col| is_figure(col)).count() > 1
}

/// The column of words before the whole names the rows, where no header says which one does.
pub fn name_rows(columns: &mut [Column], samples: &[Sample]) {
    const NAMES: [Role; 8] = [
        Role::Uraian,
        Role::Golongan,
        Role::Program,
        Role::Kegiatan,
        Role::Tujuan,
        Role::Sasaran,
        Role::Indikator,
        Role::Kode,
    ];
    let Some(whole) = columns.iter().position(|column| column.role == Some(Role::Jumlah)) else {
        return;
    };
    if columns.iter().any(|column| column.role.is_some_and(|role| NAMES.contains(&role))) {
        return;
    }
    let mut before = columns[..whole].iter_mut().zip(samples);
    if let Some((column, _)) = before.find(|(column, sample)| column.role.is_none() && sample.is_words()) {
        column.role = Some(Role::Uraian);
    }
}

#[cfg(test)]
mod tests {
    use crate::grid::parse_markdown;
    use crate::profile::{Profiles, Role};
    use crate::table::find;

    fn roles(text: &str) -> Option<Vec<Option<Role>>> {
        let book = parse_markdown("uji", text).expect("a readable workbook");
        let table = find(&book.grids[0], 0, Profiles::built_in()).tables.into_iter().next()?;
        Some(table.columns.iter().map(|column| column.role).collect())
    }

    #[test]
    fn counts_of_anything_are_a_table() {
        let found = roles(
            "|   | A | B | C | D | E |\n|---|---|---|---|---|---|\n| 1 | No | Puskesmas | Dokter | Bidan | Jumlah |\n\
             | 2 | 1 | Puskesmas Melati | 3 | 12 | 15 |\n| 3 | 2 | Puskesmas Mawar | 2 | 10 | 12 |",
        );
        assert_eq!(found, Some(vec![Some(Role::Nomor), Some(Role::Uraian), None, None, Some(Role::Jumlah)]));
    }

    #[test]
    fn a_total_in_words_heads_no_table() {
        let found = roles(
            "|   | A | B | C | D |\n|---|---|---|---|---|\n| 1 | Melati | baik | cukup | Jumlah |\n\
             | 2 | Mawar | baik | kurang | - |\n| 3 | Kenanga | baik | kurang | - |",
        );
        assert_eq!(found, None);
    }
}
