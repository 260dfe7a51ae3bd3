//! Workbooks without a package (`.xls`, `.xlsb`, `.ods`): written anew as xlsx, then annotated.
//!
//! What a Grid holds is carried, and of formats whose layout is read, how cells look. A formula that leans on something it does not hold (another
//! workbook, a table, a defined name) would break, so its stored result is written in its place.

use std::collections::HashMap;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

use super::looks::{format_of, format_of_look, set_sizes, write_blanks};
use super::{Annotated, annotate};
use crate::bahasa::{Kata, Pesan};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::grid::{Book, COLUMNS, Cell, CellRef, Grid, ROWS, Value, Visibility};
use crate::xlsx::look::{Layout, Sheet};
use crate::xlsx::{layout_of, left_out};

/// Widest column in pixels where widths are not read and fitted to the text.
const WIDEST: u32 = 320;

/// Excel's number for the paper that offices use.
const F4: u8 = 14;

/// Excel's limits for the text of a cell and of a formula.
const TEXT_LIMIT: usize = 32_767;
const FORMULA_LIMIT: usize = 8_192;

/// Error values that can be written as a formula.
const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// Writes a workbook anew with the findings on its cells; `original` are the bytes it was read from.
///
/// # Errors
/// [`Error::Empty`] for a workbook without sheets, [`Error::Damaged`] when its layout can't be read.
pub fn rebuild(book: &Book, original: &[u8], findings: &[Finding]) -> Result<Annotated> {
    if book.grids.is_empty() {
        return Err(Error::Empty);
    }
    let names = sheet_names(book);
    let layout = layout_of(original, book.format)?;
    let (bytes, results_only) =
        write_book(book, layout.as_ref(), &names).map_err(|error| Error::Internal { detail: error.to_string() })?;
    let mut annotated = annotate(&bytes, &renamed(findings, book, &names))?;
    let mut notes = vec![what_was_carried(layout.is_some(), &left_out(original, book.format)?)];
    if results_only > 0 {
        let (id, en) = if book.misreads_links {
            ("ke lembar lain atau ke luar buku kerja", "to other sheets or out of the workbook")
        } else {
            ("ke luar lembar-lembar ini", "out of these sheets")
        };
        notes.push(Pesan::new(
            format!("{results_only} rumus yang merujuk {id} ditulis sebagai hasilnya saja."),
            format!("{results_only} formulas that refer {en} are written as their results only."),
        ));
    }
    notes.append(&mut annotated.notes);
    Ok(Annotated { notes, ..annotated })
}

/// What the copy has of its workbook, and what it has not.
fn what_was_carried(has_layout: bool, lost: &[(usize, Kata)]) -> Pesan {
    let counted = |language: fn(&Kata) -> &'static str| -> String {
        lost.iter().map(|(count, what)| format!("{count} {}, ", language(what))).collect()
    };
    let (carried, unread) = if has_layout { WITH_LAYOUT } else { WITHOUT_LAYOUT };
    Pesan::new(
        format!(
            "Salinan ini ditulis ulang sebagai .xlsx: {} ikut. Tidak ikut: {}{}; berkas asli tidak diubah.",
            carried.0,
            counted(|what| what.0),
            unread.0
        ),
        format!(
            "This copy is written anew as .xlsx: {} are carried. Not carried: {}{}; the original is not changed.",
            carried.1,
            counted(|what| what.1),
            unread.1
        ),
    )
}

/// What is carried, and what is never read, of a format whose layout is read.
const WITH_LAYOUT: (Kata, Kata) = (
    (
        "nilai, rumus, sel gabungan, baris dan kolom tersembunyi, ukuran baris dan kolom, format angka, huruf, warna, \
         dan garis",
        "values, formulas, merged cells, hidden rows and columns, sizes, number formats, fonts, colours and borders",
    ),
    ("pengaturan cetak", "print settings"),
);

/// The same of one whose layout is not read.
const WITHOUT_LAYOUT: (Kata, Kata) = (
    ("nilai, rumus, dan sel gabungan", "values, formulas and merged cells"),
    (
        "format angka, huruf, warna, garis, ukuran baris dan kolom, gambar, grafik, makro, komentar, nama rentang, dan \
         pengaturan cetak, yang dalam .xls versi lama tidak terbaca",
        "number formats, fonts, colours, borders, sizes, pictures, charts, macros, comments, names of ranges and print \
         settings, which are not read in an old .xls",
    ),
);

