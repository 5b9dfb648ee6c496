use super::*;
use crate::eyes::EyePair;
use crate::eyes::testing::portrait;
use catchlight_rendered::picture::eyes::{Look, Pupil, Sitting, eyes};

fn looked(right: Look, left: Look) -> Outcome {
    let rendered = eyes(&Sitting { px_per_mm: 8.0, right, left, ..Sitting::default() });
    let portrait = portrait(&rendered);
    let pair = EyePair::new(&rendered.picture, &portrait).unwrap();
    let measured = [pupil::measure(&pair.right, &pair.right_glints), pupil::measure(&pair.left, &pair.left_glints)];
    outcome(&[Examined { portrait: &portrait, pair }], &[measured])
}

fn lumpy() -> Look {
    let lumps = vec![(3.0, 0.16, 0.4), (5.0, 0.11, 1.9)];
    Look { pupil: Pupil { lumps, ..Pupil::round(2.3) }, ..Look::default() }
}

fn dark() -> Look {
    Look { iris: [0.062, 0.045, 0.042], ..Look::default() }
}

#[test]
fn round_pupils_are_regular() {
    let Outcome::NotFound(finding) = looked(Look::default(), Look::default()) else { panic!("both are round") };
    assert!(finding.score.is_some_and(|score| score < 0.15), "{:?}", finding.score);
    assert!(finding.summary.en.contains("2 of 2 pupils could be measured"));
}

#[test]
fn the_less_regular_pupil_speaks() {
    let (Outcome::Found(finding) | Outcome::Inconclusive { finding, .. }) = looked(Look::default(), lumpy()) else {
        panic!("the left one is lumpy")
    };
    assert!(finding.score.is_some_and(|score| score > 0.3), "{:?}", finding.score);
    assert_eq!(finding.points_to, crate::finding::Direction::Neither, "not calibrated");
}

#[test]
fn dark_eyes_are_not_assessable_and_the_measure_is_told() {
    let Outcome::Inconclusive { why, finding } = looked(dark(), dark()) else { panic!("no edge is seen") };
    assert!(why.en.starts_with("Right eye: ") && why.en.contains("Left eye: "), "{}", why.en);
    assert!(finding.score.is_none() && finding.details[0].rows.len() == 3);
    let Outcome::NotFound(finding) = looked(dark(), Look::default()) else { panic!("one eye is enough") };
    assert!(finding.summary.en.contains("1 of 2 pupils"));
}

#[test]
fn each_reason_has_words() {
    for why in [
        NoPupil::NotFound,
        NoPupil::LittleContrast(6.0),
        NoPupil::OddSize(0.9),
        NoPupil::FaintEdge(0.5),
        NoPupil::Covered(0.4),
    ] {
        let words = words(why);
        assert!(words.en.ends_with('.') && words.zh.ends_with('。'), "{words:?}");
    }
    assert!(matches!(outcome(&[], &[]), Outcome::Inconclusive { .. }));
}
