//! Bend a figure in a clean seed and something must be found, or the cell is on the list of
//! unwatched cells. The list only shrinks.
//!
//! The clean seeds are the documents of one agency, and are checked together as an agency checks
//! them: a target that nothing else in its own document determines may stand in another one. How many
//! are found in the document alone is printed beside.
//!
//! A seed is bent in two ways. With every formula replaced by its result, as in a report typed by
//! hand, each figure is bent in turn in five ways. With the formulas alive, each formula is replaced
//! by its result plus one, as when someone types over it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use cermat::finding::{Finding, Place, Severity};
use cermat::formula::Formulas;
use cermat::grid::{Book, Cell, CellRef, Grid, GridBuilder, Value, parse_markdown};
use cermat::pipeline::{self, Checked, Settings};
use cermat::table::{Content, Convention, figure};
use rayon::prelude::*;

/// A cell by sheet index and address.
type Spot = (usize, CellRef);

/// A figure replaced by another one.
struct Bend {
    spot: Spot,
    name: &'static str,
    value: Value,
}

/// A clean seed and what its cells are calculated from.
struct Seed {
    name: String,
    book: Book,
    dependants: BTreeMap<Spot, Vec<Spot>>,
}

#[test]
fn a_bent_figure_is_found() {
    let mut unwatched: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    let (mut bent, mut alone, mut missed) = (0, 0, 0);
    let seeds = seeds();
    let clean: Vec<Checked> = seeds.iter().map(|seed| check(seed.book.clone())).collect();
    for (at, seed) in seeds.iter().enumerate() {
        let others = || clean.iter().enumerate().filter(|&(other, _)| other != at).map(|(_, checked)| checked.clone());
        for (way, book) in [("", typed(&seed.book)), (" ditimpa", seed.book.clone())] {
            let bends = bends(&book, !way.is_empty());
            let missing: Vec<&Bend> =
                bends.par_iter().filter(|bend| !is_found(seed, &book, bend, Vec::new())).collect();
            bent += bends.len();
            alone += bends.len() - missing.len();
            let missing: Vec<&Bend> =
                missing.into_par_iter().filter(|bend| !is_found(seed, &book, bend, others().collect())).collect();
            missed += missing.len();
            for bend in missing {
                let sheet = &seed.book.grids[bend.spot.0].name;
                let cell = format!("{} {sheet}!{}{way}", seed.name, bend.spot.1);
                unwatched.entry(cell).or_default().insert(bend.name);
            }
        }
    }
    let share = 100.0 * (bent - missed) as f64 / bent as f64;
    let share_alone = 100.0 * alone as f64 / bent as f64;
    println!("{} dari {bent} angka yang diubah ditemukan ({share:.1}%)", bent - missed);
    println!("{alone} dalam dokumennya sendiri ({share_alone:.1}%)");
    let listed: BTreeSet<String> = list().lines().map(str::to_string).collect();
    let found: BTreeSet<String> = unwatched.iter().map(|(cell, names)| line(cell, names)).collect();
    let new: Vec<&String> = found.difference(&listed).collect();
    let mended: Vec<&String> = listed.difference(&found).collect();
    let written = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutasi_tak_terjaga.txt");
    std::fs::write(written, found.iter().map(|line| format!("{line}\n")).collect::<String>())
        .expect("a folder for tests");
    assert!(new.is_empty() && mended.is_empty(), "tidak terjaga: {new:#?}\nkini terjaga atau berubah: {mended:#?}");
}

fn line(cell: &str, names: &BTreeSet<&'static str>) -> String {
    format!("{cell}: {}", names.iter().copied().collect::<Vec<_>>().join(" "))
}

fn list() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mutasi_tak_terjaga.txt"))
        .expect("the list of unwatched cells")
}

fn seeds() -> Vec<Seed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/bersih");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("a folder of seeds").flatten().collect();
    paths.sort_by_key(|entry| entry.file_name());
    let seed = |entry: &std::fs::DirEntry| {
        let name = entry.path().file_stem().expect("a seed has a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(entry.path()).expect("a readable seed");
        let book = parse_markdown(&name, &text).unwrap_or_else(|error| panic!("{name}: {error}"));
        Seed { dependants: dependants(&book), name, book }
    };
    paths.iter().map(seed).collect()
}

