//! Reading one file under limits. Whatever can be opened becomes an exhibit, however long it is.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

use catchlight_forensics::exhibit::hex;
use catchlight_forensics::text::{Text, Words, quote};
use catchlight_forensics::{Cancel, Exhibit, Limits, text};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// Bytes kept of a file that is longer than the limit: enough for its header and metadata.
pub const START_BYTES: u64 = 1 << 20;
/// Bytes read at a time.
const CHUNK_BYTES: usize = 256 << 10;
/// Most characters of a system's error message that are quoted.
const MESSAGE_CHARACTERS: usize = 200;

/// Why a file was not received.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotReceived {
    /// The user cancelled while it was being read.
    #[error("cancelled")]
    Cancelled,
    /// It could not be read, for this reason.
    #[error("{}", .0.en)]
    Unreadable(Text),
}

/// Reads a file in one pass. Of one longer than `limits.file_bytes` only the first
/// [`START_BYTES`] are kept; its length and digest are still those of the whole file.
///
/// # Errors
/// [`NotReceived::Unreadable`] when it is no regular file or cannot be read to its end;
/// [`NotReceived::Cancelled`] when `cancel` was set meanwhile.
pub fn file(path: &Path, limits: &Limits, cancel: &Cancel) -> Result<Exhibit, NotReceived> {
    let (file, metadata) = open(path)?;
    reader(&name_of(path), file, metadata.len(), limits, cancel)
}

/// As [`file`], of what a reader gives. `stated` is the length that somebody states for it, in bytes.
///
/// # Errors
/// [`NotReceived::Unreadable`] when it cannot be read to its end; [`NotReceived::Cancelled`] when `cancel` was set
/// meanwhile.
pub fn reader(
    name: &str,
    mut reader: impl io::Read,
    stated: u64,
    limits: &Limits,
    cancel: &Cancel,
) -> Result<Exhibit, NotReceived> {
    let keep = if stated > limits.file_bytes { START_BYTES.min(limits.file_bytes) } else { limits.file_bytes };
    let mut kept = Vec::new();
    // A stated length is only a hint: a file may grow or shrink while it is read, and an archive may lie.
    let expected = usize::try_from(stated.min(keep)).unwrap_or(usize::MAX);
    kept.try_reserve_exact(expected).map_err(|_| unreadable(TOO_LITTLE_MEMORY))?;
    let mut digest = Sha256::new();
    let mut length = 0_u64;
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        if cancel.is_set() {
            return Err(NotReceived::Cancelled);
        }
        let read = match reader.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => chunk.get(..read).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(NotReceived::Unreadable(why(&error))),
        };
        digest.update(read);
        length = length.saturating_add(read.len() as u64);
        let room = usize::try_from(keep.saturating_sub(kept.len() as u64)).unwrap_or(usize::MAX);
        kept.extend_from_slice(read.get(..room.min(read.len())).unwrap_or_default());
    }
    if length > kept.len() as u64 {
        kept.truncate(usize::try_from(START_BYTES).unwrap_or(usize::MAX));
        kept.shrink_to_fit();
    }
    Ok(Exhibit::of_start(name, kept, length, hex(&digest.finalize())))
}

/// Takes bytes that came without a file, under the same limits.
pub fn bytes(name: &str, bytes: &[u8], limits: &Limits) -> Exhibit {
    let length = bytes.len() as u64;
    let most = if length > limits.file_bytes { START_BYTES.min(limits.file_bytes) } else { length };
    let kept = bytes.get(..usize::try_from(most).unwrap_or(usize::MAX)).unwrap_or(bytes);
    Exhibit::of_start(name, kept.to_vec(), length, hex(&Sha256::digest(bytes)))
}

/// The first bytes of a regular file, at most `most`.
///
/// # Errors
/// As [`file`].
pub fn start(path: &Path, most: usize) -> Result<Vec<u8>, NotReceived> {
    let (file, _) = open(path)?;
    let mut start = Vec::new();
    file.take(most as u64).read_to_end(&mut start).map_err(|error| NotReceived::Unreadable(why(&error)))?;
    Ok(start)
}

/// A file's name without its folder; characters that are no Unicode are replaced.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Opens a regular file and nothing else: a pipe would wait for a writer, and a device may act on
/// being opened. It is looked at before, and again after, because it can be exchanged between.
fn open(path: &Path) -> Result<(File, Metadata), NotReceived> {
    let failed = |error: io::Error| NotReceived::Unreadable(why(&error));
    regular(&path.metadata().map_err(failed)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK | libc::O_NOCTTY);
    let file = options.open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    regular(&metadata)?;
    Ok((file, metadata))
}

