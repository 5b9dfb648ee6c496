use super::*;
use crate::checks::declaration::testing::{
    escaped, examine, failure, found, jpeg_with_comment, jpeg_with_exif, jpeg_with_packet, places, small_jpeg,
    small_png, values,
};
use catchlight_rendered::{
    Exif, jpeg_with_segment, png_with_compressed_text, png_with_exif, png_with_text, png_with_utf8_text, webp_lossless,
    webp_with_chunks,
};
use proptest::prelude::*;

/// A label with an invented company code whose check digit is right by construction of the test below.
const LABEL: &str = r#"{"Label":"1","ContentProducer":"001191110102MACQD9K64010000","ProduceID":"e3578014","ReservedCode1":"","ContentPropagator":"","PropagateID":"","ReservedCode2":""}"#;

fn wrapped() -> String {
    format!("{{\"AIGC\":{LABEL}}}")
}

#[test]
fn every_serialisation_is_read() {
    let twice = serde_json::to_string(&wrapped()).unwrap();
    let inside = serde_json::to_string(LABEL).unwrap();
    let described = Exif { image_description: Some(wrapped()), ..Exif::default() };
    let commented = Exif { user_comment: Some(wrapped()), ..Exif::default() };
    let webp = webp_lossless(&catchlight_rendered::scene(16, 16, 1));
    let forms = [
        ("XMP element", jpeg_with_packet("", &format!("<TC260:AIGC>{}</TC260:AIGC>", escaped(LABEL)))),
        ("XMP attribute", jpeg_with_packet(&format!("TC260:AIGC=\"{}\"", escaped(LABEL)), "")),
        ("XMP, escaped twice", jpeg_with_packet(&format!("TC260:AIGC=\"{}\"", escaped(&escaped(LABEL))), "")),
        ("tEXt", png_with_text(&small_png(), "AIGC", LABEL.as_bytes())),
        ("tEXt, wrapped", png_with_text(&small_png(), "AIGC", wrapped().as_bytes())),
        ("zTXt", png_with_compressed_text(&small_png(), "AIGC", LABEL.as_bytes())),
        ("iTXt", png_with_utf8_text(&small_png(), "AIGC", LABEL, false)),
        ("iTXt, compressed", png_with_utf8_text(&small_png(), "AIGC", &wrapped(), true)),
        ("EXIF comment", jpeg_with_exif(commented.clone())),
        ("EXIF description", jpeg_with_exif(described)),
        ("EXIF in PNG", png_with_exif(&small_png(), &commented)),
        ("EXIF in WebP", webp_with_chunks(&webp, &[(b"EXIF", commented.to_tiff().as_slice())])),
        ("bare in a segment", jpeg_with_segment(&small_jpeg(), 0xeb, format!("AIGC{LABEL}").as_bytes())),
        ("bare in APP1", jpeg_with_segment(&small_jpeg(), 0xe1, format!("AIGC{LABEL}\0").as_bytes())),
        (
            "bare, other data behind",
            jpeg_with_segment(&small_jpeg(), 0xe4, &[b"AIGC", LABEL.as_bytes(), b"\x01\xff\x02"].concat()),
        ),
        ("comment segment", jpeg_with_segment(&small_jpeg(), 0xfe, wrapped().as_bytes())),
        ("JSON encoded twice", jpeg_with_comment(&twice)),
        ("JSON in the member", jpeg_with_comment(&format!("{{\"AIGC\": {inside}}}"))),
    ];
    for (form, file) in forms {
        let Outcome::Found(finding) = examine(&AigcLabel, file) else { unreachable!("{form} was not read") };
        assert_eq!(finding.declares, Some(Declaration::Generated), "{form}");
        assert_eq!(finding.points_to, Direction::Ai, "{form}");
        assert_eq!(values(&finding, "Producer code"), ["001191110102MACQD9K64010000"], "{form}");
        assert!(values(&finding, "Producer").concat().starts_with("Doubao (豆包)"), "{form}");
        assert_eq!(values(&finding, "Produce id"), ["e3578014"], "{form}");
        assert!(!places(&finding, "Label").concat().is_empty(), "{form}");
    }
}

fn with_label(json: &str) -> Vec<u8> {
    png_with_utf8_text(&small_png(), "AIGC", json, false)
}

#[test]
fn each_value_is_put_into_words_and_only_one_declares() {
    for (label, words, declares) in [
        ("\"1\"", "1: belongs to generated content", Some(Declaration::Generated)),
        ("1", "1: belongs to generated content", Some(Declaration::Generated)),
        ("\"2\"", "2: possibly generated content", None),
        ("3", "3: suspected generated content", None),
        ("\"7\"", "“7”: not a value of the standard", None),
        ("null", "not stated", None),
    ] {
        let finding = found(&AigcLabel, with_label(&format!("{{\"Label\":{label},\"ContentProducer\":\"kling\"}}")));
        assert_eq!((values(&finding, "Label"), finding.declares), (vec![words], declares), "{label}");
        if declares.is_none() {
            assert_eq!(finding.points_to, Direction::Neither, "{label}");
            assert!(!finding.summary.en.contains("declares in an AIGC label"), "{}", finding.summary.en);
        }
    }
}

