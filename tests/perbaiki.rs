//! `cermat perbaiki`: what is mended, what is left alone, and that the mended copy is clean of it.

use std::fs;
use std::process::Command;

use cermat::outputs::perbaikan::{Change, Mended, mend};
use cermat::pipeline::{self, Settings};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

/// A workbook with one table: its headers, and the rows a test writes.
fn workbook(headers: &[&str], write: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("DPA").expect("a name");
    for (col, header) in (0..).zip(headers) {
        sheet.write_string(0, col, *header).expect("a cell");
    }
    write(sheet);
    workbook.save_to_buffer().expect("a workbook")
}

fn mended(bytes: &[u8]) -> Mended {
    mend("DPA.xlsx", bytes, &Settings::default()).expect("a workbook")
}

/// The rules that report a cell of the first sheet.
fn rules_at(bytes: &[u8], cell: &str) -> Vec<&'static str> {
    let book = pipeline::open("DPA.xlsx", bytes).expect("a workbook");
    let (_, checked) = pipeline::check(book, &Settings::default()).expect("checked");
    let at = cermat::grid::CellRef::parse(cell).expect("an address");
    checked.findings.iter().filter(|finding| finding.place.range.contains(at)).map(|finding| finding.rule).collect()
}

fn number_as_text(format: &Format, text: &str) -> Vec<u8> {
    let money = Format::new().set_num_format("#,##0");
    workbook(&["No", "Program", "Pagu (Rp)"], |sheet| {
        let names = ["Program Penunjang", "Program Lalu Lintas", "Program Pelayaran"];
        for (row, name) in (1..).zip(names) {
            sheet.write_number(row, 0, row).expect("a cell");
            sheet.write_string(row, 1, name).expect("a cell");
        }
        sheet.write_number_with_format(1, 2, 2_532_490_000.0, &money).expect("a cell");
        sheet.write_string_with_format(2, 2, text, format).expect("a cell");
        sheet.write_number_with_format(3, 2, 190_350_000.0, &money).expect("a cell");
    })
}

#[test]
fn number_typed_as_text_becomes_a_number() {
    let own = Format::new().set_num_format("#,##0.00").set_bold();
    let bytes = number_as_text(&own, "1.252.500.000");
    assert_eq!(rules_at(&bytes, "C3"), ["X08"]);
    let mended = mended(&bytes);
    let [mend] = mended.mends.as_slice() else { panic!("{:?}", mended.mends) };
    assert_eq!((mend.before.as_str(), mend.after.as_str()), ("1.252.500.000", "1.252.500.000"));
    assert_eq!(mend.cell.to_string(), "C3");
    assert_eq!(rules_at(&mended.bytes, "C3"), Vec::<&str>::new());
    let book = pipeline::open("DPA.xlsx", &mended.bytes).expect("a workbook");
    let grid = &book.grids[0];
    let cell = grid.cell(mend.cell).expect("the cell");
    assert_eq!(cell.value, cermat::grid::Value::Number(1_252_500_000.0));
    assert_eq!(grid.style(cell).format.code, "#,##0.00");
    assert!(grid.style(cell).bold);
}

#[test]
fn text_format_gives_way_to_that_of_the_column() {
    let own = Format::new().set_num_format("@").set_bold();
    let mended = mended(&number_as_text(&own, "1.252.500.000"));
    let [mend] = mended.mends.as_slice() else { panic!("{:?}", mended.mends) };
    let book = pipeline::open("DPA.xlsx", &mended.bytes).expect("a workbook");
    let cell = book.grids[0].cell(mend.cell).expect("the cell");
    assert_eq!(book.grids[0].style(cell).format.code, "#,##0");
    assert!(book.grids[0].style(cell).bold);
}

/// A text in a format of its own among numbers of a column in another one.
fn text_among_numbers(text: &str, own: &str, others: &str) -> Vec<u8> {
    let [own, others] = [own, others].map(|code| Format::new().set_num_format(code));
    workbook(&["No", "Indikator Kinerja", "Satuan", "Target 2024"], |sheet| {
        for (row, target) in (1..).zip([Some(97.0), None, Some(95.0), Some(96.0)]) {
            sheet.write_number(row, 0, row).expect("a cell");
            sheet.write_string(row, 1, format!("Persentase layanan ke-{row} yang dipenuhi")).expect("a cell");
            sheet.write_string(row, 2, "Persen").expect("a cell");
            match target {
                Some(number) => sheet.write_number_with_format(row, 3, number, &others),
                None => sheet.write_string_with_format(row, 3, text, &own),
            }
            .expect("a cell");
        }
    })
}

