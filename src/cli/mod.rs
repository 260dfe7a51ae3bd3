//! The command line: what can be asked.

/// A text in Indonesian and English; `words` picks one when the language of the call is known.
macro_rules! dua {
    ($id:literal, $en:literal) => {
        concat!($id, "␟", $en)
    };
}

mod arguments;
mod manual;
#[cfg(test)]
mod tests;
mod words;

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::LazyLock;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub use self::arguments::{
    Aturan, Awasi, Format, Kecuali, Kenali, Lampiran, Manual, Masukan, Pelengkap, Perbaiki, Periksa, Templat, Umum,
};
pub use self::manual::{completions, manual};

use self::words::{Words, asked_language, localised, stop};
use crate::bahasa::{Bahasa, Pesan};
use crate::profile::Profiles;
use crate::rules::RULES;

/// What was asked.
#[derive(Debug, Parser)]
#[command(
    name = "cermat",
    version,
    about = dua!("Memeriksa buku kerja Excel SAKIP (DPA, realisasi, PK, IKU, Renstra, RKT) dan mengembalikannya bertanda.", "Checks Excel workbooks of SAKIP (DPA, realisasi, PK, IKU, Renstra, RKT) and hands them back annotated."),
    after_help = dua!(
        "Contoh:\n  cermat periksa \"D:\\LKjIP 2024\"\n  cermat kenali DPA_2024.xlsx\n  cermat aturan J01\n\nBantuan satu perintah: cermat PERINTAH --help",
        "Examples:\n  cermat periksa \"D:\\LKjIP 2024\"\n  cermat kenali DPA_2024.xlsx\n  cermat aturan J01\n\nHelp on a command: cermat COMMAND --help"
    )
)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Asked,
    /// The language of the frame.
    #[arg(
        long,
        global = true,
        value_name = dua!("BAHASA", "LANGUAGE"),
        default_value = "id",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Bahasa::ALL.map(|(_, word)| word)).map(|word| bahasa_of(&word)),
        help = dua!("Bahasa pesan: id atau en; isi temuan tetap berbahasa Indonesia [bawaan: id]", "Language of the messages: id or en; findings stay Indonesian [default: id]")
    )]
    pub bahasa: Bahasa,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Asked {
    /// Checks workbooks.
    #[command(
        about = dua!("Periksa buku kerja; hasilnya di folder hasil", "Check workbooks; the outputs go to the folder hasil"),
        after_help = dua!(
        "Keluaran di folder hasil:\n  NAMA.diperiksa.xlsx  salinan tiap berkas, sel bertemuan diberi warna dan komentar\n  laporan.html         semuanya di satu halaman, untuk dilihat atau dicetak\n  ringkasan.xlsx       semua temuan, capaian, dan anggaran; siap dicetak di F4\n  lampiran.xlsx, .docx tabel LKjIP dan Lampirannya\n  temuan.json          temuan untuk program lain\n\nStatus keluar: 0 tidak ada temuan, 1 ada temuan, 2 ada yang tidak dapat diperiksa.\nDengan --baru, layar dan status keluar hanya untuk temuan baru; folder hasil tetap memuat semuanya.\nBerkas asli tidak pernah diubah.",
        "Outputs in the folder hasil:\n  NAMA.diperiksa.xlsx  a copy of each file, cells with findings coloured and commented\n  laporan.html         everything on one page, to look at or print\n  ringkasan.xlsx       all findings, capaian and budgets; ready to print on F4\n  lampiran.xlsx, .docx the tables of the LKjIP and its Lampiran\n  temuan.json          the findings for other programs\n\nExit status: 0 no findings, 1 findings, 2 something could not be checked.\nWith --baru, screen and exit status tell new findings only; the outputs hold all.\nThe original files are never changed."
    )
    )]
    Periksa(Periksa),
    /// Mends what needs no judgement, in a copy.
    #[command(
        about = dua!("Perbaiki yang aman di salinan: angka teks, rumus tertimpa, rentang jumlah, pemisah", "Mend in a copy what needs no judgement: numbers as text, formulas typed over, sums, separators"),
        after_help = dua!(
        "Tanpa --tulis hanya perbedaannya yang diperlihatkan. Salinan (NAMA.diperbaiki.xlsx) diperiksa ulang;\nperbaikan yang temuannya tetap ada tidak jadi dilakukan. Berkas asli tidak pernah diubah.\n\nStatus keluar: 0 tidak ada yang perlu ditulis, 1 ada perbaikan yang belum ditulis, 2 ada yang gagal.",
        "Without --tulis only the differences are shown. The copy (NAMA.diperbaiki.xlsx) is checked again;\na mend whose finding is still there is taken back. The original files are never changed.\n\nExit status: 0 nothing to write, 1 mends not written yet, 2 something failed."
    )
    )]
    Perbaiki(Perbaiki),
    /// Watches a folder.
    #[command(
        about = dua!("Awasi folder; setiap berkas yang disimpan langsung diperiksa", "Watch a folder; every file saved there is checked at once"),
        after_help = dua!(
        "Letakkan atau simpan buku kerja di DIR; hasilnya muncul di folder hasil, sama dengan hasil cermat periksa.\nBerhenti dengan Ctrl-C; bila dijalankan lagi, hanya yang berubah yang diperiksa.",
        "Put or save workbooks into DIR; outputs appear in the folder hasil, as those of cermat periksa.\nCtrl-C ends it; started again, it checks only what changed."
    )
    )]
    Awasi(Awasi),
    /// Shows what is recognised.
    #[command(
        about = dua!("Tampilkan yang dikenali: lembar, tabel, peran tiap kolom", "Show what is recognised: sheets, tables, the role of each column")
    )]
    Kenali(Kenali),
    /// Makes the tables of the LKjIP.
    #[command(
        about = dua!("Buat tabel LKjIP dan Lampirannya (lampiran.xlsx dan lampiran.docx)", "Make the tables of the LKjIP and its Lampiran (lampiran.xlsx and lampiran.docx)"),
        after_help = dua!(
        "Angka yang berbeda dari hasil hitung ulang diberi tanda dan catatan kaki; --pakai memilih mana yang tampil.\nTabel yang masukannya belum ada didaftar pada lembar «Daftar tabel» beserta yang kurang.",
        "Figures that differ from the recalculated ones are marked, with a note; --pakai chooses which one is shown.\nTables whose inputs are missing are listed on the sheet «Daftar tabel» with what they lack."
    )
    )]
    Lampiran(Lampiran),
    /// Writes an empty form.
    #[command(
        about = dua!("Tulis blangko kosong yang benar untuk satu jenis formulir", "Write an empty form of a kind")
    )]
    Templat(Templat),
    /// Completions for a shell.
    #[command(
        about = dua!("Cetak pelengkap perintah untuk bash, zsh, fish, elvish, atau powershell", "Print completions for bash, zsh, fish, elvish or powershell"),
        after_help = dua!(
        "Contoh:\n  cermat pelengkap bash > ~/.local/share/bash-completion/completions/cermat\n  cermat pelengkap powershell >> $PROFILE",
        "Examples:\n  cermat pelengkap bash > ~/.local/share/bash-completion/completions/cermat\n  cermat pelengkap powershell >> $PROFILE"
    )
    )]
    Pelengkap(Pelengkap),
    /// The manual page.
    #[command(
        about = dua!("Cetak halaman manual (man) cermat atau satu perintahnya", "Print the manual page of cermat or one of its commands"),
        after_help = dua!(
        "Contoh: cermat manual > cermat.1",
        "Example: cermat manual > cermat.1"
    )
    )]
    Manual(Manual),
    /// Lists or explains rules.
    #[command(about = dua!("Daftar aturan, atau penjelasan satu aturan", "List the rules, or explain one"))]
    Aturan(Aturan),
}

