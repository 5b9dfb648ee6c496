use super::*;
use crate::checks::declaration::testing::failure;
use crate::{Cancel, Exhibit, Limits, model::NoModels};
use catchlight_rendered::{Exif, jpeg, png, png_with_text, scene, with_exif, with_iptc, with_xmp};
use proptest::prelude::*;

fn examine(bytes: Vec<u8>) -> Outcome {
    let exhibit = Exhibit::new("picture.jpg", bytes);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    EditorHistory.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
}

fn found(bytes: Vec<u8>) -> Finding {
    match examine(bytes) {
        Outcome::Found(finding) => finding,
        other => unreachable!("expected a trace, got {other:?}"),
    }
}

fn picture() -> Vec<u8> {
    jpeg(&scene(64, 48, 1), 93)
}

fn exif(exif: Exif) -> Vec<u8> {
    with_exif(&picture(), &exif)
}

fn xmp(attributes: &str, children: &str) -> Vec<u8> {
    let packet = format!(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
         <rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/' \
         xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/' xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:stEvt='http://ns.adobe.com/xap/1.0/sType/ResourceEvent#' \
         xmlns:crs='http://ns.adobe.com/camera-raw-settings/1.0/' {attributes}>{children}</rdf:Description>\
         </rdf:RDF></x:xmpmeta>"
    );
    with_xmp(&picture(), &packet)
}

fn rows<'a>(finding: &'a Finding, title: &str) -> &'a [Row] {
    finding.details.iter().find(|group| group.title.en == title).map_or(&[], |group| &group.rows)
}

const NAMED: &str = "Programs and apps named";

#[test]
fn a_program_is_named_with_version_and_place_and_never_as_generation() {
    let finding = found(exif(Exif { software: Some("Adobe Photoshop 25.3 (Macintosh)".into()), ..Exif::default() }));
    assert!(finding.summary.en.contains("named Adobe Photoshop"), "{}", finding.summary.en);
    assert!(finding.summary.en.contains("Editing is not generation"));
    assert_eq!(finding.points_to, crate::finding::Direction::Neither);
    let row = &rows(&finding, NAMED)[0];
    assert!(row.value.en.contains("version 25.3"), "{}", row.value.en);
    assert!(row.place.as_ref().unwrap().starts_with("Software, APP1 Exif, IFD0"), "{:?}", row.place);
}

#[test]
fn meitu_lists_its_operations() {
    let comment = r#"{"Version":"1.0.0","BeautyInfo":{"IsAIBeauty":true,"IsSkinColour":false},"FaceliftInfo":{"IsChangeThinFace":true}}"#;
    let finding =
        found(exif(Exif { artist: Some("Meitu".into()), user_comment: Some(comment.into()), ..Exif::default() }));
    let rows = rows(&finding, NAMED);
    assert_eq!((rows.len(), rows[2].value.en.as_str()), (3, "meitu"));
    assert!(rows[1].value.en.ends_with("automatic beautification, slimmer face; off: 1"), "{}", rows[1].value.en);
    assert!(rows[1].place.as_ref().unwrap().starts_with("UserComment, "));
}

