//! The frozen image tower (CLIP ViT-B/16): numbers that it computes for one view.

use image::RgbImage;
use ndarray::{Array2, ArrayD, IxDyn};

use super::views::{SIDE, View};
use super::{not_run, side_by_side};
use crate::check::{Context, Stopped};
use crate::model::{ModelError, Models};

/// The model in `models/manifest.toml`.
pub const MODEL: &str = "image-tower";

/// Mean and standard deviation by which the tower's training normalised samples from 0 to 1 (red, green,
/// blue): Radford et al. 2021, `CLIP/clip/clip.py`.
const MEAN: [f32; 3] = [0.481_454_66, 0.457_827_5, 0.408_210_73];
const DEVIATION: [f32; 3] = [0.268_629_54, 0.261_302_6, 0.275_777_1];

/// Layers, counted from 0, whose class token the trained part takes, in this order: the taps of the
/// model's entry in the list of models. What is near the pixels tells kinds of pictures apart better than
/// what the last layer says about the subject (Koutlis and Papadopoulos 2024).
pub const LAYERS: [usize; 4] = [5, 7, 8, 10];

/// Place of the first tapped layer among what the model hands out.
const FIRST_TAP: usize = 2;

/// Tokens of a view, the class token first, and numbers of a token.
const TOKENS: usize = 197;
const WIDTH: usize = 768;

/// Numbers of one view.
pub const LENGTH: usize = LAYERS.len() * WIDTH;

/// The numbers of every view: `[views, LENGTH]`.
///
/// # Errors
/// [`Stopped::Failed`] when the model did not run; [`Stopped::Cancelled`] when the user cancelled.
pub fn features(views: &[View], models: &dyn Models, context: &Context<'_>) -> Result<Array2<f32>, Stopped> {
    // In a square photo several views are the same.
    let first = |view: &View| views.iter().position(|other| other.crop == view.crop);
    let distinct: Vec<usize> =
        views.iter().enumerate().filter(|(index, view)| first(view) == Some(*index)).map(|(index, _)| index).collect();
    let nonsense = || not_run(&ModelError::unexpected(MODEL));
    let seen = side_by_side(distinct.len(), context, |index| {
        let view = distinct.get(index).and_then(|index| views.get(*index)).ok_or_else(nonsense)?;
        of_view(&view.picture, models).map_err(|error| not_run(&error))
    })?;
    let mut all = Vec::with_capacity(views.len() * LENGTH);
    for view in views {
        let place = distinct.iter().position(|index| Some(*index) == first(view));
        all.extend(place.and_then(|place| seen.get(place)).ok_or_else(nonsense)?);
    }
    Array2::from_shape_vec((views.len(), LENGTH), all).map_err(|_| nonsense())
}

/// The numbers of one view. Always one view a run: the 8-bit scale of the activations is that of the
/// whole input, so a view's numbers would depend on its neighbours.
fn of_view(picture: &RgbImage, models: &dyn Models) -> Result<Vec<f32>, ModelError> {
    let outputs = models.run(MODEL, input(picture))?;
    class_tokens(&outputs).ok_or_else(|| ModelError::unexpected(MODEL))
}

/// The class tokens of the tapped layers, one after the other.
fn class_tokens(outputs: &[ArrayD<f32>]) -> Option<Vec<f32>> {
    let mut numbers: Vec<f32> = Vec::with_capacity(LENGTH);
    for place in FIRST_TAP..FIRST_TAP + LAYERS.len() {
        let tokens = outputs.get(place).filter(|output| output.shape() == [1, TOKENS, WIDTH])?;
        numbers.extend(tokens.iter().take(WIDTH));
    }
    numbers.iter().all(|number| number.is_finite()).then_some(numbers)
}

/// A view as the tower takes it: `[1, 3, SIDE, SIDE]`.
fn input(picture: &RgbImage) -> ArrayD<f32> {
    ArrayD::from_shape_fn(IxDyn(&[1, 3, SIDE as usize, SIDE as usize]), |at| {
        let (channel, y, x) = (at[1], at[2] as u32, at[3] as u32);
        let sample = picture.get_pixel_checked(x, y).and_then(|pixel| pixel.0.get(channel)).copied().unwrap_or(0);
        (f32::from(sample) / 255.0 - MEAN[channel]) / DEVIATION[channel]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_normalised_by_plane() {
        let mut picture = RgbImage::new(SIDE, SIDE);
        picture.put_pixel(3, 2, image::Rgb([255, 51, 0]));
        let input = input(&picture);
        assert!((input[[0, 0, 2, 3]] - 1.930_336).abs() < 1e-5, "{}", input[[0, 0, 2, 3]]);
        assert!((input[[0, 1, 2, 3]] - -0.986_702).abs() < 1e-5, "{}", input[[0, 1, 2, 3]]);
        assert!((input[[0, 2, 2, 3]] - -1.480_219).abs() < 1e-5, "{}", input[[0, 2, 2, 3]]);
    }

    /// Every number tells its output, token and place.
    #[test]
    fn class_tokens_are_read_at_their_places() {
        let output = |number: usize| {
            ArrayD::from_shape_fn(IxDyn(&[1, TOKENS, WIDTH]), |at| (number * 1000 + at[1] * 100_000 + at[2]) as f32)
        };
        let mut outputs = vec![ArrayD::zeros(IxDyn(&[1, 512])), output(1)];
        outputs.extend((2..6).map(output));
        let numbers = class_tokens(&outputs).unwrap();
        assert_eq!(numbers.len(), LENGTH);
        assert_eq!((numbers[0], numbers[767], numbers[768], numbers[LENGTH - 1]), (2000.0, 2767.0, 3000.0, 5767.0));
        outputs[4][[0, 0, 5]] = f32::NAN;
        assert!(class_tokens(&outputs).is_none(), "no number");
        assert!(class_tokens(&outputs[..5]).is_none(), "a layer is missing");
    }
}
