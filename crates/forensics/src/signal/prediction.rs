//! What is left of samples when their neighbours predict them.

use ndarray::{Array1, Array2, Zip, s};

use super::linear_algebra::solve_symmetric;

/// A linear predictor fitted by least squares, and what it could not predict.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictor<W, R> {
    /// Weights of the neighbours.
    pub weights: W,
    /// Sample minus prediction, in levels.
    pub residual: R,
}

/// Predicts each sample from the `order` samples before it, with the weights of least squares over the
/// whole line: `weights[0]` belongs to the sample just before. The residual starts at sample `order`.
/// `None` where there are too few samples or they leave the weights open, as a constant line does for
/// more than one weight.
pub fn linear_prediction_1d(samples: &[f32], order: usize) -> Option<Predictor<Vec<f32>, Vec<f32>>> {
    if order == 0 || samples.len() < 3 * order {
        return None;
    }
    let mut normal = Array2::<f64>::zeros((order, order));
    let mut right = Array1::<f64>::zeros(order);
    for window in samples.windows(order + 1) {
        let before = |lag: usize| f64::from(window[order - 1 - lag]);
        for row in 0..order {
            right[row] += before(row) * f64::from(window[order]);
            for column in 0..=row {
                normal[[row, column]] += before(row) * before(column);
            }
        }
    }
    let weights: Vec<f32> = solve_symmetric(&mirrored(normal), &right)?.iter().map(|weight| *weight as f32).collect();
    let residual = samples
        .windows(order + 1)
        .map(|window| window[order] - weights.iter().zip(window[..order].iter().rev()).map(|(w, s)| w * s).sum::<f32>())
        .collect();
    Some(Predictor { weights, residual })
}

/// Predicts each sample from all others within `radius` along both axes, with the weights of least
/// squares over the plane (Popescu and Farid 2005, without their reweighting). The middle weight is zero.
/// The residual leaves out a margin of `radius`. `None` where the plane is too small or leaves the
/// weights open.
pub fn linear_prediction_2d(plane: &Array2<f32>, radius: usize) -> Option<Predictor<Array2<f32>, Array2<f32>>> {
    let (height, width) = plane.dim();
    let side = 2 * radius + 1;
    let count = side * side - 1;
    if radius == 0 || height < 2 * side || width < 2 * side {
        return None;
    }
    let (inner_height, inner_width) = (height - 2 * radius, width - 2 * radius);
    let shifted = |place: usize| {
        let (down, right) = (place / side, place % side);
        plane.slice(s![down..down + inner_height, right..right + inner_width])
    };
    let middle = side * side / 2;
    let neighbours: Vec<_> = (0..side * side).filter(|place| *place != middle).map(shifted).collect();
    let target = shifted(middle);
    let product = |left: &ndarray::ArrayView2<'_, f32>, right: &ndarray::ArrayView2<'_, f32>| -> f64 {
        let row = |(left, right): (ndarray::ArrayView1<'_, f32>, ndarray::ArrayView1<'_, f32>)| {
            left.iter().zip(right).map(|(left, right)| left * right).sum::<f32>()
        };
        left.rows().into_iter().zip(right.rows()).map(|rows| f64::from(row(rows))).sum()
    };
    let mut normal = Array2::<f64>::zeros((count, count));
    for row in 0..count {
        for column in 0..=row {
            normal[[row, column]] = product(&neighbours[row], &neighbours[column]);
        }
    }
    let right = neighbours.iter().map(|neighbour| product(neighbour, &target)).collect();
    let solution = solve_symmetric(&mirrored(normal), &right)?;
    let mut residual = target.to_owned();
    for (weight, neighbour) in solution.iter().zip(&neighbours) {
        residual.scaled_add(-*weight as f32, neighbour);
    }
    let mut weights = Array2::zeros((side, side));
    let places = weights.iter_mut().enumerate().filter(|(place, _)| *place != middle);
    for ((_, weight), solved) in places.zip(&solution) {
        *weight = *solved as f32;
    }
    Some(Predictor { weights, residual })
}

/// Residual of the fixed predictor of Kirchner (2008), weights `-1/4` at the corners and `1/2` at the
/// sides: the second difference along both axes. `[height - 2, width - 2]`, in levels.
pub fn second_difference_residual(plane: &Array2<f32>) -> Array2<f32> {
    let (height, width) = plane.dim();
    if height < 3 || width < 3 {
        return Array2::zeros((0, 0));
    }
    let mut along = Array2::zeros((height, width - 2));
    Zip::from(&mut along).and(plane.windows((1, 3))).for_each(|value, window| {
        *value = window[[0, 1]] - 0.5 * (window[[0, 0]] + window[[0, 2]]);
    });
    let mut residual = along.slice(s![1..height - 1, ..]).to_owned();
    residual.scaled_add(-0.5, &along.slice(s![..height - 2, ..]));
    residual.scaled_add(-0.5, &along.slice(s![2.., ..]));
    residual
}