/// The workbook's bytes, and how many formulas were written as their result only.
fn write_book(
    book: &Book,
    layout: Option<&Layout>,
    names: &[String],
) -> std::result::Result<(Vec<u8>, usize), XlsxError> {
    let mut workbook = Workbook::new();
    let long_ago = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&long_ago));
    let shown = book.grids.iter().position(|grid| grid.visibility == Visibility::Visible).unwrap_or(0);
    let mut results_only = 0;
    for (index, (grid, name)) in book.grids.iter().zip(names).enumerate() {
        let sheet = workbook.add_worksheet();
        // Print settings are not read; wide tables shall not fall apart.
        sheet.set_name(name)?.set_paper_size(F4).set_print_fit_to_pages(1, 0);
        let formats: Vec<Format> = match layout {
            Some(layout) => {
                grid.styles.iter().zip(&layout.looks).map(|(style, look)| format_of_look(style, look)).collect()
            }
            None => grid.styles.iter().map(format_of).collect(),
        };
        let known = layout.and_then(|layout| layout.sheet(&grid.name));
        let keeps = |formula: &str| stands_alone(formula) && !(book.misreads_links && formula.contains('!'));
        results_only += write_grid(sheet, grid, &formats, known, keeps)?;
        match grid.visibility {
            _ if index == shown => sheet.set_active(true),
            Visibility::Visible => sheet,
            Visibility::Hidden => sheet.set_hidden(true),
            Visibility::VeryHidden => sheet.set_very_hidden(true),
        };
    }
    Ok((workbook.save_to_buffer()?, results_only))
}

fn write_grid(
    sheet: &mut Worksheet,
    grid: &Grid,
    formats: &[Format],
    known: Option<&Sheet>,
    keeps: impl Fn(&str) -> bool,
) -> std::result::Result<usize, XlsxError> {
    let plain = Format::new();
    let format = |cell: &Cell| formats.get(cell.style as usize).unwrap_or(&plain);
    for merge in &grid.merges {
        let (Some(start), Some(end)) = (place(merge.start), place(merge.end)) else {
            continue;
        };
        let look = known.and_then(|known| formats.get(known.look_at(merge.start) as usize));
        let format = look.unwrap_or_else(|| grid.cell(merge.start).map_or(&plain, format));
        // A merged range that overlaps another, or is a single cell, can't be written.
        let _ = sheet.merge_range(start.0, start.1, end.0, end.1, "", format);
    }
    let mut results_only = 0;
    for cell in grid.cells() {
        if let Some((row, col)) = place(cell.at) {
            results_only += usize::from(write_cell(sheet, (row, col), cell, format(cell), &keeps)?);
        }
    }
    match known {
        Some(known) => {
            write_blanks(sheet, grid, known, formats)?;
            set_sizes(sheet, grid, known)?;
        }
        None => {
            sheet.set_autofit_max_width(WIDEST).autofit();
        }
    }
    for &row in grid.hidden_rows.iter().filter(|&&row| row < ROWS) {
        sheet.set_row_hidden(row)?;
    }
    for col in
        grid.hidden_cols.iter().filter_map(|&col| u16::try_from(col).ok()).filter(|&col| u32::from(col) < COLUMNS)
    {
        sheet.set_column_hidden(col)?;
    }
    Ok(results_only)
}

/// An address within Excel's limits.
fn place(cell: CellRef) -> Option<(u32, u16)> {
    let col = u16::try_from(cell.col).ok().filter(|&col| u32::from(col) < COLUMNS)?;
    (cell.row < ROWS).then_some((cell.row, col))
}

/// Writes a cell, with its formula if `keeps` says so; whether its formula was left out.
fn write_cell(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    cell: &Cell,
    format: &Format,
    keeps: impl Fn(&str) -> bool,
) -> std::result::Result<bool, XlsxError> {
    if let Some(formula) = cell.formula.as_deref().filter(|formula| keeps(formula)) {
        let formula = Formula::new(formula).set_result(result_text(&cell.value));
        sheet.write_formula_with_format(row, col, formula, format)?;
        return Ok(false);
    }
    match &cell.value {
        Value::Empty => sheet.write_blank(row, col, format)?,
        Value::Number(number) if number.is_finite() => sheet.write_number_with_format(row, col, *number, format)?,
        Value::Number(number) => sheet.write_string_with_format(row, col, number.to_string(), format)?,
        Value::Text(text) => sheet.write_string_with_format(row, col, clipped(text), format)?,
        Value::Bool(truth) => sheet.write_boolean_with_format(row, col, *truth, format)?,
        Value::Error(error) if ERRORS.contains(error) => {
            let formula = Formula::new(*error).set_result(*error);
            sheet.write_formula_with_format(row, col, formula, format)?
        }
        Value::Error(error) => sheet.write_string_with_format(row, col, *error, format)?,
    };
    Ok(cell.formula.is_some())
}

