//! SHA-256 of contents, by which versions of a file are told apart.

use std::fmt::Write as _;
use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

/// A digest.
pub type Digest = [u8; 32];

/// The digest of all that can be read.
pub fn of(mut content: impl Read) -> io::Result<Digest> {
    let mut sha = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match content.read(&mut buffer)? {
            0 => return Ok(sha.finalize().into()),
            length => sha.update(&buffer[..length]),
        }
    }
}

/// The digest of bytes in hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

/// A digest in hexadecimal digits.
pub fn digits(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
