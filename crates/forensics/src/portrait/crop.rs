//! Turned squares of the picture as a model sees them, and even patches for measuring.

use image::RgbImage;
use ndarray::{Array4, ArrayD};

use crate::faces::Point;

/// A turned square of the upright picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Square {
    /// Middle in picture pixels.
    pub(super) centre: Point,
    /// Side in picture pixels.
    pub(super) side: f32,
    /// Turn of the square's own horizontal against the picture's, in radians, clockwise on screen.
    pub(super) angle: f32,
    /// Whether the square's content is shown mirrored.
    pub(super) mirrored: bool,
}

impl Square {
    /// A point of the square, from 0 to 1 along each side, in picture pixels.
    pub(super) fn to_picture(self, (u, v): Point) -> Point {
        let (sin, cos) = self.angle.sin_cos();
        let u = if self.mirrored { 0.5 - u } else { u - 0.5 };
        let (x, y) = (u * self.side, (v - 0.5) * self.side);
        (self.centre.0 + x * cos - y * sin, self.centre.1 + x * sin + y * cos)
    }

    /// The square as the tensor `[1, size, size, 3]`: RGB from 0 to 1. Outside the picture its edge pixels
    /// go on, as in MediaPipe: a black border would look like a dark object that cuts the face.
    pub(super) fn tensor(self, picture: &RgbImage, size: usize) -> ArrayD<f32> {
        let at = |index: usize| (index as f32 + 0.5) / size as f32;
        let mut tensor = Array4::zeros((1, size, size, 3));
        for (index, mut samples) in tensor.rows_mut().into_iter().enumerate() {
            let point = self.to_picture((at(index % size), at(index / size)));
            for (value, sample) in samples.iter_mut().zip(bilinear(picture, point)) {
                *value = sample / 255.0;
            }
        }
        tensor.into_dyn()
    }
}

/// Red, green and blue, 0 to 255, between the four pixels around a point; the edge goes on outside.
pub(super) fn bilinear(picture: &RgbImage, (x, y): Point) -> [f32; 3] {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let (column, right, along) = neighbours(x, width);
    let (row, below, down) = neighbours(y, height);
    let samples = picture.as_raw();
    let pixel = |column: usize, row: usize| -> [f32; 3] {
        let start = (row * width + column) * 3;
        match samples.get(start..start + 3) {
            Some(&[red, green, blue]) => [red.into(), green.into(), blue.into()],
            _ => [0.0; 3],
        }
    };
    let (a, b, c, d) = (pixel(column, row), pixel(right, row), pixel(column, below), pixel(right, below));
    let mut mixed = [0.0; 3];
    for ((((value, a), b), c), d) in mixed.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        let (above, under) = (a + (b - a) * along, c + (d - c) * along);
        *value = above + (under - above) * down;
    }
    mixed
}

/// Red, green and blue of the pixel at a point; the edge goes on outside.
fn nearest(picture: &RgbImage, (x, y): Point) -> [u8; 3] {
    // A cast clamps to the whole numbers there are, and takes what is no number as 0.
    let column = (x as u32).min(picture.width().saturating_sub(1));
    let row = (y as u32).min(picture.height().saturating_sub(1));
    picture.get_pixel_checked(column, row).map_or([0; 3], |pixel| pixel.0)
}

fn luma([red, green, blue]: [u8; 3]) -> f32 {
    0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue)
}

/// The two pixels around a place on an axis of `length` pixels, and the share of the second.
fn neighbours(at: f32, length: usize) -> (usize, usize, f32) {
    let last = length.saturating_sub(1);
    let place = if at.is_nan() { 0.0 } else { (at - 0.5).clamp(0.0, last as f32) };
    let first = (place as usize).min(last);
    (first, (first + 1).min(last), place - first as f32)
}

/// A square of luma (ITU-R BT.601 weights on the upright sRGB samples, 0 to 255) sampled at even steps.
#[derive(Debug, Clone)]
pub(super) struct Patch {
    values: Vec<f32>,
    /// Samples along one side.
    size: usize,
    /// Picture coordinates of the first sample.
    first: Point,
    /// Picture pixels from sample to sample.
    step: f32,
}

/// Most samples along one side of a patch, which bounds the time on huge faces.
const MOST_SAMPLES: f32 = 1024.0;

