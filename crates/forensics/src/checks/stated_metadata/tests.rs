use super::*;
use crate::checks::declaration::testing::failure;
use crate::{Cancel, Exhibit, Limits, model::NoModels};
use catchlight_rendered::exif::Exif;
use catchlight_rendered::{jpeg, scene, with_exif, with_xmp};

fn examine(bytes: Vec<u8>) -> Outcome {
    let exhibit = Exhibit::new("picture.jpg", bytes);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    StatedMetadata.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
}

fn found(bytes: Vec<u8>) -> Finding {
    match examine(bytes) {
        Outcome::Found(finding) => finding,
        other => unreachable!("expected fields, got {other:?}"),
    }
}

fn group<'a>(finding: &'a Finding, title: &str) -> Option<&'a Group> {
    finding.details.iter().find(|group| group.title.en == title)
}

fn camera() -> Exif {
    Exif {
        make: Some("Lumen".into()),
        model: Some("Lumen One".into()),
        date_time_original: Some("2024:05:06 07:08:09".into()),
        ..Exif::default()
    }
}

#[test]
fn fields_are_shown_in_groups_with_their_place() {
    let finding = found(with_exif(&jpeg(&scene(64, 64, 1), 90), &camera()));
    assert!(finding.summary.en.contains("named the camera Lumen One."), "{}", finding.summary.en);
    let row = &group(&finding, "Camera and exposure").unwrap().rows[0];
    assert_eq!((row.label.en.as_str(), row.value.en.as_str()), ("Make", "Lumen"));
    assert!(row.place.as_ref().unwrap().starts_with("Make, "), "{:?}", row.place);
    assert!(group(&finding, "Contradictions").is_none());
}

#[test]
fn a_file_without_fields_says_so_without_suspicion() {
    let Outcome::NotFound(finding) = examine(jpeg(&scene(64, 64, 1), 90)) else { unreachable!("no field") };
    assert!(finding.summary.en.contains("as is usual"));
}

#[test]
fn damaged_metadata_never_reads_as_none() {
    let bytes = with_xmp(&jpeg(&scene(64, 64, 1), 90), "<x:xmpmeta xmlns:x='adobe:ns:meta/'><broken");
    assert!(failure(&StatedMetadata, bytes).contains("not well-formed XML"));
}

#[test]
fn a_thumbnail_of_another_picture_is_a_contradiction_with_its_picture() {
    let thumbnail = jpeg(&scene(160, 120, 99), 80);
    let turned = image::imageops::rotate180(&scene(640, 480, 1));
    let finding = found(with_exif(&jpeg(&turned, 90), &Exif { thumbnail: Some(thumbnail), ..camera() }));
    let contradictions = group(&finding, "Contradictions").unwrap();
    assert!(contradictions.rows[0].value.en.contains("thumbnail differs"), "{contradictions:?}");
    assert_eq!(finding.artifacts[0].id, "thumbnail");
}

#[test]
fn editing_after_capture_is_named() {
    let exif = Exif {
        software: Some("Adobe Photoshop 26.0".into()),
        date_time: Some("2024:06:01 00:00:00".into()),
        ..camera()
    };
    let finding = found(with_exif(&jpeg(&scene(64, 64, 1), 90), &exif));
    let texts: Vec<&str> =
        group(&finding, "Contradictions").unwrap().rows.iter().map(|row| row.value.en.as_str()).collect();
    assert!(texts.iter().any(|text| text.starts_with("The file was changed after")), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("Adobe Photoshop 26.0")), "{texts:?}");
}
