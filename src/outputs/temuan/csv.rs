//! Findings as a table for Excel.

use std::fmt::Write as _;

use crate::bahasa::Bahasa;
use crate::outputs::Run;
use crate::outputs::diterima::TITLES;
use crate::outputs::kelompok::{Anggota, Kelompok, groups};

/// A table that Excel opens by double click under Indonesian settings: `;` between the cells, a
/// byte order mark before them. What an earlier run knew is told in a last column, if one was named.
pub fn csv(run: &Run, kelompok: Kelompok) -> String {
    // A running number tells nothing in a table that is sorted and joined.
    let mut header = TITLES[1..].to_vec();
    let mut text = String::from("\u{feff}");
    if run.comparison.is_some() {
        header.push("Status");
    }
    // Whose or which group a row is of stands first, unless it is the workbook anyway.
    match kelompok {
        Kelompok::Berkas => {}
        Kelompok::Pejabat => header.insert(0, "Pejabat"),
        Kelompok::Aturan => header.insert(0, "Kelompok"),
    }
    push_row(&mut text, &header);
    for (nama, members) in groups(run, kelompok) {
        for Anggota { book, finding, status, .. } in members {
            let optional = |field: &Option<String>| field.clone().unwrap_or_default();
            let mut cells = vec![
                book.checked.nama.clone(),
                finding.place.sheet_name.to_string(),
                finding.place.range.to_string(),
                finding.severity.word().to_string(),
                finding.rule.to_string(),
                finding.message.clone(),
                optional(&finding.written),
                optional(&finding.expected),
                optional(&finding.guess),
                optional(&finding.advice),
                finding.basis.to_string(),
                if finding.is_accepted() { "ya".into() } else { String::new() },
                finding.entered.alasan.clone(),
                finding.fingerprint.clone(),
            ];
            cells.extend(status.map(|status| status.word().to_string()));
            if kelompok != Kelompok::Berkas {
                cells.insert(0, nama.clone());
            }
            push_row(&mut text, &cells);
        }
    }
    for failure in &run.failures {
        let mut cells = vec![""; header.len()];
        let first = usize::from(kelompok != Kelompok::Berkas);
        (cells[first], cells[first + 3], cells[first + 5]) = (&failure.nama, "gagal", failure.sebab.text(Bahasa::Id));
        push_row(&mut text, &cells);
    }
    text
}

fn push_row(text: &mut String, cells: &[impl AsRef<str>]) {
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell.as_ref())).collect();
    let _ = write!(text, "{}\r\n", cells.join(";"));
}

/// A cell that can't become a formula when the table is opened: text that begins like one gets an
/// apostrophe.
fn csv_cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if risky { format!("'{text}") } else { text.to_string() };
    if text.contains([';', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_cells_never_become_formulas_and_keep_their_separators() {
        assert_eq!(csv_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(csv_cell("-1.250"), "'-1.250");
        assert_eq!(csv_cell("+62"), "'+62");
        assert_eq!(csv_cell("@SUM"), "'@SUM");
        assert_eq!(csv_cell("a;b"), "\"a;b\"");
        assert_eq!(csv_cell("kata \"ini\""), "\"kata \"\"ini\"\"\"");
        assert_eq!(csv_cell("=a;b"), "\"'=a;b\"");
        assert_eq!(csv_cell("biasa"), "biasa");
    }
}
