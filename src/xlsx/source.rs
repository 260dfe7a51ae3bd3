//! The bytes a workbook is read from: in memory, or in a file of our own where they would take too much of it.
//!
//! Readers of packages look here and there, so that the pictures of a large workbook are never in memory at once.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::{Error, Result};

/// The bytes of a workbook, with a place to read from. Clones read the same bytes from places of their own.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    content: Content<'a>,
    at: u64,
}

#[derive(Debug, Clone)]
enum Content<'a> {
    Borrowed(&'a [u8]),
    Owned(Arc<Vec<u8>>),
    File(Arc<Mutex<File>>),
}

impl<'a> Source<'a> {
    /// The content of a file that nobody else writes: what changes while it is read is not noticed.
    pub fn file(file: File) -> Self {
        Content::File(Arc::new(Mutex::new(file))).into()
    }

    /// All bytes.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the file can't be read.
    pub fn whole(&self) -> Result<Cow<'_, [u8]>> {
        Ok(match &self.content {
            Content::Borrowed(bytes) => Cow::Borrowed(bytes),
            Content::Owned(bytes) => Cow::Borrowed(bytes),
            Content::File(_) => Cow::Owned(self.head(u64::MAX)?),
        })
    }

    /// The first bytes, at most `length`.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the file can't be read.
    pub fn head(&self, length: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let start = Self { content: self.content.clone(), at: 0 };
        start.take(length).read_to_end(&mut bytes).map_err(Error::damaged)?;
        Ok(bytes)
    }
}

impl<'a> From<Content<'a>> for Source<'a> {
    fn from(content: Content<'a>) -> Self {
        Self { content, at: 0 }
    }
}

impl<'a> From<&'a [u8]> for Source<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Content::Borrowed(bytes).into()
    }
}

impl<'a> From<&'a Vec<u8>> for Source<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        bytes.as_slice().into()
    }
}

impl From<Vec<u8>> for Source<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Content::Owned(Arc::new(bytes)).into()
    }
}

impl<'a> From<&Source<'a>> for Source<'a> {
    fn from(source: &Source<'a>) -> Self {
        source.content.clone().into()
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &self.content {
            Content::Borrowed(bytes) => read_at(bytes, self.at, buffer),
            Content::Owned(bytes) => read_at(bytes, self.at, buffer),
            Content::File(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(self.at))?;
                file.read(buffer)
            }
        }?;
        self.at += read as u64;
        Ok(read)
    }
}

fn read_at(bytes: &[u8], at: u64, buffer: &mut [u8]) -> io::Result<usize> {
    let mut cursor = Cursor::new(bytes);
    cursor.set_position(at);
    cursor.read(buffer)
}

impl Seek for Source<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = match &self.content {
            Content::Borrowed(bytes) => bytes.len() as u64,
            Content::Owned(bytes) => bytes.len() as u64,
            Content::File(file) => file.lock().unwrap_or_else(PoisonError::into_inner).metadata()?.len(),
        };
        let (from, offset) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(offset) => (self.at, offset),
            SeekFrom::End(offset) => (length, offset),
        };
        self.at = from.checked_add_signed(offset).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn of_file(bytes: &[u8]) -> Source<'static> {
        let mut file = tempfile::tempfile().expect("the system has a temporary folder");
        file.write_all(bytes).expect("there is room");
        Source::file(file)
    }

    #[test]
    fn clones_read_from_places_of_their_own() {
        for mut source in [of_file(b"abcdef"), Source::from(b"abcdef".to_vec()), Source::from(b"abcdef".as_slice())] {
            let mut two = [0; 2];
            source.seek(SeekFrom::End(-3)).expect("inside");
            let mut other = source.clone();
            source.read_exact(&mut two).expect("there are three");
            assert_eq!(&two, b"de");
            other.seek(SeekFrom::Current(-2)).expect("inside");
            other.read_exact(&mut two).expect("there are five");
            assert_eq!(&two, b"bc");
            assert!(source.seek(SeekFrom::Current(-9)).is_err());
            assert_eq!(source.head(4).expect("readable"), b"abcd");
            assert_eq!(*source.whole().expect("readable"), *b"abcdef");
        }
    }
}
