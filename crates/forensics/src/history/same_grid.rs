//! Double compression on the same grid: the present coefficients still show the step of an earlier
//! quantisation in their histogram.

use super::lattice::{self, Fit, MODES};
use crate::coefficients::Component;

/// Largest magnitude that is counted, in present steps.
const MOST: usize = 60;
/// Log-likelihood ratio per coefficient from which an earlier compression is reported. Of 200 camera
/// photos that were scaled down and saved once, none reached it; see docs/validation/compression_history.md.
const LEAST_PER_COEFFICIENT: f64 = 0.06;
/// Fewest coefficients other than 0 that allow an answer.
const FEWEST: u64 = 400;

/// What the histograms of the lowest modes tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SameGrid {
    /// An earlier compression shows through.
    Found {
        /// Quality setting of the standard encoder whose steps fit best, 1 to 100.
        quality: u8,
        /// Log-likelihood ratio per coefficient, natural logarithm.
        per_coefficient: f64,
    },
    /// The histograms were smooth.
    NotFound {
        /// The highest log-likelihood ratio per coefficient.
        per_coefficient: f64,
    },
    /// Too few coefficients were other than 0.
    TooFew,
}

/// Looks for an earlier quantisation in the luma coefficients.
pub(super) fn look(luma: &Component) -> SameGrid {
    let modes: Vec<Mode> = MODES.iter().filter_map(|place| Mode::of(luma, *place)).collect();
    let count: u64 = modes.iter().map(|mode| mode.count).sum();
    if count < FEWEST || modes.len() < MODES.len() {
        return SameGrid::TooFew;
    }
    let Some(Fit { quality, log_likelihood }) =
        lattice::best_quality(|mode, step| modes.get(mode).map_or(0.0, |mode| mode.fits(step)))
    else {
        return SameGrid::TooFew;
    };
    let per_coefficient = log_likelihood / count as f64;
    if per_coefficient >= LEAST_PER_COEFFICIENT {
        SameGrid::Found { quality, per_coefficient }
    } else {
        SameGrid::NotFound { per_coefficient }
    }
}

struct Mode {
    /// How often each magnitude 1, 2, 3 ... occurs.
    histogram: Vec<u64>,
    count: u64,
    step: u16,
    /// Fall of the smooth density per level.
    decay: f64,
}

impl Mode {
    fn of(luma: &Component, place: usize) -> Option<Self> {
        let step = luma.steps.get(place).copied().filter(|step| *step > 0)?;
        let mut histogram = vec![0_u64; MOST];
        for block in &luma.blocks {
            let magnitude = block.get(place).map_or(0, |value| usize::from(value.unsigned_abs()));
            if let Some(count) = magnitude.checked_sub(1).and_then(|index| histogram.get_mut(index)) {
                *count += 1;
            }
        }
        let count: u64 = histogram.iter().sum();
        let sum: u64 = (1..).zip(&histogram).map(|(magnitude, count)| magnitude * count).sum();
        // The mean of an exponential density above half a step.
        let mean = sum as f64 / count.max(1) as f64 - 0.5;
        let decay = 1.0 / (mean.max(0.3) * f64::from(step));
        Some(Self { histogram, count, step, decay })
    }

    fn fits(&self, earlier: u16) -> f64 {
        if earlier == self.step || earlier <= 1 {
            return 0.0;
        }
        let ratios = lattice::of_requantised(earlier, self.step, self.decay, MOST);
        self.histogram.iter().zip(ratios).map(|(count, ratio)| *count as f64 * ratio).sum()
    }
}
