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
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.25), Some(1.75));
        assert_eq!(quantile(&[5.0], 0.9), Some(5.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
