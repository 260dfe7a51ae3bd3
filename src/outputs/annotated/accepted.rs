//! What a person entered on `Temuan` in the copy that is annotated again: `Diterima` and `Alasan`.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Reader, Xlsx};

use super::temuan::Accepted;
use super::words::{ALASAN, COLUMNS, DITERIMA, SIDIK};

/// Reads the entries by fingerprint. Columns are found by their titles, because a person may have
/// moved them; a sheet that can't be read has no entries.
pub fn read_accepted(bytes: &[u8], sheet: &str) -> Accepted {
    let Ok(mut book) = Xlsx::new(Cursor::new(bytes)) else {
        return HashMap::new();
    };
    let Ok(cells) = book.worksheet_range(sheet) else {
        return HashMap::new();
    };
    let texts = |row: &[calamine::Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut rows = cells.rows().map(texts).skip_while(|row| !row.iter().any(|title| title == COLUMNS[SIDIK].0));
    let titles = rows.next().unwrap_or_default();
    let column = |index: usize| titles.iter().position(|title| title == COLUMNS[index].0);
    let (Some(sidik), Some(diterima), Some(alasan)) = (column(SIDIK), column(DITERIMA), column(ALASAN)) else {
        return HashMap::new();
    };
    let entry = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
    rows.map(|row| (entry(&row, sidik), (entry(&row, diterima), entry(&row, alasan))))
        .filter(|(sidik, (diterima, alasan))| {
            !sidik.is_empty() && [diterima, alasan].iter().any(|entry| !entry.is_empty())
        })
        .collect()
}
