use super::super::fixtures::{chunk, exif, icc, ihdr, jumbf, png, text_chunk, xmp, zlib};
use super::super::{Holds, Structure, read};
use crate::limits::Limits;

fn structure(bytes: &[u8]) -> Structure {
    read(bytes, &Limits::default())
}

fn has_problem(structure: &Structure, words: &str) -> bool {
    structure.problems.iter().any(|problem| problem.text.en.contains(words))
}

#[test]
fn chunks_and_blocks_are_listed_wherever_they_stand() {
    let packet = xmp("", "");
    let after = [
        text_chunk(*b"tEXt", "Software", b"NovelAI"),
        chunk(*b"eXIf", &exif(true)),
        text_chunk(*b"iTXt", "XML:com.adobe.xmp", &[b"\0\0\0\0", packet.as_bytes()].concat()),
    ];
    let before = [text_chunk(*b"iCCP", "p", &[&[0], &zlib(&icc(64))[..]].concat()), chunk(*b"caBX", &jumbf("c2pa"))];
    // Text after the data and even after the end is still the file's own.
    let bytes = [png(&before), after.concat()].concat();
    let structure = structure(&bytes);
    assert_eq!(structure.problems, []);
    let covered: usize = structure.parts.iter().map(|part| part.length).sum();
    assert_eq!(covered, bytes.len());
    let blocks: Vec<(&str, &[u8])> =
        structure.blocks.iter().map(|block| (block.part.as_str(), &bytes[block.ranges[0].clone()])).collect();
    assert_eq!(blocks[0].0, "iCCP");
    assert_eq!(blocks[1], ("caBX JUMBF c2pa", &jumbf("c2pa")[..]));
    assert_eq!(blocks[2], ("tEXt Software", b"NovelAI".as_slice()));
    assert_eq!(blocks[3], ("eXIf", &exif(true)[..]));
    assert_eq!(blocks[4], ("iTXt XML:com.adobe.xmp", packet.as_bytes()));
    assert_eq!(structure.blocks[4].holds, Holds::Xmp);
}

#[test]
fn the_three_kinds_of_text_differ() {
    let chunks = [
        text_chunk(*b"tEXt", "a", b"plain"),
        text_chunk(*b"zTXt", "b", b"\0packed"),
        text_chunk(*b"iTXt", "c", b"\0\0en\0translated\0text"),
        text_chunk(*b"iTXt", "d", b"\x01\0\0\0packed"),
        text_chunk(*b"iTXt", "XML:com.adobe.xmp", b"\x01\0\0\0packed"),
    ];
    let structure = structure(&png(&chunks));
    let key = |key: &str| key.to_owned();
    let holds: Vec<Holds> = structure.blocks.iter().map(|block| block.holds.clone()).collect();
    assert_eq!(
        holds,
        [
            Holds::Text { key: key("a"), utf8: false },
            Holds::CompressedText { key: key("b"), utf8: false },
            Holds::Text { key: key("c"), utf8: true },
            Holds::CompressedText { key: key("d"), utf8: true },
            Holds::CompressedXmp,
        ]
    );
    assert!(structure.blocks.iter().all(|block| !block.ranges[0].is_empty()));
}

#[test]
fn the_header_is_read_and_animations_are_counted() {
    let animated = png(&[chunk(*b"acTL", &[0, 0, 0, 12, 0, 0, 0, 0]), chunk(*b"fcTL", &[0; 26])]);
    let header = structure(&animated).header.unwrap();
    assert_eq!((header.width, header.height, header.frames), (64, 48, 12));
    assert_eq!((header.colour.as_str(), header.coding.as_str()), ("RGB", "deflate"));
    assert_eq!(structure(&png(&[])).header.unwrap().frames, 1);
}

#[test]
fn damage_is_named() {
    let whole = png(&[text_chunk(*b"tEXt", "a", b"text")]);
    let mut wrong = whole.clone();
    let at = whole.windows(4).position(|window| window == b"text").unwrap();
    wrong[at] = b'T';
    assert!(has_problem(&structure(&wrong), "checksum of a chunk tEXt"));
    assert!(has_problem(&structure(&whole[..whole.len() - 12]), "no end chunk"));
    assert!(has_problem(&structure(&whole[..whole.len() - 20]), "IDAT ended early"));
    assert!(has_problem(&structure(&[whole.clone(), b"tail".to_vec()].concat()), "4 bytes follow the end"));
    assert!(has_problem(&structure(&png(&[chunk(*b"ABCD", b"")])), "unknown chunk ABCD"));
    assert!(has_problem(&structure(&png(&[chunk(*b"CgBI", &[0; 4])])), "CgBI"));
    assert!(has_problem(&structure(&png(&[chunk(*b"caBX", b"c2pa")])), "does not begin with a JUMBF box"));
    assert!(has_problem(&structure(&png(&[chunk(*b"tEXt", b"no zero")])), "malformed"));
    let empty = [b"\x89PNG\r\n\x1a\n".to_vec(), ihdr(), chunk(*b"IEND", b"")].concat();
    assert!(has_problem(&structure(&empty), "IDAT"));
    let samsung = [whole, b"....SEFT".to_vec()].concat();
    assert_eq!(structure(&samsung).parts.last().unwrap().content, "Samsung trailer");
}