impl Patch {
    /// The square of `half` picture pixels around a point, a sample every `step` picture pixels (at least
    /// 1). A step above 1 takes the mean over the pixels that it covers. At a step of 1 the samples are
    /// the pixels themselves.
    pub(super) fn new(picture: &RgbImage, centre: Point, half: f32, step: f32) -> Self {
        let step = step.max(1.0).max(2.0 * half / MOST_SAMPLES);
        let reach = (half / step).ceil().max(1.0);
        let size = 2 * reach as usize + 1;
        // The middle sample lies on the middle of a pixel.
        let first = (centre.0.floor() + 0.5 - reach * step, centre.1.floor() + 0.5 - reach * step);
        // Up to 16 pixels stand for those that a step covers.
        let inner = (step.round() as usize).clamp(1, 4);
        let offsets: Vec<f32> = (0..inner).map(|at| ((at as f32 + 0.5) / inner as f32 - 0.5) * step).collect();
        let mut values = Vec::with_capacity(size * size);
        for row in 0..size {
            for column in 0..size {
                let (x, y) = (first.0 + column as f32 * step, first.1 + row as f32 * step);
                let sum: f32 = offsets
                    .iter()
                    .flat_map(|down| offsets.iter().map(move |right| (x + right, y + down)))
                    .map(|place| luma(nearest(picture, place)))
                    .sum();
                values.push(sum / (inner * inner) as f32);
            }
        }
        Self { values, size, first, step }
    }

    /// Luma at a point of the picture, between the samples around it.
    pub(super) fn at(&self, (x, y): Point) -> f32 {
        let along = |at: f32, first: f32| neighbours((at - first) / self.step + 0.5, self.size);
        let (column, right, east) = along(x, self.first.0);
        let (row, below, south) = along(y, self.first.1);
        let value = |column: usize, row: usize| self.values.get(row * self.size + column).copied().unwrap_or(0.0);
        let above = value(column, row) + (value(right, row) - value(column, row)) * east;
        let under = value(column, below) + (value(right, below) - value(column, below)) * east;
        above + (under - above) * south
    }

    /// Picture pixels from sample to sample.
    pub(super) fn step(&self) -> f32 {
        self.step
    }

    /// Samples along one side.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Each sample's place in the picture, and its luma.
    pub(super) fn samples(&self) -> impl Iterator<Item = (Point, f32)> {
        self.values.iter().enumerate().map(|(index, &luma)| {
            let (column, row) = (index % self.size, index / self.size);
            ((self.first.0 + column as f32 * self.step, self.first.1 + row as f32 * self.step), luma)
        })
    }

    /// All samples, row by row.
    pub(super) fn values(&self) -> &[f32] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn ramp(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([(x * 10) as u8, (y * 10) as u8, 0]))
    }

    #[test]
    fn pixels_have_their_value_in_their_middle_and_the_edge_goes_on() {
        let picture = ramp(10, 8);
        assert_eq!(bilinear(&picture, (3.5, 2.5)), [30.0, 20.0, 0.0]);
        assert_eq!(bilinear(&picture, (4.0, 3.0)), [35.0, 25.0, 0.0]);
        assert_eq!(bilinear(&picture, (-50.0, 1e30)), [0.0, 70.0, 0.0]);
        assert!(bilinear(&picture, (f32::NAN, f32::NAN)).iter().all(|value| value.is_finite()));
        assert_eq!(bilinear(&RgbImage::new(0, 0), (1.0, 1.0)), [0.0; 3]);
    }

    #[test]
    fn a_turned_square_maps_its_corners() {
        let square = Square { centre: (10.0, 20.0), side: 4.0, angle: std::f32::consts::FRAC_PI_2, mirrored: false };
        // Turned clockwise by 90 degrees: the square's right is the picture's down.
        let (x, y) = square.to_picture((1.0, 0.5));
        assert!((x - 10.0).abs() < 1e-5 && (y - 22.0).abs() < 1e-5);
        let (x, y) = Square { mirrored: true, angle: 0.0, ..square }.to_picture((1.0, 0.0));
        assert_eq!((x, y), (8.0, 18.0));
    }

    #[test]
    fn a_square_of_the_picture_is_its_pixels() {
        let square = Square { centre: (4.0, 4.0), side: 8.0, angle: 0.0, mirrored: false };
        let tensor = square.tensor(&ramp(8, 8), 8);
        assert!((tensor[[0, 3, 5, 0]] - 50.0 / 255.0).abs() < 1e-5);
        assert!((tensor[[0, 3, 5, 1]] - 30.0 / 255.0).abs() < 1e-5);
        let mirrored = Square { mirrored: true, ..square }.tensor(&ramp(8, 8), 8);
        assert!((mirrored[[0, 3, 2, 0]] - 50.0 / 255.0).abs() < 1e-5);
    }

    #[test]
    fn a_patch_is_luma_and_larger_steps_take_the_mean() {
        let grey = RgbImage::from_fn(64, 64, |x, _| Rgb([(x % 2 * 200) as u8; 3]));
        let fine = Patch::new(&grey, (32.0, 32.0), 8.0, 1.0);
        assert!((fine.at((33.5, 30.5)) - 200.0).abs() < 0.01 && fine.at((32.5, 30.5)).abs() < 0.01);
        let coarse = Patch::new(&grey, (32.0, 32.0), 8.0, 2.0);
        assert!((coarse.at((32.0, 32.0)) - 100.0).abs() < 0.1, "{}", coarse.at((32.0, 32.0)));
        assert!(Patch::new(&grey, (32.0, 32.0), 1e6, 1.0).size() <= 1026);
    }
}
