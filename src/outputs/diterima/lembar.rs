//! The sheets on which people accept findings, read: `Temuan` of a copy, `Temuan` and `Diterima` of
//! the summary.
//!
//! Columns are found by their titles, because people move them, and further ones are theirs.

use std::collections::BTreeMap;

use calamine::{Data, Range, Reader, Xlsx};

use crate::finding::Entered;
use crate::xlsx::Source;

/// A finding as a row of such a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baris {
    /// The workbook it was found in; empty where the sheet stands in that workbook's copy.
    pub berkas: String,
    /// The sheet.
    pub lembar: String,
    /// The cell.
    pub sel: String,
    /// The rule's code.
    pub aturan: String,
    /// What was said.
    pub pesan: String,
    /// The fingerprint.
    pub sidik: String,
    /// What people wrote beside it.
    pub entered: Entered,
}

/// Titles of the columns that tell a finding, in their order; a sheet of one workbook lacks the second.
pub const TITLES: [&str; 15] = [
    "No",
    "Berkas",
    "Lembar",
    "Sel",
    "Tingkat",
    "Aturan",
    "Temuan",
    "Tertulis",
    "Seharusnya",
    "Dugaan sebab",
    "Saran",
    "Dasar",
    "Diterima",
    "Alasan",
    "Sidik",
];

/// The title that texts get in a column without one.
const UNTITLED: &str = "Catatan";

/// The column that says what became of an acceptance; written anew each time.
pub const KEADAAN: &str = "Keadaan";

/// The rows of all sheets of a workbook whose name begins with one of `names`. A workbook that can't
/// be read has none.
pub fn rows<'a>(source: impl Into<Source<'a>>, names: &[&str]) -> Vec<Baris> {
    let Ok(mut book) = Xlsx::<Source<'_>>::new(source.into()) else {
        return Vec::new();
    };
    let sheets = book.sheet_names().to_vec();
    let wanted = sheets.iter().filter(|sheet| names.iter().any(|name| sheet.starts_with(name)));
    wanted.filter_map(|sheet| book.worksheet_range(sheet).ok()).flat_map(|cells| rows_of(&cells)).collect()
}

fn rows_of(cells: &Range<Data>) -> Vec<Baris> {
    let mut rows = cells.rows().map(|row| row.iter().map(text).collect::<Vec<String>>());
    let is_head = |row: &Vec<String>| ["Sidik", "Aturan"].iter().all(|title| row.iter().any(|text| text == title));
    let Some(titles) = rows.find(is_head) else {
        return Vec::new();
    };
    rows.map(|row| baris(&titles, &row)).filter(|baris| !baris.sidik.is_empty()).collect()
}

fn text(cell: &Data) -> String {
    cell.to_string().trim().to_string()
}

fn baris(titles: &[String], row: &[String]) -> Baris {
    let mut baris = Baris::default();
    let mut lain: BTreeMap<String, String> = BTreeMap::new();
    for (at, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let title = titles.get(at).map_or("", String::as_str);
        let field = match title {
            "Berkas" => &mut baris.berkas,
            "Lembar" => &mut baris.lembar,
            "Sel" => &mut baris.sel,
            "Aturan" => &mut baris.aturan,
            "Temuan" => &mut baris.pesan,
            "Diterima" => &mut baris.entered.diterima,
            "Alasan" => &mut baris.entered.alasan,
            "Sidik" => &mut baris.sidik,
            title if TITLES.contains(&title) || title == KEADAAN => continue,
            "" => lain.entry(UNTITLED.into()).or_default(),
            title => lain.entry(title.into()).or_default(),
        };
        if !field.is_empty() {
            field.push_str("; ");
        }
        field.push_str(text);
    }
    baris.entered.lain = lain.into_iter().collect();
    baris
}

/// The titles of the columns people added beside findings, in order.
pub fn titles<'a>(entered: impl Iterator<Item = &'a Entered>) -> Vec<String> {
    let titles = entered.flat_map(|entered| &entered.lain).map(|(title, _)| title.clone());
    titles.collect::<std::collections::BTreeSet<String>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::annotated::COLUMNS;

    #[test]
    fn every_column_of_the_copy_is_known() {
        for (title, _) in COLUMNS {
            assert!(TITLES.contains(&title), "{title}");
        }
    }

    #[test]
    fn columns_of_people_are_kept_by_their_titles() {
        let mut cells = Range::new((2, 0), (4, 5));
        let rows = [
            ["Alasan", "Sidik", "PIC", "Aturan", "Diterima", ""],
            ["sesuai SK", "a1b2c3d4", "Budi", "J01", "ya", "lihat arsip"],
            ["tanpa sidik", "", "", "J02", "", ""],
        ];
        for (row, texts) in (2..).zip(rows) {
            for (col, text) in (0..).zip(texts) {
                cells.set_value((row, col), Data::String(text.into()));
            }
        }
        let rows = rows_of(&cells);
        let [baris] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((baris.sidik.as_str(), baris.entered.diterima.as_str()), ("a1b2c3d4", "ya"));
        let lain = [("Catatan".to_string(), "lihat arsip".to_string()), ("PIC".to_string(), "Budi".to_string())];
        assert_eq!(baris.entered.lain, lain);
    }
}
