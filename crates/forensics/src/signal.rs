//! Numerics with no forensic meaning: spectra, wavelets, residuals and what is measured on them.
//!
//! A *plane* is an `Array2<f32>` of `[height, width]` samples; its values are usually luma levels of
//! 0 to 255, and results carry their unit. Frequencies are in cycles per pixel (0.5 is the finest
//! grating that a plane can hold), periods in pixels. Discrete Fourier transforms are unnormalised,
//! `X[k] = sum over n of x[n] exp(-2 pi i k n / N)`, so a magnitude is in levels times samples; their
//! inverses divide by the number of samples. Functions take any size, empty planes included, and never
//! panic. Long work runs on rayon's pool, over rows.

mod autocorrelation;
mod box_sum;
mod chirp;
mod cosine;
mod denoise;
mod linear_algebra;
mod peaks;
mod plan;
mod prediction;
mod prnu;
mod profile;
mod residual;
mod spectrum;
mod spectrum_1d;
#[cfg(test)]
pub(crate) mod testing;
mod wavelet;
mod wiener;

pub use autocorrelation::{autocorrelation, autocorrelation_1d};
pub use box_sum::box_means;
pub use chirp::{Comb, chirp_z, harmonic_comb, periods, spectrum_at};
pub use cosine::{BLOCK, Coefficients, block_cosines, cosine_block, histogram, inverse_cosine_block, mode_values};
pub use denoise::{gaussian, median_3x3, median_5x5};
pub use peaks::{local_medians_1d, median, peak_ratio, quantile};
pub use prediction::{Predictor, linear_prediction_1d, linear_prediction_2d, second_difference_residual};
pub use prnu::{sensor_residual, without_periodic_parts, without_row_and_column_means};
pub use profile::{Sectors, angular_average, radial_average};
pub use residual::{clipped_at_quantile, column_means, cross_difference, difference, row_means};
pub use spectrum::{Spectrum, Window};
pub use spectrum_1d::{magnitudes_1d, spectrum_1d};
pub use wavelet::{Border, Decomposition, Details, Wavelet, decompose};
pub use wiener::{NOISE_LEVEL, wavelet_residual};
