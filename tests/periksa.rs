//! `cermat periksa` as a user runs it: a folder of workbooks in, copies and reports out.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use serde_json::Value;

use self::common::{cermat, folder, one_line, programs, temuan, text, two_programs};

fn clean() -> Vec<u8> {
    two_programs(75.0, "Program Pemberdayaan Sosial")
}

fn faulty() -> Vec<u8> {
    two_programs(57.0, "Program Pemberdayaan Sosial")
}

fn status(output: &Output) -> Option<i32> {
    output.status.code()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().filter_map(|entry| entry["nama"].as_str()).collect()
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    entries
        .map(|entry| {
            let entry = entry.expect("the folder can be read");
            (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"))
        })
        .collect()
}

#[test]
fn findings_make_status_1_and_the_outputs() {
    let input = faulty();
    let folder = folder(&[("Realisasi.xlsx", &input)]);
    let output = cermat(folder.path(), &["periksa", "."]);
    let printed = text(&output.stdout);
    assert_eq!(status(&output), Some(1), "{printed}");
    assert!(printed.contains("P01") && printed.contains("seharusnya 75"), "{printed}");
    assert!(printed.contains("E│57") && printed.contains("Sheet1 › E4"), "{printed}");
    assert!(one_line(&printed).ends_with("jalankan lagi perintah ini."), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() <= 80), "{printed}");
    let written: Vec<String> = contents(&folder.path().join("hasil")).into_keys().collect();
    assert_eq!(
        written,
        ["Realisasi.diperiksa.xlsx", "lampiran.docx", "lampiran.xlsx", "laporan.html", "ringkasan.xlsx", "temuan.json"]
    );
    assert!(fs::read(folder.path().join("Realisasi.xlsx")).expect("still there") == input, "the input changed");
}

#[test]
fn the_frame_can_be_english() {
    let folder = folder(&[("Realisasi.xlsx", &faulty())]);
    let printed = text(&cermat(folder.path(), &["periksa", ".", "--bahasa", "en"]).stdout);
    assert!(printed.contains("Checked: 1 files") && printed.contains("expected 75"), "{printed}");
    assert!(one_line(&printed).ends_with("run this command again."), "{printed}");
}

