//! Small systems of equations.

use ndarray::{Array1, Array2};

/// Solves `matrix x = right` for a symmetric positive definite matrix by Cholesky's factors; `None` where
/// it is not, as for a constant signal.
pub(super) fn solve_symmetric(matrix: &Array2<f64>, right: &Array1<f64>) -> Option<Array1<f64>> {
    let size = right.len();
    let greatest = matrix.diag().iter().copied().fold(0.0, f64::max);
    let mut lower = Array2::<f64>::zeros((size, size));
    for row in 0..size {
        for column in 0..=row {
            let known: f64 = (0..column).map(|index| lower[[row, index]] * lower[[column, index]]).sum();
            let rest = matrix[[row, column]] - known;
            lower[[row, column]] = if row == column {
                if rest <= greatest * 1e-12 {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / lower[[column, column]]
            };
        }
    }
    let mut solution = right.clone();
    for row in 0..size {
        let known: f64 = (0..row).map(|index| lower[[row, index]] * solution[index]).sum();
        solution[row] = (solution[row] - known) / lower[[row, row]];
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|index| lower[[index, row]] * solution[index]).sum();
        solution[row] = (solution[row] - known) / lower[[row, row]];
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_solution_fulfils_the_equations(values in prop::collection::vec(-1.0f64..1.0, 20)) {
            let factor = Array2::from_shape_vec((4, 4), values[..16].to_vec()).unwrap();
            let matrix = factor.dot(&factor.t()) + Array2::<f64>::eye(4) * 0.1;
            let right = Array1::from(values[16..].to_vec());
            let solution = solve_symmetric(&matrix, &right).unwrap();
            for (left, right) in matrix.dot(&solution).iter().zip(&right) {
                prop_assert!((left - right).abs() < 1e-8);
            }
        }
    }

    #[test]
    fn a_singular_matrix_has_no_solution() {
        assert_eq!(solve_symmetric(&Array2::ones((2, 2)), &Array1::ones(2)), None);
        assert_eq!(solve_symmetric(&Array2::zeros((2, 2)), &Array1::ones(2)), None);
    }
}