fn result_text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => clipped(text),
        Value::Bool(truth) => truth.to_string().to_uppercase(),
        Value::Error(error) => (*error).into(),
    }
}

/// Text as long as a cell can hold, without control characters.
fn clipped(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    text.chars().filter(allowed).take(TEXT_LIMIT).collect()
}

/// Whether a formula uses nothing but cells of the workbook and functions.
fn stands_alone(formula: &str) -> bool {
    if formula.is_empty()
        || formula.len() > FORMULA_LIMIT
        || formula.chars().any(|c| matches!(c, '[' | '{') || c.is_control())
    {
        return false;
    }
    let mut rest = formula;
    while let Some(start) = rest.find(|c: char| c.is_alphabetic() || matches!(c, '_' | '\\' | '"' | '\'' | '$')) {
        rest = &rest[start..];
        if let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
            let Some(end) = rest[1..].find(quote) else {
                return false;
            };
            rest = &rest[end + 2..];
            continue;
        }
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '\\' | '$');
        let end = rest.find(|c: char| !word(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let called = after.starts_with(['(', '!']);
        if !(called || is_reference(name)) {
            return false;
        }
        rest = after;
    }
    true
}

/// A cell, a column such as `$A`, a row such as `$7`, or a truth value.
fn is_reference(name: &str) -> bool {
    let plain = name.replace('$', "");
    let column = plain.len() <= 3 && plain.bytes().all(|byte| byte.is_ascii_alphabetic());
    let row = name.starts_with('$') && plain.bytes().all(|byte| byte.is_ascii_digit());
    column || row || CellRef::parse(name).is_some() || ["TRUE", "FALSE"].contains(&plain.to_uppercase().as_str())
}

/// Names Excel accepts, in the order of the sheets: an `.ods` may have longer ones.
fn sheet_names(book: &Book) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for grid in &book.grids {
        let plain: String = grid.name.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).collect();
        let plain = plain.trim_matches('\'');
        let plain = if plain.is_empty() { "Lembar" } else { plain };
        let short = |limit: usize| plain.chars().take(limit).collect::<String>();
        let numbered = (2..).map(|number: u32| format!("{} ({number})", short(22).trim_end_matches('\'')));
        let candidates = std::iter::once(short(31).trim_end_matches('\'').to_string()).chain(numbered);
        let free = |name: &String| names.iter().all(|other| other.to_lowercase() != name.to_lowercase());
        let name = candidates.into_iter().find(free).expect("there are more numbers than sheets");
        names.push(name);
    }
    names
}

