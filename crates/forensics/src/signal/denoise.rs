//! Fast smoothing: medians and the Gaussian. A plane minus its smooth self is a fast noise residual.

use ndarray::{Array2, Axis, Zip};

/// Median of the 3 by 3 samples around each; beyond the borders the edge sample goes on. Same unit and
/// size as the plane.
pub fn median_3x3(plane: &Array2<f32>) -> Array2<f32> {
    median_filter::<1, 9>(plane)
}

/// Median of the 5 by 5 samples around each; beyond the borders the edge sample goes on.
pub fn median_5x5(plane: &Array2<f32>) -> Array2<f32> {
    median_filter::<2, 25>(plane)
}

/// Samples whose medians are found at once, one a lane.
const LANES: usize = 16;

type Lanes = [f32; LANES];

fn median_filter<const RADIUS: usize, const COUNT: usize>(plane: &Array2<f32>) -> Array2<f32> {
    let (height, width) = plane.dim();
    let mut medians = Array2::zeros((height, width));
    if medians.is_empty() {
        return medians;
    }
    // Rows with their margins, so that the lanes never look beyond one.
    let padded_width = width.next_multiple_of(LANES) + 2 * RADIUS;
    let padded = Array2::from_shape_fn((height, padded_width), |(row, column)| {
        plane[[row, column.saturating_sub(RADIUS).min(width - 1)]]
    });
    let side = 2 * RADIUS + 1;
    Zip::indexed(medians.axis_iter_mut(Axis(0))).par_for_each(|row, mut medians| {
        let rows: [_; 5] =
            std::array::from_fn(|index| padded.row((row + index.min(side - 1)).saturating_sub(RADIUS).min(height - 1)));
        for first in (0..width).step_by(LANES) {
            let mut samples = [[0.0; LANES]; COUNT];
            for (index, sample) in samples.iter_mut().enumerate() {
                let (line, shift) = (&rows[index / side], index % side);
                for (lane, value) in sample.iter_mut().enumerate() {
                    *value = line[first + shift + lane];
                }
            }
            let found = median_of::<COUNT>(&mut samples);
            for (median, value) in medians.iter_mut().skip(first).zip(found) {
                *median = value;
            }
        }
    });
    medians
}

/// The median of each lane, by forgetting: of half of the samples and two, the least and the greatest
/// cannot be the median. They are forgotten, the next sample comes in, and so on until one is left. No
/// branches depend on the samples, so that the lanes are compared together.
fn median_of<const COUNT: usize>(samples: &mut [Lanes; COUNT]) -> Lanes {
    let mut last = COUNT / 2 + 1;
    let mut first = 0;
    for next in last + 1..=COUNT {
        for index in first + 1..=last {
            order(samples, first, index);
        }
        for index in first + 1..last {
            order(samples, index, last);
        }
        first += 1;
        match samples.get(next) {
            Some(sample) => samples[last] = *sample,
            None => last -= 1,
        }
    }
    samples[first]
}

/// Puts the lesser of two samples in the first place, in each lane; `first` comes before `second`.
fn order<const COUNT: usize>(samples: &mut [Lanes; COUNT], first: usize, second: usize) {
    let (before, from_second) = samples.split_at_mut(second);
    let [greater, ..] = from_second else { return };
    for (left, right) in before[first].iter_mut().zip(greater) {
        (*left, *right) = if *left < *right { (*left, *right) } else { (*right, *left) };
    }
}

/// The plane convolved with a Gaussian of a standard deviation in pixels, cut off at three of them;
/// beyond the borders the plane is mirrored. Same unit and size; the plane itself for a deviation of zero.
pub fn gaussian(plane: &Array2<f32>, deviation: f32) -> Array2<f32> {
    let radius = (3.0 * deviation).ceil().max(0.0) as usize;
    if radius == 0 || plane.is_empty() {
        return plane.to_owned();
    }
    let weight = |place: i64| (-0.5 * (place as f32 / deviation).powi(2)).exp();
    let mut kernel: Vec<f32> = (-(radius as i64)..=radius as i64).map(weight).collect();
    let sum: f32 = kernel.iter().sum();
    kernel.iter_mut().for_each(|weight| *weight /= sum);
    let (height, width) = plane.dim();
    let mut across = Array2::zeros((height, width));
    Zip::from(across.rows_mut()).and(plane.rows()).par_for_each(|mut smooth, row| {
        let padded: Vec<f32> =
            (0..width + 2 * radius).map(|place| row[mirrored(place as i64 - radius as i64, width)]).collect();
        for (value, window) in smooth.iter_mut().zip(padded.windows(kernel.len())) {
            *value = window.iter().zip(&kernel).map(|(sample, weight)| sample * weight).sum();
        }
    });
    let mut smooth = Array2::zeros((height, width));
    Zip::indexed(smooth.axis_iter_mut(Axis(0))).par_for_each(|row, mut smooth| {
        for (index, weight) in kernel.iter().enumerate() {
            smooth.scaled_add(*weight, &across.row(mirrored((row + index) as i64 - radius as i64, height)));
        }
    });
    smooth
}

/// The sample at a place beyond the borders, the edge sample twice.
fn mirrored(place: i64, length: usize) -> usize {
    let length = length as i64;
    let place = place.rem_euclid(2 * length);
    (if place < length { place } else { 2 * length - 1 - place }) as usize
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_near, plane};
    use super::*;
    use proptest::prelude::*;

    fn naive_median(plane: &Array2<f32>, radius: i64) -> Array2<f32> {
        let (height, width) = plane.dim();
        let at =
            |y: i64, x: i64| plane[[y.clamp(0, height as i64 - 1) as usize, x.clamp(0, width as i64 - 1) as usize]];
        Array2::from_shape_fn((height, width), |(y, x)| {
            let mut around: Vec<f32> = (-radius..=radius)
                .flat_map(|down| (-radius..=radius).map(move |across| (down, across)))
                .map(|(down, across)| at(y as i64 + down, x as i64 + across))
                .collect();
            around.sort_by(f32::total_cmp);
            around[around.len() / 2]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn medians_are_those_of_sorted_windows(samples in plane(1..9, 1..40)) {
            prop_assert_eq!(median_3x3(&samples), naive_median(&samples, 1));
            prop_assert_eq!(median_5x5(&samples), naive_median(&samples, 2));
        }

        #[test]
        fn the_gaussian_is_its_kernel(samples in plane(1..12, 1..12), deviation in 0.4f32..2.0) {
            let (height, width) = samples.dim();
            let radius = (3.0 * deviation).ceil() as i64;
            let weight = |down: i64, across: i64| (-0.5 * ((down * down + across * across) as f32) / (deviation * deviation)).exp();
            let naive = Array2::from_shape_fn((height, width), |(y, x)| {
                let (mut sum, mut weights) = (0.0, 0.0);
                for down in -radius..=radius {
                    for across in -radius..=radius {
                        let place = [mirrored(y as i64 + down, height), mirrored(x as i64 + across, width)];
                        sum += weight(down, across) * samples[place];
                        weights += weight(down, across);
                    }
                }
                sum / weights
            });
            assert_near(&gaussian(&samples, deviation), &naive, 1e-2);
        }
    }

    #[test]
    fn an_empty_plane_stays_empty() {
        assert!(median_3x3(&Array2::zeros((0, 3))).is_empty());
        assert!(gaussian(&Array2::zeros((0, 3)), 1.0).is_empty());
        assert_eq!(gaussian(&Array2::ones((2, 2)), 0.0), Array2::<f32>::ones((2, 2)));
    }
}
