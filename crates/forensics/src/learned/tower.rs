//! The frozen image tower (CLIP ViT-B/16): numbers that it computes for one view.

use image::RgbImage;
use ndarray::{Array2, Array4, ArrayD, Axis};

use super::views::{Crop, SIDE, View};
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

/// Place of the embedding and of the first tapped layer among what the model hands out.
const EMBEDDED: usize = 0;
const FIRST_TAP: usize = 2;

/// Tokens of a view, the class token first, and numbers of a token.
const TOKENS: usize = 197;
const WIDTH: usize = 768;

/// Numbers of the tapped layers for one view.
pub const LENGTH: usize = LAYERS.len() * WIDTH;

/// Numbers of the embedding of one view.
pub const EMBEDDING: usize = 512;

/// What the tower computed for one view.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// What the picture shows, as the tower's last layer says it: [`EMBEDDING`] numbers, not normalised.
    pub embedding: Vec<f32>,
    /// The class tokens of [`LAYERS`], one after the other: [`LENGTH`] numbers.
    pub tokens: Vec<f32>,
}

/// Where a view lay, and its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Its place in the photo.
    pub crop: Crop,
    /// Its numbers.
    pub numbers: Numbers,
}

/// The numbers of every view, in order. A view at a place that is `known` already is not looked at again.
///
/// # Errors
/// [`Stopped::Failed`] when the model did not run; [`Stopped::Cancelled`] when the user cancelled.
pub fn see(views: &[View], known: &[Seen], models: &dyn Models, context: &Context<'_>) -> Result<Vec<Seen>, Stopped> {
    // In a square photo several views are the same.
    let first = |view: &View| views.iter().position(|other| other.crop == view.crop);
    let is_known = |view: &View| known.iter().any(|seen| seen.crop == view.crop);
    let new: Vec<&View> = views
        .iter()
        .enumerate()
        .filter(|(index, view)| first(view) == Some(*index) && !is_known(view))
        .map(|(_, view)| view)
        .collect();
    let nonsense = || not_run(&ModelError::unexpected(MODEL));
    let seen = side_by_side(new.len(), context, |index| {
        let view = new.get(index).ok_or_else(nonsense)?;
        let numbers = of_view(&view.picture, models).map_err(|error| not_run(&error))?;
        Ok(Seen { crop: view.crop, numbers })
    })?;
    let of = |view: &View| known.iter().chain(&seen).find(|seen| seen.crop == view.crop).cloned();
    views.iter().map(|view| of(view).ok_or_else(nonsense)).collect()
}

/// The class tokens of every view: `[views, LENGTH]`.
///
/// # Errors
/// A view has another count of numbers.
pub fn tokens(seen: &[Seen]) -> Result<Array2<f32>, Stopped> {
    rows(seen, LENGTH, |numbers| &numbers.tokens)
}

/// The embeddings of every view: `[views, EMBEDDING]`.
///
/// # Errors
/// As [`tokens`].
pub fn embeddings(seen: &[Seen]) -> Result<Array2<f32>, Stopped> {
    rows(seen, EMBEDDING, |numbers| &numbers.embedding)
}

fn rows(seen: &[Seen], length: usize, of: impl Fn(&Numbers) -> &[f32]) -> Result<Array2<f32>, Stopped> {
    let all = seen.iter().flat_map(|seen| of(&seen.numbers)).copied().collect();
    Array2::from_shape_vec((seen.len(), length), all).map_err(|_| not_run(&ModelError::unexpected(MODEL)))
}

/// The numbers of one view. Always one view a run: the 8-bit scale of the activations is that of the
/// whole input, so a view's numbers would depend on its neighbours.
fn of_view(picture: &RgbImage, models: &dyn Models) -> Result<Numbers, ModelError> {
    let outputs = models.run(MODEL, input(picture))?;
    numbers(&outputs).ok_or_else(|| ModelError::unexpected(MODEL))
}

/// The embedding and the class tokens of the tapped layers.
fn numbers(outputs: &[ArrayD<f32>]) -> Option<Numbers> {
    let embedding = outputs.get(EMBEDDED).filter(|output| output.shape() == [1, EMBEDDING])?;
    let embedding: Vec<f32> = embedding.iter().copied().collect();
    let mut tokens: Vec<f32> = Vec::with_capacity(LENGTH);
    for place in FIRST_TAP..FIRST_TAP + LAYERS.len() {
        let layer = outputs.get(place).filter(|output| output.shape() == [1, TOKENS, WIDTH])?;
        tokens.extend(layer.iter().take(WIDTH));
    }
    let finite = embedding.iter().chain(&tokens).all(|number| number.is_finite());
    finite.then_some(Numbers { embedding, tokens })
}