/// The findings on the sheets as they are called in the new workbook.
fn renamed(findings: &[Finding], book: &Book, names: &[String]) -> Vec<Finding> {
    let new: HashMap<&str, &String> = book.grids.iter().map(|grid| &*grid.name).zip(names).collect();
    let mut findings = findings.to_vec();
    for finding in &mut findings {
        if let Some(name) = new.get(&*finding.place.sheet_name).filter(|name| ***name != *finding.place.sheet_name) {
            finding.place.sheet_name = name.as_str().into();
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::grid::parse_markdown;
    use crate::outputs::annotated::fixture::{entries, finding, part};

    const BOOK: &str = "\
## Lembar: Tabel 3.7

|   | A               | B                       | C             |
|---|-----------------|-------------------------|---------------|
| 1 | PROGRAM {b}     |                         | '=bukan rumus |
| 2 | Kegiatan {i1}   | 1250.5 {f:#,##0.00}     | =B2*2 => 2501 |
| 3 | =PAGU+B2 => 7   | #N/A                    | =A1 => PROGRAM |

Gabung: A1:B1
Tersembunyi: kolom B, baris 3
";

    fn rebuilt() -> Annotated {
        let book = parse_markdown("a.xls", BOOK).expect("a book");
        rebuild(&book, b"", &[finding(Severity::Error, "Tabel 3.7", "B1")]).expect("rebuilt")
    }

    #[test]
    fn values_formulas_merges_and_hidden_rows_are_carried() {
        let sheet = part(&rebuilt().bytes, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<f>B2*2</f><v>2501</v>"), "{sheet}");
        assert!(sheet.contains("<v>1250.5</v>") && sheet.contains("<mergeCell ref=\"A1:B1\"/>"), "{sheet}");
        assert!(sheet.contains("t=\"str\"><f>A1</f><v>PROGRAM</v>"), "{sheet}");
        assert_eq!(sheet.matches("hidden=\"1\"").count(), 2, "{sheet}");
    }

    #[test]
    fn formula_with_a_name_is_written_as_its_result() {
        let rebuilt = rebuilt();
        let sheet = part(&rebuilt.bytes, "xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("PAGU"), "{sheet}");
        assert!(rebuilt.notes[1].to_string().starts_with("1 rumus"), "{:?}", rebuilt.notes);
    }

    #[test]
    fn links_that_were_misread_are_written_as_their_result() {
        let text = "## Lembar: A\n\n| | A |\n|---|---|\n| 1 | =B!A1 => 5 |\n| 2 | =A1*2 => 10 |\n\n## Lembar: B\n\n| | A |\n|---|---|\n| 1 | 7 |";
        let mut book = parse_markdown("a.xls", text).expect("a book");
        let sheet = |book: &Book| part(&rebuild(book, b"", &[]).expect("rebuilt").bytes, "xl/worksheets/sheet1.xml");
        assert!(sheet(&book).contains("<f>B!A1</f>"));
        book.misreads_links = true;
        let sheet = sheet(&book);
        assert!(
            !sheet.contains("<f>B!A1</f>") && sheet.contains("<v>5</v>") && sheet.contains("<f>A1*2</f>"),
            "{sheet}"
        );
    }

    #[test]
    fn findings_stand_on_cells_and_temuan_with_the_same_bytes_each_time() {
        let rebuilt = rebuilt();
        assert!(part(&rebuilt.bytes, "xl/comments1.xml").contains("<comment ref=\"A1\""));
        assert!(entries(&rebuilt.bytes).iter().any(|(name, _)| name == "xl/worksheets/temuan1.xml"));
        assert_eq!(rebuilt, self::rebuilt());
    }

    #[test]
    fn an_opendocument_spreadsheet_keeps_how_it_looks() {
        let original = crate::xlsx::fixture_ods();
        let book = crate::xlsx::read("a.ods", &original).expect("a workbook");
        let copy = rebuild(&book, &original, &[finding(Severity::Error, "Tabel 1", "A3")]).expect("rebuilt");
        let sheet = part(&copy.bytes, "xl/worksheets/sheet1.xml");
        for kept in ["<f>SUM(A2:A2,1)</f>", "<mergeCell ref=\"A1:B1\"/>", "ht=\"36\"", "min=\"2\" max=\"2\""] {
            assert!(sheet.contains(kept), "{kept}: {sheet}");
        }
        assert!(sheet.contains("<c r=\"B2\" s="), "a blank cell with a fill: {sheet}");
        let styles = part(&copy.bytes, "xl/styles.xml");
        for kept in
            ["FFFFCC00", "&quot;Rp&quot;#,##0.00", "dd/mm/yyyy", "<left style=\"thin\"><color rgb=\"FF0000FF\"/>"]
        {
            assert!(styles.contains(kept), "{kept}: {styles}");
        }
        assert!(copy.notes[0].to_string().contains("garis ikut. Tidak ikut: pengaturan cetak;"), "{:?}", copy.notes);
    }

    #[test]
    fn formulas_that_lean_on_other_things_are_told_apart() {
        for formula in ["SUM($A$1:B2)", "'Tabel 2'!A1*2", "IF(A1=\"PAGU\",TRUE,Data!C3)", "SUM(A:A)+SUM($3:$4)", "1+2"]
        {
            assert!(stands_alone(formula), "{formula}");
        }
        for formula in ["PAGU*2", "[1]Data!A1", "Tabel1[Nilai]", "of:=[.A1]", "SUM(Pagu_2024)", "\"a", ""] {
            assert!(!stands_alone(formula), "{formula}");
        }
    }

    #[test]
    fn sheet_names_that_excel_refuses_are_mended() {
        let mut book = parse_markdown("a.ods", BOOK).expect("a book");
        let long = "Rencana Kerja dan Pendanaan: Tahun 2024 [akhir]";
        book.grids[0].name = long.into();
        book.grids.push(book.grids[0].clone());
        let copy = rebuild(&book, b"", &[finding(Severity::Error, long, "A2")]).expect("rebuilt");
        let workbook = part(&copy.bytes, "xl/workbook.xml");
        assert!(workbook.contains("name=\"Rencana Kerja dan Pendanaan Tah\""), "{workbook}");
        assert!(workbook.contains("name=\"Rencana Kerja dan Pend (2)\""), "{workbook}");
        assert!(part(&copy.bytes, "xl/comments1.xml").contains("ref=\"A2\""));
    }
}
