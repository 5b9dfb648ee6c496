//! Whether cosine coefficients were once quantised: the one thing that JPEG does and a decoder does not.
//!
//! After JPEG, the coefficients of the 8 by 8 blocks on its grid lie near multiples of a step: their
//! histogram is a comb. The comb survives the rounding of samples, and not scaling. At the highest qualities
//! the steps are 1 and rounding hides most of the comb; what is left is seen against other grids of the same
//! picture, on which there is none.

use ndarray::{ArrayView2, Axis};
use rayon::prelude::*;

use crate::signal::{BLOCK, Coefficients, block_cosines, mode_values};

/// Modes that are looked at: low enough to be rarely zero; those whose coefficients are multiples of 1/8
/// in any picture of whole levels (frequencies 0 and 4 only) are left out.
const MODES: [(usize, usize); 12] =
    [(0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (2, 2), (0, 3), (3, 0), (1, 3), (3, 1)];

/// Steps that are tried. Steps of 1 are looked for in all modes together.
const STEPS: std::ops::RangeInclusive<u16> = 2..=40;

/// Least mean cosine for a comb. A smooth histogram gives a negative one.
const LEAST_COMB: f64 = 0.12;

/// Least number of standard deviations above no comb.
const LEAST_SIGNIFICANCE: f64 = 8.0;

/// Modes with a comb that make a quantisation.
const LEAST_MODES: usize = 3;

/// Least difference of mean cosines for steps of 1.
const LEAST_FINEST: f64 = 0.02;

/// Grids that the finest comb is compared with, as moves from the grid itself.
const OTHERS: [(usize, usize); 2] = [(3, 2), (5, 6)];

/// What was found on the grid that was tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantisation {
    /// Where the blocks of the clearest grid begin, down and across, modulo 8.
    pub origin: (usize, usize),
    /// Modes with a comb, of [`Self::MODES`].
    pub combs: usize,
    /// How much nearer to whole numbers the coefficients of all modes lie on this grid than on others: a
    /// difference of mean cosines.
    pub finest: f64,
    /// Number of standard deviations by which they do.
    pub finest_significance: f64,
}

impl Quantisation {
    /// Number of modes that were looked at.
    pub const MODES: usize = MODES.len();

    /// Combs first, then the finest comb.
    fn rank(self) -> (usize, i64) {
        (self.combs, (self.finest * 1e6) as i64)
    }

    /// Whether the picture was once quantised there.
    pub fn found(self) -> bool {
        self.combs >= LEAST_MODES || (self.finest >= LEAST_FINEST && self.finest_significance >= LEAST_SIGNIFICANCE)
    }
}

/// Tries the grids of 8 by 8 blocks that begin at these origins (down, across) and gives the one with the
/// clearest quantisation; no combs without an origin.
pub fn measure(luma: ArrayView2<'_, f32>, origins: &[(usize, usize)]) -> Quantisation {
    // The middle is enough: a comb needs a few thousand blocks.
    let (rows, columns) = (luma.nrows().min(MOST_SIDE), luma.ncols().min(MOST_SIDE));
    let start = |side: usize, part: usize| (side - part) / 2 / BLOCK * BLOCK;
    let (top, left) = (start(luma.nrows(), rows), start(luma.ncols(), columns));
    let part = luma.slice(ndarray::s![top..top + rows, left..left + columns]);
    let none = Quantisation { origin: (0, 0), combs: 0, finest: 0.0, finest_significance: 0.0 };
    let tried = origins.iter().enumerate().filter(|(index, origin)| !origins[..*index].contains(origin));
    let tried = tried.map(|(_, origin)| origin).map(|origin| on_grid(part, *origin));
    tried.fold(none, |clearest, next| if next.rank() > clearest.rank() { next } else { clearest })
}

fn on_grid(part: ArrayView2<'_, f32>, origin: (usize, usize)) -> Quantisation {
    let coefficients = block_cosines(part, origin);
    let combs = MODES.iter().filter(|mode| has_comb(&mode_values(&coefficients, **mode).collect::<Vec<_>>())).count();
    let (own, count) = finest_comb(&coefficients);
    let others = OTHERS.map(|(down, across)| {
        finest_comb(&block_cosines(part, ((origin.0 + down) % BLOCK, (origin.1 + across) % BLOCK))).0
    });
    let finest = own - others.into_iter().fold(f64::NEG_INFINITY, f64::max);
    Quantisation { origin, combs, finest, finest_significance: finest * (count as f64).sqrt() }
}

