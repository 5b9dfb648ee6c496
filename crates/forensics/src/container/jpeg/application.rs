//! Application segments and comments: what each holds, and metadata that is stored in several.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::octets::{be16, be32, code, run};
use super::super::reading::{MOST_PIECES, Reading};
use super::super::rope::Rope;
use super::super::tiff::directory::Tiff;
use super::super::{Holds, jumbf, photoshop};
use super::name_of;
use crate::text;

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const EXTENDED_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const ICC: &[u8] = b"ICC_PROFILE\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
/// MP Index tag NumberOfImages (CIPA DC-007).
const NUMBER_OF_IMAGES: u16 = 0xb001;

/// Metadata in pieces, collected until the last segment is read.
#[derive(Default)]
pub(super) struct Applications {
    /// Whether an APP0 JFIF was there.
    pub(super) jfif: bool,
    /// Whether a multi-picture index was there: more pictures then follow the first.
    pub(super) multi_picture: bool,
    /// Sequence number, stated number of pieces, data.
    icc: Vec<(u8, u8, Range<usize>)>,
    /// By GUID.
    extended_xmp: BTreeMap<[u8; 32], Vec<ExtendedPiece>>,
    /// By box instance number: packet sequence number, length of the repeated box header, data.
    jumbf: BTreeMap<u16, Vec<(u32, usize, Range<usize>)>>,
    photoshop: Rope,
    pieces: usize,
}

/// A piece of extended XMP: stated length of the whole, stated offset, data.
type ExtendedPiece = (u32, u32, Range<usize>);

impl Applications {
    /// Takes an APPn segment or a comment; `payload` begins after the length field.
    pub(super) fn segment(&mut self, reading: &mut Reading, marker: u8, payload: &[u8], start: usize) {
        let name = name_of(marker);
        let base = start + 4;
        let all = base..base + payload.len();
        let from = |skip: usize| base.saturating_add(skip)..base + payload.len();
        let content = match marker {
            0xfe => {
                if !payload.is_empty() && reading.has_room_for_blocks() {
                    reading.block_at(Holds::Comment, all, "COM");
                }
                String::new()
            }
            0xe0 if payload.starts_with(b"JFIF\0") => {
                self.jfif = true;
                "JFIF".to_owned()
            }
            0xe1 if payload.starts_with(b"Exif\0") => {
                reading.block_at(Holds::Exif, from(6), "APP1 Exif");
                "Exif".to_owned()
            }
            0xe1 if payload.starts_with(XMP) => {
                reading.block_at(Holds::Xmp, from(XMP.len()), "APP1 XMP");
                "XMP".to_owned()
            }
            0xe1 if payload.starts_with(EXTENDED_XMP) => {
                self.extended_xmp(reading, payload, base, start);
                "extended XMP".to_owned()
            }
            0xe2 if payload.starts_with(ICC) => {
                let (sequence, of) = (payload.get(12).copied(), payload.get(13).copied());
                if let (Some(sequence), Some(of), true) = (sequence, of, self.icc.len() < 256) {
                    self.icc.push((sequence, of, from(14)));
                }
                "ICC_PROFILE".to_owned()
            }
            0xe2 if payload.starts_with(b"MPF\0") => {
                self.multi_picture = true;
                pictures(payload.get(4..).unwrap_or_default())
                    .map_or_else(|| "MPF".to_owned(), |count| format!("MPF, {count} pictures"))
            }
            0xeb if payload.starts_with(b"JP") => self.jumbf(reading, payload, base, start),
            0xed if payload.starts_with(PHOTOSHOP) => {
                if self.room(reading, start) {
                    self.photoshop.push(from(PHOTOSHOP.len()));
                }
                "Photoshop 3.0".to_owned()
            }
            _ => {
                // Some apps write a bare JSON label into an application segment of its own.
                if is_text(payload) {
                    reading.block_at(Holds::Comment, all, &format!("{name} text"));
                }
                identifier(payload)
            }
        };
        reading.part(name, &content, start, payload.len() + 4);
    }

    /// Whether one more piece may be kept.
    fn room(&mut self, reading: &mut Reading, offset: usize) -> bool {
        if self.pieces == MOST_PIECES {
            reading.problem(offset, || {
                text!(
                    "More than {MOST_PIECES} segments hold pieces of metadata; the others were not read.",
                    "存放元数据片段的段超过 {MOST_PIECES} 个；其余未读取。"
                )
            });
        }
        self.pieces = self.pieces.saturating_add(1);
        self.pieces <= MOST_PIECES
    }

    fn extended_xmp(&mut self, reading: &mut Reading, payload: &[u8], base: usize, start: usize) {
        let at = EXTENDED_XMP.len();
        let guid = run(payload, at, 32).and_then(|guid| <[u8; 32]>::try_from(guid).ok());
        let (Some(guid), Some(whole), Some(offset)) = (guid, be32(payload, at + 32), be32(payload, at + 36)) else {
            reading.problem(start, || text!("A piece of extended XMP is cut short.", "有一段扩展 XMP 数据不完整。"));
            return;
        };
        if self.room(reading, start) {
            let data = base + at + 40..base + payload.len();
            self.extended_xmp.entry(guid).or_default().push((whole, offset, data));
        }
    }

