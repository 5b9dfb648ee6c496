//! The detector's input and outputs as MediaPipe's full-range graph defines them: one anchor in the
//! middle of each cell of a 48 x 48 grid (stride 4), all of the same size.

use image::RgbImage;
use ndarray::{Array4, ArrayD, ArrayView1};

use super::tiles::Window;
use super::{Face, INPUT, MODEL, Point};
use crate::model::ModelError;

/// Cells in a row of the anchor grid.
const GRID: usize = 48;

/// Side of a cell in input pixels.
const STRIDE: f32 = INPUT as f32 / GRID as f32;

/// Values of one anchor: a box and six points.
const VALUES: usize = 16;

/// Logits beyond this are clipped before the sigmoid, as in MediaPipe.
const MOST_LOGIT: f32 = 100.0;

/// The tensor `[1, 192, 192, 3]` of a window: RGB from -1 to 1, black outside the picture.
pub(super) fn input(picture: &RgbImage, window: Window) -> ArrayD<f32> {
    let side = INPUT as usize;
    let mut tensor = vec![-1.0; side * side * 3];
    let (pad_x, pad_y) = (window.pad_x as usize, window.pad_y as usize);
    let (start, row_samples) = (3 * window.x as usize, 3 * picture.width() as usize);
    let rows = picture.as_raw().chunks_exact(row_samples.max(1)).skip(window.y as usize);
    for (row, source) in tensor.chunks_exact_mut(side * 3).skip(pad_y).zip(rows) {
        let source = source.get(start..).unwrap_or_default();
        for (value, &sample) in row.iter_mut().skip(3 * pad_x).zip(source) {
            *value = f32::from(sample) / 127.5 - 1.0;
        }
    }
    // The shape holds as many values by its making.
    Array4::from_shape_vec((1, side, side, 3), tensor).unwrap_or_default().into_dyn()
}

/// The faces of one run with at least this score, in input pixels, not yet merged.
///
/// # Errors
/// The outputs are not those of the detector.
pub(super) fn faces(outputs: &[ArrayD<f32>], least_score: f32) -> Result<Vec<Face>, ModelError> {
    let [boxes, logits] = outputs else { return Err(ModelError::unexpected(MODEL)) };
    if boxes.shape() != [1, GRID * GRID, VALUES] || logits.shape() != [1, GRID * GRID, 1] {
        return Err(ModelError::unexpected(MODEL));
    }
    let mut found = Vec::new();
    for (anchor, (values, &logit)) in boxes.rows().into_iter().zip(logits).enumerate() {
        let score = sigmoid(logit);
        // Written so that a score that is not a number is no face.
        if score >= least_score && values.iter().all(|value| value.is_finite()) {
            found.extend(face(values, anchor, score));
        }
    }
    Ok(found)
}

fn face(values: ArrayView1<'_, f32>, anchor: usize, score: f32) -> Option<Face> {
    let centre = |cell: usize| (cell as f32 + 0.5) * STRIDE;
    let (anchor_x, anchor_y) = (centre(anchor % GRID), centre(anchor / GRID));
    let values: [f32; VALUES] = values.iter().copied().collect::<Vec<_>>().try_into().ok()?;
    let [x, y, width, height, points @ ..] = values;
    let point = |index: usize| -> Option<Point> {
        Some((points.get(2 * index)? + anchor_x, points.get(2 * index + 1)? + anchor_y))
    };
    (width > 0.0 && height > 0.0).then_some(())?;
    Some(Face {
        x: x + anchor_x - width / 2.0,
        y: y + anchor_y - height / 2.0,
        width,
        height,
        score,
        right_eye: point(0)?,
        left_eye: point(1)?,
        nose: point(2)?,
        mouth: point(3)?,
        right_ear: point(4)?,
        left_ear: point(5)?,
    })
}

fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit.clamp(-MOST_LOGIT, MOST_LOGIT)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;
    use ndarray::{ArrayD, IxDyn};

    fn nothing() -> Vec<ArrayD<f32>> {
        vec![ArrayD::zeros(IxDyn(&[1, 2304, 16])), ArrayD::from_elem(IxDyn(&[1, 2304, 1]), -200.0)]
    }

    #[test]
    fn a_box_is_relative_to_the_centre_of_its_cell() {
        let mut outputs = nothing();
        // Second row, third cell: its centre lies at 10, 6.
        outputs[1][[0, 50, 0]] = 0.0;
        for (index, value) in [1.0, -1.0, 20.0, 10.0, -5.0, -2.0, 5.0, -2.0].into_iter().enumerate() {
            outputs[0][[0, 50, index]] = value;
        }
        let faces = faces(&outputs, 0.5).unwrap();
        let [face] = faces[..] else { panic!("{faces:?}") };
        assert_eq!((face.x, face.y, face.width, face.height), (1.0, 0.0, 20.0, 10.0));
        assert_eq!((face.right_eye, face.left_eye), ((5.0, 4.0), (15.0, 4.0)));
        assert_eq!((face.score, face.eye_distance()), (0.5, 10.0));
        assert_eq!(face.left_ear, (10.0, 6.0));
    }

    #[test]
    fn the_sigmoid_has_known_values_and_no_overflow() {
        assert_eq!(sigmoid(0.0), 0.5);
        assert!((sigmoid(2.0) - 0.880_797).abs() < 1e-6);
        assert!(sigmoid(-1e30) >= 0.0 && sigmoid(-1e30) < 1e-30);
        assert_eq!(sigmoid(1e30), 1.0);
    }

    #[test]
    fn numbers_that_are_none_and_foreign_shapes_give_no_face() {
        let mut outputs = nothing();
        outputs[1].fill(f32::NAN);
        assert_eq!(faces(&outputs, 0.5).unwrap(), []);
        outputs[1].fill(5.0);
        outputs[0].fill(f32::INFINITY);
        assert_eq!(faces(&outputs, 0.5).unwrap(), []);
        outputs[0].fill(-1.0);
        assert_eq!(faces(&outputs, 0.5).unwrap(), [], "a box of negative size");
        outputs.swap(0, 1);
        assert!(matches!(faces(&outputs, 0.5), Err(ModelError::Failed { .. })));
        assert!(matches!(faces(&[], 0.5), Err(ModelError::Failed { .. })));
    }

    #[test]
    fn the_input_runs_from_minus_one_to_one_and_is_black_outside() {
        let picture = RgbImage::from_pixel(2, 1, Rgb([255, 0, 51]));
        let tensor = input(&picture, Window { x: 0, y: 0, pad_x: 95, pad_y: 95 });
        assert_eq!(tensor.shape(), [1, 192, 192, 3]);
        let pixel = |x: usize, y: usize| [0, 1, 2].map(|sample| tensor[[0, y, x, sample]]);
        assert_eq!(pixel(95, 95), [1.0, -1.0, -0.6]);
        assert_eq!(pixel(96, 95), [1.0, -1.0, -0.6]);
        assert_eq!(pixel(97, 95), [-1.0; 3]);
        assert_eq!(pixel(94, 95), [-1.0; 3]);
        assert_eq!(pixel(95, 96), [-1.0; 3]);
    }
}
