//! Files that try to take too much memory or time, or that no decoder here should accept.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::embed::{jpeg_with_segment, png_chunk, png_with_chunk};
use crate::encode::{bmp, gif, jpeg, png, webp_lossless};
use crate::exif::Exif;
use crate::picture::scene;

/// A PNG of a few bytes that claims 60,000 x 60,000 pixels.
pub fn header_bomb_png() -> Vec<u8> {
    png_header_bomb(60_000, 60_000)
}

/// A PNG of a few bytes that claims this size, in 8-bit RGB.
pub fn png_header_bomb(width: u32, height: u32) -> Vec<u8> {
    let file = png(&scene(8, 8, 1));
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &file[24..29]].concat();
    [&file[..8], &png_chunk(b"IHDR", &header), &file[33..]].concat()
}

/// A JPEG of a few bytes that claims 65,500 x 65,500 pixels.
pub fn header_bomb_jpeg() -> Vec<u8> {
    let mut file = jpeg(&scene(8, 8, 1), 90);
    let frame = start_of_frame(&file);
    file[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xdc, 0xff, 0xdc]);
    file
}

/// A lossless WebP of a few bytes that claims 16,383 x 16,383 pixels. (It could claim one more
/// on each side, which the decoder of the `image` crate reads as 0.)
pub fn header_bomb_webp() -> Vec<u8> {
    let mut file = webp_lossless(&scene(8, 8, 1));
    // After the signature byte 0x2f: 14 bits of width - 1 and 14 bits of height - 1.
    let size = 16_382_u32 | 16_382 << 14;
    file[21..24].copy_from_slice(&size.to_le_bytes()[..3]);
    file[24] = file[24] & 0xf0 | size.to_le_bytes()[3];
    file
}

/// A GIF of a few bytes that claims 65,535 x 65,535 pixels.
pub fn header_bomb_gif() -> Vec<u8> {
    let mut file = gif(&scene(8, 8, 1));
    file[6..10].fill(0xff);
    let descriptor = file.windows(9).position(|window| window == [0x2c, 0, 0, 0, 0, 8, 0, 8, 0]);
    let descriptor = descriptor.expect("the encoder wrote an image descriptor");
    file[descriptor + 5..descriptor + 9].fill(0xff);
    file
}

/// A TIFF of a few bytes that claims 60,000 x 60,000 pixels in one strip.
pub fn header_bomb_tiff() -> Vec<u8> {
    let side = 60_000_u32;
    let entries: [(u16, u16, u32); 9] = [
        (0x0100, 4, side),
        (0x0101, 4, side),
        (0x0102, 3, 8),
        (0x0103, 3, 1),
        (0x0106, 3, 1),
        (0x0111, 4, 128),
        (0x0115, 3, 1),
        (0x0116, 4, side),
        (0x0117, 4, 64),
    ];
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    file.extend_from_slice(&(entries.len() as u16).to_le_bytes());
    for (tag, kind, value) in entries {
        file.extend_from_slice(&tag.to_le_bytes());
        file.extend_from_slice(&kind.to_le_bytes());
        file.extend_from_slice(&1_u32.to_le_bytes());
        file.extend_from_slice(&value.to_le_bytes());
    }
    file.resize(192, 0);
    file
}

/// A bitmap of a few bytes that claims 60,000 x 60,000 pixels.
pub fn header_bomb_bmp() -> Vec<u8> {
    let mut file = bmp(&scene(8, 8, 1));
    file[18..22].copy_from_slice(&60_000_i32.to_le_bytes());
    file[22..26].copy_from_slice(&60_000_i32.to_le_bytes());
    file
}

/// A JPEG whose frame header says 12 bits a sample (extended sequential, SOF1).
pub fn twelve_bit_jpeg() -> Vec<u8> {
    let mut file = jpeg(&scene(16, 16, 1), 90);
    let frame = start_of_frame(&file);
    file[frame + 1] = 0xc1;
    file[frame + 4] = 12;
    file
}

/// A JPEG whose EXIF directories point at themselves and at each other.
pub fn cyclic_ifd_jpeg() -> Vec<u8> {
    let mut tiff = Exif { make: Some("Round and round".into()), ..Exif::default() }.to_tiff();
    // IFD0 has two entries (Make, pointer to the EXIF directory), then the offset of the next one.
    let (pointer_value, next) = (8 + 2 + 12 + 8, 8 + 2 + 24);
    tiff[pointer_value..pointer_value + 4].copy_from_slice(&8_u32.to_le_bytes());
    tiff[next..next + 4].copy_from_slice(&8_u32.to_le_bytes());
    jpeg_with_segment(&jpeg(&scene(16, 16, 1), 90), 0xe1, &[b"Exif\0\0", tiff.as_slice()].concat())
}

/// A JPEG with at least `bytes` bytes of APPn and COM segments that mean nothing.
pub fn junk_metadata_jpeg(bytes: usize) -> Vec<u8> {
    let picture = jpeg(&scene(16, 16, 1), 90);
    let mut file = picture[..2].to_vec();
    file.reserve(bytes + picture.len() + 65_537);
    for marker in [0xe3, 0xe7, 0xfe, 0xef].into_iter().cycle() {
        if file.len() >= bytes {
            break;
        }
        file.extend_from_slice(&[0xff, marker, 0xff, 0xff]);
        file.resize(file.len() + 65_533, b'j');
    }
    file.extend_from_slice(&picture[2..]);
    file
}

/// A PNG with a `zTXt` chunk that grows to 256 MB.
pub fn zip_bomb_png() -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(b"Comment\0\0".to_vec(), Compression::default());
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..256 {
        encoder.write_all(&zeros).expect("memory takes every byte");
    }
    let payload = encoder.finish().expect("memory takes every byte");
    png_with_chunk(&png(&scene(16, 16, 1)), b"zTXt", &payload)
}

/// Offset of the 0xff of the SOF0 marker.
fn start_of_frame(jpeg: &[u8]) -> usize {
    jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).expect("the encoder wrote a baseline frame")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn bombs_claim_their_size_in_few_bytes() {
        for (file, side) in [
            (header_bomb_png(), 60_000),
            (header_bomb_jpeg(), 65_500),
            (header_bomb_webp(), 16_383),
            (header_bomb_gif(), 65_535),
            (header_bomb_tiff(), 60_000),
            (header_bomb_bmp(), 60_000),
        ] {
            assert!(file.len() < 4_000, "{} bytes", file.len());
            let reader = image::ImageReader::new(Cursor::new(file)).with_guessed_format().expect("memory");
            assert_eq!(reader.into_dimensions().expect("a decoder reads the header"), (side, side));
        }
    }

    #[test]
    fn the_text_bomb_is_small() {
        assert!(zip_bomb_png().len() < 2 << 20);
    }

    #[test]
    fn junk_is_as_long_as_asked() {
        let file = junk_metadata_jpeg(300_000);
        assert!(file.len() > 300_000);
        image::load_from_memory(&file).expect("a decoder reads it");
    }
}
