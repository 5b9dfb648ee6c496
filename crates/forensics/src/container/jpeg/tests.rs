use super::super::fixtures::Value;
use super::super::fixtures::{frame, iptc, jpeg, jumbf, quantisation, resource, scan, segment, tiff};
use super::super::{Holds, Structure, read};
use crate::limits::Limits;

fn structure(bytes: &[u8]) -> Structure {
    read(bytes, &Limits::default())
}

/// The bytes of the only block of a sort.
fn block(bytes: &[u8], structure: &Structure, is_wanted: impl Fn(&Holds) -> bool) -> Vec<u8> {
    let mut found = structure.blocks.iter().filter(|block| is_wanted(&block.holds));
    let block = found.next().unwrap();
    assert!(found.next().is_none());
    block.ranges.iter().flat_map(|range| bytes[range.clone()].to_vec()).collect()
}

fn has_problem(structure: &Structure, words: &str) -> bool {
    structure.problems.iter().any(|problem| problem.text.en.contains(words))
}

#[test]
fn an_ordinary_file_is_read_without_a_problem() {
    let bytes = jpeg(&[]);
    let structure = structure(&bytes);
    let names: Vec<&str> = structure.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["SOI", "APP0", "DQT", "SOF0", "SOS", "EOI"]);
    let covered: usize = structure.parts.iter().map(|part| part.length).sum();
    assert_eq!(covered, bytes.len());
    let header = structure.header.unwrap();
    assert_eq!((header.width, header.height, header.samples_per_pixel), (64, 48, 3));
    assert_eq!((header.colour.as_str(), header.coding.as_str()), ("YCbCr", "baseline DCT"));
    let encoding = structure.jpeg.unwrap();
    assert_eq!(encoding.tables.len(), 1);
    assert_eq!(encoding.tables[0].values, [8; 64]);
    assert_eq!(encoding.sampling, [(2, 2), (1, 1), (1, 1)]);
    assert_eq!((encoding.progressive, encoding.restart_interval, encoding.trailing_bytes), (false, None, 0));
    assert_eq!(structure.problems, []);
}

#[test]
fn progressive_scans_are_walked_to_the_last() {
    let pieces = [
        vec![0xff, 0xd8],
        quantisation(0, 3),
        segment(0xdb, &[&[0x11], &[1, 0x2c].repeat(64)[..]].concat()),
        segment(0xdd, &[0, 7]),
        frame(0xc2, 30, 20, 3),
        scan(),
        segment(0xc4, &[0; 17]),
        scan(),
        // Fill bytes before a marker are legal.
        vec![0xff, 0xff, 0xff],
        scan(),
        vec![0xff, 0xd9],
    ];
    let structure = structure(&pieces.concat());
    assert_eq!(structure.parts.iter().filter(|part| part.name == "SOS").count(), 3);
    let encoding = structure.jpeg.unwrap();
    assert!(encoding.progressive);
    assert_eq!(encoding.restart_interval, Some(7));
    assert_eq!(encoding.tables[1].id, 1);
    assert_eq!(encoding.tables[1].values[63], 300);
    assert_eq!(structure.header.unwrap().coding, "progressive DCT");
    assert_eq!(structure.problems, []);
}

#[test]
fn a_thumbnail_inside_a_segment_is_not_the_picture() {
    let thumbnail = [vec![0xff, 0xd8], quantisation(0, 99), frame(0xc0, 7, 5, 3), scan(), vec![0xff, 0xd9]].concat();
    let bytes = jpeg(&[segment(0xe1, &[b"Exif\0\0", &thumbnail[..]].concat())]);
    let structure = structure(&bytes);
    assert_eq!(structure.header.unwrap().width, 64);
    assert_eq!(structure.jpeg.unwrap().tables[0].values[0], 8);
}

#[test]
fn the_colour_model_is_libjpegs() {
    let adobe = |transform: u8| segment(0xee, &[b"Adobe\0\x64\0\0\0\0", &[transform][..]].concat());
    let colour = |segments: &[Vec<u8>]| {
        let bytes = [vec![0xff, 0xd8], segments.concat(), scan(), vec![0xff, 0xd9]].concat();
        let structure = structure(&bytes);
        (structure.header.unwrap().colour, structure.jpeg.unwrap().adobe_transform)
    };
    assert_eq!(colour(&[frame(0xc0, 8, 8, 1)]), ("greyscale".to_owned(), None));
    assert_eq!(colour(&[adobe(0), frame(0xc0, 8, 8, 3)]), ("RGB".to_owned(), Some(0)));
    assert_eq!(colour(&[adobe(1), frame(0xc0, 8, 8, 3)]), ("YCbCr".to_owned(), Some(1)));
    assert_eq!(colour(&[adobe(2), frame(0xc0, 8, 8, 4)]), ("YCCK".to_owned(), Some(2)));
    assert_eq!(colour(&[frame(0xc0, 8, 8, 4)]), ("CMYK".to_owned(), None));
}

