//! Intervals of 95 %.

use serde::{Deserialize, Serialize};

/// Both ends of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Standard normal quantile of 97.5 %.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % interval of a share by Wilson's score, for photos that are independent of each other; `None`
/// of no photos.
///
/// Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
pub fn wilson(found: usize, of: usize) -> Option<Interval> {
    if of == 0 {
        return None;
    }
    let (n, z2) = (of as f64, Z * Z);
    let share = found as f64 / n;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    Some(Interval { low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
}

/// The upper end of the one-sided 95 % interval of a share, exact for independent photos: the share at which so few
/// or fewer would be found in one of twenty cases. With nothing found it is about 3 of the number (rule of three).
/// `None` of no photos, or with more found than there are.
///
/// Clopper and Pearson, "The use of confidence or fiducial limits", Biometrika 26 (1934).
pub fn at_most(found: usize, of: usize) -> Option<f64> {
    if of == 0 || found > of {
        return None;
    }
    if found == of {
        return Some(1.0);
    }
    // Probability of at most `found`, which falls while the share rises.
    let so_few = |share: f64| {
        let (ln_yes, ln_no) = (share.ln(), (-share).ln_1p());
        let mut ln_ways = 0.0;
        let mut sum = 0.0;
        for count in 0..=found {
            sum += (ln_ways + count as f64 * ln_yes + (of - count) as f64 * ln_no).exp();
            ln_ways += ((of - count) as f64 / (count + 1) as f64).ln();
        }
        sum
    };
    let (mut low, mut high) = (found as f64 / of as f64, 1.0);
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        if so_few(middle) > 0.05 { low = middle } else { high = middle }
    }
    Some(high)
}

/// The middle 95 % of values that a bootstrap drew; `None` of no values.
///
/// Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13: percentile interval.
pub fn percentile(mut values: Vec<f64>) -> Option<Interval> {
    values.sort_by(f64::total_cmp);
    Some(Interval { low: quantile(&values, 0.025)?, high: quantile(&values, 0.975)? })
}

/// The quantile of ascending values with linear interpolation (type 7 of Hyndman and Fan, 1996).
pub fn quantile(ascending: &[f64], share: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor();
    let (low, high) = (ascending.get(below as usize)?, ascending.get((below as usize + 1).min(last))?);
    Some(low + (high - low) * (place - below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_at_known_points() {
        // R: prop.test(8, 10, correct = FALSE)$conf.int and prop.test(0, 100, correct = FALSE)$conf.int
        let interval = wilson(8, 10).unwrap();
        assert!((interval.low - 0.490_162_5).abs() < 1e-6 && (interval.high - 0.943_317_8).abs() < 1e-6);
        let interval = wilson(0, 100).unwrap();
        assert!(interval.low.abs() < 1e-12 && (interval.high - 0.036_993_5).abs() < 1e-6, "{interval:?}");
        assert_eq!(wilson(0, 0), None);
        // SciPy: beta.ppf(0.95, 1, 100) and beta.ppf(0.95, 6, 55)
        assert!((at_most(0, 100).unwrap() - 0.029_513).abs() < 1e-6);
        assert!((at_most(5, 60).unwrap() - 0.167263).abs() < 1e-5, "{:?}", at_most(5, 60));
        assert_eq!((at_most(3, 3), at_most(0, 0), at_most(2, 1)), (Some(1.0), None, None));
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.25), Some(1.75));
        assert_eq!(quantile(&[5.0], 0.9), Some(5.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
