//! What tests share: small workbooks, a folder of them, a call of the program, what was found, the parts of a package.

#![allow(dead_code, reason = "no test file takes everything")]

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::{Command, Output};

use rust_xlsxwriter::Workbook;
use serde_json::Value;
use tempfile::TempDir;
use zip::ZipArchive;

/// A budget realisation with these rows of nomor, uraian, pagu, realisasi and percentage, below a title and this many
/// inserted rows.
fn realisasi(sheet_name: &str, inserted: u32, rows: &[(&str, &str, [f64; 3])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(sheet_name).expect("a name");
    sheet.write_string(0, 0, "REALISASI ANGGARAN TAHUN 2024").expect("fits");
    let heads = ["No", "Program / Kegiatan", "Pagu Anggaran (Rp)", "Realisasi Anggaran (Rp)", "Persentase (%)"];
    for (col, head) in (0..).zip(heads) {
        sheet.write_string(2 + inserted, col, head).expect("fits");
    }
    for (row, (nomor, uraian, figures)) in (3 + inserted..).zip(rows) {
        sheet.write_string(row, 0, *nomor).expect("fits");
        sheet.write_string(row, 1, *uraian).expect("fits");
        for (col, value) in (2..).zip(figures) {
            sheet.write_number(row, col, *value).expect("fits");
        }
    }
    workbook.save_to_buffer().expect("a small workbook is written")
}

/// Two programs and their total; the first one's percentage, 75 in truth, and the second's name are given.
pub fn two_programs(persen: f64, second: &str) -> Vec<u8> {
    realisasi(
        "Sheet1",
        0,
        &[
            ("1", "Program Rehabilitasi Sosial", [200_000_000.0, 150_000_000.0, persen]),
            ("2", second, [100_000_000.0, 90_000_000.0, 90.0]),
            ("", "JUMLAH", [300_000_000.0, 240_000_000.0, 80.0]),
        ],
    )
}

/// Three programs with these percentages, all 75 in truth, on a sheet with rows inserted above them.
pub fn programs(sheet_name: &str, inserted: u32, persen: [f64; 3]) -> Vec<u8> {
    let row =
        |nomor: &'static str, name: &'static str, persen: f64| (nomor, name, [200_000_000.0, 150_000_000.0, persen]);
    let rows = [
        row("1", "Program Rehabilitasi Sosial", persen[0]),
        row("2", "Program Pemberdayaan Sosial", persen[1]),
        row("3", "Program Penanganan Bencana", persen[2]),
    ];
    realisasi(sheet_name, inserted, &rows)
}

/// A folder with these files.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("the system has a temporary folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("it can be written");
        fs::write(path, bytes).expect("it can be written");
    }
    folder
}

/// Runs the program in a folder.
pub fn cermat(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cermat"));
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR").output().expect("the program was built")
}

/// What a run wrote down for other programs.
pub fn temuan(folder: &Path) -> Value {
    let json = fs::read(folder.join("hasil/temuan.json")).expect("temuan.json was written");
    serde_json::from_slice(&json).expect("temuan.json is JSON")
}

/// Output as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// Sentences are broken to fit the screen.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts of a package: their names, and their bytes inflated.
pub fn inflated(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it can be inflated");
        parts.push((entry.name().expect("a readable name").into_owned(), bytes));
    }
    parts
}
