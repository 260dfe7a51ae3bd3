//! The tables of the LKjIP: figures are those of the seeds, formulas give their stored results, clean stays clean.

use std::fs;
use std::path::{Path, PathBuf};

use cermat::finding::{Finding, Place};
use cermat::grid::{Book, CellRef, Grid, Value, parse_markdown};
use cermat::outputs::lampiran::{self, Balok, Lampiran, Minta, Pakai};
use cermat::outputs::{CheckedBook, Run};
use cermat::pipeline::{self, Settings};
use cermat::profile::{Config, Known, Profiles};
use cermat::table::{Content, Convention, figure};
use rust_decimal::Decimal;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn seed(folder: &str, name: &str) -> Book {
    let path = root().join("seeds").join(folder).join(format!("{name}.md"));
    let text = fs::read_to_string(&path).expect("a seed is readable");
    parse_markdown(&format!("{name}.xlsx"), &text).expect("a seed is right")
}

fn run(books: impl IntoIterator<Item = Book>) -> Run {
    let settings = Settings::default();
    let checked = books.into_iter().map(|book| pipeline::check(book, &settings).expect("rules do not panic").1);
    let books = checked.map(CheckedBook::without_copy);
    Run { books: books.collect(), ..Run::default() }
}

fn made(books: impl IntoIterator<Item = Book>, pakai: Pakai) -> (Lampiran, Book) {
    let lampiran = lampiran::susun(&run(books), &Minta { pakai, ..Minta::default() });
    let bytes = lampiran::xlsx(&lampiran).expect("the workbook is written");
    (lampiran, pipeline::open("lampiran.xlsx", &bytes).expect("what was written can be read"))
}

fn sheet<'a>(book: &'a Book, name: &str) -> &'a Grid {
    book.grids.iter().find(|grid| &*grid.name == name).unwrap_or_else(|| {
        panic!("no sheet {name}: {:?}", book.grids.iter().map(|grid| &*grid.name).collect::<Vec<_>>())
    })
}

