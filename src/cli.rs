//! The command line: what can be asked, and clap's own words in Indonesian.
//!
//! clap has no hook for other languages, so headings, usage lines and the help flag are set on the
//! Command tree, and errors are worded here from their kind and context.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Args, Command, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::finding::Severity;
use crate::outputs::Kelompok;
use crate::outputs::frame::Bahasa;
use crate::outputs::lampiran::Pakai;
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

/// `cermat periksa`.
#[derive(Debug, Args)]
pub struct Periksa {
    /// Files and folders.
    #[arg(
        value_name = "PATH",
        required_unless_present = "contoh_konfigurasi",
        help = "Berkas atau folder yang diperiksa, termasuk isi subfoldernya"
    )]
    pub paths: Vec<PathBuf>,
    /// Output folder.
    #[arg(
        long,
        value_name = "DIR",
        help = "Folder hasil [bawaan: folder «hasil» di dalam folder PATH pertama, atau di sebelah berkasnya]"
    )]
    pub hasil: Option<PathBuf>,
    /// What is printed on standard output.
    #[arg(
        long,
        value_name = "BENTUK",
        default_value = "teks",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Format::ALL.map(|(_, word)| word)).map(|word| Format::from_word(&word)),
        help = "Bentuk keluaran di layar: teks, json, ndjson, csv, sarif, atau junit [bawaan: teks]"
    )]
    pub format: Format,
    /// From which level on findings make the exit status 1.
    #[arg(
        long,
        value_name = "TINGKAT",
        default_value = "lengkapi",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Severity::ALL.map(Severity::word)).map(|word| severity_of(&word)),
        help = "Tingkat teringan yang membuat status keluar 1: salah, periksa, lengkapi, atau saran [bawaan: lengkapi]"
    )]
    pub tingkat: Severity,
    /// Only these rules.
    #[arg(
        long,
        value_name = "KODE",
        value_delimiter = ',',
        help = "Hanya aturan ini, dipisah koma; awalan berlaku untuk satu kelompok (J01,P atau J)"
    )]
    pub aturan: Vec<String>,
    /// Rules not to run.
    #[arg(
        long,
        value_name = "KODE",
        value_delimiter = ',',
        help = "Aturan yang tidak dijalankan, dipisah koma; awalan berlaku untuk satu kelompok"
    )]
    pub abaikan: Vec<String>,
    /// An earlier run to compare with.
    #[arg(
        long,
        value_name = "DARI.json",
        help = "Bandingkan dengan temuan.json terdahulu: layar dan status keluar hanya untuk temuan baru"
    )]
    pub baru: Option<PathBuf>,
    /// The configuration to read.
    #[arg(
        long,
        value_name = "BERKAS",
        help = "Berkas konfigurasi [bawaan: cermat.toml terdekat, dari folder berkas sampai folder PATH]"
    )]
    pub konfig: Option<PathBuf>,
    /// A commented configuration is printed, nothing is checked.
    #[arg(long, exclusive = true, help = "Tampilkan contoh cermat.toml beserta penjelasannya, tanpa memeriksa")]
    pub contoh_konfigurasi: bool,
    /// How findings are grouped.
    #[arg(
        long,
        value_name = "MENURUT",
        default_value = "berkas",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Kelompok::ALL.map(Kelompok::word)).map(|word| kelompok_of(&word)),
        help = "Kelompokkan temuan di layar dan csv menurut: berkas, pejabat, atau aturan [bawaan: berkas]"
    )]
    pub kelompok: Kelompok,
    /// All findings on screen.
    #[arg(long, help = "Tampilkan semua temuan, termasuk saran")]
    pub rinci: bool,
    /// Nothing on screen.
    #[arg(long, help = "Tidak menampilkan apa pun di layar selain kegagalan")]
    pub diam: bool,
    /// What all commands that read workbooks share.
    #[command(flatten)]
    pub umum: Umum,
}

