use super::super::fixtures::{bmp, icc};
use super::super::{Holds, Structure, read};
use crate::limits::Limits;

fn structure(bytes: &[u8]) -> Structure {
    read(bytes, &Limits::default())
}

#[test]
fn a_picture_stored_from_the_top_has_its_height() {
    let structure = structure(&bmp());
    let header = structure.header.unwrap();
    assert_eq!((header.width, header.height, header.bits_per_sample), (4, 2, 8));
    assert_eq!((header.colour.as_str(), header.coding.as_str()), ("RGB", "uncompressed"));
    assert_eq!(structure.problems, []);
}

#[test]
fn missing_rows_are_a_problem() {
    let bytes = bmp();
    let cut = structure(&bytes[..bytes.len() - 5]);
    assert!(cut.problems.iter().any(|problem| problem.text.en.contains("5 of its bytes are missing")), "{cut:?}");
}

#[test]
fn an_embedded_profile_is_found() {
    let mut bytes = bmp();
    bytes[14] = 124;
    bytes[10..14].copy_from_slice(&(14_u32 + 124).to_le_bytes());
    bytes.resize(14 + 124 + 24, 0);
    bytes[70..74].copy_from_slice(b"DEBM");
    bytes[126..130].copy_from_slice(&(124_u32 + 24).to_le_bytes());
    bytes[130..134].copy_from_slice(&64_u32.to_le_bytes());
    bytes.extend(icc(64));
    let structure = structure(&bytes);
    assert_eq!(structure.problems, []);
    assert_eq!(structure.blocks[0].holds, Holds::Icc);
    assert_eq!(bytes[structure.blocks[0].ranges[0].clone()], icc(64));
}
