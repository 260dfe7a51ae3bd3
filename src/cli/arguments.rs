//! The arguments of each command.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use crate::finding::Severity;
use crate::outputs::Kelompok;
use crate::outputs::lampiran::Pakai;

/// `cermat periksa`.
#[derive(Debug, Args)]
pub struct Periksa {
    /// The workbooks, and where the outputs go.
    #[command(flatten)]
    pub masukan: Masukan,
    /// What is printed on standard output.
    #[arg(
        long,
        value_name = dua!("BENTUK", "FORMAT"),
        default_value = "teks",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Format::ALL.map(|(_, word)| word)).map(|word| Format::from_word(&word)),
        help = dua!("Bentuk keluaran di layar: teks, json, ndjson, csv, sarif, atau junit [bawaan: teks]", "What is printed: teks (text), json, ndjson, csv, sarif or junit [default: teks]")
    )]
    pub format: Format,
    /// What decides the exit status.
    #[command(flatten)]
    pub ambang: Ambang,
    /// Only these rules.
    #[arg(
        long,
        value_name = dua!("KODE", "CODE"),
        value_delimiter = ',',
        help = dua!("Hanya aturan ini, dipisah koma; awalan berlaku untuk satu kelompok (J01,P atau J)", "Only these rules, separated by commas; a prefix stands for a group (J01,P or J)")
    )]
    pub aturan: Vec<String>,
    /// Rules not to run.
    #[command(flatten)]
    pub kecuali: Kecuali,
    /// An earlier run to compare with.
    #[arg(
        long,
        value_name = dua!("DARI.json", "EARLIER.json"),
        help = dua!("Bandingkan dengan temuan.json terdahulu: layar dan status keluar hanya untuk temuan baru", "Compare with an earlier temuan.json: screen and exit status tell new findings only")
    )]
    pub baru: Option<PathBuf>,
    /// A commented configuration is printed, nothing is checked.
    #[arg(long, exclusive = true, help = dua!("Tampilkan contoh cermat.toml beserta penjelasannya, tanpa memeriksa", "Print a sample cermat.toml with explanations, without checking"))]
    pub contoh_konfigurasi: bool,
    /// How findings are grouped.
    #[arg(
        long,
        value_name = dua!("MENURUT", "BY"),
        default_value = "berkas",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Kelompok::ALL.map(Kelompok::word)).map(|word| kelompok_of(&word)),
        help = dua!("Kelompokkan temuan di layar dan csv menurut: berkas, pejabat, atau aturan [bawaan: berkas]", "Group findings on screen and in csv by: berkas (file), pejabat (official) or aturan (rule) [default: berkas]")
    )]
    pub kelompok: Kelompok,
    /// All findings on screen.
    #[arg(long, help = dua!("Tampilkan semua temuan, termasuk saran", "Show all findings, advice too"))]
    pub rinci: bool,
    /// Nothing on screen.
    #[arg(long, help = dua!("Tidak menampilkan apa pun di layar selain kegagalan", "Show nothing but failures"))]
    pub diam: bool,
    /// What all commands that read workbooks share.
    #[command(flatten)]
    pub umum: Umum,
}

/// `cermat perbaiki`.
#[derive(Debug, Args)]
pub struct Perbaiki {
    /// The workbooks, and where the outputs go.
    #[command(flatten)]
    pub masukan: Masukan,
    /// Only the differences.
    #[arg(long, help = dua!("Hanya perlihatkan perbedaannya, tidak menulis apa pun (bawaan; mengalahkan --tulis)", "Only show the differences, write nothing (the default; wins over --tulis)"))]
    pub uji: bool,
    /// Write the copies.
    #[arg(long, help = dua!("Tulis salinan yang diperbaiki", "Write the mended copies"))]
    pub tulis: bool,
    /// What all commands that read workbooks share.
    #[command(flatten)]
    pub umum: Umum,
}

/// `cermat lampiran`.
#[derive(Debug, Args)]
pub struct Lampiran {
    /// The workbooks, and where the outputs go.
    #[command(flatten)]
    pub masukan: Masukan,
    /// Kinds of table.
    #[arg(
        long,
        value_name = dua!("JENIS", "KIND"),
        value_delimiter = ',',
        help = dua!("Hanya tabel ini, dipisah koma; awalan berlaku untuk satu kelompok (misalnya anggaran,pk)", "Only these tables, separated by commas; a prefix stands for a group (such as anggaran,pk)")
    )]
    pub tabel: Vec<String>,
    /// Which figure stands where source and recalculation differ.
    #[arg(
        long,
        value_name = dua!("ANGKA", "FIGURE"),
        default_value = "cetak",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(["cetak", "hitungan"]).map(|word| if word == "hitungan" { Pakai::Hitungan } else { Pakai::Cetak }),
        help = dua!("Angka yang tampil bila keduanya berbeda: cetak (menurut sumber) atau hitungan [bawaan: cetak]", "The figure shown where both differ: cetak (as in the source) or hitungan (recalculated) [default: cetak]")
    )]
    pub pakai: Pakai,
    /// What all commands that read workbooks share.
    #[command(flatten)]
    pub umum: Umum,
}

