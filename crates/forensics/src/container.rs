//! The structure of a file, read without decoding a pixel: what it is, which parts it has, where its
//! metadata lies, and how its encoder was set.

use std::ops::Range;

use crate::limits::Limits;
use crate::text;
use crate::text::Text;

mod bmp;
mod gif;
mod isobmff;
mod jpeg;
mod jumbf;
mod kind;
pub(crate) mod octets;
pub(crate) mod photoshop;
mod png;
mod reading;
mod rope;
pub(crate) mod tiff;
mod webp;

#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod hostile;

pub use kind::kind_of;
use reading::Reading;

/// Reads the structure of a file. Never panics, never reads outside `bytes`, and takes time and
/// memory in proportion to the bytes and to `limits`, whatever they hold.
pub fn read(bytes: &[u8], limits: &Limits) -> Structure {
    let kind = kind_of(bytes);
    let mut reading = Reading::new(kind, bytes, limits);
    match kind {
        Kind::Jpeg => jpeg::read(&mut reading),
        Kind::Png => png::read(&mut reading),
        Kind::Webp => webp::read(&mut reading),
        Kind::Avif | Kind::Heic => isobmff::read(&mut reading),
        Kind::Gif => gif::read(&mut reading),
        Kind::Tiff => tiff::read(&mut reading),
        Kind::Bmp => bmp::read(&mut reading),
        Kind::Unknown if bytes.is_empty() => reading.problem(0, || text!("The file is empty.", "文件为空。")),
        Kind::Unknown => reading.problem(0, || {
            text!(
                "The file begins like none of the picture formats that are read.",
                "文件开头不符合任何受支持的图像格式。"
            )
        }),
    }
    reading.finish()
}

/// The type of a file by its content, never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Kind {
    /// JPEG (ISO/IEC 10918-1).
    Jpeg,
    /// PNG or APNG (ISO/IEC 15948).
    Png,
    /// WebP (RFC 9649).
    Webp,
    /// AVIF: AV1 in HEIF.
    Avif,
    /// HEIC: HEVC in HEIF (ISO/IEC 23008-12).
    Heic,
    /// GIF.
    Gif,
    /// TIFF 6.0 or BigTIFF, raw formats built on it included.
    Tiff,
    /// Windows bitmap.
    Bmp,
    /// None of these.
    #[default]
    Unknown,
}

/// What was read from the structure. Reading never fails as a whole: what could not be read is in
/// `problems`, and everything before it is kept.
#[derive(Debug, Clone, Default)]
pub struct Structure {
    /// Type by content.
    pub kind: Kind,
    /// Segments, chunks or boxes in file order, at most [`Limits::parts`].
    pub parts: Vec<Part>,
    /// What the header says about the picture.
    pub header: Option<Header>,
    /// How a JPEG encoder was set.
    pub jpeg: Option<JpegEncoding>,
    /// Quantiser indices of a lossy WebP picture, 0 (finest) to 127: one of each segment. Empty where
    /// there are none or they could not be read.
    pub webp_quantisers: Vec<u8>,
    /// Where metadata lies, in file order, at most [`Limits::parts`].
    pub blocks: Vec<Block>,
    /// Blocks of metadata beyond that number, which nothing looked at.
    pub blocks_left_out: usize,
    /// What was damaged, contradictory or beyond a limit.
    pub problems: Vec<Problem>,
}

/// A segment, chunk, box or directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name as the format's standard writes it (`APP1`, `IDAT`, `VP8X`, `meta`).
    pub name: String,
    /// What it holds, in the format's own words (`Exif`, `ICC_PROFILE`), or empty.
    pub content: String,
    /// Offset of its first byte in the file.
    pub offset: usize,
    /// Length in bytes, marker and length fields included.
    pub length: usize,
}

