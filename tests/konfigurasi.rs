//! Column formulas of a configuration: they win over what cermat supposes, and the form over them.

use std::path::Path;

use cermat::grid::{Book, parse_markdown};
use cermat::pipeline::{self, Settings};
use cermat::profile::{Config, Known, Profiles};

fn seed(name: &str) -> Book {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    let text = std::fs::read_to_string(path).expect("a readable seed");
    parse_markdown(name, &text).expect("a readable seed")
}

/// The rules that find something with a configuration.
fn found(book: Book, config: &str) -> Vec<&'static str> {
    let known = Known { profiles: Profiles::built_in(), aturan: &[], tingkat: &[] };
    let config = Config::parse(config, &known).expect("a right configuration");
    let profiles = Profiles::built_in().clone().with_config(&config);
    let settings = Settings { profiles, ..Settings::default() };
    let (_, checked) = pipeline::check(book, &settings).expect("a report that can be checked");
    checked.findings.iter().map(|finding| finding.rule).collect()
}

/// A list whose percentages are of what is left.
fn remainders() -> Book {
    let text = "|   | A | B | C | D |\n|---|---|---|---|---|\n\
        | 1 | Program / Kegiatan {b} | Pagu (Rp) {b} | Realisasi (Rp) {b} | Persentase (%) {b} |\n\
        | 2 | Program Perencanaan | 200 | 150 | 25 |\n\
        | 3 | Program Administrasi | 400 | 360 | 10 |\n\
        | 4 | Program Pelayanan | 500 | 400 | 20 |\n";
    parse_markdown("sisa", text).expect("a readable workbook")
}

#[test]
fn a_configured_formula_wins_over_the_supposed_one() {
    let config = "[kolom.realisasi_anggaran]\npersen = \"(pagu - realisasi) / pagu * 100\"";
    assert_eq!(found(remainders(), config), Vec::<&str>::new());
    let mut wrong = remainders();
    wrong.grids[0].set_number(cermat::grid::CellRef::new(2, 3), 12.0);
    assert_eq!(found(wrong, config), ["P01"]);
}

#[test]
fn the_number_row_of_the_form_wins_over_the_configuration() {
    let config = "[kolom.realisasi_keuangan_fisik]\nsisa = \"realisasi - pagu\"\npersen = \"pagu / realisasi\"";
    assert_eq!(found(seed("bersih/realisasi_keuangan_fisik.md"), config), Vec::<&str>::new());
}

#[test]
fn a_formula_over_columns_the_form_lacks_is_left_out() {
    let config = "[kolom.realisasi_anggaran]\npersen = \"realisasi / pagu_modal * 100\"";
    assert_eq!(found(seed("bersih/realisasi_anggaran.md"), config), Vec::<&str>::new());
}
