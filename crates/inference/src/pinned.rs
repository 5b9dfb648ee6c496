//! Reading a file only when it is the pinned one.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

/// What a file turned out to be.
#[derive(Debug)]
pub(crate) enum Pinned {
    /// The pinned file, with these bytes.
    Same(Vec<u8>),
    /// A file of another size or digest.
    Different,
}

/// Reads the file whole if its size and SHA-256 are the pinned ones. The bytes that were compared are
/// the bytes that are handed out, so a file that is exchanged in between changes nothing.
///
/// # Errors
/// The file is missing or could not be read.
pub(crate) fn read(path: &Path, bytes: u64, sha256: &str) -> io::Result<Pinned> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() != bytes {
        return Ok(Pinned::Different);
    }
    let mut contents = Vec::new();
    // One byte more than pinned shows a file that grew meanwhile.
    file.by_ref().take(bytes.saturating_add(1)).read_to_end(&mut contents)?;
    let digest = Sha256::digest(&contents);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(if hex == sha256 { Pinned::Same(contents) } else { Pinned::Different })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn only_the_pinned_bytes_are_handed_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"abc").unwrap();
        assert!(matches!(read(&path, 3, ABC).unwrap(), Pinned::Same(bytes) if bytes == b"abc"));
        std::fs::write(&path, b"abd").unwrap();
        assert!(matches!(read(&path, 3, ABC).unwrap(), Pinned::Different));
        std::fs::write(&path, b"abcd").unwrap();
        assert!(matches!(read(&path, 3, ABC).unwrap(), Pinned::Different));
        assert!(read(folder.path().join("none").as_path(), 3, ABC).is_err());
    }
}
