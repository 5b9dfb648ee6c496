use super::super::fixtures::gif;
use super::super::{Holds, Structure, read};
use crate::limits::Limits;

fn structure(bytes: &[u8]) -> Structure {
    read(bytes, &Limits::default())
}

fn has_problem(structure: &Structure, words: &str) -> bool {
    structure.problems.iter().any(|problem| problem.text.en.contains(words))
}

/// The bytes that end an XMP extension.
fn trailer() -> Vec<u8> {
    let mut trailer = vec![0x01];
    trailer.extend((0..=255_u8).rev());
    trailer.push(0);
    trailer
}

#[test]
fn blocks_comments_and_xmp_are_found() {
    let comment = [&[0x21, 0xfe, 4], b"made".as_slice(), &[3], b" by", &[0]].concat();
    let packet = b"<x:xmpmeta>...</x:xmpmeta>";
    let xmp = [&[0x21, 0xff, 11], b"XMP DataXMP".as_slice(), packet, &trailer()].concat();
    let looping = [&[0x21, 0xff, 11], b"NETSCAPE2.0".as_slice(), &[3, 1, 0, 0, 0]].concat();
    let bytes = gif(&[looping, comment, xmp]);
    let structure = structure(&bytes);
    assert_eq!(structure.problems, []);
    let header = structure.header.unwrap();
    assert_eq!((header.width, header.height, header.frames), (64, 48, 1));
    let covered: usize = structure.parts.iter().map(|part| part.length).sum();
    assert_eq!(covered, bytes.len());
    assert_eq!(structure.blocks[0].holds, Holds::Comment);
    assert_eq!(structure.blocks[0].ranges.len(), 2);
    assert_eq!(structure.blocks[1].holds, Holds::Xmp);
    assert_eq!(&bytes[structure.blocks[1].ranges[0].clone()], packet);
}

#[test]
fn frames_are_counted_and_damage_is_named() {
    let image = [0x2c, 0, 0, 0, 0, 64, 0, 48, 0, 0, 2, 2, 0x4c, 1, 0];
    let bytes = gif(&[image.to_vec(), image.to_vec()]);
    assert_eq!(structure(&bytes).header.unwrap().frames, 3);
    assert!(has_problem(&structure(&bytes[..bytes.len() - 1]), "no trailer"));
    assert!(has_problem(&structure(&[bytes, b"tail".to_vec()].concat()), "4 bytes follow the end"));
    assert!(has_problem(&structure(b"GIF89a\x01\0"), "cut short"));
}
