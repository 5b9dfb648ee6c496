//! Metadata that is there but cannot be read: the checks that would read it say that they failed and why,
//! and never that there was nothing.

use catchlight_credentials::C2paReader;
use catchlight_forensics::model::NoModels;
use catchlight_forensics::report::v1::{CheckResult, State};
use catchlight_forensics::{Cancel, Exhibit, Host, Limits, Specimen, examine};
use catchlight_rendered as rendered;

/// The checks that read text fields of any kind.
const OF_TEXT: [&str; 6] = [
    "stated_metadata",
    "digital_source_type",
    "aigc_label",
    "generator_metadata",
    "camera_signature",
    "editor_history",
];

fn results(bytes: Vec<u8>) -> Vec<CheckResult> {
    let exhibit = Exhibit::new("photo", bytes);
    let reader = C2paReader::find().expect("the trust lists that are part of the program");
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default()).with_credentials(&reader);
    examine(&specimen, &Host::default(), &Cancel::default(), &|_| ()).report.results
}

fn state(results: &[CheckResult], id: &str) -> (State, Option<String>) {
    let result = results.iter().find(|result| result.check.id == id).expect("every check answers");
    (result.state, result.why.as_ref().map(|why| why.en.clone()))
}

fn jpeg() -> Vec<u8> {
    rendered::jpeg(&rendered::scene(64, 48, 2), 90)
}

fn png() -> Vec<u8> {
    rendered::png(&rendered::scene(64, 48, 2))
}

/// EXIF whose first directory lies outside of it.
fn broken_exif() -> Vec<u8> {
    rendered::jpeg_with_segment(&jpeg(), 0xe1, b"Exif\0\0II*\0\xff\xff\xff\x7f\0\0")
}

/// A Photoshop segment whose IPTC resource says that it is longer than the segment.
fn broken_photoshop() -> Vec<u8> {
    rendered::jpeg_with_segment(&jpeg(), 0xed, b"Photoshop 3.0\x008BIM\x04\x04\0\0\x7f\xff\xff\xff\x1c\x02\x6e")
}

fn compressed(key: &str, stream: &[u8]) -> Vec<u8> {
    rendered::png_with_chunk(&png(), b"zTXt", &[key.as_bytes(), b"\0\0", stream].concat())
}

fn international(key: &str, stream: &[u8]) -> Vec<u8> {
    rendered::png_with_chunk(&png(), b"iTXt", &[key.as_bytes(), b"\0\x01\0\0\0", stream].concat())
}

/// Text that grows far beyond what is held.
fn bomb() -> Vec<u8> {
    rendered::zlib(&vec![b'a'; 200 << 20])
}

#[test]
fn text_that_cannot_be_read_is_a_failure_with_its_reason() {
    let garbage = b"this is no zlib stream".as_slice();
    let cases: [(&str, Vec<u8>); 6] = [
        ("XMP that is no XML", rendered::with_xmp(&jpeg(), "<x:xmpmeta><rdf:RDF><unclosed")),
        ("XMP with an entity bomb", rendered::with_xmp(&jpeg(), ENTITIES)),
        ("EXIF", broken_exif()),
        ("8BIM", broken_photoshop()),
        ("zTXt garbage", compressed("parameters", garbage)),
        ("iTXt garbage", international("XML:com.adobe.xmp", garbage)),
    ];
    for (name, bytes) in cases {
        let results = results(bytes);
        for id in OF_TEXT {
            let (state, why) = state(&results, id);
            assert_eq!(state, State::Failed, "{name}: {id}: {why:?}");
            assert!(why.is_some_and(|why| why.starts_with("Metadata was there")), "{name}: {id}");
        }
    }
}

/// Entities that would grow to gigabytes.
const ENTITIES: &str = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&d;</x:xmpmeta>"#;

/// The start of a bomb is text as any other and shown; the checks say that they could not see the rest.
#[test]
fn text_that_grows_without_end_is_never_nothing() {
    for (name, bytes) in [("zTXt", compressed("parameters", &bomb())), ("iTXt", international("parameters", &bomb()))] {
        let results = results(bytes);
        assert_eq!(state(&results, "stated_metadata").0, State::Found, "{name}");
        for id in OF_TEXT.into_iter().filter(|id| *id != "stated_metadata") {
            let (state, why) = state(&results, id);
            assert_eq!(state, State::Inconclusive, "{name}: {id}: {why:?}");
            assert!(why.is_some_and(|why| why.contains("could not be read")), "{name}: {id}");
        }
    }
}

#[test]
fn damage_beside_readable_fields_is_inconclusive_and_never_nothing() {
    let both = rendered::with_xmp(
        &rendered::with_exif(&jpeg(), &rendered::Exif { artist: Some("A".to_owned()), ..rendered::Exif::default() }),
        "<x:xmpmeta><rdf:RDF><unclosed",
    );
    let results = results(both);
    for id in ["digital_source_type", "aigc_label", "generator_metadata", "editor_history"] {
        let (state, why) = state(&results, id);
        assert_eq!(state, State::Inconclusive, "{id}");
        assert!(why.is_some(), "{id}");
    }
    assert_eq!(state(&results, "stated_metadata").0, State::Found);
}

#[test]
fn a_manifest_that_cannot_be_read_is_a_failure_with_its_reason() {
    // A JUMBF superbox of Content Credentials whose inside is garbage.
    let mut store = b"\0\0\0\x60jumb\0\0\0\x1ejumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0".to_vec();
    store.resize(0x60, 0x5a);
    let jpeg = rendered::jpeg_with_segment(&jpeg(), 0xeb, &[b"JP\0\x01\0\0\0\x01".as_slice(), &store].concat());
    let png = rendered::png_with_chunk(&png(), b"caBX", &store);
    for (name, bytes) in [("jpeg", jpeg), ("png", png)] {
        let (state, why) = state(&results(bytes), "content_credentials");
        assert_eq!(state, State::Failed, "{name}: {why:?}");
        assert!(why.is_some_and(|why| why.len() > 20), "{name}");
    }
}
