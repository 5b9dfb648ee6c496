//! WebP (RFC 9649): RIFF chunks, bitstream headers, animation.

use std::ops::Range;

use super::octets::{code, le16, le24, le32, run};
use super::reading::Reading;
use super::{Header, Holds, jumbf};
use crate::text;

mod vp8;

/// Length of the RIFF header.
const HEAD: usize = 12;

pub(super) fn read(reading: &mut Reading) {
    let bytes = reading.bytes;
    reading.part("RIFF", "WEBP", 0, HEAD);
    let stated = le32(bytes, 4).map_or(0, |length| (length as usize).saturating_add(8));
    if stated > bytes.len() {
        reading.truncated("RIFF", 0, stated - bytes.len());
    }
    let end = stated.min(bytes.len());
    let mut seen = Seen::default();
    let mut at = HEAD;
    while at < end {
        let Some(chunk) = Chunk::read(bytes, at, end) else {
            reading.problem(at, || {
                text!("What follows is not a chunk and was not read.", "其后的内容不是数据块，未读取。")
            });
            break;
        };
        take(reading, &mut seen, &chunk);
        at = chunk.end;
    }
    seen.finish(reading);
    // An odd last chunk is padded; some writers leave the padding out of the stated length.
    let padding = usize::from(bytes.get(end..) == Some(&[0]));
    reading.after_the_end(end + padding, false);
}

/// What was seen so far.
#[derive(Default)]
struct Seen {
    /// Canvas and alpha flag of VP8X.
    canvas: Option<(u32, u32, bool)>,
    bitstream: Option<Bitstream>,
    bitstream_at: usize,
    frames: u32,
}

struct Bitstream {
    width: u32,
    height: u32,
    coding: &'static str,
    alpha: bool,
    /// Quantiser indices of a lossy bitstream.
    quantisers: Vec<u8>,
}

impl Seen {
    fn picture(&mut self, bitstream: Option<Bitstream>, at: usize) {
        if self.bitstream.is_none() {
            self.bitstream = bitstream;
            self.bitstream_at = at;
        }
    }

    fn finish(self, reading: &mut Reading) {
        let Some(picture) = self.bitstream else {
            reading.problem(reading.bytes.len(), || {
                text!("The file has no readable picture data.", "文件没有可读取的图像数据。")
            });
            if let Some((width, height, alpha)) = self.canvas {
                reading.header(header(width, height, "unknown", alpha, self.frames), HEAD);
            }
            return;
        };
        let (width, height) = self.canvas.map_or((picture.width, picture.height), |(width, height, _)| (width, height));
        if self.frames == 0 && (width, height) != (picture.width, picture.height) {
            let (w, h) = (picture.width, picture.height);
            reading.problem(self.bitstream_at, || {
                text!(
                    "The canvas is {width} x {height} pixels, but the picture data states {w} x {h}.",
                    "画布为 {width} x {height} 像素，而图像数据标明为 {w} x {h}。"
                )
            });
        }
        reading.webp_quantisers(picture.quantisers);
        let alpha = picture.alpha || self.canvas.is_some_and(|(_, _, alpha)| alpha);
        reading.header(header(width, height, picture.coding, alpha, self.frames), self.bitstream_at);
    }
}

fn header(width: u32, height: u32, coding: &str, alpha: bool, frames: u32) -> Header {
    let colour = match (coding, alpha) {
        ("VP8", false) => "YCbCr",
        ("VP8", true) => "YCbCr with alpha",
        (_, false) => "RGB",
        (_, true) => "RGBA",
    };
    Header {
        width,
        height,
        bits_per_sample: 8,
        samples_per_pixel: if alpha { 4 } else { 3 },
        colour: colour.to_owned(),
        coding: coding.to_owned(),
        orientation: None,
        frames: frames.max(1),
    }
}

struct Chunk<'a> {
    name: &'a [u8],
    data: &'a [u8],
    start: usize,
    /// Offset after it, padding included.
    end: usize,
    missing: usize,
}

impl<'a> Chunk<'a> {
    fn read(bytes: &'a [u8], start: usize, limit: usize) -> Option<Self> {
        let name = run(bytes, start, 4)?;
        let length = le32(bytes, start + 4)? as usize;
        let from = start + 8;
        let stop = from.saturating_add(length);
        let data = bytes.get(from..stop.min(limit))?;
        Some(Self { name, data, start, end: stop.saturating_add(length % 2), missing: stop.saturating_sub(limit) })
    }

