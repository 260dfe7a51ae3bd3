//! Formulas no honest workbook has: none may stop, hang or exhaust the program.

use super::*;
use crate::grid::{Book, BookFormat, Cell, CellRef, GridBuilder, Value};

/// A book of one sheet with these cells: a formula after `=`, a text after `'`, else a number.
fn book(cells: impl IntoIterator<Item = (CellRef, String)>) -> Book {
    let cells = cells.into_iter().map(|(at, text)| match (text.strip_prefix('='), text.strip_prefix('\'')) {
        (Some(formula), _) => Cell { at, value: Value::Empty, formula: Some(formula.into()), style: 0 },
        (_, Some(text)) => Cell { at, value: Value::Text(text.into()), formula: None, style: 0 },
        _ => Cell { at, value: Value::Number(text.parse().expect("a number")), formula: None, style: 0 },
    });
    let builder = GridBuilder { cells: cells.collect(), ..GridBuilder::default() };
    let grid = builder.build("Lembar", vec![Default::default()].into());
    Book { grids: vec![grid], ..Book::new("uji", BookFormat::Xlsx) }
}

fn at(text: &str) -> CellRef {
    CellRef::parse(text).expect("an address")
}

/// The value of B1 when A1 is 1 and B1 has this formula, and whether the formula is broken.
fn in_b1(formula: &str) -> (Option<f64>, bool) {
    let book = book([(at("A1"), "1".to_string()), (at("B1"), formula.to_string())]);
    let formulas = Formulas::parse(&book);
    let broken = formulas.get(0, at("B1")).is_none_or(|parsed| parsed.is_broken());
    (recalculate(&book, &formulas).number(0, at("B1")), broken)
}

#[test]
fn the_longest_and_deepest_formulas_of_excel_are_calculated() {
    let longest = format!("={}", vec!["A1"; 2_731].join("+"));
    assert!(longest.len() > 8_190);
    assert_eq!(in_b1(&longest), (Some(2_731.0), false));
    let nested = format!("={}A1{}", "IF(A1=1,".repeat(64), ",0)".repeat(64));
    assert_eq!(in_b1(&nested), (Some(1.0), false));
}

#[test]
fn deeper_and_longer_ones_are_broken() {
    for formula in [
        format!("={}A1{}", "(".repeat(4_000), ")".repeat(4_000)),
        "=".to_string() + &"(".repeat(8_000),
        format!("={}A1", "-".repeat(8_000)),
        format!("=A1{}", "%".repeat(8_000)),
        format!("={}", "{".repeat(8_000)),
    ] {
        assert_eq!(in_b1(&formula), (None, true), "{}", &formula[..20]);
    }
    assert_eq!(in_b1(&format!("={}", vec!["A1"; 100_000].join("+"))).0, None);
    assert_eq!(in_b1(&format!("={}A1{}", "(".repeat(10_000), ")".repeat(10_000))).0, None);
}

#[test]
fn long_runs_of_one_operator_are_no_danger() {
    for operator in ["-", "*", "/", "^", "&", "=", "<>", ",", " ", ":"] {
        in_b1(&format!("=SUM({})", vec!["A1"; 2_000].join(operator)));
    }
}

#[test]
fn what_cannot_be_calculated_keeps_its_stored_value() {
    for formula in [
        "=R1C1+R[-1]C",
        "=SUM(A1;A3)",
        "=JUMLAH(A1:A3)",
        "=Tiada!A1",
        "='Lembar lain'!A1",
        "=nama_tidak_dikenal*2",
        "=#REF!",
        "=SEQUENCE(1048576,16384)",
        "=SUM(OFFSET(A1,0,0,1048576,16384))",
        "=SUM(INDIRECT(\"A:XFD\"))",
        "=REPT(\"x\",1000000000)",
        "=TODAY()",
        "=LAMBDA(x,x(x))(LAMBDA(x,x(x)))",
        "=SUM(A1#)",
        "=",
        "=)",
        "=\"terbuka",
        "={1,2;3}",
    ] {
        assert_eq!(in_b1(formula).0, None, "{formula}");
    }
}

#[test]
fn arrays_and_whole_columns_are_calculated() {
    assert_eq!(in_b1("=SUM({1,2;3,4})").0, Some(10.0));
    assert_eq!(in_b1("=SUM(A:A)").0, Some(1.0));
    assert_eq!(in_b1("=SUM(A1:A1048576)").0, Some(1.0));
    assert_eq!(in_b1("=SUMPRODUCT(A1:A3*2)").0, Some(2.0));
}

#[test]
fn a_chain_of_a_hundred_thousand_cells_does_not_exhaust_the_stack() {
    let down = (1..100_000).map(|row| (CellRef::new(row, 0), format!("=A{row}+1")));
    let book = book(std::iter::once((at("A1"), "1".to_string())).chain(down));
    let values = recalculate(&book, &Formulas::parse(&book));
    assert_eq!(values.number(0, CellRef::new(99_999, 0)), Some(100_000.0));
    let up = (0..100_000).map(|row| (CellRef::new(row, 0), format!("=A{}+1", row + 2)));
    let book = self::book(up.chain([(CellRef::new(100_000, 0), "1".to_string())]));
    let values = recalculate(&book, &Formulas::parse(&book));
    assert_eq!(values.number(0, at("A1")), Some(100_001.0));
}

