//! EXIF (CIPA DC-008). The directories are walked here, because the `exif` crate copies every value
//! that a directory states, overlapping ones too, so that 64 KiB could ask for gigabytes; names and
//! readable values are the crate's.

use std::collections::HashSet;

use exif::{Context, Tag};

use super::collection::{Collection, Source};
use super::{Standard, xmp};
use crate::container::tiff::directory::{Directory, Entry, Tiff};
use crate::text;

mod names;
mod text_value;
mod value;

/// Entries of one block that may be damaged before the rest of it is given up.
const MOST_DAMAGED: usize = 64;
/// Directories that may follow one another; EXIF has two, TIFF files have one a page.
const MOST_DIRECTORIES: usize = 256;

/// Directories of one block that are read.
const MOST_VISITED: usize = 1024;

const NEW_SUBFILE_TYPE: u16 = 0x00fe;
const ORIENTATION: u16 = 0x0112;
const THUMBNAIL_OFFSET: u16 = 0x0201;
const THUMBNAIL_LENGTH: u16 = 0x0202;
const EXIF_DIRECTORY: u16 = 0x8769;
const GPS_DIRECTORY: u16 = 0x8825;
const INTEROPERABILITY_DIRECTORY: u16 = 0xa005;

/// Reads a block that begins at its byte-order mark.
pub(super) fn read(collection: &mut Collection, source: &Source) {
    let Some(tiff) = Tiff::open(&source.bytes) else {
        collection.problem(&source.place(), || {
            text!("its EXIF data do not begin with a byte-order mark", "EXIF 数据开头没有字节序标记")
        });
        return;
    };
    let mut walk = Walk { tiff, source, visited: HashSet::new(), damaged: 0, is_first_block: !has_exif(collection) };
    walk.chain(collection);
}

fn has_exif(collection: &Collection) -> bool {
    collection.metadata.fields.iter().any(|field| field.standard == Standard::Exif)
}

struct Walk<'a> {
    tiff: Tiff<'a>,
    source: &'a Source<'a>,
    /// Offsets of the directories read, so that a circle ends.
    visited: HashSet<usize>,
    damaged: usize,
    /// Whether orientation and thumbnail are to be taken from this block.
    is_first_block: bool,
}

/// A directory and what its fields belong to.
struct Place<'a> {
    /// `IFD0`, `Exif IFD` ...
    name: &'a str,
    context: Context,
    standard: Standard,
}

