//! The check with models of the test's own; the real tower runs in the tests of crates/inference.

use super::*;
use crate::artifact::Content;
use crate::model::{ModelError, Models};
use crate::{Cancel, Exhibit, Limits, Pictures};
use catchlight_rendered::{jpeg, scene};
use ndarray::{ArrayD, IxDyn};
use std::sync::Mutex;

/// A tower that tells the mean of its input, and a head that answers with the next of these logits.
struct Answers {
    logits: Mutex<Vec<f32>>,
    distance: f32,
}

impl Models for Answers {
    fn ready(&self, _id: &str) -> Result<(), ModelError> {
        Ok(())
    }

    fn run(&self, id: &str, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
        if id == tower::MODEL {
            assert_eq!(input.shape(), [1, 3, 224, 224]);
            let mut outputs = vec![ArrayD::from_elem(IxDyn(&[1, 512]), input.mean().unwrap())];
            outputs.extend((0..12).map(|_| ArrayD::zeros(IxDyn(&[1, 197, 768]))));
            return Ok(outputs);
        }
        let count = input.shape()[1];
        assert_eq!((id, input.shape()), (head::MODEL, &[1, count, tower::LENGTH][..]));
        let logit = self.logits.lock().unwrap().remove(0);
        let views = (0..count).map(|view| logit + view as f32).collect();
        Ok(vec![
            ArrayD::from_shape_vec(IxDyn(&[1, count]), views).unwrap(),
            ArrayD::from_elem(IxDyn(&[1, 1]), logit),
            ArrayD::from_elem(IxDyn(&[1, 1]), self.distance),
        ])
    }

    fn sha256(&self, id: &str) -> Option<String> {
        Some(format!("digest of {id}"))
    }
}

fn look(logits: [f32; 3], distance: f32) -> Looked {
    let models = Answers { logits: Mutex::new(logits.to_vec()), distance };
    let exhibit = Exhibit::new("scene.jpg", jpeg(&scene(400, 320, 3), 90));
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    looked(&scene(400, 320, 3), &specimen, &Context::new(&Cancel::default())).unwrap()
}

fn judge(logits: [f32; 3], distance: f32) -> Outcome {
    judged(Finding::describing(NOT_JUDGED.into()), &look(logits, distance), &MEASURED)
}

#[test]
fn a_high_score_that_holds_is_found_and_a_low_one_is_not() {
    let Outcome::Found(finding) = judge([3.5, 3.2, 4.0], 1.0) else { unreachable!("high") };
    assert_eq!(finding.points_to, Direction::Ai);
    let Outcome::NotFound(finding) = judge([-1.0, -1.5, -0.8], 1.0) else { unreachable!("low") };
    assert_eq!(finding.points_to, Direction::Neither);
    assert!(finding.summary.en.contains("-1.00"), "{}", finding.summary.en);
}

#[test]
fn an_answer_that_does_not_hold_is_inconclusive() {
    for logits in [[2.7, 2.6, 2.8], [4.5, 3.0, 4.5], [1.3, 1.3, 2.7]] {
        let Outcome::Inconclusive { why, .. } = judge(logits, 1.0) else { unreachable!("{logits:?}") };
        assert!(why.en.contains("did not hold"), "{}", why.en);
    }
}

#[test]
fn a_picture_unlike_the_trainings_is_inconclusive() {
    let Outcome::Inconclusive { why, finding } = judge([5.0, 5.0, 5.0], 1.6) else { unreachable!("far") };
    assert!(why.en.contains("unlike"), "{}", why.en);
    assert_eq!(finding.points_to, Direction::Neither);
}

#[test]
fn the_check_shows_map_stability_and_digests() {
    let models = Answers { logits: Mutex::new(vec![1.0, 1.1, 0.9]), distance: 1.0 };
    let exhibit = Exhibit::new("scene.jpg", jpeg(&scene(900, 500, 3), 90));
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    let mut outcome = SemanticDetector.examine(&specimen, &Context::new(&Cancel::default())).unwrap();
    let finding = outcome.finding_mut();
    assert_eq!(finding.score, Some(1.0));
    assert_eq!(finding.details[1].rows[1].value.en, "digest of semantic-head");
    let Content::Map { plane, range, .. } = &finding.artifacts[0].content else { unreachable!("a map") };
    assert_eq!((plane.dim(), *range), ((71, 128), (-6.0, 6.0)));
    // Squares of 500 at the middle (score 1), left (2) and right (3); pieces of 448 at 226, 18 (4), at
    // 0, 34 (5) and at 452, 34 (6).
    let close = |is: f32, expected: f32| assert!((is - expected).abs() < 1e-6, "{is} is not {expected}");
    close(plane[[0, 0]], 2.0);
    close(plane[[36, 0]], (2.0 + 5.0) / 2.0);
    close(plane[[36, 64]], (1.0 + 2.0 + 3.0 + 4.0 + 6.0) / 5.0);
    let Content::Plot(plot) = &finding.artifacts[1].content else { unreachable!("a plot") };
    assert_eq!(plot.marks.len(), 3);
}

#[test]
fn a_model_that_answers_nonsense_is_a_failure() {
    let models = Answers { logits: Mutex::new(vec![f32::NAN]), distance: 1.0 };
    let exhibit = Exhibit::new("scene.jpg", jpeg(&scene(400, 320, 3), 90));
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    let ended = SemanticDetector.examine(&specimen, &Context::new(&Cancel::default()));
    assert!(matches!(ended, Err(Stopped::Failed(_))), "{ended:?}");
}

#[test]
fn the_copies_of_a_photo_far_below_the_threshold_decide_nothing() {
    let looked = look([-3.0, -1.5, -3.0], 1.0);
    assert_eq!(looked.copies.map(Copies::scores), Some([-1.5, -3.0]), "they are shown");
    assert!(matches!(judged(Finding::describing(NOT_JUDGED.into()), &looked, &MEASURED), Outcome::NotFound(_)));
}

/// Logits of the photo and of two copies, and how many copies are looked at without pictures.
#[test]
fn without_pictures_the_answer_is_the_same() {
    let exhibit = Exhibit::new("scene.jpg", jpeg(&scene(900, 500, 3), 90));
    let cancel = Cancel::default();
    for (logits, copies) in [([0.9, 1.1, 0.8], 0), ([1.3, 1.5, 1.1], 2), ([3.5, 3.2, 4.0], 2), ([2.7, 2.6, 2.8], 2)] {
        let answer = |pictures: Pictures| {
            let models = Answers { logits: Mutex::new(logits.to_vec()), distance: 1.0 };
            let specimen = Specimen::new(&exhibit, &models, Limits::default());
            let outcome = SemanticDetector.examine(&specimen, &Context::new(&cancel).with(pictures)).unwrap();
            let runs = 2 - models.logits.lock().unwrap().len();
            (outcome, runs)
        };
        let ((mut drawn, both), (mut left_out, asked)) = (answer(Pictures::Drawn), answer(Pictures::LeftOut));
        assert_eq!((both, asked), (2, copies), "{logits:?}");
        assert_eq!(std::mem::discriminant(&drawn), std::mem::discriminant(&left_out), "{logits:?}");
        let (drawn, left_out) = (drawn.finding_mut(), left_out.finding_mut());
        assert_eq!((drawn.artifacts.len(), left_out.artifacts.len()), (2, 0));
        assert_eq!((drawn.score, &drawn.summary), (left_out.score, &left_out.summary));
    }
}
