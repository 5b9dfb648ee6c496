//! Noise in the smoothest parts of a picture, for each brightness.

use ndarray::Array2;
use rayon::prelude::*;

use crate::signal::quantile;

/// Side of a block in pixels.
pub const BLOCK: usize = 16;

/// Ranges of brightness, of 16 levels each.
pub const RANGES: usize = 16;

/// Share of the blocks of a brightness that are taken to be flat: what differs in them is noise.
const FLAT: f32 = 0.1;

/// The deviation at that share lies below the true one by chance alone: 225 differences estimate it to
/// within 4.7 % (one standard deviation), and a tenth of such estimates lies 1.28 of them below.
const BIAS: f32 = 1.0 - 1.28 * 0.047;

/// Blocks of a brightness that are needed.
const LEAST_BLOCKS: usize = 30;

/// Mean levels beyond which a block is clipped.
const CLIPPED: (f32, f32) = (6.0, 249.0);

/// Deviation in levels below which a block has no noise at all: it was smoothed away, or compressed away.
pub const NONE_AT_ALL: f32 = 0.05;

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Noise {
    /// Mean brightness of a range and the noise in its flat blocks, both in levels; only ranges with
    /// enough blocks.
    pub by_brightness: Vec<(f32, f32)>,
    /// Share of the blocks without any noise, 0 to 1.
    pub without_noise: f32,
    /// Blocks that were measured.
    pub blocks: usize,
}

impl Noise {
    /// The middle of the noise over the ranges, in levels.
    pub fn typical(&self) -> Option<f32> {
        quantile(&mut self.by_brightness.iter().map(|(_, noise)| *noise).collect::<Vec<_>>(), 0.5)
    }
}

/// Measures luma, levels 0 to 255.
pub fn measure(luma: &Array2<f32>) -> Noise {
    let (rows, columns) = (luma.nrows() / BLOCK, luma.ncols() / BLOCK);
    let blocks: Vec<(f32, f32)> = (0..rows)
        .into_par_iter()
        .flat_map_iter(|row| (0..columns).filter_map(move |column| block(luma, (row * BLOCK, column * BLOCK))))
        .collect();
    let empty = blocks.iter().filter(|(_, deviation)| *deviation < NONE_AT_ALL).count();
    let by_brightness = (0..RANGES)
        .filter_map(|range| {
            let inside: Vec<_> =
                blocks.iter().filter(|(mean, _)| (*mean / 256.0 * RANGES as f32) as usize == range).collect();
            if inside.len() < LEAST_BLOCKS {
                return None;
            }
            let brightness = inside.iter().map(|(mean, _)| mean).sum::<f32>() / inside.len() as f32;
            let mut deviations: Vec<f32> = inside.iter().map(|(_, deviation)| *deviation).collect();
            Some((brightness, quantile(&mut deviations, FLAT)? / BIAS))
        })
        .collect();
    Noise { by_brightness, without_noise: empty as f32 / blocks.len().max(1) as f32, blocks: blocks.len() }
}

/// Mean of a block and the standard deviation of the noise in it, from differences across both axes:
/// straight level and upright edges and slopes vanish in them, and white noise is doubled. `None` for a
/// clipped block.
fn block(luma: &Array2<f32>, (top, left): (usize, usize)) -> Option<(f32, f32)> {
    let block = luma.slice(ndarray::s![top..top + BLOCK, left..left + BLOCK]);
    let mean = block.mean()?;
    if !(CLIPPED.0..=CLIPPED.1).contains(&mean) {
        return None;
    }
    let mut squares = 0.0;
    for y in 0..BLOCK - 1 {
        for x in 0..BLOCK - 1 {
            let difference = block[[y, x]] + block[[y + 1, x + 1]] - block[[y, x + 1]] - block[[y + 1, x]];
            squares += difference * difference;
        }
    }
    let count = ((BLOCK - 1) * (BLOCK - 1)) as f32;
    Some((mean, (squares / count).sqrt() / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::testing::noise;

    #[test]
    fn the_noise_of_a_ramp_is_measured_at_each_brightness() {
        for deviation in [0.8, 2.0, 5.0] {
            let ramp =
                Array2::from_shape_fn((640, 640), |(_, x)| 30.0 + x as f32 * 0.3) + noise(640, 640, deviation, 5);
            let measured = measure(&ramp);
            assert!(measured.by_brightness.len() >= 10, "{measured:?}");
            assert_eq!(measured.without_noise, 0.0);
            for (brightness, found) in &measured.by_brightness {
                assert!((found / deviation - 1.0).abs() < 0.12, "{found} is not {deviation} at {brightness}");
            }
        }
    }

    #[test]
    fn flat_and_clipped_parts_are_told_apart() {
        let flat = measure(&Array2::from_elem((320, 320), 100.0));
        assert_eq!((flat.without_noise, flat.blocks), (1.0, 400));
        assert_eq!(measure(&Array2::from_elem((320, 320), 255.0)).blocks, 0);
        assert_eq!(measure(&Array2::zeros((0, 0))).typical(), None);
    }
}
