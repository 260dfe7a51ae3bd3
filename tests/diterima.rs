//! Accepted findings: typed into the outputs, read back by the next run.

mod common;

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output};

use calamine::{Reader as _, Xlsx, open_workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use self::common::{cermat, folder, programs, temuan};

fn periksa(folder: &Path, more: &[&str]) -> Output {
    cermat(folder, &[&["periksa", "."], more].concat())
}

fn status(folder: &Path) -> Option<i32> {
    periksa(folder, &[]).status.code()
}

/// Types a text into a cell of a part, as Excel would save it.
fn type_in(path: &Path, part: &str, cell: &str, text: &str) {
    let bytes = fs::read(path).expect("an output");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut is_typed = false;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let name = entry.name().expect("a readable name").into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("readable");
        if name == part {
            let xml = String::from_utf8(bytes).expect("XML is text");
            let start = xml.find(&format!("<c r=\"{cell}\"")).expect("the cell");
            let rest = &xml[start..];
            let end = if rest[..rest.find('>').expect("a tag")].ends_with('/') {
                rest.find("/>").expect("an empty cell") + 2
            } else {
                rest.find("</c>").expect("a full cell") + 4
            };
            let typed = format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
            bytes = format!("{}{typed}{}", &xml[..start], &rest[end..]).into_bytes();
            is_typed = true;
        }
        writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(&bytes).expect("memory takes it");
    }
    assert!(is_typed, "{part} of {}", path.display());
    fs::write(path, writer.finish().expect("memory takes it").into_inner()).expect("written");
}

const TEMUAN_SALINAN: &str = "xl/worksheets/temuan1.xml";
/// The second sheet of the summary.
const TEMUAN_RINGKASAN: &str = "xl/worksheets/sheet2.xml";

/// All texts of a sheet, row by row.
fn texts(path: &Path, sheet: &str) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let cells = book.worksheet_range(sheet).expect("the sheet");
    cells.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn what_is_accepted_on_either_sheet_is_kept_while_the_figures_are_the_same() {
    let folder = folder(&[("a.xlsx", &programs("Tabel 1", 0, [57.0, 76.0, 75.0]))]);
    let at = folder.path();
    let (salinan, ringkasan) = (at.join("hasil/a.diperiksa.xlsx"), at.join("hasil/ringkasan.xlsx"));
    assert_eq!(status(at), Some(1));
    type_in(&salinan, TEMUAN_SALINAN, "L5", "ya");
    type_in(&salinan, TEMUAN_SALINAN, "M5", "sesuai SK 12");
    type_in(&ringkasan, TEMUAN_RINGKASAN, "M6", "OK");
    type_in(&ringkasan, TEMUAN_RINGKASAN, "N6", "dibulatkan");
    assert_eq!(status(at), Some(0));
    let list = temuan(at)["berkas"][0]["temuan"].clone();
    for (index, alasan) in [(0, "sesuai SK 12"), (1, "dibulatkan")] {
        assert_eq!(list[index]["diterima"], true);
        assert_eq!((&list[index]["diterima_dari"], &list[index]["alasan"]), (&"lembar".into(), &alasan.into()));
    }
    let accepted = texts(&ringkasan, "Diterima").join("\n");
    assert!(accepted.contains("ya|sesuai SK 12") && accepted.contains("OK|dibulatkan"), "{accepted}");
    assert!(texts(&ringkasan, "Temuan").join("\n").contains("Tidak ada temuan."));
    assert!(texts(&salinan, "Temuan").join("\n").contains("0 temuan; 2 lagi diterima"));

    // The same again, and after rows were inserted and the sheet renamed.
    let before = fs::read(&salinan).expect("written");
    assert_eq!(status(at), Some(0));
    assert_eq!(fs::read(&salinan).expect("written"), before);
    fs::write(at.join("a.xlsx"), programs("Serapan", 4, [57.0, 76.0, 75.0])).expect("written");
    assert_eq!(status(at), Some(0));

    // Another figure is another finding; the entry waits in the summary until it comes back.
    fs::write(at.join("a.xlsx"), programs("Serapan", 4, [58.0, 76.0, 75.0])).expect("written");
    assert_eq!(status(at), Some(1));
    let waiting = texts(&ringkasan, "Diterima").join("\n");
    assert!(waiting.contains("sesuai SK 12") && waiting.contains("angkanya sudah berubah"), "{waiting}");
    assert_eq!(status(at), Some(1));
    fs::write(at.join("a.xlsx"), programs("Serapan", 4, [57.0, 76.0, 75.0])).expect("written");
    assert_eq!(status(at), Some(0));

    // Taken back on one of the two sheets.
    type_in(&salinan, TEMUAN_SALINAN, "L5", "tidak");
    assert_eq!(status(at), Some(1));
    let list = temuan(at)["berkas"][0]["temuan"].clone();
    assert_eq!((&list[0]["diterima"], &list[0]["alasan"]), (&false.into(), &"sesuai SK 12".into()));
    assert_eq!(list[1]["diterima"], true);
}

