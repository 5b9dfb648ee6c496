//! How alike faces look: 128 numbers for each, near each other for photos of one person.
//!
//! Faces are compared only when a person asks for it, and what is computed here is kept nowhere.
//!
//! Source: King, Dlib-ml, Journal of Machine Learning Research 10, 2009 (the model `dlib_face_recognition_resnet_v1`),
//! with the crops of the package that the weights come from.

use image::RgbImage;
use ndarray::{Array4, ArrayD, Ix4};

use super::crop::Square;
use super::mesh::{angle, finite};
use super::{Portrait, failed};
use crate::check::{Context, Stopped};
use crate::faces::Point;
use crate::model::{ModelError, Models};

/// The model's id in `models/manifest.toml`.
pub const MODEL: &str = "face-likeness";

/// Numbers of one face.
pub const NUMBERS: usize = 128;

/// Narrowest face that is compared, in pixels; the model sees 150 px.
pub const LEAST_FACE_PX: f32 = 64.0;

/// Largest turn of the head to a side, in degrees.
pub const MOST_YAW: f32 = 40.0;

/// Most faces of one photo, the widest first.
pub const MOST_FACES: usize = 4;

/// Side of the model's input, and of the crop that is shown, in pixels.
const INPUT: usize = 150;
/// Side of the crop that a reader sees, in pixels.
pub const SHOWN: u32 = 75;

/// The eyes' distance from the mouth as a share of the crop's side.
const EYES_TO_MOUTH: f32 = 0.45;
/// Where the middle of eyes and mouth lies in the crop, as a share of its height.
const MIDDLE_DOWN: f32 = 0.43;

/// How one face looks.
#[derive(Debug, Clone, PartialEq)]
pub struct FaceLook {
    /// [`NUMBERS`] numbers.
    pub numbers: Vec<f32>,
    /// The face as it was compared, upright, [`SHOWN`] squared.
    pub crop: RgbImage,
}

impl FaceLook {
    /// Euclidean distance of two faces' numbers, from 0.
    pub fn distance(&self, other: &Self) -> f32 {
        self.numbers.iter().zip(&other.numbers).map(|(one, other)| (one - other).powi(2)).sum::<f32>().sqrt()
    }
}

/// The looks of those faces of an upright picture that are large enough and look toward the camera, the widest first.
///
/// # Errors
/// [`Stopped::Cancelled`] between two faces, or [`Stopped::Failed`] when the model did not run or returned something
/// that is no look.
pub fn looks(
    upright: &RgbImage,
    portraits: &[Portrait],
    models: &dyn Models,
    context: &Context<'_>,
) -> Result<Vec<FaceLook>, Stopped> {
    let fit = portraits.iter().filter(|portrait| {
        portrait.face.width >= LEAST_FACE_PX && portrait.pose.yaw.abs() <= MOST_YAW && portrait.presence >= 0.5
    });
    let squares = fit.filter_map(square).take(MOST_FACES);
    squares
        .map(|square| {
            context.go_on()?;
            look(upright, square, models).map_err(failed)
        })
        .collect()
}

/// The face's crop; `None` when eyes and mouth have no distance.
fn square(portrait: &Portrait) -> Option<Square> {
    let middle_of = |points: &[Point]| {
        let count = points.len().max(1) as f32;
        let (x, y) = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        (x / count, y / count)
    };
    let (right, left) = (middle_of(&portrait.right_eye.lids), middle_of(&portrait.left_eye.lids));
    let mouth = portrait.mouth()?;
    let apart = |eye: Point| (eye.0 - mouth.0).hypot(eye.1 - mouth.1);
    let side = (apart(right) + apart(left)) / 2.0 / EYES_TO_MOUTH;
    let middle = middle_of(&[right, left, mouth]);
    let angle = angle(right, left);
    let (sin, cos) = angle.sin_cos();
    let down = (0.5 - MIDDLE_DOWN) * side;
    let centre = (middle.0 - down * sin, middle.1 + down * cos);
    (side.is_finite() && side > 1.0).then_some(Square { centre, side, angle, mirrored: false })
}

