//! Every rule's document is run: its tables give exactly the findings written below them.
//!
//! A document's block is a Markdown workbook, or a clean seed with some cells changed, followed by
//! a `temuan` fence with what all rules find on it. Further tests hold for all rules: no finding on
//! a clean seed, and the same findings when a table is moved, spread or its sheet renamed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use cermat::finding::Finding;
use cermat::grid::{Book, Cell, CellRange, CellRef, Grid, GridBuilder, Value, parse_markdown};
use cermat::pipeline::{self, Settings};
use cermat::rules::{RULES, Rule};
use regex::{Captures, Regex};

/// A workbook of a document with the findings it should give.
struct Block {
    line: usize,
    books: Vec<Book>,
    is_changed_seed: bool,
    expected: Vec<String>,
}

#[test]
fn documents_show_what_the_rules_find() {
    let mut differences = String::new();
    for rule in RULES {
        for block in blocks(rule.doc).unwrap_or_else(|error| panic!("{} {error}", rule.code)) {
            let found = all_findings(block.books);
            if found != block.expected {
                let _ = write!(differences, "\n{} baris {}:\n", rule.code, block.line);
                differences.push_str(&difference(&block.expected, &found));
            }
        }
    }
    assert!(differences.is_empty(), "- di dokumen, + ditemukan{differences}");
}

#[test]
fn every_document_shows_its_fault_and_a_right_case() {
    for rule in RULES {
        let blocks = blocks(rule.doc).unwrap_or_else(|error| panic!("{} {error}", rule.code));
        let names = |line: &String| line.starts_with(rule.code);
        let shows = |is_changed_seed: bool| {
            blocks.iter().any(|block| block.is_changed_seed == is_changed_seed && block.expected.iter().any(names))
        };
        assert!(shows(false), "{}: no example", rule.code);
        assert!(blocks.iter().any(|block| block.expected.is_empty()), "{}: no right case", rule.code);
        let alone = blocks
            .iter()
            .any(|block| block.is_changed_seed && block.expected.len() == 1 && block.expected.iter().all(names));
        assert!(alone, "{}: no change of a clean seed gives this finding alone", rule.code);
    }
}

#[test]
fn every_document_begins_with_its_rule_and_has_its_parts() {
    const PARTS: [&str; 5] =
        ["**Yang diperiksa.**", "**Mengapa penting.**", "**Dasar.**", "**Cara memperbaiki.**", "**Cara mendiamkan.**"];
    for rule in RULES {
        let heading = format!("# {} · {}\n", rule.code, rule.title);
        assert!(rule.doc.starts_with(&heading), "{}: the document does not begin with {heading}", rule.code);
        let places: Vec<Option<usize>> = PARTS.iter().map(|part| rule.doc.find(part)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}: {PARTS:?} at {places:?}", rule.code);
    }
}

#[test]
fn codes_are_unique_and_in_order() {
    let family = |rule: &Rule| rule.code.chars().next();
    for (at, rule) in RULES.iter().enumerate() {
        let later = &RULES[at + 1..];
        assert!(later.iter().all(|other| other.code != rule.code), "{} twice", rule.code);
        assert!(later.iter().all(|other| other.name != rule.name), "{} twice", rule.name);
        if let Some(next) = later.iter().find(|other| family(other) == family(rule)) {
            assert!(rule.code < next.code, "{} after {}", next.code, rule.code);
        }
    }
}

