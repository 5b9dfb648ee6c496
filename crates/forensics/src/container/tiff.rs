//! TIFF 6.0, BigTIFF, and the camera raw formats that are built on them.

use std::collections::HashSet;

use super::octets::run;
use super::reading::Reading;
use super::rope::Rope;
use super::{Header, Holds, photoshop};
use crate::text;

pub(crate) mod directory;

use directory::{Directory, Entry, Tiff};

const NEW_SUBFILE_TYPE: u16 = 0x00fe;
const IMAGE_WIDTH: u16 = 0x0100;
const IMAGE_LENGTH: u16 = 0x0101;
const BITS_PER_SAMPLE: u16 = 0x0102;
const COMPRESSION: u16 = 0x0103;
const PHOTOMETRIC: u16 = 0x0106;
const SAMPLES_PER_PIXEL: u16 = 0x0115;
const SUB_DIRECTORIES: u16 = 0x014a;
const XMP: u16 = 0x02bc;
const IPTC: u16 = 0x83bb;
const PHOTOSHOP: u16 = 0x8649;
const EXIF_DIRECTORY: u16 = 0x8769;
const ICC: u16 = 0x8773;
const GPS_DIRECTORY: u16 = 0x8825;
const DNG_VERSION: u16 = 0xc612;

pub(super) fn read(reading: &mut Reading) {
    let bytes = reading.bytes;
    let Some(tiff) = Tiff::open(bytes) else { return };
    let head = if tiff.is_big() { 16 } else { 8 };
    let order = if tiff.is_little() { "little-endian" } else { "big-endian" };
    reading.part(if tiff.is_big() { "BigTIFF header" } else { "TIFF header" }, order, 0, head);
    reading.block_at(Holds::Exif, 0..bytes.len(), "TIFF");
    let directories = chain(reading, &tiff);
    if let Some((offset, first)) = directories.first().copied() {
        first_directory(reading, &tiff, offset, &first, directories.len());
    }
}

/// The directories in the order in which they name one another; a loop or a missing one ends it.
fn chain(reading: &mut Reading, tiff: &Tiff) -> Vec<(usize, Directory)> {
    let mut directories = Vec::new();
    let mut visited = HashSet::new();
    let mut next = tiff.first();
    loop {
        let Some(offset) = next else {
            reading.problem(reading.bytes.len(), || text!("The list of directories is cut short.", "目录列表不完整。"));
            return directories;
        };
        if offset == 0 && !directories.is_empty() {
            return directories;
        }
        if !visited.insert(offset) {
            reading.problem(offset, || {
                text!(
                    "The directories name one another in a circle; each was read once.",
                    "目录之间循环引用；每个目录只读取一次。"
                )
            });
            return directories;
        }
        let Some(directory) = tiff.directory(offset) else {
            reading.problem(offset, || text!("A directory lies outside the file.", "有一个目录位于文件范围之外。"));
            return directories;
        };
        if directories.len() >= reading.limits.parts {
            let most = reading.limits.parts;
            reading.problem(offset, || {
                text!(
                    "More than {most} directories follow one another; the others were not read.",
                    "相继的目录超过 {most} 个；其余未读取。"
                )
            });
            return directories;
        }
        let index = directories.len();
        list(reading, &format!("IFD{index}"), offset, &directory);
        next = directory.next;
        directories.push((offset, directory));
    }
}

/// Lists a directory as a part.
fn list(reading: &mut Reading, name: &str, offset: usize, directory: &Directory) {
    let stated = directory.stated;
    if directory.entries as u64 != stated {
        let held = directory.entries;
        reading.problem(offset, || {
            text!(
                "{name} states {stated} entries, of which {held} lie inside the file.",
                "{name} 标明有 {stated} 个条目，其中 {held} 个位于文件范围内。"
            )
        });
    }
    let content = format!("{stated} entries");
    reading.part(name, &content, offset, directory.end.saturating_sub(offset));
}