/// The formula cells that refer to each cell.
fn dependants(book: &Book) -> BTreeMap<Spot, Vec<Spot>> {
    let formulas = Formulas::parse(book);
    let mut dependants: BTreeMap<Spot, Vec<Spot>> = BTreeMap::new();
    for sheet in 0..book.grids.len() {
        for (cell, parsed) in formulas.of_sheet(sheet) {
            for reference in parsed.references() {
                let cells = book.grids[reference.sheet].cells().iter().map(|cell| cell.at);
                for used in cells.filter(|&used| reference.range.contains(used)) {
                    dependants.entry((reference.sheet, used)).or_default().push((sheet, cell));
                }
            }
        }
    }
    dependants
}

/// The book as someone types it who does not use formulas.
fn typed(book: &Book) -> Book {
    let plain = |cell: &Cell| Cell { formula: None, ..cell.clone() };
    Book { grids: book.grids.iter().map(|grid| rebuild(grid, plain)).collect(), ..book.clone() }
}

fn rebuild(grid: &Grid, cell: impl Fn(&Cell) -> Cell) -> Grid {
    let builder = GridBuilder {
        cells: grid.cells().iter().map(cell).collect(),
        merges: grid.merges.clone(),
        hidden_rows: grid.hidden_rows.clone(),
        hidden_cols: grid.hidden_cols.clone(),
        comments: grid.comments.clone(),
        visibility: grid.visibility,
    };
    builder.build(&grid.name, grid.styles.clone())
}

/// All bends of a book: of its figures, or only of its formulas.
fn bends(book: &Book, of_formulas: bool) -> Vec<Bend> {
    let (laporan, _) = pipeline::check(book.clone(), &Settings::default()).expect("a clean seed");
    let mut bends = Vec::new();
    let mut seen = HashSet::new();
    for table in laporan.dokumen.iter().map(|dokumen| &dokumen.table) {
        let grid = &book.grids[table.sheet];
        let columns = table.numeric_columns().map(|at| table.columns[at].col);
        for col in columns {
            let column: Vec<&Cell> =
                table.rows.iter().filter_map(|row| grid.cell(CellRef::new(row.row, col))).filter(has_figure).collect();
            for (at, cell) in column.iter().enumerate() {
                let wanted = !of_formulas || cell.formula.is_some();
                if wanted && seen.insert((table.sheet, cell.at)) {
                    let neighbour = column.get(at + 1).or(at.checked_sub(1).and_then(|above| column.get(above)));
                    let own = bend(grid, (table.sheet, cell.at), cell, neighbour.copied());
                    bends.extend(own.into_iter().filter(|bend| !of_formulas || bend.name == "tambah"));
                }
            }
        }
    }
    bends
}

fn has_figure(cell: &&Cell) -> bool {
    match &cell.value {
        Value::Number(_) => true,
        Value::Text(text) => matches!(figure::read_text(text, Convention::Comma), Content::Figure(_)),
        _ => false,
    }
}

/// The five bends of a figure that change what is shown.
fn bend(grid: &Grid, spot: Spot, cell: &Cell, neighbour: Option<&Cell>) -> Vec<Bend> {
    let percent = if grid.style(cell).format.percent { 100.0 } else { 1.0 };
    let written = match &cell.value {
        Value::Number(number) => Figure { number: *number, unit: None },
        Value::Text(text) => Figure::of_text(text),
        _ => return Vec::new(),
    };
    let values = [
        ("tukar", swapped(&grid.shown(cell.at), percent).map(|number| written.with(number))),
        ("kali", Some(written.with(written.number * 10.0))),
        ("bagi", Some(written.with(written.number / 10.0))),
        ("tambah", Some(written.with(written.number + 1.0 / percent))),
        ("salin", neighbour.map(|neighbour| neighbour.value.clone())),
    ];
    let values = values.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let shown = |value: &Value| {
        let bent = Cell { value: value.clone(), formula: None, ..cell.clone() };
        let one = GridBuilder { cells: vec![bent], ..GridBuilder::default() };
        one.build("", grid.styles.clone()).shown(cell.at)
    };
    let changes = values.filter(|(_, value)| shown(value) != shown(&cell.value));
    changes.map(|(name, value)| Bend { spot, name, value }).collect()
}

