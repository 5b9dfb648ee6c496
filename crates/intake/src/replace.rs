//! Files that are written whole or not at all.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::Builder;

/// Writes a file in one step: under another name in the same folder first, then in the place of what was
/// there. An interrupted or failed write leaves what was there as it was.
///
/// # Errors
/// The folder is missing or cannot be written, the disk is full, or `path` names a folder.
pub fn file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or(PathBuf::from("."), Path::to_owned);
    let mut builder = Builder::new();
    builder.prefix(".catchlight-");
    // As a program that simply opens a file would make it, less what the user's mask takes away.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut part = builder.tempfile_in(folder)?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    part.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.html");
        super::file(&path, b"one").expect("written");
        super::file(&path, b"two").expect("replaced");
        assert_eq!(fs::read(&path).expect("the file"), b"two");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    }

    #[test]
    fn what_cannot_be_written_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let taken = folder.path().join("report.html");
        fs::create_dir(&taken).expect("a folder in the way");
        assert!(super::file(&taken, b"one").is_err());
        assert!(super::file(&folder.path().join("no/such/report.html"), b"one").is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    }
}
