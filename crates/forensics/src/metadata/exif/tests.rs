use crate::container;
use crate::container::fixtures::{Value, chunk, exif, jpeg, png, segment, tiff, tiff_file};
use crate::limits::Limits;
use crate::metadata::{Metadata, Standard, read};

/// The metadata of a JPEG with this EXIF structure.
fn of(structure: &[u8]) -> Metadata {
    let bytes = jpeg(&[segment(0xe1, &[b"Exif\0\0", structure].concat())]);
    read(&bytes, &container::read(&bytes, &Limits::default()), &Limits::default())
}

fn has_problem(metadata: &Metadata, words: &str) -> bool {
    metadata.problems.iter().any(|problem| problem.en.contains(words))
}

#[test]
fn names_values_and_units_are_the_standards() {
    for little in [true, false] {
        let metadata = of(&exif(little));
        let value = |name| metadata.value(Standard::Exif, name).unwrap();
        assert_eq!(value("Make"), "Catch");
        assert_eq!(value("Model"), "Light 1");
        assert_eq!(value("DateTimeOriginal"), "2024:05:06 07:08:09");
        assert_eq!(value("ExposureTime"), "1/125 s");
        assert_eq!(value("FNumber"), "f/1.8");
        assert_eq!(value("XResolution"), "72 pixels per inch");
        assert_eq!(value("UserComment"), "made for a test");
        assert!(metadata.value(Standard::Exif, "GPSLatitude").is_some());
        assert_eq!(metadata.orientation, Some(6));
        assert_eq!(metadata.thumbnail.as_deref(), exif(little).get(..4));
        assert_eq!(metadata.value(Standard::ExifThumbnail, "Compression"), Some("JPEG"));
        assert_eq!(metadata.problems, []);
    }
}

#[test]
fn a_field_says_where_it_stands() {
    let metadata = of(&exif(true));
    let place = |name| &metadata.fields.iter().find(|field| field.name == name).unwrap().place;
    // SOI 2, APP0 18, marker and length 4, prefix 6.
    assert_eq!(place("Make"), "APP1 Exif, IFD0, at byte 30");
    assert_eq!(place("DateTimeOriginal"), "APP1 Exif, Exif IFD, at byte 30");
    assert_eq!(place("GPSDateStamp"), "APP1 Exif, GPS IFD, at byte 30");
}

#[test]
fn texts_of_windows_and_unknown_tags_are_read() {
    let utf16: Vec<u8> = "生成\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let metadata = of(&tiff(
        false,
        &[vec![
            (0x9c9c, Value::Bytes(utf16)),
            (0xfde8, Value::Undefined(b"{\"AIGC\":1}".to_vec())),
            (0xfde9, Value::Undefined(vec![0xff; 300])),
            (0xfdea, Value::Bytes(vec![7; 300])),
        ]],
    ));
    let value = |name| metadata.value(Standard::Exif, name);
    assert_eq!(value("XPComment"), Some("生成"));
    assert_eq!(value("0xfde8"), Some("{\"AIGC\":1}"));
    assert_eq!(value("0xfde9"), Some("(300 bytes)"));
    assert_eq!(value("0xfdea"), Some("7, 7, 7, 7, 7, 7, 7, 7, … (300 values)"));
}

#[test]
fn an_orientation_that_is_none_is_not_one() {
    assert_eq!(of(&tiff(true, &[vec![(0x0112, Value::Short(9))]])).orientation, None);
    assert_eq!(of(&tiff(true, &[vec![(0x0112, Value::Short(0))]])).orientation, None);
}

#[test]
fn a_division_by_zero_is_shown_as_stated() {
    let metadata = of(&tiff(true, &[vec![(0x011a, Value::Rational(72, 0))]]));
    assert_eq!(metadata.value(Standard::Exif, "XResolution"), Some("72/0"));
}

#[test]
fn circles_end() {
    let mut circle = tiff(true, &[vec![(0x0112, Value::Short(3))]]);
    let link = circle.len() - 4;
    circle[link..].copy_from_slice(&8_u32.to_le_bytes());
    let metadata = of(&circle);
    assert_eq!(metadata.orientation, Some(3));
    assert_eq!(metadata.fields.len(), 1);
    assert!(has_problem(&metadata, "in a circle"));
    // A directory that names itself as its own child.
    let child = of(&tiff(true, &[vec![(0x8769, Value::Long(8)), (0x0112, Value::Short(3))]]));
    assert_eq!(child.orientation, Some(3));
    assert!(has_problem(&child, "in a circle"));
}

#[test]
fn impossible_counts_cost_nothing() {
    for kind in [1, 2, 3, 5, 7, 12, 99] {
        let entries = vec![(0x010f, Value::Raw(kind, u32::MAX, [8, 0, 0, 0])), (0x0112, Value::Short(3))];
        let metadata = of(&tiff(true, &[entries]));
        assert_eq!(metadata.orientation, Some(3));
        assert_eq!(metadata.fields.len(), 1, "{kind}");
        assert!(has_problem(&metadata, "the value of Make lies outside the block"));
    }
}

#[test]
fn entries_that_share_one_long_value_share_one_budget() {
    // Fifty thousand entries, each of which states the same 400 kB as its text.
    let count = 50_000_u16;
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    block.extend(count.to_le_bytes());
    for index in 0..count {
        block.extend((0x1000 + (index & 0xff)).to_le_bytes());
        block.extend([2, 0]);
        block.extend(400_000_u32.to_le_bytes());
        block.extend(8_u32.to_le_bytes());
    }
    block.extend([0; 4]);
    let bytes = png(&[chunk(*b"eXIf", &block)]);
    let limits = Limits::default();
    let metadata = read(&bytes, &container::read(&bytes, &limits), &limits);
    let text: usize = metadata.fields.iter().map(|field| field.value.len()).sum();
    assert!(text <= limits.metadata_bytes);
    assert!(!metadata.problems.is_empty() && metadata.problems.len() <= 65);
}

#[test]
fn damaged_entries_do_not_hide_the_others() {
    let whole = exif(true);
    let cut = of(&whole[..whole.len() - 30]);
    assert_eq!(cut.value(Standard::Exif, "Make"), Some("Catch"));
    assert!(!cut.problems.is_empty());
    let nothing = of(b"no mark");
    assert!(nothing.fields.is_empty());
    assert!(has_problem(&nothing, "byte-order mark"));
}

#[test]
fn tiff_files_state_their_own_fields_and_blocks() {
    let bytes = tiff_file(false);
    let metadata = read(&bytes, &container::read(&bytes, &Limits::default()), &Limits::default());
    assert_eq!(metadata.value(Standard::Exif, "Software"), Some("Catchlight tests"));
    assert_eq!(metadata.value(Standard::Exif, "ImageWidth"), Some("4 pixels"));
    assert_eq!(metadata.value(Standard::Xmp, "xmp:CreatorTool"), Some("A"));
    assert_eq!(metadata.value(Standard::Iptc, "2:080 By-line"), Some("Somebody"));
    // What is a block of its own is not shown a second time as bytes.
    assert_eq!(metadata.value(Standard::Exif, "XMLPacket"), None);
    assert_eq!(metadata.problems, []);
}
