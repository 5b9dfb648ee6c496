use super::*;
use crate::artifact::Content;
use crate::eyes::EyePair;
use crate::eyes::testing::portrait;
use crate::portrait::Portrait;
use catchlight_rendered::picture::eyes::{Light, RenderedEyes, Sitting, eyes};

fn window() -> Vec<Light> {
    vec![Light::window([-500.0, -350.0, 900.0], 170.0, 220.0, 0.0)]
}

fn looked(rendered: &[RenderedEyes]) -> Outcome {
    let portraits: Vec<Portrait> = rendered.iter().map(portrait).collect();
    let faces: Vec<Examined<'_>> = rendered
        .iter()
        .zip(&portraits)
        .map(|(eyes, portrait)| Examined { portrait, pair: EyePair::new(&eyes.picture, portrait).unwrap() })
        .collect();
    let compared: Vec<_> = faces.iter().map(|face| reflections::compare(&face.pair)).collect();
    let mut outcome = outcome(&faces, &compared);
    outcome.finding_mut().artifacts = picture(&rendered[0].picture, &faces, &compared).into_iter().collect();
    outcome
}

#[test]
fn one_scene_agrees_and_the_measure_is_told() {
    let Outcome::NotFound(finding) = looked(&[eyes(&Sitting { lights: window(), ..Sitting::default() })]) else {
        panic!("the eyes see one window")
    };
    assert!(finding.score.is_some_and(|score| score < 0.3), "{:?}", finding.score);
    assert!(finding.summary.en.starts_with("The reflections in the two eyes of the largest face agreed: "));
    assert!(finding.summary.en.contains("(1 in the right eye, 1 in the left)"), "{}", finding.summary.en);
    let Content::Picture(picture) = &finding.artifacts[0].content else { panic!("a picture") };
    assert!(picture.width() > 1200);
}

#[test]
fn two_scenes_differ() {
    let lamp = Some(vec![Light::disc([420.0, 160.0, 700.0], 60.0)]);
    let two = eyes(&Sitting { lights: window(), left_lights: lamp, ..Sitting::default() });
    let Outcome::Found(finding) = looked(&[two]) else { panic!("the eyes see different lights") };
    assert!(finding.score.is_some_and(|score| score > 0.7));
    assert_eq!(finding.points_to, crate::finding::Direction::Neither, "not calibrated");
    let partners = &finding.details[0].rows.iter().find(|row| row.label.en == "Matched one to one").unwrap().value;
    assert_eq!(partners.en, "0 pairs; 2 without a partner");
}

#[test]
fn an_eye_without_reflections_cannot_be_compared() {
    let dull = eyes(&Sitting { lights: window(), left_lights: Some(Vec::new()), ..Sitting::default() });
    let Outcome::Inconclusive { why, finding } = looked(&[dull]) else { panic!("one eye shows none") };
    assert!(why.en.starts_with("There were no reflections to compare: only the person's right eye showed one."));
    assert!(finding.score.is_none());
    assert_eq!(finding.artifacts.len(), 1, "the eyes are shown all the same");
}

#[test]
fn the_largest_face_speaks_and_the_others_are_described() {
    let same = eyes(&Sitting { lights: window(), ..Sitting::default() });
    let dull = eyes(&Sitting { lights: Vec::new(), px_per_mm: 4.0, ..Sitting::default() });
    let Outcome::NotFound(finding) = looked(&[same, dull]) else { panic!("the largest face agrees") };
    let titles: Vec<_> = finding.details.iter().map(|group| group.title.en.as_str()).collect();
    assert_eq!(titles, ["The largest face", "Face 2"]);
    assert_eq!(finding.details[0].rows[0].value.en, "right 70 px, left 70 px");
}

#[test]
fn without_any_grid_the_check_says_so() {
    assert!(matches!(outcome(&[], &[]), Outcome::Inconclusive { .. }));
}
