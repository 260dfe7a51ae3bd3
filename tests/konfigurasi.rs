//! What a configuration changes: column formulas, which win over what cermat supposes and not over the
//! form, tolerance, year, scale, polarity, header words, levels and rules for some files.

use std::path::Path;

use cermat::finding::Severity;
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
    let profiles = Profiles::built_in().with_config(&config).into();
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

#[test]
fn tolerance_takes_small_differences() {
    let mut off = remainders();
    let config = "[kolom.realisasi_anggaran]\npersen = \"(pagu - realisasi) / pagu * 100\"";
    off.grids[0].set_number(cermat::grid::CellRef::new(2, 3), 10.5);
    assert_eq!(found(off.clone(), config), ["P01"]);
    assert_eq!(found(off, &format!("[toleransi]\npersen = 0.5\n{config}")), Vec::<&str>::new());
}

#[test]
fn the_year_laid_down_is_held_against_the_titles() {
    let text = "|   | A | B | C |\n|---|---|---|---|\n| 1 | REALISASI ANGGARAN TAHUN 2023 {b} |  |  |\n\
        | 3 | Program / Kegiatan {b} | Pagu (Rp) {b} | Realisasi (Rp) {b} |\n\
        | 4 | Program Perencanaan | 200 | 150 |\n| 5 | Program Administrasi | 400 | 360 |\n";
    let book = || parse_markdown("tahun", text).expect("a readable workbook");
    assert_eq!(found(book(), ""), Vec::<&str>::new());
    assert_eq!(found(book(), "tahun = 2023"), Vec::<&str>::new());
    assert_eq!(found(book(), "tahun = 2024"), ["W01"]);
}

/// Capaian of three indikator, the last one better when it is lower.
fn achievements(last: &str) -> Book {
    let text = format!(
        "|   | A | B | C | D | E |\n|---|---|---|---|---|---|\n\
         | 1 | Sasaran {{b}} | Indikator Kinerja {{b}} | Target {{b}} | Realisasi Kinerja {{b}} | Capaian (%) {{b}} |\n\
         | 2 | Meningkatnya layanan | Persentase layanan tepat waktu | 80 | 72 | 90 |\n\
         | 3 | Meningkatnya mutu | Persentase layanan bermutu | 50 | 45 | 90 |\n\
         | 4 | Tertibnya berkas | Jumlah berkas tersisa | 40 | 50 | {last} |\n"
    );
    parse_markdown("capaian", &text).expect("a readable workbook")
}

#[test]
fn polarity_decides_which_formula_a_row_is_held_to() {
    let negative = "[polaritas]\n\"jumlah berkas tersisa\" = \"negatif\"";
    assert_eq!(found(achievements("75"), ""), Vec::<&str>::new());
    assert_eq!(found(achievements("75"), negative), Vec::<&str>::new());
    assert_eq!(found(achievements("125"), ""), Vec::<&str>::new());
    assert_eq!(found(achievements("125"), negative), ["P03"]);
}

#[test]
fn further_header_words_make_a_column_known() {
    let text = "|   | A | B | C | D |\n|---|---|---|---|---|\n\
        | 1 | Program / Kegiatan {b} | Jatah Kas {b} | Realisasi (Rp) {b} | Persentase (%) {b} |\n\
        | 2 | Program Perencanaan | 200 | 150 | 57 |\n| 3 | Program Administrasi | 400 | 360 | 90 |\n\
        | 4 | Program Pelayanan | 500 | 400 | 80 |\n";
    let book = || parse_markdown("jatah", text).expect("a readable workbook");
    assert!(!found(book(), "").contains(&"P01"));
    assert!(found(book(), "[sinonim]\npagu = [\"jatah kas\"]").contains(&"P01"));
}

#[test]
fn an_own_scale_decides_the_kategori() {
    let text = "|   | A | B | C | D | E | F |\n|---|---|---|---|---|---|---|\n\
        | 1 | Sasaran {b} | Indikator Kinerja {b} | Target {b} | Realisasi Kinerja {b} | Capaian (%) {b} | Kategori {b} |\n\
        | 2 | Meningkatnya layanan | Persentase layanan tepat waktu | 80 | 76 | 95 | Memuaskan |\n\
        | 3 | Meningkatnya mutu | Persentase layanan bermutu | 50 | 45 | 90 | Kurang Memuaskan |\n\
        | 4 | Meningkatnya jangkauan | Persentase layanan terjangkau | 50 | 49 | 98 | Memuaskan |\n";
    let book = || parse_markdown("skala", text).expect("a readable workbook");
    let scale = |lowest: u32| format!("[skala]\n\"Memuaskan\" = {lowest}\n\"Kurang Memuaskan\" = 0\n");
    assert_eq!(found(book(), &scale(92)), Vec::<&str>::new());
    assert_eq!(found(book(), &scale(97)), ["K01"]);
}

