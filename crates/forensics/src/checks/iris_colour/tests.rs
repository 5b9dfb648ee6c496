use super::*;
use crate::eyes::EyePair;
use crate::eyes::testing::portrait;
use catchlight_rendered::picture::eyes::{Look, Sitting, eyes};

const BLUE: [f32; 3] = [0.36, 0.46, 0.56];

fn looked(right: Look, left: Look) -> Outcome {
    let rendered = eyes(&Sitting { right, left, ..Sitting::default() });
    let portrait = portrait(&rendered);
    let pair = EyePair::new(&rendered.picture, &portrait).unwrap();
    let colours = iris_colour::measure(&pair);
    outcome(&[Examined { portrait: &portrait, pair }], &[colours])
}

fn look(iris: [f32; 3], tint: [f32; 3]) -> Look {
    Look { iris, tint, ..Look::default() }
}

#[test]
fn a_coloured_light_at_one_side_is_corrected() {
    let Outcome::NotFound(finding) = looked(look(BLUE, [1.0, 0.93, 0.80]), look(BLUE, [0.62, 0.66, 0.72])) else {
        panic!("the irises are equal")
    };
    assert!(finding.score.is_some_and(|score| score < 8.0), "{:?}", finding.score);
    assert!(finding.summary.en.contains("similar colours"));
}

#[test]
fn blue_beside_brown_is_found() {
    let Outcome::Found(finding) = looked(look(BLUE, [1.0; 3]), look([0.42, 0.28, 0.17], [1.0; 3])) else {
        panic!("the irises differ")
    };
    assert!(finding.score.is_some_and(|score| score > 20.0), "{:?}", finding.score);
    assert!(finding.details[0].rows.iter().any(|row| row.value.en.contains("white of the eye #")));
}

#[test]
fn a_closed_eye_cannot_be_compared() {
    let closed = Look { opening: 0.0, ..Look::default() };
    let Outcome::Inconclusive { why, finding } = looked(closed, Look::default()) else { panic!("one eye is closed") };
    assert!(why.en.starts_with("Lids and reflections left too little"));
    assert!(finding.score.is_none());
    assert!(matches!(outcome(&[], &[]), Outcome::Inconclusive { .. }));
}