/// What a header says about the picture, before any pixel is decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Pixels in a row, as coded.
    pub width: u32,
    /// Rows, as coded.
    pub height: u32,
    /// Bits of one sample.
    pub bits_per_sample: u8,
    /// Samples of one pixel; 1 for a palette.
    pub samples_per_pixel: u8,
    /// Colour model in the standard's words: `YCbCr`, `RGB`, `RGBA`, `palette`, `greyscale`, `CMYK`, `YCCK`.
    pub colour: String,
    /// How the pixels are coded: `baseline DCT`, `progressive DCT`, `deflate`, `VP8`, `VP8L`, `AV1`, `HEVC` ...
    pub coding: String,
    /// Orientation that the container itself prescribes (HEIF `irot` and `imir`), as the EXIF value 1
    /// to 8 of the same effect. HEIF readers must ignore the EXIF orientation.
    pub orientation: Option<u8>,
    /// Frames of an animation or pages; 1 for a still picture. Only the first is examined.
    pub frames: u32,
}

/// How a JPEG encoder was set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JpegEncoding {
    /// Quantisation tables by their id (0 to 3), 64 values in zig-zag order as stored.
    pub tables: Vec<QuantisationTable>,
    /// Horizontal and vertical sampling factors of each component, in frame order.
    pub sampling: Vec<(u8, u8)>,
    /// Whether the frame is progressive.
    pub progressive: bool,
    /// Whether the frame is arithmetic-coded.
    pub arithmetic: bool,
    /// Restart interval in MCUs, when one is defined.
    pub restart_interval: Option<u16>,
    /// Colour transform of the Adobe APP14 segment, when there is one.
    pub adobe_transform: Option<u8>,
    /// Bytes after the end-of-image marker.
    pub trailing_bytes: usize,
}

/// One quantisation table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuantisationTable {
    /// Destination id, 0 to 3.
    pub id: u8,
    /// 64 values in zig-zag order.
    pub values: [u16; 64],
}

/// A run of metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it holds.
    pub holds: Holds,
    /// Its bytes in the file, in order; more than one range for a block that is stored in pieces
    /// (extended XMP, ICC profiles in several APP2 segments). Always inside the exhibit's bytes.
    pub ranges: Vec<Range<usize>>,
    /// The part it lies in, for a reader: `APP1 Exif`, `iTXt XML:com.adobe.xmp`.
    pub part: String,
}

/// What a metadata block holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// A TIFF structure with EXIF fields, starting at its byte-order mark.
    Exif,
    /// An XMP packet (UTF-8 XML).
    Xmp,
    /// Extended XMP, the pieces in order and the GUID that the main packet must name.
    ExtendedXmp {
        /// The 32 hex digits of the extended packet.
        guid: String,
    },
    /// IPTC-IIM datasets (the content of Photoshop resource 0x0404).
    Iptc,
    /// An ICC profile, uncompressed.
    Icc,
    /// A zlib-compressed ICC profile (PNG `iCCP`).
    CompressedIcc,
    /// A comment without a key.
    Comment,
    /// A PNG text chunk: `tEXt` (Latin-1) or uncompressed `iTXt` (UTF-8).
    Text {
        /// The chunk's keyword.
        key: String,
        /// Whether the value is UTF-8 (`iTXt`) rather than Latin-1.
        utf8: bool,
    },
    /// A zlib-compressed PNG text chunk: `zTXt` (Latin-1) or compressed `iTXt` (UTF-8).
    CompressedText {
        /// The chunk's keyword.
        key: String,
        /// Whether the value is UTF-8 (`iTXt`) rather than Latin-1.
        utf8: bool,
    },
    /// A zlib-compressed XMP packet (compressed PNG `iTXt` with the XMP keyword).
    CompressedXmp,
    /// A JUMBF or C2PA store: seen, not read here.
    Jumbf,
}

/// Something wrong with the structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, for a reader.
    pub text: Text,
    /// Offset in the file where it was met.
    pub offset: usize,
}
