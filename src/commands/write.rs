//! Writing outputs: whole or not at all.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use tempfile::Builder;

use crate::error::{Error, Result};

/// Makes the output folder and makes sure it can be written.
///
/// # Errors
/// [`Error::Io`] with the folder.
pub fn prepare(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|source| Error::io(folder, source))?;
    // Permissions on network shares can't be asked, only tried.
    tempfile::tempfile_in(folder).map(drop).map_err(|source| Error::io(folder, source))
}

/// Writes a file by way of a temporary one in the same folder, so that a reader sees the old file
/// or the new one, never a part.
///
/// # Errors
/// [`Error::Io`] with the file.
pub fn atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let fail = |source| Error::io(path, source);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".cermat-").suffix(".tmp");
    shared(&mut builder);
    let mut file = builder.tempfile_in(folder).map_err(fail)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}

/// Temporary files are private by default; an output is for the whole office.
#[cfg(unix)]
fn shared(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn shared(_: &mut Builder<'_, '_>) {}
