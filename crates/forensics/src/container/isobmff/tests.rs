use super::super::fixtures::{HeifItem, boxed, exif, full_box, heif, icc, jumbf};
use super::super::{Holds, Kind, Structure, read};
use crate::limits::Limits;

fn structure(bytes: &[u8]) -> Structure {
    read(bytes, &Limits::default())
}

fn has_problem(structure: &Structure, words: &str) -> bool {
    structure.problems.iter().any(|problem| problem.text.en.contains(words))
}

#[test]
fn the_primary_item_gives_header_and_turns() {
    let av1 = boxed(b"av1C", &[0x81, 0x00, 0x4c, 0x00]);
    let bytes = heif(b"avif", b"av01", &[av1, boxed(b"irot", &[3]), boxed(b"imir", &[1])], &[]);
    let structure = structure(&bytes);
    assert_eq!(structure.kind, Kind::Avif);
    let header = structure.header.unwrap();
    assert_eq!((header.width, header.height, header.bits_per_sample, header.samples_per_pixel), (64, 48, 8, 3));
    assert_eq!((header.colour.as_str(), header.coding.as_str()), ("YCbCr", "AV1"));
    // A quarter clockwise, then left and right change places.
    assert_eq!(header.orientation, Some(5));
    assert_eq!(structure.problems, []);
    let plain = self::structure(&heif(b"heic", b"hvc1", &[], &[]));
    assert_eq!((plain.kind, plain.header.unwrap().orientation), (Kind::Heic, None));
}

#[test]
fn items_are_found_in_mdat_and_in_idat() {
    let tiff = exif(true);
    let prefixed = [&[0, 0, 0, 6], b"Exif\0\0".as_slice(), &tiff].concat();
    let bare = [&[0, 0, 0, 0], &tiff[..]].concat();
    let items = [
        HeifItem { kind: b"Exif", data: &prefixed, in_meta: false },
        HeifItem { kind: b"mime", data: b"<x:xmpmeta/>", in_meta: true },
        HeifItem { kind: b"Exif", data: &bare, in_meta: true },
    ];
    let bytes = heif(b"heic", b"hvc1", &[boxed(b"colr", &[b"prof".as_slice(), &icc(64)].concat())], &items);
    let structure = structure(&bytes);
    assert_eq!(structure.problems, []);
    let found = |holds: Holds| {
        let blocks = structure.blocks.iter().filter(move |block| block.holds == holds);
        blocks.map(|block| bytes[block.ranges[0].clone()].to_vec()).collect::<Vec<_>>()
    };
    assert_eq!(found(Holds::Exif), [tiff.clone(), tiff]);
    assert_eq!(found(Holds::Xmp), [b"<x:xmpmeta/>".to_vec()]);
    assert_eq!(found(Holds::Icc), [icc(64)]);
}

#[test]
fn grids_name_the_coding_of_their_tiles() {
    let mut bytes = heif(b"heic", b"grid", &[], &[]);
    assert_eq!(structure(&bytes).header.unwrap().coding, "unknown, grid of tiles");
    // The same with a tile beside the grid: the spare item becomes one.
    let items = [HeifItem { kind: b"hvc1", data: b"tile", in_meta: false }];
    bytes = heif(b"heic", b"grid", &[], &items);
    assert_eq!(structure(&bytes).header.unwrap().coding, "HEVC, grid of tiles");
}

#[test]
fn c2pa_and_xmp_may_lie_in_uuid_boxes() {
    let store = [&super::C2PA[..], &[0; 4], b"manifest\0", &[0; 8], &jumbf("c2pa")].concat();
    let packet = [&super::XMP[..], b"<x/>"].concat();
    let bytes = [heif(b"avif", b"av01", &[], &[]), boxed(b"uuid", &store), boxed(b"uuid", &packet)].concat();
    let structure = structure(&bytes);
    assert_eq!(structure.problems, []);
    assert_eq!(structure.blocks[0].holds, Holds::Jumbf);
    assert_eq!(bytes[structure.blocks[0].ranges[0].clone()], jumbf("c2pa"));
    assert_eq!(structure.blocks[1].holds, Holds::Xmp);
    let hollow = [&super::C2PA[..], &[0; 4], b"manifest\0", &[0; 8], b"c2pa"].concat();
    assert!(has_problem(&self::structure(&boxed_file(&boxed(b"uuid", &hollow))), "does not begin with a JUMBF box"));
}

fn boxed_file(more: &[u8]) -> Vec<u8> {
    [heif(b"avif", b"av01", &[], &[]), more.to_vec()].concat()
}

#[test]
fn image_sequences_count_their_samples() {
    let table = full_box(b"stsz", 0, &[0, 0, 0, 0, 0, 0, 0, 24]);
    let moov = [b"stbl", b"minf", b"mdia", b"trak", b"moov"].iter().fold(table, |inner, name| boxed(name, &inner));
    assert_eq!(structure(&boxed_file(&moov)).header.unwrap().frames, 24);
}

#[test]
fn damage_is_named() {
    let items = [HeifItem { kind: b"Exif", data: &[&[0, 0, 0, 0], &exif(true)[..]].concat(), in_meta: false }];
    let whole = heif(b"heic", b"hvc1", &[], &items);
    let cut = structure(&whole[..whole.len() - 10]);
    assert!(has_problem(&cut, "mdat ended early"));
    assert!(has_problem(&cut, "metadata item 2 lies outside"));
    assert!(has_problem(&structure(&whole[..30]), "(meta) is missing"));
    let nothing = [HeifItem { kind: b"Exif", data: b"no exif here at all", in_meta: false }];
    assert!(has_problem(&structure(&heif(b"heic", b"hvc1", &[], &nothing)), "holds no TIFF structure"));
    assert!(has_problem(&structure(&boxed_file(&[0, 0, 0, 3, b'f', b'r', b'e', b'e'])), "not a box"));
}