fn bahasa_of(word: &str) -> Bahasa {
    Bahasa::ALL.into_iter().find(|&(_, known)| known == word).expect("clap lets only these words through").0
}

/// Why there is nothing to run.
#[derive(Debug, PartialEq, Eq)]
pub enum Stop {
    /// Help or version was asked for: to standard output, status 0.
    Asked(String),
    /// The call is wrong, or empty: to standard error, status 2.
    Wrong(String),
}

/// Reads the arguments, the program's name first.
///
/// # Errors
/// The text to print instead of running.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, Stop> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let bahasa = asked_language(&arguments);
    let mut command = command(bahasa);
    if arguments.get(1).is_some_and(|first| is_dropped(first, &command)) {
        arguments.insert(1, "periksa".into());
    }
    let matches = command.try_get_matches_from_mut(arguments).map_err(|error| stop(&error, bahasa))?;
    Cli::from_arg_matches(&matches).map_err(|error| stop(&error, bahasa))
}

/// A file or folder where a command is expected: it was dragged onto the program, and is to be checked.
fn is_dropped(first: &OsStr, command: &Command) -> bool {
    let is_option = first.to_string_lossy().starts_with('-');
    !is_option && command.find_subcommand(first).is_none() && Path::new(first).exists()
}

/// The Command tree in a language, with everything clap says by itself.
pub fn command(bahasa: Bahasa) -> Command {
    let words = Words { bahasa };
    let version = Arg::new("versi").short('V').long("versi").visible_alias("version").action(ArgAction::Version);
    let version =
        version.help(dua!("Tampilkan versi dan rincian bangunannya", "Show the version and how it was built"));
    let whole = Cli::command().arg_required_else_help(true).version(build(bahasa)).disable_version_flag(true);
    localised(whole.arg(version), &words, "")
}

/// The version with what a report of a mistake needs: system, kind of build, state of the code, rules and forms.
fn build(bahasa: Bahasa) -> &'static str {
    static BUILD: LazyLock<Pesan> = LazyLock::new(build_text);
    BUILD.text(bahasa)
}

fn build_text() -> Pesan {
    let version = env!("CARGO_PKG_VERSION");
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let is_development = cfg!(debug_assertions);
    let code = option_env!("CERMAT_KODE");
    let (rules, forms) = (RULES.len(), Profiles::built_in().list.len());
    Pesan::new(
        format!(
            "{version} ({os} {arch}, bangunan {}, kode {}; {rules} aturan, {forms} bentuk formulir)",
            if is_development { "pengembangan" } else { "rilis" },
            code.unwrap_or("tidak dicatat"),
        ),
        format!(
            "{version} ({os} {arch}, {} build, code {}; {rules} rules, {forms} kinds of form)",
            if is_development { "development" } else { "release" },
            code.unwrap_or("not recorded"),
        ),
    )
}