#[test]
fn what_fails_is_told_in_english_without_indonesian_words() {
    let good = clean();
    let folder = folder(&[
        ("cut.xlsx", &good[..good.len() / 2]),
        ("empty.xlsx", b""),
        ("page.xls", b"<html><table></table></html>"),
        ("print.xlsx", b"%PDF-1.7"),
        ("text.xlsx", b"a;b;c"),
        ("zip.ods", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
    ]);
    let calls: [&[&str]; 8] = [
        &["periksa", "."],
        &["periksa", ".", "--diam"],
        &["periksa", "nowhere.xlsx"],
        &["periksa", "cut.xlsx", "--aturan", "Z99"],
        &["perbaiki", "."],
        &["lampiran", ".", "--tabel", "wages"],
        &["templat", "wages"],
        &["awasi", "cut.xlsx"],
    ];
    for call in calls {
        let output = cermat(folder.path(), &[call, &["--bahasa", "en"]].concat());
        let told = format!("{}{}", text(&output.stdout), text(&output.stderr)).to_lowercase();
        assert_eq!(status(&output), Some(2), "{told}");
        assert!(!told.is_empty());
        for word in
            ["berkas", "tidak", "bukan", "isinya", "rusak", "gagal", "langkah", "hasil di", "aturan ini", "folder lain"]
        {
            assert!(!told.contains(word), "«{word}» in {call:?}:\n{told}");
        }
    }
}

#[test]
fn what_was_recognised_and_what_is_wrong_in_the_settings_can_be_english() {
    let folder = folder(&[("Realisasi.xlsx", &faulty())]);
    let told = text(&cermat(folder.path(), &["kenali", ".", "--bahasa", "en"]).stdout);
    assert!(told.contains("header on row") && told.contains("content on rows"), "{told}");
    assert!(["kepala di baris", "isi di baris", "Lembar"].iter().all(|word| !told.contains(word)), "{told}");
    let mistakes = [
        ("abaikan = [\"Z9\"]", "there is no rule «Z9»"),
        ("thn = 2024", "the key «thn» is unknown"),
        ("tahun = \"x\"", "a year of four digits is expected here"),
        ("toleransi = 1", "a table is expected here"),
        ("[sinonim]\npagu = 3", "a list is expected here"),
        ("[kolom.realisasi_anggaran]\nsisa = \"pagu - \"", "the number or name of a column is expected here"),
    ];
    for (settings, expected) in mistakes {
        fs::write(folder.path().join("cermat.toml"), settings).expect("settings can be written");
        let told = text(&cermat(folder.path(), &["periksa", ".", "--bahasa", "en"]).stderr);
        assert!(one_line(&told).contains(expected), "{settings}: {told}");
        assert!(["diharapkan", "tidak", "di sini"].iter().all(|word| !told.contains(word)), "{settings}: {told}");
    }
}

#[test]
fn the_json_contract_holds() {
    let folder = folder(&[("Realisasi.xlsx", &faulty())]);
    let output = cermat(folder.path(), &["periksa", ".", "--format", "json"]);
    let printed: Value = serde_json::from_slice(&output.stdout).expect("only JSON on standard output");
    assert_eq!(printed, temuan(folder.path()));
    assert_eq!(printed["versi"], 1);
    assert_eq!(printed["gagal"], Value::Array(Vec::new()));
    let berkas = &printed["berkas"][0];
    assert_eq!(berkas["nama"], "Realisasi.xlsx");
    assert!(berkas["jenis"].is_array());
    let butir = berkas["temuan"].as_array().expect("a list").iter().find(|butir| butir["aturan"] == "P01");
    let butir = butir.expect("the wrong percentage is found");
    assert_eq!((&butir["tingkat"], &butir["lembar"], &butir["sel"]), (&"salah".into(), &"Sheet1".into(), &"E4".into()));
    for key in ["pesan", "tertulis", "seharusnya", "dasar", "sidik"] {
        assert!(butir[key].is_string(), "{key} in {butir}");
    }
    for terkait in butir["terkait"].as_array().expect("a list") {
        for key in ["berkas", "lembar", "sel", "catatan"] {
            assert!(terkait[key].is_string(), "{key} in {terkait}");
        }
    }
    let ordered = text(&output.stdout);
    let keys =
        ["\"aturan\"", "\"tingkat\"", "\"lembar\"", "\"sel\"", "\"pesan\"", "\"dasar\"", "\"sidik\"", "\"terkait\""];
    let places: Vec<Option<usize>> = keys.iter().map(|key| ordered.find(key)).collect();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{ordered}");
}

#[test]
fn a_clean_workbook_makes_status_0() {
    let folder = folder(&[("Realisasi.xlsx", &clean())]);
    let output = cermat(folder.path(), &["periksa", "Realisasi.xlsx"]);
    let printed = text(&output.stdout);
    assert_eq!(status(&output), Some(0), "{printed}");
    assert!(printed.contains("tidak ada temuan"), "{printed}");
    assert!(folder.path().join("hasil/Realisasi.diperiksa.xlsx").is_file());
}

#[test]
fn ringkasan_calculates_and_text_stays_text() {
    let name = "=HYPERLINK(\"http://contoh\")";
    let folder = folder(&[("Realisasi #1.xlsx", &faulty()), ("Realisasi.xlsx", &two_programs(75.0, name))]);
    cermat(folder.path(), &["periksa", "."]);
    let mut book: Xlsx<_> = open_workbook(folder.path().join("hasil/ringkasan.xlsx")).expect("a workbook");
    // Neither names an agency, so that they are taken for documents of one.
    assert_eq!(book.sheet_names(), ["Ringkasan", "Temuan", "Matriks", "Aturan", "Anggaran", "Banding pagu"]);
    let anggaran = book.worksheet_range("Anggaran").expect("the sheet is there");
    let formulas = book.worksheet_formula("Anggaran").expect("the sheet is there");
    let cell = |row: u32, col: u32| anggaran.get_value((row, col)).cloned().unwrap_or_default();
    assert_eq!(cell(4, 3), Data::String("Program Rehabilitasi Sosial".into()));
    assert_eq!((cell(4, 6), cell(4, 7)), (Data::Float(75.0), Data::Float(50_000_000.0)));
    assert_eq!(formulas.get_value((4, 6)).map(String::as_str), Some("F5/E5*100"));
    assert_eq!(cell(8, 3), Data::String(name.into()));
    assert_eq!(formulas.get_value((8, 3)).map_or("", String::as_str), "");
    let temuan = book.worksheet_range("Temuan").expect("the sheet is there");
    let first: Vec<String> = temuan.rows().nth(4).expect("a finding").iter().map(ToString::to_string).collect();
    assert_eq!(first[..6], ["1", "Realisasi #1.xlsx", "Sheet1", "E4", "salah", "P01"]);
}

#[test]
fn the_threshold_and_the_rules_asked_for_decide_the_status() {
    let folder = folder(&[("Realisasi.xlsx", &faulty())]);
    let run = |arguments: &[&str]| status(&cermat(folder.path(), &[&["periksa", "."], arguments].concat()));
    assert_eq!(run(&["--tingkat", "salah"]), Some(1));
    assert_eq!(run(&["--aturan", "p"]), Some(1));
    assert_eq!(run(&["--aturan", "W01"]), Some(0));
    assert_eq!(run(&["--aturan", "Z99"]), Some(2));
}

#[test]
fn rules_can_be_ignored() {
    let folder = folder(&[("Realisasi.xlsx", &faulty())]);
    let run = |arguments: &[&str]| status(&cermat(folder.path(), &[&["periksa", "."], arguments].concat()));
    assert_eq!(run(&["--abaikan", "P01"]), Some(0));
    assert_eq!(run(&["--abaikan", "j, p"]), Some(0));
    assert_eq!(run(&["--abaikan", "X08"]), Some(1));
    assert_eq!(run(&["--abaikan", "Z99"]), Some(2));
    fs::write(folder.path().join("cermat.toml"), "abaikan = [\"p01\"]\n").expect("it can be written");
    assert_eq!(run(&[]), Some(0));
    fs::write(folder.path().join("lain.toml"), "").expect("it can be written");
    assert_eq!(run(&["--konfig", "lain.toml"]), Some(1));
    assert_eq!(run(&["--konfig", "tiada.toml"]), Some(2));
}

#[test]
fn the_nearest_configuration_counts() {
    let input = faulty();
    let folder = folder(&[
        ("a.xlsx", &input),
        ("bidang/b.xlsx", &input),
        ("bidang/seksi/c.xlsx", &input),
        ("cermat.toml", b"abaikan = [\"P01\"]"),
        ("bidang/cermat.toml", b""),
    ]);
    let found = |path: &str| {
        let output = cermat(folder.path(), &["periksa", path, "--format", "csv", "--hasil", "keluaran"]);
        let csv = text(&output.stdout);
        let files: Vec<&str> = csv.lines().skip(1).filter_map(|line| line.split(';').next()).collect();
        files.join(" ")
    };
    assert_eq!(found("."), "bidang/b.xlsx bidang/seksi/c.xlsx");
    assert_eq!(found("a.xlsx"), "");
    // Above the path that was given nothing is looked for.
    assert_eq!(found("bidang/seksi"), "c.xlsx");
    fs::remove_file(folder.path().join("bidang/cermat.toml")).expect("it was there");
    assert_eq!(found("bidang"), "b.xlsx seksi/c.xlsx");
    assert_eq!(found("."), "");
}

#[test]
fn column_formulas_of_the_configuration_are_checked() {
    let folder = folder(&[("a.xlsx", &clean())]);
    let run = |formula: &str| {
        let config = format!("[kolom.realisasi_anggaran]\npersen = \"{formula}\"\n");
        fs::write(folder.path().join("cermat.toml"), config).expect("it can be written");
        let output = cermat(folder.path(), &["periksa", ".", "--format", "csv"]);
        (status(&output), text(&output.stdout))
    };
    assert_eq!(run("realisasi / pagu * 100").0, Some(0));
    let (status, csv) = run("(pagu - realisasi) / pagu * 100");
    assert_eq!(status, Some(1));
    assert!(csv.contains("rumus persen = (pagu − realisasi) / pagu × 100"), "{csv}");
}

#[test]
fn a_mistaken_configuration_is_shown_at_its_place() {
    let folder = folder(&[("a.xlsx", &clean())]);
    let said = |config: &str| {
        fs::write(folder.path().join("cermat.toml"), config).expect("it can be written");
        let output = cermat(folder.path(), &["periksa", "."]);
        assert_eq!(status(&output), Some(2), "{config}");
        assert!(output.stdout.is_empty() && !folder.path().join("hasil").exists(), "{config}");
        text(&output.stderr)
    };
    let kind = "[kolom.realisasi_anggaran]\n";
    for (config, place, words) in [
        ("abaikan = [\"X08\", \"Z99\"]", "cermat.toml:1:19]", "aturan «Z99» tidak ada"),
        ("abaikn = []", "cermat.toml:1:1]", "«abaikn» tidak dikenal"),
        ("abaikan = [", "cermat.toml:1:", "TOML"),
        (&format!("{kind}sisa = \"pagu - relisasi\""), "cermat.toml:2:16]", "mungkin maksudnya realisasi"),
        (&format!("{kind}sisa = \"pagu - (realisasi\""), "cermat.toml:2:", "kurung tutup tidak ada"),
        ("[kolom.realisasi_angaran]\n", "cermat.toml:1:8]", "«realisasi_angaran» tidak dikenal"),
    ] {
        let said = said(config);
        assert!(said.contains(place) && said.contains(words) && said.contains("di sini"), "{said}");
    }
}

#[test]
fn bad_files_are_named_and_the_good_one_is_done() {
    let good = faulty();
    let folder = folder(&[
        ("baik.xlsx", &good),
        ("csv.xlsx", b"kode;pagu\n1.01;1.250.000,00\n"),
        ("kosong.xlsx", b""),
        ("pdf.xlsx", b"%PDF-1.7\n"),
        ("terpotong.xlsx", &good[..good.len() / 2]),
        ("web.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>"),
    ]);
    let output = cermat(folder.path(), &["periksa", "."]);
    assert_eq!(status(&output), Some(2));
    let temuan = temuan(folder.path());
    assert_eq!(names(&temuan["berkas"]), ["baik.xlsx"]);
    assert_eq!(names(&temuan["gagal"]), ["csv.xlsx", "kosong.xlsx", "pdf.xlsx", "terpotong.xlsx", "web.xls"]);
    let printed = text(&output.stdout);
    for (index, word) in ["CSV", "kosong", "PDF", "rusak atau terpotong", "HTML"].into_iter().enumerate() {
        let sebab = temuan["gagal"][index]["sebab"].as_str().expect("a sentence");
        assert!(sebab.contains(word), "{word} in {sebab}");
    }
    assert!(printed.contains("Gagal: 5 berkas") && printed.contains("web.xls"), "{printed}");
    assert!(folder.path().join("hasil/baik.diperiksa.xlsx").is_file());
}

#[test]
fn what_is_no_input_is_left_alone() {
    let good = clean();
    let folder = folder(&[
        ("a.xlsx", &good),
        ("sub/a.XLSX", &good),
        ("~$a.xlsx", b"lock"),
        (".~lock.a.xlsx#", b"lock"),
        (".rahasia/b.xlsx", &good),
        ("a.diperiksa.xlsx", &good),
        ("catatan.txt", b"catatan"),
        ("arsip/hasil/c.xlsx", &good),
    ]);
    let first = cermat(folder.path(), &["periksa", "."]);
    assert_eq!(status(&first), Some(0), "{}", text(&first.stdout));
    // A folder that only happens to be called `hasil` is read.
    let expected = ["a.xlsx", "arsip/hasil/c.xlsx", "sub/a.XLSX"];
    assert_eq!(names(&temuan(folder.path())["berkas"]), expected);
    let hasil = contents(&folder.path().join("hasil"));
    assert!(hasil.contains_key("a.diperiksa.xlsx") && hasil.contains_key("a (2).diperiksa.xlsx"));

    // From the folder above, what was written now is no input either.
    let above = folder.path().join("arsip");
    assert_eq!(status(&cermat(&above, &["periksa", ".."])), Some(0));
    assert_eq!(names(&temuan(folder.path())["berkas"]), expected);
}

#[test]
fn a_second_run_writes_the_same_bytes() {
    let folder = folder(&[("a.xlsx", &faulty()), ("b/a.xlsx", &clean())]);
    let hasil = folder.path().join("hasil");
    let first = cermat(folder.path(), &["periksa", "."]);
    let written = contents(&hasil);
    let second = cermat(folder.path(), &["periksa", "."]);
    assert_eq!(first.stdout, second.stdout);
    assert!(written == contents(&hasil), "an output differs");
}

#[test]
fn an_input_is_never_overwritten() {
    let input = clean();
    let folder = folder(&[("ringkasan.xlsx", &input)]);
    let output = cermat(folder.path(), &["periksa", ".", "--hasil", "."]);
    assert_eq!(status(&output), Some(2));
    assert!(text(&output.stderr).contains("--hasil"), "{}", text(&output.stderr));
    assert!(contents(folder.path()) == BTreeMap::from([("ringkasan.xlsx".into(), input)]), "something was written");
}

#[test]
fn outputs_may_stand_among_the_inputs() {
    let folder = folder(&[("a.xlsx", &clean())]);
    for _ in 0..2 {
        let output = cermat(folder.path(), &["periksa", ".", "--hasil", "."]);
        assert_eq!(status(&output), Some(0), "{}", text(&output.stderr));
    }
    let written: Vec<String> = contents(folder.path()).into_keys().collect();
    assert_eq!(
        written,
        [
            "a.diperiksa.xlsx",
            "a.xlsx",
            "lampiran.docx",
            "lampiran.xlsx",
            "laporan.html",
            "ringkasan.xlsx",
            "temuan.json"
        ]
    );
}

#[test]
fn what_cannot_be_run_is_told_with_status_2() {
    let folder = folder(&[("a.xlsx", &clean()), ("kosong/catatan.txt", b""), ("berkas", b"")]);
    let said = |arguments: &[&str]| {
        let output = cermat(folder.path(), arguments);
        assert_eq!(status(&output), Some(2), "{arguments:?}");
        text(&output.stdout) + &text(&output.stderr)
    };
    assert!(said(&[]).contains("Penggunaan"));
    assert!(said(&["periksa", "tiada/tiada.xlsx"]).contains("tidak ditemukan"));
    assert!(!folder.path().join("tiada").exists());
    assert!(said(&["periksa", "kosong"]).contains("tidak ada buku kerja"));
    assert!(said(&["periksa", "a.xlsx", "--hasil", "berkas"]).contains("bukan folder"));
    assert!(said(&["periksa", "a.xlsx", "--profil", "tiada"]).contains("tidak ditemukan"));
    assert!(said(&["aturan", "Z99"]).contains("aturan ini tidak ada"));
}

#[test]
fn other_formats_stand_alone_on_standard_output() {
    let folder = folder(&[("a.xlsx", &faulty()), ("b.xlsx", b"")]);
    let printed = |format: &str| text(&cermat(folder.path(), &["periksa", ".", "--format", format]).stdout);
    let ndjson = printed("ndjson");
    let lines: Vec<Value> = ndjson.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert!(lines.iter().any(|line| line["aturan"] == "P01" && line["berkas"] == "a.xlsx"));
    assert!(lines.iter().any(|line| line["status"] == "selesai" && line["temuan"].is_number()));
    assert!(lines.iter().any(|line| line["status"] == "gagal" && line["berkas"] == "b.xlsx"));
    let csv = printed("csv");
    assert!(csv.starts_with("\u{feff}Berkas;Lembar;Sel;") && csv.contains("a.xlsx;Sheet1;E4;salah;P01;"), "{csv}");
    let sarif: Value = serde_json::from_str(&printed("sarif")).expect("SARIF is JSON");
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
    assert!(sarif["runs"][0]["results"].as_array().is_some_and(|results| !results.is_empty()));
    let junit = printed("junit");
    assert!(junit.contains("<testsuites name=\"cermat\" tests=\"2\" failures=\"1\" errors=\"1\">"), "{junit}");
    assert!(junit.contains("<failure type=\"salah\" message=\"1 temuan\">Sheet1!E4: "), "{junit}");
    assert!(cermat(folder.path(), &["periksa", ".", "--diam"]).stdout.is_empty());
}

/// Whether the bytes are well-formed XML.
fn is_well_formed(bytes: &[u8]) -> bool {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

#[test]
fn junit_names_are_escaped_and_what_is_known_passes() {
    let folder = folder(&[("R&D <a>.xlsx", &programs("A&B <x>", 0, [57.0, 75.0, 75.0])), ("b.xlsx", &clean())]);
    let junit = |more: &[&str]| {
        let output = cermat(folder.path(), &[&["periksa", ".", "--format", "junit"], more].concat());
        assert!(is_well_formed(&output.stdout), "{}", text(&output.stdout));
        text(&output.stdout)
    };
    let first = junit(&[]);
    assert!(first.contains("<testsuite name=\"R&amp;D &lt;a&gt;.xlsx\" tests=\"1\" failures=\"1\""), "{first}");
    assert!(first.contains("A&amp;B &lt;x&gt;!E4: "), "{first}");
    assert!(first.contains("<testcase classname=\"b.xlsx\" name=\"tidak ada temuan\"/>"), "{first}");
    fs::copy(folder.path().join("hasil/temuan.json"), folder.path().join("lama.json")).expect("it was written");
    let second = junit(&["--baru", "lama.json"]);
    assert!(second.contains("failures=\"0\"") && !second.contains("<failure"), "{second}");
    assert!(second.contains("<system-out>A&amp;B") && second.contains("(tetap)</system-out>"), "{second}");
}

#[test]
fn only_what_is_new_is_told() {
    let folder = folder(&[("a.xlsx", &programs("Tabel 1", 0, [57.0, 76.0, 75.0]))]);
    let run = |more: &[&str]| cermat(folder.path(), &[&["periksa", "."], more].concat());
    assert_eq!(status(&run(&[])), Some(1));
    let lama = folder.path().join("lama.json");
    fs::copy(folder.path().join("hasil/temuan.json"), &lama).expect("it was written");

    // Nothing changed but where the table stands.
    fs::write(folder.path().join("a.xlsx"), programs("Serapan", 4, [57.0, 76.0, 75.0])).expect("written");
    let same = run(&["--baru", "lama.json"]);
    let printed = one_line(&text(&same.stdout));
    assert_eq!(status(&same), Some(0), "{printed}");
    assert!(printed.contains("0 temuan baru, 2 masih ada, 0 sudah diperbaiki sejak lama.json."), "{printed}");
    assert!(!printed.contains("P01:"), "{printed}");

    // One mended, one still there, one new.
    fs::write(folder.path().join("a.xlsx"), programs("Serapan", 4, [75.0, 76.0, 57.5])).expect("written");
    let changed = run(&["--baru", "lama.json"]);
    let printed = text(&changed.stdout);
    assert_eq!(status(&changed), Some(1), "{printed}");
    assert!(
        one_line(&printed).contains("1 temuan baru, 1 masih ada, 1 sudah diperbaiki sejak lama.json."),
        "{printed}"
    );
    assert!(printed.contains("Serapan › E10") && !printed.contains("Serapan › E9"), "{printed}");
    assert!(printed.contains("sudah diperbaiki: a.xlsx, Tabel 1 › E4, P01"), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() <= 80), "{printed}");
    let temuan = temuan(folder.path());
    let list = temuan["berkas"][0]["temuan"].as_array().expect("a list");
    let told: Vec<(&str, &str)> =
        list.iter().filter_map(|butir| Some((butir["sel"].as_str()?, butir["status"].as_str()?))).collect();
    assert_eq!(told, [("E9", "tetap"), ("E10", "baru")]);
    let banding = &temuan["banding"];
    assert_eq!((&banding["baru"], &banding["tetap"]), (&1.into(), &1.into()));
    assert_eq!(banding["diperbaiki"][0]["sel"], "E4");

    let csv = text(&run(&["--baru", "lama.json", "--format", "csv"]).stdout);
    assert!(csv.contains(";Sidik;Status\r\n") && csv.contains(";tetap\r\n") && csv.contains(";baru\r\n"), "{csv}");
    let ndjson = text(&run(&["--baru", "lama.json", "--format", "ndjson"]).stdout);
    assert!(ndjson.lines().last().is_some_and(|line| line.contains("\"status\":\"diperbaiki\"")), "{ndjson}");
    let sarif = text(&run(&["--baru", "lama.json", "--format", "sarif"]).stdout);
    assert!(sarif.contains("\"baselineState\": \"unchanged\"") && sarif.contains("\"baselineState\": \"new\""));
}

#[test]
fn equal_fingerprints_are_as_many_findings() {
    let twice = faulty();
    let folder = folder(&[("a.xlsx", &twice), ("b.xlsx", &twice)]);
    let banding = |more: &[&str]| {
        cermat(folder.path(), &[&["periksa", ".", "--baru", "lama.json"], more].concat());
        let banding = temuan(folder.path())["banding"].clone();
        let count = |key: &str| banding[key].as_u64().expect("a count");
        let mended = banding["diperbaiki"].as_array().expect("a list").len();
        (count("baru"), count("tetap"), mended, count("tidak_dibandingkan"))
    };
    let keep = || {
        cermat(folder.path(), &["periksa", "."]);
        fs::copy(folder.path().join("hasil/temuan.json"), folder.path().join("lama.json")).expect("it was written");
    };
    keep();
    fs::write(folder.path().join("b.xlsx"), clean()).expect("it can be written");
    assert_eq!(banding(&[]), (0, 1, 1, 0));
    // What was not looked at is not mended.
    assert_eq!(banding(&["--abaikan", "P01"]), (0, 0, 0, 2));
    fs::remove_file(folder.path().join("b.xlsx")).expect("it was there");
    assert_eq!(banding(&[]), (0, 1, 0, 1));
    // A file under another name is the same file.
    fs::rename(folder.path().join("a.xlsx"), folder.path().join("c.xlsx")).expect("it was there");
    assert_eq!(banding(&[]), (0, 1, 0, 1));
    keep();
    fs::write(folder.path().join("a.xlsx"), &twice).expect("it can be written");
    assert_eq!(banding(&[]), (1, 1, 0, 0));
}

#[test]
fn a_file_that_is_no_earlier_run_stops_before_anything_is_written() {
    let folder = folder(&[
        ("a.xlsx", &faulty()),
        ("rusak.json", b"{\"versi\": 1, \"berkas\": ["),
        ("asing.json", b"[1, 2]"),
        ("kelak.json", b"{\"versi\": 99, \"berkas\": [], \"gagal\": []}"),
        ("biner.json", b"\xff\xfe\x00"),
    ]);
    for (name, word) in [
        ("rusak.json", "bukan JSON yang utuh"),
        ("asing.json", "bukan temuan.json yang ditulis cermat"),
        ("kelak.json", "versi 99 tidak dikenal"),
        ("biner.json", "bukan JSON"),
        ("tiada.json", "tidak ditemukan"),
    ] {
        let output = cermat(folder.path(), &["periksa", ".", "--baru", name]);
        let said = text(&output.stderr);
        assert_eq!(status(&output), Some(2), "{said}");
        assert!(said.contains(name) && said.contains(word) && said.lines().count() == 1, "{said}");
        assert!(output.stdout.is_empty() && !folder.path().join("hasil").exists(), "{name}");
    }
}

#[test]
fn kenali_and_aturan_tell_what_they_know() {
    let folder = folder(&[("a.xlsx", &clean())]);
    let kenali = cermat(folder.path(), &["kenali", "."]);
    assert_eq!(status(&kenali), Some(0));
    let printed = text(&kenali.stdout);
    for word in ["Lembar Sheet1", "realisasi anggaran", "kepala di baris 3", "E      persen", "2 program"] {
        assert!(printed.to_lowercase().contains(&word.to_lowercase()), "«{word}» in:\n{printed}");
    }
    assert!(!folder.path().join("hasil").exists());
    let list = text(&cermat(folder.path(), &["aturan"]).stdout);
    assert!(list.contains("J01") && list.contains("salah"));
    let one = text(&cermat(folder.path(), &["aturan", "j01"]).stdout);
    assert!(one.contains("J01") && one.contains("Dasar"), "{one}");
}

#[test]
fn kenali_goes_by_the_configuration() {
    let folder = folder(&[
        ("a.xlsx", &programs("Serapan", 0, [75.0; 3])),
        ("cermat.toml", b"[sinonim]\nfisik = [\"persentase %\"]\n"),
        ("kosong.toml", b""),
    ]);
    let role = |arguments: &[&str]| {
        let printed = text(&cermat(folder.path(), arguments).stdout);
        let line = printed.lines().find(|line| line.trim_start().starts_with("E "));
        line.expect("the column of the percentages").split_whitespace().nth(1).map(str::to_string)
    };
    assert_eq!(role(&["kenali", "a.xlsx"]).as_deref(), Some("fisik"));
    assert_eq!(role(&["kenali", "a.xlsx", "--konfig", "kosong.toml"]).as_deref(), Some("persen"));
}

#[test]
fn an_annotated_copy_is_checked_like_its_original() {
    let folder = folder(&[("realisasi.xlsx", &faulty())]);
    cermat(folder.path(), &["periksa", "realisasi.xlsx", "--hasil", "satu"]);
    cermat(folder.path(), &["periksa", "satu/realisasi.diperiksa.xlsx", "--hasil", "dua"]);
    let found = |hasil: &str| -> Vec<(String, String)> {
        let text = fs::read_to_string(folder.path().join(hasil).join("temuan.json")).expect("written");
        let json: Value = serde_json::from_str(&text).expect("JSON");
        let list = json["berkas"][0]["temuan"].as_array().expect("a list");
        list.iter().map(|one| (one["aturan"].to_string(), one["sel"].to_string())).collect()
    };
    assert!(!found("satu").is_empty());
    assert_eq!(found("satu"), found("dua"));
    assert!(folder.path().join("dua/realisasi.diperiksa.xlsx").exists());
}
