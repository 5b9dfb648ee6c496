//! Kept copies of the files that were examined, each under its digest.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tempfile::Builder;

use crate::CasebookError;

/// How the name of a file begins that is not whole yet.
const PART: &str = ".part-";
/// Characters of a digest.
const DIGEST: usize = 64;

/// Where the copies are.
#[derive(Debug)]
pub(crate) enum Originals {
    /// `ab/<sha256>` under this folder.
    Folder(PathBuf),
    /// In memory, by digest.
    Memory(Mutex<BTreeMap<String, Arc<[u8]>>>),
}

impl Originals {
    /// Makes the folder, and sees to it that its name is on the disk.
    pub(crate) fn begin(&self) -> Result<(), CasebookError> {
        let Self::Folder(folder) = self else { return Ok(()) };
        fs::create_dir_all(folder).map_err(CasebookError::file(folder))?;
        folder.parent().map_or(Ok(()), sync_folder).map_err(CasebookError::file(folder))
    }

    /// Keeps a copy. It is on the disk, under its final name, when this returns, and nobody sees a part of it.
    pub(crate) fn keep(&self, sha256: &str, bytes: &[u8]) -> Result<(), CasebookError> {
        match self {
            Self::Folder(folder) => {
                let path = place(folder, sha256);
                write(folder, &path, bytes).map_err(CasebookError::file(path))
            }
            Self::Memory(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.insert(sha256.to_owned(), bytes.into());
                Ok(())
            }
        }
    }

    /// The bytes that lie under a digest, which may have changed; `None` when there are none.
    pub(crate) fn read(&self, sha256: &str) -> Result<Option<Vec<u8>>, CasebookError> {
        match self {
            Self::Folder(folder) => {
                let path = place(folder, sha256);
                match fs::read(&path) {
                    Ok(bytes) => Ok(Some(bytes)),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(CasebookError::File(path, error)),
                }
            }
            Self::Memory(kept) => {
                let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(kept.get(sha256).map(|bytes| bytes.to_vec()))
            }
        }
    }

    /// Removes the copy under a digest, unless a photo still has it.
    pub(crate) fn release(&self, connection: &Connection, sha256: &str) -> Result<(), CasebookError> {
        if is_used(connection, sha256)? {
            return Ok(());
        }
        match self {
            Self::Folder(folder) => remove(&place(folder, sha256)),
            Self::Memory(kept) => {
                kept.lock().unwrap_or_else(PoisonError::into_inner).remove(sha256);
                Ok(())
            }
        }
    }

    /// Removes copies that no photo has, and parts. Files that are not this program's stay.
    pub(crate) fn sweep(&self, connection: &Connection) -> Result<(), CasebookError> {
        let Self::Folder(folder) = self else { return Ok(()) };
        for path in files(folder)? {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let is_orphan = is_digest(name) && place(folder, name) == path && !is_used(connection, name)?;
            if is_orphan || name.starts_with(PART) {
                tracing::info!("a file that belongs to no photo is removed");
                remove(&path)?;
            }
        }
        Ok(())
    }

    /// Whether there is no copy at all.
    pub(crate) fn is_empty(&self) -> Result<bool, CasebookError> {
        match self {
            Self::Folder(folder) => Ok(files(folder)?.is_empty()),
            Self::Memory(kept) => Ok(kept.lock().unwrap_or_else(PoisonError::into_inner).is_empty()),
        }
    }
}

/// Whether this can be the digest of a file: it becomes part of a path.
pub(crate) fn is_digest(text: &str) -> bool {
    text.len() == DIGEST && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_used(connection: &Connection, sha256: &str) -> Result<bool, CasebookError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM photos WHERE sha256 = ?1 AND original = 1")?;
    Ok(statement.exists([sha256])?)
}

fn place(folder: &Path, sha256: &str) -> PathBuf {
    folder.join(sha256.get(..2).unwrap_or_default()).join(sha256)
}

fn write(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let within = path.parent().unwrap_or(folder);
    fs::create_dir_all(within)?;
    // A new temporary file is its owner's alone.
    let mut part = Builder::new().prefix(PART).tempfile_in(within)?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    part.persist(path).map_err(|error| error.error)?;
    // The new name is on the disk, too, before a row tells of it.
    sync_folder(within)?;
    sync_folder(folder)
}

/// Windows writes names through by itself and cannot open folders in this way.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn remove(path: &Path) -> Result<(), CasebookError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(CasebookError::File(path.to_owned(), error)),
        _ => Ok(()),
    }
}

/// Files one folder below.
fn files(folder: &Path) -> Result<Vec<PathBuf>, CasebookError> {
    let list = |folder: &Path| -> Result<Vec<PathBuf>, CasebookError> {
        match fs::read_dir(folder) {
            Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
        .map_err(CasebookError::file(folder))
    };
    let mut files = Vec::new();
    for within in list(folder)?.into_iter().filter(|path| path.is_dir()) {
        files.extend(list(&within)?.into_iter().filter(|path| path.is_file()));
    }
    Ok(files)
}