/// `cermat templat`.
#[derive(Debug, Args)]
pub struct Templat {
    /// The kind of form.
    #[arg(value_name = dua!("JENIS", "KIND"), help = dua!("Jenis formulir, misalnya dpa; tanpa jenis, semua jenis didaftar", "Kind of form, such as dpa; without one all kinds are listed"))]
    pub jenis: Option<String>,
    /// Output folder.
    #[arg(long, value_name = "DIR", help = dua!("Folder tujuan [bawaan: folder kerja]", "Where it goes [default: the working folder]"))]
    pub hasil: Option<PathBuf>,
}

/// `cermat awasi`.
#[derive(Debug, Args)]
#[command(mut_arg("tingkat", |tingkat| {
    tingkat.help(dua!("Dengan --sekali: tingkat teringan yang membuat status keluar 1 [bawaan: lengkapi]", "With --sekali: the lightest level that makes the exit status 1 [default: lengkapi]"))
}))]
pub struct Awasi {
    /// The folder.
    #[arg(value_name = "DIR", help = dua!("Folder yang diawasi, termasuk isi subfoldernya", "The folder to watch, with the folders in it"))]
    pub dir: PathBuf,
    /// Output folder.
    #[arg(long, value_name = "DIR", help = dua!("Folder hasil [bawaan: folder «hasil» di dalam DIR]", "Output folder [default: «hasil» in DIR]"))]
    pub hasil: Option<PathBuf>,
    /// Ends when all is checked.
    #[arg(long, help = dua!("Periksa yang belum diperiksa lalu selesai, tanpa menunggu perubahan", "Check what was not checked yet, then end without waiting for changes"))]
    pub sekali: bool,
    /// Time between two looks.
    #[arg(
        long,
        value_name = dua!("DETIK", "SECONDS"),
        value_parser = seconds_of,
        help = dua!("Lihat folder setiap DETIK, tanpa pemberitahuan sistem [bawaan: 2 dengan pemberitahuan; di jaringan 15]", "Look at the folder every so many seconds, without the system's events [default: 2 with events; 15 on a share]")
    )]
    pub jajak: Option<Duration>,
    /// How long a file must stand still.
    #[arg(
        long,
        value_name = dua!("DETIK", "SECONDS"),
        value_parser = seconds_of,
        help = dua!("Lama berkas tidak berubah sebelum dianggap selesai disimpan [bawaan: 1,5; di jaringan 5]", "How long a file must stand still to count as saved [default: 1.5; 5 on a share]")
    )]
    pub tenang: Option<Duration>,
    /// What decides the exit status.
    #[command(flatten)]
    pub ambang: Ambang,
    /// Rules not to run.
    #[command(flatten)]
    pub kecuali: Kecuali,
    /// The configuration to read.
    #[arg(
        long,
        value_name = dua!("BERKAS", "FILE"),
        help = dua!("Berkas konfigurasi [bawaan: cermat.toml terdekat, dari folder berkas sampai DIR]", "Configuration [default: the nearest cermat.toml, from the file's folder up to DIR]")
    )]
    pub konfig: Option<PathBuf>,
    /// Nothing on screen.
    #[arg(long, help = dua!("Tidak menampilkan apa pun di layar selain kegagalan", "Show nothing but failures"))]
    pub diam: bool,
    /// What all commands that read workbooks share.
    #[command(flatten)]
    pub umum: Umum,
}

/// `cermat kenali`.
#[derive(Debug, Args)]
pub struct Kenali {
    /// The workbooks.
    #[command(flatten)]
    pub bacaan: Bacaan,
    /// What all commands that read workbooks share.
    #[command(flatten)]
    pub umum: Umum,
}

/// The workbooks of a command that reads some, and what an office laid down for them.
#[derive(Debug, Args)]
pub struct Bacaan {
    /// Files and folders.
    #[arg(value_name = "PATH", required = true, help = dua!("Berkas atau folder, termasuk isi subfoldernya", "Files or folders, with the folders in them"))]
    pub paths: Vec<PathBuf>,
    /// The configuration to read.
    #[arg(
        long,
        value_name = dua!("BERKAS", "FILE"),
        help = dua!("Berkas konfigurasi [bawaan: cermat.toml terdekat, dari folder berkas sampai folder PATH]", "Configuration [default: the nearest cermat.toml, from the file's folder up to PATH]")
    )]
    pub konfig: Option<PathBuf>,
}