/// `cermat perbaiki`.
#[derive(Debug, Args)]
pub struct Perbaiki {
    /// Files and folders.
    #[arg(value_name = "PATH", required = true, help = "Berkas atau folder, termasuk isi subfoldernya")]
    pub paths: Vec<PathBuf>,
    /// Only the differences.
    #[arg(long, help = "Hanya perlihatkan perbedaannya, tidak menulis apa pun (bawaan; mengalahkan --tulis)")]
    pub uji: bool,
    /// Write the copies.
    #[arg(long, help = "Tulis salinan yang diperbaiki")]
    pub tulis: bool,
    /// Output folder.
    #[arg(
        long,
        value_name = "DIR",
        help = "Folder salinan [bawaan: folder «hasil» di dalam folder PATH pertama, atau di sebelah berkasnya]"
    )]
    pub hasil: Option<PathBuf>,
    /// The configuration to read.
    #[arg(
        long,
        value_name = "BERKAS",
        help = "Berkas konfigurasi [bawaan: cermat.toml terdekat, dari folder berkas sampai folder PATH]"
    )]
    pub konfig: Option<PathBuf>,
    /// What all commands that read workbooks share.
    #[command(flatten)]
    pub umum: Umum,
}

/// `cermat lampiran`.
#[derive(Debug, Args)]
pub struct Lampiran {
    /// Files and folders.
    #[arg(value_name = "PATH", required = true, help = "Berkas atau folder, termasuk isi subfoldernya")]
    pub paths: Vec<PathBuf>,
    /// Output folder.
    #[arg(
        long,
        value_name = "DIR",
        help = "Folder hasil [bawaan: folder «hasil» di dalam folder PATH pertama, atau di sebelah berkasnya]"
    )]
    pub hasil: Option<PathBuf>,
    /// Kinds of table.
    #[arg(
        long,
        value_name = "JENIS",
        value_delimiter = ',',
        help = "Hanya tabel ini, dipisah koma; awalan berlaku untuk satu kelompok (misalnya anggaran,pk)"
    )]
    pub tabel: Vec<String>,
    /// Which figure stands where source and recalculation differ.
    #[arg(
        long,
        value_name = "ANGKA",
        default_value = "cetak",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(["cetak", "hitungan"]).map(|word| if word == "hitungan" { Pakai::Hitungan } else { Pakai::Cetak }),
        help = "Angka yang tampil bila keduanya berbeda: cetak (menurut sumber) atau hitungan [bawaan: cetak]"
    )]
    pub pakai: Pakai,
    /// The configuration to read.
    #[arg(
        long,
        value_name = "BERKAS",
        help = "Berkas konfigurasi [bawaan: cermat.toml terdekat, dari folder berkas sampai folder PATH]"
    )]
    pub konfig: Option<PathBuf>,
    /// What all commands that read workbooks share.
    #[command(flatten)]
    pub umum: Umum,
}

/// `cermat templat`.
#[derive(Debug, Args)]
pub struct Templat {
    /// The kind of form.
    #[arg(value_name = "JENIS", help = "Jenis formulir, misalnya dpa; tanpa jenis, semua jenis didaftar")]
    pub jenis: Option<String>,
    /// Output folder.
    #[arg(long, value_name = "DIR", help = "Folder tujuan [bawaan: folder kerja]")]
    pub hasil: Option<PathBuf>,
}

/// `cermat awasi`.
#[derive(Debug, Args)]
pub struct Awasi {
    /// The folder.
    #[arg(value_name = "DIR", help = "Folder yang diawasi, termasuk isi subfoldernya")]
    pub dir: PathBuf,
    /// Output folder.
    #[arg(long, value_name = "DIR", help = "Folder hasil [bawaan: folder «hasil» di dalam DIR]")]
    pub hasil: Option<PathBuf>,
    /// Ends when all is checked.
    #[arg(long, help = "Periksa yang belum diperiksa lalu selesai, tanpa menunggu perubahan")]
    pub sekali: bool,
    /// Time between two looks.
    #[arg(
        long,
        value_name = "DETIK",
        value_parser = seconds_of,
        help = "Lihat folder setiap DETIK, tanpa pemberitahuan sistem [bawaan: 2 dengan pemberitahuan; di jaringan 15]"
    )]
    pub jajak: Option<Duration>,
    /// How long a file must stand still.
    #[arg(
        long,
        value_name = "DETIK",
        value_parser = seconds_of,
        help = "Lama berkas tidak berubah sebelum dianggap selesai disimpan [bawaan: 1,5; di jaringan 5]"
    )]
    pub tenang: Option<Duration>,
    /// From which level on findings make the exit status 1.
    #[arg(
        long,
        value_name = "TINGKAT",
        default_value = "lengkapi",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Severity::ALL.map(Severity::word)).map(|word| severity_of(&word)),
        help = "Dengan --sekali: tingkat teringan yang membuat status keluar 1 [bawaan: lengkapi]"
    )]
    pub tingkat: Severity,
    /// Rules not to run.
    #[arg(
        long,
        value_name = "KODE",
        value_delimiter = ',',
        help = "Aturan yang tidak dijalankan, dipisah koma; awalan berlaku untuk satu kelompok"
    )]
    pub abaikan: Vec<String>,
    /// The configuration to read.
    #[arg(
        long,
        value_name = "BERKAS",
        help = "Berkas konfigurasi [bawaan: cermat.toml terdekat, dari folder berkas sampai DIR]"
    )]
    pub konfig: Option<PathBuf>,
    /// Nothing on screen.
    #[arg(long, help = "Tidak menampilkan apa pun di layar selain kegagalan")]
    pub diam: bool,
    /// What all commands that read workbooks share.
    #[command(flatten)]
    pub umum: Umum,
}

