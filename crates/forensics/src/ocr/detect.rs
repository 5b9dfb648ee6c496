//! The detector's input and its map of text, after differentiable binarization.

use image::RgbImage;
use ndarray::{Array4, ArrayD, ArrayView2, Axis, Ix4, s};

use super::{Bounds, DETECTOR, TextBox};
use crate::model::ModelError;

/// Sides of the input are multiples of this, in pixels.
const GRID: usize = 32;

/// Mean and standard deviation of the training samples (0 to 1) in the order of the input's planes, as
/// in PaddleOCR, which reads pictures as BGR and keeps ImageNet's numbers in RGB order.
const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];

/// A pixel belongs to text from this probability: PaddleOCR's value for this detector.
const TEXT: f32 = 0.2;

/// Least mean probability of a box. PaddleOCR has 0.45; faint labels came out between 0.3 and 0.45.
const LEAST_SCORE: f32 = 0.3;

/// The map shows the core of a line; the box grows by area times this, divided by the outline.
const UNCLIP: f32 = 1.5;

/// Shortest side of a line's core, in pixels.
const LEAST_SIDE: usize = 3;

/// The tensor `[1, 3, H, W]`: BGR, normalised, `H` and `W` rounded up to multiples of 32; the rest is the
/// mean.
pub(super) fn input(picture: &RgbImage) -> ArrayD<f32> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let round_up = |side: usize| side.div_ceil(GRID).max(1) * GRID;
    let mut tensor = Array4::zeros((1, 3, round_up(height), round_up(width)));
    for (sample, mut plane) in tensor.index_axis_mut(Axis(0), 0).outer_iter_mut().enumerate() {
        let (mean, deviation) = (MEAN[sample], DEVIATION[sample]);
        for (mut row, source) in plane.rows_mut().into_iter().zip(picture.rows()) {
            for (value, pixel) in row.iter_mut().zip(source) {
                // Plane 0 is blue.
                *value = (f32::from(pixel.0[2 - sample]) / 255.0 - mean) / deviation;
            }
        }
    }
    tensor.into_dyn()
}

/// The boxes in a map of probabilities `[1, 1, H, W]`, of which `width` x `height` are the picture.
pub(super) fn boxes(outputs: &[ArrayD<f32>], width: u32, height: u32) -> Result<Vec<TextBox>, ModelError> {
    let [map] = outputs else { return Err(ModelError::unexpected(DETECTOR)) };
    let map = map.view().into_dimensionality::<Ix4>().map_err(|_| ModelError::unexpected(DETECTOR))?;
    let (rows, columns) = (height as usize, width as usize);
    if map.dim().0 != 1 || map.dim().1 != 1 || map.dim().2 < rows || map.dim().3 < columns {
        return Err(ModelError::unexpected(DETECTOR));
    }
    Ok(components(map.slice(s![0, 0, ..rows, ..columns])).iter().filter_map(|core| core.grown(width, height)).collect())
}

/// The core of one line: touching pixels of text.
#[derive(Debug, Clone, Copy)]
struct Core {
    left: usize,
    top: usize,
    /// Last column and row, inclusive.
    right: usize,
    bottom: usize,
    pixels: usize,
    sum: f32,
}

impl Core {
    /// The box with the margin that the map leaves out; `None` for what is too small or too faint.
    fn grown(&self, width: u32, height: u32) -> Option<TextBox> {
        let (columns, rows) = (self.right - self.left + 1, self.bottom - self.top + 1);
        let score = self.sum / self.pixels as f32;
        if columns.min(rows) < LEAST_SIDE || score.is_nan() || score < LEAST_SCORE {
            return None;
        }
        let margin = (columns * rows) as f32 * UNCLIP / (2 * (columns + rows)) as f32;
        let before = |edge: usize| (edge as f32 - margin).max(0.0).round() as u32;
        let after = |edge: usize, most: u32| (((edge + 1) as f32 + margin).round() as u32).min(most);
        let (x, y) = (before(self.left), before(self.top));
        let bounds = Bounds {
            x,
            y,
            width: after(self.right, width).checked_sub(x)?,
            height: after(self.bottom, height).checked_sub(y)?,
        };
        (bounds.width > 0 && bounds.height > 0).then_some(TextBox { bounds, score })
    }
}

