//! The blank forms: nothing is found in them, and nothing when a person has filled their open cells.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cermat::formula::{Formulas, recalculate};
use cermat::grid::{Book, Cell, CellRef, Grid, GridBuilder, Value};
use cermat::pipeline::{self, Settings};
use regex::Regex;

/// What people write: a cell, and its content. `{t}` is the year, `{t+1}` the next one; `*1250` an amount that
/// grows from year to year; a leading `'` keeps digits text; `-` empties the cell.
type Isian = &'static [(&'static str, &'static str)];

const KEPALA: [&str; 3] = ["Ir. BAMBANG PRASETYO, M.T.", "Pembina Utama Muda (IV/c)", "NIP. 19690312 199503 1 002"];

const DPA: Isian = &[
    ("A3", "DINAS PERHUBUNGAN KABUPATEN TIRTA KENCANA TAHUN ANGGARAN {t}"),
    ("A7", "2.15.02"),
    ("B7", "PROGRAM PENYELENGGARAAN LALU LINTAS DAN ANGKUTAN JALAN (LLAJ)"),
    ("C7", "Persentase ruas jalan kabupaten yang dilengkapi perlengkapan jalan"),
    ("D7", "80"),
    ("E7", "%"),
    ("A8", "2.15.02.2.02"),
    ("B8", "Kegiatan Penyediaan Perlengkapan Jalan di Jalan Kabupaten/Kota"),
    ("C8", "Jumlah perlengkapan jalan yang terpasang dan terpelihara"),
    ("D8", "120"),
    ("E8", "Unit"),
    ("A9", "2.15.02.2.02.0004"),
    ("B9", "Sub Kegiatan Penyediaan Perlengkapan Jalan di Jalan Kabupaten/Kota"),
    ("C9", "Jumlah perlengkapan jalan yang terpasang"),
    ("D9", "120"),
    ("E9", "Unit"),
    ("F9", "*700"),
    ("B10", "-"),
    ("B11", "-"),
    ("A12", "2.15.02.2.05"),
    ("B12", "Kegiatan Pengujian Berkala Kendaraan Bermotor"),
    ("C12", "Jumlah kendaraan wajib uji yang terdaftar"),
    ("D12", "4000"),
    ("E12", "Unit"),
    ("A13", "2.15.02.2.05.0003"),
    ("B13", "Sub Kegiatan Registrasi Kendaraan Wajib Uji Berkala Kendaraan Bermotor"),
    ("C13", "Jumlah kendaraan wajib uji yang terdaftar"),
    ("D13", "4000"),
    ("E13", "Unit"),
    ("F13", "*388"),
    ("B14", "-"),
    ("B15", "-"),
    ("E19", "Tirta, 6 Januari {t}"),
    ("E20", "Kepala Dinas Perhubungan"),
    ("E24", KEPALA[0]),
    ("E25", KEPALA[1]),
    ("E26", KEPALA[2]),
];

const REALISASI: Isian = &[
    ("A2", "DINAS PERHUBUNGAN KABUPATEN TIRTA KENCANA"),
    ("A3", "PER 31 DESEMBER TAHUN {t}"),
    ("A9", "2.15.02"),
    ("B9", "PROGRAM PENYELENGGARAAN LALU LINTAS DAN ANGKUTAN JALAN (LLAJ)"),
    ("A10", "2.15.02.2.02"),
    ("B10", "Kegiatan Penyediaan Perlengkapan Jalan di Jalan Kabupaten/Kota"),
    ("A11", "2.15.02.2.02.0004"),
    ("B11", "Sub Kegiatan Penyediaan Perlengkapan Jalan di Jalan Kabupaten/Kota"),
    ("A12", "5.1.02"),
    ("B12", "Belanja Barang dan Jasa"),
    ("A13", "5.1.02.01"),
    ("B13", "Belanja Barang"),
    ("C13", "*300"),
    ("F13", "*291"),
    ("H13", "100"),
    ("A14", "5.1.02.02"),
    ("B14", "Belanja Jasa"),
    ("C14", "*250"),
    ("F14", "*243"),
    ("H14", "98"),
    ("A15", "5.1.02.04"),
    ("B15", "Belanja Perjalanan Dinas"),
    ("C15", "*150"),
    ("F15", "*121"),
    ("H15", "90"),
    ("A16", "2.15.02.2.05"),
    ("B16", "Kegiatan Pengujian Berkala Kendaraan Bermotor"),
    ("A17", "2.15.02.2.05.0003"),
    ("B17", "Sub Kegiatan Registrasi Kendaraan Wajib Uji Berkala Kendaraan Bermotor"),
    ("A18", "5.1.02"),
    ("B18", "Belanja Barang dan Jasa"),
    ("A19", "5.1.02.01"),
    ("B19", "Belanja Barang"),
    ("C19", "*200"),
    ("F19", "*187"),
    ("H19", "100"),
    ("A20", "5.1.02.02"),
    ("B20", "Belanja Jasa"),
    ("C20", "*120"),
    ("F20", "*117"),
    ("H20", "97"),
    ("A21", "5.1.02.03"),
    ("B21", "Belanja Pemeliharaan"),
    ("C21", "*68"),
    ("F21", "*59"),
    ("H21", "95"),
];

