//! Signs of the noise in the middle of a camera's picture: each sensor has a pattern of its own.
//!
//! Source: Lukáš, Fridrich and Goljan, Digital camera identification from sensor pattern noise, IEEE TIFS 1(2), 2006;
//! one bit a pixel after Bayram, Sencar and Memon, Efficient sensor fingerprint matching through fingerprint
//! binarization, IEEE TIFS 7(4), 2012.

use catchlight_forensics::signal::{NOISE_LEVEL, box_means, sensor_residual};
use catchlight_forensics::specimen::Specimen;
use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use ndarray::{Array2, s};
use serde::{Deserialize, Serialize};

use super::{Bytes, FileFacts};

/// Side of the part in pixels, a multiple of 64.
pub const SENSOR_SIDE: usize = 1024;

/// Pixels around the part that the denoiser sees.
const MARGIN: usize = 16;
/// Side of JPEG's blocks; the part begins on their grid, and a block is used whole or not at all.
const BLOCK: usize = 8;
/// Radius of the neighbourhood whose variance tells smooth places from others.
const RADIUS: usize = 2;
/// Largest local variance: what is stronger is the scene's own.
const MOST_VARIANCE: f32 = 60.0;
/// Levels between which a sensor's pattern shows: neither black nor blown out.
const DARKEST: f32 = 12.0;
const BRIGHTEST: f32 = 245.0;
/// Fewest pixels of a block that must be usable.
const LEAST_OF_BLOCK: usize = 48;
/// Shortest longer side of a picture that may be a camera's own.
const LEAST_LONGER_SIDE: usize = 2400;
/// Words of 64 pixels in a row.
const WORDS: usize = SENSOR_SIDE / 64;
/// Blocks along a side.
const BLOCKS: usize = SENSOR_SIDE / BLOCK;

/// The signs of the noise in the middle of the coded picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sensor {
    /// Width and height of the coded picture: only pictures of one size show the same part of a sensor.
    pub coded: (u32, u32),
    /// A bit for each of [`SENSOR_SIDE`] squared pixels, row by row, the first in the lowest bit: whether the pixel is
    /// brighter than expected.
    pub signs: Bytes,
    /// A bit for each block of 8 x 8 pixels: whether it is smooth enough to be used.
    pub used: Bytes,
}

/// Signs in words of 64 pixels, ready to be compared.
#[derive(Debug, Clone)]
pub(crate) struct Signs {
    signs: Vec<u64>,
    used: Vec<u64>,
}

impl Sensor {
    pub(super) fn has_sense(&self) -> bool {
        self.signs.0.len() == SENSOR_SIDE * SENSOR_SIDE / 8
            && self.used.0.len() == BLOCKS * BLOCKS / 8
            && self.coded.0 > 0
            && self.coded.1 > 0
    }

    pub(crate) fn signs(&self) -> Signs {
        let signs = self.signs.0.chunks(8).map(|bytes| {
            let mut word = [0; 8];
            word.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
            u64::from_le_bytes(word)
        });
        // A bit of a block stands for eight pixels of each of its rows.
        let wide = |block_row: usize, word: usize| {
            let bits = self.used.0.get(block_row * BLOCKS / 8 + word).copied().unwrap_or_default();
            (0..8).filter(|bit| bits >> bit & 1 == 1).fold(0_u64, |wide, bit| wide | 0xff << (8 * bit))
        };
        let used = (0..BLOCKS).flat_map(|row| (0..WORDS).map(move |word| (row, word)));
        Signs { signs: signs.collect(), used: used.map(|(row, word)| wide(row, word)).collect() }
    }
}

impl Signs {
    /// How much the signs of two pictures agree where both are used, over how much they agree after shifts: about a
    /// standard normal number for two sensors. The shifts keep JPEG's grid, so that what only the grid makes alike is
    /// in both. `None` where too little of both is used.
    pub(crate) fn agreement(&self, other: &Self) -> Option<f64> {
        /// Shifts that are compared.
        const SHIFTS: usize = 24;
        /// Fewest pixels that both must use.
        const LEAST: i64 = (SENSOR_SIDE * SENSOR_SIDE / 10) as i64;
        let (excess, used) = self.excess(other, 0, 0);
        if used < LEAST {
            return None;
        }
        let squares: Vec<f64> = (0..SHIFTS)
            .map(|turn| {
                let (excess, used) = self.excess(other, 5 * turn + 3, turn % (WORDS - 1) + 1);
                excess as f64 * excess as f64 / used.max(1) as f64
            })
            .collect();
        let spread = (squares.iter().sum::<f64>() / SHIFTS as f64).sqrt();
        (spread > 0.0).then(|| excess as f64 / (used as f64).sqrt() / spread)
    }

    /// Agreeing less disagreeing pixels, and pixels that both use, with the other one shifted by so many blocks down and
    /// words to the side, around the edges.
    fn excess(&self, other: &Self, blocks: usize, words: usize) -> (i64, i64) {
        let (mut differ, mut used) = (0_u32, 0_u32);
        for row in 0..SENSOR_SIDE {
            let there = (row + blocks * BLOCK) % SENSOR_SIDE;
            for word in 0..WORDS {
                let beside = (word + words) % WORDS;
                let at = |values: &[u64], index: usize| values.get(index).copied().unwrap_or_default();
                let both = at(&self.used, row / BLOCK * WORDS + word) & at(&other.used, there / BLOCK * WORDS + beside);
                let differs = at(&self.signs, row * WORDS + word) ^ at(&other.signs, there * WORDS + beside);
                used += both.count_ones();
                differ += (differs & both).count_ones();
            }
        }
        (i64::from(used) - 2 * i64::from(differ), i64::from(used))
    }
}

