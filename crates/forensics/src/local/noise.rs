//! How strong the noise is, block by block, and how strong it is elsewhere at the same brightness.

use ndarray::{Array2, s};
use rayon::prelude::*;

use super::patches;

/// Side of a block in pixels: 256 diagonal differences give its median to about a tenth.
pub const BLOCK: usize = 32;

/// Median of the absolute value of a normal variable, in standard deviations.
const MEDIAN_OF_NORMAL: f32 = 0.6745;

/// Noise below this cannot be told from the rounding to whole levels (standard deviation 0.29).
pub const LEAST_LEVEL: f32 = 0.3;

/// Brightness beyond which samples count as clipped, in levels.
const DARKEST: f32 = 3.0;
const BRIGHTEST: f32 = 252.0;

/// Share of clipped pixels from which a block is not measured.
const MOST_CLIPPED: f32 = 0.05;

/// Brightness levels to either side within which blocks are compared.
const ALIKE: f32 = 20.0;

/// Fewest blocks that are compared with one.
const FEWEST_ALIKE: usize = 16;

/// The noise of a picture in whole blocks of [`BLOCK`] pixels from the first pixel.
#[derive(Debug, Clone)]
pub struct Noise {
    /// Standard deviation of the noise in levels (0 to 255), at least [`LEAST_LEVEL`]; NaN where too much
    /// was clipped.
    pub level: Array2<f32>,
    /// Mean brightness in levels.
    pub brightness: Array2<f32>,
    /// log2 of the level over the middle level of all blocks of like brightness: 1 is twice as strong. NaN
    /// where too few blocks were like it.
    pub doublings: Array2<f32>,
}

/// Measures the noise of each block as the median absolute diagonal detail (Haar) over 0.6745 (Donoho and
/// Johnstone 1994) and compares it with blocks of like brightness, because a sensor's noise grows with
/// light.
pub fn measure(luma: &Array2<f32>) -> Noise {
    let size = (luma.nrows() / BLOCK, luma.ncols() / BLOCK);
    let blocks: Vec<(f32, f32)> = (0..size.0 * size.1)
        .into_par_iter()
        .map(|index| {
            let (top, left) = (index / size.1 * BLOCK, index % size.1 * BLOCK);
            block(luma, top, left)
        })
        .collect();
    let mut by_brightness: Vec<(f32, f32)> = blocks.iter().copied().filter(|(level, _)| !level.is_nan()).collect();
    by_brightness.sort_by(|one, other| one.1.total_cmp(&other.1));
    let usual = usual_levels(&by_brightness);
    let doublings = blocks.iter().map(|(level, brightness)| {
        let nearest = (*brightness as usize).min(usual.len() - 1);
        usual[nearest].map_or(f32::NAN, |usual| (level / usual).log2())
    });
    let plane = |values: Vec<f32>| Array2::from_shape_fn(size, |(row, column)| values[row * size.1 + column]);
    Noise {
        doublings: plane(doublings.collect()),
        level: plane(blocks.iter().map(|(level, _)| *level).collect()),
        brightness: plane(blocks.iter().map(|(_, brightness)| *brightness).collect()),
    }
}

/// Noise level and mean brightness of the block at a place.
fn block(luma: &Array2<f32>, top: usize, left: usize) -> (f32, f32) {
    let block = luma.slice(s![top..top + BLOCK, left..left + BLOCK]);
    let brightness = block.sum() / (BLOCK * BLOCK) as f32;
    let clipped = block.iter().filter(|sample| **sample < DARKEST || **sample > BRIGHTEST).count();
    if clipped as f32 > MOST_CLIPPED * (BLOCK * BLOCK) as f32 {
        return (f32::NAN, brightness);
    }
    let details = (0..BLOCK / 2).flat_map(|row| {
        (0..BLOCK / 2).map(move |column| {
            let (y, x) = (2 * row, 2 * column);
            ((block[[y, x]] - block[[y, x + 1]] - block[[y + 1, x]] + block[[y + 1, x + 1]]) / 2.0).abs()
        })
    });
    let level = patches::median(details).unwrap_or(f32::NAN) / MEDIAN_OF_NORMAL;
    (level.max(LEAST_LEVEL), brightness)
}

/// The middle noise level of blocks around each whole brightness; `None` where too few blocks are.
fn usual_levels(by_brightness: &[(f32, f32)]) -> Vec<Option<f32>> {
    let place = |brightness: f32| by_brightness.partition_point(|(_, other)| *other < brightness);
    (0..256_u16)
        .map(|brightness| {
            let brightness = f32::from(brightness);
            let alike = &by_brightness[place(brightness - ALIKE)..place(brightness + ALIKE)];
            (alike.len() >= FEWEST_ALIKE).then(|| patches::median(alike.iter().map(|(level, _)| *level))).flatten()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noise of a known standard deviation from a congruential generator: twelve uniform numbers make a
    /// normal one.
    fn noisy(height: usize, width: usize, deviation: impl Fn(usize, usize) -> f32) -> Array2<f32> {
        let mut state = 7_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1_u64 << 24) as f32
        };
        Array2::from_shape_fn((height, width), |(y, x)| {
            let normal: f32 = (0..12).map(|_| uniform()).sum::<f32>() - 6.0;
            100.0 + 0.1 * x as f32 + deviation(y, x) * normal
        })
    }

    #[test]
    fn the_level_is_the_standard_deviation_of_the_noise() {
        let noise = measure(&noisy(256, 256, |_, _| 4.0));
        let middle = patches::median(noise.level.iter().copied()).unwrap();
        assert!((middle - 4.0).abs() < 0.3, "{middle}");
        assert!(noise.doublings.iter().all(|value| value.abs() < 0.6), "{:?}", noise.doublings);
    }

    #[test]
    fn a_part_with_a_quarter_of_the_noise_is_two_halvings_below() {
        let noise = measure(&noisy(512, 512, |y, x| if y < 128 && x < 128 { 1.0 } else { 4.0 }));
        assert!((noise.doublings[[1, 1]] + 2.0).abs() < 0.5, "{}", noise.doublings[[1, 1]]);
        assert!(noise.doublings[[10, 10]].abs() < 0.5);
    }

    #[test]
    fn clipped_blocks_are_not_measured() {
        let noise = measure(&Array2::from_elem((128, 256), 255.0));
        assert!(noise.level.iter().all(|level| level.is_nan()));
        assert!(noise.doublings.iter().all(|value| value.is_nan()));
    }

    #[test]
    fn a_picture_smaller_than_a_block_has_none() {
        assert_eq!(measure(&Array2::zeros((10, 200))).level.dim(), (0, 6));
    }
}
