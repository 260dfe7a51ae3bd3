//! Every file that is read and written goes through here, so that tests can let each of these steps fail.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

#[cfg(test)]
use super::gangguan::before;

/// What is done to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A file is read.
    Read,
    /// A folder or a file is made.
    Make,
    /// Bytes are written.
    Write,
    /// What was written is made to last.
    Sync,
    /// A finished file takes the place of another.
    Place,
    /// A file is removed.
    Remove,
}

/// Nothing stands in the way outside of tests.
#[cfg(not(test))]
fn before(_: Step, _: &Path) -> io::Result<()> {
    Ok(())
}

/// A file's bytes.
///
/// # Errors
/// The system's.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_most(path, u64::MAX)
}

/// A file's bytes; of one longer than `most`, one byte more.
///
/// # Errors
/// The system's.
pub fn read_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len().min(most);
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))?;
    before(Step::Read, path)?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file without a name, which goes when it is closed.
///
/// # Errors
/// The system's.
pub fn nameless(folder: &Path) -> io::Result<File> {
    before(Step::Make, folder)?;
    tempfile::tempfile_in(folder)
}

/// Copies a file's bytes, of a longer one one byte more than `most`; gives how many.
///
/// # Errors
/// The system's.
pub fn copy_most(path: &Path, mut to: &File, most: u64) -> io::Result<u64> {
    let file = File::open(path)?;
    before(Step::Read, path)?;
    io::copy(&mut file.take(most.saturating_add(1)), &mut to)
}

/// Makes a folder and those above it.
///
/// # Errors
/// The system's.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    before(Step::Make, folder)?;
    fs::create_dir_all(folder)
}

/// Makes sure that files can be made in a folder. Permissions on network shares can't be asked, only tried.
///
/// # Errors
/// The system's.
pub fn try_folder(folder: &Path) -> io::Result<()> {
    nameless(folder).map(drop)
}

/// Removes a file.
///
/// # Errors
/// The system's.
pub fn remove(path: &Path) -> io::Result<()> {
    before(Step::Remove, path)?;
    fs::remove_file(path)
}

/// A file that has no place yet; dropped without one, it goes.
#[derive(Debug)]
pub struct Unfinished {
    file: NamedTempFile,
}

impl Unfinished {
    /// Begins a file in the folder where its place is. Its name has a prefix and ends with `.tmp`.
    ///
    /// # Errors
    /// The system's.
    pub fn new(folder: &Path, prefix: &str) -> io::Result<Self> {
        before(Step::Make, folder)?;
        let mut builder = Builder::new();
        builder.prefix(prefix).suffix(".tmp");
        shared(&mut builder);
        Ok(Self { file: builder.tempfile_in(folder)? })
    }

    /// Makes what was written last.
    ///
    /// # Errors
    /// The system's.
    pub fn sync(&self) -> io::Result<()> {
        before(Step::Sync, self.file.path())?;
        self.file.as_file().sync_all()
    }

    /// Puts it in its place, or gives it back with the reason.
    ///
    /// # Errors
    /// The system's, with the file.
    pub fn place(self, path: &Path) -> Result<(), (io::Error, Self)> {
        match before(Step::Place, path) {
            Ok(()) => self.file.persist(path).map(drop).map_err(|error| (error.error, Self { file: error.file })),
            Err(error) => Err((error, self)),
        }
    }
}

impl Read for Unfinished {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.file.read(bytes)
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        before(Step::Write, self.file.path())?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Unfinished {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// A file that grows by whole pieces.
#[derive(Debug)]
pub struct Growing {
    path: PathBuf,
    file: File,
}

impl Growing {
    /// Opens a file, or makes it.
    ///
    /// # Errors
    /// The system's.
    pub fn open(path: &Path) -> io::Result<Self> {
        before(Step::Make, path)?;
        let file = OpenOptions::new().create(true).append(true).read(true).open(path)?;
        Ok(Self { path: path.to_path_buf(), file })
    }

    /// Cuts it off after so many bytes.
    ///
    /// # Errors
    /// The system's.
    pub fn cut(&mut self, length: u64) -> io::Result<()> {
        before(Step::Write, &self.path)?;
        self.file.set_len(length)
    }

    /// Adds a piece that is safe on the disk when this returns. Of one that can't be written wholly nothing stays.
    ///
    /// # Errors
    /// The system's.
    pub fn add(&mut self, piece: &[u8]) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        let written = before(Step::Write, &self.path)
            .and_then(|()| self.file.write_all(piece))
            .and_then(|()| before(Step::Sync, &self.path))
            .and_then(|()| self.file.sync_data());
        // Where this fails too, a torn line is left, which the next start cuts off.
        written.inspect_err(|_| drop(self.file.set_len(length)))
    }
}

/// Temporary files are private by default; an output is for the whole office.
#[cfg(unix)]
fn shared(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn shared(_: &mut Builder<'_, '_>) {}
