//! The file as received, with its digest.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// A file as received. Its bytes never change, and its digest names it everywhere.
#[derive(Debug, Clone)]
pub struct Exhibit {
    name: String,
    bytes: Vec<u8>,
    length: u64,
    sha256: String,
}

impl Exhibit {
    /// Takes a whole file. `name` is the file's name as received, without its folder.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let length = bytes.len() as u64;
        let sha256 = hex(&Sha256::digest(&bytes));
        Self { name: name.into(), bytes, length, sha256 }
    }

    /// Takes the start of a file too long to hold: `start` is its first bytes, `length` and `sha256`
    /// (lower-case hex) are those of the whole file.
    pub fn of_start(name: impl Into<String>, start: Vec<u8>, length: u64, sha256: String) -> Self {
        Self { name: name.into(), bytes: start, length, sha256 }
    }

    /// The file's name as received.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes that are held; fewer than [`Self::length`] when the file was too long.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Length of the whole file in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// SHA-256 of the whole file in lower-case hex.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Whether all bytes of the file are held.
    pub fn is_whole(&self) -> bool {
        self.bytes.len() as u64 == self.length
    }
}

/// Lower-case hex of a digest.
pub fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(digest.len() * 2), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exhibit_is_named_by_its_digest() {
        // FIPS 180-4 example: SHA-256("abc").
        let exhibit = Exhibit::new("abc.jpg", b"abc".to_vec());
        assert_eq!(exhibit.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(exhibit.is_whole());
    }
}