/// # Errors
/// No pixels, no stated camera, or a picture that is too small to be a camera's own.
pub(super) fn sensor(specimen: &Specimen<'_>, file: &FileFacts) -> Result<Sensor, Text> {
    let luma = specimen.luma().map_err(|undecodable| undecodable.reason.clone())?;
    if file.model.is_none() {
        return Err(text!("The file states no camera.", "文件未写明相机。"));
    }
    let (height, width) = luma.dim();
    let side = SENSOR_SIDE + 2 * MARGIN;
    if height.min(width) < side + BLOCK || height.max(width) < LEAST_LONGER_SIDE {
        return Err(text!("The picture is smaller than cameras take them.", "画面小于相机直接拍摄的尺寸。"));
    }
    let on_grid = |length: usize| (length - side) / 2 / BLOCK * BLOCK;
    let (top, left) = (on_grid(height), on_grid(width));
    let part = luma.slice(s![top..top + side, left..left + side]).to_owned();
    Ok(measured(&part, (width as u32, height as u32)))
}

/// The signs of a part with its margin.
fn measured(part: &Array2<f32>, coded: (u32, u32)) -> Sensor {
    let inner = s![MARGIN..MARGIN + SENSOR_SIDE, MARGIN..MARGIN + SENSOR_SIDE];
    let residual = sensor_residual(part, NOISE_LEVEL);
    let mean = box_means(part, RADIUS);
    let variance = box_means(&(part * part), RADIUS) - &mean * &mean;
    let mut usable = vec![0_usize; BLOCKS * BLOCKS];
    for ((row, column), level) in part.slice(inner).indexed_iter() {
        let fits = variance[[row + MARGIN, column + MARGIN]] < MOST_VARIANCE && (DARKEST..BRIGHTEST).contains(level);
        if let Some(count) = usable.get_mut(row / BLOCK * BLOCKS + column / BLOCK) {
            *count += usize::from(fits);
        }
    }
    Sensor {
        coded,
        signs: bits(residual.slice(inner).iter().map(|value| *value > 0.0)),
        used: bits(usable.iter().map(|count| *count >= LEAST_OF_BLOCK)),
    }
}

/// Eight answers a byte, the first in the lowest bit.
fn bits(answers: impl ExactSizeIterator<Item = bool>) -> Bytes {
    let mut bytes = vec![0_u8; answers.len() / 8];
    for (index, answer) in answers.enumerate() {
        if let Some(byte) = bytes.get_mut(index / 8) {
            *byte |= u8::from(answer) << (index % 8);
        }
    }
    Bytes(bytes)
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

    use super::*;

    /// Even noise from -1 to 1.
    fn noise(seed: u64) -> Array2<f32> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let side = SENSOR_SIDE + 2 * MARGIN;
        Array2::from_shape_simple_fn((side, side), || random.next_u32() as f32 / u32::MAX as f32 * 2.0 - 1.0)
    }

    /// A smooth scene by a sensor with this pattern: one part in a hundred of the light, as in cameras, and other noise.
    fn photo(scene: f32, pattern: &Array2<f32>, seed: u64) -> Signs {
        let light = Array2::from_shape_fn(pattern.dim(), |(row, column)| {
            120.0 + 60.0 * ((row as f32 / 90.0 + scene).sin() * (column as f32 / 70.0).cos())
        });
        let picture = (&light * (1.0 + 0.01 * pattern) + 2.0 * noise(seed)).mapv(f32::round);
        measured(&picture, (4000, 3000)).signs()
    }

    #[test]
    fn photos_of_one_sensor_agree_and_those_of_two_do_not() {
        let (one, other) = (noise(1), noise(2));
        let first = photo(0.0, &one, 3);
        let same = first.agreement(&photo(2.0, &one, 4)).unwrap();
        let different = first.agreement(&photo(2.0, &other, 5)).unwrap();
        assert!(same > 20.0, "{same}");
        assert!(different.abs() < 5.0, "{different}");
    }

    #[test]
    fn a_blown_out_picture_is_not_compared() {
        let white =
            measured(&Array2::from_elem((SENSOR_SIDE + 2 * MARGIN, SENSOR_SIDE + 2 * MARGIN), 255.0), (4000, 3000));
        assert!(white.has_sense());
        assert_eq!(white.signs().agreement(&photo(0.0, &noise(1), 3)), None);
    }

    #[test]
    fn a_grid_that_all_photos_share_is_no_pattern() {
        let side = SENSOR_SIDE + 2 * MARGIN;
        let grid = |seed: u64| {
            let blocks =
                Array2::from_shape_fn(
                    (side, side),
                    |(row, column)| {
                        if row % 8 == 0 || column % 8 == 0 { 1.5_f32 } else { 0.0 }
                    },
                );
            measured(&(100.0 + blocks + 2.0 * noise(seed)), (4000, 3000)).signs()
        };
        let agreement = grid(1).agreement(&grid(2)).unwrap();
        assert!(agreement.abs() < 5.0, "{agreement}");
    }
}
