//! What stops cermat, told in formal Indonesian with the file's name.
//!
//! Something *about the report* is a `Finding`, never an `Error`.

use std::path::{Path, PathBuf};

/// Why a workbook could not be read, or an output not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are no workbook at all; `what` names what they look like.
    #[error("bukan buku kerja Excel: {what}")]
    NotAWorkbook {
        /// What the content looks like, e.g. "isinya halaman web (HTML)".
        what: String,
    },
    /// The package is damaged; `detail` is the reader's own word.
    #[error("berkas rusak atau terpotong: {detail}")]
    Damaged {
        /// What the reader said.
        detail: String,
    },
    /// The workbook is encrypted.
    #[error("berkas dilindungi kata sandi; simpan salinan tanpa kata sandi lalu periksa salinan itu")]
    Encrypted,
    /// The workbook has no sheet with content.
    #[error("buku kerja kosong: tidak ada lembar yang berisi")]
    Empty,
    /// The package holds something cermat refuses to process.
    #[error("berkas ditolak: {reason}")]
    Refused {
        /// The reason, as a clause.
        reason: String,
    },
    /// The file changed between the first and the last byte read.
    #[error("berkas berubah ketika sedang dibaca; tutup dan simpan berkas itu, lalu ulangi")]
    Changed,
    /// The operating system refused an access.
    #[error("{}: {}", path.display(), io_sentence(source))]
    Io {
        /// The file or folder concerned.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A profile or configuration file can't be understood.
    #[error("{}: {detail}", path.display())]
    Config {
        /// The file concerned.
        path: PathBuf,
        /// The parser's word, with the place in the file.
        detail: String,
    },
    /// A configuration has a mistake at a place of its text.
    #[error("{path}: {detail}")]
    Mistake {
        /// The file as users write it.
        path: String,
        /// Its text.
        text: String,
        /// The place, in bytes.
        span: std::ops::Range<usize>,
        /// What is wrong, as a clause.
        detail: String,
    },
    /// cermat itself failed on this file; the rest of the run goes on.
    #[error("kesalahan di dalam cermat ketika memeriksa berkas ini: {detail}")]
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
        Error::Damaged { detail: detail.to_string() }
    }
}

/// The usual system errors in Indonesian; the others keep the system's own text.
fn io_sentence(source: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match source.kind() {
        ErrorKind::NotFound => "tidak ditemukan".into(),
        ErrorKind::PermissionDenied => {
            "tidak ada izin untuk membaca atau menulis; bila sedang terbuka di Excel, tutup dahulu".into()
        }
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "sudah ada berkas bernama sama, bukan folder".into(),
        ErrorKind::StorageFull => "ruang penyimpanan penuh".into(),
        ErrorKind::QuotaExceeded => "jatah ruang penyimpanan habis".into(),
        ErrorKind::FileTooLarge => "berkas melebihi ukuran yang diizinkan di tempat penyimpanan ini".into(),
        ErrorKind::InvalidData => "isinya bukan teks UTF-8".into(),
        ErrorKind::ReadOnlyFilesystem => "tempat penyimpanan hanya dapat dibaca".into(),
        // Sharing and lock violations have no kind of their own.
        _ if cfg!(windows) && matches!(source.raw_os_error(), Some(32 | 33)) => {
            "sedang dibuka program lain; tutup dahulu".into()
        }
        _ => source.to_string(),
    }
}
