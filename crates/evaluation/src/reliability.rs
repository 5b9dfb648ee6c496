//! Whether stated probabilities come true.

use serde::{Deserialize, Serialize};

use crate::interval::{Interval, wilson};
use crate::sample::Label;

/// Bins of a reliability diagram.
pub const BINS: usize = 10;

/// Photos of about the same stated probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Mean probability that was stated for them, both labels weighing the same.
    pub stated: f64,
    /// Share of AI photos among them, both labels weighing the same.
    pub observed: f64,
    /// Interval of the share, as if photos were independent (Wilson).
    pub interval: Interval,
    /// Share of the sample in this bin, both labels weighing the same.
    pub mass: f64,
    /// AI photos.
    pub ai: usize,
    /// Camera photos.
    pub camera: usize,
}

/// [`BINS`] bins of about equal mass, by rising probability, of (log10 LR, label) at equal prior odds. Equal
/// ratios share a bin, so there may be fewer bins; none without photos of both labels.
///
/// Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI
/// 2015.
pub fn bins(weighed: &[(f64, Label)]) -> Vec<Bin> {
    let count = |label| weighed.iter().filter(|case| case.1 == label).count();
    let (ai, camera) = (count(Label::Ai), count(Label::Camera));
    if ai == 0 || camera == 0 {
        return Vec::new();
    }
    let mass = |label| match label {
        Label::Ai => 0.5 / ai as f64,
        Label::Camera => 0.5 / camera as f64,
    };
    let mut ascending: Vec<(f64, Label)> = weighed.to_vec();
    ascending.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut bins: Vec<Vec<(f64, Label)>> = vec![Vec::new(); BINS];
    let mut below = 0.0;
    for ties in ascending.chunk_by(|a, b| a.0 == b.0) {
        let here: f64 = ties.iter().map(|case| mass(case.1)).sum();
        // Ties lie where their middle lies.
        let place = (((below + here / 2.0) * BINS as f64) as usize).min(BINS - 1);
        if let Some(bin) = bins.get_mut(place) {
            bin.extend_from_slice(ties);
        }
        below += here;
    }
    bins.into_iter().filter_map(|bin| of(&bin, ai, camera, mass)).collect()
}

fn of(bin: &[(f64, Label)], all_ai: usize, all_camera: usize, mass: impl Fn(Label) -> f64) -> Option<Bin> {
    let ai = bin.iter().filter(|case| case.1 == Label::Ai).count();
    let raw = wilson(ai, bin.len())?;
    let total: f64 = bin.iter().map(|case| mass(case.1)).sum();
    let stated = bin.iter().map(|case| mass(case.1) * probability(case.0)).sum::<f64>() / total;
    // Odds in the sample over the odds of the labels in it: a monotone map, so the interval follows.
    let balanced = |share: f64| {
        let (ai, camera) = (share / all_ai as f64, (1.0 - share) / all_camera as f64);
        ai / (ai + camera)
    };
    Some(Bin {
        stated,
        observed: balanced(ai as f64 / bin.len() as f64),
        interval: Interval { low: balanced(raw.low), high: balanced(raw.high) },
        mass: total,
        ai,
        camera: bin.len() - ai,
    })
}

/// Probability of AI at equal prior odds.
pub fn probability(log10_lr: f64) -> f64 {
    1.0 / (1.0 + 10_f64.powf(-log10_lr))
}

/// Expected calibration error: the mean distance between what was stated and what was observed.
pub fn expected_error(bins: &[Bin]) -> f64 {
    bins.iter().map(|bin| bin.mass * (bin.stated - bin.observed).abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Label::{Ai, Camera};

    /// 100 photos at each of ten probabilities that come true.
    fn truthful() -> Vec<(f64, Label)> {
        (0..10)
            .flat_map(|tenth| {
                let share = (f64::from(tenth) + 0.5) / 10.0;
                let log10_lr = (share / (1.0 - share)).log10();
                (0..100).map(move |photo| (log10_lr, if photo < 10 * tenth + 5 { Ai } else { Camera }))
            })
            .collect()
    }

    #[test]
    fn probabilities_that_come_true_have_no_error() {
        let bins = bins(&truthful());
        assert_eq!(bins.len(), 10);
        for bin in &bins {
            assert_eq!(bin.ai + bin.camera, 100);
            assert!((bin.stated - bin.observed).abs() < 1e-9 && (bin.mass - 0.1).abs() < 1e-9, "{bin:?}");
            assert!(bin.interval.low < bin.observed && bin.observed < bin.interval.high, "{bin:?}");
        }
        assert!(expected_error(&bins) < 1e-9);
    }

    #[test]
    fn a_label_with_more_photos_weighs_no_more() {
        let tenfold = truthful()
            .into_iter()
            .flat_map(|case| std::iter::repeat_n(case, if case.1 == Camera { 10 } else { 1 }))
            .collect::<Vec<_>>();
        let bins = bins(&tenfold);
        assert!(expected_error(&bins) < 1e-9, "{bins:?}");
    }

    #[test]
    fn overconfidence_shows() {
        let bold: Vec<(f64, Label)> = truthful().into_iter().map(|(log10_lr, label)| (3.0 * log10_lr, label)).collect();
        assert!(expected_error(&bins(&bold)) > 0.1);
        assert!(bins(&[(0.3, Ai)]).is_empty());
    }
}