#[test]
fn metadata_in_pieces_are_put_in_order() {
    let guid = b"0123456789ABCDEF0123456789ABCDEF";
    let extended = |offset: u32, text: &[u8]| {
        let head = b"http://ns.adobe.com/xmp/extension/\0".as_slice();
        segment(0xe1, &[head, guid, &10_u32.to_be_bytes(), &offset.to_be_bytes(), text].concat())
    };
    let profile = |sequence: u8, data: &[u8]| segment(0xe2, &[b"ICC_PROFILE\0", &[sequence, 2][..], data].concat());
    let store = jumbf("c2pa");
    let part = |sequence: u8, data: &[u8]| segment(0xeb, &[b"JP\0\x05\0\0\0".as_slice(), &[sequence], data].concat());
    let rest = [&store[..8], &store[20..]].concat();
    let segments = [
        extended(4, b"456789"),
        profile(2, b"world"),
        part(2, &rest),
        extended(0, b"0123"),
        profile(1, b"hello "),
        part(1, &store[..20]),
    ];
    let bytes = jpeg(&segments);
    let structure = structure(&bytes);
    assert_eq!(structure.problems, []);
    assert_eq!(block(&bytes, &structure, |holds| matches!(holds, Holds::ExtendedXmp { .. })), b"0123456789");
    assert_eq!(block(&bytes, &structure, |holds| *holds == Holds::Icc), b"hello world");
    assert_eq!(block(&bytes, &structure, |holds| *holds == Holds::Jumbf), store);
    assert!(structure.blocks.iter().any(|block| block.part == "APP11 JUMBF c2pa"));
}

#[test]
fn pieces_that_do_not_fit_are_a_problem_and_no_block() {
    let bytes = jpeg(&[
        segment(0xe2, b"ICC_PROFILE\0\x01\x03abc"),
        segment(0xe2, b"ICC_PROFILE\0\x03\x03abc"),
        segment(0xeb, b"JP\0\x01\0\0\0\x01\0\0\0\x10c2pa1234"),
    ]);
    let structure = structure(&bytes);
    assert_eq!(structure.blocks, []);
    assert!(has_problem(&structure, "states 3 pieces, and 2 were found"));
    assert!(has_problem(&structure, "does not begin with a JUMBF box"));
}

#[test]
fn iptc_is_found_across_two_photoshop_segments() {
    let record = iptc(&[(2, 40, b"FBMD0a000a6f"), (2, 80, b"Somebody")]);
    let resources = [resource(0x03ed, b"odd"), resource(0x0404, &record)].concat();
    let (first, second) = resources.split_at(40);
    let photoshop = |data: &[u8]| segment(0xed, &[b"Photoshop 3.0\0", data].concat());
    let bytes = jpeg(&[photoshop(first), photoshop(second)]);
    let structure = structure(&bytes);
    assert_eq!(structure.problems, []);
    assert_eq!(block(&bytes, &structure, |holds| *holds == Holds::Iptc), record);
}

#[test]
fn a_label_in_a_segment_of_its_own_is_text() {
    let label = br#"AIGC{"Label":"1","ContentProducer":"x"}"#;
    let bytes = jpeg(&[segment(0xe9, label), segment(0xe8, b"\x01\x02binary"), segment(0xfe, b"made by hand")]);
    let structure = structure(&bytes);
    let comments: Vec<&str> = structure.blocks.iter().map(|block| block.part.as_str()).collect();
    assert_eq!(comments, ["APP9 text", "COM"]);
    assert_eq!(&bytes[structure.blocks[0].ranges[0].clone()], label);
}

#[test]
fn what_follows_the_end_is_counted_and_named() {
    let tail = |tail: &[u8]| [jpeg(&[]), tail.to_vec()].concat();
    let structure_of = |bytes: &[u8]| structure(bytes);
    let plain = structure_of(&tail(b"something"));
    assert_eq!(plain.jpeg.as_ref().unwrap().trailing_bytes, 9);
    assert!(has_problem(&plain, "9 bytes follow the end"));
    let samsung = structure_of(&tail(b"....SEFHxxxxSEFT"));
    assert_eq!(samsung.parts.last().unwrap().content, "Samsung trailer");
    assert_eq!(samsung.problems, []);
    // A multi-picture file announces what follows.
    let index = tiff(true, &[vec![(0xb001, Value::Long(2))]]);
    let announced = [jpeg(&[segment(0xe2, &[b"MPF\0", &index[..]].concat())]), jpeg(&[])].concat();
    let announced = structure_of(&announced);
    assert!(announced.parts.iter().any(|part| part.content == "MPF, 2 pictures"));
    assert_eq!(announced.parts.last().unwrap().content, "JPEG");
    assert_eq!(announced.problems, []);
}

#[test]
fn damage_is_named() {
    let whole = jpeg(&[]);
    let cut = structure(&whole[..whole.len() - 2]);
    assert!(has_problem(&cut, "no end-of-image marker"));
    assert_eq!(cut.header.unwrap().width, 64);
    let lying = [vec![0xff, 0xd8], vec![0xff, 0xe5, 0x40, 0x00, 1, 2, 3]].concat();
    assert!(has_problem(&structure(&lying), "APP5 ended early"));
    let zero = [vec![0xff, 0xd8], frame(0xc0, 0, 48, 3), scan(), vec![0xff, 0xd9]].concat();
    assert!(has_problem(&structure(&zero), "0 x 48"));
    let stray = jpeg(&[segment(0xfe, b"words"), b"junk".to_vec()]);
    assert!(has_problem(&structure(&stray), "4 bytes between two segments"));
}