    fn all(&self) -> Range<usize> {
        let from = self.start + 8;
        from..from + self.data.len()
    }
}

fn take(reading: &mut Reading, seen: &mut Seen, chunk: &Chunk) {
    let mut content = String::new();
    match chunk.name {
        b"VP8X" => {
            let flags = chunk.data.first().copied().unwrap_or_default();
            if let (Some(width), Some(height)) = (le24(chunk.data, 4), le24(chunk.data, 7)) {
                seen.canvas = Some((width + 1, height + 1, flags & 0x10 != 0));
            }
            content = flag_names(flags);
        }
        b"VP8 " => seen.picture(lossy(chunk.data), chunk.start),
        b"VP8L" => seen.picture(lossless(chunk.data), chunk.start),
        b"ALPH" => content = "alpha".to_owned(),
        b"ANIM" => content = "animation".to_owned(),
        b"ANMF" => {
            seen.frames = seen.frames.saturating_add(1);
            first_of_frame(seen, chunk);
        }
        b"EXIF" => {
            let skip = if chunk.data.starts_with(b"Exif\0\0") { 6 } else { 0 };
            let from = chunk.start + 8;
            reading.block_at(Holds::Exif, from + skip..from + chunk.data.len(), "EXIF");
        }
        b"XMP " => reading.block_at(Holds::Xmp, chunk.all(), "XMP"),
        b"ICCP" => reading.block_at(Holds::Icc, chunk.all(), "ICCP"),
        b"C2PA" => match jumbf::label(chunk.data) {
            Some(label) => {
                reading.block_at(Holds::Jumbf, chunk.all(), format!("C2PA JUMBF {label}").trim_end());
                content = "JUMBF".to_owned();
            }
            None => reading.problem(chunk.start, || {
                text!(
                    "A chunk is marked as JUMBF but does not begin with a JUMBF box.",
                    "有一个数据块标为 JUMBF，但其开头并不是 JUMBF 数据盒。"
                )
            }),
        },
        _ => {}
    }
    if chunk.missing > 0 {
        reading.truncated(&code(chunk.name), chunk.start, chunk.missing);
    }
    reading.coded_part(chunk.name, &content, chunk.start, chunk.end - chunk.start);
}

fn flag_names(flags: u8) -> String {
    let names = [(0x20, "ICC"), (0x10, "alpha"), (0x08, "EXIF"), (0x04, "XMP"), (0x02, "animation")];
    let set: Vec<&str> = names.iter().filter(|(bit, _)| flags & bit != 0).map(|(_, name)| *name).collect();
    set.join(", ")
}

/// The bitstream of an animation's first frame; position, size, duration and flags come before it.
fn first_of_frame(seen: &mut Seen, frame: &Chunk) {
    let mut at = 16;
    while seen.bitstream.is_none() {
        let Some(chunk) = Chunk::read(frame.data, at, frame.data.len()) else { return };
        match chunk.name {
            b"VP8 " => seen.picture(lossy(chunk.data), frame.start),
            b"VP8L" => seen.picture(lossless(chunk.data), frame.start),
            _ => {}
        }
        at = chunk.end;
    }
}

/// Frame header of a VP8 key frame (RFC 6386, 9.1): tag, start code, 14-bit dimensions.
fn lossy(data: &[u8]) -> Option<Bitstream> {
    if run(data, 3, 3)? != [0x9d, 0x01, 0x2a] {
        return None;
    }
    let (width, height) = (le16(data, 6)? & 0x3fff, le16(data, 8)? & 0x3fff);
    Some(Bitstream {
        width: width.into(),
        height: height.into(),
        coding: "VP8",
        alpha: false,
        quantisers: vp8::quantisers(data).unwrap_or_default(),
    })
}

/// Header of a lossless bitstream: signature, 14-bit dimensions less one, alpha hint.
fn lossless(data: &[u8]) -> Option<Bitstream> {
    if data.first() != Some(&0x2f) {
        return None;
    }
    let bits = le32(data, 1)?;
    Some(Bitstream {
        width: (bits & 0x3fff) + 1,
        height: (bits >> 14 & 0x3fff) + 1,
        coding: "VP8L",
        alpha: bits >> 28 & 1 == 1,
        quantisers: Vec::new(),
    })
}

#[cfg(test)]
mod tests;
