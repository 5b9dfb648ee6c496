//! A fingerprint of what a picture shows, for finding near-duplicates.

use std::f32::consts::PI;

use ndarray::Array2;

use super::{Pixels, luma};

/// Side of the reduced picture.
const SIDE: usize = 32;
/// Coefficients kept along each side.
const KEPT: usize = 8;

/// 64-bit perceptual hash of the pixels as coded (not turned upright): luma reduced to 32 x 32 block
/// means, DCT-II, the 8 x 8 lowest frequencies without the first row and column; a bit is set where a
/// coefficient is above their median. The first coefficient is the highest bit. Two pictures look
/// alike when few bits differ. Source: C. Zauner, *Implementation and Benchmarking of Perceptual Image
/// Hash Functions*, 2010, section 3.2.1 (pHash).
pub fn perceptual_hash(pixels: &Pixels) -> u64 {
    let reduced = block_means(&luma(pixels));
    let mut coefficients = [0.0_f32; KEPT * KEPT];
    for (index, coefficient) in coefficients.iter_mut().enumerate() {
        let (v, u) = (index / KEPT + 1, index % KEPT + 1);
        *coefficient = reduced.indexed_iter().map(|((y, x), level)| level * cosine(x, u) * cosine(y, v)).sum();
    }
    let mut sorted = coefficients;
    sorted.sort_by(f32::total_cmp);
    let (lower, upper) = (sorted.get(KEPT * KEPT / 2 - 1), sorted.get(KEPT * KEPT / 2));
    let median = lower.zip(upper).map_or(0.0, |(lower, upper)| (lower + upper) / 2.0);
    coefficients.iter().fold(0, |bits, coefficient| bits << 1 | u64::from(*coefficient > median))
}

fn cosine(sample: usize, frequency: usize) -> f32 {
    (PI / SIDE as f32 * (sample as f32 + 0.5) * frequency as f32).cos()
}

/// Means of 32 x 32 blocks; where the picture has fewer samples, blocks repeat them.
fn block_means(luma: &Array2<f32>) -> Array2<f32> {
    let (height, width) = luma.dim();
    let span = |block: usize, side: usize| {
        let start = block * side / SIDE;
        start..((block + 1) * side / SIDE).max(start + 1).min(side)
    };
    Array2::from_shape_fn((SIDE, SIDE), |(row, column)| {
        let (rows, columns) = (span(row, height), span(column, width));
        let block = luma.slice(ndarray::s![rows, columns]);
        block.mean().unwrap_or(0.0)
    })
}
