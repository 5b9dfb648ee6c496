//! Spectra at any frequency: the chirp-z transform, and combs of harmonics of a fractional period.

use std::f64::consts::TAU;

use rayon::prelude::*;
use rustfft::FftDirection;
use rustfft::num_complex::{Complex32, Complex64};

use super::plan;
use super::spectrum::Window;
use super::spectrum_1d::magnitudes_1d;
use super::{local_medians_1d, median};

/// `sum over n of x[n] exp(-2 pi i f n)` at the `count` frequencies `first + k step`, in cycles a sample
/// (Rabiner, Schafer and Rader 1969, by Bluestein's convolution): a piece of the spectrum on a grid of
/// its own, as fine as one likes. In levels times samples.
pub fn chirp_z(samples: &[f32], first: f64, step: f64, count: usize) -> Vec<Complex32> {
    if samples.is_empty() || count == 0 {
        return vec![Complex32::default(); count];
    }
    let length = (samples.len() + count - 1).next_power_of_two();
    // Phases grow with the square of the index: whole turns go before the precision does.
    let chirp = |index: f64| {
        let turns = step * index * index / 2.0;
        Complex64::cis(TAU * (turns - turns.round()))
    };
    let single = |value: Complex64| Complex32::new(value.re as f32, value.im as f32);
    let mut signal = vec![Complex32::default(); length];
    for (index, (slot, sample)) in signal.iter_mut().zip(samples).enumerate() {
        let turns = first * index as f64;
        let shift = Complex64::cis(-TAU * (turns - turns.round()));
        *slot = single(shift * chirp(index as f64).conj()) * *sample;
    }
    let mut kernel = vec![Complex32::default(); length];
    for index in 0..samples.len().max(count) {
        let value = single(chirp(index as f64));
        if index < count {
            kernel[index] = value;
        }
        if index > 0 && index < samples.len() {
            kernel[length - index] = value;
        }
    }
    let (forward, inverse) =
        (plan::complex(length, FftDirection::Forward), plan::complex(length, FftDirection::Inverse));
    forward.process(&mut signal);
    forward.process(&mut kernel);
    for (left, right) in signal.iter_mut().zip(&kernel) {
        *left *= *right;
    }
    inverse.process(&mut signal);
    let scale = 1.0 / length as f32;
    (0..count).map(|index| signal[index] * single(chirp(index as f64).conj()) * scale).collect()
}

/// The same sum at one frequency, in double precision.
pub fn spectrum_at(samples: &[f32], frequency: f64) -> Complex64 {
    // The turn is renewed now and then, before rounding bends it.
    samples.chunks(256).enumerate().fold(Complex64::default(), |sum, (chunk, samples)| {
        let step = Complex64::cis(-TAU * frequency);
        let mut turn = Complex64::cis(-TAU * (frequency * (chunk * 256) as f64).fract());
        sum + samples.iter().fold(Complex64::default(), |sum, sample| {
            let term = turn * f64::from(*sample);
            turn *= step;
            sum + term
        })
    })
}

/// Periods from `first` to `last` pixels in steps of `step`, both ends included.
pub fn periods(first: f64, last: f64, step: f64) -> impl Iterator<Item = f64> {
    let steps = ((last - first) / step).round().max(0.0) as usize;
    (0..=steps).map(move |index| first + index as f64 * step)
}

/// How strongly a line of samples repeats with one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Comb {
    /// Period in samples.
    pub period: f64,
    /// Magnitude at 1, 2, 3 ... over the period, each over the median magnitude around it: 1 for a line
    /// that does not repeat.
    pub ratios: Vec<f32>,
}

/// Bins of the discrete spectrum from which the floor around a frequency is taken, to each side.
const FLOOR_BINS: usize = 14;

/// Bins to each side that belong to the peak itself.
const PEAK_BINS: usize = 2;

impl Comb {
    /// Mean natural logarithm of the ratios.
    pub fn strength(&self) -> f32 {
        self.ratios.iter().map(|ratio| ratio.max(f32::MIN_POSITIVE).ln()).sum::<f32>() / self.ratios.len().max(1) as f32
    }
}