/// The cells of a sheet that hold text.
fn texts_of(grid: &Grid) -> impl Iterator<Item = (CellRef, &str)> {
    grid.cells().iter().filter_map(|cell| match &cell.value {
        Value::Text(text) => Some((cell.at, &**text)),
        _ => None,
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number a cell shows; the mark of a note is no part of it.
fn shown(grid: &Grid, at: CellRef) -> Option<Decimal> {
    let text = grid.shown(at);
    amount(text.split(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']).next().unwrap_or("").trim())
}

fn amount(text: &str) -> Option<Decimal> {
    match figure::read_text(text, Convention::Comma) {
        Content::Figure(figure) => Some(figure.value),
        _ => None,
    }
}

/// A sheet of the seeds beside the sheet made from it: columns of names, columns of figures.
struct Pair {
    seed: &'static str,
    seed_sheet: &'static str,
    name: u32,
    figures: &'static [u32],
    sheet: &'static str,
    own_name: u32,
    own_figures: &'static [u32],
}

const PAIRS: [Pair; 11] = [
    Pair {
        seed: "Realisasi_Keuangan_Fisik_2024",
        seed_sheet: "Tabel 3.7",
        name: 0,
        figures: &[1, 2, 3, 4, 5],
        sheet: "Realisasi Kegiatan (2)",
        own_name: 0,
        own_figures: &[1, 2, 3, 4, 5],
    },
    Pair {
        seed: "Realisasi_Keuangan_Fisik_2024",
        seed_sheet: "LRA",
        name: 1,
        figures: &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
        sheet: "LRK Fisik",
        own_name: 1,
        own_figures: &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
    },
    Pair {
        seed: "DPA_2024",
        seed_sheet: "Tabel 2.6",
        name: 0,
        figures: &[3],
        sheet: "Program Kegiatan",
        own_name: 0,
        own_figures: &[3],
    },
    Pair {
        seed: "Capaian_Kinerja_2024",
        seed_sheet: "Tabel 3.2",
        name: 3,
        figures: &[4, 5, 6],
        sheet: "Capaian Tabel 3.2",
        own_name: 3,
        own_figures: &[4, 5, 6],
    },
    Pair {
        seed: "Capaian_Kinerja_2024",
        seed_sheet: "Tabel 3.4",
        name: 2,
        figures: &[3, 4, 5],
        sheet: "Tingkat Kemajuan",
        own_name: 2,
        own_figures: &[3, 4, 5],
    },
    Pair {
        seed: "Realisasi_Bidang_2018",
        seed_sheet: "Sekretariat",
        name: 1,
        figures: &[2, 3, 4, 5],
        sheet: "Sekretariat",
        own_name: 1,
        own_figures: &[2, 3, 4, 5],
    },
    Pair {
        seed: "Renstra_RKT",
        seed_sheet: "T-C.25",
        name: 3,
        figures: &[4, 5, 6, 7, 8, 9],
        sheet: "T-C.25",
        own_name: 3,
        own_figures: &[4, 5, 6, 7, 8, 9],
    },
    Pair {
        seed: "Renstra_RKT",
        seed_sheet: "T-C.28",
        name: 1,
        figures: &[2, 3, 4, 5, 6, 7, 8, 9],
        sheet: "T-C.28",
        own_name: 1,
        own_figures: &[2, 3, 4, 5, 6, 7, 8, 9],
    },
    Pair {
        seed: "Renstra_RKT",
        seed_sheet: "RKT",
        name: 2,
        figures: &[3],
        sheet: "RKT",
        own_name: 2,
        own_figures: &[3],
    },
    Pair {
        seed: "Capaian_Kinerja_2024",
        seed_sheet: "Tabel 3.3",
        name: 2,
        figures: &[3, 4, 5, 6, 7, 8, 9, 10, 11],
        sheet: "Antartahun Tabel 3.3",
        own_name: 2,
        own_figures: &[3, 4, 5, 6, 7, 8, 9, 10, 11],
    },
    Pair {
        seed: "Capaian_Kinerja_2024",
        seed_sheet: "Tabel 3.9",
        name: 1,
        figures: &[2, 3, 4, 5, 6, 7, 8],
        sheet: "Efisiensi Tabel 3.9",
        own_name: 1,
        own_figures: &[2, 3, 4, 5, 6, 7, 8],
    },
];

/// The transcriptions.
const SEEDS: [&str; 12] = [
    "Bab_I_II_2024",
    "Capaian_Kinerja_2024",
    "Capaian_TW_II_2018",
    "DPA_2024",
    "IKU_Prov_2017",
    "PK_2024",
    "PK_Bidang_Pemberdayaan",
    "Perencanaan_2018",
    "Realisasi_Bidang_2018",
    "Realisasi_Keuangan_Fisik_2024",
    "Renstra_RKT",
    "Tahapan_PK_2018",
];

/// Rows of the seed are found one after the other by their name; gives how many figures were compared and the differences.
fn compare(pair: &Pair, source: &Grid, own: &Grid) -> (usize, Vec<String>) {
    let (mut count, mut faults) = (0, Vec::new());
    let mut next = 0;
    for row in 0..=source.last_row().unwrap_or(0) {
        let name = one_line(&source.shown(CellRef::new(row, pair.name)));
        let figures: Vec<Option<Decimal>> =
            pair.figures.iter().map(|&col| shown(source, CellRef::new(row, col))).collect();
        let is_entry = name.chars().count() > 8 && figures.iter().flatten().next().is_some();
        if !is_entry || name.to_lowercase().starts_with("jumlah") {
            continue;
        }
        let rows = next..=own.last_row().unwrap_or(0);
        let Some(found) = rows.into_iter().find(|&row| one_line(&own.shown(CellRef::new(row, pair.own_name))) == name)
        else {
            continue;
        };
        next = found + 1;
        for (&col, wanted) in pair.own_figures.iter().zip(figures) {
            let at = CellRef::new(found, col);
            let Some(wanted) = wanted else { continue };
            count += 1;
            // A result that the source shows rounded may be shown with its decimals.
            let rounded = |value: Decimal| {
                value.round_dp_with_strategy(wanted.scale(), rust_decimal::RoundingStrategy::MidpointAwayFromZero)
            };
            let is_same = shown(own, at)
                .is_some_and(|value| (value - wanted).abs() <= Decimal::new(1, 2) || rounded(value) == wanted);
            if !is_same {
                let form = own.cell(at).map_or("", |cell| own.style(cell).format.code.as_str());
                faults.push(format!("{} {at} «{name}»: {} ({form}) instead of {wanted}", pair.sheet, own.shown(at)));
            }
        }
    }
    (count, faults)
}

#[test]
fn printed_figures_are_those_of_the_seeds() {
    let mut total = 0;
    for pair in &PAIRS {
        let source = seed("contoh", pair.seed);
        let (_, book) = made([source.clone()], Pakai::Cetak);
        let (count, faults) = compare(pair, sheet(&source, pair.seed_sheet), sheet(&book, pair.sheet));
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert!(count >= 7, "{}: only {count} figures were found again", pair.sheet);
        total += count;
    }
    assert!(total > 1500, "{total}");
}

#[test]
fn recomputed_figures_are_marked_where_they_differ_from_the_seeds() {
    for pair in &PAIRS {
        let source = seed("contoh", pair.seed);
        let (_, book) = made([source.clone()], Pakai::Hitungan);
        let own = sheet(&book, pair.sheet);
        let (_, faults) = compare(pair, sheet(&source, pair.seed_sheet), own);
        for fault in faults {
            assert!(fault.contains('⁾'), "neither the printed figure nor a mark: {fault}");
        }
    }
}

/// Place and recomputed figure of each note, in the order of the tables.
fn notes(lampiran: &Lampiran) -> Vec<(String, String)> {
    let tables = lampiran.bagian.iter().flat_map(|part| &part.lembar).flat_map(|lembar| lembar.tabel());
    let place = |text: &str| Some(text.split_once("sumber (")?.1.split_once(") tertulis")?.0.to_string());
    let figure = |text: &str| {
        let (_, rest) = text.split_once("asil hitung ulang ")?;
        Some(rest.split_once(';').map_or(rest.trim_end_matches('.'), |(figure, _)| figure).to_string())
    };
    tables.flat_map(|tabel| &tabel.catatan).filter_map(|text| Some((place(text)?, figure(text)?))).collect()
}

#[test]
fn recomputed_figures_are_those_of_the_findings() {
    let mut total = 0;
    for name in
        ["Realisasi_Keuangan_Fisik_2024", "PK_2024", "DPA_2024", "Capaian_Kinerja_2024", "Realisasi_Bidang_2018"]
    {
        let run = run([seed("contoh", name)]);
        let of = |pakai| notes(&lampiran::susun(&run, &Minta { pakai, ..Minta::default() }));
        let printed = of(Pakai::Cetak);
        assert_eq!(printed, of(Pakai::Hitungan), "{name}");
        let findings = &run.books[0].checked.findings;
        for (place, figure) in &printed {
            let (sheet, cell) = place.rsplit_once(' ').expect("a sheet and a cell");
            let cell = CellRef::parse(cell).expect("an address");
            let is_there = |place: &Place| &*place.sheet_name == sheet && place.range.contains(cell);
            let is_same = |expected: &str| match (amount(expected), amount(figure)) {
                (Some(expected), Some(figure)) => (expected - figure).abs() < Decimal::new(1, 2),
                _ => false,
            };
            let says = |finding: &Finding| is_there(&finding.place) && finding.expected.as_deref().is_some_and(is_same);
            let leads_to = |finding: &Finding| {
                finding.related.iter().any(|related| is_there(&related.place) && related.note.starts_with("ikut"))
            };
            let is_said = findings.iter().any(says);
            assert!(is_said || findings.iter().any(leads_to), "{name}: no finding says {figure} at {place}");
            // What follows from another cell depends on the rows that a table shows.
            let mut others = printed.iter().filter(|(other, _)| other == place);
            assert!(!is_said || others.all(|(_, other)| other == figure), "{name}: two figures for {place}");
        }
        total += printed.len();
    }
    assert!(total > 10, "{total}");
}

#[test]
fn blanks_of_the_source_are_filled_with_a_mark() {
    let text = "## Lembar: Realisasi\n\n\
        | | A | B | C |\n|-|-|-|-|\n\
        | 1 | LAPORAN REALISASI ANGGARAN TAHUN 2024 | | |\n\
        | 2 | Program / Kegiatan / Sub Kegiatan | Pagu (Rp) | Realisasi (Rp) |\n\
        | 3 | Program Penunjang | 300 | |\n\
        | 4 | Kegiatan Administrasi | 300 | 240 |\n\
        | 5 | Sub Kegiatan Penyediaan Jasa Surat | 100 | 90 |\n\
        | 6 | Sub Kegiatan Penyediaan Jasa Kantor | 200 | 150 |\n";
    let book = parse_markdown("LRA.xlsx", text).expect("a workbook");
    let (lampiran, _) = made([book], Pakai::Cetak);
    let mut tables = lampiran.bagian[0].lembar.iter().flat_map(|lembar| lembar.tabel());
    assert!(tables.any(|tabel| tabel.catatan.iter().any(|text| text.contains("Di sumber kosong"))));
}

/// The texts of a sheet of the made workbook, on one line.
fn texts(book: &Book, name: &str) -> String {
    texts_of(sheet(book, name)).map(|(_, text)| one_line(text)).collect::<Vec<_>>().join(" | ")
}

const SIGNED_PK: &str = "| | A | B | C | D |\n|-|-|-|-|-|\n\
    | 1 | LAMPIRAN PERJANJIAN KINERJA TAHUN 2025 | | | |\n\
    | 2 | DINAS PERTANIAN KABUPATEN TIRTA KENCANA | | | |\n\
    | 4 | No | Sasaran Strategis | Indikator Kinerja | Target |\n\
    | 5 | 1 | Meningkatnya produksi pangan | Produksi padi | 98500 |\n\
    | 6 | 2 | Meningkatnya kesejahteraan petani | Nilai Tukar Petani | 103,5 |\n\
    | 9 | | | | Tirta Kencana, 15 Januari 2025 |\n\
    | 10 | | | | Kepala Dinas Pertanian, |\n\
    | 14 | | | | Ir. MARTA RIHI, M.Si. |\n\
    | 15 | | | | Pembina Utama Muda |\n\
    | 16 | | | | NIP 19680314 199403 2 006 |\n";

#[test]
fn the_pk_of_the_head_is_that_of_the_agency() {
    let book = parse_markdown("PK.xlsx", &format!("## Lembar: PK\n\n{SIGNED_PK}")).expect("a workbook");
    let (lampiran, own) = made([book], Pakai::Cetak);
    let kinds: Vec<&str> = lampiran.bagian[0].lembar.iter().map(|lembar| lembar.jenis).collect();
    assert!(kinds.contains(&"pk_awal") && kinds.contains(&"pk_pejabat"), "{kinds:?}");
    let set = texts(&own, "PK PK");
    for known in ["Ir. MARTA RIHI, M.Si.", "Kepala Dinas Pertanian", "19680314 199403 2 006", "Pembina Utama Muda"] {
        assert!(set.contains(known), "{known}: {set}");
    }
    let other = SIGNED_PK.replace("Kepala Dinas", "Kepala Bidang");
    let book = parse_markdown("PK.xlsx", &format!("## Lembar: PK\n\n{other}")).expect("a workbook");
    let (lampiran, _) = made([book], Pakai::Cetak);
    assert!(lampiran.bagian[0].lembar.iter().all(|lembar| lembar.jenis != "pk_awal"), "a bidang is not the agency");
}

#[test]
fn parties_are_those_of_the_statement_on_another_sheet() {
    let statement = "| | A | B |\n|-|-|-|\n\
        | 1 | PERJANJIAN KINERJA TAHUN 2025 | |\n\
        | 5 | Nama | : Ir. Marta Rihi, M.Si. |\n\
        | 6 | Jabatan | : Kepala Dinas Pertanian |\n\
        | 7 | selanjutnya disebut pihak pertama | |\n\
        | 8 | Nama | : Yosef Lede, S.H. |\n\
        | 9 | Jabatan | : Bupati Tirta Kencana |\n\
        | 10 | selaku atasan pihak pertama, selanjutnya disebut pihak kedua | |\n";
    let unsigned = SIGNED_PK.lines().take(7).collect::<Vec<_>>().join("\n") + "\n";
    for (lampiran_pk, has_nip) in [(SIGNED_PK, true), (unsigned.as_str(), false)] {
        let text = format!("## Lembar: Pernyataan\n\n{statement}\n## Lembar: Lampiran\n\n{lampiran_pk}");
        let (lampiran, own) = made([parse_markdown("PK.xlsx", &text).expect("a workbook")], Pakai::Cetak);
        let set = texts(&own, "PK Lampiran");
        for known in ["Kepala Dinas Pertanian", "Yosef Lede, S.H.", "Bupati Tirta Kencana"] {
            assert!(set.contains(known), "{known}: {set}");
        }
        assert_eq!(set.contains("19680314 199403 2 006"), has_nip, "{set}");
        let kinds = lampiran.bagian[0].lembar.iter().filter(|lembar| lembar.jenis == "pk_pejabat");
        let told: Vec<&str> = kinds.map(|lembar| lembar.keterangan.as_str()).collect();
        assert!(told[0].to_lowercase().contains("marta rihi"), "{told:?}");
    }
}

#[test]
fn the_column_fisik_of_the_source_is_kept() {
    let text = "## Lembar: LRA\n\n\
        | | A | B | C | D | E |\n|-|-|-|-|-|-|\n\
        | 1 | LAPORAN REALISASI ANGGARAN TAHUN 2025 | | | | |\n\
        | 2 | Program / Kegiatan | Pagu (Rp) | Realisasi (Rp) | % | Fisik (%) |\n\
        | 3 | Program Penunjang | 300 | 240 | 80 | 97,25 |\n\
        | 4 | Kegiatan Administrasi | 300 | 240 | 80 | 97,25 |\n";
    let (_, own) = made([parse_markdown("LRA.xlsx", text).expect("a workbook")], Pakai::Cetak);
    for name in ["Realisasi Kegiatan", "Realisasi Program"] {
        let made = sheet(&own, name);
        let (head, _) = texts_of(made).find(|(_, text)| *text == "Fisik (%)").expect("the column");
        let below = made.cells().iter().filter(|cell| cell.at.col == head.col);
        assert!(below.clone().any(|cell| shown(made, cell.at) == amount("97,25")), "{name}");
    }
}

fn clean() -> Vec<Book> {
    let names = [
        "capaian_iku",
        "dpa",
        "efisiensi",
        "iku",
        "pegawai",
        "pk",
        "realisasi_anggaran",
        "realisasi_anggaran_perubahan",
        "realisasi_keuangan_fisik",
        "renstra_tc25",
        "renstra_tc28",
        "rkt",
        "sarpras",
        "tahapan_pk",
    ];
    names.map(|name| seed("bersih", name)).to_vec()
}

#[test]
fn tables_of_clean_workbooks_give_no_finding() {
    for pakai in [Pakai::Cetak, Pakai::Hitungan] {
        tables_are_clean(pakai);
    }
}

fn tables_are_clean(pakai: Pakai) {
    let (lampiran, book) = made(clean(), pakai);
    assert_eq!(lampiran.bagian.len(), 1);
    let missing: Vec<&str> = lampiran.bagian[0].kurang.iter().map(|kurang| kurang.jenis).collect();
    assert_eq!(missing, ["pk_perubahan", "perbandingan", "kemajuan", "penunjang", "anggaran_sasaran"]);
    let settings = Settings::default();
    let (laporan, mut checked) = pipeline::check(book, &settings).expect("rules do not panic");
    pipeline::link(&mut [(&mut checked, &settings)]).expect("tables that can be compared");
    let told: Vec<String> = checked
        .findings
        .iter()
        .map(|finding| {
            format!("{} {} {}: {}", finding.rule, finding.place.sheet_name, finding.place.range.start, finding.message)
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(laporan.stale.is_empty(), "{} stored results differ from recalculation", laporan.stale.len());
    let formulas =
        laporan.book.grids.iter().flat_map(|grid| grid.cells()).filter(|cell| cell.formula.is_some()).count();
    assert!(formulas > 300, "{formulas}");
}

#[test]
fn place_date_and_signers_come_from_the_configuration() {
    let config = "[pengesahan]\ntempat = \"Tirta\"\ntanggal = \"2 Maret 2026\"\n\
        kepala = { nama = \"SITI AMINAH, S.T.\", pangkat = \"Pembina (IV/a)\" }\n\
        inspektur = { jabatan = \"Inspektur Pembantu\", nama = \"DEWI LESTARI, S.E.\" }";
    let known = Known { profiles: Profiles::built_in(), aturan: &[], tingkat: &[] };
    let config = Config::parse(config, &known).expect("a right configuration");
    let profiles = Profiles::built_in().with_config(&config).into();
    let settings = Settings { profiles, ..Settings::default() };
    let shown = |settings: &Settings| {
        let checked = pipeline::check(seed("bersih", "realisasi_anggaran"), settings).expect("rules do not panic").1;
        let run = Run { books: vec![CheckedBook::without_copy(checked)], ..Run::default() };
        let lampiran = lampiran::susun(&run, &Minta { tabel: vec!["reviu".into(), "lrk".into()], ..Minta::default() });
        let bytes = lampiran::xlsx(&lampiran).expect("the workbook is written");
        let book = pipeline::open("lampiran.xlsx", &bytes).expect("what was written can be read");
        let grid = sheet(&book, "Telah Direviu");
        grid.cells().iter().map(|cell| grid.shown(cell.at)).collect::<Vec<String>>()
    };
    let own = shown(&settings);
    for wanted in ["Tirta, 2 Maret 2026", "Inspektur Pembantu", "DEWI LESTARI, S.E.", "NIP. ……"] {
        assert!(own.iter().any(|text| text == wanted), "{wanted}: {own:?}");
    }
    let blank = shown(&Settings::default());
    assert!(blank.iter().any(|text| text == "……, ……") && blank.iter().any(|text| text == "Inspektur"), "{blank:?}");
}

#[test]
fn a_sheet_without_signature_is_signed_by_the_configured_head() {
    let config = "[pengesahan]\nkepala = { nama = \"SITI AMINAH, S.T.\" }";
    let known = Known { profiles: Profiles::built_in(), aturan: &[], tingkat: &[] };
    let config = Config::parse(config, &known).expect("a right configuration");
    let settings = Settings { profiles: Profiles::built_in().with_config(&config).into(), ..Settings::default() };
    let names = |name: &str| {
        let checked = pipeline::check(seed("bersih", name), &settings).expect("rules do not panic").1;
        let run = Run { books: vec![CheckedBook::without_copy(checked)], ..Run::default() };
        let lampiran = lampiran::susun(&run, &Minta::default());
        let blocks = lampiran.bagian[0].lembar.iter().filter(|lembar| name.ends_with(lembar.jenis));
        let signed = blocks.flat_map(|lembar| &lembar.balok).filter_map(|balok| match balok {
            Balok::TandaTangan(penanda) => Some(penanda[0].nama.clone()),
            _ => None,
        });
        signed.collect::<Vec<String>>()
    };
    assert_eq!(names("renstra_tc25"), ["SITI AMINAH, S.T."]);
    let printed = names("rkt");
    assert!(!printed.is_empty() && printed.iter().all(|name| name != "SITI AMINAH, S.T."), "{printed:?}");
}

#[test]
fn efficiency_has_one_direction_in_all_tables() {
    let note = |config: &str| {
        let known = Known { profiles: Profiles::built_in(), aturan: &[], tingkat: &[] };
        let config = Config::parse(config, &known).expect("a right configuration");
        let settings = Settings { profiles: Profiles::built_in().with_config(&config).into(), ..Settings::default() };
        let checked = pipeline::check(seed("bersih", "efisiensi"), &settings).expect("rules do not panic").1;
        let run = Run { books: vec![CheckedBook::without_copy(checked)], ..Run::default() };
        let lampiran = lampiran::susun(&run, &Minta { tabel: vec!["efisiensi".into()], ..Minta::default() });
        let notes = lampiran.bagian[0].lembar.iter().flat_map(|lembar| lembar.tabel());
        notes.filter_map(|tabel| tabel.catatan.last().cloned()).collect::<Vec<String>>()
    };
    let says = |notes: Vec<String>, words: &str| !notes.is_empty() && notes.iter().all(|note| note.contains(words));
    assert!(says(note(""), "capaian kinerja dibagi serapan"));
    let inverted = "[kolom.efisiensi]\nefisiensi = \"persen / capaian\"";
    assert!(says(note(inverted), "serapan anggaran dibagi capaian"));
}

#[test]
fn charts_have_a_line_at_the_target_and_know_the_triwulan() {
    let (lampiran, _) = made(clean(), Pakai::Cetak);
    let chart = |jenis: &str| {
        let own = lampiran.bagian[0].lembar.iter().find(|lembar| lembar.jenis == jenis);
        let own = own.unwrap_or_else(|| panic!("no {jenis}"));
        own.tabel().find_map(|tabel| tabel.grafik.clone()).unwrap_or_else(|| panic!("no chart of {jenis}"))
    };
    for jenis in ["capaian", "rata_rata", "capaian_triwulan", "anggaran_program"] {
        assert!(chart(jenis).is_bertarget, "{jenis}");
    }
    let legends: Vec<String> = chart("capaian_triwulan").nilai.into_iter().map(|(_, legend)| legend).collect();
    assert_eq!(legends, ["Triwulan II"]);
}

#[test]
fn of_two_versions_of_a_document_the_tables_stand_once() {
    let settings = Settings::default();
    let version = |name: &str| Book { name: name.into(), ..seed("contoh", "Realisasi_Keuangan_Fisik_2024") };
    let mut checked: Vec<_> = ["Realisasi v1.xlsx", "Realisasi v2.xlsx"]
        .map(|name| pipeline::check(version(name), &settings).expect("rules do not panic").1)
        .into();
    let mut linked: Vec<_> = checked.iter_mut().map(|checked| (checked, &settings)).collect();
    let kurang = pipeline::link(&mut linked).expect("rules do not panic");
    assert!(kurang.iter().any(|kurang| kurang.lama.as_deref() == Some("Realisasi v1.xlsx")), "{kurang:?}");
    let books = checked.into_iter().map(CheckedBook::without_copy).collect();
    let both = lampiran::susun(&Run { books, kurang, ..Run::default() }, &Minta::default());
    let (one, _) = made([version("Realisasi v2.xlsx")], Pakai::Cetak);
    let sheets = |lampiran: &Lampiran| lampiran.bagian.iter().map(|part| part.lembar.len()).collect::<Vec<_>>();
    assert_eq!(sheets(&both), sheets(&one));
    assert!(sheets(&one)[0] > 0);
}

#[test]
fn the_same_workbooks_give_the_same_bytes() {
    let bytes = || {
        let lampiran = lampiran::susun(&run(clean()), &Minta::default());
        (lampiran::xlsx(&lampiran).expect("written"), lampiran::docx(&lampiran).expect("written"))
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn the_document_has_captions_repeated_headers_and_turned_pages() {
    let lampiran = lampiran::susun(&run(clean()), &Minta::default());
    let bytes = lampiran::docx(&lampiran).expect("written");
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut package.by_name("word/document.xml").expect("the document"), &mut text)
        .expect("it is text");
    for wanted in
        ["SEQ Tabel_3", "<w:tblHeader/>", "<w:vMerge w:val=\"restart\"/>", "<w:gridSpan", "w:orient=\"landscape\""]
    {
        assert!(text.contains(wanted), "{wanted}");
    }
    assert!(text.contains("w:w=\"12189\" w:h=\"18709\""), "F4 is 215 × 330 mm");
    assert!(text.contains("<w:pageBreakBefore/>") && !text.contains("w:br w:type=\"page\""));
    // Each element that is opened is closed.
    let mut reader = quick_xml::Reader::from_str(&text);
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => break,
            _ => continue,
        }
    }
}

#[test]
fn only_the_tables_asked_for_are_made() {
    let minta = Minta { tabel: vec!["anggaran".into()], ..Minta::default() };
    let lampiran = lampiran::susun(&run(clean()), &minta);
    let kinds: Vec<&str> = lampiran.bagian[0].lembar.iter().map(|lembar| lembar.jenis).collect();
    assert!(!kinds.is_empty() && kinds.iter().all(|kind| kind.starts_with("anggaran")), "{kinds:?}");
}

#[test]
fn the_command_writes_both_files_and_does_not_read_them_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = root().join("workbooks/contoh/Realisasi_Bidang_2018.xlsx");
    fs::copy(&source, folder.path().join("Realisasi.xlsx")).expect("it can be copied");
    let cermat = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cermat"));
        command.current_dir(folder.path()).args(arguments).output().expect("it runs")
    };
    let first = cermat(&["lampiran", "."]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let hasil = folder.path().join("hasil");
    let bytes = |name: &str| fs::read(hasil.join(Path::new(name))).expect("it was written");
    let (xlsx, docx) = (bytes("lampiran.xlsx"), bytes("lampiran.docx"));
    assert!(cermat(&["lampiran", "."]).status.success());
    assert_eq!((bytes("lampiran.xlsx"), bytes("lampiran.docx")), (xlsx, docx));
    assert_eq!(cermat(&["lampiran", ".", "--tabel", "gaji"]).status.code(), Some(2));
    assert_eq!(cermat(&["templat", "dpa"]).status.code(), Some(0));
    assert!(folder.path().join("dpa.xlsx").is_file());
    assert_eq!(cermat(&["templat", "dpa"]).status.code(), Some(2), "a form that is there is not replaced");
}

/// A number of a row, and whether a formula gives it.
type Angka = (CellRef, Decimal, bool);

/// Every number of the rows that have a long name.
fn rows_of(grid: &Grid) -> Vec<(String, Vec<Angka>)> {
    let row = |row: u32| {
        let cells: Vec<_> = grid.cells().iter().filter(|cell| cell.at.row == row).collect();
        let texts = cells.iter().map(|cell| one_line(&grid.shown(cell.at)));
        let name = texts.max_by_key(|text| text.chars().count()).filter(|text| text.chars().count() > 12);
        let figures = cells.iter().filter_map(|cell| Some((cell.at, shown(grid, cell.at)?, cell.formula.is_some())));
        name.map(|name| (name, figures.collect()))
    };
    (0..=grid.last_row().unwrap_or(0)).filter_map(row).collect()
}

#[test]
fn every_typed_figure_stands_in_its_row_of_the_seed() {
    let mut total = 0;
    let mut faults = Vec::new();
    for name in SEEDS {
        let source = seed("contoh", name);
        let (lampiran, book) = made([source.clone()], Pakai::Cetak);
        let sheets = lampiran.bagian.iter().flat_map(|bagian| &bagian.lembar).zip(&book.grids[1..]);
        for (lembar, own) in sheets {
            // The table of jenis belanja sums whole columns.
            if lembar.jenis == "jenis_belanja" {
                continue;
            }
            let Some((_, origin)) = lembar.sumber.rsplit_once(", lembar ") else { continue };
            let Some(origin) = source.grids.iter().find(|grid| &*grid.name == origin) else { continue };
            let known = rows_of(origin);
            for (name, figures) in rows_of(own) {
                // A row that was put together from several has no row of its own in the source.
                let rows: Vec<_> = known.iter().filter(|(known, _)| *known == name).collect();
                if rows.is_empty() || name.to_lowercase().starts_with("jumlah") {
                    continue;
                }
                for (at, value, _) in figures.into_iter().filter(|(_, _, is_formula)| !is_formula) {
                    total += 1;
                    let is_there = rows.iter().flat_map(|(_, figures)| figures).any(|(_, known, _)| *known == value);
                    if !is_there {
                        faults.push(format!("{} {at} «{name}»: {value}", own.name));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(total > 2000, "{total}");
}
