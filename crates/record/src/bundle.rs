//! A bundle: one ZIP file with the original, its report in all forms, the record, a list of all these with
//! their digests, and a signature over the list.
//!
//! The entries lie uncompressed, in a fixed order, without times or comments, so that the same content
//! makes the same bytes and a change of any byte is seen, those of the container included.

mod container;
mod timestamp;
mod verify;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use container::NotABundle;
pub use timestamp::{TimeStamp, UnusableTimeStamp};
pub use verify::{Contents, Finding, Outcome, Verification, verify, verify_report};

use crate::chain::hex;
use crate::signature::{Key, Signed};

/// Value of [`List::format`].
const FORMAT: &str = "catchlight.bundle/1";

/// Names of the entries that every bundle has.
pub const REPORT: &str = "report.json";
/// The record.
pub const RECORD: &str = "record.json";
const LIST: &str = "files.json";
const SIGNATURE: &str = "signature.json";
const TIME_STAMP: &str = "timestamp.tsr";
/// The folder of the file that was examined.
const ORIGINAL: &str = "original/";

/// A named file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name in the bundle.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What is in a bundle, with digests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    /// Always [`FORMAT`].
    format: String,
    /// Every file but the list itself, the signature and a time stamp.
    files: Vec<Listed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    name: String,
    bytes: u64,
    /// In lower-case hex.
    sha256: String,
}

/// A bundle that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    /// The list could not be written.
    #[error("the list of files could not be written: {0}")]
    List(#[from] serde_json::Error),
    /// The container could not be written.
    #[error("the container could not be written: {0}")]
    Container(#[from] zip::result::ZipError),
    /// There is a time stamp, and it is not one of this bundle.
    #[error(transparent)]
    TimeStamp(#[from] UnusableTimeStamp),
    /// What a time stamp should be added to is no bundle.
    #[error(transparent)]
    NotABundle(#[from] NotABundle),
    /// What a time stamp should be added to is signed with another key, or not whole.
    #[error("it was signed with another key or was changed since")]
    NotOurs,
}

/// The name of the examined file inside a bundle: harmless in every file system.
pub fn original_name(name: &str) -> String {
    /// Most characters that are kept.
    const MOST: usize = 80;
    let harmless = |character: char| character.is_alphanumeric() || "-_.".contains(character);
    let kept: String = name.chars().map(|character| if harmless(character) { character } else { '_' }).collect();
    // The end is kept, for its ending.
    let skip = kept.chars().count().saturating_sub(MOST);
    let kept: String = kept.chars().skip(skip).collect();
    let kept = kept.trim_start_matches('.');
    format!("{ORIGINAL}{}", if kept.is_empty() { "file" } else { kept })
}

/// A signed bundle of these files, in their order. The same files and key make the same bytes.
///
/// # Errors
/// When the container cannot be written.
pub fn write(files: &[File], key: &Key) -> Result<Vec<u8>, NotMade> {
    let list = List {
        format: FORMAT.to_owned(),
        files: files.iter().map(|file| Listed::of(&file.name, &file.bytes)).collect(),
    };
    let mut list = serde_json::to_vec_pretty(&list)?;
    list.push(b'\n');
    sealed(files.to_vec(), list, None, key)
}

/// The bundle with a time stamp (RFC 3161) over its list, signed anew with the same key.
///
/// # Errors
/// When the bundle is not whole or was signed with another key, or the token is not one of its list.
pub fn with_time_stamp(bundle: &[u8], token: Vec<u8>, key: &Key) -> Result<Vec<u8>, NotMade> {
    let whole = verify(bundle);
    let ours = whole.public_key.as_deref() == Some(&key.public());
    if !whole.holds() || !ours {
        return Err(NotMade::NotOurs);
    }
    let mut files = container::read(bundle)?;
    let mut list = None;
    files.retain(|file| match file.name.as_str() {
        LIST => {
            list = Some(file.bytes.clone());
            false
        }
        SIGNATURE | TIME_STAMP => false,
        _ => true,
    });
    let list = list.ok_or(NotMade::NotOurs)?;
    TimeStamp::read(&token)?.is_of(&list)?;
    sealed(files, list, Some(token), key)
}

/// The list of a bundle's files: what a time stamp is about.
///
/// # Errors
/// When it is no bundle.
pub fn list(bundle: &[u8]) -> Result<Vec<u8>, NotABundle> {
    let list = container::read(bundle)?.into_iter().find(|file| file.name == LIST);
    list.map(|file| file.bytes).ok_or(NotABundle::NoList)
}

fn sealed(mut files: Vec<File>, list: Vec<u8>, token: Option<Vec<u8>>, key: &Key) -> Result<Vec<u8>, NotMade> {
    let mut signature = serde_json::to_vec_pretty(&key.sign(&message(&list, token.as_deref())))?;
    signature.push(b'\n');
    files.push(File { name: LIST.to_owned(), bytes: list });
    if let Some(bytes) = token {
        files.push(File { name: TIME_STAMP.to_owned(), bytes });
    }
    files.push(File { name: SIGNATURE.to_owned(), bytes: signature });
    Ok(container::write(&files)?)
}

/// What is signed: the digests of the list and of the time stamp, under the format's name.
fn message(list: &[u8], token: Option<&[u8]>) -> Vec<u8> {
    let token = token.map_or_else(|| "none".to_owned(), sha256);
    format!("{FORMAT}\n{}\n{token}\n", sha256(list)).into_bytes()
}

impl Listed {
    fn of(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), bytes: bytes.len() as u64, sha256: sha256(bytes) }
    }
}

/// SHA-256 in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A signature file's content.
fn signed(bytes: &[u8]) -> Option<Signed> {
    serde_json::from_slice(bytes).ok()
}

#[cfg(test)]
mod tests;