#[test]
fn a_bare_name_and_an_unknown_code_keep_their_raw_form() {
    let finding = found(&AigcLabel, with_label(r#"{"Label":"1","ContentProducer":"doubao"}"#));
    assert_eq!(values(&finding, "Producer code"), ["doubao"]);
    assert!(values(&finding, "Producer").concat().starts_with("Doubao"), "{finding:?}");
    let finding = found(&AigcLabel, with_label(r#"{"Label":"1","ContentProducer":"00119144030008867405X3ABCDE"}"#));
    let resolved = values(&finding, "Producer").concat();
    assert!(resolved.contains("not in the table") && resolved.contains("check digit wrong"), "{resolved}");
    assert!(resolved.contains("suffix ABCDE"), "{resolved}");
}

#[test]
fn times_in_ids_are_read() {
    let kling = r#"{"Label":"1","ContentProducer":"kling","ProduceID":"SGP_PROD_ai_web_300000000123456"}"#;
    let finding = found(&AigcLabel, with_label(kling));
    assert!(values(&finding, "Time in the produce id").concat().starts_with("2026-01-10 07:01:59 UTC"), "{finding:?}");
}

#[test]
fn the_signed_form_is_shown_and_not_verified() {
    let signed = r#"{"Type":" TC260PG","Version":1,"Bindings":[{"Type":"hash","AlgID":"sm3","Value":"ab12"}],"PubSD":[{"Type":"DS","AlgID":"sm2","TBSData":{"Type":"Binding"},"Signature":"3044"},{"Type":"PubKey","AlgID":"sm2","KeyValue":"04ff"}],"Extension":{"Timestamp":1768028519,"KeyVersion":"v1-x"}}"#;
    let security = format!("{{\"SecurityData\":{signed}}}");
    for code in [signed, security.as_str()] {
        let code = serde_json::to_string(code).unwrap();
        let finding = found(&AigcLabel, with_label(&format!("{{\"Label\":\"1\",\"ReservedCode1\":{code}}}")));
        assert_eq!(values(&finding, "Binding (not verified)"), ["hash, algorithm sm3: ab12"]);
        assert_eq!(values(&finding, "Signature (not verified)"), ["algorithm sm2: 3044"]);
        assert!(values(&finding, "Time stated in the signed form").concat().starts_with("2026-01-10 07:01:59 UTC"));
        assert!(values(&finding, "Signed form").concat().contains("not verified"));
    }
}

#[test]
fn tencent_clouds_variant_is_read() {
    let json = r#"{"AIGC":{"Label":"1","ServiceProvider":"腾讯云","ServiceUser":"u-1","Time":"2026-01-01","ContentId":"c-9"}}"#;
    let finding = found(&AigcLabel, jpeg_with_comment(json));
    assert_eq!(values(&finding, "Service provider"), ["腾讯云"]);
    assert_eq!(values(&finding, "Content id"), ["c-9"]);
    assert_eq!(finding.declares, Some(Declaration::Generated));
}

#[test]
fn damage_is_never_nothing_found() {
    for file in [
        with_label(r#"{"Label":"1","ContentProducer"#),
        with_label("not JSON"),
        jpeg_with_comment(r#"{"AIGC":{"Label":"1""#),
        jpeg_with_segment(&small_jpeg(), 0xeb, br#"AIGC{"Label":"1""#),
        jpeg_with_packet("TC260:AIGC=\"{\"", ""),
        jpeg_with_segment(&small_jpeg(), 0xe4, b"AIGC{\"Label\":\x01\xff"),
    ] {
        let Outcome::Inconclusive { why, .. } = examine(&AigcLabel, file) else { unreachable!("damage") };
        assert!(why.en.contains("could not be read"), "{}", why.en);
    }
    // Compressed data whose header is damaged, so that no decompressor gives out any of them.
    let mut bomb = png_with_compressed_text(&small_png(), "AIGC", LABEL.as_bytes());
    let at = bomb.windows(4).position(|window| window == b"zTXt").unwrap();
    bomb[at + 10] ^= 0xff;
    assert!(failure(&AigcLabel, bomb).contains("compressed data are damaged"));
}

#[test]
fn other_texts_are_not_labels() {
    for text in
        ["AIGC", "all about AIGC{tm}", r#"{"aigc_info":{"aigc_label_type":1}}"#, r#"{"AIGC":{"Artist":"x"}}"#, LABEL]
    {
        let Outcome::NotFound(finding) = examine(&AigcLabel, jpeg_with_comment(text)) else { unreachable!("{text}") };
        assert_eq!(finding.declares, None);
    }
    // The four letters in the pixels of an uncompressed picture.
    let picture = image::RgbImage::from_fn(64, 64, |x, _| image::Rgb([b"AIGC"[x as usize % 4]; 3]));
    assert!(matches!(examine(&AigcLabel, catchlight_rendered::bmp(&picture)), Outcome::NotFound(_)));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC*", head in "(AIGC|\\{\"AIGC\":)?\\{?\"?") {
        examine(&AigcLabel, png_with_utf8_text(&small_png(), "AIGC", &text, false));
        examine(&AigcLabel, png_with_utf8_text(&small_png(), "Comment", &format!("{head}{text}"), false));
    }

    #[test]
    fn any_members_are_read_without_a_panic(label in "\\PC*", code in "\\PC*", id in "\\PC*") {
        let json = serde_json::json!({"Label": label, "ContentProducer": code, "ProduceID": id, "ReservedCode1": id, "PropagateID": 1e300});
        examine(&AigcLabel, with_label(&json.to_string()));
    }
}
