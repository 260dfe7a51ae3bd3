//! What holds for whatever is read: printed figures read as themselves, a Grid survives being text, marking twice is
//! marking once, and a table gives the same findings wherever it stands.

use std::path::Path;
use std::sync::Arc;

use cermat::finding::Finding;
use cermat::grid::{
    Book, BookFormat, Cell, CellRange, CellRef, Grid, GridBuilder, Style, Value, parse_markdown, to_markdown,
};
use cermat::outputs::annotated::annotate;
use cermat::pipeline::{self, Settings};
use cermat::table::figure::read_text;
use cermat::table::{Content, Convention};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Thousands in groups, decimals after a comma, as forms print them.
fn printed(number: Decimal) -> String {
    let plain = number.abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { grouped } else { format!("{grouped},{fraction}") }
}

fn figure(text: &str) -> Option<Decimal> {
    match read_text(text, Convention::Comma) {
        Content::Figure(figure) => Some(figure.value),
        _ => None,
    }
}

/// A text as people write it, also with most of what the Markdown form uses for itself.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[A-Za-z0-9.,%()/-]{1,12}",
        Just("|".to_string()),
        Just("\\".to_string()),
        Just("{b}".to_string()),
        Just("=".to_string()),
        Just("'".to_string()),
        Just("=>".to_string()),
        Just("#REF!".to_string()),
        Just("TRUE".to_string()),
        Just("é…–".to_string()),
    ];
    prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "))
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => text().prop_map(|text| Value::Text(text.into())),
        2 => (-1_000_000_000_i64..1_000_000_000, 0..5_u32).prop_map(|(number, scale)| Value::Number(number as f64 / 10_f64.powi(scale as i32))),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Error("#DIV/0!")),
    ]
}

fn grid(cells: impl IntoIterator<Item = Cell>, styles: Arc<[Style]>, merges: Vec<CellRange>) -> Grid {
    GridBuilder { cells: cells.into_iter().collect(), merges, ..GridBuilder::default() }.build("Lembar 1", styles)
}

fn held(grid: &Grid) -> Vec<(CellRef, Value, Option<String>)> {
    let cells = grid.cells().iter();
    cells.map(|cell| (cell.at, cell.value.clone(), cell.formula.as_deref().map(str::to_string))).collect()
}

/// A sample workbook without formulas, moved.
fn moved(rows: u32, cols: u32) -> Book {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/contoh/DPA_2024.md");
    let book =
        parse_markdown("DPA_2024.xlsx", &std::fs::read_to_string(seed).expect("the seed is there")).expect("a seed");
    let to = |at: CellRef| CellRef::new(at.row + rows, at.col + cols);
    let grids = book.grids.iter().map(|old| {
        let styles: Arc<[Style]> = old.cells().iter().map(|cell| old.style(cell).clone()).collect();
        let cells = old.cells().iter().enumerate().map(|(style, cell)| Cell {
            at: to(cell.at),
            formula: None,
            style: style as u32,
            ..cell.clone()
        });
        let merges = old.merges.iter().map(|range| CellRange::new(to(range.start), to(range.end))).collect();
        GridBuilder { cells: cells.collect(), merges, ..GridBuilder::default() }.build(&old.name, styles)
    });
    Book { grids: grids.collect(), ..Book::new("DPA_2024.xlsx", BookFormat::Xlsx) }
}

fn findings(book: Book) -> Vec<Finding> {
    pipeline::check(book, &Settings::default()).expect("it can be checked").1.findings
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_figure_reads_as_itself(digits in 0_i64..1_000_000_000_000_000, decimals in 0_u32..5) {
        let number = Decimal::new(digits, decimals);
        // Three decimals could be a group of thousands where nothing else tells.
        prop_assume!(decimals != 3 || digits >= 1_000_000);
        let text = printed(number);
        prop_assert_eq!(figure(&text), Some(number), "{}", &text);
        prop_assert_eq!(figure(&format!("Rp. {text}")), Some(number));
        prop_assert_eq!(figure(&format!("Rp{text},-")), if decimals == 0 { Some(number) } else { figure(&format!("Rp{text},-")) });
        prop_assert_eq!(figure(&format!("({text})")), Some(-number));
        prop_assert_eq!(figure(&format!("{text}%")), Some(number));
        prop_assert_eq!(figure(&format!("{text} Dokumen")), Some(number));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in ".{0,40}") {
        let _ = (read_text(&text, Convention::Comma), read_text(&text, Convention::Dot), CellRange::parse(&text));
    }

    #[test]
    fn addresses_are_read_as_they_are_printed(row in 0_u32..1_048_576, col in 0_u32..16_384) {
        let at = CellRef::new(row, col);
        prop_assert_eq!(CellRef::parse(&at.to_string()), Some(at));
    }

    #[test]
    fn a_grid_survives_being_text(values in prop::collection::btree_map((0_u32..9, 0_u32..5), value(), 1..20)) {
        let cells = values.into_iter().map(|((row, col), value)| Cell { at: CellRef::new(row, col), value, formula: None, style: 0 });
        let grid = grid(cells, [Style::default()].into(), Vec::new());
        let book = Book { grids: vec![grid], ..Book::new("uji", BookFormat::Markdown) };
        let text = to_markdown(&book);
        let again = parse_markdown("uji", &text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(held(&book.grids[0]), held(&again.grids[0]), "{}", text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_gives_the_same_findings_wherever_it_stands(rows in 0_u32..40, cols in 0_u32..8) {
        let places = |book: Book, rows: u32, cols: u32| -> Vec<_> {
            let place = |finding: &Finding| {
                let start = finding.place.range.start;
                (finding.rule, finding.place.sheet, start.row - rows, start.col - cols)
            };
            findings(book).iter().map(place).collect()
        };
        let here = places(moved(0, 0), 0, 0);
        prop_assert!(!here.is_empty());
        prop_assert_eq!(places(moved(rows, cols), rows, cols), here);
    }

    #[test]
    fn marking_a_marked_copy_changes_nothing(chosen in prop::collection::vec(any::<prop::sample::Index>(), 0..8)) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/contoh/Renstra_RKT.xlsx");
        let bytes = std::fs::read(path).expect("the sample is there");
        let all = findings(pipeline::open("Renstra_RKT.xlsx", &bytes).expect("a workbook"));
        let some: Vec<Finding> = chosen.iter().map(|index| index.get(&all).clone()).collect();
        let once = annotate(&bytes, &some).expect("it can be marked").bytes;
        let twice = annotate(&once, &some).expect("it can be marked again").bytes;
        prop_assert!(once == twice, "{} bytes, then {}", once.len(), twice.len());
    }
}
