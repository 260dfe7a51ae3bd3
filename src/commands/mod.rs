//! The commands: the only part that touches the disk and the terminal.

mod aturan;
mod awasi;
mod digest;
mod disk;
mod diterima;
mod files;
mod finish;
#[cfg(test)]
mod gangguan;
mod giliran;
mod kenali;
mod konfigurasi;
mod lampiran;
mod perbaiki;
mod periksa;
mod templat;
mod work;
mod write;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use crate::bahasa::{Bahasa, Pesan};
use crate::cli::{self, Asked, Masukan, Stop};
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::outputs::{Failure, Run};
use crate::profile::Profiles;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above the threshold.
    Found,
    /// Something could not be run.
    Failed,
}

impl Outcome {
    /// How a run over workbooks ended.
    fn of(run: &Run, threshold: Severity) -> Self {
        if !run.failures.is_empty() || run.is_unknown() {
            Outcome::Failed
        } else if run.newly_reaches(threshold) {
            Outcome::Found
        } else {
            Outcome::Clean
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Found => 1,
            Outcome::Failed => 2,
        })
    }
}

/// Runs the program on its arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    quiet_panics();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let is_clicked = is_clicked();
    if is_clicked && arguments.len() <= 1 {
        print(CLICKED);
        wait_for_enter();
        return Outcome::Clean.into();
    }
    let outcome = run_on(arguments);
    if is_clicked {
        print("\nTekan Enter untuk menutup jendela ini.\n");
        wait_for_enter();
    }
    outcome.into()
}

fn run_on(arguments: Vec<OsString>) -> Outcome {
    let cli = match cli::parse(arguments) {
        Ok(cli) => cli,
        Err(Stop::Asked(text)) => {
            print(&text);
            return Outcome::Clean;
        }
        Err(Stop::Wrong(text)) => {
            complain(&text);
            return Outcome::Failed;
        }
    };
    let outcome = match &cli.command {
        Asked::Periksa(asked) => periksa::run(asked, cli.bahasa),
        Asked::Awasi(asked) => awasi::run(asked, cli.bahasa),
        Asked::Perbaiki(asked) => perbaiki::run(asked, cli.bahasa),
        Asked::Kenali(asked) => kenali::run(asked, cli.bahasa),
        Asked::Lampiran(asked) => lampiran::run(asked, cli.bahasa),
        Asked::Pelengkap(asked) => print_bytes(&cli::completions(asked.shell, cli.bahasa)),
        Asked::Manual(asked) => match cli::manual(asked.perintah.as_deref(), cli.bahasa) {
            Some(page) => print_bytes(&page),
            None => {
                let told = Pesan::new(
                    "Tidak ada perintah itu; daftarnya: cermat --help\n",
                    "There is no such command; they are listed by cermat --help\n",
                );
                complain(told.text(cli.bahasa));
                Ok(Outcome::Failed)
            }
        },
        Asked::Aturan(asked) => aturan::run(asked),
        Asked::Templat(asked) => templat::run(asked),
    };
    outcome.unwrap_or_else(|error| {
        match &error {
            Error::Mistake { path, text, span, detail } => {
                let told = Pesan::new(
                    "Tidak dapat dijalankan: konfigurasi keliru.\n\n",
                    "Cannot run: the configuration is wrong.\n\n",
                );
                complain(told.text(cli.bahasa));
                complain(&crate::outputs::konfigurasi::text(path, text, span.clone(), detail, cli.bahasa));
            }
            _ => {
                let word = Pesan::new("Tidak dapat dijalankan", "Cannot run");
                complain(&format!("{}: {}.\n", word.text(cli.bahasa), error.pesan().text(cli.bahasa)));
            }
        }
        Outcome::Failed
    })
}

/// Started from the Explorer, by a double click or by dragging files onto the program: the window shuts before anyone
/// can read it. cmd sets `PROMPT`, PowerShell puts the user's own modules first; the Explorer does neither.
fn is_clicked() -> bool {
    let is_powershell = || {
        let path = std::env::var_os("PSModulePath").unwrap_or_default();
        path.to_string_lossy().split(';').next().is_some_and(|first| first.contains("Documents"))
    };
    cfg!(windows) && std::env::var_os("PROMPT").is_none() && std::io::stdin().is_terminal() && !is_powershell()
}

/// What a double click tells.
const CLICKED: &str = "cermat memeriksa buku kerja Excel SAKIP dan mengembalikannya bertanda.\n\n\
    Cara memakai: seret folder atau berkas Excel ke atas cermat.exe, lalu lepaskan.\n\
    Hasilnya muncul di folder «hasil» di tempat yang sama; buka laporan.html di sana.\n\n\
    Dari baris perintah: cermat periksa FOLDER, atau cermat --help.\n\n\
    Tekan Enter untuk menutup jendela ini.\n";

fn wait_for_enter() {
    // Without a keyboard there is nobody to wait for.
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// A panic inside one workbook is caught and told as that file's failure; its English text on the
/// terminal helps nobody but developers, who ask for it.
fn quiet_panics() {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
}

/// Prints to standard output; a reader that went away (`| head`) is no error.
fn print(text: &str) {
    let _ = anstream::stdout().lock().write_all(text.as_bytes());
}

/// Prints a script or page as it is.
fn print_bytes(bytes: &[u8]) -> Result<Outcome> {
    print(&String::from_utf8_lossy(bytes));
    Ok(Outcome::Clean)
}

/// Tells which files failed, on standard error.
fn told_failures(failures: &[Failure], bahasa: Bahasa) {
    let word = Pesan::new("Gagal", "Failed");
    for failure in failures {
        complain(&format!("{}: {}: {}.\n", word.text(bahasa), failure.nama, failure.sebab.text(bahasa)));
    }
}

/// Prints to standard error.
fn complain(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Whether standard output takes colours; `NO_COLOR` and pipes say no.
fn colour(unwanted: bool) -> bool {
    !unwanted && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// A bar on standard error, when somebody looks at it.
fn progress(files: usize, unwanted: bool) -> ProgressBar {
    if unwanted || files < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}").expect("the template is tested");
    ProgressBar::new(files as u64).with_style(style)
}

/// The folder of the outputs: the one named, else `hasil` in the first folder given or beside the first file.
fn output_folder(masukan: &Masukan) -> PathBuf {
    if let Some(folder) = &masukan.hasil {
        return folder.clone();
    }
    let paths = &masukan.bacaan.paths;
    let first = paths.iter().find(|path| path.exists()).unwrap_or(&paths[0]);
    if first.is_dir() { first.join(files::HASIL) } else { first.with_file_name(files::HASIL) }
}

/// The profiles compiled in, and those of a folder.
fn profiles(folder: Option<&Path>) -> Result<Arc<Profiles>> {
    let Some(folder) = folder else {
        return Ok(Profiles::built_in().clone());
    };
    let entries = std::fs::read_dir(folder).map_err(|source| Error::io(folder, source))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|source| Error::io(folder, source))?.path();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
            paths.push(path);
        }
    }
    paths.sort();
    let texts: Result<Vec<String>> =
        paths.iter().map(|path| text_of(path).map_err(|source| Error::io(path, source))).collect();
    Profiles::with(&texts?).map(Arc::new).map_err(|(index, detail)| {
        let path = paths.get(index).map_or(folder, std::path::PathBuf::as_path);
        Error::Config { path: path.to_path_buf(), detail }
    })
}

fn text_of(path: &Path) -> std::io::Result<String> {
    String::from_utf8(disk::read(path)?).map_err(|_| std::io::ErrorKind::InvalidData.into())
}
