//! The adaptive Wiener filter of Mihcak, Kozintsev and Ramchandran (1999): what a denoiser removes.

use ndarray::{Array2, Zip};

use super::box_sum::box_means;
use super::wavelet::{Border, Wavelet, decompose};

/// Standard deviation of the noise that is taken for the sensor's, in 8-bit levels. Lukas, Fridrich and
/// Goljan (2006) report that the residual hardly depends on it between 2 and 5; 3 is Goljan's choice.
pub const NOISE_LEVEL: f32 = 3.0;

/// Levels of the decomposition (Lukas, Fridrich and Goljan 2006).
const LEVELS: usize = 4;

/// Radii of the windows in which the variance of the picture is estimated: 3, 5, 7 and 9 samples a side.
const RADII: [usize; 4] = [1, 2, 3, 4];

/// The noise residual of a plane, in levels: each detail coefficient of four levels of db4 keeps the part
/// `n² / (v + n²)` that a Wiener filter takes for noise of deviation `noise_level`, where `v` is the least
/// estimate of the picture's own variance over four windows; the approximation keeps nothing.
pub fn wavelet_residual(plane: &Array2<f32>, noise_level: f32) -> Array2<f32> {
    let noise_variance = noise_level * noise_level;
    let mut bands = decompose(plane, Wavelet::Daubechies4, Border::Symmetric, LEVELS);
    if bands.details.is_empty() {
        return Array2::zeros(plane.dim());
    }
    bands.approximation.fill(0.0);
    let details = std::mem::take(&mut bands.details);
    bands.details = details.into_iter().map(|details| details.map(|band| noise_part(band, noise_variance))).collect();
    bands.reconstruct()
}

/// The part of each coefficient that is noise of a known variance, in the coefficients' unit.
pub(super) fn noise_part(mut coefficients: Array2<f32>, noise_variance: f32) -> Array2<f32> {
    let squares = coefficients.mapv(|coefficient| coefficient * coefficient);
    let mut variance = squares.clone();
    for (index, radius) in RADII.into_iter().enumerate() {
        let means = box_means(&squares, radius);
        Zip::from(&mut variance).and(&means).par_for_each(|variance, mean| {
            let of_picture = (mean - noise_variance).max(0.0);
            *variance = if index == 0 { of_picture } else { variance.min(of_picture) };
        });
    }
    Zip::from(&mut coefficients).and(&variance).par_for_each(|coefficient, variance| {
        let both = variance + noise_variance;
        *coefficient *= if both > 0.0 { noise_variance / both } else { 0.0 };
    });
    coefficients
}

#[cfg(test)]
mod tests {
    use super::super::testing::noise;
    use super::*;

    fn deviation(plane: &Array2<f32>) -> f32 {
        plane.std(0.0)
    }

    #[test]
    fn noise_on_a_smooth_ramp_is_the_residual() {
        let added = noise(128, 160, 3.0, 11);
        let picture = Array2::from_shape_fn((128, 160), |(y, x)| (y + x) as f32 / 2.0) + &added;
        let residual = wavelet_residual(&picture, NOISE_LEVEL);
        let product: f32 = residual.iter().zip(&added).map(|(left, right)| left * right).sum();
        let correlation = product / (residual.len() as f32 * deviation(&residual) * deviation(&added));
        assert!(correlation > 0.9, "{correlation}");
    }

    #[test]
    fn a_strong_edge_hardly_reaches_the_residual() {
        let edge = Array2::from_shape_fn((96, 96), |(_, x)| if x < 40 { 20.0 } else { 220.0 });
        let residual = wavelet_residual(&edge, NOISE_LEVEL);
        assert!(residual.iter().all(|value| value.abs() < 2.0));
    }

    #[test]
    fn the_smallest_planes_have_a_residual_of_their_size() {
        for size in [(0, 0), (1, 1), (1, 9), (2, 2), (3, 5)] {
            assert_eq!(wavelet_residual(&Array2::ones(size), NOISE_LEVEL).dim(), size);
        }
    }
}