/// Refuses everything that is no regular file.
fn regular(metadata: &Metadata) -> Result<(), NotReceived> {
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err(unreadable(FOLDER))
    } else {
        Err(unreadable(NO_REGULAR_FILE))
    }
}

fn unreadable(words: Words) -> NotReceived {
    NotReceived::Unreadable(words.into())
}

/// What a reader is told about an input error.
fn why(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => NOT_THERE.into(),
        io::ErrorKind::PermissionDenied => NO_PERMISSION.into(),
        io::ErrorKind::OutOfMemory => TOO_LITTLE_MEMORY.into(),
        _ => {
            let system = quote(&error.to_string(), MESSAGE_CHARACTERS);
            text!("The file could not be read to its end: {system}.", "未能完整读取该文件：{system}。")
        }
    }
}

const NOT_THERE: Words = Words::new(
    "There was no file of this name. It may have been moved or deleted.",
    "找不到这个文件，它可能已被移动或删除。",
);
const NO_PERMISSION: Words = Words::new(
    "The file could not be opened: this account has no permission to read it.",
    "无法打开该文件：当前账户没有读取它的权限。",
);
const FOLDER: Words = Words::new("This was a folder, not a file.", "这是一个文件夹，而不是文件。");
const NO_REGULAR_FILE: Words = Words::new(
    "This was not a regular file but a pipe, a socket or a device, so it was not opened.",
    "这不是普通文件，而是管道、套接字或设备，因此没有打开。",
);
const TOO_LITTLE_MEMORY: Words =
    Words::new("There was too little memory to hold the file.", "内存不足，无法载入该文件。");

#[cfg(test)]
mod tests {
    use super::*;

    fn write(bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("照片 1.jpg");
        std::fs::write(&path, bytes).expect("a file");
        (folder, path)
    }

    #[test]
    fn a_short_file_is_kept_whole() {
        let (_folder, path) = write(b"abc");
        let exhibit = file(&path, &Limits::default(), &Cancel::default()).expect("an exhibit");
        assert_eq!(exhibit.bytes(), b"abc");
        assert_eq!(exhibit.name(), "照片 1.jpg");
        // FIPS 180-4 example: SHA-256("abc").
        assert_eq!(exhibit.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(exhibit.is_whole());
    }

    #[test]
    fn an_empty_file_is_an_exhibit() {
        let (_folder, path) = write(b"");
        let exhibit = file(&path, &Limits::default(), &Cancel::default()).expect("an exhibit");
        assert_eq!((exhibit.length(), exhibit.is_whole()), (0, true));
    }

    #[test]
    fn a_file_at_the_limit_is_whole_and_one_byte_more_is_a_start() {
        let bytes = vec![7; 2 << 20];
        let (_folder, path) = write(&bytes);
        let whole = Exhibit::new("", bytes.clone());
        for (file_bytes, kept) in [(2 << 20, 2 << 20), ((2 << 20) - 1, 1 << 20), (10, 10)] {
            let limits = Limits { file_bytes, ..Limits::default() };
            let exhibit = file(&path, &limits, &Cancel::default()).expect("an exhibit");
            assert_eq!(exhibit.bytes().len(), kept, "limit {file_bytes}");
            assert_eq!(exhibit.length(), 2 << 20);
            assert_eq!(exhibit.sha256(), whole.sha256());
        }
    }

    #[test]
    fn bytes_without_a_file_keep_to_the_limits() {
        let limits = Limits { file_bytes: 2, ..Limits::default() };
        let exhibit = bytes("pasted.png", b"abc", &limits);
        assert_eq!((exhibit.bytes(), exhibit.length()), (&b"ab"[..], 3));
        assert_eq!(exhibit.sha256(), Exhibit::new("", b"abc".to_vec()).sha256());
        assert!(bytes("pasted.png", b"ab", &limits).is_whole());
    }

    #[test]
    fn what_is_no_regular_file_is_refused_with_a_reason() {
        let folder = tempfile::tempdir().expect("a folder");
        let refused = |path: &Path| file(path, &Limits::default(), &Cancel::default()).expect_err("refused");
        assert_eq!(refused(folder.path()), unreadable(FOLDER));
        assert_eq!(refused(&folder.path().join("none.jpg")), unreadable(NOT_THERE));
        #[cfg(unix)]
        {
            assert_eq!(refused(Path::new("/dev/zero")), unreadable(NO_REGULAR_FILE));
            assert_eq!(start(Path::new("/dev/zero"), 1), Err(unreadable(NO_REGULAR_FILE)));
        }
    }

    #[test]
    fn cancelling_stops_the_reading() {
        let (_folder, path) = write(b"abc");
        let cancel = Cancel::default();
        cancel.set();
        assert_eq!(file(&path, &Limits::default(), &cancel).expect_err("stopped"), NotReceived::Cancelled);
    }
}
