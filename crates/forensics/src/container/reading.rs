//! The structure that is being read: every list in it keeps to its limit, and says so.

use std::ops::Range;

use super::octets::code;
use super::{Block, Header, Holds, JpegEncoding, Kind, Part, Problem, Structure};
use crate::limits::Limits;
use crate::text;
use crate::text::Text;

/// Problems that are listed; a hostile file could have millions.
const MOST_PROBLEMS: usize = 64;
/// Pieces that metadata stored in pieces may have in all.
pub(super) const MOST_PIECES: usize = 1 << 16;

/// A file and what was read of its structure so far.
pub(super) struct Reading<'a> {
    /// The file.
    pub(super) bytes: &'a [u8],
    /// The bounds to keep to.
    pub(super) limits: &'a Limits,
    structure: Structure,
    parts_left_out: usize,
    blocks_left_out: usize,
    problems_left_out: usize,
}

impl<'a> Reading<'a> {
    pub(super) fn new(kind: Kind, bytes: &'a [u8], limits: &'a Limits) -> Self {
        Self {
            bytes,
            limits,
            structure: Structure { kind, ..Structure::default() },
            parts_left_out: 0,
            blocks_left_out: 0,
            problems_left_out: 0,
        }
    }

    /// Lists a part; its end is cut at the end of the file, and one that begins there is not listed.
    pub(super) fn part(&mut self, name: &str, content: &str, offset: usize, length: usize) {
        if offset >= self.bytes.len() || !self.has_room_for_parts() {
            return;
        }
        let length = length.min(self.bytes.len().saturating_sub(offset));
        self.structure.parts.push(Part { name: name.to_owned(), content: text::quote(content, 60), offset, length });
    }

    /// Lists a part that is named by a four-character code.
    pub(super) fn coded_part(&mut self, name: &[u8], content: &str, offset: usize, length: usize) {
        if self.has_room_for_parts() {
            self.part(code(name).trim_end(), content, offset, length);
        }
    }

    fn has_room_for_parts(&mut self) -> bool {
        let room = self.structure.parts.len() < self.limits.parts;
        if !room {
            self.parts_left_out = self.parts_left_out.saturating_add(1);
        }
        room
    }

    /// Whether another block would be listed; ask before building one that costs memory.
    pub(super) fn has_room_for_blocks(&mut self) -> bool {
        let room = self.structure.blocks.len() < self.limits.parts;
        if !room {
            self.blocks_left_out = self.blocks_left_out.saturating_add(1);
        }
        room
    }

    /// Lists a block; a block with a range outside the file is not listed.
    pub(super) fn block(&mut self, holds: Holds, ranges: Vec<Range<usize>>, part: &str) {
        let inside = |range: &Range<usize>| range.start <= range.end && range.end <= self.bytes.len();
        if ranges.is_empty() || !ranges.iter().all(inside) || !self.has_room_for_blocks() {
            return;
        }
        self.structure.blocks.push(Block { holds, ranges, part: text::quote(part, 80) });
    }

    /// Lists a block that is stored in one piece.
    pub(super) fn block_at(&mut self, holds: Holds, range: Range<usize>, part: &str) {
        self.block(holds, std::iter::once(range).collect(), part);
    }

    /// Notes a problem; the words are made only when it is listed.
    pub(super) fn problem(&mut self, offset: usize, words: impl FnOnce() -> Text) {
        if self.structure.problems.len() >= MOST_PROBLEMS {
            self.problems_left_out = self.problems_left_out.saturating_add(1);
            return;
        }
        let offset = offset.min(self.bytes.len());
        self.structure.problems.push(Problem { text: words(), offset });
    }

    /// Keeps the header, and says so when it states no area.
    pub(super) fn header(&mut self, header: Header, offset: usize) {
        if header.width == 0 || header.height == 0 {
            let (width, height) = (header.width, header.height);
            self.problem(offset, || {
                crate::text!(
                    "The header states {width} x {height} pixels, which is no picture.",
                    "文件头标明的尺寸为 {width} x {height} 像素，不构成图像。"
                )
            });
        }
        self.structure.header = Some(header);
    }

    pub(super) fn jpeg(&mut self, jpeg: JpegEncoding) {
        self.structure.jpeg = Some(jpeg);
    }

    pub(super) fn webp_quantisers(&mut self, quantisers: Vec<u8>) {
        self.structure.webp_quantisers = quantisers;
    }

    pub(super) fn kind(&mut self, kind: Kind) {
        self.structure.kind = kind;
    }

    /// Notes that a part claims to reach beyond the end of the file.
    pub(super) fn truncated(&mut self, name: &str, offset: usize, missing: usize) {
        let name = text::quote(name, 40);
        self.problem(offset, || {
            crate::text!(
                "The part {name} ended early: {missing} of its bytes are missing.",
                "{name} 部分提前结束：缺少 {missing} 字节。"
            )
        });
    }

    /// Lists bytes after the end of the picture and, unless they are of a known harmless sort, notes
    /// them as a problem.
    pub(super) fn after_the_end(&mut self, offset: usize, expected: bool) {
        let Some(rest) = self.bytes.get(offset..).filter(|rest| !rest.is_empty()) else { return };
        let content = sort_of_tail(rest);
        let length = rest.len();
        self.part("after the end", content, offset, length);
        let known = matches!(content, "Samsung trailer" | "MP4 video" | "zero bytes");
        if !known && !expected {
            self.problem(offset, || {
                crate::text!("{length} bytes follow the end of the picture.", "图像结束之后还有 {length} 字节数据。")
            });
        }
    }

    /// The structure, with a problem for every list that was cut.
    pub(super) fn finish(mut self) -> Structure {
        let last = self.bytes.len();
        let mut cuts = Vec::new();
        let (parts, blocks, problems) = (self.parts_left_out, self.blocks_left_out, self.problems_left_out);
        if parts > 0 {
            let most = self.limits.parts;
            cuts.push(crate::text!(
                "Only the first {most} parts were listed; {parts} more were read but not listed.",
                "仅列出前 {most} 个部分；另有 {parts} 个已读取但未列出。"
            ));
        }
        if blocks > 0 {
            let most = self.limits.parts;
            cuts.push(crate::text!(
                "Only the first {most} blocks of metadata were read; {blocks} more were not read.",
                "仅读取前 {most} 个元数据块；另有 {blocks} 个未读取。"
            ));
        }
        if problems > 0 {
            cuts.push(crate::text!("{problems} more problems were not listed.", "另有 {problems} 个问题未列出。"));
        }
        self.structure.blocks_left_out = blocks;
        self.structure.problems.extend(cuts.into_iter().map(|text| Problem { text, offset: last }));
        self.structure.blocks.sort_by_key(|block| block.ranges.first().map_or(0, |range| range.start));
        self.structure
    }
}

/// What bytes after the end of a picture are, by their own first or last bytes.
fn sort_of_tail(rest: &[u8]) -> &'static str {
    if rest.ends_with(b"SEFT") {
        "Samsung trailer"
    } else if rest.get(4..8) == Some(b"ftyp") {
        "MP4 video"
    } else if rest.starts_with(&[0xff, 0xd8, 0xff]) {
        "JPEG"
    } else if rest.starts_with(b"\x89PNG") {
        "PNG"
    } else if rest.starts_with(b"PK\x03\x04") {
        "ZIP"
    } else if rest.iter().all(|byte| *byte == 0) {
        "zero bytes"
    } else {
        ""
    }
}
