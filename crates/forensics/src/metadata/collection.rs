//! The fields that are being collected, and the bounds that hold for all blocks of a file together.

use std::borrow::Cow;

use super::{Field, Metadata, Standard};
use crate::container::{Block, Holds};
use crate::limits::Limits;
use crate::text;
use crate::text::Text;

/// Longest value of a field as a share of [`Limits::metadata_bytes`]; a longer one is cut, and the cut is
/// a problem. The graphs that generators embed have up to a few hundred kilobytes.
const LONGEST_VALUE: usize = 8;
/// Problems that are listed.
const MOST_PROBLEMS: usize = 64;
/// What may be inflated or put together in all, in units of [`Limits::metadata_bytes`].
const LARGE_BLOCKS: usize = 4;
/// What all blocks may have in all, in the same units: blocks of a hostile file can overlap.
const ALL_BLOCKS: usize = 16;

/// Steps that the XML parser may take for all packets of a file; see the guard of XMP.
const XML_STEPS: usize = 100_000_000;

/// What was collected so far.
pub(super) struct Collection<'a> {
    /// The bounds to keep to.
    pub(super) limits: &'a Limits,
    /// What was read.
    pub(super) metadata: Metadata,
    /// GUID of the extended packet that the main XMP packet names.
    pub(super) extended_xmp: Option<String>,
    /// Bytes that names and values may still take.
    room: usize,
    /// Bytes that may still be inflated or put together from pieces.
    expansion: usize,
    /// Bytes of blocks that may still be read.
    input: usize,
    /// Steps that the XML parser may still take beyond reading each byte.
    pub(super) xml_steps: usize,
    fields_left_out: bool,
    problems_left_out: usize,
}

impl<'a> Collection<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            metadata: Metadata::default(),
            extended_xmp: None,
            room: limits.metadata_bytes,
            expansion: limits.metadata_bytes.saturating_mul(LARGE_BLOCKS),
            input: limits.metadata_bytes.saturating_mul(ALL_BLOCKS),
            xml_steps: XML_STEPS,
            fields_left_out: false,
            problems_left_out: 0,
        }
    }

    /// Whether no further field will be taken: the reader of a block may stop.
    pub(super) fn is_full(&self) -> bool {
        self.fields_left_out
    }

    /// Takes a field.
    pub(super) fn field(&mut self, standard: Standard, name: &str, value: &str, place: &str) {
        let kept = self.cut(name, value, place);
        let cost = name.len().saturating_add(kept.len()).saturating_add(place.len());
        if self.metadata.fields.len() >= self.limits.fields || cost > self.room {
            if !self.fields_left_out {
                self.fields_left_out = true;
                let (most, mebibytes) = (self.limits.fields, self.limits.metadata_bytes >> 20);
                self.problem(place, || {
                    text!(
                        "more fields than are listed ({most} fields, {mebibytes} MiB in all); the others were not read",
                        "字段超出可列出的上限（共 {most} 个字段、{mebibytes} MiB）；其余未读取"
                    )
                });
            }
            return;
        }
        self.room = self.room.saturating_sub(cost);
        self.metadata.fields.push(Field {
            standard,
            name: name.to_owned(),
            value: kept.to_owned(),
            place: place.to_owned(),
        });
    }

    /// Longest value of a field that is kept, in bytes.
    pub(super) fn longest_value(&self) -> usize {
        self.limits.metadata_bytes / LONGEST_VALUE
    }

    /// The value, cut at a character's border where it is too long.
    fn cut<'v>(&mut self, name: &str, value: &'v str, place: &str) -> &'v str {
        let longest = self.longest_value();
        if value.len() <= longest {
            return value;
        }
        let name = text::quote(name, 40);
        let length = value.len();
        self.problem(place, || {
            text!(
                "the value of {name} has {length} bytes; only the first {longest} are kept",
                "{name} 的值长 {length} 字节；仅保留前 {longest} 字节"
            )
        });
        value.get(..value.floor_char_boundary(longest)).unwrap_or_default()
    }

    /// Notes a problem of a block; the words begin in lower case and end without a stop.
    pub(super) fn problem(&mut self, place: &str, words: impl FnOnce() -> Text) {
        if self.metadata.problems.len() >= MOST_PROBLEMS {
            self.problems_left_out = self.problems_left_out.saturating_add(1);
            return;
        }
        let (words, place) = (words(), text::quote(place, 120));
        self.metadata
            .problems
            .push(Text { en: format!("{place}: {}.", words.en), zh: format!("{place}：{}。", words.zh) });
    }

    /// Reserves room for `bytes` of a block that is inflated or put together; `false`, with a
    /// problem, when it is too large or the file has used up its share.
    pub(super) fn expand(&mut self, bytes: usize, place: &str) -> bool {
        let most = self.expansion.min(self.limits.metadata_bytes);
        if bytes > most {
            self.too_large(place);
            return false;
        }
        self.expansion = self.expansion.saturating_sub(bytes);
        true
    }

    /// Takes the bytes of a block from the file's share; `false`, with a problem, when it is used up.
    fn admit(&mut self, bytes: usize, place: &str) -> bool {
        let Some(left) = self.input.checked_sub(bytes) else {
            let mebibytes = self.limits.metadata_bytes.saturating_mul(ALL_BLOCKS) >> 20;
            self.problem(place, || {
                text!(
                    "not read, because the blocks before it have {mebibytes} MiB together",
                    "未读取，因为此前的数据块合计已达 {mebibytes} MiB"
                )
            });
            return false;
        };
        self.input = left;
        true
    }

    /// Most bytes that the next block may expand to.
    pub(super) fn most_expansion(&self) -> usize {
        self.expansion.min(self.limits.metadata_bytes)
    }

    /// Notes that a block is larger than may be held.
    pub(super) fn too_large(&mut self, place: &str) {
        let mebibytes = self.limits.metadata_bytes >> 20;
        if self.expansion < self.limits.metadata_bytes {
            self.problem(place, || {
                text!(
                    "not read whole, because the blocks of this file are larger than {mebibytes} MiB several times over",
                    "未完整读取，因为该文件的多个数据块合计远超 {mebibytes} MiB"
                )
            });
        } else {
            self.problem(place, || {
                text!("larger than {mebibytes} MiB, and not read whole", "大于 {mebibytes} MiB，未完整读取")
            });
        }
    }

    pub(super) fn finish(mut self) -> Metadata {
        let more = self.problems_left_out;
        if more > 0 {
            self.metadata.problems.push(text!("{more} more problems were not listed.", "另有 {more} 个问题未列出。"));
        }
        self.metadata
    }
}