/// `cermat kenali`.
#[derive(Debug, Args)]
pub struct Kenali {
    /// Files and folders.
    #[arg(value_name = "PATH", required = true, help = "Berkas atau folder, termasuk isi subfoldernya")]
    pub paths: Vec<PathBuf>,
    /// What all commands that read workbooks share.
    #[command(flatten)]
    pub umum: Umum,
}

/// Options of every command that reads workbooks.
#[derive(Debug, Args)]
pub struct Umum {
    /// Further profiles.
    #[arg(long, value_name = "DIR", help = "Folder profil tambahan (berkas .toml) untuk bentuk formulir sendiri")]
    pub profil: Option<PathBuf>,
    /// Plain text.
    #[arg(long, help = "Tanpa warna, sama dengan NO_COLOR=1")]
    pub tanpa_warna: bool,
}

/// `cermat pelengkap`.
#[derive(Debug, Args)]
pub struct Pelengkap {
    /// The shell.
    #[arg(value_name = "SHELL", hide_possible_values = true, help = "bash, zsh, fish, elvish, atau powershell")]
    pub shell: clap_complete::Shell,
}

/// `cermat manual`.
#[derive(Debug, Args)]
pub struct Manual {
    /// The command.
    #[arg(value_name = "PERINTAH", help = "Perintah yang dijelaskan; tanpa ini, cermat seluruhnya")]
    pub perintah: Option<String>,
}

/// `cermat aturan`.
#[derive(Debug, Args)]
pub struct Aturan {
    /// The rule to explain.
    #[arg(value_name = "KODE", help = "Kode aturan, misalnya J01; tanpa kode, semua aturan didaftar")]
    pub kode: Option<String>,
    /// Plain text.
    #[arg(long, help = "Tanpa warna, sama dengan NO_COLOR=1")]
    pub tanpa_warna: bool,
}

/// What `periksa` prints on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The report for people.
    Teks,
    /// The JSON contract.
    Json,
    /// One line a finding.
    Ndjson,
    /// A table for Excel.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
}

impl Format {
    /// All formats with the words users type.
    pub const ALL: [(Format, &'static str); 6] = [
        (Format::Teks, "teks"),
        (Format::Json, "json"),
        (Format::Ndjson, "ndjson"),
        (Format::Csv, "csv"),
        (Format::Sarif, "sarif"),
        (Format::Junit, "junit"),
    ];

    fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|&(_, known)| known == word).expect("clap lets only these words through").0
    }
}

fn bahasa_of(word: &str) -> Bahasa {
    Bahasa::ALL.into_iter().find(|&(_, known)| known == word).expect("clap lets only these words through").0
}

/// Seconds as people write them, `0,5` or `2`; at least a twentieth, at most a day.
fn seconds_of(text: &str) -> Result<Duration, String> {
    let seconds: Option<f64> = text.replace(',', ".").parse().ok();
    let seconds = seconds.filter(|seconds| (0.05..=86_400.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "bukan bilangan detik".to_string())
}

fn severity_of(word: &str) -> Severity {
    Severity::ALL.into_iter().find(|known| known.word() == word).expect("clap lets only these words through")
}

fn kelompok_of(word: &str) -> Kelompok {
    Kelompok::ALL.into_iter().find(|known| known.word() == word).expect("clap lets only these words through")
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

/// The completion script of a shell.
pub fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "cermat", &mut script);
    script
}

