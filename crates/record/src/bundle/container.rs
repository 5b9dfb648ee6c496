//! The ZIP container (APPNOTE 6.3): written in one way only, read without trust.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};

use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::File;

/// Most entries that are read.
const MOST_ENTRIES: usize = 1_000;

/// Bytes that are no bundle.
#[derive(Debug, thiserror::Error)]
pub enum NotABundle {
    /// They are no ZIP file.
    #[error("it is no ZIP file: {0}")]
    Container(#[from] ZipError),
    /// An entry could not be read.
    #[error("the entry {0} could not be read: {1}")]
    Entry(String, std::io::Error),
    /// An entry is compressed or encrypted, which Catchlight never writes.
    #[error("the entry {0} was packed by another program")]
    Packed(String),
    /// Two entries have one name.
    #[error("two entries have the name {0}")]
    Twice(String),
    /// It has no list of files.
    #[error("it has no list of files")]
    NoList,
    /// There are too many entries.
    #[error("it has {0} entries")]
    Entries(usize),
}

impl NotABundle {
    /// The reason for a reader.
    pub fn text(&self) -> Text {
        let quoted = |name: &str| text::quote(name, 120);
        match self {
            Self::Container(_) => text!(
                "The file is no ZIP file that could be read, or it was changed.",
                "此文件不是可读取的 ZIP 文件，或已被改动。"
            ),
            Self::Entry(name, _) => {
                let name = quoted(name);
                text!("The entry {name} could not be read; it was changed.", "条目 {name} 无法读取，已被改动。")
            }
            Self::Packed(name) => {
                let name = quoted(name);
                text!("The entry {name} was packed by another program.", "条目 {name} 由其他程序打包。")
            }
            Self::Twice(name) => {
                let name = quoted(name);
                text!("Two entries have the name {name}.", "有两个条目同名：{name}。")
            }
            Self::NoList => text!("The list of files is missing.", "缺少文件清单。"),
            Self::Entries(entries) => text!("It has {entries} entries.", "其中有 {entries} 个条目。"),
        }
    }
}

/// The one way in which these files are written.
pub(super) fn write(files: &[File]) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        writer.start_file(file.name.as_str(), options)?;
        writer.write_all(&file.bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The files of a container in their order. Nothing is unpacked onto a disk, and nothing is decompressed,
/// so that what is read is no longer than the file.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<File>, NotABundle> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > MOST_ENTRIES {
        return Err(NotABundle::Entries(archive.len()));
    }
    let mut names = BTreeSet::new();
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name().to_owned();
        if entry.compression() != CompressionMethod::Stored || entry.encrypted() {
            return Err(NotABundle::Packed(name));
        }
        let mut content = Vec::new();
        // No entry of a stored file can be longer than the file.
        entry
            .by_ref()
            .take(bytes.len() as u64)
            .read_to_end(&mut content)
            .map_err(|error| NotABundle::Entry(name.clone(), error))?;
        if !names.insert(name.clone()) {
            return Err(NotABundle::Twice(name));
        }
        files.push(File { name, bytes: content });
    }
    Ok(files)
}