/// A symmetric matrix from its lower half.
fn mirrored(mut matrix: Array2<f64>) -> Array2<f64> {
    for row in 0..matrix.nrows() {
        for column in row + 1..matrix.ncols() {
            matrix[[row, column]] = matrix[[column, row]];
        }
    }
    matrix
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_near, noise, plane};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_recursion_is_found_again() {
        let innovation = noise(1, 4000, 1.0, 5);
        let mut line = vec![0.0f32; 4000];
        for index in 2..line.len() {
            line[index] = 1.2 * line[index - 1] - 0.5 * line[index - 2] + innovation[[0, index]];
        }
        let Predictor { weights, residual } = linear_prediction_1d(&line, 2).unwrap();
        assert!((weights[0] - 1.2).abs() < 0.05 && (weights[1] + 0.5).abs() < 0.05, "{weights:?}");
        for (left, right) in residual.iter().zip(innovation.iter().skip(2)).skip(10) {
            assert!((left - right).abs() < 0.5);
        }
    }

    #[test]
    fn a_doubled_plane_is_predicted_at_its_interpolated_samples() {
        let coarse = noise(40, 40, 20.0, 9);
        let fine = Array2::from_shape_fn((79, 79), |(y, x)| {
            let (top, left, down, right) = (y / 2, x / 2, y.div_ceil(2), x.div_ceil(2));
            (coarse[[top, left]] + coarse[[top, right]] + coarse[[down, left]] + coarse[[down, right]]) / 4.0
        });
        let residual = second_difference_residual(&fine);
        // Halfway between two samples the second difference of a straight line is zero.
        let interpolated: f32 =
            residual.indexed_iter().filter(|((y, x), _)| y % 2 == 0 && x % 2 == 0).map(|(_, r)| r.abs()).sum();
        assert!(interpolated < 1e-2, "{interpolated}");
        assert!(residual.iter().map(|r| r.abs()).sum::<f32>() > 1000.0);
        let fitted = linear_prediction_2d(&fine, 1).unwrap();
        assert_eq!(fitted.weights[[1, 1]], 0.0);
        assert_eq!(fitted.residual.dim(), residual.dim());
    }

    #[test]
    fn what_cannot_be_predicted_has_no_predictor() {
        assert_eq!(linear_prediction_1d(&[3.0; 100], 2), None);
        assert_eq!(linear_prediction_1d(&[1.0, 2.0], 1), None);
        assert_eq!(linear_prediction_2d(&Array2::ones((30, 30)), 1), None);
        assert_eq!(linear_prediction_2d(&noise(5, 30, 1.0, 1), 1), None);
        assert_eq!(second_difference_residual(&Array2::ones((2, 9))).len(), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn the_residual_of_least_squares_is_orthogonal_to_the_neighbours(samples in plane(12..20, 12..20)) {
            let Predictor { weights, residual } = linear_prediction_2d(&samples, 1).unwrap();
            let (height, width) = residual.dim();
            for (down, right) in [(0, 0), (0, 1), (1, 2), (2, 1)] {
                let neighbour = samples.slice(s![down..down + height, right..right + width]);
                let product: f64 = residual.iter().zip(&neighbour).map(|(r, n)| f64::from(*r) * f64::from(*n)).sum();
                let scale: f64 = neighbour.iter().map(|n| f64::from(*n).powi(2)).sum();
                prop_assert!(product.abs() < 1e-3 * scale, "{product} of {scale}");
            }
            let naive = Array2::from_shape_fn((height, width), |(y, x)| {
                samples[[y + 1, x + 1]] - (&samples.slice(s![y..y + 3, x..x + 3]) * &weights).sum()
            });
            assert_near(&residual, &naive, 1e-2);
        }

        #[test]
        fn the_fixed_predictor_is_its_kernel(samples in plane(3..20, 3..20)) {
            let kernel = ndarray::array![[0.25, -0.5, 0.25], [-0.5, 1.0, -0.5], [0.25, -0.5, 0.25]];
            let residual = second_difference_residual(&samples);
            let naive = Array2::from_shape_fn(residual.dim(), |(y, x)| (&samples.slice(s![y..y + 3, x..x + 3]) * &kernel).sum());
            assert_near(&residual, &naive, 1e-3);
        }
    }
}
