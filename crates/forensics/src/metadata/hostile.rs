//! Metadata that no program wrote: every block reader with random and with changed bytes.

use proptest::prelude::*;

use crate::container;
use crate::container::fixtures::{chunk, exif, iptc, png, riff_chunk, text_chunk, vp8, webp, xmp, zlib};
use crate::limits::Limits;
use crate::metadata::read;

fn examine(bytes: &[u8]) {
    let limits = Limits { metadata_bytes: 1 << 20, ..Limits::default() };
    let metadata = read(bytes, &container::read(bytes, &limits), &limits);
    assert!(metadata.fields.len() <= limits.fields);
    for field in &metadata.fields {
        assert!(!field.name.is_empty() || field.standard == super::Standard::PngText);
        assert!(field.value.len() <= limits.metadata_bytes / 8 && !field.place.is_empty());
    }
    assert!(metadata.orientation.is_none_or(|orientation| (1..=8).contains(&orientation)));
    assert!(metadata.problems.iter().all(|problem| !problem.en.is_empty() && !problem.zh.is_empty()));
}

fn changed(mut bytes: Vec<u8>, changes: &[(prop::sample::Index, u8)]) -> Vec<u8> {
    for (index, value) in changes {
        let at = index.index(bytes.len());
        bytes[at] = *value;
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..10)
}

proptest! {
    #[test]
    fn changed_exif(little in any::<bool>(), changes in changes()) {
        examine(&png(&[chunk(*b"eXIf", &changed(exif(little), &changes))]));
    }

    #[test]
    fn random_entries(entries in prop::collection::vec((any::<u16>(), 0_u16..20, 0_u32..40, 0_u32..400), 0..40)) {
        let mut block = b"II*\0\x08\0\0\0".to_vec();
        block.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
        for (tag, kind, count, offset) in entries {
            block.extend(tag.to_le_bytes());
            block.extend(kind.to_le_bytes());
            block.extend(count.to_le_bytes());
            block.extend(offset.to_le_bytes());
        }
        examine(&png(&[chunk(*b"eXIf", &block)]));
    }

    #[test]
    fn every_known_tag_with_values_of_every_kind(
        number in prop::sample::select(vec![0x0100_u16, 0x0112, 0x011a, 0x0212, 0x829a, 0x8827, 0x9000, 0x9101, 0x9102, 0x9204,
            0x9206, 0x9209, 0x9214, 0x9286, 0xa001, 0xa300, 0xa301, 0xa302, 0xa404, 0xa432, 0xa460, 0xa462, 0x0002, 0x0007, 0x001b, 0x001d]),
        directory in prop::sample::select(vec![0x8769_u16, 0x8825, 0xa005]),
        kind in 1_u16..14,
        count in 0_u32..30,
        data in prop::collection::vec(any::<u8>(), 240),
    ) {
        let mut block = b"MM\0*\0\0\0\x08\0\x01".to_vec();
        block.extend(directory.to_be_bytes());
        block.extend([0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0]);
        block.extend([0, 1]);
        block.extend(number.to_be_bytes());
        block.extend(kind.to_be_bytes());
        block.extend(count.to_be_bytes());
        block.extend([0, 0, 0, 44, 0, 0, 0, 0]);
        block.extend(data);
        examine(&png(&[chunk(*b"eXIf", &block)]));
    }

    #[test]
    fn changed_iptc(changes in changes()) {
        let record = iptc(&[(1, 90, b"\x1b%G"), (2, 5, b"title"), (2, 202, &[0xff; 30]), (2, 80, b"Somebody")]);
        examine(&png(&[text_chunk(*b"tEXt", "Raw profile type iptc", &{
            let record = changed(record, &changes);
            let hex: String = record.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("\niptc\n{}\n{hex}\n", record.len()).into_bytes()
        })]));
    }

    #[test]
    fn changed_xmp(changes in changes()) {
        let packet = xmp(
            r#"xmp:CreatorTool="A""#,
            "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>B</rdf:li><rdf:li>C</rdf:li></rdf:Alt></dc:title>\
             <xmpMM:History><rdf:Seq><rdf:li stEvt:action='saved'/></rdf:Seq></xmpMM:History>",
        );
        examine(&webp(&[vp8(), riff_chunk(*b"XMP ", &changed(packet.into_bytes(), &changes))]));
    }

    #[test]
    fn changed_compressed_text(changes in changes()) {
        let packed = changed(zlib(b"some words, some words, some words"), &changes);
        examine(&png(&[text_chunk(*b"zTXt", "Comment", &[&[0], &packed[..]].concat())]));
    }
}
