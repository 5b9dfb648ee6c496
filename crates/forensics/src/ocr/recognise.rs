//! The recogniser's input: one line of text, 48 pixels high.

use image::RgbImage;
use ndarray::{Array4, ArrayD, Axis, Ix3};

use super::reading::Reading;
use super::{Bounds, RECOGNISER, alphabet};
use crate::model::ModelError;

/// Height of the input in pixels.
const HEIGHT: usize = 48;

/// Widths are multiples of this: the recogniser answers once for as many columns.
const STEP: f32 = 8.0;

/// Least and greatest width of the input, in steps. A longer line is squeezed.
const STEPS: (f32, f32) = (2.0, 200.0);

/// The tensor `[1, 3, 48, W]` of a line: BGR from -1 to 1, the line scaled to 48 pixels' height.
pub(super) fn input(picture: &RgbImage, bounds: Bounds) -> ArrayD<f32> {
    let aspect = bounds.width as f32 / bounds.height.max(1) as f32;
    let width = ((aspect * HEIGHT as f32 / STEP).round().clamp(STEPS.0, STEPS.1) * STEP) as usize;
    let rows = taps(bounds.y, bounds.height, HEIGHT);
    let columns = taps(bounds.x, bounds.width, width);
    let mut tensor = Array4::zeros((1, 3, HEIGHT, width));
    let mut planes = tensor.index_axis_mut(Axis(0), 0);
    for (row, &(top, bottom, down)) in rows.iter().enumerate() {
        for (column, &(left, right, along)) in columns.iter().enumerate() {
            let at = |x, y| picture.get_pixel_checked(x, y).map_or([0; 3], |pixel| pixel.0);
            let corners = [at(left, top), at(right, top), at(left, bottom), at(right, bottom)];
            for (sample, mut plane) in planes.outer_iter_mut().enumerate() {
                // Plane 0 is blue.
                let [a, b, c, d] = corners.map(|pixel| f32::from(pixel[2 - sample]));
                let (above, below) = (a + (b - a) * along, c + (d - c) * along);
                plane[(row, column)] = (above + (below - above) * down) / 127.5 - 1.0;
            }
        }
    }
    tensor.into_dyn()
}

/// For each new pixel the two old ones beside its centre and the share of the second.
fn taps(start: u32, length: u32, pixels: usize) -> Vec<(u32, u32, f32)> {
    let last = length.saturating_sub(1) as f32;
    let scale = length as f32 / pixels as f32;
    (0..pixels)
        .map(|pixel| {
            let at = ((pixel as f32 + 0.5) * scale - 0.5).clamp(0.0, last);
            let first = at.floor();
            let second = (first + 1.0).min(last);
            (start.saturating_add(first as u32), start.saturating_add(second as u32), at - first)
        })
        .collect()
}

/// The answer `[1, T, C]`: the probability of each class at each of `T` columns.
pub(super) fn reading(outputs: &[ArrayD<f32>]) -> Result<Reading, ModelError> {
    let [classes] = outputs else { return Err(ModelError::unexpected(RECOGNISER)) };
    let classes = classes.view().into_dimensionality::<Ix3>().map_err(|_| ModelError::unexpected(RECOGNISER))?;
    if classes.dim().0 != 1 || classes.dim().2 != alphabet::size() {
        return Err(ModelError::unexpected(RECOGNISER));
    }
    Ok(Reading::new(classes.index_axis(Axis(0), 0).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn a_line_is_scaled_to_its_height_and_its_samples_to_one() {
        let mut picture = RgbImage::from_pixel(200, 40, Rgb([0, 0, 0]));
        for x in 60..160 {
            for y in 10..34 {
                picture.put_pixel(x, y, Rgb([255, 255, 0]));
            }
        }
        let tensor = input(&picture, Bounds { x: 10, y: 10, width: 150, height: 24 });
        assert_eq!(tensor.shape(), [1, 3, 48, 304]);
        assert_eq!((tensor[[0, 2, 20, 0]], tensor[[0, 2, 20, 303]], tensor[[0, 0, 20, 303]]), (-1.0, 1.0, -1.0));
    }

    #[test]
    fn a_line_of_any_shape_has_a_width_that_the_recogniser_takes() {
        let picture = RgbImage::new(64, 64);
        assert_eq!(input(&picture, Bounds { x: 0, y: 0, width: 1, height: 64 }).shape()[3], 16);
        assert_eq!(input(&picture, Bounds { x: 0, y: 0, width: 64, height: 1 }).shape()[3], 1600);
    }
}