/// How many formulas are not calculated when these stand below each other from A2 on, and C1 is B1 + 1.
fn not_calculated_below(first: &str, formulas: impl Iterator<Item = String>) -> usize {
    let below = (1..).zip(formulas).map(|(row, formula)| (CellRef::new(row, 0), formula));
    let sum = [(at("B1"), "1".to_string()), (at("C1"), "=B1+1".to_string())];
    let book = book(std::iter::once((at("A1"), first.to_string())).chain(below).chain(sum));
    let values = recalculate(&book, &Formulas::parse(&book));
    assert_eq!(values.number(0, at("C1")), Some(2.0), "the others are calculated");
    values.not_calculated
}

#[test]
fn texts_do_not_grow_from_cell_to_cell() {
    let joined: [fn(u32) -> String; 6] = [
        |row| format!("=A{row}&A{row}"),
        |row| format!("=CONCATENATE(A{row},A{row})"),
        |row| format!("=REPLACE(A{row},1,0,A{row})"),
        |row| format!("=TEXTJOIN(\"\",FALSE,A{row},A{row})"),
        |row| format!("=SUBSTITUTE(A{row},\"x\",\"xx\")"),
        |row| format!("=IF(TRUE,UPPER(A{row}&A{row}),\"\")"),
    ];
    for formula in joined {
        assert_eq!(not_calculated_below("'xxxxxxxx", (1..=60).map(formula)), 60, "{}", formula(1));
    }
    assert_eq!(not_calculated_below("'x", (1..=60).map(|row| format!("=LEN(A{row}&A{row})"))), 0);
}

#[test]
fn a_long_text_is_not_handed_on_to_every_cell() {
    let long = format!("'{}", "x".repeat(30_000));
    for formula in ["=$A$1", "=IF(B$1=1,$A$1,\"\")", "=LEFT(VLOOKUP(B$1,$A$1:$B$1,1,FALSE),32000)"] {
        assert_eq!(not_calculated_below(&long, (0..20_000).map(|_| formula.into())), 20_000, "{formula}");
    }
    assert_eq!(not_calculated_below("'x", (0..20_000).map(|_| "=$A$1".into())), 0);
    // What can only give a number is calculated beside the longest text.
    for formula in ["=IF(B$1=0,0,1/B$1)", "=IFERROR(IF(B$1=0,\"-\",1/B$1),\"tidak ada\")"] {
        assert_eq!(not_calculated_below(&long, (0..20_000).map(|_| formula.into())), 0, "{formula}");
    }
}

#[test]
fn a_range_is_held_cell_by_cell_within_bounds() {
    let formulas = ["=SUMPRODUCT((B1:XFD300=1)*1)", "=SUMPRODUCT((B1:F9=1)*1)", "=SUM(B1:F9)"];
    assert_eq!(not_calculated_below("1", formulas.into_iter().map(Into::into)), 1);
}

#[test]
fn cells_that_are_looked_at_are_remembered_within_bounds() {
    let wide = (0..5).map(|at| format!("=MAX(D{}:CV{})", at * 10_000 + 100, at * 10_000 + 10_099));
    assert_eq!(not_calculated_below("1", wide), 2);
    let columns = ["=SUMIFS(D:D,E:E,1)", "=COUNTIF(D:Z,1)", "=VLOOKUP(9,D:Z,2,FALSE)", "=SUM(D:Z)", "=MAX(D1:F9)"];
    assert_eq!(not_calculated_below("1", columns.into_iter().cycle().take(50).map(Into::into)), 10);
}

#[test]
fn a_cell_that_is_worked_on_costs_more_than_one_that_is_summed() {
    let formulas = ["=SUM(A1:A300)", "=SUMPRODUCT(A1:A300*1)"];
    let mut book = book((1..).zip(formulas).map(|(row, formula)| (CellRef::new(row, 1), formula.to_string())));
    book.formula_limits.looked_at = 1_000;
    let values = recalculate(&book, &Formulas::parse(&book));
    assert_eq!([values.number(0, at("B2")), values.number(0, at("B3"))], [Some(0.0), None]);
}

#[test]
fn a_formula_the_engine_panics_on_leaves_the_others_calculated() {
    let formulas = ["=IFS(TRUE,B1:B3)", "=A1+1", "=DATE(2024,1E300,1)", "=SWITCH(1,1,B1:B3)"];
    assert!(not_calculated_below("1", formulas.into_iter().map(Into::into)) >= 3);
}

#[test]
fn formulas_over_whole_columns_beyond_the_budget_are_not_calculated() {
    let rows = (0..1_500).flat_map(|row| {
        [
            (CellRef::new(row, 0), "1".to_string()),
            (CellRef::new(row, 1), "=SUM(A:A)".to_string()),
            (CellRef::new(row, 2), "=SUMPRODUCT(A1:A1048576*1)".to_string()),
        ]
    });
    let book = book(rows);
    let values = recalculate(&book, &Formulas::parse(&book));
    assert_eq!(values.number(0, at("B1")), Some(1_500.0));
    assert!(values.not_calculated > 1_400);
}
