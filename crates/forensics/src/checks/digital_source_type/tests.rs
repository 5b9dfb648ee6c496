use super::*;
use crate::checks::declaration::testing::{
    examine, failure, found, jpeg_with_exif, jpeg_with_packet, places, small_jpeg, small_png, values,
};
use catchlight_rendered::{Exif, png_with_utf8_text, webp_lossless, webp_with_chunks, with_iptc, with_xmp};
use proptest::prelude::*;

const GENERATED: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

fn with_type(value: &str) -> Vec<u8> {
    jpeg_with_packet(&format!(r#"Iptc4xmpExt:DigitalSourceType="{value}""#), "")
}

#[test]
fn a_generated_picture_is_read_in_every_container() {
    let packet =
        crate::checks::declaration::testing::packet(&format!(r#"Iptc4xmpExt:DigitalSourceType="{GENERATED}""#), "");
    let webp = webp_lossless(&catchlight_rendered::scene(16, 16, 1));
    for file in [
        with_xmp(&small_jpeg(), &packet),
        png_with_utf8_text(&small_png(), "XML:com.adobe.xmp", &packet, false),
        png_with_utf8_text(&small_png(), "XML:com.adobe.xmp", &packet, true),
        webp_with_chunks(&webp, &[(b"XMP ", packet.as_bytes())]),
    ] {
        let finding = found(&DigitalSourceType, file);
        assert_eq!(finding.declares, Some(Declaration::Generated));
        assert_eq!(finding.points_to, Direction::Ai);
        assert_eq!(values(&finding, "Digital source type"), [GENERATED]);
        assert!(places(&finding, "Digital source type").concat().contains("DigitalSourceType"));
    }
}

#[test]
fn each_kind_of_source_declares_what_it_says() {
    let declares = |value: &str| found(&DigitalSourceType, with_type(value)).declares;
    assert_eq!(declares("TrainedAlgorithmicMedia"), Some(Declaration::Generated));
    assert_eq!(declares("http://c2pa.org/digitalsourcetype/trainedAlgorithmicData"), Some(Declaration::Generated));
    assert_eq!(declares("Composite including synthetic elements"), Some(Declaration::PartlyGenerated));
    assert_eq!(declares("compositeWithTrainedAlgorithmicMedia"), Some(Declaration::PartlyGenerated));
    assert_eq!(declares("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"), Some(Declaration::Captured));
    for value in ["algorithmicMedia", "algorithmicallyEnhanced", "softwareImage", "humanEdits", "something else"] {
        assert_eq!(declares(value), None, "{value}");
    }
}

#[test]
fn a_declared_capture_does_not_point_to_a_camera() {
    let finding = found(&DigitalSourceType, with_type("digitalCapture"));
    assert_eq!(finding.points_to, Direction::Neither);
    assert!(finding.summary.en.contains("unsigned"), "{}", finding.summary.en);
}

#[test]
fn an_element_and_a_foreign_prefix_are_read() {
    let file =
        jpeg_with_packet("", &format!("<Iptc4xmpExt:DigitalSourceType>{GENERATED}</Iptc4xmpExt:DigitalSourceType>"));
    assert_eq!(found(&DigitalSourceType, file).declares, Some(Declaration::Generated));
    let file = jpeg_with_packet(
        &format!(
            r#"xmlns:iptcExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" iptcExt:DigitalSourceType="{GENERATED}""#
        ),
        "",
    );
    assert_eq!(found(&DigitalSourceType, file).declares, Some(Declaration::Generated));
}

#[test]
fn the_type_of_an_ingredient_is_not_the_pictures() {
    let file = jpeg_with_packet(
        r#"xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/""#,
        &format!(
            r#"<xmpMM:Ingredients><rdf:Bag><rdf:li><rdf:Description Iptc4xmpExt:DigitalSourceType="{GENERATED}"/></rdf:li></rdf:Bag></xmpMM:Ingredients>"#
        ),
    );
    let Outcome::NotFound(finding) = examine(&DigitalSourceType, file) else { unreachable!("an ingredient's type") };
    assert_eq!((finding.declares, values(&finding, "Digital source type")), (None, vec![GENERATED]));
}

#[test]
fn a_named_ai_system_declares_generation_and_its_prompt_is_shown() {
    let file = jpeg_with_packet(
        r#"Iptc4xmpExt:AISystemUsed="DreamPainter" Iptc4xmpExt:AISystemVersionUsed="3.1" Iptc4xmpExt:AIPromptInformation="a cat on a roof""#,
        "",
    );
    let finding = found(&DigitalSourceType, file);
    assert_eq!(finding.declares, Some(Declaration::Generated));
    assert_eq!(values(&finding, "AI system"), ["DreamPainter"]);
    assert_eq!(values(&finding, "Prompt"), ["a cat on a roof"]);
    let file = jpeg_with_packet(r#"Iptc4xmpExt:AISystemUsed="A" Iptc4xmpExt:DigitalSourceType="digitalCapture""#, "");
    assert_eq!(found(&DigitalSourceType, file).declares, Some(Declaration::PartlyGenerated));
}

#[test]
fn credits_of_generators_are_told_from_those_of_people() {
    let credit = |value: &str| jpeg_with_packet(&format!(r#"photoshop:Credit="{value}""#), "");
    assert_eq!(found(&DigitalSourceType, credit("Made with Google AI")).declares, Some(Declaration::Generated));
    assert_eq!(found(&DigitalSourceType, credit("Edited with Google AI")).declares, Some(Declaration::PartlyGenerated));
    let iptc = with_iptc(&small_jpeg(), &[(2, 110, b"Made with Google AI")]);
    assert_eq!(found(&DigitalSourceType, iptc).declares, Some(Declaration::Generated));
    for by_hand in ["Courtesy OpenAI", "Photo: Made with Google AI glasses", "Google"] {
        let Outcome::NotFound(finding) = examine(&DigitalSourceType, credit(by_hand)) else {
            unreachable!("{by_hand}")
        };
        assert_eq!(values(&finding, "Credit line"), [by_hand]);
        assert_eq!(finding.declares, None);
    }
}

#[test]
fn a_generative_removal_is_a_local_edit() {
    let area = |method: &str| {
        jpeg_with_packet(
            "",
            &format!(
                r#"<crs:RetouchAreas><rdf:Seq><rdf:li><rdf:Description crs:SpotType="heal_patchmatch" crs:pm_source_type="full" crs:fill_method="{method}"/></rdf:li></rdf:Seq></crs:RetouchAreas>"#
            ),
        )
    };
    let finding = found(&DigitalSourceType, area("firefly"));
    assert_eq!((finding.declares, finding.points_to), (Some(Declaration::PartlyGenerated), Direction::Neither));
    assert!(finding.summary.en.contains("Camera Raw: 1"), "{}", finding.summary.en);
    assert!(matches!(examine(&DigitalSourceType, area("patchmatch")), Outcome::NotFound(_)));
}

#[test]
fn ordinary_fields_declare_nothing() {
    let caption =
        Exif { image_description: Some("trainedAlgorithmicMedia, made with Google AI".into()), ..Exif::of_camera() };
    let Outcome::NotFound(finding) = examine(&DigitalSourceType, jpeg_with_exif(caption)) else {
        unreachable!("a caption")
    };
    assert!(finding.summary.en.contains("EXIF"), "{}", finding.summary.en);
    let Outcome::NotFound(finding) = examine(&DigitalSourceType, small_jpeg()) else { unreachable!("no field") };
    assert!(finding.summary.en.contains("carried none"), "{}", finding.summary.en);
}

#[test]
fn damaged_xmp_is_never_nothing_found() {
    let whole = with_type(GENERATED);
    let cut = String::from_utf8_lossy(b"DigitalSourceType=\"http").into_owned();
    let at = whole.windows(cut.len()).position(|window| window == cut.as_bytes()).unwrap();
    let mut broken = whole;
    // A start tag inside an attribute value: no XML.
    broken[at + 20] = b'<';
    assert!(failure(&DigitalSourceType, broken).contains("not well-formed XML"));
}

proptest! {
    #[test]
    fn any_value_is_read_without_a_panic(value in "\\PC*") {
        let value = crate::checks::declaration::testing::escaped(&value);
        examine(&DigitalSourceType, jpeg_with_packet(&format!(r#"photoshop:Credit="{value}" Iptc4xmpExt:DigitalSourceType="{value}""#), ""));
    }
}
