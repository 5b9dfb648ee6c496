//! Fast residuals: what is left of a plane when its smooth part is taken away.

use ndarray::{Array1, Array2, Axis, Zip, s};

use super::peaks::quantile;

/// `|I(y, x) + I(y+1, x+1) - I(y, x+1) - I(y+1, x)|`, `[height - 1, width - 1]`, in levels: the
/// cross-difference of Bammey (2023). Straight level and upright edges vanish.
pub fn cross_difference(plane: &Array2<f32>) -> Array2<f32> {
    let (height, width) = plane.dim();
    if height < 2 || width < 2 {
        return Array2::zeros((0, 0));
    }
    let mut residual = Array2::zeros((height - 1, width - 1));
    Zip::indexed(residual.rows_mut()).par_for_each(|index, mut row| {
        let (above, below) = (plane.row(index), plane.row(index + 1));
        Zip::from(&mut row)
            .and(above.slice(s![..-1]))
            .and(above.slice(s![1..]))
            .and(below.slice(s![..-1]))
            .and(below.slice(s![1..]))
            .for_each(|value, top_left, top_right, bottom_left, bottom_right| {
                *value = (top_left + bottom_right - top_right - bottom_left).abs();
            });
    });
    residual
}

/// A plane minus another of its size, such as its denoised self.
pub fn difference(plane: &Array2<f32>, smooth: &Array2<f32>) -> Array2<f32> {
    let mut residual = plane.to_owned();
    Zip::from(&mut residual).and(smooth).par_for_each(|value, smooth| *value -= smooth);
    residual
}

/// Samples from which on a part of them is enough for a quantile.
const MANY: usize = 400_000;

/// The part's step: prime, so that it meets every place of a grid of blocks.
const PRIME: usize = 17;

/// A residual with magnitudes above a quantile of them (0 to 1) cut down to it, so that a few edges do
/// not outweigh everything else. The quantile of a large residual is that of a part of its samples.
pub fn clipped_at_quantile(mut residual: Array2<f32>, share: f32) -> Array2<f32> {
    let step = if residual.len() < MANY { 1 } else { PRIME };
    let mut magnitudes: Vec<f32> = residual.iter().step_by(step).map(|value| value.abs()).collect();
    if let Some(most) = quantile(&mut magnitudes, share) {
        residual.par_mapv_inplace(|value| value.clamp(-most, most));
    }
    residual
}

/// Mean of each column: the plane seen along its columns, one value for each place across.
pub fn column_means(plane: &Array2<f32>) -> Array1<f32> {
    plane.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(plane.ncols()))
}

/// Mean of each row: one value for each place down.
pub fn row_means(plane: &Array2<f32>) -> Array1<f32> {
    plane.mean_axis(Axis(1)).unwrap_or_else(|| Array1::zeros(plane.nrows()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_near, plane};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_cross_difference_is_its_definition(samples in plane(2..12, 2..12)) {
            let (height, width) = samples.dim();
            let naive = Array2::from_shape_fn((height - 1, width - 1), |(y, x)| {
                (samples[[y, x]] + samples[[y + 1, x + 1]] - samples[[y, x + 1]] - samples[[y + 1, x]]).abs()
            });
            assert_near(&cross_difference(&samples), &naive, 1e-3);
        }

        #[test]
        fn clipping_changes_only_the_share_above(samples in plane(4..12, 4..12)) {
            let clipped = clipped_at_quantile(samples.clone() - 128.0, 0.9);
            let changed = clipped.iter().zip(&samples).filter(|(left, right)| (**left - (**right - 128.0)).abs() > 1e-4).count();
            prop_assert!(changed <= samples.len() / 10 + 1);
        }
    }

    #[test]
    fn means_are_along_their_axis() {
        let plane = ndarray::array![[1.0, 2.0, 3.0], [3.0, 4.0, 5.0]];
        assert_eq!(column_means(&plane).to_vec(), [2.0, 3.0, 4.0]);
        assert_eq!(row_means(&plane).to_vec(), [2.0, 4.0]);
        assert_eq!(difference(&plane, &plane), Array2::<f32>::zeros((2, 3)));
    }

    #[test]
    fn small_planes_have_no_cross_difference() {
        assert!(cross_difference(&Array2::ones((1, 9))).is_empty());
        assert!(clipped_at_quantile(Array2::zeros((0, 0)), 0.5).is_empty());
        assert_eq!(column_means(&Array2::zeros((0, 2))).to_vec(), [0.0, 0.0]);
    }
}
