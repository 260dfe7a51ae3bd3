//! What a workbook's texts and names say stays text in every output: no formula, no script, no way out.

mod common;

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use zip::write::{SimpleFileOptions, ZipWriter};

use self::common::inflated;

/// Put before names of indikator.
const HOSTILE: &str = "=cmd|'/c calc'!A1 <script>alert(1)</script> ";
/// File names that would be formulas in a cell or places in an address.
const NAMES: [&str; 4] = ["=1+1.xlsx", "@SUM(A1) #x.xlsx", "+62 -1.xlsx", "a&b '.xlsx"];

/// A sample whose indikator have hostile names.
fn hostile_workbook() -> Vec<u8> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/contoh/Renstra_RKT.xlsx");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = 0;
    for (name, bytes) in inflated(&std::fs::read(sample).expect("the sample is there")) {
        let text = String::from_utf8(bytes).expect("its parts are text");
        let hostile = HOSTILE.replace('<', "&lt;").replace('>', "&gt;");
        let bent = text.replace(">Persentase", &format!(">{hostile}Persentase"));
        changed += usize::from(bent != text);
        writer.start_file(name, SimpleFileOptions::default()).expect("a new part");
        writer.write_all(bent.as_bytes()).expect("it is held in memory");
    }
    assert!(changed > 0, "the sample names its indikator otherwise");
    writer.finish().expect("it is held in memory").into_inner()
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_cermat")).args(arguments).current_dir(folder).output();
    let done = done.expect("the program starts");
    assert!(matches!(done.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}

#[test]
fn texts_of_a_workbook_stay_texts_in_every_output() {
    let place = tempfile::tempdir().expect("the system has a temporary folder");
    for name in NAMES {
        // Not all systems allow each of these names.
        let _ = std::fs::write(place.path().join(name), hostile_workbook());
    }
    run(place.path(), &["periksa", ".", "--diam"]);
    let mut seen = 0;
    for entry in std::fs::read_dir(place.path().join("hasil")).expect("the outputs") {
        let path = entry.expect("a readable entry").path();
        let bytes = std::fs::read(&path).expect("a readable output");
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("xlsx" | "docx") => assert_inert(&path, &bytes),
            Some("html") => {
                let page = String::from_utf8(bytes).expect("text");
                assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert(1)"), "{path:?}");
            }
            _ => continue,
        }
        seen += 1;
    }
    assert!(seen > 3, "{seen} outputs");
    let table = run(place.path(), &["periksa", ".", "--format", "csv"]);
    let is_formula = |cell: &str| cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']);
    let risky: Vec<&str> = table
        .trim_start_matches('\u{feff}')
        .lines()
        .flat_map(|line| line.split(';'))
        .filter(|cell| is_formula(cell))
        .collect();
    assert!(risky.is_empty(), "{risky:?}");
}

/// No formula says what the texts say, and no link leaves the folder of outputs.
fn assert_inert(path: &Path, bytes: &[u8]) {
    for (name, bytes) in inflated(bytes) {
        let text = String::from_utf8_lossy(&bytes);
        for formula in between(&text, "<f", "</f>") {
            assert!(!formula.contains("cmd|"), "{path:?}, {name}: {formula}");
        }
        if name.ends_with(".rels") {
            for relation in between(&text, "<Relationship ", ">").filter(|one| one.contains("External")) {
                let target = between(relation, "Target=\"", "\"").next().unwrap_or_default();
                let leaves = target.contains(':') || target.starts_with(['/', '\\']) || target.contains("..");
                assert!(!leaves, "{path:?}, {name}: {target}");
            }
        }
        for link in between(&text, "<hyperlink ", ">").chain(between(&text, "HYPERLINK", "<")) {
            assert!(!link.contains("cmd") && !link.contains("://"), "{path:?}, {name}: {link}");
        }
    }
}

fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).filter_map(move |rest| rest.split_once(end).map(|(inner, _)| inner))
}
