//! How well DCT coefficients fit the lattice that an earlier JPEG compression leaves: multiples of its
//! quantisation step, blurred by what came after (after Fan and de Queiroz 2003, Bianchi and Piva 2012).
//!
//! All likelihoods are natural logarithms, against a smooth density that falls off exponentially.

use crate::jpeg_quality;

/// The modes that are looked at, row-major places in a block: the nine lowest AC frequencies, where
/// ordinary photos have most of what is not quantised to 0.
pub(super) const MODES: [usize; 9] = [1, 8, 9, 2, 16, 10, 17, 3, 24];

/// Share of coefficients that may lie anywhere: clipped blocks, painted-in parts.
const OUTLIERS: f64 = 0.03;

/// Qualities of the standard encoder that are tried. Steps of better ones are too fine to see.
pub(super) const QUALITIES: std::ops::RangeInclusive<u8> = 30..=98;

/// A quality that fits, and how well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    /// Quality setting of the standard encoder.
    pub(super) quality: u8,
    /// Log-likelihood ratio over all modes.
    pub(super) log_likelihood: f64,
}

/// The standard quality with the highest sum over the modes, where `of_mode(mode, step)` tells how
/// well one mode fits a step.
pub(super) fn best_quality(mut of_mode: impl FnMut(usize, u16) -> f64) -> Option<Fit> {
    QUALITIES
        .map(|quality| {
            let steps = jpeg_quality::standard_luminance(quality);
            let log_likelihood = MODES
                .iter()
                .enumerate()
                .map(|(mode, place)| of_mode(mode, steps.get(*place).copied().unwrap_or(1)))
                .sum();
            Fit { quality, log_likelihood }
        })
        .max_by(|one, other| one.log_likelihood.total_cmp(&other.log_likelihood))
}

/// Log-likelihood ratio of each magnitude `1..=most` (in present steps) for coefficients that were
/// first quantised with the step `earlier`, then with `present`; 0 where nothing can be told.
/// `decay` is the fall of the smooth density per level.
pub(super) fn of_requantised(earlier: u16, present: u16, decay: f64, most: usize) -> Vec<f64> {
    /// Standard deviation, in levels, that rounding the pixels between two compressions leaves.
    const ROUNDING: f64 = 0.6;
    let (first, second) = (f64::from(earlier), f64::from(present));
    let multiples = ((most + 1) as f64 * second / first) as usize + 2;
    let single: Vec<f64> = (1..=most).map(|place| (-decay * place as f64 * second).exp()).collect();
    let double: Vec<f64> = (1..=most)
        .map(|place| {
            let middle = place as f64 * second;
            // Only multiples near the bin reach it.
            let nearest = (middle / first).round() as usize;
            let reach = (second / first).ceil() as usize + 2;
            (nearest.saturating_sub(reach)..=(nearest + reach).min(multiples))
                .map(|multiple| {
                    let level = multiple as f64 * first;
                    // Half of what was quantised to 0 was of the other sign.
                    let prior = (-decay * level).exp() * if multiple == 0 { 0.5 } else { 1.0 };
                    let below = |edge: f64| normal_below((edge - level) / ROUNDING);
                    prior * (below(middle + second / 2.0) - below(middle - second / 2.0))
                })
                .sum()
        })
        .collect();
    let (all_single, all_double) = (single.iter().sum::<f64>(), double.iter().sum::<f64>());
    if all_single <= 0.0 || all_double <= 0.0 {
        return vec![0.0; most];
    }
    single
        .iter()
        .zip(&double)
        .map(|(single, double)| mixed((double / all_double) / (single / all_single).max(f64::MIN_POSITIVE)))
        .collect()
}

/// Log-likelihood ratio of a coefficient of `level` 0 or more for multiples of `step` with Gaussian
/// noise of standard deviation `noise` around them; 0 near the multiple 0, where every picture's
/// coefficients gather.
pub(super) fn of_noisy(level: f64, step: u16, noise: f64, decay: f64) -> f64 {
    let step = f64::from(step);
    let nearest = (level / step).round();
    if nearest < 1.0 {
        return 0.0;
    }
    let rest = level - nearest * step;
    let density = (-rest * rest / (2.0 * noise * noise)).exp() / (noise * std::f64::consts::TAU.sqrt());
    mixed(step * density * (decay * rest).clamp(-3.0, 3.0).exp())
}

fn mixed(ratio: f64) -> f64 {
    ((1.0 - OUTLIERS) * ratio + OUTLIERS).ln()
}

/// The normal distribution function, by the logistic curve that differs from it by less than 0.01.
fn normal_below(deviations: f64) -> f64 {
    1.0 / (1.0 + (-1.702 * deviations).exp())
}