#[test]
fn levels_and_rules_for_some_files_hold_for_them_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let heads = ["Program / Kegiatan", "Pagu (Rp)", "Realisasi (Rp)", "Persentase (%)"];
    for (col, head) in (0..).zip(heads) {
        sheet.write_string(0, col, head).expect("fits");
    }
    for (row, persen) in (1..).zip([57.0, 75.0, 75.0]) {
        sheet.write_string(row, 0, format!("Program Bidang {row}")).expect("fits");
        for (col, value) in [(1, 200.0), (2, 150.0), (3, persen)] {
            sheet.write_number(row, col, value).expect("fits");
        }
    }
    for name in ["PK_1.xlsx", "LRA.xlsx"] {
        workbook.save(folder.path().join(name)).expect("written");
    }
    let csv = |config: &str| {
        std::fs::write(folder.path().join("cermat.toml"), config).expect("written");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cermat"));
        let output = command.current_dir(folder.path()).args(["periksa", ".", "--format", "csv"]).output();
        let text = String::from_utf8(output.expect("cermat runs").stdout).expect("text");
        let rows = text.lines().skip(1).map(|row| row.split(';').collect::<Vec<_>>());
        rows.map(|row| format!("{} {}", row[0], row[3])).collect::<Vec<_>>()
    };
    assert_eq!(csv(""), ["LRA.xlsx salah", "PK_1.xlsx salah"]);
    assert_eq!(csv("[tingkat]\nP = \"saran\"\nP01 = \"periksa\""), ["LRA.xlsx periksa", "PK_1.xlsx periksa"]);
    assert_eq!(csv("[[berkas]]\npola = \"pk*\"\nabaikan = [\"P\"]"), ["LRA.xlsx salah"]);
    assert_eq!(csv("[[berkas]]\npola = \"pk*\"\naturan = [\"J\"]"), ["LRA.xlsx salah"]);
    let levels = "[[berkas]]\npola = \"LRA.xlsx\"\ntingkat = { P01 = \"saran\" }";
    assert_eq!(csv(levels), ["LRA.xlsx saran", "PK_1.xlsx salah"]);
}

#[test]
fn a_level_holds_for_a_finding_between_documents_that_replaces_a_weaker_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/bersih/dpa.md");
    let text = std::fs::read_to_string(path).expect("a readable seed");
    let text = text.replace("NIP. 19690312 199503 1 002", "NIP. 19690321199503 1 002");
    let dpa = parse_markdown("bersih/dpa.md", &text).expect("a readable seed");
    let found = |levels: Vec<(String, Severity)>| {
        let settings = Settings { levels, ..Settings::default() };
        let check = |book: Book| pipeline::check(book, &settings).expect("a report that can be checked").1;
        let (mut first, mut second) = (check(dpa.clone()), check(seed("bersih/pk.md")));
        let alone: Vec<_> = first.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(alone, ["I06"], "the weaker finding stands there before");
        pipeline::link(&mut [(&mut first, &settings), (&mut second, &settings)]).expect("linked");
        first.findings.iter().map(|finding| (finding.rule, finding.severity)).collect::<Vec<_>>()
    };
    assert_eq!(found(Vec::new()), [("I14", Severity::Error)]);
    assert_eq!(found(vec![("I14".into(), Severity::Review)]), [("I14", Severity::Review)]);
}

#[test]
fn the_sample_is_printed_and_can_be_used_as_it_is() {
    let cermat = |arguments: &[&str], folder: &Path| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cermat"));
        command.current_dir(folder).args(arguments).output().expect("cermat runs")
    };
    let folder = tempfile::tempdir().expect("a folder");
    let printed = cermat(&["periksa", "--contoh-konfigurasi"], folder.path());
    assert_eq!(printed.status.code(), Some(0));
    std::fs::write(folder.path().join("cermat.toml"), &printed.stdout).expect("written");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/templat/dpa.xlsx");
    std::fs::copy(sample, folder.path().join("dpa.xlsx")).expect("copied");
    assert_ne!(cermat(&["periksa", "."], folder.path()).status.code(), Some(2));
}
