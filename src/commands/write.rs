//! Writing outputs: whole or not at all, and beside one that somebody has open.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::digest;
use super::disk::{self, Unfinished};
use crate::error::{Error, Result};

/// Makes the output folder and makes sure it can be written.
///
/// # Errors
/// [`Error::Io`] with the folder.
pub fn prepare(folder: &Path) -> Result<()> {
    disk::make_folder(folder).and_then(|()| disk::try_folder(folder)).map_err(|source| Error::io(folder, source))
}

/// Names tried beside an output that is open.
const NUMBERS: std::ops::RangeInclusive<u32> = 2..=9;

/// Writes a file by way of a temporary one in the same folder, so that a reader sees the old file
/// or the new one, never a part. One that can't be replaced because it is open (Excel locks a file on
/// Windows) stays as it is; the new one goes beside it with a number. Gives the path written.
///
/// # Errors
/// [`Error::Io`] with the file.
pub fn atomically(path: &Path, bytes: &[u8]) -> Result<PathBuf> {
    placed(path, |file| file.write_all(bytes).map_err(|source| Error::io(path, source)))
}

/// The same for an output that `work` writes piece by piece. Gives the path written, the SHA-256 of its
/// content, and what `work` gave.
///
/// # Errors
/// [`Error::Io`] with the file, and those of `work`.
pub fn streamed<T>(path: &Path, work: impl FnOnce(&mut Output<'_>) -> Result<T>) -> Result<(PathBuf, String, T)> {
    let fail = |source| Error::io(path, source);
    let mut told = None;
    let written = placed(path, |file| {
        let mut output = Output { file: BufWriter::new(file), failure: None };
        let given = work(&mut output).and_then(|given| output.flush().map(|()| given).map_err(fail));
        // What `work` makes of a full disk is not what happened.
        let given = match output.failure.take() {
            Some(failure) => return Err(fail(failure)),
            None => given?,
        };
        drop(output);
        file.rewind().map_err(fail)?;
        told = Some((digest::digits(&digest::of(file).map_err(fail)?), given));
        Ok(())
    })?;
    let (digest, given) = told.expect("the work was done before the file was placed");
    Ok((written, digest, given))
}

/// Where a streamed output goes; it remembers why it could not be written.
pub struct Output<'f> {
    file: BufWriter<&'f mut Unfinished>,
    failure: Option<io::Error>,
}

impl Output<'_> {
    fn kept<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            self.failure.get_or_insert(error);
            kind.into()
        })
    }
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        self.kept(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.file.flush();
        self.kept(flushed)
    }
}

impl Seek for Output<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = self.file.seek(to);
        self.kept(place)
    }
}

fn placed(path: &Path, fill: impl FnOnce(&mut Unfinished) -> Result<()>) -> Result<PathBuf> {
    let fail = |source| Error::io(path, source);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = Unfinished::new(folder, TEMPORARY).map_err(fail)?;
    fill(&mut file)?;
    file.sync().map_err(fail)?;
    let mut names = NUMBERS.map(|number| path.with_file_name(numbered(path, number)));
    let mut target = path.to_path_buf();
    loop {
        match file.place(&target) {
            Ok(()) => return Ok(target),
            Err((error, given_back)) if is_open(&error) => match names.next() {
                Some(next) => (file, target) = (given_back, next),
                None => return Err(fail(error)),
            },
            Err((error, _)) => return Err(fail(error)),
        }
    }
}

/// What the name of an unfinished output begins with.
const TEMPORARY: &str = ".cermat-";

/// An unfinished output of this age belongs to a run that was killed.
const ABANDONED: Duration = Duration::from_secs(600);

/// Removes what a run that was killed left unfinished.
pub fn tidy(folder: &Path) {
    let is_old = |entry: &fs::DirEntry| {
        let modified = entry.metadata().and_then(|metadata| metadata.modified()).ok();
        modified.and_then(|modified| modified.elapsed().ok()).is_some_and(|age| age > ABANDONED)
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(TEMPORARY) && is_old(entry)) {
        // What can't be removed is hidden and hurts nobody.
        let _ = disk::remove(&entry.path());
    }
}

/// `ringkasan (2).xlsx`
fn numbered(path: &Path, number: u32) -> OsString {
    let mut name = path.file_stem().unwrap_or_default().to_os_string();
    name.push(format!(" ({number})"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    name
}

/// Whether a file was not replaced because another program holds it. Windows says "access denied" or
/// "sharing violation", by how the file was opened.
fn is_open(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ResourceBusy)
        || cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::gangguan;

    /// Writes the summary while some files are open in Excel, as Windows tells it.
    fn written(folder: &Path, open: &[&str], refusal: io::ErrorKind) -> Result<PathBuf> {
        let _plan = gangguan::refused(folder, open, refusal);
        atomically(&folder.join("ringkasan.xlsx"), b"baru")
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn an_open_output_stays_and_the_new_one_goes_beside_it() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        fs::write(folder.path().join("ringkasan.xlsx"), b"lama").expect("it can be written");
        let path = written(folder.path(), &["ringkasan.xlsx"], io::ErrorKind::PermissionDenied).expect("beside");
        assert!(path.ends_with("ringkasan (2).xlsx"), "{path:?}");
        let both = ["ringkasan.xlsx", "ringkasan (2).xlsx"];
        let path = written(folder.path(), &both, io::ErrorKind::ResourceBusy).expect("beside");
        assert!(path.ends_with("ringkasan (3).xlsx"), "{path:?}");
        assert_eq!(fs::read(folder.path().join("ringkasan.xlsx")).expect("still there"), b"lama");
        assert_eq!(names(folder.path()), ["ringkasan (2).xlsx", "ringkasan (3).xlsx", "ringkasan.xlsx"]);
    }

    #[test]
    fn another_failure_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        let error = written(folder.path(), &["ringkasan.xlsx"], io::ErrorKind::StorageFull).expect_err("it is full");
        assert!(error.to_string().contains("ruang penyimpanan penuh"), "{error}");
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_streamed_output_is_whole_or_not_there() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        let path = folder.path().join("DPA.diperiksa.xlsx");
        let refused = streamed(&path, |output| {
            output.write_all(b"setengah").expect("there is room");
            Err::<(), _>(Error::Encrypted)
        });
        assert!(matches!(refused, Err(Error::Encrypted)));
        assert!(names(folder.path()).is_empty());
        let written = streamed(&path, |output| {
            output.write_all(b"utuh").expect("there is room");
            Ok("catatan")
        });
        let (written, digest, given) = written.expect("it can be written");
        assert_eq!((written.as_path(), fs::read(&path).expect("it is there")), (path.as_path(), b"utuh".to_vec()));
        assert_eq!((digest, given), (digest::hexadecimal(b"utuh"), "catatan"));
    }

    #[test]
    fn what_a_killed_run_left_is_removed() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        let abandoned = fs::File::create(folder.path().join(".cermat-Ab12.tmp")).expect("it can be written");
        let long_ago = std::time::SystemTime::now() - ABANDONED * 2;
        abandoned.set_modified(long_ago).expect("its time can be set");
        fs::write(folder.path().join(".cermat-Cd34.tmp"), b"baru").expect("it can be written");
        fs::write(folder.path().join("temuan.json"), b"{}").expect("it can be written");
        tidy(folder.path());
        assert_eq!(names(folder.path()), [".cermat-Cd34.tmp", "temuan.json"]);
    }
}
