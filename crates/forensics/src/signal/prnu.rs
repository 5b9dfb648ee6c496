//! The residual in which photos of one camera may be compared with each other.
//!
//! A sensor's pixels differ a little in how much light they turn into charge (photo-response
//! non-uniformity), and the pattern is the same in every photo of that sensor. This module prepares one
//! photo's residual for that comparison; it compares nothing, and says nothing about one photo.

use ndarray::{Array2, Zip, s};

use super::spectrum::{Spectrum, Window};
use super::wiener::{noise_part, wavelet_residual};

/// The residual of a luma plane, in levels, ready to be correlated with that of another photo at native
/// size: [`wavelet_residual`], then [`without_row_and_column_means`], then [`without_periodic_parts`]
/// (Chen, Fridrich, Goljan and Lukas 2008; Goljan, Fridrich and Filler 2009). After a platform has scaled
/// and compressed a photo nothing of the sensor is left to compare.
pub fn sensor_residual(plane: &Array2<f32>, noise_level: f32) -> Array2<f32> {
    without_periodic_parts(without_row_and_column_means(wavelet_residual(plane, noise_level)))
}

/// Subtracts the mean of every row and every column from each of the four interleaved planes of a 2 by 2
/// colour filter: what all sensors of one kind share (readout, demosaicing) is constant along rows or
/// columns of such a plane.
pub fn without_row_and_column_means(mut residual: Array2<f32>) -> Array2<f32> {
    for (down, right) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        if residual.nrows() <= down || residual.ncols() <= right {
            continue;
        }
        let mut phase = residual.slice_mut(s![down..;2, right..;2]);
        for mut row in phase.rows_mut() {
            let mean = row.mean().unwrap_or_default();
            row -= mean;
        }
        for mut column in phase.columns_mut() {
            let mean = column.mean().unwrap_or_default();
            column -= mean;
        }
    }
    residual
}

/// Flattens the peaks of the residual's spectrum with the Wiener filter of [`super::wiener`], run on the
/// magnitudes: JPEG's blocks and demosaicing repeat, a sensor's pattern does not. In levels.
pub fn without_periodic_parts(residual: Array2<f32>) -> Array2<f32> {
    if residual.is_empty() {
        return residual;
    }
    let variance = residual.var(0.0);
    let scale = (residual.len() as f32).sqrt();
    let mut spectrum = Spectrum::of(residual.view(), Window::Rectangular);
    let magnitudes = spectrum.magnitude() / scale;
    let kept = noise_part(magnitudes.clone(), variance);
    Zip::from(spectrum.bins_mut()).and(&kept).and(&magnitudes).par_for_each(|bin, kept, magnitude| {
        *bin *= if *magnitude > 0.0 { kept / magnitude } else { 0.0 };
    });
    spectrum.into_plane()
}

#[cfg(test)]
mod tests {
    use super::super::testing::noise;
    use super::*;

    fn correlation(left: &Array2<f32>, right: &Array2<f32>) -> f32 {
        let product: f32 = left.iter().zip(right).map(|(left, right)| left * right).sum();
        let (of_left, of_right) = (left.map(|v| v * v).sum(), right.map(|v| v * v).sum());
        product / (of_left * of_right).sqrt()
    }

    #[test]
    fn rows_and_columns_of_each_phase_have_no_mean() {
        let residual = without_row_and_column_means(noise(31, 46, 2.0, 3) + 5.0);
        for (down, right) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let phase = residual.slice(s![down..;2, right..;2]);
            for line in phase.rows().into_iter().chain(phase.columns()) {
                assert!(line.mean().unwrap().abs() < 1e-4);
            }
        }
    }

    #[test]
    fn a_grating_is_taken_out_and_noise_is_kept() {
        let pattern = noise(128, 128, 1.0, 4);
        let grating = Array2::from_shape_fn((128, 128), |(_, x)| (std::f32::consts::TAU * x as f32 / 8.0).cos());
        let cleaned = without_periodic_parts(&pattern + &grating);
        assert!(correlation(&grating, &(&pattern + &grating)) > 0.5);
        assert!(correlation(&grating, &cleaned).abs() < 0.15, "{}", correlation(&grating, &cleaned));
        assert!(correlation(&pattern, &cleaned) > 0.8, "{}", correlation(&pattern, &cleaned));
    }

    #[test]
    fn two_photos_of_one_sensor_are_more_alike_than_of_two() {
        let sensors = [noise(192, 192, 0.02, 21), noise(192, 192, 0.02, 22)];
        let photo = |sensor: &Array2<f32>, seed: u64| {
            let scene = Array2::from_shape_fn((192, 192), |(y, x)| {
                120.0 + 60.0 * ((y as f32 + seed as f32) / 40.0).sin() * (x as f32 / 55.0).cos()
            });
            sensor_residual(&(&scene * (1.0 + sensor) + noise(192, 192, 1.0, seed)), super::super::NOISE_LEVEL)
        };
        let (first, second, other) = (photo(&sensors[0], 1), photo(&sensors[0], 2), photo(&sensors[1], 3));
        assert!(correlation(&first, &second) > 0.3, "{}", correlation(&first, &second));
        assert!(correlation(&first, &other).abs() < 0.05, "{}", correlation(&first, &other));
    }

    #[test]
    fn the_smallest_planes_pass() {
        for size in [(0, 0), (0, 3), (1, 1), (1, 7), (2, 2)] {
            assert_eq!(sensor_residual(&Array2::ones(size), 3.0).dim(), size);
        }
    }
}