/// The bytes of a block and where they lie.
pub(super) struct Source<'a> {
    /// Its bytes, in one piece.
    pub(super) bytes: Cow<'a, [u8]>,
    /// The part it lies in.
    pub(super) part: &'a str,
    /// Offset of its first byte in the file.
    pub(super) offset: usize,
}

impl<'a> Source<'a> {
    /// The bytes of a block; copied only when it is stored in pieces. A long one is cut, with a
    /// problem, except for a TIFF structure, which is read in place. `None`, with a problem, when the
    /// pieces are too large together.
    pub(super) fn of(collection: &mut Collection, file: &'a [u8], block: &'a Block) -> Option<Self> {
        let offset = block.ranges.first()?.start;
        let part = block.part.as_str();
        if let [range] = block.ranges.as_slice() {
            let mut bytes = file.get(range.clone())?;
            let most = collection.limits.metadata_bytes;
            if bytes.len() > most && block.holds != Holds::Exif {
                collection.too_large(&format!("{part} at byte {offset}"));
                bytes = bytes.get(..most)?;
            }
            if block.holds != Holds::Exif && !collection.admit(bytes.len(), &format!("{part} at byte {offset}")) {
                return None;
            }
            return Some(Self { bytes: Cow::Borrowed(bytes), part, offset });
        }
        let length = block.ranges.iter().fold(0_usize, |sum, range| sum.saturating_add(range.len()));
        if !collection.expand(length, &format!("{part} at byte {offset}")) {
            return None;
        }
        let mut bytes = Vec::with_capacity(length);
        for range in &block.ranges {
            bytes.extend_from_slice(file.get(range.clone())?);
        }
        Some(Self { bytes: Cow::Owned(bytes), part, offset })
    }

    /// The same place with other bytes: what was compressed there.
    pub(super) fn holding(&self, bytes: Vec<u8>) -> Self {
        Self { bytes: Cow::Owned(bytes), part: self.part, offset: self.offset }
    }

    /// Where it lies, for a reader: `iTXt XML:com.adobe.xmp at byte 33`.
    pub(super) fn place(&self) -> String {
        format!("{} at byte {}", self.part, self.offset)
    }

    /// Where a directory of it lies: `APP1 Exif, IFD0, at byte 12`.
    pub(super) fn place_in(&self, directory: &str) -> String {
        format!("{}, {directory}, at byte {}", self.part, self.offset)
    }
}
