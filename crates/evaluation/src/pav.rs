//! Pool adjacent violators: the best that any map which keeps the order of the scores could do.

use crate::cllr::cllr;
use crate::sample::{Label, Sample};

/// A run of scores that get one likelihood ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pool {
    /// Lowest score of the run.
    pub from: f64,
    /// AI photos in it.
    pub ai: usize,
    /// Camera photos in it.
    pub camera: usize,
}

impl Pool {
    /// Natural logarithm of the run's likelihood ratio in a sample of this many photos of each label;
    /// infinite where only one label occurs.
    pub fn ln_lr(&self, ai: usize, camera: usize) -> f64 {
        ((self.ai as f64 / ai as f64) / (self.camera as f64 / camera as f64)).ln()
    }
}

/// Runs of ascending scores whose share of AI photos rises from run to run: isotonic regression of the
/// labels on the scores.
///
/// Ayer, Brunk, Ewing, Reid and Silverman, "An empirical distribution function for sampling with incomplete
/// information", Annals of Mathematical Statistics 26 (1955).
pub fn pools(sample: &Sample) -> Vec<Pool> {
    let mut pools: Vec<Pool> = Vec::new();
    let mut ascending = sample.cases().chunk_by(|a, b| a.score == b.score).collect::<Vec<_>>();
    ascending.reverse();
    for ties in ascending {
        let Some(first) = ties.first() else { continue };
        let ai = ties.iter().filter(|case| case.label == Label::Ai).count();
        let mut pool = Pool { from: first.score, ai, camera: ties.len() - ai };
        while let Some(before) = pools.pop_if(|before| violates(before, &pool)) {
            pool = Pool { from: before.from, ai: before.ai + pool.ai, camera: before.camera + pool.camera };
        }
        pools.push(pool);
    }
    pools
}

/// Whether a lower run holds at least the share of AI photos of the next one.
fn violates(lower: &Pool, upper: &Pool) -> bool {
    (lower.ai as u128) * (upper.camera as u128) >= (upper.ai as u128) * (lower.camera as u128)
}

/// The least Cllr that any monotone calibration could reach on these very photos; `None` without photos of
/// both labels. It knows the answers, so it is a bound and never a result.
pub fn least_cllr(sample: &Sample) -> Option<f64> {
    let (ai, camera) = (sample.of(Label::Ai).photos, sample.of(Label::Camera).photos);
    let ratios = pools(sample).into_iter().flat_map(move |pool| {
        let ln_lr = pool.ln_lr(ai, camera);
        [(ln_lr, Label::Ai, pool.ai as f64), (ln_lr, Label::Camera, pool.camera as f64)]
    });
    cllr(ratios.filter(|(.., times)| *times > 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Label::{Ai, Camera};
    use proptest::prelude::*;

    fn sample(scored: &[(f64, Label)]) -> Sample {
        Sample::new(scored.iter().map(|(score, label)| (*score, *label, "one")))
    }

    #[test]
    fn the_textbook_example_pools_its_violators() {
        let pools = pools(&sample(&[(1.0, Camera), (2.0, Ai), (3.0, Camera), (4.0, Camera), (5.0, Ai), (6.0, Ai)]));
        let counted: Vec<(f64, usize, usize)> = pools.iter().map(|pool| (pool.from, pool.ai, pool.camera)).collect();
        // 2, 3 and 4 hold one AI photo of three; 5 and 6 hold nothing else and are one run.
        assert_eq!(counted, [(1.0, 0, 1), (2.0, 1, 2), (5.0, 2, 0)]);
    }

    #[test]
    fn scores_that_separate_cost_nothing_and_equal_scores_cost_one_bit() {
        assert_eq!(least_cllr(&sample(&[(0.0, Camera), (1.0, Ai)])), Some(0.0));
        assert_eq!(least_cllr(&sample(&[(1.0, Camera), (1.0, Ai)])), Some(1.0));
        assert_eq!(least_cllr(&sample(&[(1.0, Ai), (2.0, Camera)])), Some(1.0), "the wrong order is worth nothing");
        assert_eq!(least_cllr(&sample(&[(1.0, Ai)])), None);
    }

    proptest! {
        #[test]
        fn shares_rise_and_nothing_is_lost(scored in prop::collection::vec((0..15_i32, prop::bool::ANY), 1..80)) {
            let scored: Vec<(f64, Label)> =
                scored.into_iter().map(|(score, ai)| (f64::from(score), if ai { Ai } else { Camera })).collect();
            let pools = pools(&sample(&scored));
            for pair in pools.windows(2) {
                let share = |pool: &Pool| pool.ai as f64 / (pool.ai + pool.camera) as f64;
                prop_assert!(share(&pair[0]) < share(&pair[1]) && pair[0].from < pair[1].from);
            }
            prop_assert_eq!(pools.iter().map(|pool| pool.ai + pool.camera).sum::<usize>(), scored.len());
        }

        #[test]
        fn no_monotone_calibration_costs_less(
            scored in prop::collection::vec((-4.0..4.0_f64, prop::bool::ANY), 2..60), slope in 0.0..3.0, shift in -2.0..2.0
        ) {
            let scored: Vec<(f64, Label)> =
                scored.into_iter().map(|(score, ai)| (score, if ai { Ai } else { Camera })).collect();
            let least = least_cllr(&sample(&scored));
            let line = cllr(scored.iter().map(|(score, label)| (shift + slope * score, *label, 1.0)));
            prop_assert_eq!(least.is_some(), line.is_some());
            if let (Some(least), Some(line)) = (least, line) {
                prop_assert!(least <= line + 1e-9, "{} {}", least, line);
                prop_assert!((0.0..=1.0 + 1e-9).contains(&least));
            }
        }
    }
}