/// The workbooks of a command that writes outputs, and where these go.
#[derive(Debug, Args)]
pub struct Masukan {
    /// The workbooks.
    #[command(flatten)]
    pub bacaan: Bacaan,
    /// Output folder.
    #[arg(
        long,
        value_name = "DIR",
        help = dua!("Folder hasil [bawaan: folder «hasil» di dalam folder PATH pertama, atau di sebelah berkasnya]", "Output folder [default: «hasil» in the first PATH, or beside the file]")
    )]
    pub hasil: Option<PathBuf>,
}

/// What decides the exit status of a command that checks.
#[derive(Debug, Args)]
pub struct Ambang {
    /// From which level on findings make the exit status 1.
    #[arg(
        long,
        value_name = dua!("TINGKAT", "LEVEL"),
        default_value = "lengkapi",
        hide_default_value = true,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Severity::ALL.map(Severity::word)).map(|word| severity_of(&word)),
        help = dua!("Tingkat teringan yang membuat status keluar 1: salah, periksa, lengkapi, atau saran [bawaan: lengkapi]", "The lightest level that makes the exit status 1: salah (wrong), periksa (doubtful), lengkapi (missing) or saran (advice) [default: lengkapi]")
    )]
    pub tingkat: Severity,
}

/// What a command that checks leaves out, and where it stops.
#[derive(Debug, Args)]
pub struct Kecuali {
    /// Rules not to run.
    #[arg(
        long,
        value_name = dua!("KODE", "CODE"),
        value_delimiter = ',',
        help = dua!("Aturan yang tidak dijalankan, dipisah koma; awalan berlaku untuk satu kelompok", "Rules not to run, separated by commas; a prefix stands for a group")
    )]
    pub abaikan: Vec<String>,
    /// Megabytes of memory.
    #[arg(
        long,
        value_name = "MB",
        value_parser = clap::value_parser!(u64).range(64..=1_048_576),
        help = dua!("Memori yang boleh dipakai; buku kerja yang memerlukan lebih ditolak [bawaan: 1024, atau memori_mb di cermat.toml]", "Memory that may be used; workbooks that need more are refused [default: 1024, or memori_mb of cermat.toml]")
    )]
    pub memori: Option<u64>,
}

/// Options of every command that reads workbooks.
#[derive(Debug, Args)]
pub struct Umum {
    /// Further profiles.
    #[arg(long, value_name = "DIR", help = dua!("Folder profil tambahan (berkas .toml) untuk bentuk formulir sendiri", "Folder of further profiles (.toml files) for forms of your own"))]
    pub profil: Option<PathBuf>,
    /// Plain text.
    #[arg(long, help = dua!("Tanpa warna, sama dengan NO_COLOR=1", "Without colours, like NO_COLOR=1"))]
    pub tanpa_warna: bool,
}

/// `cermat pelengkap`.
#[derive(Debug, Args)]
pub struct Pelengkap {
    /// The shell.
    #[arg(value_name = "SHELL", hide_possible_values = true, help = dua!("bash, zsh, fish, elvish, atau powershell", "bash, zsh, fish, elvish or powershell"))]
    pub shell: clap_complete::Shell,
}

/// `cermat manual`.
#[derive(Debug, Args)]
pub struct Manual {
    /// The command.
    #[arg(value_name = dua!("PERINTAH", "COMMAND"), help = dua!("Perintah yang dijelaskan; tanpa ini, cermat seluruhnya", "The command to explain; without one all of cermat"))]
    pub perintah: Option<String>,
}

/// `cermat aturan`.
#[derive(Debug, Args)]
pub struct Aturan {
    /// The rule to explain.
    #[arg(value_name = dua!("KODE", "CODE"), help = dua!("Kode aturan, misalnya J01; tanpa kode, semua aturan didaftar", "A rule's code, such as J01; without one all rules are listed"))]
    pub kode: Option<String>,
    /// Plain text.
    #[arg(long, help = dua!("Tanpa warna, sama dengan NO_COLOR=1", "Without colours, like NO_COLOR=1"))]
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

/// Seconds as people write them, `0,5` or `2`; at least a twentieth, at most a day. In Indonesian the error has words of
/// its own.
fn seconds_of(text: &str) -> Result<Duration, String> {
    let seconds: Option<f64> = text.replace(',', ".").parse().ok();
    let seconds = seconds.filter(|seconds| (0.05..=86_400.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "not a number of seconds".to_string())
}

fn severity_of(word: &str) -> Severity {
    Severity::ALL.into_iter().find(|known| known.word() == word).expect("clap lets only these words through")
}

fn kelompok_of(word: &str) -> Kelompok {
    Kelompok::ALL.into_iter().find(|known| known.word() == word).expect("clap lets only these words through")
}
