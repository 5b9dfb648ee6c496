//! What can go wrong with a casebook, for whoever can do something about it.

use std::io;
use std::path::PathBuf;

use catchlight_forensics::text;
use catchlight_forensics::text::{Text, quote};
use catchlight_record::chain::{Broken, NotCanonical};

use crate::transfer::NotACase;
use crate::{CaseId, PhotoId};

/// Most characters of a quoted value.
const QUOTED: usize = 200;

/// Why a casebook could not do what was asked. Whatever it is, what was kept before is kept still.
#[derive(Debug, thiserror::Error)]
pub enum CasebookError {
    /// Another program has it open.
    #[error("the casebook in {0} is open in another program")]
    InUse(PathBuf),
    /// A newer version of this program wrote it.
    #[error("the casebook has version {found}, and this program knows up to {known}")]
    Newer {
        /// The version in the database.
        found: i64,
        /// The latest that this program knows.
        known: i64,
    },
    /// The database is of another program, or its bytes were changed.
    #[error("the casebook is damaged or is none: {0}")]
    Damaged(String),
    /// The database could not be read or written.
    #[error("the database answered: {0}")]
    Database(rusqlite::Error),
    /// A file or folder could not be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// There is no such case.
    #[error("there is no case {0:?}")]
    NoCase(CaseId),
    /// There is no such photo.
    #[error("there is no photo {0:?}")]
    NoPhoto(PhotoId),
    /// The photo stands elsewhere: one that is not being examined cannot end, and so on.
    #[error("the photo {photo:?} is {stage}")]
    Stage {
        /// Which photo.
        photo: PhotoId,
        /// Where it stands.
        stage: &'static str,
    },
    /// The photo has nothing of the kind: no report, no such picture, no kept original.
    #[error("the photo {0:?} has no {1}")]
    Without(PhotoId, &'static str),
    /// What was kept of a photo is not what was written.
    #[error("{what} of the photo {photo:?} is not as it was written")]
    Changed {
        /// Which photo.
        photo: PhotoId,
        /// What of it.
        what: &'static str,
    },
    /// A report and a record that do not belong together, or an original that is not their file.
    #[error("report, record and file do not belong together: {0}")]
    Unrelated(&'static str),
    /// A chain of custody that does not hold.
    #[error("the chain of custody does not hold: {0}")]
    Chain(#[from] Broken),
    /// A chain of custody that does not go on from the one that is kept.
    #[error("the chain of custody does not go on from the kept one")]
    AnotherChain,
    /// A moment that is not RFC 3339.
    #[error("{0:?} is no moment")]
    Moment(String),
    /// A name that is empty.
    #[error("a case needs a name")]
    NoName,
    /// Something could not be written as JSON.
    #[error("it could not be written: {0}")]
    Unwritable(#[from] serde_json::Error),
    /// A digest could not be made.
    #[error(transparent)]
    Digest(#[from] NotCanonical),
    /// The file of a case could not be written.
    #[error("the file of the case could not be written: {0}")]
    Export(#[from] zip::result::ZipError),
    /// The file to import is no case that this program can take in.
    #[error(transparent)]
    NotACase(#[from] NotACase),
}

impl From<rusqlite::Error> for CasebookError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Database(error),
        }
    }
}

impl CasebookError {
    /// A file that could not be read or written.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        |error| Self::File(path, error)
    }

    /// The reason for a reader.
    pub fn text(&self) -> Text {
        match self {
            Self::InUse(_) => text!(
                "The casebook is open in another window or program. It was not touched.",
                "案卷正在另一个窗口或程序中使用，未作任何改动。"
            ),
            Self::Newer { .. } => text!(
                "The casebook was written by a newer version of this program. It was not touched.",
                "案卷由本程序的更新版本写入，未作任何改动。"
            ),
            Self::Damaged(_) => text!(
                "The casebook is damaged, or its file belongs to another program. Nothing was deleted or overwritten.",
                "案卷已损坏，或其文件属于其他程序。没有删除或覆盖任何内容。"
            ),
            Self::Database(error) => {
                let why = quote(&error.to_string(), QUOTED);
                text!("The casebook could not be read or written: {why}.", "案卷无法读取或写入：{why}。")
            }
            Self::File(path, error) => {
                let (path, why) = (quote(&path.display().to_string(), QUOTED), quote(&error.to_string(), QUOTED));
                text!("“{path}” could not be read or written: {why}.", "无法读取或写入“{path}”：{why}。")
            }
            Self::NoCase(_) => text!("The case is no longer there.", "该案件已不存在。"),
            Self::NoPhoto(_) => text!("The photo is no longer there.", "该照片已不存在。"),
            Self::Stage { .. } => text!(
                "The photo had already gone on to another stage; nothing was changed.",
                "照片已进入其他阶段，未作改动。"
            ),
            Self::Without(_, "original") => {
                text!("No copy of the original file was kept.", "没有保留原始文件的副本。")
            }
            Self::Without(_, "report") => text!("The photo has no report yet.", "照片尚无报告。"),
            Self::Without(..) => text!("Nothing of the kind was kept of this photo.", "这张照片没有保存此类内容。"),
            Self::Changed { what: "the original", .. } => text!(
                "The kept copy of the original file is missing or was changed; it was not used.",
                "所保留的原始文件副本缺失或已被改动，未予使用。"
            ),
            Self::Changed { .. } => text!(
                "What the casebook held of this photo was changed since it was written; it was not used.",
                "案卷中这张照片的内容在写入后被改动，未予使用。"
            ),
            Self::Unrelated(_) => text!(
                "Report, record and file did not belong together; nothing was kept.",
                "报告、记录与文件互不对应，未予保存。"
            ),
            Self::Chain(broken) => broken.text(),
            Self::AnotherChain => text!(
                "The chain of custody had gone on meanwhile; nothing was changed.",
                "保管链在此期间已有新条目，未作改动。"
            ),
            Self::Moment(moment) => {
                let moment = quote(moment, 40);
                text!("“{moment}” is no date and time that can be read.", "“{moment}”不是可读取的日期时间。")
            }
            Self::NoName => text!("A case needs a name.", "案件需要名称。"),
            Self::Unwritable(_) | Self::Digest(_) => {
                text!("The photo's report could not be written.", "无法写入照片的报告。")
            }
            Self::Export(error) => {
                let why = quote(&error.to_string(), QUOTED);
                text!("The file of the case could not be written: {why}.", "无法写入案件文件：{why}。")
            }
            Self::NotACase(reason) => reason.text(),
        }
    }
}
