//! Means over square windows.

use ndarray::{Array2, Axis, Zip};

/// Mean of the square of `2 radius + 1` samples a side around each sample; at the borders, of its part
/// inside the plane. Same unit and size as the plane.
pub fn box_means(plane: &Array2<f32>, radius: usize) -> Array2<f32> {
    let (height, width) = plane.dim();
    let mut across = Array2::zeros((height, width));
    Zip::from(across.rows_mut()).and(plane.rows()).par_for_each(|mut means, row| {
        // Doubles, because a running sum of floats drifts along a row.
        let mut running: f64 = row.iter().take(radius).map(|value| f64::from(*value)).sum();
        for (place, mean) in means.iter_mut().enumerate() {
            if let Some(entering) = row.get(place + radius) {
                running += f64::from(*entering);
            }
            if let Some(leaving) = place.checked_sub(radius + 1) {
                running -= f64::from(row[leaving]);
            }
            let (first, last) = (place.saturating_sub(radius), (place + radius).min(width - 1));
            *mean = (running / (last - first + 1) as f64) as f32;
        }
    });
    let mut means = Array2::zeros((height, width));
    Zip::indexed(means.axis_iter_mut(Axis(0))).par_for_each(|place, mut row| {
        let (first, last) = (place.saturating_sub(radius), (place + radius).min(height - 1));
        for above in first..=last {
            row += &across.row(above);
        }
        row /= (last - first + 1) as f32;
    });
    means
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_near, plane};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_mean_is_that_of_its_window(samples in plane(1..12, 1..12), radius in 0usize..6) {
            let (height, width) = samples.dim();
            let naive = Array2::from_shape_fn((height, width), |(y, x)| {
                let (rows, columns) = (y.saturating_sub(radius)..(y + radius + 1).min(height), x.saturating_sub(radius)..(x + radius + 1).min(width));
                samples.slice(ndarray::s![rows, columns]).mean().unwrap()
            });
            assert_near(&box_means(&samples, radius), &naive, 1e-3);
        }
    }

    #[test]
    fn an_empty_plane_has_no_means() {
        assert!(box_means(&Array2::zeros((0, 4)), 2).is_empty());
        assert!(box_means(&Array2::zeros((4, 0)), 2).is_empty());
    }
}