/// A figure in a cell, alone or with its unit as text.
struct Figure {
    number: f64,
    unit: Option<String>,
}

impl Figure {
    fn of_text(text: &str) -> Self {
        let Content::Figure(figure) = figure::read_text(text, Convention::Comma) else {
            return Self { number: 0.0, unit: None };
        };
        let number = figure.value.to_string().parse().expect("a decimal is a number");
        let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
        Self { number, unit: Some(text[digits..].to_string()) }
    }

    fn with(&self, number: f64) -> Value {
        match &self.unit {
            Some(unit) => Value::Text(format!("{number}{unit}").replace('.', ",").into()),
            None => Value::Number(number),
        }
    }
}

/// The first two neighbouring digits that differ swapped, none of which leads to a leading zero.
fn swapped(shown: &str, percent: f64) -> Option<f64> {
    let number: String = shown.chars().take_while(|c| c.is_ascii_digit() || ".,-".contains(*c)).collect();
    let mut characters: Vec<char> = number.chars().filter(|&c| c != '.').collect();
    let digits: Vec<usize> = (0..characters.len()).filter(|&at| characters[at].is_ascii_digit()).collect();
    let differ = |pair: &&[usize]| characters[pair[0]] != characters[pair[1]] && characters[pair[1]] != '0';
    let pair = digits.windows(2).find(differ)?;
    let (first, second) = (pair[0], pair[1]);
    characters.swap(first, second);
    let text: String = characters.into_iter().map(|c| if c == ',' { '.' } else { c }).collect();
    text.parse::<f64>().ok().map(|number| number / percent)
}

/// Whether the bent figure is found: at its cell, with its cell, or at a cell calculated from it.
fn is_found(seed: &Seed, book: &Book, bend: &Bend, mut others: Vec<Checked>) -> bool {
    let (sheet, at) = bend.spot;
    let mut bent = book.clone();
    bent.grids[sheet] = rebuild(&book.grids[sheet], |cell| {
        if cell.at == at { Cell { value: bend.value.clone(), formula: None, ..cell.clone() } } else { cell.clone() }
    });
    for grid in &mut bent.grids {
        *grid = rebuild(grid, |cell| match (&cell.formula, &cell.value) {
            (Some(_), Value::Number(_)) => Cell { value: Value::Empty, ..cell.clone() },
            _ => cell.clone(),
        });
    }
    let settings = Settings::default();
    let mut checked = check(bent);
    let mut run: Vec<(&mut Checked, &Settings)> = vec![(&mut checked, &settings)];
    run.extend(others.iter_mut().map(|other| (other, &settings)));
    pipeline::link(&mut run).expect("documents that can be compared");
    let name = checked.nama.clone();
    let affected = affected(&seed.dependants, bend.spot);
    let run = std::iter::once(&checked).chain(&others);
    run.flat_map(|checked| &checked.findings)
        .filter(|finding| finding.severity != Severity::Advice)
        .any(|finding| tells(finding, &name, &affected))
}

fn check(book: Book) -> Checked {
    pipeline::check(book, &Settings::default()).expect("a seed can be checked").1
}

/// The cell and all that is calculated from it.
fn affected(dependants: &BTreeMap<Spot, Vec<Spot>>, spot: Spot) -> HashSet<Spot> {
    let mut affected = HashSet::from([spot]);
    let mut open = vec![spot];
    while let Some(spot) = open.pop() {
        for &next in dependants.get(&spot).into_iter().flatten() {
            if affected.insert(next) {
                open.push(next);
            }
        }
    }
    affected
}

/// A finding tells of a cell when it stands at it, names it, or stands at what is calculated from it.
fn tells(finding: &Finding, name: &str, affected: &HashSet<Spot>) -> bool {
    let covers = |book: &str, place: &Place| {
        book == name && affected.iter().any(|&(sheet, at)| place.sheet == sheet && place.range.contains(at))
    };
    covers(&finding.book, &finding.place) || finding.related.iter().any(|related| covers(&related.book, &related.place))
}
