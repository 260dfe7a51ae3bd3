//! The outputs of an earlier run: what people wrote in them is read before they are replaced, and
//! copies of workbooks that are gone are taken away.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::files::{RINGKASAN, TEMUAN};
use super::{digest, disk};
use crate::outputs::baru::{self, EarlierBook};
use crate::outputs::diterima::{Baris, LEMBAR_RINGKASAN, LEMBAR_SALINAN, Terdahulu, rows};
use crate::xlsx::Source;

/// Reads what stands in the output folder. What can't be read tells nothing.
pub fn read(folder: &Path) -> Terdahulu {
    let bytes = |name: &str| disk::read(&folder.join(name)).ok();
    let temuan = bytes(TEMUAN).and_then(|bytes| baru::read(&bytes).ok());
    let ringkasan = bytes(RINGKASAN).map(|bytes| rows(&bytes, &LEMBAR_RINGKASAN)).unwrap_or_default();
    let books = temuan.iter().flat_map(|temuan| temuan.books());
    // In a copy that is still as it was written nobody wrote anything.
    let changed = books.filter_map(|book| {
        let copy = copy_name(book)?;
        let digest = digest_of(&folder.join(copy)).ok()?;
        (book.salinan_sha256.as_ref() != Some(&digest)).then_some((book, copy))
    });
    let salinan = changed.filter_map(|(book, copy)| Some(rows_of_copy(bytes(copy)?, &book.nama))).flatten().collect();
    Terdahulu { temuan, salinan, ringkasan }
}

/// What people wrote on the sheet of findings of a copy.
pub fn rows_of_copy<'a>(source: impl Into<Source<'a>>, nama: &str) -> Vec<Baris> {
    rows(source, &LEMBAR_SALINAN).into_iter().map(|row| Baris { berkas: nama.to_string(), ..row }).collect()
}

/// Takes away the copies of workbooks that are gone, as far as they are still as cermat wrote them.
/// `written` are the copies of this run. Gives the names of those that somebody changed.
pub fn tidy(folder: &Path, earlier: &[EarlierBook], written: &HashSet<&str>) -> Vec<String> {
    let mut changed = Vec::new();
    for book in earlier {
        let (Some(copy), Some(digest), Some(origin)) = (copy_name(book), &book.salinan_sha256, &book.asal) else {
            continue;
        };
        // Only what is surely not there is gone; a share may be out of reach.
        let is_gone = fs::metadata(folder.join(origin)).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        if !is_gone || written.contains(copy) {
            continue;
        }
        let path = folder.join(copy);
        match digest_of(&path) {
            Ok(found) if found == *digest => {
                // One that is open elsewhere stays until the next time.
                let _ = disk::remove(&path);
            }
            Ok(_) => changed.push(copy.to_string()),
            Err(_) => {}
        }
    }
    changed
}

/// The copy's file name; a path would lead out of the folder.
fn copy_name(book: &EarlierBook) -> Option<&str> {
    let name = book.salinan.as_deref()?;
    let mut parts = Path::new(name).components();
    matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)).then_some(name)
}

fn digest_of(path: &Path) -> io::Result<String> {
    Ok(digest::digits(&digest::of(File::open(path)?)?))
}

/// Where a file stands, seen from a folder, with `/` between the parts.
pub fn seen_from(folder: &Path, path: &Path) -> Option<String> {
    let (folder, path) = (fs::canonicalize(folder).ok()?, fs::canonicalize(path).ok()?);
    let shared = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return Some(super::files::shown(&path));
    }
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    let relative: PathBuf = up.chain(path.components().skip(shared)).collect();
    Some(super::files::shown(&relative))
}
