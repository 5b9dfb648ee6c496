//! A case as one file: written here, taken in there.
//!
//! The file is a ZIP container whose entries are not compressed: the files of each photo under names that
//! follow from its place, and a list with the digest of each. Where files lay on the disk is not told.

mod export;
mod import;
mod list;

use catchlight_forensics::text;
use catchlight_forensics::text::{Text, quote};

pub use export::Exported;
pub use import::{Already, Imported};

/// Why a file is no case that can be taken in.
#[derive(Debug, thiserror::Error)]
pub enum NotACase {
    /// It is no ZIP file.
    #[error("it is no ZIP file: {0}")]
    Container(zip::result::ZipError),
    /// It was written by a newer version.
    #[error("its format is {0:?}")]
    Format(String),
    /// It has no list, or one that does not say what it should.
    #[error("its list cannot be read: {0}")]
    List(String),
    /// An entry that this program does not write: packed, encrypted, twice, not in the list, with a name of
    /// its own.
    #[error("the entry {0} was not written by this program")]
    Entry(String),
    /// An entry of the list is missing, or its bytes are others.
    #[error("the entry {0} is missing or was changed")]
    Changed(String),
    /// It holds more than this program takes in.
    #[error("it is too large: {0}")]
    TooLarge(&'static str),
    /// What it says of a photo does not fit together.
    #[error("what it says of photo {0} does not fit together: {1}")]
    Photo(usize, String),
}

impl NotACase {
    /// The reason for a reader.
    pub fn text(&self) -> Text {
        let quoted = |name: &str| quote(name, 120);
        match self {
            Self::Container(_) => text!(
                "The file is no exported case, or it was changed. Nothing was taken in.",
                "此文件不是导出的案件，或已被改动。未导入任何内容。"
            ),
            Self::Format(_) => text!(
                "The case was exported by another version of this program. Nothing was taken in.",
                "该案件由本程序的其他版本导出。未导入任何内容。"
            ),
            Self::List(_) => text!(
                "The list of the exported case is missing or was changed. Nothing was taken in.",
                "导出案件的清单缺失或已被改动。未导入任何内容。"
            ),
            Self::Entry(name) => {
                let name = quoted(name);
                text!(
                    "The entry {name} was not written by this program. Nothing was taken in.",
                    "条目 {name} 不是由本程序写入的。未导入任何内容。"
                )
            }
            Self::Changed(name) => {
                let name = quoted(name);
                text!(
                    "The entry {name} is missing or was changed. Nothing was taken in.",
                    "条目 {name} 缺失或已被改动。未导入任何内容。"
                )
            }
            Self::TooLarge(_) => text!(
                "The exported case holds more than can be taken in. Nothing was taken in.",
                "导出的案件超出了可导入的大小。未导入任何内容。"
            ),
            Self::Photo(number, _) => text!(
                "What the exported case says of its photo {number} did not fit together. Nothing was taken in.",
                "导出案件中第 {number} 张照片的内容互不相符。未导入任何内容。"
            ),
        }
    }
}
