//! PNG and APNG (ISO/IEC 15948), chunk by chunk, chunks after IEND included.

use std::ops::Range;

use memchr::memchr;

use super::octets::{be32, code, latin1, run};
use super::reading::Reading;
use super::{Header, Holds, jumbf};
use crate::text;

/// Length of the signature.
const SIGNATURE: usize = 8;
/// Keyword of an XMP packet in a text chunk.
const XMP: &[u8] = b"XML:com.adobe.xmp";
/// Longest keyword of a text chunk, in bytes.
const LONGEST_KEY: usize = 79;

pub(super) fn read(reading: &mut Reading) {
    let bytes = reading.bytes;
    let mut seen = Seen::default();
    reading.part("signature", "", 0, SIGNATURE);
    let mut at = SIGNATURE;
    while at < bytes.len() {
        let Some(chunk) = Chunk::read(bytes, at) else {
            if seen.end {
                reading.after_the_end(at, false);
            } else {
                reading.problem(at, || {
                    text!("What follows is not a chunk and was not read.", "其后的内容不是数据块，未读取。")
                });
            }
            break;
        };
        // After the end only what checks out as a chunk is one; the rest is foreign data.
        if seen.end && chunk.crc != Some(true) {
            reading.after_the_end(at, false);
            break;
        }
        take(reading, &mut seen, &chunk);
        at = chunk.end;
    }
    seen.finish(reading);
}

/// What was seen so far.
#[derive(Default)]
struct Seen {
    header: Option<Header>,
    header_at: usize,
    frames: Option<u32>,
    data: bool,
    end: bool,
}

impl Seen {
    fn finish(self, reading: &mut Reading) {
        let last = reading.bytes.len();
        match self.header {
            Some(header) => {
                let frames = self.frames.unwrap_or(1).max(1);
                reading.header(Header { frames, ..header }, self.header_at);
            }
            None => reading.problem(SIGNATURE, || text!("The header chunk IHDR is missing.", "缺少头部数据块 IHDR。")),
        }
        if !self.data {
            reading.problem(last, || text!("The picture data (IDAT) is missing.", "缺少图像数据（IDAT）。"));
        }
        if !self.end {
            reading.problem(last, || {
                text!(
                    "The file has no end chunk (IEND): its end is missing or damaged.",
                    "文件没有结束数据块（IEND）：其末尾缺失或损坏。"
                )
            });
        }
    }
}

struct Chunk<'a> {
    name: &'a [u8],
    data: &'a [u8],
    start: usize,
    /// Offset after its checksum.
    end: usize,
    /// Bytes that its length promises beyond the end of the file.
    missing: usize,
    /// Whether the checksum is right; `None` when it is not there.
    crc: Option<bool>,
}

impl<'a> Chunk<'a> {
    /// The chunk at `start`; `None` when there is no room for a header or the type is not four letters.
    fn read(bytes: &'a [u8], start: usize) -> Option<Self> {
        let length = be32(bytes, start)? as usize;
        let name = run(bytes, start + 4, 4)?;
        if !name.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        let end = start.checked_add(12)?.checked_add(length)?;
        let rest = bytes.get(start + 8..)?;
        let data = rest.get(..length.min(rest.len()))?;
        let crc = be32(bytes, end - 4).map(|stated| {
            let mut crc = crc32fast::Hasher::new();
            crc.update(name);
            crc.update(data);
            crc.finalize() == stated
        });
        Some(Self { name, data, start, end, missing: end.saturating_sub(bytes.len()), crc })
    }

    fn data_at(&self) -> usize {
        self.start + 8
    }

    fn to_end(&self, from: usize) -> Range<usize> {
        let end = self.data_at() + self.data.len();
        self.data_at().saturating_add(from).min(end)..end
    }
}

