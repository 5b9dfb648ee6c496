//! Error levels: what one more JPEG save would change.

use ndarray::{Array2, Axis, s};
use rayon::prelude::*;

use super::{Blocks, whole};
use crate::jpeg_quality;
use crate::signal::{BLOCK, cosine_block, inverse_cosine_block};

/// Quality of the save, as tools have it since Krawetz 2007.
pub const QUALITY: u8 = 95;

/// Middle of the brightness levels, which JPEG subtracts before the transform (ITU-T T.81, A.3.1).
const MIDDLE: f32 = 128.0;

/// How much one more save at [`QUALITY`] changes each pixel's luma: the absolute difference in levels
/// (0 to 255). Quantises the 8 by 8 cosine transform with the standard luminance table and transforms back
/// to whole levels, as an encoder and a decoder do; no entropy coding, which loses nothing. Covers whole
/// blocks from the first pixel, so up to 7 columns and rows at the end are left out.
pub fn measure(luma: &Array2<f32>) -> Array2<f32> {
    let blocks = Blocks::of(luma);
    let table = jpeg_quality::standard_luminance(QUALITY);
    let (rows, columns) = (luma.nrows() / BLOCK, luma.ncols() / BLOCK);
    let mut change = Array2::zeros((rows * BLOCK, columns * BLOCK));
    change.axis_chunks_iter_mut(Axis(0), BLOCK).into_par_iter().enumerate().for_each(|(row, mut band)| {
        for column in 0..columns {
            let (top, left) = (row * BLOCK, column * BLOCK);
            let samples = blocks.at(top, left);
            let mut coefficients = cosine_block(&samples.map(|line| line.map(|sample| sample - MIDDLE)));
            for (coefficient, step) in coefficients.iter_mut().flatten().zip(&table) {
                let step = f32::from(*step);
                *coefficient = whole(*coefficient / step) * step;
            }
            let saved = inverse_cosine_block(&coefficients);
            for (down, line) in saved.iter().enumerate() {
                for (across, value) in line.iter().enumerate() {
                    let level = whole(value + MIDDLE).clamp(0.0, 255.0);
                    band[[down, left + across]] = (level - whole(samples[down][across])).abs();
                }
            }
        }
    });
    change
}

/// The change over a whole picture of this height and width in square cells, so that no side has more than
/// `longest`: the mean of the measured pixels of each cell, NaN where there are none.
pub fn over(change: &Array2<f32>, (height, width): (usize, usize), longest: usize) -> Array2<f32> {
    let side = height.max(width).div_ceil(longest.max(1)).max(1);
    let measured = |start: usize, length: usize| start.min(length)..(start + side).min(length);
    Array2::from_shape_fn((height.div_ceil(side), width.div_ceil(side)), |(row, column)| {
        let (rows, columns) = (measured(row * side, change.nrows()), measured(column * side, change.ncols()));
        change.slice(s![rows, columns]).mean().unwrap_or(f32::NAN)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_picture_changes_nowhere_and_a_fine_pattern_does() {
        let even = Array2::from_elem((24, 32), 128.0);
        assert_eq!(measure(&even).iter().copied().fold(0.0, f32::max), 0.0);
        let pattern = Array2::from_shape_fn((24, 32), |(y, x)| ((x * 37 + y * 101) % 97) as f32 + 60.0);
        let change = measure(&pattern);
        assert_eq!(change.dim(), (24, 32));
        assert!(change.mean().unwrap() > 0.5, "{:?}", change.mean());
    }

    #[test]
    fn what_was_saved_at_the_quality_changes_little() {
        let picture = catchlight_rendered::scene(160, 128, 4);
        let saved = catchlight_rendered::jpeg(&picture, QUALITY);
        let luma = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_luma8();
        let plane = |picture: image::GrayImage| {
            Array2::from_shape_fn((picture.height() as usize, picture.width() as usize), |(y, x)| {
                f32::from(picture.get_pixel(x as u32, y as u32)[0])
            })
        };
        let again = measure(&plane(luma(&saved))).mean().unwrap();
        let first = measure(&plane(image::DynamicImage::ImageRgb8(picture).into_luma8())).mean().unwrap();
        assert!(again < 0.7 * first, "{again} against {first}");
    }

    #[test]
    fn cells_cover_the_whole_picture_and_keep_the_mean() {
        let plane = Array2::from_shape_fn((8, 8), |(y, x)| (x + y) as f32);
        let cells = over(&plane, (10, 9), 5);
        assert_eq!(cells.dim(), (5, 5));
        assert_eq!(cells[[0, 0]], 1.0);
        assert_eq!(cells[[3, 3]], 13.0);
        assert!(cells[[4, 0]].is_nan() && cells[[0, 4]].is_nan(), "not measured");
    }
}
