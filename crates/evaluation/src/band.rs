//! A calibration with the band in which it lies when whole sources are drawn again.

use crate::bootstrap;
use crate::interval::quantile;
use crate::logistic::Logistic;
use crate::sample::Sample;

/// Scores at which the band is told.
pub const KNOTS: usize = 33;

/// Percentiles of the band: what one draw of sources in twenty falls below, or rises above.
const PERCENTILES: (f64, f64) = (0.05, 0.95);

/// The calibration at one score, as log10 LR.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knot {
    /// The score.
    pub score: f64,
    /// 5th percentile over the draws.
    pub low: f64,
    /// The fit.
    pub fitted: f64,
    /// 95th percentile over the draws.
    pub high: f64,
}

/// The calibration of a sample at [`KNOTS`] scores, evenly from its smallest to its largest; `None` without
/// photos of both labels. None of the three numbers falls while the score rises.
pub fn band(sample: &Sample) -> Option<Vec<Knot>> {
    let fit = Logistic::fit(sample, |_| true)?;
    let drawn: Vec<Logistic> = bootstrap::draws(sample)
        .filter_map(|times| Logistic::fit_weighted(sample, |case| times.get(case.unit).copied().unwrap_or(0.0)))
        .collect();
    let (least, most) = fit.score_range;
    (0..KNOTS)
        .map(|number| {
            let score = least + (most - least) * number as f64 / (KNOTS - 1) as f64;
            // Each draw's line goes on beyond its own scores: what it would say there is what is uncertain.
            let mut ratios: Vec<f64> = drawn.iter().map(|fit| fit.intercept + fit.slope * score).collect();
            ratios.sort_by(f64::total_cmp);
            let fitted = fit.intercept + fit.slope * score;
            let low = quantile(&ratios, PERCENTILES.0)?.min(fitted);
            let high = quantile(&ratios, PERCENTILES.1)?.max(fitted);
            Some(Knot { score, low, fitted, high })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Label::{Ai, Camera};

    fn sample(sources: usize) -> Sample {
        let names: Vec<String> = (0..sources).map(|number| number.to_string()).collect();
        let cases = (0..200).flat_map(|photo| {
            let source = names.get(photo % sources).map_or("", String::as_str);
            // Sources differ in their level.
            let shift = (photo % sources) as f64 / sources as f64 * 2.0;
            let spread = (photo / sources) as f64 / 40.0;
            [(spread + shift, Camera, source), (spread + shift + 2.0, Ai, source)]
        });
        Sample::new(cases)
    }

    #[test]
    fn the_band_holds_the_fit_and_rises_with_the_score() {
        let knots = band(&sample(6)).unwrap();
        assert_eq!(knots.len(), KNOTS);
        assert!(knots.iter().all(|knot| knot.low <= knot.fitted && knot.fitted <= knot.high));
        for pair in knots.windows(2) {
            assert!(pair[0].score < pair[1].score);
            assert!(pair[0].low <= pair[1].low && pair[0].fitted <= pair[1].fitted && pair[0].high <= pair[1].high);
        }
    }

    #[test]
    fn fewer_sources_make_a_wider_band() {
        let width = |sources| {
            let knots = band(&sample(sources)).unwrap();
            let last = knots.last().unwrap();
            last.high - last.low
        };
        assert!(width(3) > width(20), "{} {}", width(3), width(20));
        assert!(band(&Sample::new([(0.0, Ai, "a")])).is_none());
    }
}
