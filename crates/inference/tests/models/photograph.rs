//! The photograph head on the real ONNX Runtime, and the check on it.

use catchlight_forensics::learned::IsPhotograph;
use catchlight_forensics::learned::photograph::{self, Depiction};
use catchlight_forensics::model::Models;
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Outcome, Specimen, checks};
use catchlight_inference::Installed;
use catchlight_rendered::jpeg;
use image::{Rgb, RgbImage};

use crate::semantic_detector::with_tower;

/// A flat red ring and a blue box with a yellow bar, on white.
fn logo() -> RgbImage {
    RgbImage::from_fn(480, 360, |x, y| {
        let (x, y) = (i64::from(x), i64::from(y));
        let from_middle = (x - 160).pow(2) + (y - 180).pow(2);
        let in_box = (x - 340).abs() < 70;
        Rgb(match () {
            () if from_middle < 50 * 50 => [255, 255, 255],
            () if from_middle < 100 * 100 => [230, 40, 60],
            () if in_box && (y - 180).abs() < 20 => [255, 210, 0],
            () if in_box && (y - 180).abs() < 90 => [30, 90, 200],
            () => [255, 255, 255],
        })
    })
}

fn is(models: &Installed, picture: &RgbImage) -> (Outcome, IsPhotograph, f64) {
    let exhibit = Exhibit::new("picture.jpg", jpeg(picture, 92));
    let specimen = Specimen::new(&exhibit, models, Limits::default());
    let cancel = Cancel::default();
    let context = Context::new(&cancel);
    let outcome = checks::find("photograph").unwrap().examine(&specimen, &context).unwrap();
    let score = specimen.photograph(&context).unwrap().score;
    (outcome, specimen.is_photograph(&context), score)
}

/// Python's onnxruntime gave 4.73 for the same picture before it was saved.
#[test]
fn a_flat_drawing_made_by_code_is_a_graphic() {
    let Some(models) = with_tower() else { return };
    assert_eq!(models.ready(photograph::MODEL), Ok(()));
    let (outcome, is, score) = is(&models, &logo());
    assert_eq!(is, IsPhotograph::NotAPhotograph { depiction: Depiction::Graphic }, "{score}");
    let Outcome::Found(finding) = outcome else { unreachable!("found") };
    assert!(finding.score.is_none() && finding.details[1].rows.len() == 2);
    assert!((score - 4.73).abs() < 1.0, "{score}");
}
