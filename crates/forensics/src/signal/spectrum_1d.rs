//! Spectrum of a real line of samples.

use rustfft::num_complex::Complex32;

use super::{Window, plan};

/// The discrete Fourier transform of real samples at the frequencies `k / N` of zero to one half
/// cycle a sample, `N / 2 + 1` bins in levels times samples; empty for no samples.
pub fn spectrum_1d(samples: &[f32], window: Window) -> Vec<Complex32> {
    if samples.is_empty() {
        return Vec::new();
    }
    let mut windowed: Vec<f32> =
        samples.iter().zip(window.factors(samples.len())).map(|(sample, factor)| sample * factor).collect();
    let plan = plan::real_forward(samples.len());
    let mut bins = plan.make_output_vec();
    // It fails only for slices of a wrong length.
    let _ = plan.process(&mut windowed, &mut bins);
    bins
}

/// Magnitudes of [`spectrum_1d`].
pub fn magnitudes_1d(samples: &[f32], window: Window) -> Vec<f32> {
    spectrum_1d(samples, window).iter().map(|bin| bin.norm()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::f64::consts::TAU;

    proptest! {
        #[test]
        fn every_bin_is_the_definition(samples in prop::collection::vec(0.0f32..255.0, 1..60)) {
            let bins = spectrum_1d(&samples, Window::Rectangular);
            prop_assert_eq!(bins.len(), samples.len() / 2 + 1);
            for (frequency, bin) in bins.iter().enumerate() {
                let (mut re, mut im) = (0.0, 0.0);
                for (index, sample) in samples.iter().enumerate() {
                    let turn = -TAU * (frequency * index) as f64 / samples.len() as f64;
                    re += f64::from(*sample) * turn.cos();
                    im += f64::from(*sample) * turn.sin();
                }
                prop_assert!((f64::from(bin.re) - re).abs() < 0.02 && (f64::from(bin.im) - im).abs() < 0.02);
            }
        }
    }

    #[test]
    fn no_samples_have_no_spectrum() {
        assert!(magnitudes_1d(&[], Window::Hann).is_empty());
    }
}