const PK: Isian = &[
    ("A1", "PERNYATAAN PERJANJIAN KINERJA TAHUN {t}"),
    ("A2", "DINAS PERHUBUNGAN KABUPATEN TIRTA KENCANA"),
    ("D5", "RETNO ANGGRAENI, S.T., M.T."),
    ("D6", "Kepala Bidang Lalu Lintas dan Angkutan Jalan"),
    ("D9", KEPALA[0]),
    ("D10", "Kepala Dinas Perhubungan"),
    ("E16", "Tirta, 20 Januari {t}"),
    ("B18", "Kepala Dinas Perhubungan"),
    ("E18", "Kepala Bidang Lalu Lintas dan Angkutan Jalan"),
    ("B22", KEPALA[0]),
    ("B23", KEPALA[1]),
    ("B24", KEPALA[2]),
    ("E22", "RETNO ANGGRAENI, S.T., M.T."),
    ("E23", "Pembina (IV/a)"),
    ("E24", "NIP. 19760518 200212 2 003"),
    ("A26", "LAMPIRAN PERJANJIAN KINERJA TAHUN {t}"),
    ("A27", "KEPALA BIDANG LALU LINTAS DAN ANGKUTAN JALAN"),
    ("D29", "RETNO ANGGRAENI, S.T., M.T."),
    ("D30", "'19760518 200212 2 003"),
    ("D31", "Pembina (IV/a)"),
    ("D32", "Kepala Bidang Lalu Lintas dan Angkutan Jalan"),
    ("D33", "Dinas Perhubungan"),
    ("D34", "{t}"),
    ("B38", "Meningkatnya ketersediaan perlengkapan jalan"),
    ("D38", "Persentase ruas jalan kabupaten yang dilengkapi perlengkapan jalan"),
    ("E38", "80"),
    ("F38", "%"),
    ("D39", "Jumlah perlengkapan jalan yang terpasang dan terpelihara"),
    ("E39", "200"),
    ("F39", "Unit"),
    ("D40", "Jumlah laporan perlengkapan jalan yang disusun"),
    ("E40", "12"),
    ("F40", "Laporan"),
    ("B41", "Meningkatnya kelaikan kendaraan bermotor"),
    ("D41", "Persentase kendaraan wajib uji yang lulus uji berkala"),
    ("E41", "85"),
    ("F41", "%"),
    ("D42", "Jumlah kendaraan wajib uji yang terdaftar"),
    ("E42", "4000"),
    ("F42", "Unit"),
    ("D43", "Jumlah dokumen hasil uji berkala yang diterbitkan"),
    ("E43", "3400"),
    ("F43", "Dokumen"),
    ("B46", "Kegiatan Penyediaan Perlengkapan Jalan di Jalan Kabupaten/Kota"),
    ("E46", "*700"),
    ("F46", "APBD"),
    ("B47", "Kegiatan Pengujian Berkala Kendaraan Bermotor"),
    ("E47", "*388"),
    ("F47", "APBD"),
    ("A48", "-"),
    ("A49", "-"),
    ("A50", "-"),
    ("E53", "Tirta, 20 Januari {t}"),
    ("B55", "Kepala Dinas Perhubungan"),
    ("E55", "Kepala Bidang Lalu Lintas dan Angkutan Jalan"),
    ("B59", KEPALA[0]),
    ("B60", KEPALA[1]),
    ("B61", KEPALA[2]),
    ("E59", "RETNO ANGGRAENI, S.T., M.T."),
    ("E60", "Pembina (IV/a)"),
    ("E61", "NIP. 19760518 200212 2 003"),
];

