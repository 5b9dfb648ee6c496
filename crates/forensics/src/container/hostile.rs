//! Files that no camera made: nothing may panic, reach outside the file, or pass a limit.

use proptest::prelude::*;

use super::fixtures::{chunk, every_format, jpeg, png, segment};
use super::{Structure, read};
use crate::limits::Limits;
use crate::metadata;

/// Reads structure and metadata and checks what holds for every file.
fn examine(bytes: &[u8]) -> Structure {
    examine_within(bytes, &Limits::default())
}

fn examine_within(bytes: &[u8], limits: &Limits) -> Structure {
    let structure = read(bytes, limits);
    assert!(structure.parts.len() <= limits.parts);
    assert!(structure.blocks.len() <= limits.parts);
    for part in &structure.parts {
        assert!(part.offset.saturating_add(part.length) <= bytes.len(), "{part:?} of {}", bytes.len());
    }
    for range in structure.blocks.iter().flat_map(|block| &block.ranges) {
        assert!(range.start <= range.end && range.end <= bytes.len(), "{range:?} of {}", bytes.len());
    }
    for problem in &structure.problems {
        assert!(!problem.text.en.is_empty() && !problem.text.zh.is_empty() && problem.offset <= bytes.len());
    }
    let metadata = metadata::read(bytes, &structure, limits);
    assert!(metadata.fields.len() <= limits.fields);
    let text: usize = metadata.fields.iter().map(|field| field.value.len()).sum();
    assert!(text <= limits.metadata_bytes);
    structure
}

#[test]
fn every_format_is_read_without_a_problem() {
    for (name, bytes) in every_format() {
        let structure = examine(&bytes);
        assert_eq!(structure.problems, [], "{name}");
        assert!(structure.header.is_some(), "{name}");
        let metadata = metadata::read(&bytes, &structure, &Limits::default());
        assert_eq!(metadata.problems, [], "{name}");
    }
}

#[test]
fn a_file_cut_anywhere_is_read_as_far_as_it_goes() {
    for (name, bytes) in every_format() {
        for length in 0..bytes.len() {
            let structure = examine(&bytes[..length]);
            assert!(!structure.problems.is_empty() || is_complete(name, &bytes, length), "{name} cut to {length}");
        }
    }
}

/// Cuts that only take data which the structure does not need.
fn is_complete(name: &str, bytes: &[u8], length: usize) -> bool {
    // The last entries' values of a TIFF file are what is cut; IFD0 itself and its blocks are whole.
    name.starts_with("tiff") && length * 4 > bytes.len()
}

#[test]
fn parts_beyond_the_limit_are_counted_not_listed() {
    let limits = Limits::default();
    let segments = vec![segment(0xfe, b""); 50_000];
    let structure = examine(&jpeg(&segments));
    assert_eq!(structure.parts.len(), limits.parts);
    assert_eq!(structure.header.as_ref().map(|header| header.width), Some(64));
    let cut =
        |structure: &Structure, words: &str| structure.problems.iter().any(|problem| problem.text.en.contains(words));
    assert!(cut(&structure, "Only the first 4096 parts"), "{:?}", structure.problems);
    let structure = examine(&png(&vec![chunk(*b"teSt", b""); 50_000]));
    assert!(cut(&structure, "Only the first 4096 parts"), "{:?}", structure.problems);
    let structure = examine(&jpeg(&vec![segment(0xfe, b"words"); 50_000]));
    assert!(cut(&structure, "Only the first 4096 blocks"), "{:?}", structure.problems);
}

#[test]
fn pieces_without_number_are_bounded() {
    let icc = segment(0xe2, b"ICC_PROFILE\0\x01\x01x");
    let store = segment(0xeb, b"JP\0\x01\0\0\0\x01\0\0\0\x08jumb");
    let head = b"http://ns.adobe.com/xmp/extension/\0".as_slice();
    let extended = |index: u32| {
        let guid = format!("{index:032x}");
        segment(0xe1, &[head, guid.as_bytes(), &1_u32.to_be_bytes(), &0_u32.to_be_bytes(), b"x"].concat())
    };
    let mut segments: Vec<Vec<u8>> = (0..70_000).map(extended).collect();
    segments.extend(vec![icc; 1000]);
    segments.extend(vec![store; 1000]);
    let structure = examine(&jpeg(&segments));
    assert!(structure.problems.iter().any(|problem| problem.text.en.contains("65536 segments")));
}

#[test]
fn long_runs_of_one_byte_are_read_to_their_end() {
    for (_, bytes) in every_format() {
        for filler in [0x00, 0xff, b'<', 0x1c] {
            let long = [&bytes[..bytes.len().min(40)], &vec![filler; 1 << 20][..]].concat();
            examine(&long);
        }
    }
    examine(&[&jpeg(&[])[..2], &[0xff, 0x00].repeat(1 << 19)[..]].concat());
    examine(&[&jpeg(&[])[..2], &[0xff, 0xd8].repeat(1 << 19)[..]].concat());
}

#[test]
fn small_limits_hold() {
    let limits = Limits { metadata_bytes: 64, parts: 3, fields: 2, ..Limits::default() };
    for (_, bytes) in every_format() {
        examine_within(&bytes, &limits);
    }
}

fn beginning() -> impl Strategy<Value = Vec<u8>> {
    let beginnings: Vec<Vec<u8>> = vec![
        b"\xff\xd8\xff".to_vec(),
        b"\xff\xd8\xff\xe1\x20\x00Exif\0\0II*\0\x08\0\0\0".to_vec(),
        b"\xff\xd8\xff\xed\x20\x00Photoshop 3.0\x008BIM\x04\x04".to_vec(),
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec(),
        b"RIFF\xff\xff\0\0WEBPVP8X".to_vec(),
        b"\0\0\0\x10ftypavif\0\0\0\0\0\0\x02\0meta\0\0\0\0".to_vec(),
        b"\0\0\0\x10ftypheic\0\0\0\0\0\0\0\0meta\0\0\0\0\0\0\0\x20iloc\x01\0\0\0".to_vec(),
        b"GIF89a".to_vec(),
        b"II*\0\x08\0\0\0".to_vec(),
        b"MM\0*\0\0\0\x08".to_vec(),
        b"II+\0\x08\0\0\0".to_vec(),
        b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec(),
    ];
    prop::sample::select(beginnings)
}

proptest! {
    #[test]
    fn random_bytes_behind_every_beginning(start in beginning(), rest in prop::collection::vec(any::<u8>(), 0..600)) {
        examine(&[start, rest].concat());
    }

    #[test]
    fn changed_bytes_in_every_format(
        which in 0_usize..9,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        extremes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec![0x00_u8, 0x01, 0x7f, 0x80, 0xff])), 0..12),
    ) {
        let (_, mut bytes) = every_format().swap_remove(which);
        for (index, value) in changes.into_iter().chain(extremes) {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        examine(&bytes);
    }

    #[test]
    fn pieces_of_one_format_inside_another(
        which in 0_usize..9,
        other in 0_usize..9,
        at in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
    ) {
        let formats = every_format();
        let (host, guest) = (&formats[which].1, &formats[other].1);
        let (head, tail) = host.split_at(at.index(host.len()));
        examine(&[head, &guest[from.index(guest.len())..], tail].concat());
    }
}
