use crate::container;
use crate::container::fixtures::{iptc, jpeg, resource, segment};
use crate::limits::Limits;
use crate::metadata::{Metadata, Standard, read};

fn of(record: &[u8]) -> Metadata {
    let photoshop = [b"Photoshop 3.0\0".as_slice(), &resource(0x0404, record)].concat();
    let bytes = jpeg(&[segment(0xed, &photoshop)]);
    read(&bytes, &container::read(&bytes, &Limits::default()), &Limits::default())
}

#[test]
fn datasets_are_named_and_may_repeat() {
    let metadata = of(&iptc(&[
        (2, 0, &[0, 4]),
        (2, 25, b"portrait"),
        (2, 25, b"window"),
        (2, 110, b"Made with Google AI"),
        (2, 221, b"unnamed"),
        (2, 80, b"Jos\xe9"),
    ]));
    assert_eq!(metadata.value(Standard::Iptc, "2:000 Record Version"), Some("4"));
    let keywords: Vec<&str> = metadata
        .fields
        .iter()
        .filter(|field| field.name == "2:025 Keywords")
        .map(|field| field.value.as_str())
        .collect();
    assert_eq!(keywords, ["portrait", "window"]);
    assert_eq!(metadata.value(Standard::Iptc, "2:110 Credit"), Some("Made with Google AI"));
    assert_eq!(metadata.value(Standard::Iptc, "2:221"), Some("unnamed"));
    assert_eq!(metadata.value(Standard::Iptc, "2:080 By-line"), Some("José"));
    assert_eq!(metadata.problems, []);
}

#[test]
fn utf8_is_declared_and_pictures_are_counted() {
    let metadata = of(&iptc(&[(1, 90, b"\x1b%G"), (2, 5, "人像".as_bytes()), (2, 202, &[0xff, 0xd8, 0, 1])]));
    assert_eq!(metadata.value(Standard::Iptc, "1:90 Coded Character Set"), Some("UTF-8"));
    assert_eq!(metadata.value(Standard::Iptc, "2:005 Object Name"), Some("人像"));
    assert_eq!(metadata.value(Standard::Iptc, "2:202 ObjectData Preview Data"), Some("(4 bytes)"));
}

#[test]
fn extended_lengths_are_followed() {
    let long = [&[0x1c, 2, 120, 0x80, 4, 0, 0, 0, 5], b"words".as_slice(), &iptc(&[(2, 40, b"FBMD01")])].concat();
    let metadata = of(&long);
    assert_eq!(metadata.value(Standard::Iptc, "2:120 Caption/Abstract"), Some("words"));
    assert_eq!(metadata.value(Standard::Iptc, "2:040 Special Instructions"), Some("FBMD01"));
}

#[test]
fn damage_keeps_what_came_before() {
    let record = iptc(&[(2, 40, b"FBMD01"), (2, 80, b"Somebody")]);
    for damaged in [&record[..record.len() - 2], &[&record[..], b"junk"].concat()] {
        let metadata = of(damaged);
        assert_eq!(metadata.value(Standard::Iptc, "2:040 Special Instructions"), Some("FBMD01"));
        assert!(metadata.problems[0].en.contains("IPTC record is damaged after"), "{:?}", metadata.problems);
    }
    // Padding is not damage.
    assert_eq!(of(&[&record[..], &[0; 9]].concat()).problems, []);
}