#[test]
fn a_renamed_workbook_keeps_what_was_accepted_and_its_old_copy_goes() {
    let folder = folder(&[("a.xlsx", &programs("Tabel 1", 0, [57.0, 75.0, 75.0]))]);
    let at = folder.path();
    assert_eq!(status(at), Some(1));
    type_in(&at.join("hasil/a.diperiksa.xlsx"), TEMUAN_SALINAN, "L5", "ya");
    assert_eq!(status(at), Some(0));
    fs::rename(at.join("a.xlsx"), at.join("b.xlsx")).expect("it was there");
    assert_eq!(status(at), Some(0));
    assert!(!at.join("hasil/a.diperiksa.xlsx").exists() && at.join("hasil/b.diperiksa.xlsx").exists());
}

#[test]
fn only_untouched_copies_of_workbooks_that_are_gone_are_taken_away() {
    let bytes = programs("Tabel 1", 0, [57.0, 75.0, 75.0]);
    let folder = folder(&[("a.xlsx", &bytes), ("b.xlsx", &bytes), ("c.xlsx", &bytes)]);
    let at = folder.path();
    status(at);
    type_in(&at.join("hasil/c.diperiksa.xlsx"), TEMUAN_SALINAN, "M5", "catatan penting");
    for name in ["lain.diperiksa.xlsx", "catatan.txt"] {
        fs::write(at.join("hasil").join(name), b"milik orang").expect("written");
    }
    // A run over one file alone takes nothing away.
    let alone = Command::new(env!("CARGO_BIN_EXE_cermat")).current_dir(at).args(["periksa", "a.xlsx"]).output();
    assert_eq!(alone.expect("cermat runs").status.code(), Some(1));
    assert!(at.join("hasil/b.diperiksa.xlsx").exists());
    status(at);
    type_in(&at.join("hasil/c.diperiksa.xlsx"), TEMUAN_SALINAN, "M5", "catatan penting");
    fs::remove_file(at.join("b.xlsx")).expect("it was there");
    fs::remove_file(at.join("c.xlsx")).expect("it was there");
    let said = String::from_utf8(periksa(at, &[]).stdout).expect("text");
    assert!(said.contains("dibiarkan karena pernah") && said.contains("c.diperiksa.xlsx"), "{said}");
    assert!(!at.join("hasil/b.diperiksa.xlsx").exists());
    for name in ["c.diperiksa.xlsx", "lain.diperiksa.xlsx", "catatan.txt"] {
        assert!(at.join("hasil").join(name).exists(), "{name}");
    }
}

#[test]
fn the_configuration_accepts_while_it_says_so() {
    let folder = folder(&[("a.xlsx", &programs("Tabel 1", 0, [57.0, 75.0, 75.0]))]);
    let at = folder.path();
    let config = |text: &str| fs::write(at.join("cermat.toml"), text).expect("written");
    assert_eq!(status(at), Some(1));
    let sidik = temuan(at)["berkas"][0]["temuan"][0]["sidik"].as_str().expect("text").to_string();
    config(&format!("[[diterima]]\nsidik = \"{sidik}\"\nalasan = \"kebijakan kantor\"\n"));
    assert_eq!(status(at), Some(0));
    assert_eq!(temuan(at)["berkas"][0]["temuan"][0]["diterima_dari"], "cermat.toml");
    let by_place = "[[diterima]]\naturan = \"P01\"\nlembar = \"Tabel 1\"\nsel = \"E4\"\nalasan = \"kebijakan\"\n";
    config(&format!("{by_place}tertulis = \"57\"\n"));
    assert_eq!(status(at), Some(0));
    let told = |at: &Path| String::from_utf8(periksa(at, &[]).stdout).expect("text");
    assert!(!told(at).contains("tidak bertemu"), "an acceptance that is met is not named");
    config(&format!("{by_place}tertulis = \"58\"\n"));
    assert_eq!(status(at), Some(1));
    let text = told(at).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("1 penerimaan di cermat.toml tidak bertemu temuannya: P01 Tabel 1 E4"), "{text}");
    config("");
    assert_eq!(status(at), Some(1));
}

#[test]
fn every_format_tells_what_is_accepted() {
    let folder = folder(&[("a.xlsx", &programs("Tabel 1", 0, [57.0, 75.0, 75.0]))]);
    let at = folder.path();
    let config = "[[diterima]]\naturan = \"P01\"\nsel = \"E4\"\ntertulis = \"57\"\nalasan = \"kebijakan\"\n";
    fs::write(at.join("cermat.toml"), config).expect("written");
    let said = |format: &str| String::from_utf8(periksa(at, &["--format", format]).stdout).expect("text");
    assert!(said("teks").contains("Diterima: 1 temuan") && !said("teks").contains("P01:"));
    assert!(said("json").contains("\"diterima\": true") && said("ndjson").contains("\"temuan\":0"));
    assert!(said("csv").contains(";ya;kebijakan;"));
    assert!(said("sarif").contains("\"suppressions\"") && said("sarif").contains("\"accepted\""));
    assert!(said("junit").contains("failures=\"0\"") && said("junit").contains("(diterima: kebijakan)"));
}