#[test]
fn clean_seeds_have_no_findings() {
    let books = seed_books("bersih");
    assert!(books.len() >= 15, "{} clean seeds", books.len());
    for (name, book) in books {
        assert_eq!(findings(book), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn clean_seeds_agree_with_each_other() {
    let (_, books): (Vec<_>, Vec<Book>) = seed_books("bersih").into_iter().unzip();
    assert_eq!(all_findings(books), Vec::<String>::new());
}

#[test]
fn a_moved_table_gives_the_same_findings() {
    for (name, book) in real_workbooks() {
        assert_same(&name, book, |_, at| CellRef::new(at.row + 3, at.col + 2), str::to_string);
    }
}

#[test]
fn a_renamed_sheet_gives_the_same_findings() {
    for (name, book) in real_workbooks() {
        assert_same(&name, book, |_, at| at, |sheet| format!("Lampiran {sheet}"));
    }
}

#[test]
fn a_blank_row_gives_the_same_findings() {
    for (name, book) in real_workbooks() {
        let middles = middle_rows(&book);
        for third in [1, 2] {
            let place = |sheet: &str, at: CellRef| {
                let row = middles.get(sheet).and_then(|rows| rows.get(rows.len() * third / 3));
                CellRef::new(at.row + u32::from(row.is_some_and(|&row| at.row >= row)), at.col)
            };
            assert_same(&name, book.clone(), place, str::to_string);
        }
    }
}

/// The rows of each sheet's first table that a blank row may stand before: none inside a merge.
fn middle_rows(book: &Book) -> BTreeMap<String, Vec<u32>> {
    let (laporan, _) = pipeline::check(book.clone(), &Settings::default()).expect("a checked seed");
    let mut middles = BTreeMap::new();
    for dokumen in &laporan.dokumen {
        let grid = &laporan.book.grids[dokumen.table.sheet];
        let in_merge = |row: u32| grid.merges.iter().any(|merge| merge.start.row < row && row <= merge.end.row);
        let rows = dokumen.table.rows.iter().skip(1).map(|row| row.row).filter(|&row| !in_merge(row));
        middles.entry(grid.name.to_string()).or_insert_with(|| rows.collect());
    }
    middles
}

/// A book with its cells moved and its sheets renamed has the same findings, at the moved cells.
fn assert_same(name: &str, book: Book, place: impl Fn(&str, CellRef) -> CellRef, rename: impl Fn(&str) -> String) {
    let grids = book.grids.iter().map(|grid| rebuild(grid, &place, &rename)).collect();
    let changed = Book { grids, ..book.clone() };
    let moved = |finding: &Finding| {
        let (sheet, range) = (&finding.place.sheet_name, finding.place.range);
        CellRange::new(place(sheet, range.start), place(sheet, range.end))
    };
    let line = |finding: &Finding, range: CellRange| {
        let message = PLACES.replace_all(&finding.message, "…");
        format!("{} {} {range} di lembar {}: {message}", finding.rule, finding.severity.word(), finding.place.sheet)
    };
    let before: Vec<String> = checked(book).iter().map(|finding| line(finding, moved(finding))).collect();
    let after: Vec<String> = checked(changed).iter().map(|finding| line(finding, finding.place.range)).collect();
    assert!(before == after, "{name}: - sebelum, + sesudah\n{}", difference(&before, &after));
}

/// Row numbers and addresses in a message.
static PLACES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"baris \d+|\b[A-Z]{1,2}\d+\b").expect("a valid pattern"));

fn rebuild(grid: &Grid, place: impl Fn(&str, CellRef) -> CellRef, rename: impl Fn(&str) -> String) -> Grid {
    let own = |at: CellRef| place(&grid.name, at);
    let cells = grid.cells().iter().map(|cell| Cell {
        at: own(cell.at),
        formula: cell.formula.as_deref().map(|formula| moved_formula(formula, &grid.name, &place, &rename).into()),
        ..cell.clone()
    });
    let builder = GridBuilder {
        cells: cells.collect(),
        merges: grid.merges.iter().map(|merge| CellRange::new(own(merge.start), own(merge.end))).collect(),
        hidden_rows: grid.hidden_rows.iter().map(|&row| own(CellRef::new(row, 0)).row).collect(),
        hidden_cols: grid.hidden_cols.iter().map(|&col| own(CellRef::new(0, col)).col).collect(),
        comments: grid.comments.clone(),
        visibility: grid.visibility,
    };
    builder.build(&rename(&grid.name), grid.styles.clone())
}

/// The formula as Excel writes it after rows or columns were added and sheets renamed.
fn moved_formula(
    formula: &str,
    own: &str,
    place: impl Fn(&str, CellRef) -> CellRef,
    rename: impl Fn(&str) -> String,
) -> String {
    static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:(?:'([^']+)'|\b([A-Za-z]\w*))!)?\b([A-Z]{1,2}[1-9]\d{0,4})(?::([A-Z]{1,2}[1-9]\d{0,4}))?\b")
            .expect("a valid pattern")
    });
    let moved = |found: &Captures<'_>| {
        let named = found.get(1).or(found.get(2)).map(|sheet| sheet.as_str());
        let sheet = named.map_or(String::new(), |sheet| format!("'{}'!", rename(sheet)));
        let corner = |at: usize| found.get(at).and_then(|cell| CellRef::parse(cell.as_str()));
        let corner = |at: usize| corner(at).map(|cell| place(named.unwrap_or(own), cell).to_string());
        let cells: Vec<String> = [corner(3), corner(4)].into_iter().flatten().collect();
        sheet + &cells.join(":")
    };
    REFERENCE.replace_all(formula, moved).into_owned()
}

