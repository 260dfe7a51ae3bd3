//! The command line: what can be asked.

mod arguments;
mod indonesian;
mod manual;
#[cfg(test)]
mod tests;

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::LazyLock;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub use self::arguments::{
    Aturan, Awasi, Format, Kecuali, Kenali, Lampiran, Manual, Masukan, Pelengkap, Perbaiki, Periksa, Templat, Umum,
};
pub use self::manual::{completions, manual};

use self::indonesian::{localised, stop};
use crate::outputs::frame::Bahasa;
use crate::profile::Profiles;
use crate::rules::RULES;

/// What was asked.
#[derive(Debug, Parser)]
#[command(
    name = "cermat",
    version,
    about = "Memeriksa buku kerja Excel SAKIP (DPA, realisasi, PK, IKU, Renstra, RKT) dan mengembalikannya bertanda.",
    override_usage = "cermat PERINTAH [OPSI] PATH…",
    after_help = "Contoh:\n  cermat periksa \"D:\\LKjIP 2024\"\n  cermat kenali DPA_2024.xlsx\n  cermat aturan J01\n\nBantuan satu perintah: cermat PERINTAH --help"
)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Asked,
    /// The language of the frame.
    #[arg(
        long,
        global = true,
        value_name = "BAHASA",
        default_value = "id",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Bahasa::ALL.map(|(_, word)| word)).map(|word| bahasa_of(&word)),
        help = "Bahasa pesan: id atau en; isi temuan tetap berbahasa Indonesia [bawaan: id]"
    )]
    pub bahasa: Bahasa,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Asked {
    /// Checks workbooks.
    #[command(
        about = "Periksa buku kerja; hasilnya di folder hasil",
        override_usage = "cermat periksa [OPSI] PATH…",
        after_help = "Keluaran di folder hasil:\n  NAMA.diperiksa.xlsx  salinan tiap berkas, sel bertemuan diberi warna dan komentar\n  ringkasan.xlsx       semua temuan, capaian, dan anggaran; siap dicetak di F4\n  lampiran.xlsx, .docx tabel LKjIP dan Lampirannya\n  temuan.json          temuan untuk program lain\n\nStatus keluar: 0 tidak ada temuan, 1 ada temuan, 2 ada yang tidak dapat diperiksa.\nDengan --baru, layar dan status keluar hanya untuk temuan baru; folder hasil tetap memuat semuanya.\nBerkas asli tidak pernah diubah."
    )]
    Periksa(Periksa),
    /// Mends what needs no judgement, in a copy.
    #[command(
        about = "Perbaiki yang aman di salinan: angka teks, rumus tertimpa, rentang jumlah, pemisah",
        override_usage = "cermat perbaiki [OPSI] PATH…",
        after_help = "Tanpa --tulis hanya perbedaannya yang diperlihatkan. Salinan (NAMA.diperbaiki.xlsx) diperiksa ulang;\nperbaikan yang temuannya tetap ada tidak jadi dilakukan. Berkas asli tidak pernah diubah.\n\nStatus keluar: 0 tidak ada yang perlu ditulis, 1 ada perbaikan yang belum ditulis, 2 ada yang gagal."
    )]
    Perbaiki(Perbaiki),
    /// Watches a folder.
    #[command(
        about = "Awasi folder; setiap berkas yang disimpan langsung diperiksa",
        override_usage = "cermat awasi [OPSI] DIR",
        after_help = "Letakkan atau simpan buku kerja di DIR; hasilnya muncul di folder hasil, sama dengan hasil cermat periksa.\nBerhenti dengan Ctrl-C; bila dijalankan lagi, hanya yang berubah yang diperiksa."
    )]
    Awasi(Awasi),
    /// Shows what is recognised.
    #[command(
        about = "Tampilkan yang dikenali: lembar, tabel, peran tiap kolom",
        override_usage = "cermat kenali [OPSI] PATH…"
    )]
    Kenali(Kenali),
    /// Makes the tables of the LKjIP.
    #[command(
        about = "Buat tabel LKjIP dan Lampirannya (lampiran.xlsx dan lampiran.docx)",
        override_usage = "cermat lampiran [OPSI] PATH…",
        after_help = "Angka yang berbeda dari hasil hitung ulang diberi tanda dan catatan kaki; --pakai memilih mana yang tampil.\nTabel yang masukannya belum ada didaftar pada lembar «Daftar tabel» beserta yang kurang."
    )]
    Lampiran(Lampiran),
    /// Writes an empty form.
    #[command(
        about = "Tulis blangko kosong yang benar untuk satu jenis formulir",
        override_usage = "cermat templat [OPSI] [JENIS]"
    )]
    Templat(Templat),
    /// Completions for a shell.
    #[command(
        about = "Cetak pelengkap perintah untuk bash, zsh, fish, elvish, atau powershell",
        override_usage = "cermat pelengkap [OPSI] SHELL",
        after_help = "Contoh:\n  cermat pelengkap bash > ~/.local/share/bash-completion/completions/cermat\n  cermat pelengkap powershell >> $PROFILE"
    )]
    Pelengkap(Pelengkap),
    /// The manual page.
    #[command(
        about = "Cetak halaman manual (man) cermat atau satu perintahnya",
        override_usage = "cermat manual [OPSI] [PERINTAH]",
        after_help = "Contoh: cermat manual > cermat.1"
    )]
    Manual(Manual),
    /// Lists or explains rules.
    #[command(about = "Daftar aturan, atau penjelasan satu aturan", override_usage = "cermat aturan [OPSI] [KODE]")]
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
    let mut command = command();
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|first| is_dropped(first, &command)) {
        arguments.insert(1, "periksa".into());
    }
    let matches = command.try_get_matches_from_mut(arguments).map_err(|error| stop(&error))?;
    Cli::from_arg_matches(&matches).map_err(|error| stop(&error))
}

/// A file or folder where a command is expected: it was dragged onto the program, and is to be checked.
fn is_dropped(first: &OsStr, command: &Command) -> bool {
    let is_option = first.to_string_lossy().starts_with('-');
    !is_option && command.find_subcommand(first).is_none() && Path::new(first).exists()
}

/// The Command tree with everything clap says by itself in Indonesian.
pub fn command() -> Command {
    let version = Arg::new("versi").short('V').long("versi").visible_alias("version").action(ArgAction::Version);
    let version = version.help("Tampilkan versi dan rincian bangunannya").help_heading("Opsi");
    localised(Cli::command().arg_required_else_help(true).version(build())).disable_version_flag(true).arg(version)
}

/// The version with what a report of a mistake needs: system, kind of build, state of the code, rules and forms.
fn build() -> &'static str {
    static BUILD: LazyLock<String> = LazyLock::new(build_text);
    &BUILD
}

fn build_text() -> String {
    format!(
        "{} ({} {}, bangunan {}, kode {}; {} aturan, {} bentuk formulir)",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        if cfg!(debug_assertions) { "pengembangan" } else { "rilis" },
        option_env!("CERMAT_KODE").unwrap_or("tidak dicatat"),
        RULES.len(),
        Profiles::built_in().list.len()
    )
}
