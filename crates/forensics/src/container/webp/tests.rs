use super::super::fixtures::{exif, icc, jumbf, riff_chunk, vp8, vp8x, webp};
use super::super::{Holds, Structure, read};
use crate::limits::Limits;

fn structure(bytes: &[u8]) -> Structure {
    read(bytes, &Limits::default())
}

fn has_problem(structure: &Structure, words: &str) -> bool {
    structure.problems.iter().any(|problem| problem.text.en.contains(words))
}

#[test]
fn lossy_and_lossless_headers_are_read() {
    let lossy = structure(&webp(&[vp8()]));
    let header = lossy.header.unwrap();
    assert_eq!((header.width, header.height, header.coding.as_str()), (64, 48, "VP8"));
    assert_eq!(lossy.problems, []);
    // 14 bits of width - 1, 14 bits of height - 1, alpha.
    let bits: u32 = 299 | 199 << 14 | 1 << 28;
    let lossless = structure(&webp(&[riff_chunk(*b"VP8L", &[&[0x2f], &bits.to_le_bytes()[..]].concat())]));
    let header = lossless.header.unwrap();
    assert_eq!((header.width, header.height), (300, 200));
    assert_eq!((header.coding.as_str(), header.colour.as_str()), ("VP8L", "RGBA"));
}

#[test]
fn metadata_chunks_become_blocks() {
    let prefixed = [b"Exif\0\0", &exif(false)[..]].concat();
    let bytes = webp(&[
        vp8x(0x2c),
        riff_chunk(*b"ICCP", &icc(64)),
        vp8(),
        riff_chunk(*b"EXIF", &prefixed),
        riff_chunk(*b"XMP ", b"<x/>"),
        riff_chunk(*b"C2PA", &jumbf("c2pa")),
    ]);
    let structure = structure(&bytes);
    assert_eq!(structure.problems, []);
    let holds: Vec<&Holds> = structure.blocks.iter().map(|block| &block.holds).collect();
    assert_eq!(holds, [&Holds::Icc, &Holds::Exif, &Holds::Xmp, &Holds::Jumbf]);
    assert!(bytes[structure.blocks[1].ranges[0].clone()].starts_with(b"MM\0*"));
    assert_eq!(structure.parts[1].content, "ICC, EXIF, XMP");
}

#[test]
fn an_animation_has_frames_and_the_first_ones_coding() {
    let frame = riff_chunk(*b"ANMF", &[&[0; 16], &vp8()[..]].concat());
    let structure = structure(&webp(&[vp8x(0x02), riff_chunk(*b"ANIM", &[0; 6]), frame.clone(), frame]));
    let header = structure.header.unwrap();
    assert_eq!((header.frames, header.coding.as_str(), header.width), (2, "VP8", 64));
    assert_eq!(structure.problems, []);
}

#[test]
fn damage_is_named() {
    let whole = webp(&[vp8()]);
    assert!(has_problem(&structure(&whole[..whole.len() - 5]), "RIFF ended early"));
    assert!(has_problem(&structure(&[whole, b"tail".to_vec()].concat()), "4 bytes follow the end"));
    assert!(has_problem(&structure(&webp(&[riff_chunk(*b"VP8 ", b"nothing")])), "no readable picture data"));
    let canvas = riff_chunk(*b"VP8X", &[0, 0, 0, 0, 9, 0, 0, 9, 0, 0]);
    assert!(has_problem(&structure(&webp(&[canvas, vp8()])), "The canvas is 10 x 10 pixels"));
}