impl Walk<'_> {
    /// Reads the directories in the order in which they name one another.
    fn chain(&mut self, collection: &mut Collection) {
        let mut next = self.tiff.first();
        for index in 0..MOST_DIRECTORIES {
            let name = format!("IFD{index}");
            let Some(offset) = next else {
                self.problem(collection, &name, || text!("the directory is cut short", "目录不完整"));
                return;
            };
            if offset == 0 && index > 0 {
                return;
            }
            let Some(directory) = self.open(collection, offset, &name) else { return };
            let is_thumbnail = index == 1 && self.is_thumbnail(&directory);
            let standard = if is_thumbnail { Standard::ExifThumbnail } else { Standard::Exif };
            if is_thumbnail && self.is_first_block {
                self.thumbnail(collection, &directory, &name);
            }
            self.fields(collection, &directory, &Place { name: &name, context: Context::Tiff, standard });
            if self.is_over(collection) {
                return;
            }
            next = directory.next;
        }
        self.problem(collection, "IFD", || {
            text!(
                "more than {MOST_DIRECTORIES} directories follow one another; the others were not read",
                "相继的目录超过 {MOST_DIRECTORIES} 个；其余未读取"
            )
        });
    }

    /// The directory at `offset`, unless it was read before or lies outside.
    fn open(&mut self, collection: &mut Collection, offset: usize, name: &str) -> Option<Directory> {
        if self.visited.len() >= MOST_VISITED {
            self.problem(collection, name, || {
                text!(
                    "the block has more than {MOST_VISITED} directories; the others were not read",
                    "数据块中的目录超过 {MOST_VISITED} 个；其余未读取"
                )
            });
            return None;
        }
        if !self.visited.insert(offset) {
            self.problem(collection, name, || {
                text!(
                    "the directories name one another in a circle; each was read once",
                    "目录之间循环引用；每个目录只读取一次"
                )
            });
            return None;
        }
        let Some(directory) = self.tiff.directory(offset) else {
            self.problem(collection, name, || text!("the directory lies outside the block", "目录位于数据块范围之外"));
            return None;
        };
        let (stated, held) = (directory.stated, directory.entries);
        if held as u64 != stated {
            self.problem(collection, name, || {
                text!(
                    "the directory states {stated} entries, of which {held} are there",
                    "目录标明有 {stated} 个条目，实际只有 {held} 个"
                )
            });
        }
        Some(directory)
    }

    /// A second directory is the thumbnail's in EXIF; in a TIFF file it may be another page.
    fn is_thumbnail(&self, directory: &Directory) -> bool {
        let first = |tag| directory.entries(&self.tiff).find(|entry| entry.tag == tag);
        let is_reduced = first(NEW_SUBFILE_TYPE).and_then(|entry| self.tiff.unsigned(&entry, 0));
        self.source.part != "TIFF"
            || first(THUMBNAIL_OFFSET).is_some()
            || is_reduced.is_some_and(|flags| flags & 1 == 1)
    }

    fn thumbnail(&self, collection: &mut Collection, directory: &Directory, name: &str) {
        let number = |tag| {
            let entry = directory.entries(&self.tiff).find(|entry| entry.tag == tag)?;
            self.tiff.pointer(&entry)
        };
        let (Some(offset), Some(length)) = (number(THUMBNAIL_OFFSET), number(THUMBNAIL_LENGTH)) else { return };
        let bytes = offset.checked_add(length).and_then(|end| self.tiff.bytes().get(offset..end));
        match bytes {
            Some([]) => {}
            Some(bytes) if bytes.len() <= collection.limits.metadata_bytes => {
                collection.metadata.thumbnail = Some(bytes.to_vec());
            }
            Some(_) => collection.too_large(&self.source.place_in(name)),
            None => self.problem(collection, name, || {
                text!("the thumbnail lies outside the block", "缩略图位于数据块范围之外")
            }),
        }
    }

    /// Takes the fields of a directory and of those that it points to.
    fn fields(&mut self, collection: &mut Collection, directory: &Directory, place: &Place) {
        let tiff = self.tiff;
        let at = self.source.place_in(place.name);
        let units = value::Units::of(&tiff, directory, place.context);
        for entry in directory.entries(&tiff) {
            if self.is_over(collection) {
                return;
            }
            let child = match (place.context, entry.tag) {
                (Context::Tiff, EXIF_DIRECTORY) => Some(("Exif IFD", Context::Exif)),
                (Context::Tiff, GPS_DIRECTORY) => Some(("GPS IFD", Context::Gps)),
                (Context::Exif, INTEROPERABILITY_DIRECTORY) => Some(("Interoperability IFD", Context::Interop)),
                _ => None,
            };
            if let Some((name, context)) = child {
                self.child(collection, &entry, &Place { name, context, standard: place.standard });
                continue;
            }
            let tag = Tag(place.context, entry.tag);
            if place.name == "IFD0" && entry.tag == ORIENTATION && self.is_first_block {
                collection.metadata.orientation = tiff
                    .unsigned(&entry, 0)
                    .and_then(|value| u8::try_from(value).ok())
                    .filter(|value| (1..=8).contains(value));
            }
            if self.is_block_of_its_own(&entry, place.context) {
                continue;
            }
            let name = names::name(tag);
            if !value::affordable(collection, &entry, &at) {
                self.damaged = self.damaged.saturating_add(1);
                continue;
            }
            match value::read(&tiff, tag, &entry, &units) {
                Some(value) => {
                    collection.field(place.standard, &name, &value.text, &at);
                    if value.is_cut {
                        collection.problem(&at, || {
                            text!(
                                "the value of {name} is long and was read only in part",
                                "{name} 的值过长，仅部分读取"
                            )
                        });
                    }
                    if value.is_undecoded {
                        collection.problem(&at, || {
                            text!(
                                "the text of {name} is in a character set that is not decoded",
                                "{name} 的文本所用字符集不受支持，未解码"
                            )
                        });
                    }
                }
                None => {
                    self.damaged = self.damaged.saturating_add(1);
                    collection.problem(&at, || {
                        text!(
                            "the value of {name} lies outside the block or is of an unknown type",
                            "{name} 的值位于数据块范围之外，或类型未知"
                        )
                    });
                }
            }
        }
    }

    fn child(&mut self, collection: &mut Collection, entry: &Entry, place: &Place) {
        let Some(offset) = self.tiff.pointer(entry) else {
            self.damaged = self.damaged.saturating_add(1);
            self.problem(collection, place.name, || {
                text!("the directory's offset is not a number", "目录的偏移量不是数字")
            });
            return;
        };
        match self.open(collection, offset, place.name) {
            Some(directory) => self.fields(collection, &directory, place),
            None => self.damaged = self.damaged.saturating_add(1),
        }
    }

    /// XMP, IPTC, ICC and Photoshop data in a TIFF file are listed as blocks by the container.
    fn is_block_of_its_own(&self, entry: &Entry, context: Context) -> bool {
        self.source.part == "TIFF"
            && context == Context::Tiff
            && matches!(entry.tag, xmp::TIFF_TAG | 0x83bb | 0x8649 | 0x8773)
    }

    fn is_over(&self, collection: &mut Collection) -> bool {
        if self.damaged == MOST_DAMAGED {
            collection.problem(&self.source.place(), || {
                text!("too many entries are damaged; the rest was not read", "损坏的条目过多；其余未读取")
            });
        }
        collection.is_full() || self.damaged >= MOST_DAMAGED
    }

    fn problem(&self, collection: &mut Collection, directory: &str, words: impl FnOnce() -> crate::text::Text) {
        collection.problem(&self.source.place_in(directory), words);
    }
}

#[cfg(test)]
mod tests;
