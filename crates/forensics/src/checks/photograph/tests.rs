//! The check with models of the test's own; the real tower runs in the tests of crates/inference.

use super::*;
use crate::learned::photograph::Depiction;
use crate::model::{ModelError, Models, NoModels};
use crate::{Cancel, Exhibit, Limits, checks};
use catchlight_rendered::{jpeg, scene};
use ndarray::{ArrayD, IxDyn};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A tower that counts its runs, a head that answers with these numbers, and the semantic detector's head.
struct Answers {
    logits: Vec<f32>,
    runs: AtomicUsize,
}

impl Answers {
    fn new(logits: &[f32]) -> Self {
        Self { logits: logits.to_vec(), runs: AtomicUsize::new(0) }
    }
}

impl Models for Answers {
    fn ready(&self, _id: &str) -> Result<(), ModelError> {
        Ok(())
    }

    fn run(&self, id: &str, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
        if id == tower::MODEL {
            self.runs.fetch_add(1, Ordering::Relaxed);
            let mut outputs = vec![ArrayD::from_elem(IxDyn(&[1, 512]), 0.5)];
            outputs.extend((0..5).map(|_| ArrayD::zeros(IxDyn(&[1, 197, 768]))));
            return Ok(outputs);
        }
        if id == photograph::MODEL {
            assert_eq!(input.shape(), [1, 3, 512]);
            return Ok(vec![ArrayD::from_shape_vec(IxDyn(&[1, self.logits.len()]), self.logits.clone()).unwrap()]);
        }
        let count = input.shape()[1];
        let one = ArrayD::from_elem(IxDyn(&[1, 1]), 1.0);
        Ok(vec![ArrayD::from_elem(IxDyn(&[1, count]), 1.0), one.clone(), one])
    }

    fn sha256(&self, id: &str) -> Option<String> {
        Some(format!("digest of {id}"))
    }
}

fn examined(logits: &[f32]) -> (Result<Outcome, Stopped>, IsPhotograph) {
    let models = Answers::new(logits);
    let exhibit = Exhibit::new("scene.jpg", jpeg(&scene(400, 320, 3), 90));
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    let cancel = Cancel::default();
    let context = Context::new(&cancel);
    let outcome = Photograph.examine(&specimen, &context);
    let is = specimen.is_photograph(&context);
    assert_eq!(models.runs.load(Ordering::Relaxed), 3, "looked once for both");
    (outcome, is)
}

#[test]
fn the_answer_follows_the_thresholds_and_names_what_it_looks_like_most() {
    let (none, unclear) = (MEASURED.none_from as f32 + 0.01, MEASURED.unclear_from as f32 + 0.01);
    for (place, depiction, word) in
        [(1, Depiction::Drawing, "drawing"), (2, Depiction::Graphic, "graphic"), (3, Depiction::Render, "3D")]
    {
        let mut logits = vec![none, -1.0, -1.0, -1.0];
        logits[place] = 2.0;
        let (outcome, is) = examined(&logits);
        let Ok(Outcome::Found(finding)) = outcome else { unreachable!("no photograph") };
        assert_eq!(is, IsPhotograph::NotAPhotograph { depiction });
        assert!(finding.summary.en.contains(word), "{}", finding.summary.en);
        assert_eq!((finding.score, finding.details[1].rows.len()), (None, 2));
    }
    let (outcome, is) = examined(&[unclear, 1.0, 0.0, 0.0]);
    assert!(matches!(outcome, Ok(Outcome::Inconclusive { .. })) && is == IsPhotograph::Unclear);
    let (outcome, is) = examined(&[unclear - 0.02, 1.0, 0.0, 0.0]);
    assert!(matches!(outcome, Ok(Outcome::NotFound(_))) && is == IsPhotograph::Photograph);
}

#[test]
fn a_model_that_answers_nonsense_is_a_failure() {
    for logits in [&[f32::NAN, 0.0, 0.0, 0.0][..], &[1.0, 2.0], &[]] {
        let (outcome, is) = examined(logits);
        assert!(matches!(outcome, Err(Stopped::Failed(_))), "{outcome:?}");
        assert!(matches!(is, IsPhotograph::NotLooked(_)), "{is:?}");
    }
}

#[test]
fn nobody_looked_without_the_model_or_after_cancelling_and_cancelling_is_not_kept() {
    let exhibit = Exhibit::new("scene.jpg", jpeg(&scene(400, 320, 3), 90));
    let cancel = Cancel::default();
    let context = Context::new(&cancel);
    let without = Specimen::new(&exhibit, &NoModels, Limits::default());
    assert!(matches!(without.is_photograph(&context), IsPhotograph::NotLooked(_)));
    let models = Answers::new(&[-50.0, 0.0, 0.0, 0.0]);
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    cancel.set();
    assert_eq!(Photograph.examine(&specimen, &context).err(), Some(Stopped::Cancelled));
    assert!(matches!(specimen.is_photograph(&context), IsPhotograph::NotLooked(_)));
    assert_eq!(specimen.is_photograph(&Context::new(&Cancel::default())), IsPhotograph::Photograph);
}

/// Three squares and three pieces of the photo, the middle square of each of two copies: the squares of the photo
/// are seen once for both checks.
#[test]
fn both_learned_checks_share_the_squares() {
    let models = Answers::new(&[0.0; 4]);
    let exhibit = Exhibit::new("scene.jpg", jpeg(&scene(900, 500, 3), 90));
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    let cancel = Cancel::default();
    let context = Context::new(&cancel);
    Photograph.examine(&specimen, &context).unwrap();
    checks::find("semantic_detector").unwrap().examine(&specimen, &context).unwrap();
    assert_eq!(models.runs.load(Ordering::Relaxed), 8);
}

#[test]
fn a_rarer_mistake_has_a_higher_score() {
    const { assert!(MEASURED.none_from >= MEASURED.unclear_from) };
    assert!([MEASURED.camera, MEASURED.generated, MEASURED.recognised].iter().all(|share| share.ends_with(" %")));
}