/// Mean cosine of the distance of all coefficients from whole numbers, but for those near zero, and their
/// number.
fn finest_comb(coefficients: &Coefficients) -> (f64, usize) {
    let sums = |(row, line): (usize, ndarray::ArrayView1<'_, f32>)| {
        let counted = line
            .into_iter()
            .enumerate()
            .filter(|(column, value)| (row % 4 != 0 || column % 4 != 0) && value.abs() >= 0.5);
        counted.fold((0.0f32, 0usize), |(sum, count), (_, value)| {
            (sum + cosine_of_turns(value - nearest(*value)), count + 1)
        })
    };
    let rows: Vec<(f32, usize)> = coefficients.axis_iter(Axis(0)).into_par_iter().enumerate().map(sums).collect();
    let (sum, count) =
        rows.into_iter().fold((0.0, 0), |(sum, count), (more, counted)| (sum + f64::from(more), count + counted));
    (sum / count.max(1) as f64, count)
}

/// Greatest side of the part whose blocks are transformed, in pixels.
const MOST_SIDE: usize = 768;

/// Values of one mode that are looked at: more make a comb no clearer.
const MOST_VALUES: usize = 8192;

fn has_comb(values: &[f32]) -> bool {
    let every = values.len().div_ceil(MOST_VALUES).max(1);
    let values: Vec<f32> = values.iter().step_by(every).copied().collect();
    STEPS.into_iter().any(|step| {
        let scale = 1.0 / f32::from(step);
        let (sum, count) = values.iter().fold((0.0f32, 0.0f32), |(sum, count), value| {
            let steps = value * scale;
            // The narrow heap at zero is no tooth.
            let counts = f32::from(u8::from(steps.abs() >= 0.5));
            (sum + counts * cosine_of_turns(steps - nearest(steps)), count + counts)
        });
        let comb = f64::from(sum / count.max(1.0));
        comb > LEAST_COMB && comb * (2.0 * f64::from(count)).sqrt() > LEAST_SIGNIFICANCE
    })
}

/// The nearest whole number, for magnitudes below 2^22: adding this constant leaves no room for a fraction.
/// Rounding by the library is a call on processors without an instruction for it.
fn nearest(value: f32) -> f32 {
    const NO_ROOM_FOR_FRACTIONS: f32 = 12_582_912.0;
    (value + NO_ROOM_FOR_FRACTIONS) - NO_ROOM_FOR_FRACTIONS
}

/// `cos(2 pi turns)` for at most half a turn either way, to within 0.002: a series that the compiler can
/// run over many values at once.
fn cosine_of_turns(turns: f32) -> f32 {
    let square = turns * turns;
    1.0 + square
        * (-19.739_209 + square * (64.939_39 + square * (-85.456_82 + square * (60.244_64 - square * 26.426_26))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::testing::noise;
    use image::{DynamicImage, RgbImage};
    use ndarray::Array2;

    fn textured(width: u32, height: u32) -> RgbImage {
        let noise = noise(height as usize, width as usize, 6.0, 2);
        let scene = catchlight_rendered::scene(width, height, 9);
        RgbImage::from_fn(width, height, |x, y| {
            let noise = noise[[y as usize, x as usize]];
            image::Rgb(scene.get_pixel(x, y).0.map(|sample| (f32::from(sample) + noise) as u8))
        })
    }

    fn luma(picture: RgbImage) -> Array2<f32> {
        let coded = DynamicImage::ImageRgb8(picture);
        crate::pixels::luma(&crate::pixels::Pixels { coded, bits_per_sample: 8, notes: Vec::new() })
    }

    #[test]
    fn the_comb_of_a_decoded_jpeg_is_found_on_its_grid_only() {
        for quality in [60, 75, 85, 92, 97, 100] {
            let jpeg = catchlight_rendered::jpeg(&textured(512, 512), quality);
            let decoded = luma(image::load_from_memory(&jpeg).unwrap().into_rgb8());
            assert!(measure(decoded.view(), &[(0, 0)]).found(), "quality {quality}");
            assert!(!measure(decoded.view(), &[(3, 5)]).found(), "quality {quality}");
            let cropped = decoded.slice(ndarray::s![3.., 2..]);
            assert!(measure(cropped, &[(0, 0), (5, 6)]).found(), "quality {quality}, cropped");
        }
    }

    #[test]
    fn the_series_is_the_cosine() {
        for place in -50..=50 {
            let turns = place as f32 / 100.0;
            assert_eq!(nearest(7.0 + turns), (7.0 + turns).round_ties_even());
            assert!((cosine_of_turns(turns) - (std::f32::consts::TAU * turns).cos()).abs() < 0.002, "{turns}");
        }
    }

    #[test]
    fn a_picture_that_was_never_compressed_has_no_comb() {
        let never = [luma(textured(512, 512)), Array2::zeros((300, 300)), Array2::zeros((3, 3))];
        for plane in never {
            let found = measure(plane.view(), &[(7, 7)]);
            assert!(!found.found() && found.combs == 0, "{found:?}");
        }
    }
}
