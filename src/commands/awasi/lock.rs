//! One watcher an output folder: a lock the system frees when its process dies, and beside it who holds it.
//!
//! On Windows a locked file can't be read by others, so its owner stands in a file of its own. Where a share knows no
//! locks, an owner that was not refreshed for some minutes counts as dead.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::commands::write;
use crate::error::{Error, Result};

const KUNCI: &str = ".awasi.kunci";
const PEMILIK: &str = ".awasi.pemilik";

/// An owner who did not refresh its file for so long is dead, where locks are not known.
const STALE: Duration = Duration::from_secs(180);

/// The lock, held until dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    owner: PathBuf,
}

/// Who watches already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// "proses 4711 di KOMPUTER".
    pub nama: String,
    /// For how long.
    pub age: Option<Duration>,
}

/// Takes the lock of an output folder.
///
/// # Errors
/// [`Error::Io`] when the folder can't be written. `Ok(Err(owner))` when somebody else watches.
pub fn take(folder: &Path) -> Result<std::result::Result<Lock, Owner>> {
    let path = folder.join(KUNCI);
    let owner = folder.join(PEMILIK);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|source| Error::io(&path, source))?;
    let is_taken = match file.try_lock() {
        Ok(()) => false,
        Err(TryLockError::WouldBlock) => true,
        Err(TryLockError::Error(_)) => age(&owner).is_some_and(|age| age < STALE),
    };
    if is_taken {
        let nama = fs::read_to_string(&owner).unwrap_or_default().lines().next().unwrap_or_default().to_string();
        return Ok(Err(Owner { nama, age: started(&owner).or(age(&owner)) }));
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let text = format!("proses {} di {}\n{now}\n", std::process::id(), computer());
    write::atomically(&owner, text.as_bytes())?;
    Ok(Ok(Lock { file, owner }))
}

impl Lock {
    /// Shows that the owner lives.
    pub fn refresh(&self) {
        // Only shares without locks need it; where it can't be done nothing is lost.
        let _ = File::options().write(true).open(&self.owner).and_then(|file| file.set_modified(SystemTime::now()));
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.owner);
        // A process that is just being started may still hold the file, and with it the lock.
        let _ = self.file.unlock();
    }
}

/// How long ago the owner's file was written or refreshed.
fn age(owner: &Path) -> Option<Duration> {
    SystemTime::now().duration_since(fs::metadata(owner).ok()?.modified().ok()?).ok()
}

/// How long ago the owner began.
fn started(owner: &Path) -> Option<Duration> {
    let seconds: u64 = fs::read_to_string(owner).ok()?.lines().nth(1)?.parse().ok()?;
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).ok()
}

/// The computer's name.
fn computer() -> String {
    let from_system = || fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = ["COMPUTERNAME", "HOSTNAME"].into_iter().find_map(|name| std::env::var(name).ok()).or_else(from_system);
    name.map(|name| name.trim().to_string()).filter(|name| !name.is_empty()).unwrap_or("komputer ini".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_of_the_first_until_it_ends() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        let first = take(folder.path()).expect("it can be written").expect("nobody else is here");
        first.refresh();
        let owner = take(folder.path()).expect("it can be written").expect_err("the first holds it");
        assert!(owner.nama.starts_with(&format!("proses {} di ", std::process::id())), "{owner:?}");
        assert!(owner.age.is_some_and(|age| age < STALE), "{owner:?}");
        drop(first);
        take(folder.path()).expect("it can be written").expect("the first is gone");
    }
}
