//! Likeness of samples with themselves, moved.

use ndarray::{Array2, s};

use super::spectrum::{Spectrum, Window};

/// Autocorrelation of a plane without its mean, for moves of up to `most` pixels along both axes:
/// `[2 most + 1, 2 most + 1]` with no move in the middle, where it is 1 (Wiener and Khinchin, on the plane
/// with zeros around, so that nothing wraps). All zero for a constant plane.
pub fn autocorrelation(plane: &Array2<f32>, most: usize) -> Array2<f32> {
    let (height, width) = plane.dim();
    let side = 2 * most + 1;
    let Some(mean) = plane.mean() else { return Array2::zeros((side, side)) };
    let mut padded = Array2::zeros((even(height + most), even(width + most)));
    padded.slice_mut(s![..height, ..width]).assign(&plane.map(|level| level - mean));
    let mut spectrum = Spectrum::of(padded.view(), Window::Rectangular);
    spectrum.bins_mut().par_mapv_inplace(|bin| bin.norm_sqr().into());
    let products = spectrum.into_plane();
    let own = products[[0, 0]];
    Array2::from_shape_fn((side, side), |(row, column)| {
        let (down, right) = (row as i64 - most as i64, column as i64 - most as i64);
        let inside = down.unsigned_abs() < height as u64 && right.unsigned_abs() < width as u64;
        if !inside || own <= 0.0 {
            return 0.0;
        }
        let place =
            [down.rem_euclid(products.nrows() as i64) as usize, right.rem_euclid(products.ncols() as i64) as usize];
        products[place] / own
    })
}

/// Autocorrelation of a line without its mean for moves of 0 to `most` samples; 1 for no move.
pub fn autocorrelation_1d(samples: &[f32], most: usize) -> Vec<f32> {
    let row = Array2::from_shape_fn((1, samples.len()), |(_, place)| samples[place]);
    autocorrelation(&row, most).slice(s![most, most..]).to_vec()
}

/// A length of many small factors is not worth its samples here, an odd one costs twice.
fn even(length: usize) -> usize {
    length + length % 2
}

#[cfg(test)]
mod tests {
    use super::super::testing::plane;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn each_value_is_the_definition(samples in plane(1..12, 2..12), most in 0usize..8) {
            let mean = samples.mean().unwrap();
            let level = samples.map(|value| value - mean);
            let own: f32 = level.map(|value| value * value).sum();
            prop_assume!(own > 1.0);
            let (height, width) = samples.dim();
            let found = autocorrelation(&samples, most);
            for ((row, column), value) in found.indexed_iter() {
                let (down, right) = (row as i64 - most as i64, column as i64 - most as i64);
                let mut sum = 0.0;
                for ((y, x), left) in level.indexed_iter() {
                    let (other_y, other_x) = (y as i64 + down, x as i64 + right);
                    if (0..height as i64).contains(&other_y) && (0..width as i64).contains(&other_x) {
                        sum += left * level[[other_y as usize, other_x as usize]];
                    }
                }
                prop_assert!((value - sum / own).abs() < 1e-3, "{value} is not {}", sum / own);
            }
        }
    }

    #[test]
    fn a_grating_is_like_itself_one_period_on() {
        let line: Vec<f32> = (0..400).map(|x| (std::f32::consts::TAU * x as f32 / 8.0).sin()).collect();
        let found = autocorrelation_1d(&line, 12);
        assert_eq!(found.len(), 13);
        assert!((found[0] - 1.0).abs() < 1e-4 && found[8] > 0.95 && found[4] < -0.95);
    }

    #[test]
    fn constant_and_empty_planes_are_like_nothing() {
        assert!(autocorrelation(&Array2::from_elem((8, 8), 9.0), 3).iter().all(|value| *value == 0.0));
        assert_eq!(autocorrelation(&Array2::zeros((0, 0)), 2).dim(), (5, 5));
        assert_eq!(autocorrelation_1d(&[], 2), [0.0; 3]);
    }
}
