//! Power spectra of residuals, averaged over tiles (Welch).

use ndarray::{Array2, Zip, s};

use super::tiles::{TILE, Tile};
use crate::signal::{Spectrum, Window, clipped_at_quantile};

/// Half of the spectrum: `[TILE, TILE / 2 + 1]`; row `k` has the vertical frequency `k / TILE` (minus 1
/// above one half), column `l` the horizontal frequency `l / TILE`.
type Half = Array2<f64>;

/// Averages over the tiles. Each tile counts alike, whatever its contrast.
#[derive(Debug, Clone, PartialEq)]
pub struct Averaged {
    /// Power of the signed cross-difference of Y, Cb, Cr over its mean power: what decoders and codecs
    /// add shows as lines.
    pub linear: [Array2<f64>; 3],
    /// Real part of the cross-spectra Y Cb, Y Cr, Cb Cr of the signed residuals, each tile over the root
    /// of both mean powers.
    pub cross: [Array2<f64>; 3],
    /// Mean power of the signed residual of Y, Cb, Cr, in squared levels, averaged as logarithms.
    pub log10_power: [f64; 3],
}

/// Share of the residual's magnitudes that is kept as it is; a few edges must not outweigh the rest.
const CLIP: f32 = 0.99;

/// Levels squared: residuals below are rounding, and their tile is left out.
const LEAST_POWER: f64 = 1e-3;

/// Averages; `None` if no tile has a residual in luma.
pub(super) fn average(tiles: &[Tile]) -> Option<Averaged> {
    let empty = || [half(), half(), half()];
    let mut sum = Averaged { linear: empty(), cross: empty(), log10_power: [0.0; 3] };
    let mut counted = 0usize;
    for tile in tiles {
        let residuals: Vec<Array2<f32>> =
            tile.planes.iter().map(|plane| clipped_at_quantile(cross_difference(plane), CLIP)).collect();
        let powers: Vec<f64> = residuals.iter().map(mean_power).collect();
        if powers.first().is_none_or(|power| *power < LEAST_POWER) {
            continue;
        }
        counted += 1;
        let spectra: Vec<Spectrum> =
            residuals.iter().map(|residual| Spectrum::of(residual.view(), Window::Hann)).collect();
        for (place, spectrum) in spectra.iter().enumerate() {
            let power = powers[place].max(LEAST_POWER);
            add(&mut sum.linear[place], spectrum, power);
            sum.log10_power[place] += super::log10(powers[place]);
        }
        for (cross, (one, other)) in sum.cross.iter_mut().zip([(0, 1), (0, 2), (1, 2)]) {
            let scale = samples() * (powers[one].max(LEAST_POWER) * powers[other].max(LEAST_POWER)).sqrt();
            Zip::from(cross).and(spectra[one].bins()).and(spectra[other].bins()).for_each(|sum, one, other| {
                *sum += f64::from(one.re * other.re + one.im * other.im) / scale;
            });
        }
    }
    if counted == 0 {
        return None;
    }
    let count = counted as f64;
    for plane in sum.linear.iter_mut().chain(&mut sum.cross) {
        plane.mapv_inplace(|value| value / count);
    }
    sum.log10_power = sum.log10_power.map(|power| power / count);
    Some(sum)
}

fn half() -> Half {
    Array2::zeros((TILE, TILE / 2 + 1))
}

/// What white noise of power 1 has in each bin under a Hann window: 9/64 of the samples.
fn samples() -> f64 {
    (TILE * TILE) as f64 * 9.0 / 64.0
}

fn add(sum: &mut Half, spectrum: &Spectrum, power: f64) {
    let scale = samples() * power;
    Zip::from(sum).and(spectrum.bins()).for_each(|sum, bin| *sum += f64::from(bin.norm_sqr()) / scale);
}

fn mean_power(plane: &Array2<f32>) -> f64 {
    plane.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>() / plane.len().max(1) as f64
}

/// `I(y, x) + I(y+1, x+1) - I(y, x+1) - I(y+1, x)` with its sign, `[height - 1, width - 1]`, in levels.
pub(super) fn cross_difference(plane: &Array2<f32>) -> Array2<f32> {
    let (above, below) = (plane.slice(s![..-1, ..]), plane.slice(s![1.., ..]));
    let upright = &below - &above;
    &upright.slice(s![.., 1..]) - &upright.slice(s![.., ..-1])
}