/// The manual page of the program or one of its commands, in roff; `None` when there is no such command.
pub fn manual(perintah: Option<&str>) -> Option<Vec<u8>> {
    let mut whole = command();
    whole.build();
    let (command, title) = match perintah {
        None => (whole, "cermat".to_string()),
        Some(name) => (whole.find_subcommand(name)?.clone(), format!("cermat-{name}")),
    };
    let page = clap_mangen::Man::new(command).title(title).source(format!("cermat {}", env!("CARGO_PKG_VERSION")));
    let mut roff = Vec::new();
    page.render(&mut roff).expect("writing to memory never fails");
    let mut text = String::from_utf8_lossy(&roff).into_owned();
    for (english, indonesian) in MANUAL_WORDS {
        text = text.replace(&format!("\n.SH {english}\n"), &format!("\n.SH {indonesian}\n"));
    }
    Some(text.into_bytes())
}

/// Headings the manual's writer has no setting for.
const MANUAL_WORDS: [(&str, &str); 8] = [
    ("NAME", "NAMA"),
    ("SYNOPSIS", "IKHTISAR"),
    ("DESCRIPTION", "KETERANGAN"),
    ("OPTIONS", "OPSI"),
    ("ARGUMENTS", "ARGUMEN"),
    ("SUBCOMMANDS", "PERINTAH"),
    ("EXTRA", "CATATAN"),
    ("VERSION", "VERSI"),
];

fn localised(command: Command) -> Command {
    command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("Perintah")
        .subcommand_value_name("PERINTAH")
        .help_template("{about-with-newline}\nPenggunaan: {usage}\n\n{all-args}{after-help}")
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "Argumen" } else { "Opsi" };
            arg.help_heading(heading)
        })
        .arg(
            Arg::new("bantuan")
                .short('h')
                .long("help")
                .visible_alias("bantuan")
                .action(ArgAction::HelpShort)
                .help("Tampilkan bantuan")
                .help_heading("Opsi"),
        )
        .mut_subcommands(localised)
}

fn stop(error: &clap::Error) -> Stop {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Asked(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Stop::Wrong(error.render().to_string()),
        _ => Stop::Wrong(format!("Salah panggil: {}.\nBantuan: cermat --help\n", fault(error))),
    }
}

/// What is wrong with the call, as a clause.
fn fault(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let argument = argument.split(' ').next().unwrap_or("");
    let value = context(ContextKind::InvalidValue);
    let mut fault = match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => format!("argumen «{argument}» berlebih"),
        ErrorKind::UnknownArgument => format!("opsi «{argument}» tidak dikenal"),
        ErrorKind::InvalidSubcommand => format!("perintah «{}» tidak dikenal", context(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("opsi {argument} memerlukan nilai")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("nilai «{value}» tidak berlaku untuk {argument}")
        }
        ErrorKind::ArgumentConflict if context(ContextKind::PriorArg).split(' ').next() == Some(argument) => {
            format!("opsi {argument} hanya boleh ditulis satu kali")
        }
        ErrorKind::ArgumentConflict => format!("opsi {argument} tidak dapat dipakai bersama yang lain"),
        ErrorKind::MissingRequiredArgument => "berkas atau folder (PATH) belum disebut".into(),
        ErrorKind::MissingSubcommand => "perintah belum disebut".into(),
        ErrorKind::TooManyValues => format!("opsi {argument} tidak menerima nilai «{value}»"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("nilai untuk {argument} kurang"),
        ErrorKind::NoEquals => format!("opsi {argument} memerlukan tanda ="),
        ErrorKind::InvalidUtf8 => "ada argumen yang tidak terbaca sebagai teks".into(),
        _ => "argumen tidak dapat dipahami".into(),
    };
    let valid = context(ContextKind::ValidValue);
    if !valid.is_empty() {
        fault = format!("{fault}; yang berlaku: {valid}");
    }
    let similar = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(context)
        .find(|text| !text.is_empty());
    if let Some(similar) = similar {
        fault = format!("{fault}; mungkin maksudnya {similar}");
    }
    fault
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let script = String::from_utf8(completions(shell)).expect("scripts are text");
            assert!(script.contains("awasi") && script.contains("jajak"), "{shell}");
        }
        let page = |perintah| manual(perintah).map(|roff| String::from_utf8(roff).expect("roff is text"));
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
            Asked::Periksa(asked) => assert_eq!(asked.paths, [PathBuf::from(folder)]),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn levels_and_formats_are_read() {
        let cli = called(&["periksa", "a.xlsx", "--tingkat", "salah", "--format", "csv", "--aturan", "J01,P"]);
        match cli.expect("a right call").command {
            Asked::Periksa(asked) => {
                assert_eq!((asked.tingkat, asked.format), (Severity::Error, Format::Csv));
                assert_eq!(asked.aturan, ["J01", "P"]);
            }
            other => panic!("{other:?}"),
        }
    }
}
