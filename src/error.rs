//! What stops cermat, told with the file's name.
//!
//! Something *about the report* is a `Finding`, never an `Error`.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::bahasa::Pesan;

/// Why a workbook could not be read, or an output not be written.
#[derive(Debug)]
pub enum Error {
    /// The bytes are no workbook at all; `what` names what they look like.
    NotAWorkbook {
        /// What the content looks like, e.g. "isinya halaman web (HTML)".
        what: Pesan,
    },
    /// The package is damaged; `detail` is the reader's own word.
    Damaged {
        /// What the reader said.
        detail: Pesan,
    },
    /// The workbook is encrypted.
    Encrypted,
    /// The workbook has no sheet with content.
    Empty,
    /// The package holds something cermat refuses to process.
    Refused {
        /// The reason, as a clause.
        reason: Pesan,
    },
    /// The file changed between the first and the last byte read.
    Changed,
    /// The operating system refused an access.
    Io {
        /// The file or folder concerned.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A profile or configuration file can't be understood.
    Config {
        /// The file concerned.
        path: PathBuf,
        /// What is wrong, as a clause.
        detail: Pesan,
    },
    /// A configuration has a mistake at a place of its text.
    Mistake {
        /// The file as users write it.
        path: String,
        /// Its text.
        text: String,
        /// The place, in bytes.
        span: std::ops::Range<usize>,
        /// What is wrong, as a clause.
        detail: Pesan,
    },
    /// cermat itself failed on this file; the rest of the run goes on.
    Internal {
        /// What was caught.
        detail: String,
    },
}

/// The result of everything that can be stopped.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Wraps a system error with the path it happened at.
    pub fn io(path: &Path, source: std::io::Error) -> Self {
        Error::Io { path: path.to_path_buf(), source }
    }

    /// A damaged package, in the reader's own word.
    pub fn damaged(detail: impl ToString) -> Self {
        Error::Damaged { detail: Pesan::asing(detail) }
    }

    /// A damaged package, in words of our own.
    pub fn broken(id: impl Into<String>, en: impl Into<String>) -> Self {
        Error::Damaged { detail: Pesan::new(id, en) }
    }

    /// Something cermat refuses to process.
    pub fn refused(id: impl Into<String>, en: impl Into<String>) -> Self {
        Error::Refused { reason: Pesan::new(id, en) }
    }

    /// A setting, or a file of settings, that can't be followed.
    pub fn config(path: impl Into<PathBuf>, id: impl Into<String>, en: impl Into<String>) -> Self {
        Error::Config { path: path.into(), detail: Pesan::new(id, en) }
    }

    /// The sentence without its full stop, with the file's name where it has one.
    pub fn pesan(&self) -> Pesan {
        match self {
            Error::Io { path, .. } | Error::Config { path, .. } => with_path(&path.display(), &self.sebab()),
            Error::Mistake { path, .. } => with_path(path, &self.sebab()),
            _ => self.sebab(),
        }
    }

    /// The sentence without the file's name.
    pub fn sebab(&self) -> Pesan {
        match self {
            Error::NotAWorkbook { what } => behind("bukan buku kerja Excel", "not an Excel workbook", what),
            Error::Damaged { detail } => {
                behind("berkas rusak atau terpotong", "the file is damaged or cut off", detail)
            }
            Error::Encrypted => Pesan::new(
                "berkas dilindungi kata sandi; simpan salinan tanpa kata sandi lalu periksa salinan itu",
                "the file is protected by a password; save a copy without one and check that copy",
            ),
            Error::Empty => Pesan::new(
                "buku kerja kosong: tidak ada lembar yang berisi",
                "the workbook is empty: no sheet holds anything",
            ),
            Error::Refused { reason } => behind("berkas ditolak", "the file is refused", reason),
            Error::Changed => Pesan::new(
                "berkas berubah ketika sedang dibaca; tutup dan simpan berkas itu, lalu ulangi",
                "the file changed while it was read; save and close it, then try again",
            ),
            Error::Io { source, .. } => io_sentence(source),
            Error::Config { detail, .. } | Error::Mistake { detail, .. } => detail.clone(),
            Error::Internal { detail } => behind(
                "kesalahan di dalam cermat ketika memeriksa berkas ini",
                "a mistake inside cermat while it checked this file",
                &Pesan::asing(detail),
            ),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pesan().fmt(out)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

fn with_path(path: &impl fmt::Display, sebab: &Pesan) -> Pesan {
    let path = path.to_string();
    behind(&path, &path, sebab)
}

/// A detail behind what it belongs to.
fn behind(id: &str, en: &str, detail: &Pesan) -> Pesan {
    use crate::bahasa::Bahasa;
    Pesan::new(format!("{id}: {}", detail.text(Bahasa::Id)), format!("{en}: {}", detail.text(Bahasa::En)))
}

/// The usual system errors in words of our own; the others keep the system's text.
fn io_sentence(source: &std::io::Error) -> Pesan {
    use std::io::ErrorKind;
    match source.kind() {
        ErrorKind::NotFound => Pesan::new("tidak ditemukan", "not found"),
        ErrorKind::PermissionDenied => Pesan::new(
            "tidak ada izin untuk membaca atau menulis; bila sedang terbuka di Excel, tutup dahulu",
            "no permission to read or write; if it is open in Excel, close it first",
        ),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => Pesan::new(
            "sudah ada berkas bernama sama, bukan folder",
            "there is a file of that name already, not a folder",
        ),
        ErrorKind::StorageFull => Pesan::new("ruang penyimpanan penuh", "the storage is full"),
        ErrorKind::QuotaExceeded => Pesan::new("jatah ruang penyimpanan habis", "the storage quota is used up"),
        ErrorKind::FileTooLarge => Pesan::new(
            "berkas melebihi ukuran yang diizinkan di tempat penyimpanan ini",
            "the file is larger than this storage allows",
        ),
        ErrorKind::InvalidData => Pesan::new("isinya bukan teks UTF-8", "it is not UTF-8 text"),
        ErrorKind::ReadOnlyFilesystem => {
            Pesan::new("tempat penyimpanan hanya dapat dibaca", "the storage can only be read")
        }
        // Sharing and lock violations have no kind of their own.
        _ if cfg!(windows) && matches!(source.raw_os_error(), Some(32 | 33)) => {
            Pesan::new("sedang dibuka program lain; tutup dahulu", "open in another program; close it there first")
        }
        _ => Pesan::asing(source),
    }
}
