//! How far a bin stands out of its neighbourhood.

use super::spectrum::Spectrum;

/// The median, the mean of the two middle values where their number is even; `None` without values. The
/// values are moved about.
pub fn median(values: &mut [f32]) -> Option<f32> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    let upper = *upper;
    Some(if even { (upper + below.iter().copied().fold(f32::NEG_INFINITY, f32::max)) / 2.0 } else { upper })
}

/// The value with a share of the values (0 to 1) below it, the nearest of them; `None` without values.
/// The values are moved about.
pub fn quantile(values: &mut [f32], share: f32) -> Option<f32> {
    let last = values.len().checked_sub(1)?;
    let place = (share.clamp(0.0, 1.0) * last as f32).round() as usize;
    Some(*values.select_nth_unstable_by(place.min(last), f32::total_cmp).1)
}

/// Magnitude of a bin over the median magnitude of the square within `radius` bins around it, without
/// the bins within `guard`; a plain number, 1 for a bin like its neighbours, and infinite where all
/// around is zero. Frequencies as in [`Spectrum::at`]; the zero frequency's row and column are left out
/// of the neighbourhood, because a plane without a window has a bright cross there.
pub fn peak_ratio(spectrum: &Spectrum, vertical: i64, horizontal: i64, radius: i64, guard: i64) -> f32 {
    let (height, width) = (spectrum.height().max(1) as i64, spectrum.width().max(1) as i64);
    let on_axis = (vertical.rem_euclid(height) == 0, horizontal.rem_euclid(width) == 0);
    let mut around = Vec::with_capacity(((2 * radius + 1) * (2 * radius + 1)) as usize);
    for down in -radius..=radius {
        for across in -radius..=radius {
            let (row, column) = ((vertical + down).rem_euclid(height), (horizontal + across).rem_euclid(width));
            // A peak on an axis is compared with its neighbours off the axis and on it alike.
            let on_cross = (row == 0 && !on_axis.0) || (column == 0 && !on_axis.1) || (row == 0 && column == 0);
            if down.abs().max(across.abs()) > guard && !on_cross {
                around.push(spectrum.at(vertical + down, horizontal + across).norm());
            }
        }
    }
    let peak = spectrum.at(vertical, horizontal).norm();
    median(&mut around).map_or(1.0, |median| peak / median)
}

/// For each of a line of magnitudes, the median of those within `radius` but not within `guard` of it;
/// the value itself where there are none.
pub fn local_medians_1d(magnitudes: &[f32], radius: usize, guard: usize) -> Vec<f32> {
    (0..magnitudes.len())
        .map(|place| median(&mut local(magnitudes, place, radius, guard)).unwrap_or(magnitudes[place]))
        .collect()
}

fn local(magnitudes: &[f32], place: usize, radius: usize, guard: usize) -> Vec<f32> {
    let last = (place + radius).min(magnitudes.len().saturating_sub(1));
    (place.saturating_sub(radius)..=last)
        .filter(|other| other.abs_diff(place) > guard)
        .map(|other| magnitudes[other])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::noise;
    use super::super::{Spectrum, Window};
    use super::*;
    use ndarray::Array2;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn median_and_quantile_are_those_of_the_sorted_values(values in prop::collection::vec(-9.0f32..9.0, 1..40), share in 0.0f32..=1.0) {
            let mut sorted = values.clone();
            sorted.sort_by(f32::total_cmp);
            let (half, last) = (sorted.len() / 2, sorted.len() - 1);
            let expected = if sorted.len() % 2 == 1 { sorted[half] } else { (sorted[half - 1] + sorted[half]) / 2.0 };
            prop_assert_eq!(median(&mut values.clone()), Some(expected));
            prop_assert_eq!(quantile(&mut values.clone(), share), Some(sorted[(share * last as f32).round() as usize]));
        }
    }

    #[test]
    fn a_weak_grating_stands_out_of_noise() {
        let grating = Array2::from_shape_fn((128, 128), |(y, _)| 0.5 * (std::f32::consts::TAU * y as f32 / 8.0).cos());
        let spectrum = Spectrum::of((noise(128, 128, 4.0, 2) + grating).view(), Window::Rectangular);
        assert!(peak_ratio(&spectrum, 16, 0, 7, 1) > 5.0);
        assert!(peak_ratio(&spectrum, 0, 16, 7, 1) < 4.0);
        assert!(peak_ratio(&spectrum, 23, 31, 7, 1) < 4.0);
    }

    #[test]
    fn neighbours_of_a_line_leave_out_the_guard() {
        assert_eq!(local_medians_1d(&[1.0, 2.0, 9.0, 4.0, 5.0], 2, 0), [5.5, 4.0, 3.0, 5.0, 6.5]);
        assert_eq!(local_medians_1d(&[1.0, 2.0, 9.0, 4.0, 5.0], 2, 1), [9.0, 4.0, 3.0, 2.0, 9.0]);
        assert_eq!(median(&mut []), None);
        assert_eq!(quantile(&mut [], 0.5), None);
        assert_eq!(local_medians_1d(&[7.0], 3, 0), [7.0]);
    }

    #[test]
    fn an_empty_spectrum_has_no_peak() {
        let empty = Spectrum::of(Array2::zeros((0, 0)).view(), Window::Rectangular);
        assert_eq!(peak_ratio(&empty, 1, 1, 3, 0), 1.0);
    }
}
