//! GIF87a and GIF89a, block by block.

use std::ops::Range;

use super::octets::{code, le16, run};
use super::reading::{MOST_PIECES, Reading};
use super::{Header, Holds, jumbf};
use crate::text;

/// Bytes behind an XMP packet that lead a reader of sub-blocks to the end of the extension.
const XMP_TRAILER: usize = 258;

pub(super) fn read(reading: &mut Reading) {
    let bytes = reading.bytes;
    reading.part("Header", &code(bytes.get(..6).unwrap_or_default()), 0, 6);
    let Some((header, mut at)) = screen(reading) else {
        reading.problem(bytes.len(), || text!("The header is cut short.", "文件头不完整。"));
        return;
    };
    let mut frames = 0_u32;
    let ended = loop {
        match bytes.get(at) {
            Some(0x3b) => {
                reading.part("Trailer", "", at, 1);
                break Some(at + 1);
            }
            Some(0x2c) => {
                frames = frames.saturating_add(1);
                match image(reading, at) {
                    Some(next) => at = next,
                    None => break None,
                }
            }
            Some(0x21) => match extension(reading, at) {
                Some(next) => at = next,
                None => break None,
            },
            // Zeros between blocks are a common slip.
            Some(0) => at += 1,
            Some(_) => {
                reading.problem(at, || {
                    text!("What follows is not a block and was not read.", "其后的内容不是数据块，未读取。")
                });
                break None;
            }
            None => break None,
        }
    };
    if frames == 0 {
        reading.problem(bytes.len(), || text!("The file has no picture data.", "文件没有图像数据。"));
    }
    reading.header(Header { frames: frames.max(1), ..header }, 6);
    match ended {
        Some(end) => reading.after_the_end(end, false),
        None => reading.problem(bytes.len(), || {
            text!("The file has no trailer: its end is missing or damaged.", "文件没有结束标记：其末尾缺失或损坏。")
        }),
    }
}

/// Logical screen descriptor and global colour table; also the offset after them.
fn screen(reading: &mut Reading) -> Option<(Header, usize)> {
    let (width, height) = (le16(reading.bytes, 6)?, le16(reading.bytes, 8)?);
    let packed = *reading.bytes.get(10)?;
    reading.part("Logical Screen Descriptor", "", 6, 7);
    let table = colour_table(packed);
    if table > 0 {
        reading.part("Global Color Table", "", 13, table);
    }
    let header = Header {
        width: width.into(),
        height: height.into(),
        bits_per_sample: 8,
        samples_per_pixel: 1,
        colour: "palette".to_owned(),
        coding: "LZW".to_owned(),
        orientation: None,
        frames: 1,
    };
    Some((header, 13 + table))
}

fn colour_table(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

/// Lists an image and returns the offset after it.
fn image(reading: &mut Reading, start: usize) -> Option<usize> {
    let packed = *reading.bytes.get(start + 9)?;
    // Ten bytes of descriptor, the local colour table, the code size.
    let data = start + 10 + colour_table(packed) + 1;
    let next = sub_blocks(reading.bytes, data, |_| {});
    let length = next.unwrap_or(reading.bytes.len()).saturating_sub(start);
    reading.part("Image", "", start, length);
    next
}

/// Lists an extension with what it holds and returns the offset after it.
fn extension(reading: &mut Reading, start: usize) -> Option<usize> {
    let bytes = reading.bytes;
    let label = *bytes.get(start + 1)?;
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let next = sub_blocks(bytes, start + 2, |piece| {
        if pieces.len() < MOST_PIECES {
            pieces.push(piece);
        }
    });
    let end = next.unwrap_or(bytes.len());
    let (name, content) = match label {
        0xf9 => ("Graphic Control Extension", String::new()),
        0x01 => ("Plain Text Extension", String::new()),
        0xfe => {
            if !pieces.is_empty() && reading.has_room_for_blocks() {
                reading.block(Holds::Comment, pieces, "Comment Extension");
            }
            ("Comment Extension", String::new())
        }
        0xff => {
            let owner = pieces.first().and_then(|piece| bytes.get(piece.clone())).unwrap_or_default();
            let data = pieces.get(1..).unwrap_or_default();
            application(reading, owner, data, start + 14..end);
            ("Application Extension", code(owner))
        }
        _ => ("Extension", format!("0x{label:02x}")),
    };
    reading.part(name, &content, start, end.saturating_sub(start));
    next
}

fn application(reading: &mut Reading, owner: &[u8], data: &[Range<usize>], all: Range<usize>) {
    let part = "Application Extension";
    match owner {
        // The packet is not stored in sub-blocks: it begins right behind the owner's name.
        b"XMP DataXMP" => {
            let whole = reading.bytes.get(all.clone()).unwrap_or_default();
            let trailer = whole.len().saturating_sub(XMP_TRAILER);
            let packet = if run(whole, trailer, 2) == Some(&[0x01, 0xff]) {
                trailer
            } else {
                memchr::memrchr(b'>', whole).map_or(whole.len(), |last| last + 1)
            };
            reading.block_at(Holds::Xmp, all.start..all.start.saturating_add(packet), "XMP Data");
        }
        b"ICCRGBG1012" => reading.block(Holds::Icc, data.to_vec(), part),
        b"C2PA_GIF\x01\0\0" => {
            if let Some(label) = jumbf::label_of(reading.bytes, data) {
                reading.block(Holds::Jumbf, data.to_vec(), format!("C2PA_GIF JUMBF {label}").trim_end());
            }
        }
        _ => {}
    }
}

/// Calls `each` on the sub-blocks from `at` and returns the offset after their terminator.
fn sub_blocks(bytes: &[u8], at: usize, mut each: impl FnMut(Range<usize>)) -> Option<usize> {
    let mut at = at;
    loop {
        let length = usize::from(*bytes.get(at)?);
        let start = at + 1;
        if length == 0 {
            return Some(start);
        }
        let end = start + length;
        if end > bytes.len() {
            each(start..bytes.len());
            return None;
        }
        each(start..end);
        at = end;
    }
}

#[cfg(test)]
mod tests;