/// A view as the tower takes it: `[1, 3, SIDE, SIDE]`.
fn input(picture: &RgbImage) -> ArrayD<f32> {
    let mut tensor = Array4::zeros((1, 3, SIDE as usize, SIDE as usize));
    for (channel, mut plane) in tensor.index_axis_mut(Axis(0), 0).outer_iter_mut().enumerate() {
        let (mean, deviation) = (MEAN[channel], DEVIATION[channel]);
        for (mut row, source) in plane.rows_mut().into_iter().zip(picture.rows()) {
            for (value, pixel) in row.iter_mut().zip(source) {
                *value = (f32::from(pixel.0[channel]) / 255.0 - mean) / deviation;
            }
        }
    }
    tensor.into_dyn()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cancel;
    use ndarray::IxDyn;
    use std::sync::atomic::{AtomicUsize, Ordering};

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
    fn embedding_and_class_tokens_are_read_at_their_places() {
        let output = |number: usize| {
            ArrayD::from_shape_fn(IxDyn(&[1, TOKENS, WIDTH]), |at| (number * 1000 + at[1] * 100_000 + at[2]) as f32)
        };
        let mut outputs = vec![ArrayD::from_shape_fn(IxDyn(&[1, EMBEDDING]), |at| at[1] as f32), output(1)];
        outputs.extend((2..6).map(output));
        let found = numbers(&outputs).unwrap();
        assert_eq!((found.embedding.len(), found.embedding[511]), (EMBEDDING, 511.0));
        let tokens = found.tokens;
        assert_eq!(tokens.len(), LENGTH);
        assert_eq!((tokens[0], tokens[767], tokens[768], tokens[LENGTH - 1]), (2000.0, 2767.0, 3000.0, 5767.0));
        assert!(numbers(&outputs[..5]).is_none(), "a layer is missing");
        assert!(numbers(&outputs[1..]).is_none(), "the embedding is missing");
        outputs[4][[0, 0, 5]] = f32::NAN;
        assert!(numbers(&outputs).is_none(), "no number");
    }

    /// A tower that counts its runs and tells the mean of its input.
    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl Models for Counting {
        fn ready(&self, _id: &str) -> Result<(), ModelError> {
            Ok(())
        }

        fn run(&self, _id: &str, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
            self.0.fetch_add(1, Ordering::Relaxed);
            let mut outputs = vec![ArrayD::from_elem(IxDyn(&[1, EMBEDDING]), input.mean().unwrap_or(0.0))];
            outputs.extend((0..5).map(|_| ArrayD::zeros(IxDyn(&[1, TOKENS, WIDTH]))));
            Ok(outputs)
        }

        fn sha256(&self, _id: &str) -> Option<String> {
            None
        }
    }

    #[test]
    fn a_view_is_looked_at_once() {
        let view = |x: f32, level: u8| View {
            crop: Crop { x, y: 0.0, side: 224.0 },
            picture: RgbImage::from_pixel(SIDE, SIDE, image::Rgb([level; 3])),
        };
        let (models, cancel) = (Counting::default(), Cancel::default());
        let context = Context::new(&cancel);
        let first = see(&[view(0.0, 10), view(0.0, 10), view(5.0, 90)], &[], &models, &context).unwrap();
        assert_eq!((models.0.load(Ordering::Relaxed), first.len()), (2, 3));
        assert_eq!(first[0], first[1]);
        assert!(first[0].numbers.embedding[0] < first[2].numbers.embedding[0]);
        let more = see(&[view(9.0, 200), view(5.0, 90)], &first, &models, &context).unwrap();
        assert_eq!((models.0.load(Ordering::Relaxed), &more[1]), (3, &first[2]), "one is known");
        assert_eq!((tokens(&more).unwrap().dim(), embeddings(&more).unwrap().dim()), ((2, LENGTH), (2, EMBEDDING)));
        cancel.set();
        assert_eq!(see(&[view(7.0, 1)], &first, &models, &context), Err(Stopped::Cancelled));
    }
}
