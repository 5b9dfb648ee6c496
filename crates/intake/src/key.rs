//! The key that signs bundles: made on first use, kept in the system's key store where there is one, else
//! in a file that only its owner can read.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use catchlight_record::signature::Key;
use keyring::v1::Entry;
use tempfile::Builder;

/// Names the folder of the key file, and keeps the key out of the system's store.
const VARIABLE: &str = "CATCHLIGHT_KEYS";
/// The folder below the user's data.
const FOLDER: &str = "catchlight";
const FILE: &str = "signing-key";
/// Under which the system's store keeps it.
const SERVICE: &str = "Catchlight";
const USER: &str = "signing key";
const SECRET_BYTES: usize = 32;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum NoKey {
    /// The key file cannot be read or written.
    #[error("the key file {} cannot be read or written", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// The kept key is not one.
    #[error("{0} holds no key of 32 bytes")]
    Damaged(String),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
    /// There is neither a key store nor a folder for the user's data.
    #[error("there is no place for a key")]
    NoPlace,
}

impl NoKey {
    /// The reason for a reader.
    pub fn text(&self) -> Text {
        match self {
            Self::File(path, _) => {
                let path = path.display();
                text!("The key file {path} cannot be read or written.", "密钥文件 {path} 无法读取或写入。")
            }
            Self::Damaged(_) => text!(
                "The kept signing key is damaged. Nothing was signed, and it was not replaced.",
                "保存的签名密钥已损坏。没有签名，也没有替换该密钥。"
            ),
            Self::Random(_) => text!("The system gives no random numbers.", "系统无法提供随机数。"),
            Self::NoPlace => {
                text!("There is no place where a signing key could be kept.", "没有可以保存签名密钥的位置。")
            }
        }
    }
}

/// The key of this user; made when there is none.
///
/// A key file is used when there is one, so that a key store that comes or goes never changes the key.
///
/// # Errors
/// [`NoKey`]. A damaged key is never replaced: bundles signed with it could no longer be told as one's own.
pub fn open() -> Result<Key, NoKey> {
    if let Some(folder) = env::var_os(VARIABLE) {
        return in_file(Path::new(&folder));
    }
    let folder = dirs::data_dir().map(|data| data.join(FOLDER));
    match &folder {
        Some(folder) if folder.join(FILE).exists() => in_file(folder),
        _ => match in_store() {
            Some(key) => key,
            None => in_file(&folder.ok_or(NoKey::NoPlace)?),
        },
    }
}

/// The key in the system's store; `None` when there is no store that answers.
fn in_store() -> Option<Result<Key, NoKey>> {
    let entry = Entry::new(SERVICE, USER).ok()?;
    match entry.get_secret() {
        Ok(secret) => Some(of_bytes(&secret, "the system's key store")),
        Err(keyring::v1::Error::NoEntry) => {
            let secret = match fresh() {
                Ok(secret) => secret,
                Err(error) => return Some(Err(error)),
            };
            match entry.set_secret(&secret) {
                Ok(()) => Some(Ok(Key::from_secret(&secret))),
                Err(error) => {
                    tracing::info!(%error, "the key store took no key");
                    None
                }
            }
        }
        Err(error) => {
            tracing::info!(%error, "no key store");
            None
        }
    }
}

/// The key in a file of this folder.
fn in_file(folder: &Path) -> Result<Key, NoKey> {
    let path = folder.join(FILE);
    let failed = |error| NoKey::File(path.clone(), error);
    match fs::read(&path) {
        Ok(bytes) => of_bytes(&bytes, &path.display().to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let secret = fresh()?;
            fs::create_dir_all(folder).map_err(failed)?;
            // A new temporary file is its owner's alone, and never replaces a key that came meanwhile.
            let mut part = Builder::new().prefix(".key-").tempfile_in(folder).map_err(failed)?;
            part.write_all(&secret).and_then(|()| part.as_file().sync_all()).map_err(failed)?;
            match part.persist_noclobber(&path) {
                Ok(_) => Ok(Key::from_secret(&secret)),
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                    of_bytes(&fs::read(&path).map_err(failed)?, &path.display().to_string())
                }
                Err(error) => Err(failed(error.error)),
            }
        }
        Err(error) => Err(failed(error)),
    }
}

fn of_bytes(bytes: &[u8], place: &str) -> Result<Key, NoKey> {
    let secret: &[u8; SECRET_BYTES] = bytes.try_into().map_err(|_| NoKey::Damaged(place.to_owned()))?;
    Ok(Key::from_secret(secret))
}

fn fresh() -> Result<[u8; SECRET_BYTES], NoKey> {
    let mut secret = [0; SECRET_BYTES];
    getrandom::fill(&mut secret).map_err(NoKey::Random)?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("new");
        let first = in_file(&folder).expect("a key").public();
        assert_eq!(in_file(&folder).expect("the key").public(), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(folder.join(FILE)).expect("the file").permissions().mode();
            assert_eq!(mode & 0o077, 0, "{mode:o}");
        }
        let other = tempfile::tempdir().expect("a folder");
        assert_ne!(in_file(other.path()).expect("a key").public(), first);
    }

    #[test]
    fn a_damaged_key_is_told_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE), b"short").expect("a file");
        assert!(matches!(in_file(folder.path()), Err(NoKey::Damaged(_))));
        assert_eq!(fs::read(folder.path().join(FILE)).expect("the file"), b"short");
    }

    #[test]
    fn a_place_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, b"").expect("a file");
        assert!(matches!(in_file(&file), Err(NoKey::File(..))));
    }
}