#[test]
fn a_difference_between_documents_is_not_mended_when_the_other_one_is_missing() {
    let folder = folder(&[("a.xlsx", &programs("Tabel 1", 0, [75.0, 75.0, 75.0]))]);
    let at = folder.path();
    let finding = r#"{"aturan": "A02", "tingkat": "salah", "lembar": "Tabel 1", "sel": "C4", "pesan": "pagu berbeda", "sidik": "a1b2c3d4", "terkait": [{"berkas": "BERKAS", "lembar": "L", "sel": "A1", "catatan": ""}]}"#;
    let earlier = |other: &str| {
        let finding = finding.replace("BERKAS", other);
        let text = format!(r#"{{"versi": 1, "berkas": [{{"nama": "a.xlsx", "temuan": [{finding}]}}], "gagal": []}}"#);
        fs::write(at.join("lama.json"), text).expect("written");
        periksa(at, &["--baru", "lama.json"]);
        let banding = temuan(at)["banding"].clone();
        (banding["diperbaiki"].as_array().map(Vec::len), banding["tidak_dibandingkan"].as_u64())
    };
    assert_eq!(earlier("b.xlsx"), (Some(0), Some(1)));
    assert_eq!(earlier("a.xlsx"), (Some(1), Some(0)));
}

#[test]
fn findings_are_grouped_by_workbook_official_or_rule() {
    let bytes = programs("Tabel 1", 0, [57.0, 75.0, 75.0]);
    let folder = folder(&[("a.xlsx", &bytes), ("b.xlsx", &bytes)]);
    let said = |more: &[&str]| String::from_utf8(periksa(folder.path(), more).stdout).expect("text");
    let by_rule = said(&["--kelompok", "aturan"]);
    assert_eq!(by_rule.matches("━━ P01 ").count(), 1, "{by_rule}");
    assert!(by_rule.contains("2 berkas · 2 salah") && by_rule.contains("[b.xlsx › Tabel 1 › E4]"), "{by_rule}");
    assert!(by_rule.lines().all(|line| line.chars().count() <= 80), "{by_rule}");
    assert!(said(&["--kelompok", "pejabat"]).contains("━━ Pejabat tidak disebut"));
    let csv = said(&["--kelompok", "aturan", "--format", "csv"]);
    assert!(csv.starts_with("\u{feff}Kelompok;Berkas;") && csv.contains("\nP01 "), "{csv}");
}

/// A realisasi of a triwulan, with the last of its four programs given.
fn realisasi_triwulan(triwulan: &str, done: [f64; 4]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, format!("REALISASI ANGGARAN TRIWULAN {triwulan} TAHUN 2024")).expect("fits");
    for (col, head) in (0..).zip(["No", "Program / Kegiatan", "Pagu Anggaran (Rp)", "Realisasi Anggaran (Rp)"]) {
        sheet.write_string(2, col, head).expect("fits");
    }
    let names = ["Rehabilitasi Sosial", "Pemberdayaan Sosial", "Penanganan Bencana", "Perlindungan Jaminan Sosial"];
    for (row, (name, done)) in (3..).zip(names.into_iter().zip(done)) {
        sheet.write_number(row, 0, f64::from(row - 2)).expect("fits");
        sheet.write_string(row, 1, format!("Program {name}")).expect("fits");
        sheet.write_number(row, 2, 200_000_000.0).expect("fits");
        sheet.write_number(row, 3, done).expect("fits");
    }
    workbook.save_to_buffer().expect("a small workbook is written")
}

#[test]
fn a_finding_between_documents_is_another_when_its_figure_changes() {
    let sidik = |last: f64| {
        let first = realisasi_triwulan("I", [50_000_000.0, 30_000_000.0, 40_000_000.0, 90_000_000.0]);
        let second = realisasi_triwulan("II", [90_000_000.0, 80_000_000.0, 70_000_000.0, last]);
        let folder = folder(&[("a.xlsx", &first), ("b.xlsx", &second)]);
        periksa(folder.path(), &[]);
        let list = temuan(folder.path())["berkas"][1]["temuan"].clone();
        let found = list.as_array().and_then(|list| list.iter().find(|finding| finding["aturan"] == "W10").cloned());
        found.expect("the realisasi falls")["sidik"].clone()
    };
    assert_eq!(sidik(19_000_000.0), sidik(19_000_000.0));
    assert_ne!(sidik(19_000_000.0), sidik(18_000_000.0));
}