    fn jumbf(&mut self, reading: &mut Reading, payload: &[u8], base: usize, start: usize) -> String {
        let (Some(instance), Some(sequence), Some(length)) = (be16(payload, 2), be32(payload, 4), be32(payload, 8))
        else {
            reading.problem(start, || text!("A JUMBF segment is cut short.", "有一个 JUMBF 段不完整。"));
            return "JP".to_owned();
        };
        if self.room(reading, start) {
            let header = if length == 1 { 16 } else { 8 };
            let data = base + 8..base + payload.len();
            self.jumbf.entry(instance).or_default().push((sequence, header, data));
        }
        "JUMBF".to_owned()
    }

    /// Lists the blocks that were stored in pieces.
    pub(super) fn finish(mut self, reading: &mut Reading) {
        self.finish_icc(reading);
        for (guid, pieces) in std::mem::take(&mut self.extended_xmp) {
            finish_extended_xmp(reading, &guid, pieces);
        }
        for (_, mut pieces) in std::mem::take(&mut self.jumbf) {
            pieces.sort_by_key(|(sequence, _, _)| *sequence);
            // Every segment repeats the box header; only the first one's belongs to the data.
            let own = |index: usize, header: usize| if index == 0 { 0 } else { header };
            let ranges = pieces
                .into_iter()
                .enumerate()
                .map(|(index, (_, header, range))| {
                    range.end.min(range.start.saturating_add(own(index, header)))..range.end
                })
                .collect();
            finish_jumbf(reading, ranges);
        }
        if self.photoshop.length() > 0 {
            photoshop::read(reading, &self.photoshop, "APP13 8BIM");
        }
    }

    fn finish_icc(&mut self, reading: &mut Reading) {
        let mut pieces = std::mem::take(&mut self.icc);
        let Some(offset) = pieces.first().map(|(_, _, range)| range.start) else { return };
        let stated = pieces.first().map_or(0, |(_, of, _)| usize::from(*of));
        pieces.sort_by_key(|(sequence, _, _)| *sequence);
        let in_order = pieces
            .iter()
            .enumerate()
            .all(|(index, (sequence, of, _))| usize::from(*sequence) == index + 1 && usize::from(*of) == stated);
        let found = pieces.len();
        // A lone piece numbered 0 of 0 is a known slip of old software.
        if (in_order && found == stated) || (found == 1 && stated <= 1) {
            reading.block(Holds::Icc, pieces.into_iter().map(|(_, _, range)| range).collect(), "APP2 ICC_PROFILE");
        } else {
            reading.problem(offset, || {
                text!(
                    "The colour profile states {stated} pieces, and {found} were found that do not make it whole; it was not read.",
                    "颜色配置文件标明有 {stated} 段，实际找到 {found} 段，无法拼成完整内容；未读取。"
                )
            });
        }
    }
}

fn finish_extended_xmp(reading: &mut Reading, guid: &[u8; 32], mut pieces: Vec<ExtendedPiece>) {
    pieces.sort_by_key(|(_, offset, _)| *offset);
    let stated = pieces.first().map_or(0, |(whole, _, _)| *whole as usize);
    let begins = pieces.first().map_or(0, |(_, _, range)| range.start);
    let mut length = 0_usize;
    let mut whole = true;
    for (_, offset, range) in &pieces {
        whole &= *offset as usize == length;
        length = length.saturating_add(range.len());
    }
    if whole && length == stated {
        let ranges = pieces.into_iter().map(|(_, _, range)| range).collect();
        reading.block(Holds::ExtendedXmp { guid: code(guid) }, ranges, "APP1 extended XMP");
    } else {
        reading.problem(begins, || {
            text!(
                "The extended XMP states {stated} bytes, and its pieces do not make it whole ({length} bytes); it was not read.",
                "扩展 XMP 标明共 {stated} 字节，其片段（{length} 字节）无法拼成完整内容；未读取。"
            )
        });
    }
}

fn finish_jumbf(reading: &mut Reading, ranges: Vec<Range<usize>>) {
    match jumbf::label_of(reading.bytes, &ranges) {
        Some(label) => reading.block(Holds::Jumbf, ranges, format!("APP11 JUMBF {label}").trim_end()),
        None => {
            let offset = ranges.first().map_or(0, |range| range.start);
            reading.problem(offset, || {
                text!(
                    "A segment is marked as JUMBF but does not begin with a JUMBF box.",
                    "有一个段标为 JUMBF，但其开头并不是 JUMBF 数据盒。"
                )
            });
        }
    }
}

/// Number of pictures that a multi-picture index states; `index` begins at its byte-order mark.
fn pictures(index: &[u8]) -> Option<u64> {
    let tiff = Tiff::open(index)?;
    let directory = tiff.directory(tiff.first()?)?;
    let entry = directory.entries(&tiff).find(|entry| entry.tag == NUMBER_OF_IMAGES)?;
    tiff.unsigned(&entry, 0)
}

/// Whether an unknown segment is text as a whole: bare JSON, or the label that TC260 describes.
fn is_text(payload: &[u8]) -> bool {
    let begins = payload.trim_ascii_start();
    if !(begins.starts_with(b"{") || begins.starts_with(b"AIGC")) {
        return false;
    }
    let Ok(text) = str::from_utf8(payload) else { return false };
    !text.trim_end_matches('\0').chars().any(|character| character.is_control() && !character.is_whitespace())
}

/// The printable name that a segment begins with, or nothing; APPn segments name their owner so.
fn identifier(payload: &[u8]) -> String {
    let printable = payload.iter().take(32).take_while(|byte| byte.is_ascii_graphic() || **byte == b' ').count();
    if printable < 3 {
        return String::new();
    }
    code(payload.get(..printable).unwrap_or_default())
}