/// The comb of each period with at most `harmonics` teeth below one half cycle a sample, with a Hann
/// window and without the mean. Empty for fewer than 64 samples or for a constant line.
pub fn harmonic_comb(samples: &[f32], periods: impl Iterator<Item = f64>, harmonics: usize) -> Vec<Comb> {
    if samples.len() < 64 {
        return Vec::new();
    }
    let mean = samples.iter().sum::<f32>() / samples.len() as f32;
    let level: Vec<f32> = samples.iter().map(|sample| sample - mean).collect();
    let floor = local_medians_1d(&magnitudes_1d(&level, Window::Hann), FLOOR_BINS, PEAK_BINS);
    if median(&mut floor.clone()).is_none_or(|median| median <= 0.0) {
        return Vec::new();
    }
    let windowed: Vec<f32> =
        level.iter().zip(Window::Hann.factors(level.len())).map(|(sample, factor)| sample * factor).collect();
    let ratio = |frequency: f64| {
        let bin = (frequency * samples.len() as f64).round() as usize;
        (spectrum_at(&windowed, frequency).norm() as f32) / floor[bin.min(floor.len() - 1)].max(f32::MIN_POSITIVE)
    };
    let comb = |period: f64| Comb {
        period,
        ratios: (1..=harmonics)
            .map(|harmonic| harmonic as f64 / period)
            .filter(|frequency| *frequency <= 0.5)
            .map(ratio)
            .collect(),
    };
    let periods: Vec<f64> = periods.collect();
    periods.into_par_iter().map(comb).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::noise;
    use super::*;
    use proptest::prelude::*;

    fn naive(samples: &[f32], frequency: f64) -> Complex64 {
        samples
            .iter()
            .enumerate()
            .map(|(index, sample)| Complex64::cis(-TAU * frequency * index as f64) * f64::from(*sample))
            .sum()
    }

    proptest! {
        #[test]
        fn each_value_is_the_definition(
            samples in prop::collection::vec(-128.0f32..128.0, 1..400),
            first in 0.0f64..0.5, step in 0.0f64..0.01, count in 1usize..80,
        ) {
            let scale: f64 = samples.iter().map(|sample| f64::from(sample.abs())).sum();
            for (index, value) in chirp_z(&samples, first, step, count).into_iter().enumerate() {
                let expected = naive(&samples, first + index as f64 * step);
                let distance = (Complex64::new(value.re.into(), value.im.into()) - expected).norm();
                prop_assert!(distance < 1e-3 + 1e-5 * scale, "{value} is not {expected}");
                prop_assert!((spectrum_at(&samples, first + index as f64 * step) - expected).norm() < 1e-6 * scale + 1e-6);
            }
        }
    }

    #[test]
    fn the_period_of_a_resized_grid_is_found() {
        for (period, seed) in [(6.4, 1), (8.0, 2), (9.14, 3), (11.3, 4)] {
            let noise = noise(1, 1000, 1.0, seed);
            // One bright sample in each period, as the joints of blocks are.
            let line: Vec<f32> = (0..1000)
                .map(|place| noise[[0, place]] + if (place as f64 % period) < 1.0 { 2.0 } else { 0.0 })
                .collect();
            let combs = harmonic_comb(&line, periods(6.0, 12.0, 0.02), 3);
            let best = combs.iter().max_by(|left, right| left.strength().total_cmp(&right.strength())).unwrap();
            assert!((best.period - period).abs() < 0.03, "{} is not {period}", best.period);
            assert!(best.strength() > 1.0);
        }
    }

    #[test]
    fn a_line_without_a_period_has_weak_combs() {
        let line = noise(1, 1200, 3.0, 8).into_raw_vec_and_offset().0;
        assert!(harmonic_comb(&line, periods(6.0, 12.0, 0.02), 4).iter().all(|comb| comb.strength() < 1.1));
    }

    #[test]
    fn lines_that_cannot_be_read_have_no_combs() {
        assert!(harmonic_comb(&[1.0; 30], periods(6.0, 12.0, 0.02), 3).is_empty());
        assert!(harmonic_comb(&[5.0; 300], periods(6.0, 12.0, 0.02), 3).is_empty());
        assert_eq!(chirp_z(&[], 0.1, 0.1, 2).len(), 2);
        assert_eq!(periods(6.0, 12.0, 0.02).count(), 301);
    }
}