const TAHAPAN: Isian = &[
    ("A1", "TAHAPAN CAPAIAN PERJANJIAN KINERJA TRIWULAN II TAHUN {t}"),
    ("A2", "PEJABAT ADMINISTRATOR (ESELON III)"),
    ("A3", "BIDANG LALU LINTAS DAN ANGKUTAN JALAN"),
    ("A4", "DINAS PERHUBUNGAN KABUPATEN TIRTA KENCANA"),
    ("B8", "Meningkatnya ketersediaan perlengkapan jalan"),
    ("C8", "Persentase ruas jalan kabupaten yang dilengkapi perlengkapan jalan"),
    ("D8", "80"),
    ("E8", "%"),
    ("F8", "Triwulan II"),
    ("G8", "77,5%"),
    ("H8", "62 dari 80 ruas jalan kabupaten"),
    ("I8", "Program Penyelenggaraan Lalu Lintas dan Angkutan Jalan (LLAJ)"),
    ("J8", "Kegiatan Penyediaan Perlengkapan Jalan di Jalan Kabupaten/Kota"),
    ("K8", "*700"),
    ("L8", "*402"),
    ("B9", "Meningkatnya kelaikan kendaraan bermotor"),
    ("C9", "Jumlah kendaraan wajib uji yang terdaftar"),
    ("D9", "4000"),
    ("E9", "Unit"),
    ("F9", "Triwulan II"),
    ("G9", "2.000 Unit"),
    ("H9", "Pendaftaran uji berkala semester I"),
    ("J9", "Kegiatan Pengujian Berkala Kendaraan Bermotor"),
    ("K9", "*388"),
    ("L9", "*176"),
    ("A10", "-"),
    ("F10", "-"),
    ("A11", "-"),
    ("F11", "-"),
    ("A12", "-"),
    ("F12", "-"),
    ("A13", "-"),
    ("F13", "-"),
    ("A14", "-"),
    ("F14", "-"),
    ("A15", "-"),
    ("F15", "-"),
    ("K18", "Tirta, 7 Juli {t}"),
    ("C20", "Kepala Dinas Perhubungan"),
    ("K20", "Kepala Bidang Lalu Lintas dan Angkutan Jalan"),
    ("C24", KEPALA[0]),
    ("C25", KEPALA[2]),
    ("K24", "RETNO ANGGRAENI, S.T., M.T."),
    ("K25", "NIP. 19760518 200212 2 003"),
];

const IKU: Isian = &[
    ("A2", "DINAS PERHUBUNGAN KABUPATEN TIRTA KENCANA"),
    ("A3", "TAHUN {t}"),
    ("E5", "Target {t}"),
    ("B7", "Meningkatnya kualitas layanan dan keselamatan transportasi"),
    ("C7", "Persentase ruas jalan kabupaten yang dilengkapi perlengkapan jalan"),
    ("D7", "%"),
    ("E7", "80"),
    ("F7", "Perlengkapan jalan menentukan keselamatan pengguna jalan"),
    ("G7", "Jumlah ruas jalan kabupaten yang dilengkapi perlengkapan jalan / Jumlah ruas jalan kabupaten x 100%"),
    ("H7", "Data inventarisasi perlengkapan jalan"),
    ("I7", "Bidang Lalu Lintas dan Angkutan Jalan"),
    ("B8", "Meningkatnya akuntabilitas kinerja perangkat daerah"),
    ("C8", "Nilai AKIP Dinas Perhubungan"),
    ("D8", "Nilai"),
    ("E8", "72"),
    ("F8", "Menggambarkan mutu penerapan SAKIP"),
    ("G8", "Nilai hasil evaluasi AKIP oleh Inspektorat"),
    ("H8", "Laporan hasil evaluasi AKIP"),
    ("I8", "Sekretariat"),
    ("A9", "-"),
    ("A10", "-"),
    ("A11", "-"),
    ("A12", "-"),
    ("A13", "-"),
    ("A14", "-"),
    ("H17", "Tirta, 13 Januari {t}"),
    ("H18", "Kepala Dinas Perhubungan"),
    ("H22", KEPALA[0]),
    ("H23", KEPALA[1]),
    ("H24", KEPALA[2]),
];

