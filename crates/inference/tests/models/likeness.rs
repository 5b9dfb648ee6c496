//! The face likeness model: the numbers of an independent conversion, and faces that are alike and not.

use catchlight_forensics::model::Models;
use catchlight_forensics::portrait::likeness::{FaceLook, MODEL, NUMBERS, looks};
use catchlight_forensics::{Cancel, Context};
use image::{RgbImage, imageops};
use ndarray::{Array4, ArrayD};

use super::portraits::{measured, photos};
use crate::installed;

/// dlib's weights on a ramp by another conversion with 32-bit weights and another runtime: the first six numbers.
const EXPECTED: [f32; 6] = [-0.051_858_18, 0.109_906_71, 0.046_503_15, -0.000_212_65, -0.054_950_29, -0.052_079_13];

#[test]
fn the_numbers_are_those_of_an_independent_conversion() {
    let Some(models) = installed() else { return };
    let ramp: ArrayD<f32> =
        Array4::from_shape_fn((1, 3, 150, 150), |(_, plane, row, column)| ((row + column + 20 * plane) % 256) as f32)
            .into_dyn();
    let numbers = models.run(MODEL, ramp).unwrap().remove(0);
    assert_eq!(numbers.len(), NUMBERS);
    for (number, expected) in numbers.iter().zip(EXPECTED) {
        assert!((number - expected).abs() < 1e-4, "{number} {expected}");
    }
}

#[test]
fn a_face_is_like_itself_in_another_size_and_light_and_unlike_others() {
    let Some(models) = installed() else { return };
    let first = |picture: &RgbImage| -> Option<FaceLook> {
        let (_, portraits) = measured(picture, &models);
        let cancel = Cancel::default();
        looks(picture, &portraits, &models, &Context::new(&cancel)).unwrap().into_iter().next()
    };
    let mut known: Vec<FaceLook> = Vec::new();
    for (path, picture) in photos() {
        let Some(look) = first(&picture) else { continue };
        let (width, height) = (picture.width() * 4 / 5, picture.height() * 4 / 5);
        let scaled = imageops::resize(&picture, width, height, imageops::FilterType::Triangle);
        let darker = imageops::brighten(&scaled, -25);
        if let Some(same) = first(&darker) {
            assert!(look.distance(&same) < 0.35, "{}: {}", path.display(), look.distance(&same));
        }
        for other in &known {
            assert!(look.distance(other) > 0.4, "{}: {}", path.display(), look.distance(other));
        }
        known.push(look);
    }
    println!("{} faces were compared", known.len());
}