/// Groups of pixels of text that touch, corners included, in the order of their first pixel.
fn components(map: ArrayView2<'_, f32>) -> Vec<Core> {
    let (rows, columns) = map.dim();
    // A value that is not a number is no text.
    let mut open = map.mapv(|probability| probability >= TEXT);
    let mut found = Vec::new();
    let mut waiting = Vec::new();
    for top in 0..rows {
        for left in 0..columns {
            if !std::mem::replace(&mut open[(top, left)], false) {
                continue;
            }
            let mut core = Core { left, top, right: left, bottom: top, pixels: 0, sum: 0.0 };
            waiting.push((top, left));
            while let Some((row, column)) = waiting.pop() {
                core.left = core.left.min(column);
                core.right = core.right.max(column);
                core.bottom = core.bottom.max(row);
                core.pixels += 1;
                core.sum += map[(row, column)];
                for near_row in row.saturating_sub(1)..=(row + 1).min(rows - 1) {
                    for near_column in column.saturating_sub(1)..=(column + 1).min(columns - 1) {
                        if std::mem::replace(&mut open[(near_row, near_column)], false) {
                            waiting.push((near_row, near_column));
                        }
                    }
                }
            }
            found.push(core);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;
    use ndarray::Array2;

    fn map(rows: usize, columns: usize, paint: impl Fn(&mut Array2<f32>)) -> Vec<ArrayD<f32>> {
        let mut plane = Array2::zeros((rows, columns));
        paint(&mut plane);
        vec![plane.insert_axis(Axis(0)).insert_axis(Axis(0)).into_dyn()]
    }

    #[test]
    fn the_input_is_bgr_normalised_and_padded_with_the_mean() {
        let tensor = input(&RgbImage::from_pixel(33, 5, Rgb([255, 0, 0])));
        assert_eq!(tensor.shape(), [1, 3, 32, 64]);
        assert!((tensor[[0, 2, 4, 32]] - (1.0 - 0.406) / 0.225).abs() < 1e-5, "red is the last plane");
        assert!((tensor[[0, 0, 4, 32]] + 0.485 / 0.229).abs() < 1e-5);
        assert_eq!((tensor[[0, 0, 5, 0]], tensor[[0, 0, 0, 33]]), (0.0, 0.0));
    }

    #[test]
    fn a_line_grows_by_its_area_over_its_outline() {
        let outputs = map(64, 64, |plane| plane.slice_mut(s![20..30, 10..50]).fill(0.8));
        let [only] = boxes(&outputs, 60, 60).unwrap()[..] else { unreachable!("one line") };
        // 40 x 10 pixels: 400 * 1.5 / 100 = 6 pixels on every side.
        assert_eq!(only.bounds, Bounds { x: 4, y: 14, width: 52, height: 22 });
        assert!((only.score - 0.8).abs() < 1e-5);
    }

    #[test]
    fn boxes_stay_inside_and_faint_or_thin_ones_are_dropped() {
        let outputs = map(64, 64, |plane| {
            plane.slice_mut(s![0..10, 0..40]).fill(0.5);
            plane.slice_mut(s![20..30, 0..40]).fill(0.25);
            plane.slice_mut(s![40..42, 0..40]).fill(0.9);
            plane[(60, 60)] = f32::NAN;
        });
        let found = boxes(&outputs, 40, 64).unwrap();
        assert_eq!(
            found.iter().map(|line| line.bounds).collect::<Vec<_>>(),
            [Bounds { x: 0, y: 0, width: 40, height: 16 }]
        );
    }

    #[test]
    fn parts_that_touch_at_a_corner_are_one_line() {
        let outputs = map(32, 64, |plane| {
            plane.slice_mut(s![5..15, 5..20]).fill(0.9);
            plane.slice_mut(s![15..25, 20..40]).fill(0.9);
            plane.slice_mut(s![5..15, 45..60]).fill(0.9);
        });
        assert_eq!(boxes(&outputs, 64, 32).unwrap().len(), 2);
    }

    #[test]
    fn another_shape_is_an_error() {
        assert!(boxes(&map(32, 32, |_| ()), 33, 32).is_err());
        assert!(boxes(&[], 1, 1).is_err());
    }
}
