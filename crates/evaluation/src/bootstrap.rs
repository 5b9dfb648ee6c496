//! The bootstrap of whole sources: photos of one source resemble each other, so they are drawn together.
//!
//! Within each label as many sources are drawn, with replacement, as there are. Field and Welsh,
//! "Bootstrapping clustered data", Journal of the Royal Statistical Society B 69 (2007). With few sources
//! such an interval is too narrow; the number of sources belongs beside it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use crate::roc::Roc;
use crate::sample::{Label, Sample};

/// How often a bootstrap draws.
pub const RESAMPLES: usize = 1000;
/// The same photos give the same intervals.
pub const SEED: u64 = 20_261_122;

/// How often each unit of a sample was drawn, in [`RESAMPLES`] draws.
pub fn draws(sample: &Sample) -> impl Iterator<Item = Vec<f64>> {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    (0..RESAMPLES).map(move |_| {
        let mut times = vec![0.0; sample.unit_count()];
        for label in [Label::Ai, Label::Camera] {
            let units = &sample.of(label).units;
            for _ in units {
                let drawn = units.get(below(units.len(), random.next_u64()));
                if let Some(times) = drawn.and_then(|unit| times.get_mut(*unit)) {
                    *times += 1.0;
                }
            }
        }
        times
    })
}

/// The curve of each draw; a draw that left a label empty has none.
pub fn curves(sample: &Sample) -> impl Iterator<Item = Roc> {
    draws(sample).filter_map(|times| Roc::weighted(sample, |unit| times.get(unit).copied().unwrap_or(0.0)))
}

/// A number below `count`, evenly from 64 random bits (Lemire's multiplication; the bias of at most
/// `count` in 2^64 is far below what anybody could see).
fn below(count: usize, random: u64) -> usize {
    ((u128::from(random) * count as u128) >> 64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::percentile;
    use proptest::prelude::*;

    #[test]
    fn each_label_keeps_its_number_of_sources_and_draws_repeat() {
        let sample = Sample::new([
            (0.1, Label::Camera, "a"),
            (0.2, Label::Camera, "a"),
            (0.3, Label::Camera, "b"),
            (0.4, Label::Ai, "c"),
            (0.5, Label::Ai, "d"),
            (0.6, Label::Ai, "e"),
        ]);
        let all: Vec<Vec<f64>> = draws(&sample).collect();
        assert_eq!(all.len(), RESAMPLES);
        for times in &all {
            let drawn = |label| sample.of(label).units.iter().map(|unit| times[*unit]).sum::<f64>();
            assert_eq!((drawn(Label::Ai), drawn(Label::Camera)), (3.0, 2.0));
        }
        assert_eq!(all, draws(&sample).collect::<Vec<_>>());
    }

    #[test]
    fn the_interval_of_a_mean_rank_matches_theory() {
        // One AI source far above, one photo a camera source at 0..100: nothing varies.
        let names: Vec<String> = (0..100).map(|number| number.to_string()).collect();
        let cameras = names.iter().enumerate().map(|(score, name)| (score as f64, Label::Camera, name.as_str()));
        let sample = Sample::new(cameras.chain([(49.5, Label::Ai, "x"), (49.5, Label::Ai, "y")]));
        let areas: Vec<f64> = curves(&sample).map(|roc| roc.auc()).collect();
        let mean = areas.iter().sum::<f64>() / areas.len() as f64;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
        // The share of draws below the middle is binomial: its deviation is 0.5 / sqrt(100).
        let interval = percentile(areas).unwrap();
        assert!((interval.low - 0.402).abs() < 0.02 && (interval.high - 0.598).abs() < 0.02, "{interval:?}");
    }

    #[test]
    fn photos_of_one_source_move_together() {
        // Ten copies of each source's photo say no more than one: the interval must not shrink.
        let names: Vec<String> = (0..12).map(|number| number.to_string()).collect();
        let of = |copies: usize| {
            let scored = names.iter().enumerate().flat_map(|(at, name)| {
                let label = if at % 2 == 0 { Label::Ai } else { Label::Camera };
                std::iter::repeat_n((((at * 5) % 12) as f64, label, name.as_str()), copies)
            });
            percentile(curves(&Sample::new(scored)).map(|roc| roc.auc()).collect()).unwrap()
        };
        let (one, ten) = (of(1), of(10));
        assert!((one.low - ten.low).abs() < 1e-9 && (one.high - ten.high).abs() < 1e-9, "{one:?} {ten:?}");
    }

    proptest! {
        #[test]
        fn numbers_stay_below(count in 1_usize..1000, random in prop::num::u64::ANY) {
            prop_assert!(below(count, random) < count);
        }
    }
}