/// The blocks of a document: all Markdown workbook text up to a `temuan` fence, or a changed seed.
fn blocks(doc: &str) -> Result<Vec<Block>, String> {
    let mut blocks = Vec::new();
    let mut table = String::new();
    let mut changed: Vec<Book> = Vec::new();
    let mut lines = doc.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let Some(fence) = line.strip_prefix("```") else {
            table.push_str(line);
            table.push('\n');
            continue;
        };
        let fail = |detail: String| format!("line {}: {detail}", at + 1);
        let fenced: Vec<String> =
            lines.by_ref().map(|(_, line)| line.trim().to_string()).take_while(|line| line != "```").collect();
        let fenced: Vec<String> = fenced.into_iter().filter(|line| !line.is_empty()).collect();
        if let Some(path) = fence.strip_prefix("ubah ") {
            // Several seeds are the workbooks of one run.
            if !changed.iter().any(|book| book.name == path.trim()) {
                changed.push(seed(path.trim()));
            }
            let book = changed.iter_mut().find(|book| book.name == path.trim()).expect("a book just pushed");
            forget_results(book);
            for change in &fenced {
                change_cell(book, change).map_err(fail)?;
            }
        } else if fence == "temuan" {
            let is_changed_seed = !changed.is_empty();
            let mut books = std::mem::take(&mut changed);
            if !is_changed_seed {
                books.push(parse_markdown("contoh", &table).map_err(|error| fail(error.to_string()))?);
            }
            if books.iter().any(|book| book.grids.is_empty()) {
                return Err(fail("no workbook before these findings".into()));
            }
            blocks.push(Block { line: at + 1, books, is_changed_seed, expected: fenced });
            table.clear();
        } else {
            return Err(fail(format!("unknown fence `{fence}`")));
        }
    }
    if table.lines().any(|line| line.starts_with('|')) || !changed.is_empty() {
        return Err("a workbook without its findings".into());
    }
    Ok(blocks)
}

/// Drops stored numbers, so that formulas follow the changes as they do when Excel saves.
fn forget_results(book: &mut Book) {
    for grid in &mut book.grids {
        let forget = |cell: &Cell| match (&cell.formula, &cell.value) {
            (Some(_), Value::Number(_)) => Cell { value: Value::Empty, ..cell.clone() },
            _ => cell.clone(),
        };
        let builder = GridBuilder {
            cells: grid.cells().iter().map(forget).collect(),
            merges: grid.merges.clone(),
            hidden_rows: grid.hidden_rows.clone(),
            hidden_cols: grid.hidden_cols.clone(),
            comments: grid.comments.clone(),
            visibility: grid.visibility,
        };
        *grid = builder.build(&grid.name.clone(), grid.styles.clone());
    }
}

