//! The committed model of frequency traces on the real ONNX Runtime, alone and in its check.

use catchlight_forensics::model::{ModelError, Models};
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Outcome, Specimen, checks, spectral};
use catchlight_rendered::{jpeg, scene};
use ndarray::{ArrayD, IxDyn};

use crate::installed;

const MODEL: &str = "spectral-traces";

fn input(features: &[f32]) -> ArrayD<f32> {
    ArrayD::from_shape_vec(IxDyn(&[1, features.len()]), features.to_vec()).unwrap()
}

#[test]
fn the_model_takes_exactly_the_features_that_are_measured() {
    let Some(models) = installed() else { return };
    assert_eq!(models.ready(MODEL), Ok(()));
    let measured = spectral::measure(&scene(700, 520, 4)).unwrap();
    let outputs = models.run(MODEL, input(&measured.features)).unwrap();
    assert_eq!(outputs.iter().map(|output| output.shape().to_vec()).collect::<Vec<_>>(), [vec![1, 1]]);
    assert!(outputs[0].iter().all(|logit| logit.is_finite() && logit.abs() < 100.0));
    let short = models.run(MODEL, input(&measured.features[1..]));
    assert!(matches!(short, Err(ModelError::Failed { .. })), "{short:?}");
}

/// Features far outside of anything measured are cut off, so the answer stays in bounds.
#[test]
fn no_single_number_carries_the_answer() {
    let Some(models) = installed() else { return };
    let features = spectral::measure(&scene(700, 520, 4)).unwrap().features;
    let logit = |features: &[f32]| models.run(MODEL, input(features)).unwrap()[0].iter().copied().next().unwrap();
    let plain = logit(&features);
    for place in (0..features.len()).step_by(97) {
        let mut changed = features.clone();
        changed[place] = 1e9;
        let moved = (logit(&changed) - plain).abs();
        assert!(moved < 3.0, "number {place} moved the answer by {moved}");
    }
}

#[test]
fn the_check_answers_on_a_jpeg_with_the_models_score() {
    let Some(models) = installed() else { return };
    let exhibit = Exhibit::new("scene.jpg", jpeg(&scene(900, 700, 4), 88));
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    let check = checks::ALL.iter().find(|check| check.about().id == "spectral_traces").unwrap();
    let outcome = check.examine(&specimen, &Context::new(&Cancel::default())).unwrap();
    let (Outcome::Found(finding) | Outcome::NotFound(finding)) = outcome else { unreachable!("{outcome:?}") };
    let features = spectral::measure(&specimen.pixels().unwrap().coded.to_rgb8()).unwrap().features;
    let logit = models.run(MODEL, input(&features)).unwrap()[0].iter().copied().next().map(f64::from);
    assert_eq!(finding.score, logit);
}
