//! Calls right and wrong, and every help page.

use std::path::PathBuf;

use super::manual::MANUAL_WORDS;
use super::*;
use crate::finding::Severity;

/// Words clap writes by itself.
const ENGLISH: [&str; 14] = [
    "Usage",
    "Options",
    "Arguments",
    "Commands",
    "OPTIONS",
    "COMMAND",
    "Print help",
    "Print version",
    "possible",
    "default",
    "error:",
    "tip:",
    "aliases",
    "For more information",
];

fn called(arguments: &[&str]) -> Result<Cli, Stop> {
    parse(std::iter::once("cermat").chain(arguments.iter().copied()).map(OsString::from))
}

fn assert_indonesian(text: &str) {
    for word in ENGLISH {
        assert!(!text.contains(word), "«{word}» in:\n{text}");
    }
}

#[test]
fn every_help_page_is_indonesian() {
    for page in [
        &["--help"][..],
        &["-h"],
        &["periksa", "--help"],
        &["kenali", "-h"],
        &["lampiran", "-h"],
        &["templat", "-h"],
        &["perbaiki", "--help"],
        &["aturan", "--help"],
        &["awasi", "--help"],
    ] {
        match called(page) {
            Err(Stop::Asked(text)) => {
                assert_indonesian(&text);
                assert!(text.contains("Penggunaan: cermat") && text.contains("Opsi:"), "{text}");
            }
            other => panic!("{page:?}: {other:?}"),
        }
    }
    for asked in ["--versi", "--version", "-V"] {
        let told = called(&[asked]);
        assert!(matches!(told, Err(Stop::Asked(text)) if text.starts_with("cermat ") && text.contains("bangunan")));
    }
}

#[test]
fn shells_and_man_know_every_command() {
    use clap::ValueEnum as _;
    for &shell in clap_complete::Shell::value_variants() {
        let script = String::from_utf8(completions(shell, Bahasa::Id)).expect("scripts are text");
        assert!(script.contains("awasi") && script.contains("jajak"), "{shell}");
    }
    let page = |perintah| manual(perintah, Bahasa::Id).map(|roff| String::from_utf8(roff).expect("roff is text"));
    let whole = page(None).expect("the program has a page");
    let part = page(Some("awasi")).expect("the command has a page");
    assert!(whole.contains("awasi") && part.contains("jajak"), "{whole}{part}");
    for text in [whole, part] {
        for heading in text.lines().filter_map(|line| line.strip_prefix(".SH ")) {
            let is_ours = MANUAL_WORDS.iter().any(|(_, ours)| *ours == heading.trim_matches('"'));
            assert!(
                is_ours || ["Opsi", "Argumen", "Perintah"].contains(&heading.trim_matches('"')),
                "«{heading}» in {text}"
            );
        }
        assert_indonesian(&text);
    }
    assert_eq!(page(Some("masak")), None);
}

#[test]
fn wrong_calls_are_told_in_indonesian() {
    let wrong: [&[&str]; 16] = [
        &[],
        &["periska", "a.xlsx"],
        &["periksa"],
        &["periksa", "--warna", "a.xlsx"],
        &["periksa", "--format", "xml", "a.xlsx"],
        &["periksa", "--tingkat", "parah", "a.xlsx"],
        &["periksa", "a.xlsx", "--hasil"],
        &["periksa", "--rinci=ya", "a.xlsx"],
        &["periksa", "--hasil", "a", "--hasil", "b", "x.xlsx"],
        &["periksa", "--contoh-konfigurasi", "a.xlsx"],
        &["periksa", "--kelompok", "dinas", "a.xlsx"],
        &["kenali"],
        &["aturan", "J01", "J02"],
        &["awasi"],
        &["awasi", ".", "--jajak", "sering"],
        &["periksa", ".", "--bahasa", "jawa"],
    ];
    for call in wrong {
        match called(call) {
            Err(Stop::Wrong(text)) => assert_indonesian(&text),
            other => panic!("{call:?}: {other:?}"),
        }
    }
}

#[test]
fn a_path_alone_is_checked() {
    let folder = env!("CARGO_MANIFEST_DIR");
    match called(&[folder]).expect("a right call").command {
        Asked::Periksa(asked) => assert_eq!(asked.masukan.bacaan.paths, [PathBuf::from(folder)]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn levels_and_formats_are_read() {
    let cli = called(&["periksa", "a.xlsx", "--tingkat", "salah", "--format", "csv", "--aturan", "J01,P"]);
    match cli.expect("a right call").command {
        Asked::Periksa(asked) => {
            assert_eq!((asked.ambang.tingkat, asked.format), (Severity::Error, Format::Csv));
            assert_eq!(asked.aturan, ["J01", "P"]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_text_of_the_command_line_is_in_both_languages() {
    fn texts(command: &clap::Command) -> Vec<String> {
        let own = [command.get_about(), command.get_after_help()].into_iter().flatten().map(ToString::to_string);
        let helps = command.get_arguments().filter_map(|arg| arg.get_help()).map(ToString::to_string);
        own.chain(helps).chain(command.get_subcommands().flat_map(texts)).collect()
    }
    let all = texts(&<Cli as clap::CommandFactory>::command());
    assert!(all.len() > 50, "{}", all.len());
    for text in all {
        let halves = text.split_once(super::words::BETWEEN);
        assert!(halves.is_some_and(|(id, en)| !id.is_empty() && !en.is_empty() && id != en), "«{text}» has no English");
    }
}

#[test]
fn help_and_faults_can_be_english() {
    let pages = ["--help", "periksa", "kenali", "lampiran", "templat", "perbaiki", "aturan", "awasi", "manual"];
    for page in pages {
        let call: Vec<&str> =
            [page, "--help", "--bahasa", "en"].into_iter().skip(usize::from(page == "--help")).collect();
        let Err(Stop::Asked(text)) = called(&call) else { panic!("{call:?} is no page") };
        assert!(text.contains("Usage: cermat") && text.contains("Options:"), "{text}");
        for word in ["Penggunaan", "Opsi:", "Berkas", "Tampilkan", "bawaan", "␟"] {
            assert!(!text.contains(word), "«{word}» in:\n{text}");
        }
    }
    let wrong = called(&["periksa", "a.xlsx", "--format", "xml", "--bahasa=en"]);
    assert!(matches!(wrong, Err(Stop::Wrong(text)) if text.contains("invalid value 'xml'")));
}