#[test]
fn decimals_of_a_text_stay_visible() {
    for (own, other, decimals) in
        [("@", "0", None), ("General", "0", None), ("@", "0.00", Some(2)), ("General", "0.00", Some(2))]
    {
        let mended = mended(&text_among_numbers("97,50", own, other));
        let [mend] = mended.mends.as_slice() else { panic!("{own}: {:?}", mended.mends) };
        let book = pipeline::open("DPA.xlsx", &mended.bytes).expect("a workbook");
        let cell = book.grids[0].cell(mend.cell).expect("the cell");
        let format = &book.grids[0].style(cell).format;
        assert_eq!((format.decimals, format.text), (decimals, false), "{own} among {other}");
    }
}

#[test]
fn grouped_text_in_no_format_takes_that_of_the_column() {
    let mended = mended(&number_as_text(&Format::new(), "1.252.500.000"));
    let [mend] = mended.mends.as_slice() else { panic!("{:?}", mended.mends) };
    let book = pipeline::open("DPA.xlsx", &mended.bytes).expect("a workbook");
    let cell = book.grids[0].cell(mend.cell).expect("the cell");
    assert_eq!(book.grids[0].style(cell).format.code, "#,##0");
}

#[test]
fn ambiguous_text_is_left_to_a_person() {
    let bytes = number_as_text(&Format::new(), "1.252");
    assert_eq!(rules_at(&bytes, "C3"), ["X08"]);
    let mended = mended(&bytes);
    assert_eq!(mended.mends, []);
    assert_eq!(mended.bytes, bytes);
}

#[test]
fn formula_typed_over_is_restored_and_what_follows_is_calculated() {
    let bytes = workbook(&["Program / Kegiatan", "Pagu (Rp)", "Realisasi (Rp)", "Nilai bantu"], |sheet| {
        let rows = [
            ("Kegiatan Perencanaan", 5_000_000.0, 4_500_000.0, Some(0.9)),
            ("Kegiatan Administrasi Keuangan", 7_000_000.0, 5_600_000.0, Some(0.8)),
            ("Kegiatan Administrasi Umum", 4_000_000.0, 3_200_000.0, None),
            ("Kegiatan Jasa Penunjang", 3_000_000.0, 2_700_000.0, Some(0.9)),
        ];
        for (row, (name, pagu, realisasi, result)) in (1..).zip(rows) {
            sheet.write_string(row, 0, name).expect("a cell");
            sheet.write_number(row, 1, pagu).expect("a cell");
            sheet.write_number(row, 2, realisasi).expect("a cell");
            let line = row + 1;
            match result {
                Some(result) => {
                    let formula = Formula::new(format!("=C{line}/B{line}")).set_result(result.to_string());
                    sheet.write_formula(row, 3, formula).expect("a cell");
                }
                None => {
                    sheet.write_number(row, 3, 0.75).expect("a cell");
                }
            }
        }
        sheet.write_formula(9, 6, Formula::new("=D4*100").set_result("75")).expect("a cell");
    });
    assert_eq!(rules_at(&bytes, "D4"), ["F06"]);
    let mended = mended(&bytes);
    let [mend] = mended.mends.as_slice() else { panic!("{:?}", mended.mends) };
    assert_eq!(mend.change, Change::Formula("C4/B4".into()));
    assert_eq!(rules_at(&mended.bytes, "D4"), Vec::<&str>::new());
    let book = pipeline::open("DPA.xlsx", &mended.bytes).expect("a workbook");
    let value = |cell: &str| book.grids[0].value(cermat::grid::CellRef::parse(cell).expect("an address")).clone();
    assert_eq!(value("D4"), cermat::grid::Value::Number(0.8));
    assert_eq!(value("G10"), cermat::grid::Value::Number(80.0));
}

#[test]
fn sum_that_leaves_rows_out_is_made_longer() {
    let bytes = workbook(&["No", "Program", "Pagu (Rp)", "Realisasi (Rp)"], |sheet| {
        let rows = [
            ("Program Penunjang", 3_000_000.0, 2_000_000.0),
            ("Program Lalu Lintas", 4_000_000.0, 3_500_000.0),
            ("Program Pelayaran", 1_500_000.0, 1_200_000.0),
        ];
        for (row, (name, pagu, realisasi)) in (1..).zip(rows) {
            sheet.write_number(row, 0, row).expect("a cell");
            sheet.write_string(row, 1, name).expect("a cell");
            sheet.write_number(row, 2, pagu).expect("a cell");
            sheet.write_number(row, 3, realisasi).expect("a cell");
        }
        sheet.write_string(4, 1, "JUMLAH").expect("a cell");
        sheet.write_formula(4, 2, Formula::new("=SUM(C2:C3)").set_result("7000000")).expect("a cell");
        sheet.write_formula(4, 3, Formula::new("=SUM(D2:D4)").set_result("6700000")).expect("a cell");
    });
    assert_eq!(rules_at(&bytes, "C5"), ["J02"]);
    let mended = mended(&bytes);
    let [mend] = mended.mends.as_slice() else { panic!("{:?}", mended.mends) };
    assert_eq!(mend.change, Change::Formula("SUM(C2:C4)".into()));
    assert_eq!(rules_at(&mended.bytes, "C5"), Vec::<&str>::new());
}