fn look(upright: &RgbImage, square: Square, models: &dyn Models) -> Result<FaceLook, ModelError> {
    let face = averaged(upright, square);
    let shown = face.dim().2 as u32 / SHOWN;
    let level = |x: u32, y: u32, plane: usize| {
        let cells = (0..shown * shown).map(|cell| {
            let (row, column) = ((y * shown + cell / shown) as usize, (x * shown + cell % shown) as usize);
            face.get((0, plane, row, column)).copied().unwrap_or(0.0)
        });
        (cells.sum::<f32>() / (shown * shown).max(1) as f32).round() as u8
    };
    let crop = RgbImage::from_fn(SHOWN, SHOWN, |x, y| image::Rgb([0, 1, 2].map(|plane| level(x, y, plane))));
    let outputs: Vec<ArrayD<f32>> = models.run(MODEL, face.into_dyn())?;
    let numbers = outputs.first().and_then(|output| finite(output, NUMBERS));
    let numbers = numbers.ok_or_else(|| ModelError::unexpected(MODEL))?.to_vec();
    Ok(FaceLook { numbers, crop })
}

/// The square as the model takes it, `[1, 3, 150, 150]` from 0 to 255; each sample is the mean over what it covers.
fn averaged(upright: &RgbImage, square: Square) -> Array4<f32> {
    let times = ((square.side / INPUT as f32).ceil() as usize).clamp(1, 6);
    let fine = square.tensor(upright, INPUT * times);
    let share = 255.0 / (times * times) as f32;
    let mut face = Array4::zeros((1, 3, INPUT, INPUT));
    // A tensor of four axes, as every square gives it.
    let Ok(fine) = fine.into_dimensionality::<Ix4>() else { return face };
    for ((_, row, column, plane), sample) in fine.indexed_iter() {
        if let Some(mean) = face.get_mut((0, plane, row / times, column / times)) {
            *mean += sample * share;
        }
    }
    face
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portrait::testing;

    #[test]
    fn the_crop_is_level_and_holds_the_face_where_the_model_wants_it() {
        let portrait = testing::portrait(100.0, 120.0, 80.0);
        let square = square(&portrait).expect("a crop");
        let mouth = portrait.mouth().expect("a mouth");
        let eyes = [&portrait.right_eye, &portrait.left_eye].map(|eye| {
            let count = eye.lids.len() as f32;
            let sum = eye.lids.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
            (sum.0 / count, sum.1 / count)
        });
        let middle = ((eyes[0].0 + eyes[1].0 + mouth.0) / 3.0, (eyes[0].1 + eyes[1].1 + mouth.1) / 3.0);
        let (x, y) = square.to_picture((0.5, MIDDLE_DOWN));
        assert!((x - middle.0).abs() < 1e-3 && (y - middle.1).abs() < 1e-3, "{square:?}");
    }

    #[test]
    fn samples_of_a_large_face_are_means() {
        let stripes = RgbImage::from_fn(600, 600, |x, _| image::Rgb([(x % 2 * 200) as u8, 10, 250]));
        let face = averaged(&stripes, Square { centre: (300.0, 300.0), side: 600.0, angle: 0.0, mirrored: false });
        assert_eq!(face.dim(), (1, 3, INPUT, INPUT));
        assert!((face[[0, 0, 75, 75]] - 100.0).abs() < 0.5, "{}", face[[0, 0, 75, 75]]);
        assert!((face[[0, 2, 75, 75]] - 250.0).abs() < 0.5);
    }

    #[test]
    fn distances_are_euclidean() {
        let look = |value: f32| FaceLook { numbers: vec![value; 4], crop: RgbImage::new(1, 1) };
        assert!((look(0.0).distance(&look(0.5)) - 1.0).abs() < 1e-6);
    }
}