const RENSTRA: Isian = &[
    ("A3", "Dinas Perhubungan Kabupaten Tirta Kencana"),
    ("E6", "'{t}"),
    ("F6", "'{t+1}"),
    ("G6", "'{t+2}"),
    ("H6", "'{t+3}"),
    ("I6", "'{t+4}"),
    ("B8", "Mewujudkan transportasi yang andal dan berkeselamatan"),
    ("C8", "Meningkatnya kualitas layanan dan keselamatan transportasi"),
    ("D8", "Persentase ruas jalan kabupaten yang dilengkapi perlengkapan jalan"),
    ("E8", "80"),
    ("F8", "84"),
    ("G8", "88"),
    ("H8", "92"),
    ("I8", "96"),
    ("B9", "Mewujudkan tata kelola perangkat daerah yang akuntabel"),
    ("C9", "Meningkatnya akuntabilitas kinerja perangkat daerah"),
    ("D9", "Nilai AKIP Dinas Perhubungan"),
    ("E9", "72"),
    ("F9", "74"),
    ("G9", "76"),
    ("H9", "78"),
    ("I9", "80"),
    ("A10", "-"),
    ("A11", "-"),
    ("A12", "-"),
    ("A13", "-"),
    ("A14", "-"),
    ("A15", "-"),
];

const FORMULIR: [(&str, Isian); 6] = [
    ("dpa", DPA),
    ("realisasi_keuangan_fisik", REALISASI),
    ("pk", PK),
    ("tahapan_pk", TAHAPAN),
    ("iku", IKU),
    ("renstra_tc25", RENSTRA),
];

fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/templat").join(format!("{name}.xlsx"));
    std::fs::read(path).expect("a form that is there")
}

/// The form after a person has filled it for a year and the spreadsheet has calculated it.
fn filled(name: &str, isian: Isian, tahun: u32) -> Book {
    let mut book = pipeline::open(&format!("{name}.xlsx"), bytes(name)).expect("a readable form");
    let written: BTreeMap<CellRef, Value> = isian
        .iter()
        .map(|(cell, text)| (CellRef::parse(cell).unwrap_or_else(|| panic!("{cell}")), value(text, tahun)))
        .collect();
    let grid = &book.grids[0];
    book.grids[0] = with(grid, &written);
    let formulas = Formulas::parse(&book);
    let recalculated = recalculate(&book, &formulas);
    let cells: Vec<CellRef> =
        book.grids[0].cells().iter().filter(|cell| cell.formula.is_some()).map(|cell| cell.at).collect();
    for at in cells {
        let number = recalculated.number(0, at).unwrap_or_else(|| panic!("{name} {at} gives no number"));
        book.grids[0].set_number(at, number);
    }
    book
}

fn value(text: &str, tahun: u32) -> Value {
    let mut text = text.replace("{t}", &tahun.to_string());
    for next in 1..5 {
        text = text.replace(&format!("{{t+{next}}}"), &(tahun + next).to_string());
    }
    if text == "-" {
        return Value::Empty;
    }
    if let Some(base) = text.strip_prefix('*').and_then(|base| base.parse::<f64>().ok()) {
        return Value::Number(base * f64::from(1_000_000 + 1_250 * (tahun % 100)));
    }
    match (text.strip_prefix('\''), text.parse()) {
        (Some(text), _) => Value::Text(text.into()),
        (None, Ok(number)) => Value::Number(number),
        (None, Err(_)) => Value::Text(text.into()),
    }
}

fn with(grid: &Grid, written: &BTreeMap<CellRef, Value>) -> Grid {
    let mut cells: Vec<Cell> = grid.cells().iter().filter(|cell| !written.contains_key(&cell.at)).cloned().collect();
    for (&at, value) in written {
        let style = grid.cell(at).map_or(0, |cell| cell.style);
        if !matches!(value, Value::Empty) {
            cells.push(Cell { at, value: value.clone(), formula: None, style });
        }
    }
    let builder =
        GridBuilder { cells, merges: grid.merges.clone(), visibility: grid.visibility, ..GridBuilder::default() };
    builder.build(&grid.name, grid.styles.clone())
}

/// What is found in these workbooks, each alone and all with each other.
fn told(books: Vec<Book>) -> Vec<String> {
    let settings = Settings::default();
    let mut checked: Vec<_> =
        books.into_iter().map(|book| pipeline::check(book, &settings).expect("rules do not panic").1).collect();
    let mut run: Vec<_> = checked.iter_mut().map(|checked| (checked, &settings)).collect();
    pipeline::link(&mut run).expect("documents that can be compared");
    let findings = checked.iter().flat_map(|checked| checked.findings.iter().map(move |finding| (checked, finding)));
    findings
        .map(|(checked, finding)| {
            format!("{} {} {}: {}", checked.nama, finding.rule, finding.place.range.start, finding.message)
        })
        .collect()
}