#[test]
fn sum_whose_rows_are_held_already_is_left() {
    let bytes = workbook(&["No", "Program/Kegiatan", "Pagu (Rp)", "Realisasi (Rp)"], |sheet| {
        let rows = [
            ("", "Pelayanan Publik", 204_000_000.0),
            ("", "Koordinasi Pemerintahan", 120_000_000.0),
            ("", "Pelaksanaan Kewenangan", 84_000_000.0),
            ("", "Pemberdayaan Kelurahan", 108_000_000.0),
            ("", "Koordinasi Pemberdayaan", 65_000_000.0),
            ("", "Pemberdayaan Lembaga", 43_000_000.0),
        ];
        for (row, (number, name, pagu)) in (1..).zip(rows) {
            sheet.write_string(row, 0, number).expect("a cell");
            sheet.write_string(row, 1, name).expect("a cell");
            sheet.write_number(row, 2, pagu).expect("a cell");
            sheet.write_number(row, 3, pagu).expect("a cell");
        }
        sheet.write_string(7, 1, "JUMLAH").expect("a cell");
        sheet.write_formula(7, 2, Formula::new("=C2+C5+C7").set_result("355000000")).expect("a cell");
        sheet.write_formula(7, 3, Formula::new("=D2+D5").set_result("312000000")).expect("a cell");
    });
    assert_eq!(rules_at(&bytes, "C8"), ["J02"]);
    let mended = mended(&bytes);
    assert_eq!(mended.mends, []);
}

#[test]
fn reading_that_target_or_satuan_contradicts_is_left() {
    let bytes = workbook(&["No", "Indikator Kinerja", "Satuan", "Target", "Realisasi"], |sheet| {
        let rows = [
            ("Persentase balita yang ditangani", "%", Ok(90.5), Ok(88.2)),
            ("Persentase puskesmas terakreditasi", "%", Ok(80.0), Err("76.50")),
            ("Cakupan imunisasi dasar lengkap", "%", Ok(95.0), Ok(93.1)),
            ("Jumlah kunjungan posyandu", "Kunjungan", Ok(12_000.0), Err("11.875")),
            ("Jumlah kader kesehatan terlatih", "Orang", Err("1250 Orang"), Err("1.250")),
            ("Angka kematian ibu", "Rasio", Ok(1.3), Err("1.275")),
        ];
        for (row, (name, satuan, target, realisasi)) in (1..).zip(rows) {
            sheet.write_number(row, 0, row).expect("a cell");
            sheet.write_string(row, 1, name).expect("a cell");
            sheet.write_string(row, 2, satuan).expect("a cell");
            for (column, value) in (3..).zip([target, realisasi]) {
                match value {
                    Ok(number) => sheet.write_number(row, column, number).expect("a cell"),
                    Err(text) => sheet.write_string(row, column, text).expect("a cell"),
                };
            }
        }
    });
    let mended: Vec<_> = mended(&bytes).mends.iter().map(|mend| mend.cell.to_string()).collect();
    assert_eq!(mended, ["E3", "E7"]);
}

#[test]
fn separators_of_a_column_of_texts_are_made_alike() {
    let bytes = workbook(&["No", "Program", "Pagu (Rp)"], |sheet| {
        let rows = [
            ("Program Penunjang", "2.532.490.000"),
            ("Program Lalu Lintas", "1,252,500,000"),
            ("Program Pelayaran", "190.350.000"),
        ];
        for (row, (name, pagu)) in (1..).zip(rows) {
            sheet.write_number(row, 0, row).expect("a cell");
            sheet.write_string(row, 1, name).expect("a cell");
            sheet.write_string(row, 2, pagu).expect("a cell");
        }
    });
    assert_eq!(rules_at(&bytes, "C3"), ["X01"]);
    let mended = mended(&bytes);
    let [mend] = mended.mends.as_slice() else { panic!("{:?}", mended.mends) };
    assert_eq!(mend.change, Change::Text("1.252.500.000".into()));
    assert_eq!(rules_at(&mended.bytes, "C3"), Vec::<&str>::new());
}

#[test]
fn nothing_is_written_without_being_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("DPA.xlsx"), number_as_text(&Format::new(), "1.252.500.000")).expect("written");
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_cermat")).current_dir(folder.path()).args(arguments).output().expect("built")
    };
    let output = run(&["perbaiki", ".", "--uji"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("DPA!C3") && text.contains("+ 1.252.500.000"), "{text}");
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.path().join("hasil").exists());
    let output = run(&["perbaiki", ".", "--tulis"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let copy = folder.path().join("hasil/DPA.diperbaiki.xlsx");
    assert_eq!(rules_at(&fs::read(&copy).expect("the copy"), "C3"), Vec::<&str>::new());
    let output = run(&["perbaiki", ".", "--tulis", "--hasil", "lain"]);
    assert!(!String::from_utf8_lossy(&output.stdout).contains("hasil/DPA"), "a copy is no input");
}