/// Applies `Lembar!SEL = text`, keeping the cell's style unless the text brings its own, or
/// `Lembar!SEL tersembunyi`, which hides the cell's row.
fn change_cell(book: &mut Book, change: &str) -> Result<(), String> {
    if let Some(address) = change.strip_suffix(" tersembunyi") {
        let (sheet, cell) = address.rsplit_once('!').ok_or_else(|| format!("`{address}` names no sheet"))?;
        let at = CellRef::parse(cell).ok_or_else(|| format!("`{cell}` is no cell"))?;
        let grid = book.grids.iter_mut().find(|grid| *grid.name == *sheet);
        grid.ok_or_else(|| format!("no sheet `{sheet}`"))?.hidden_rows.insert(at.row);
        return Ok(());
    }
    let (address, text) = change.split_once('=').ok_or_else(|| format!("`{change}` is no `Lembar!SEL = …`"))?;
    let (sheet, cell) = address.trim().rsplit_once('!').ok_or_else(|| format!("`{address}` names no sheet"))?;
    let at = CellRef::parse(cell).ok_or_else(|| format!("`{cell}` is no cell"))?;
    let table = format!("|   | A |\n|---|---|\n| 1 | {} |", text.trim());
    let given = parse_markdown("ubah", &table).map_err(|error| error.to_string())?.grids.remove(0);
    let grid = book.grids.iter_mut().find(|grid| *grid.name == *sheet).ok_or_else(|| format!("no sheet `{sheet}`"))?;
    let mut styles = grid.styles.to_vec();
    let mut style = grid.cell(at).map_or(0, |cell| cell.style);
    if let Some(own) = given.cells().first().filter(|cell| cell.style != 0) {
        style = styles.len() as u32;
        styles.push(given.style(own).clone());
    }
    let mut builder = GridBuilder {
        cells: grid.cells().iter().filter(|cell| cell.at != at).cloned().collect(),
        merges: grid.merges.clone(),
        hidden_rows: grid.hidden_rows.clone(),
        hidden_cols: grid.hidden_cols.clone(),
        comments: grid.comments.clone(),
        visibility: grid.visibility,
    };
    builder.cells.extend(given.cells().first().map(|cell| Cell { at, style, ..cell.clone() }));
    *grid = builder.build(&grid.name.clone(), styles.into());
    Ok(())
}

/// The findings of all rules as a document writes them.
fn findings(book: Book) -> Vec<String> {
    all_findings(vec![book])
}

/// The findings on the workbooks of one run, book by book.
fn all_findings(books: Vec<Book>) -> Vec<String> {
    let has_sheets = books.iter().map(|book| book.grids.len()).sum::<usize>() > 1;
    let line = |finding: &Finding| {
        let sheet = if has_sheets { format!("{}!", finding.place.sheet_name) } else { String::new() };
        let place = &finding.place.range;
        format!("{} {} {sheet}{place}: {}", finding.rule, finding.severity.word(), finding.message)
    };
    checked_all(books).iter().flatten().map(line).collect()
}

fn checked(book: Book) -> Vec<Finding> {
    checked_all(vec![book]).remove(0)
}

/// The findings of each workbook of one run.
fn checked_all(books: Vec<Book>) -> Vec<Vec<Finding>> {
    let settings = Settings::default();
    let check = |book| pipeline::check(book, &settings).expect("a report that can be checked").1;
    let mut run: Vec<_> = books.into_iter().map(check).collect();
    let mut linked: Vec<_> = run.iter_mut().map(|checked| (checked, &settings)).collect();
    pipeline::link(&mut linked).expect("documents that can be compared");
    run.into_iter().map(|checked| checked.findings).collect()
}

fn difference(expected: &[String], found: &[String]) -> String {
    let missing = expected.iter().filter(|line| !found.contains(line)).map(|line| format!("  - {line}\n"));
    let extra = found.iter().filter(|line| !expected.contains(line)).map(|line| format!("  + {line}\n"));
    let text: String = missing.chain(extra).collect();
    if text.is_empty() { format!("  urutan lain: {found:#?}\n") } else { text }
}

fn seeds() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds"))
}

/// The seeds of real reports.
fn real_workbooks() -> Vec<(String, Book)> {
    seed_books("contoh")
}

/// All seeds of a folder by name.
fn seed_books(folder: &str) -> Vec<(String, Book)> {
    let entries = std::fs::read_dir(seeds().join(folder)).expect("a folder of seeds").flatten();
    let mut names: Vec<String> =
        entries.map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy())).collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), seed(&name))).collect()
}

fn seed(name: &str) -> Book {
    let text = std::fs::read_to_string(seeds().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    parse_markdown(name, &text).unwrap_or_else(|error| panic!("{name}: {error}"))
}
