//! Metadata put into files. Calls keep their order: what is added later lies later in the file.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::exif::Exif;

/// Most bytes that a JPEG segment can carry after its length field.
const SEGMENT_PAYLOAD: usize = 65_533;

/// Inserts a segment behind the APPn and COM segments that open a JPEG. `marker` is the second byte
/// of the marker (0xe1 for APP1, 0xfe for COM).
///
/// # Panics
/// When the payload is longer than 65,533 bytes or `jpeg` is not one.
pub fn jpeg_with_segment(jpeg: &[u8], marker: u8, payload: &[u8]) -> Vec<u8> {
    assert!(payload.len() <= SEGMENT_PAYLOAD, "a segment holds at most {SEGMENT_PAYLOAD} bytes");
    let at = end_of_leading_segments(jpeg);
    let length = (payload.len() + 2) as u16;
    [&jpeg[..at], &[0xff, marker], &length.to_be_bytes(), payload, &jpeg[at..]].concat()
}

fn end_of_leading_segments(jpeg: &[u8]) -> usize {
    assert!(jpeg.starts_with(&[0xff, 0xd8]), "a JPEG starts with its SOI marker");
    let mut at = 2;
    while jpeg[at] == 0xff && matches!(jpeg[at + 1], 0xe0..=0xef | 0xfe) {
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
    at
}

/// Adds an APP1 segment with EXIF.
pub fn with_exif(jpeg: &[u8], exif: &Exif) -> Vec<u8> {
    jpeg_with_segment(jpeg, 0xe1, &[b"Exif\0\0", exif.to_tiff().as_slice()].concat())
}

/// Adds an APP1 segment with an XMP packet.
pub fn with_xmp(jpeg: &[u8], xml: &str) -> Vec<u8> {
    jpeg_with_segment(jpeg, 0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", xml.as_bytes()].concat())
}

/// Adds extended XMP in APP1 segments of at most `piece` bytes each. `guid` is the 32 hex digits
/// that the main packet names in `xmpNote:HasExtendedXMP`.
pub fn with_extended_xmp(jpeg: &[u8], guid: &str, xml: &str, piece: usize) -> Vec<u8> {
    let mut file = jpeg.to_vec();
    for (index, part) in xml.as_bytes().chunks(piece).enumerate() {
        let payload = [
            b"http://ns.adobe.com/xmp/extension/\0",
            guid.as_bytes(),
            &(xml.len() as u32).to_be_bytes(),
            &((index * piece) as u32).to_be_bytes(),
            part,
        ]
        .concat();
        file = jpeg_with_segment(&file, 0xe1, &payload);
    }
    file
}

/// Adds an APP13 segment with IPTC-IIM datasets, each as (record, dataset, value).
pub fn with_iptc(jpeg: &[u8], datasets: &[(u8, u8, &[u8])]) -> Vec<u8> {
    jpeg_with_segment(jpeg, 0xed, &[b"Photoshop 3.0\0", iptc_resource(datasets).as_slice()].concat())
}

/// Photoshop resource 0x0404 with IPTC-IIM datasets.
pub fn iptc_resource(datasets: &[(u8, u8, &[u8])]) -> Vec<u8> {
    let mut iim = Vec::new();
    for (record, dataset, value) in datasets {
        iim.extend_from_slice(&[0x1c, *record, *dataset]);
        iim.extend_from_slice(&(value.len() as u16).to_be_bytes());
        iim.extend_from_slice(value);
    }
    let length = (iim.len() as u32).to_be_bytes();
    if iim.len() % 2 == 1 {
        iim.push(0);
    }
    [b"8BIM\x04\x04\0\0", length.as_slice(), &iim].concat()
}

/// Adds an ICC profile in as many APP2 segments as it needs.
pub fn with_icc(jpeg: &[u8], profile: &[u8]) -> Vec<u8> {
    let pieces: Vec<&[u8]> = profile.chunks(SEGMENT_PAYLOAD - 14).collect();
    let mut file = jpeg.to_vec();
    for (index, piece) in pieces.iter().enumerate() {
        let numbers = [index as u8 + 1, pieces.len() as u8];
        file = jpeg_with_segment(&file, 0xe2, &[b"ICC_PROFILE\0", numbers.as_slice(), piece].concat());
    }
    file
}

/// Adds a COM segment.
pub fn with_comment(jpeg: &[u8], comment: &[u8]) -> Vec<u8> {
    jpeg_with_segment(jpeg, 0xfe, comment)
}

/// Inserts a chunk with the right CRC before the palette or the first image data.
///
/// # Panics
/// When `png` has neither.
pub fn png_with_chunk(png: &[u8], kind: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let mut at = 8;
    while !matches!(&png[at + 4..at + 8], b"PLTE" | b"IDAT") {
        let length = u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
        at += 12 + length as usize;
    }
    [&png[..at], &png_chunk(kind, payload), &png[at..]].concat()
}

/// One PNG chunk: length, kind, payload and CRC.
pub fn png_chunk(kind: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let mut crc = crc32fast::Hasher::new();
    crc.update(kind);
    crc.update(payload);
    let length = (payload.len() as u32).to_be_bytes();
    [length.as_slice(), kind, payload, &crc.finalize().to_be_bytes()].concat()
}

/// Adds a `tEXt` chunk.
pub fn png_with_text(png: &[u8], key: &str, latin1: &[u8]) -> Vec<u8> {
    png_with_chunk(png, b"tEXt", &[key.as_bytes(), b"\0", latin1].concat())
}

/// Adds a `zTXt` chunk.
pub fn png_with_compressed_text(png: &[u8], key: &str, latin1: &[u8]) -> Vec<u8> {
    png_with_chunk(png, b"zTXt", &[key.as_bytes(), b"\0\0", &zlib(latin1)].concat())
}

/// Adds an `iTXt` chunk without language.
pub fn png_with_utf8_text(png: &[u8], key: &str, text: &str, compressed: bool) -> Vec<u8> {
    let value = if compressed { zlib(text.as_bytes()) } else { text.as_bytes().to_vec() };
    png_with_chunk(png, b"iTXt", &[key.as_bytes(), &[0, u8::from(compressed), 0, 0, 0], &value].concat())
}

/// Adds an `iCCP` chunk.
pub fn png_with_icc(png: &[u8], profile: &[u8]) -> Vec<u8> {
    png_with_chunk(png, b"iCCP", &[b"ICC profile\0\0", zlib(profile).as_slice()].concat())
}

/// Adds an `eXIf` chunk.
pub fn png_with_exif(png: &[u8], exif: &Exif) -> Vec<u8> {
    png_with_chunk(png, b"eXIf", &exif.to_tiff())
}

/// A zlib stream.
pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes every byte");
    encoder.finish().expect("memory takes every byte")
}

/// Turns a simple WebP (lossy or lossless) into an extended one with these chunks. `ICCP` goes before
/// the picture, everything else (`EXIF`, `XMP `) behind it.
///
/// # Panics
/// When `webp` is not a simple WebP.
pub fn webp_with_chunks(webp: &[u8], chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let picture = &webp[12..];
    let (width, height) = webp_size(picture);
    let flag = |kind: &[u8; 4]| match kind {
        b"ICCP" => 0x20_u8,
        b"EXIF" => 0x08,
        b"XMP " => 0x04,
        _ => 0,
    };
    let flags = chunks.iter().fold(0, |flags, (kind, _)| flags | flag(kind));
    let mut header = vec![flags, 0, 0, 0];
    header.extend_from_slice(&(width - 1).to_le_bytes()[..3]);
    header.extend_from_slice(&(height - 1).to_le_bytes()[..3]);
    let chosen = |first: bool| {
        let wanted = chunks.iter().filter(move |(kind, _)| (**kind == *b"ICCP") == first);
        wanted.flat_map(|(kind, payload)| riff_chunk(kind, payload)).collect::<Vec<u8>>()
    };
    let body = [b"WEBP".as_slice(), &riff_chunk(b"VP8X", &header), &chosen(true), picture, &chosen(false)].concat();
    riff_chunk(b"RIFF", &body)
}

fn webp_size(picture: &[u8]) -> (u32, u32) {
    let byte = |at: usize| u32::from(picture[8 + at]);
    match &picture[..4] {
        b"VP8L" => {
            let bits = byte(1) | byte(2) << 8 | byte(3) << 16 | byte(4) << 24;
            ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
        }
        b"VP8 " => ((byte(6) | byte(7) << 8) & 0x3fff, (byte(8) | byte(9) << 8) & 0x3fff),
        _ => panic!("not a simple WebP"),
    }
}

fn riff_chunk(kind: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let padding: &[u8] = if payload.len() % 2 == 1 { &[0] } else { &[] };
    [kind, (payload.len() as u32).to_le_bytes().as_slice(), payload, padding].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{jpeg, png, scene, webp_lossless};

    #[test]
    fn segments_keep_the_order_of_the_calls_and_the_picture_still_decodes() {
        let file = with_exif(&jpeg(&scene(24, 16, 1), 90), &Exif::of_camera());
        let file = with_xmp(&file, "<x:xmpmeta/>");
        let file = with_iptc(&file, &[(2, 80, b"Nobody")]);
        let file = with_icc(&file, &vec![0; 70_000]);
        let file = with_comment(&file, b"made by code");
        let places: Vec<usize> = [&b"Exif\0"[..], b"<x:xmpmeta", b"8BIM", b"ICC_PROFILE", b"made by code"]
            .iter()
            .map(|name| file.windows(name.len()).position(|window| window == *name).expect("is there"))
            .collect();
        assert!(places.is_sorted(), "{places:?}");
        image::load_from_memory(&file).expect("a decoder reads it");
    }

    #[test]
    fn a_png_with_chunks_still_decodes() {
        let file = png_with_text(&png(&scene(24, 16, 1)), "Software", b"code");
        let file = png_with_compressed_text(&file, "Comment", b"code");
        let file = png_with_utf8_text(&file, "Title", "风景", true);
        image::load_from_memory(&png_with_exif(&file, &Exif::of_camera())).expect("a decoder reads it");
    }

    #[test]
    fn an_extended_webp_still_decodes() {
        let file = webp_with_chunks(&webp_lossless(&scene(24, 16, 1)), &[(b"XMP ", b"<x/>"), (b"EXIF", b"II*\0")]);
        let decoded = image::load_from_memory(&file).expect("a decoder reads it");
        assert_eq!((decoded.width(), decoded.height()), (24, 16));
    }
}