#[test]
fn records_of_bytedance_are_editors_unless_the_product_generates() {
    let of = |json: &str| examine(exif(Exif { user_comment: Some(json.into()), ..Exif::default() }));
    let Outcome::Found(finding) =
        of(r#"{"source_type":"douyin_beauty_me","data":{"product":"beautyme","appversion":"3.4.0"}}"#)
    else {
        unreachable!("an editor")
    };
    assert!(finding.summary.en.contains("Douyin's beauty camera"), "{}", finding.summary.en);
    let Outcome::NotFound(finding) = of(r#"{"data":{"product":"dreamina","exportType":"generation"}}"#) else {
        unreachable!("no editor")
    };
    assert!(finding.summary.en.contains("left to the check of generator metadata"));
    assert_eq!(rows(&finding, "Records of apps that generate").len(), 1);
}

#[test]
fn vsco_names_its_preset() {
    let finding = found(with_iptc(&picture(), &[(2, 120, b"Processed with VSCO with a6 preset")]));
    assert!(rows(&finding, NAMED)[0].value.en.contains("preset a6"));
    let finding = found(xmp("xmp:CreatorTool='VSCO'", ""));
    assert!(finding.summary.en.contains("named VSCO"));
}

#[test]
fn steps_are_listed_in_order() {
    let history = "<xmpMM:History><rdf:Seq>\
        <rdf:li stEvt:action='derived' stEvt:parameters='converted from image/x-sony-arw to image/jpeg'/>\
        <rdf:li stEvt:action='saved' stEvt:softwareAgent='Adobe Photoshop Lightroom 4.1' stEvt:when='2012-09-27T01:17:25+02:00'/>\
        </rdf:Seq></xmpMM:History>";
    let finding = found(xmp("crs:Exposure2012='+0.10' crs:Whites2012='0' crs:HasCrop='True'", history));
    let steps: Vec<&str> =
        rows(&finding, "Steps recorded, in their order").iter().map(|row| row.value.en.as_str()).collect();
    assert_eq!(
        steps,
        [
            "derived: converted from image/x-sony-arw to image/jpeg",
            "saved: Adobe Photoshop Lightroom 4.1; 2012-09-27T01:17:25+02:00"
        ]
    );
    let adjustments: Vec<&str> =
        rows(&finding, "Adjustments recorded").iter().map(|row| row.label.en.as_str()).collect();
    assert_eq!(adjustments, ["exposure", "crop"]);
}

#[test]
fn served_copies_screenshots_and_canva_are_context() {
    let copy = |finding: &Finding| rows(finding, "Screenshot or served copy").len();
    assert_eq!(copy(&found(exif(Exif { software: Some("Google".into()), ..Exif::default() }))), 1);
    assert_eq!(copy(&found(exif(Exif { user_comment: Some("Screenshot".into()), ..Exif::default() }))), 1);
    let canva = png_with_text(&png(&scene(64, 48, 1)), "Comment", b"xr:d:DAFoJGFzFKI:4,j:1662,t:23070913");
    let finding = found(canva);
    assert!(rows(&finding, "Screenshot or served copy")[0].value.en.contains("2023-07-09 13:00"));
}

#[test]
fn keywords_without_a_known_mark_are_mentions() {
    let finding = found(exif(Exif { software: Some("B612 9.1".into()), ..Exif::default() }));
    assert_eq!(rows(&finding, "Mentions of apps whose exact mark is unknown").len(), 1);
    assert!(rows(&finding, NAMED).is_empty());
    let prompt = Exif { user_comment: Some("portrait, trending on Instagram, B612".into()), ..Exif::default() };
    assert!(matches!(examine(exif(prompt)), Outcome::NotFound(_)));
}

#[test]
fn damaged_carriers_never_read_as_none() {
    let damaged = Exif { user_comment: Some(r#"{"BeautyInfo":{"IsAIBeauty":tr"#.into()), ..Exif::default() };
    assert!(matches!(examine(exif(damaged)), Outcome::Inconclusive { .. }));
    let broken = with_xmp(&picture(), "<x:xmpmeta xmlns:x='adobe:ns:meta/'><broken");
    assert!(failure(&EditorHistory, broken).contains("not well-formed XML"));
    assert!(matches!(examine(picture()), Outcome::NotFound(_)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_texts_end_in_an_answer(software in ".{0,80}", artist in ".{0,40}", comment in ".{0,120}") {
        let _ = examine(exif(Exif {
            software: Some(software),
            artist: Some(artist),
            user_comment: Some(comment),
            ..Exif::default()
        }));
    }

    #[test]
    fn any_json_ends_in_an_answer(key in "[A-Za-z_]{0,12}", value in "[0-9a-z\"{}\\[\\],:]{0,40}") {
        let comment = format!("{{\"BeautyInfo\":{{\"{key}\":{value}}},\"data\":{{\"product\":{value}}}}}");
        let _ = examine(exif(Exif { user_comment: Some(comment), ..Exif::default() }));
    }
}