/// Names of the files of a folder of this project, without their endings.
fn stems(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = std::fs::read_dir(folder).expect("the forms").flatten();
    files.filter_map(|entry| Some(entry.path().file_stem()?.to_string_lossy().into_owned())).collect()
}

#[test]
fn every_blank_form_can_be_had() {
    let list = common::text(&common::cermat(&std::env::temp_dir(), &["templat"]).stdout);
    let told: BTreeSet<String> =
        list.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_string).collect();
    assert_eq!(told, stems("workbooks/templat"));
    assert_eq!(told, stems("seeds/templat"));
}

#[test]
fn blank_forms_give_no_finding() {
    let names = stems("workbooks/templat");
    let books = names.iter().map(|name| pipeline::open(&format!("{name}.xlsx"), bytes(name)).expect("readable"));
    assert_eq!(told(books.collect()), Vec::<String>::new());
}

#[test]
fn filled_forms_give_no_finding() {
    for tahun in [2022, 2025, 2027] {
        for (name, isian) in FORMULIR {
            let book = filled(name, isian, tahun);
            let laporan = pipeline::check(book.clone(), &Settings::default()).expect("rules do not panic").0;
            assert!(!laporan.dokumen.is_empty(), "{name} is not recognised");
            assert_eq!(told(vec![book]), Vec::<String>::new(), "{name} {tahun}");
        }
        let all = FORMULIR.iter().map(|(name, isian)| filled(name, isian, tahun)).collect();
        assert_eq!(told(all), Vec::<String>::new(), "{tahun}");
    }
}

#[test]
fn an_error_in_a_filled_form_is_found() {
    let mut book = filled("realisasi_keuangan_fisik", REALISASI, 2025);
    book.grids[0].set_number(CellRef::parse("F13").expect("an address"), 99.0e9);
    assert!(!told(vec![book]).is_empty());
}

/// Cells, their styles and the rest of a form's sheet, as stored.
struct Lembar {
    sheet: String,
    is_open: Vec<bool>,
    comments: usize,
}

fn lembar(name: &str) -> Lembar {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes(name))).expect("a package");
    let mut part = |path: &str| {
        let mut text = String::new();
        let mut part = package.by_name(path).unwrap_or_else(|_| panic!("{name} has no {path}"));
        std::io::Read::read_to_string(&mut part, &mut text).expect("text");
        text
    };
    let (sheet, styles, comments) = (part("xl/worksheets/sheet1.xml"), part("xl/styles.xml"), part("xl/comments1.xml"));
    let (_, formats) = styles.split_once("<cellXfs").expect("formats of cells");
    let (formats, _) = formats.split_once("</cellXfs>").expect("their end");
    let is_open = formats.split("<xf ").skip(1).map(|format| format.contains("locked=\"0\"")).collect();
    Lembar { sheet, is_open, comments: comments.matches("<comment ").count() }
}

#[test]
fn forms_are_protected_checked_and_explained() {
    let cell = Regex::new(r#"<c r="([A-Z]+\d+)" s="(\d+)"(.*?)(?:/>|</c>)"#).expect("a valid pattern");
    for (name, isian) in FORMULIR {
        let Lembar { sheet, is_open, comments } = lembar(name);
        assert!(sheet.contains("<sheetProtection sheet=\"1\"") && !sheet.contains("password="), "{name}");
        assert!(sheet.contains("<dataValidation "), "{name}");
        assert!(comments >= 4, "{name}: {comments} notes");
        let open: BTreeMap<&str, bool> = cell
            .captures_iter(&sheet)
            .map(|found| {
                let (_, [at, style, rest]) = found.extract();
                let is_open = is_open[style.parse::<usize>().expect("a number")];
                assert!(!(is_open && rest.contains("<f>")), "{name} {at}: a formula can be typed over");
                (at, is_open)
            })
            .collect();
        let locked = open.values().filter(|is_open| !**is_open).count();
        assert!(locked >= 10, "{name}: only {locked} cells are protected");
        // A cell that is not stored has the format of its column, which is open.
        for (at, _) in isian {
            assert!(open.get(at).is_none_or(|is_open| *is_open), "{name} {at} is filled but protected");
        }
    }
}
