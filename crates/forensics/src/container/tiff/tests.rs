use super::super::fixtures::{Value, iptc, resource, tiff, tiff_file};
use super::super::{Holds, Structure, read};
use crate::limits::Limits;

fn structure(bytes: &[u8]) -> Structure {
    read(bytes, &Limits::default())
}

fn has_problem(structure: &Structure, words: &str) -> bool {
    structure.problems.iter().any(|problem| problem.text.en.contains(words))
}

#[test]
fn both_byte_orders_are_read() {
    for little in [true, false] {
        let bytes = tiff_file(little);
        let structure = structure(&bytes);
        assert_eq!(structure.problems, []);
        let header = structure.header.unwrap();
        assert_eq!((header.width, header.height, header.bits_per_sample, header.frames), (4, 3, 8, 1));
        assert_eq!((header.colour.as_str(), header.coding.as_str()), ("greyscale", "uncompressed"));
        let holds: Vec<&Holds> = structure.blocks.iter().map(|block| &block.holds).collect();
        assert_eq!(holds, [&Holds::Exif, &Holds::Xmp, &Holds::Iptc]);
        assert_eq!(structure.blocks[0].ranges, vec![0..bytes.len()]);
    }
}

#[test]
fn pages_are_counted_and_sub_directories_listed() {
    let page = vec![(0x0100, Value::Short(9)), (0x0101, Value::Short(9))];
    let mut first = page.clone();
    first.push((0x8769, Value::Directory(vec![(0x9003, Value::Ascii("2024:01:01 00:00:00"))])));
    first.push((0x8649, Value::Undefined(resource(0x0404, &iptc(&[(2, 80, b"Somebody")])))));
    let structure = structure(&tiff(true, &[first, page]));
    assert_eq!(structure.header.unwrap().frames, 2);
    let names: Vec<&str> = structure.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["TIFF header", "IFD0", "IFD1", "Exif IFD"]);
    assert!(structure.blocks.iter().any(|block| block.holds == Holds::Iptc));
}

#[test]
fn big_tiff_is_read() {
    let mut bytes = b"II+\0\x08\0\0\0".to_vec();
    bytes.extend(16_u64.to_le_bytes());
    bytes.extend(2_u64.to_le_bytes());
    for (tag, value) in [(0x0100_u16, 640_u64), (0x0101, 480)] {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(16_u16.to_le_bytes());
        bytes.extend(1_u64.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(0_u64.to_le_bytes());
    let structure = structure(&bytes);
    assert_eq!(structure.problems, []);
    assert_eq!(structure.header.map(|header| (header.width, header.height)), Some((640, 480)));
}

#[test]
fn raw_files_are_told_from_plain_ones() {
    let picture = [(0x0100, Value::Short(9)), (0x0101, Value::Short(9))];
    let with = |more: (u16, Value)| structure(&tiff(true, &[[&picture[..], &[more]].concat()])).header.unwrap().coding;
    assert_eq!(with((0xc612, Value::Long(0x0401))), "uncompressed, camera raw file");
    assert_eq!(with((0x0106, Value::Short(32803))), "uncompressed, camera raw file");
    // A camera's name alone does not make a raw file.
    assert_eq!(with((0x010f, Value::Ascii("Catch"))), "uncompressed");
}

#[test]
fn damage_is_named() {
    let mut circle = tiff(true, &[vec![(0x0100, Value::Short(9)), (0x0101, Value::Short(9))]]);
    let link = circle.len() - 4;
    circle[link..].copy_from_slice(&8_u32.to_le_bytes());
    assert!(has_problem(&structure(&circle), "in a circle"));
    circle[link..].copy_from_slice(&9999_u32.to_le_bytes());
    assert!(has_problem(&structure(&circle), "outside the file"));
    circle[8..10].copy_from_slice(&9_u16.to_le_bytes());
    assert!(has_problem(&structure(&circle), "9 entries, of which 2"));
    let bytes = tiff(true, &[vec![(0x83bb, Value::Raw(7, u32::MAX, [8, 0, 0, 0]))]]);
    assert!(has_problem(&structure(&bytes), "IFD0 IPTC lies outside"));
    assert!(has_problem(&structure(&bytes), "no picture dimensions"));
}
