//! What a user names, drops or pastes becomes the list of photos to read: folders are opened, links
//! and unknown files are told of.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use catchlight_forensics::container::{self, Kind};
use catchlight_forensics::text;
use walkdir::{DirEntry, WalkDir};

use crate::wire::Notice;
use crate::{natural, receive};

mod address;

/// Where the bytes of one photo are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// In a file.
    File(PathBuf),
    /// At hand: pasted, or dropped without a file.
    Bytes {
        /// A name for the reader.
        name: String,
        /// The bytes as received.
        bytes: Vec<u8>,
    },
}

/// What was named, with folders opened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expanded {
    /// Photos to read, in the order of the names; within a folder in natural order.
    pub sources: Vec<Source>,
    /// What was left out and why.
    pub notices: Vec<Notice>,
}

/// Most photos that are taken from one call.
pub const MOST_FILES: usize = 10_000;
/// Most files and folders that are looked at in one call.
const MOST_ENTRIES: usize = 200_000;
/// First bytes of a file that tell its type.
const START_BYTES: usize = 4096;

/// Opens folders and sorts out links. A file named directly is always taken, whatever it holds; a file
/// inside a folder is taken when its first bytes are those of a picture. `file://` addresses are taken
/// as paths and `data:image/` addresses as bytes.
pub fn expand<I: IntoIterator<Item = P>, P: AsRef<Path>>(named: I) -> Expanded {
    let mut expansion = Expansion::default();
    for path in named {
        match address::read(path.as_ref()) {
            address::Address::Path(path) if path.is_dir() => expansion.open(&path),
            address::Address::Path(path) => expansion.sources.push(Source::File(path)),
            address::Address::Bytes { name, bytes } => expansion.sources.push(Source::Bytes { name, bytes }),
            address::Address::Link => expansion.links += 1,
            address::Address::NoPicture => expansion.no_pictures += 1,
        }
    }
    expansion.end()
}

/// An expansion under way.
#[derive(Default)]
struct Expansion {
    sources: Vec<Source>,
    /// Real paths of what was taken from folders, because links can show one file twice.
    seen: HashSet<PathBuf>,
    looked_at: usize,
    taken: usize,
    stopped_early: bool,
    folders: usize,
    others: usize,
    hidden: usize,
    unreadable: usize,
    loops: usize,
    links: usize,
    no_pictures: usize,
}

impl Expansion {
    /// Takes the pictures inside a folder.
    fn open(&mut self, folder: &Path) {
        self.folders += 1;
        let walk = WalkDir::new(folder)
            .follow_links(true)
            .sort_by(|left, right| {
                natural::compare(&left.file_name().to_string_lossy(), &right.file_name().to_string_lossy())
                    .then_with(|| left.file_name().cmp(right.file_name()))
            })
            .into_iter()
            .filter_entry(|entry| !(entry.file_type().is_dir() && is_hidden(entry)));
        for entry in walk {
            self.looked_at += 1;
            if self.looked_at > MOST_ENTRIES || self.taken >= MOST_FILES {
                self.stopped_early = true;
                return;
            }
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => self.meet(&entry),
                Err(error) if error.loop_ancestor().is_some() => self.loops += 1,
                Err(_) => self.unreadable += 1,
            }
        }
    }

    /// Takes or leaves one file of a folder.
    fn meet(&mut self, entry: &DirEntry) {
        let kind = match receive::start(entry.path(), START_BYTES) {
            Ok(start) => container::kind_of(&start),
            Err(_) if entry.file_type().is_file() => {
                self.unreadable += 1;
                return;
            }
            // A pipe or a device holds no picture.
            Err(_) => Kind::Unknown,
        };
        match (kind, is_hidden(entry)) {
            // Folders are full of hidden files that are no pictures; nobody misses those.
            (Kind::Unknown, true) => {}
            (Kind::Unknown, false) => self.others += 1,
            (_, true) => self.hidden += 1,
            (_, false) => {
                let real = entry.path().canonicalize().unwrap_or_else(|_| entry.path().to_owned());
                if self.seen.insert(real) {
                    self.taken += 1;
                    self.sources.push(Source::File(entry.path().to_owned()));
                }
            }
        }
    }

    /// Words what was left out.
    fn end(self) -> Expanded {
        let Self { others, hidden, unreadable, loops, .. } = self;
        let mut notices = Vec::new();
        if self.folders > 0 && self.taken == 0 {
            notices
                .push(text!("No picture of a known type was found in the folder.", "文件夹中没有找到已知类型的图片。"));
        }
        if others > 0 {
            notices.push(text!(
                "Files left out of the folder because their content is not a picture of a known type: {others}. To have one examined anyway, open it directly.",
                "文件夹中有 {others} 个文件的内容不是已知类型的图片，已略过。如仍需检查其中某个文件，请直接打开它。"
            ));
        }
        if hidden > 0 {
            notices.push(text!(
                "Hidden pictures left out of the folder: {hidden}.",
                "文件夹中有 {hidden} 张隐藏的图片，已略过。"
            ));
        }
        if unreadable > 0 {
            notices.push(text!(
                "Files or folders inside the folder that could not be read, so that it is not known whether they hold pictures: {unreadable}.",
                "文件夹中有 {unreadable} 个文件或子文件夹无法读取，因此不知道其中是否有图片。"
            ));
        }
        if loops > 0 {
            notices.push(text!(
                "Links that lead back to a folder around them and were not followed: {loops}.",
                "有 {loops} 个链接指回其所在的上级文件夹，没有继续跟随。"
            ));
        }
        if self.stopped_early {
            notices.push(text!(
                "The folder holds very many files: only the first {MOST_FILES} pictures, or the pictures among the first {MOST_ENTRIES} entries, were taken.",
                "文件夹中的文件非常多：只取了前 {MOST_FILES} 张图片，或前 {MOST_ENTRIES} 个条目中的图片。"
            ));
        }
        if self.links > 0 {
            notices.push(text!(
                "This held only a link to a web page or picture. Catchlight never goes online: save the picture first, or copy the picture itself, then open or paste it here.",
                "这里只有一个指向网页或图片的链接。Catchlight 从不联网：请先保存图片，或复制图片本身，然后在这里打开或粘贴。"
            ));
        }
        if self.no_pictures > 0 {
            notices.push(text!(
                "This held neither a file nor a picture, so there was nothing to examine.",
                "这里既没有文件也没有图片，因此没有可检查的内容。"
            ));
        }
        Expanded { sources: self.sources, notices: notices.into_iter().map(|text| Notice { text }).collect() }
    }
}

/// Whether an entry below the named folder is hidden by its name.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
}

#[cfg(test)]
mod tests;
