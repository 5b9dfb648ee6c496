//! The check with a model of the test's own; the real one runs in the tests of crates/inference.

use super::*;
use crate::artifact::Content;
use crate::model::Models;
use crate::{Cancel, Exhibit, Limits};
use catchlight_rendered::{jpeg, png, scene};
use image::RgbImage;

/// Answers with one number, after a look at the input.
struct Answers(f32);

impl Models for Answers {
    fn ready(&self, _id: &str) -> Result<(), ModelError> {
        Ok(())
    }

    fn run(&self, id: &str, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
        assert_eq!(id, MODEL);
        assert_eq!(input.shape(), [1, spectral::names().len()]);
        Ok(vec![ArrayD::from_elem(IxDyn(&[1, 1]), self.0)])
    }

    fn sha256(&self, _id: &str) -> Option<String> {
        None
    }
}

fn examine(bytes: Vec<u8>, answer: f32) -> Result<Outcome, Stopped> {
    let exhibit = Exhibit::new("picture", bytes);
    let models = Answers(answer);
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    SpectralTraces.examine(&specimen, &Context::new(&Cancel::default()))
}

#[test]
fn a_high_score_is_found_and_a_low_one_is_not() {
    let file = jpeg(&scene(640, 480, 3), 85);
    let Outcome::Found(finding) = examine(file.clone(), held_out::FOUND_FROM as f32 + 0.5).unwrap() else {
        unreachable!("a high score")
    };
    assert_eq!(finding.points_to, Direction::Ai);
    assert!(finding.summary.en.contains("no weight"), "{}", finding.summary.en);
    let Outcome::NotFound(finding) = examine(file, -1.0).unwrap() else { unreachable!("a low score") };
    assert_eq!((finding.points_to, finding.score), (Direction::Neither, Some(-1.0)));
    assert!(matches!(finding.artifacts[0].content, Content::Plot(_)));
}

#[test]
fn files_unlike_the_tested_ones_are_not_judged() {
    let large = RgbImage::from_fn(1600, 400, |x, y| image::Rgb([(x * 7 % 256) as u8, (y * 5 % 256) as u8, 9]));
    for (file, reason) in [
        (png(&scene(640, 480, 3)), "no lossy compression"),
        (jpeg(&scene(640, 480, 3), 50), "heavy compression"),
        (jpeg(&scene(640, 480, 3), 98), "quality"),
        (jpeg(&large, 85), "1600 pixels"),
    ] {
        let Outcome::Inconclusive { why, finding } = examine(file, 9.0).unwrap() else { unreachable!("{reason}") };
        assert!(why.en.contains(reason), "{}", why.en);
        assert_eq!((finding.score, finding.points_to), (None, Direction::Neither));
    }
}

#[test]
fn a_flat_picture_has_nothing_to_measure() {
    let flat = RgbImage::from_pixel(400, 400, image::Rgb([120, 120, 120]));
    let Outcome::Inconclusive { why, .. } = examine(jpeg(&flat, 85), 9.0).unwrap() else { unreachable!("flat") };
    assert!(why.en.contains("too little fine structure"), "{}", why.en);
}

#[test]
fn a_model_that_answers_nonsense_is_a_failure() {
    assert!(matches!(examine(jpeg(&scene(400, 400, 1), 85), f32::NAN), Err(Stopped::Failed(_))));
}
