//! The checks of the eyes on rendered faces of known geometry, with the committed models on the real
//! ONNX Runtime.

use catchlight_forensics::artifact::Content;
use catchlight_forensics::finding::Finding;
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Outcome, Specimen, checks};
use catchlight_inference::Installed;
use catchlight_rendered::picture::eyes::{Frame, Light, RenderedEyes, Sitting, eyes};
use catchlight_rendered::png;

use crate::installed;

fn face(left_lights: Option<Vec<Light>>) -> RenderedEyes {
    let lights = vec![Light::window([-500.0, -350.0, 900.0], 170.0, 220.0, 0.0)];
    eyes(&Sitting { px_per_mm: 4.0, frame: Frame::Face, lights, left_lights, ..Sitting::default() })
}

fn looked(models: &Installed, rendered: &RenderedEyes, id: &str) -> Outcome {
    let exhibit = Exhibit::new("face.png", png(&rendered.picture));
    let specimen = Specimen::new(&exhibit, models, Limits::default());
    let check = checks::ALL.iter().find(|check| check.about().id == id).unwrap();
    check.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
}

fn assert_shown(finding: &Finding, artifacts: &[&str]) {
    let ids: Vec<_> = finding.artifacts.iter().map(|artifact| artifact.id).collect();
    assert_eq!(ids, artifacts);
    for artifact in &finding.artifacts {
        match &artifact.content {
            Content::Picture(picture) => assert!(picture.width() > 500),
            Content::Outlines(outlines) => assert!(!outlines.is_empty()),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn one_window_in_both_eyes_agrees_and_another_light_does_not() {
    let Some(models) = installed() else { return };
    let Outcome::NotFound(finding) = looked(&models, &face(None), "corneal_highlights") else {
        panic!("both eyes see one window")
    };
    assert!(finding.score.is_some_and(|score| score < 0.25), "{:?}", finding.score);
    assert_shown(&finding, &["eyes", "outlines"]);
    let lamp = vec![Light::disc([420.0, 160.0, 700.0], 90.0)];
    let Outcome::Found(finding) = looked(&models, &face(Some(lamp)), "corneal_highlights") else {
        panic!("the eyes see different lights")
    };
    assert!(finding.score.is_some_and(|score| score > 0.9), "{:?}", finding.score);
}

#[test]
fn round_pupils_and_equal_irises_are_measured_as_such() {
    let Some(models) = installed() else { return };
    let rendered = face(None);
    let Outcome::NotFound(finding) = looked(&models, &rendered, "pupil_shape") else { panic!("round pupils") };
    assert!(finding.summary.en.contains("2 of 2 pupils"), "{}", finding.summary.en);
    assert_shown(&finding, &["pupils"]);
    let Outcome::NotFound(finding) = looked(&models, &rendered, "iris_colour") else { panic!("equal irises") };
    assert!(finding.score.is_some_and(|score| score < 5.0), "{:?}", finding.score);
    assert_shown(&finding, &["irises"]);
}

#[test]
fn the_places_of_a_rendered_face_are_not_those_of_the_rule() {
    let Some(models) = installed() else { return };
    // The check needs a square picture; examined directly it measures all the same.
    let Outcome::NotFound(finding) = looked(&models, &face(None), "face_alignment") else { panic!("another place") };
    assert_shown(&finding, &["places", "outlines"]);
}