/// Header and blocks of the first directory, whose picture is the one that is examined.
fn first_directory(reading: &mut Reading, tiff: &Tiff, offset: usize, first: &Directory, pages: usize) {
    let (mut width, mut height, mut bits, mut samples) = (None, None, None, None);
    let (mut compression, mut photometric, mut raw, mut reduced) = (None, None, false, false);
    let mut stored = HashSet::new();
    for entry in first.entries(tiff) {
        // A tag stands once in a directory; repeated blocks could all be the whole file.
        let is_block =
            matches!(entry.tag, XMP | IPTC | ICC | PHOTOSHOP | EXIF_DIRECTORY | GPS_DIRECTORY | SUB_DIRECTORIES);
        if is_block && !stored.insert(entry.tag) {
            reading.problem(offset, || {
                let tag = entry.tag;
                text!(
                    "The tag {tag} stands in the directory twice; the first is read.",
                    "目录中的标签 {tag} 出现了两次；仅读取第一个。"
                )
            });
            continue;
        }
        let number = || tiff.unsigned(&entry, 0);
        match entry.tag {
            NEW_SUBFILE_TYPE => reduced = number().is_some_and(|flags| flags & 1 == 1),
            IMAGE_WIDTH => width = number(),
            IMAGE_LENGTH => height = number(),
            BITS_PER_SAMPLE => bits = number(),
            COMPRESSION => compression = number(),
            PHOTOMETRIC => photometric = number(),
            SAMPLES_PER_PIXEL => samples = number(),
            DNG_VERSION => raw = true,
            XMP => block(reading, tiff, &entry, Holds::Xmp, "IFD0 XMP"),
            IPTC => block(reading, tiff, &entry, Holds::Iptc, "IFD0 IPTC"),
            ICC => block(reading, tiff, &entry, Holds::Icc, "IFD0 ICC"),
            PHOTOSHOP => resources(reading, tiff, &entry),
            EXIF_DIRECTORY => pointed(reading, tiff, &entry, "Exif IFD"),
            GPS_DIRECTORY => pointed(reading, tiff, &entry, "GPS IFD"),
            SUB_DIRECTORIES => pointed(reading, tiff, &entry, "SubIFD"),
            _ => {}
        }
    }
    // CR2 says so behind the header; the others by a compression or colour model of their own.
    raw |= run(reading.bytes, 8, 2) == Some(b"CR");
    raw |= matches!(compression, Some(32767 | 34713)) || photometric == Some(32803);
    let (Some(width), Some(height)) = (width, height) else {
        reading.problem(offset, || {
            text!("The first directory states no picture dimensions.", "第一个目录未标明图像尺寸。")
        });
        return;
    };
    let mut coding = coding(compression.unwrap_or(1)).to_owned();
    if raw {
        coding.push_str(if reduced { ", preview of a camera raw file" } else { ", camera raw file" });
    }
    let header = Header {
        width: u32::try_from(width).unwrap_or(u32::MAX),
        height: u32::try_from(height).unwrap_or(u32::MAX),
        bits_per_sample: u8::try_from(bits.unwrap_or(1)).unwrap_or(u8::MAX),
        samples_per_pixel: u8::try_from(samples.unwrap_or(1)).unwrap_or(u8::MAX),
        colour: colour(photometric, samples.unwrap_or(1)).to_owned(),
        coding,
        orientation: None,
        frames: u32::try_from(pages).unwrap_or(u32::MAX),
    };
    reading.header(header, offset);
}

fn block(reading: &mut Reading, tiff: &Tiff, entry: &Entry, holds: Holds, part: &str) {
    match (entry.value(tiff), entry.at) {
        (Some(value), Some(at)) => reading.block_at(holds, at..at + value.len(), part),
        _ => outside(reading, part),
    }
}

fn resources(reading: &mut Reading, tiff: &Tiff, entry: &Entry) {
    match (entry.value(tiff), entry.at) {
        (Some(value), Some(at)) => {
            let rope: Rope = std::iter::once(at..at + value.len()).collect();
            photoshop::read(reading, &rope, "IFD0 8BIM");
        }
        _ => outside(reading, "IFD0 8BIM"),
    }
}

fn outside(reading: &mut Reading, part: &str) {
    reading.problem(reading.bytes.len(), || {
        text!("The data of {part} lies outside the file.", "{part} 的数据位于文件范围之外。")
    });
}

/// Lists the directories that an entry points to.
fn pointed(reading: &mut Reading, tiff: &Tiff, entry: &Entry, name: &str) {
    for index in 0..16 {
        let Some(offset) = tiff.unsigned(entry, index).and_then(|offset| usize::try_from(offset).ok()) else { return };
        match tiff.directory(offset) {
            Some(directory) => list(reading, name, offset, &directory),
            None => outside(reading, name),
        }
    }
}

fn coding(compression: u64) -> &'static str {
    match compression {
        1 => "uncompressed",
        2 => "CCITT modified Huffman",
        3 => "CCITT T.4",
        4 => "CCITT T.6",
        5 => "LZW",
        6 => "JPEG (old style)",
        7 => "JPEG",
        8 | 32946 => "deflate",
        32773 => "PackBits",
        34712 => "JPEG 2000",
        34925 => "LZMA",
        34926 | 50000 => "Zstandard",
        50001 => "WebP",
        50002 | 52546 => "JPEG XL",
        32767 | 34713 => "camera maker's own",
        _ => "unknown",
    }
}

fn colour(photometric: Option<u64>, samples: u64) -> &'static str {
    match photometric {
        Some(0 | 1) if samples > 1 => "greyscale with alpha",
        Some(0 | 1) => "greyscale",
        Some(2) if samples > 3 => "RGBA",
        Some(2) => "RGB",
        Some(3) => "palette",
        Some(4) => "mask",
        Some(5) => "CMYK",
        Some(6) => "YCbCr",
        Some(8..=10) => "CIELAB",
        Some(32803) => "colour filter array",
        Some(34892) => "linear raw",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests;
