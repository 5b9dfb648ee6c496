//! The frozen image tower (CLIP ViT-B/16): numbers that it computes for one view.

use image::RgbImage;
use ndarray::{Array2, ArrayD, ArrayView2, Axis, Ix3, IxDyn, s};

use super::views::{SIDE, View};
use super::{not_run, side_by_side};
use crate::check::{Context, Stopped};
use crate::model::{ModelError, Models};

/// The model in `models/manifest.toml`.
pub const MODEL: &str = "image-tower";

/// Mean and standard deviation by which the tower's training normalised samples from 0 to 1 (red, green,
/// blue): Radford et al. 2021, `CLIP/clip/clip.py`.
const MEAN: [f32; 3] = [0.481_454_66, 0.457_827_5, 0.408_210_73];
const DEVIATION: [f32; 3] = [0.268_629_54, 0.261_302_58, 0.275_777_11];

/// Place of the last layer's tokens among the model's outputs, and of the first tapped layer's.
const LAST_LAYER: usize = 1;
const FIRST_TAP: usize = 2;

/// Layers of the tower; all but the last are tapped, in order.
const LAYERS: usize = 12;

/// Patch tokens of a view, and numbers of a token.
const PATCHES: usize = 196;
const WIDTH: usize = 768;

/// Numbers of the embedding.
const EMBEDDING: usize = 512;

/// A group of the numbers that the trained part takes. Layers count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The embedding of the view.
    Embedding,
    /// The class token after a layer.
    Class(usize),
    /// The mean of the patch tokens after a layer.
    Mean(usize),
    /// The standard deviation of the patch tokens after a layer, over all of them.
    Deviation(usize),
}

impl Part {
    /// How many numbers it is.
    pub const fn length(self) -> usize {
        match self {
            Self::Embedding => EMBEDDING,
            Self::Class(_) | Self::Mean(_) | Self::Deviation(_) => WIDTH,
        }
    }
}

/// What the trained part takes of each view, in this order.
pub const PARTS: &[Part] = &[Part::Embedding, Part::Class(6), Part::Class(8), Part::Mean(6), Part::Mean(8)];

/// Numbers of one view.
pub fn length() -> usize {
    PARTS.iter().map(|part| part.length()).sum()
}

/// The numbers of every view: `[views, length()]`.
///
/// # Errors
/// [`Stopped::Failed`] when the model did not run; [`Stopped::Cancelled`] when the user cancelled.
pub fn features(views: &[View], models: &dyn Models, context: &Context<'_>) -> Result<Array2<f32>, Stopped> {
    let rows = side_by_side(views.len(), context, |index| {
        let view = views.get(index).ok_or_else(|| ModelError::unexpected(MODEL));
        view.and_then(|view| of_view(&view.picture, models)).map_err(|error| not_run(&error))
    })?;
    Array2::from_shape_vec((views.len(), length()), rows.concat()).map_err(|_| not_run(&ModelError::unexpected(MODEL)))
}

/// The numbers of one view. Always one view a run: the 8-bit scale of the activations is that of the
/// whole input, so a view's numbers would depend on its neighbours.
fn of_view(picture: &RgbImage, models: &dyn Models) -> Result<Vec<f32>, ModelError> {
    let outputs = models.run(MODEL, input(picture))?;
    let mut numbers = Vec::with_capacity(length());
    for part in PARTS {
        add(&mut numbers, *part, &outputs).ok_or_else(|| ModelError::unexpected(MODEL))?;
    }
    let is_whole = numbers.len() == length() && numbers.iter().all(|number| number.is_finite());
    if is_whole { Ok(numbers) } else { Err(ModelError::unexpected(MODEL)) }
}

fn add(numbers: &mut Vec<f32>, part: Part, outputs: &[ArrayD<f32>]) -> Option<()> {
    match part {
        Part::Embedding => numbers.extend(outputs.first()?.iter()),
        Part::Class(layer) => numbers.extend(tokens(layer, outputs)?.row(0)),
        Part::Mean(layer) => numbers.extend(patches(&tokens(layer, outputs)?).mean_axis(Axis(0))?),
        Part::Deviation(layer) => numbers.extend(patches(&tokens(layer, outputs)?).std_axis(Axis(0), 0.0)),
    }
    Some(())
}

/// Class and patch tokens after a layer, `[1 + PATCHES, WIDTH]`.
fn tokens(layer: usize, outputs: &[ArrayD<f32>]) -> Option<ArrayView2<'_, f32>> {
    let place = if layer + 1 == LAYERS { LAST_LAYER } else { FIRST_TAP + layer };
    let output = outputs.get(place)?.view().into_dimensionality::<Ix3>().ok()?;
    (output.dim() == (1, 1 + PATCHES, WIDTH)).then(|| output.index_axis_move(Axis(0), 0))
}

fn patches<'a>(tokens: &'a ArrayView2<'_, f32>) -> ArrayView2<'a, f32> {
    tokens.slice(s![1.., ..])
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

    /// Tokens of layer `l` are `100 l + row` in all places; the embedding is 7.
    #[test]
    fn every_part_is_read_at_its_place() {
        let layer =
            |number: usize| ArrayD::from_shape_fn(IxDyn(&[1, 1 + PATCHES, WIDTH]), |at| (100 * number + at[1]) as f32);
        let mut outputs = vec![ArrayD::from_elem(IxDyn(&[1, EMBEDDING]), 7.0), layer(11)];
        outputs.extend((0..11).map(layer));
        let read = |part: Part| {
            let mut numbers = Vec::new();
            add(&mut numbers, part, &outputs).unwrap();
            assert_eq!(numbers.len(), part.length());
            assert!(numbers.iter().all(|number| *number == numbers[0]));
            numbers[0]
        };
        assert_eq!(read(Part::Embedding), 7.0);
        assert_eq!((read(Part::Class(11)), read(Part::Class(0)), read(Part::Class(10))), (1100.0, 0.0, 1000.0));
        // Rows 1 to 196: mean 98.5, deviation sqrt((196^2 - 1) / 12).
        assert!((read(Part::Mean(3)) - 398.5).abs() < 1e-2);
        assert!((read(Part::Deviation(3)) - 56.579).abs() < 1e-2);
        assert!(add(&mut Vec::new(), Part::Mean(10), &outputs[..12]).is_none(), "a layer that is not tapped");
    }
}
