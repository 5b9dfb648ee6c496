use crate::container;
use crate::container::fixtures::{exif, iptc, jpeg, png, resource, segment, text_chunk, xmp, zlib};
use crate::limits::Limits;
use crate::metadata::{Metadata, Standard, read};

fn of(chunks: &[Vec<u8>]) -> Metadata {
    let bytes = png(chunks);
    read(&bytes, &container::read(&bytes, &Limits::default()), &Limits::default())
}

#[test]
fn every_kind_of_text_chunk_is_read() {
    let metadata = of(&[
        text_chunk(*b"tEXt", "latin", b"caf\xe9"),
        text_chunk(*b"tEXt", "AIGC", "{\"名\":1}".as_bytes()),
        text_chunk(*b"zTXt", "packed", &[&[0], &zlib(b"long words")[..]].concat()),
        text_chunk(*b"iTXt", "wide", "\0\0zh\0\0生成".as_bytes()),
        text_chunk(*b"iTXt", "both", &[b"\x01\0\0\0", &zlib("合成".as_bytes())[..]].concat()),
        text_chunk(*b"tEXt", "empty", b""),
    ]);
    let value = |key| metadata.value(Standard::PngText, key);
    assert_eq!(value("latin"), Some("café"));
    assert_eq!(value("AIGC"), Some("{\"名\":1}"));
    assert_eq!(value("packed"), Some("long words"));
    assert_eq!(value("wide"), Some("生成"));
    assert_eq!(value("both"), Some("合成"));
    assert_eq!(value("empty"), Some(""));
    assert_eq!(metadata.fields[0].place, "tEXt latin at byte 47");
    assert_eq!(metadata.problems, []);
}

#[test]
fn raw_profiles_are_read_as_what_they_hold() {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join("\n");
    let raw = |kind: &str, bytes: &[u8]| {
        let text = format!("\n{kind}\n{:8}\n{}\n", bytes.len(), hex(bytes));
        let key = format!("Raw profile type {kind}");
        text_chunk(*b"zTXt", &key, &[&[0], &zlib(text.as_bytes())[..]].concat())
    };
    let metadata = of(&[
        raw("exif", &[b"Exif\0\0", &exif(true)[..]].concat()),
        raw("xmp", xmp(r#"xmp:CreatorTool="A""#, "").as_bytes()),
        raw("iptc", &resource(0x0404, &iptc(&[(2, 80, b"Somebody")]))),
        raw("unheard-of", b"123"),
    ]);
    assert_eq!(metadata.value(Standard::Exif, "Make"), Some("Catch"));
    assert_eq!(metadata.value(Standard::Xmp, "xmp:CreatorTool"), Some("A"));
    assert_eq!(metadata.value(Standard::Iptc, "2:080 By-line"), Some("Somebody"));
    assert_eq!(metadata.value(Standard::PngText, "Raw profile type unheard-of"), Some("(3 bytes)"));
    assert_eq!(metadata.problems, []);
    let broken = of(&[text_chunk(*b"tEXt", "Raw profile type exif", b"\nexif\n9\nzz")]);
    assert_eq!(broken.problems.len(), 1);
}

#[test]
fn long_values_are_cut_and_the_cut_is_named() {
    let chunk = |characters| text_chunk(*b"tEXt", "workflow", "生".repeat(characters).as_bytes());
    let metadata = of(&[chunk(300_000)]);
    assert_eq!(metadata.value(Standard::PngText, "workflow").map(str::len), Some(900_000));
    let metadata = of(&[chunk(1_000_000)]);
    let (value, longest) = (metadata.value(Standard::PngText, "workflow").unwrap(), 2 << 20);
    assert!(value.len() <= longest && value.len() > longest - 3);
    assert!(metadata.problems[0].en.contains("the value of workflow has 3000000 bytes"), "{:?}", metadata.problems);
}

#[test]
fn damaged_utf8_is_shown_and_named() {
    let metadata = of(&[text_chunk(*b"iTXt", "wide", b"\0\0\0\0a\xffb")]);
    assert_eq!(metadata.value(Standard::PngText, "wide"), Some("a\u{fffd}b"));
    assert!(metadata.problems[0].en.contains("not valid UTF-8"));
}

#[test]
fn comments_have_no_key() {
    let bytes = jpeg(&[segment(0xfe, b"xr:d:DAF0\0"), segment(0xfe, b"")]);
    let metadata = read(&bytes, &container::read(&bytes, &Limits::default()), &Limits::default());
    assert_eq!(metadata.value(Standard::Comment, "Comment"), Some("xr:d:DAF0"));
    assert_eq!(metadata.fields.len(), 1);
}