fn take(reading: &mut Reading, seen: &mut Seen, chunk: &Chunk) {
    // Four ASCII letters, or it would not be a chunk.
    let name = str::from_utf8(chunk.name).unwrap_or_default();
    let mut content = String::new();
    match chunk.name {
        b"IHDR" if seen.header.is_none() => {
            seen.header = header(chunk.data);
            seen.header_at = chunk.start;
        }
        b"IDAT" => seen.data = true,
        b"IEND" => seen.end = true,
        b"acTL" => {
            seen.frames = be32(chunk.data, 0);
            content = seen.frames.map_or_else(String::new, |frames| format!("{frames} frames"));
        }
        b"CgBI" => {
            content = "Apple".to_owned();
            reading.problem(chunk.start, || {
                text!(
                    "The file is Apple's own variant of PNG (CgBI), which ordinary decoders cannot read.",
                    "该文件是苹果自有的 PNG 变体（CgBI），普通解码器无法读取。"
                )
            });
        }
        b"eXIf" => {
            // Some writers keep the prefix that JPEG needs.
            let skip = if chunk.data.starts_with(b"Exif\0\0") { 6 } else { 0 };
            reading.block_at(Holds::Exif, chunk.to_end(skip), "eXIf");
        }
        b"iCCP" => content = profile(reading, chunk),
        b"tEXt" | b"zTXt" | b"iTXt" => content = textual(reading, chunk),
        b"caBX" => match jumbf::label(chunk.data) {
            Some(label) => {
                reading.block_at(Holds::Jumbf, chunk.to_end(0), format!("caBX JUMBF {label}").trim_end());
                content = "JUMBF".to_owned();
            }
            None => reading.problem(chunk.start, || {
                text!(
                    "A chunk is marked as JUMBF but does not begin with a JUMBF box.",
                    "有一个数据块标为 JUMBF，但其开头并不是 JUMBF 数据盒。"
                )
            }),
        },
        b"PLTE" | b"IHDR" => {}
        other if other.first().is_some_and(u8::is_ascii_uppercase) => reading.problem(chunk.start, || {
            text!(
                "The file needs an unknown chunk {name}, so decoders may show it differently.",
                "文件含有未知的关键数据块 {name}，不同解码器的显示可能不同。"
            )
        }),
        _ => {}
    }
    if chunk.missing > 0 {
        reading.truncated(name, chunk.start, chunk.missing);
    } else if chunk.crc == Some(false) {
        reading.problem(chunk.start, || {
            text!("The checksum of a chunk {name} does not match its content.", "数据块 {name} 的校验和与其内容不符。")
        });
    }
    reading.part(name, &content, chunk.start, chunk.end - chunk.start);
}

fn header(data: &[u8]) -> Option<Header> {
    let (depth, colour_type) = (*data.get(8)?, *data.get(9)?);
    let (colour, samples) = match colour_type {
        0 => ("greyscale", 1),
        2 => ("RGB", 3),
        3 => ("palette", 1),
        4 => ("greyscale with alpha", 2),
        6 => ("RGBA", 4),
        _ => ("unknown", 0),
    };
    let interlaced = data.get(12) == Some(&1);
    Some(Header {
        width: be32(data, 0)?,
        height: be32(data, 4)?,
        bits_per_sample: depth,
        samples_per_pixel: samples,
        colour: colour.to_owned(),
        coding: if interlaced { "deflate, interlaced" } else { "deflate" }.to_owned(),
        orientation: None,
        frames: 1,
    })
}

fn profile(reading: &mut Reading, chunk: &Chunk) -> String {
    // Name, zero, compression method, zlib data.
    let Some(end) = memchr(0, chunk.data) else {
        cut_short(reading, chunk);
        return String::new();
    };
    reading.block_at(Holds::CompressedIcc, chunk.to_end(end + 2), "iCCP");
    latin1(chunk.data.get(..end.min(LONGEST_KEY)).unwrap_or_default())
}

/// Lists a text chunk as a block and returns its keyword.
fn textual(reading: &mut Reading, chunk: &Chunk) -> String {
    if !reading.has_room_for_blocks() {
        return String::new();
    }
    let data = chunk.data;
    let Some(end) = memchr(0, data) else {
        cut_short(reading, chunk);
        return String::new();
    };
    if end > LONGEST_KEY {
        reading.problem(chunk.start, || {
            text!(
                "The keyword of a text chunk has {end} characters; the standard allows {LONGEST_KEY}.",
                "某文本数据块的关键字有 {end} 个字符；标准允许的上限为 {LONGEST_KEY}。"
            )
        });
    }
    let raw_key = data.get(..end.min(LONGEST_KEY)).unwrap_or_default();
    let key = latin1(raw_key);
    let Some((compressed, utf8, from)) = layout(chunk.name, data, end) else {
        cut_short(reading, chunk);
        return key;
    };
    let holds = match (raw_key == XMP, compressed) {
        (true, false) => Holds::Xmp,
        (true, true) => Holds::CompressedXmp,
        (false, false) => Holds::Text { key: key.clone(), utf8 },
        (false, true) => Holds::CompressedText { key: key.clone(), utf8 },
    };
    let part = format!("{} {key}", code(chunk.name));
    reading.block_at(holds, chunk.to_end(from), &part);
    key
}

/// Whether the text is compressed, whether it is UTF-8, and where it begins; `key_end` is the offset
/// of the zero after the keyword.
fn layout(name: &[u8], data: &[u8], key_end: usize) -> Option<(bool, bool, usize)> {
    match name {
        b"tEXt" => Some((false, false, key_end + 1)),
        // One byte compression method.
        b"zTXt" => Some((true, false, key_end + 2)),
        // Compression flag, compression method, language, zero, translated keyword, zero.
        _ => {
            let compressed = *data.get(key_end + 1)? == 1;
            let language = key_end + 3;
            let translated = language + memchr(0, data.get(language..)?)? + 1;
            let from = translated + memchr(0, data.get(translated..)?)? + 1;
            Some((compressed, true, from))
        }
    }
}

fn cut_short(reading: &mut Reading, chunk: &Chunk) {
    let name = code(chunk.name);
    reading.problem(chunk.start, || {
        text!("A chunk {name} is malformed and was not read.", "有一个 {name} 数据块格式不正确，未读取。")
    });
}

#[cfg(test)]
mod tests;
