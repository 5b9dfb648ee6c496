//! The 8 by 8 cosine transform of JPEG, and histograms of its coefficients.

use std::sync::LazyLock;

use ndarray::{Array2, ArrayView2, Axis};
use rayon::prelude::*;

/// Side of a block in samples.
pub const BLOCK: usize = 8;

/// Coefficients of whole blocks: row `8 i + v`, column `8 j + u` holds the coefficient of vertical
/// frequency `v` and horizontal frequency `u` of block `(i, j)`.
pub type Coefficients = Array2<f32>;

type Square = [[f32; BLOCK]; BLOCK];

/// `BASIS[k][n] = c(k) cos((2 n + 1) k pi / 16)`, orthonormal.
static BASIS: LazyLock<Square> = LazyLock::new(|| {
    std::array::from_fn(|frequency| {
        std::array::from_fn(|place| {
            let angle = (2 * place + 1) as f64 * frequency as f64 * std::f64::consts::PI / 16.0;
            let scale = if frequency == 0 { (1.0f64 / 8.0).sqrt() } else { 0.5 };
            (scale * angle.cos()) as f32
        })
    })
});

/// The orthonormal DCT-II of a block, as JPEG scales it (ITU-T T.81, A.3.3): levels times 8 for a flat
/// block's mean, without JPEG's shift by 128.
pub fn cosine_block(samples: &Square) -> Square {
    let basis = &*BASIS;
    product(&product(basis, samples), &transposed(basis))
}

/// Inverse of [`cosine_block`].
pub fn inverse_cosine_block(coefficients: &Square) -> Square {
    let basis = &*BASIS;
    product(&product(&transposed(basis), coefficients), basis)
}

/// Coefficients of all whole blocks of a grid whose first block begins at `origin` (down, across); empty
/// where not one fits.
pub fn block_cosines(plane: ArrayView2<'_, f32>, origin: (usize, usize)) -> Coefficients {
    let blocks = |length: usize, origin: usize| length.saturating_sub(origin) / BLOCK;
    let (rows, columns) = (blocks(plane.nrows(), origin.0), blocks(plane.ncols(), origin.1));
    let mut coefficients = Array2::zeros((rows * BLOCK, columns * BLOCK));
    coefficients.axis_chunks_iter_mut(Axis(0), BLOCK).into_par_iter().enumerate().for_each(|(row, mut band)| {
        for column in 0..columns {
            let (top, left) = (origin.0 + row * BLOCK, origin.1 + column * BLOCK);
            let samples = std::array::from_fn(|down| std::array::from_fn(|across| plane[[top + down, left + across]]));
            for (down, line) in cosine_block(&samples).into_iter().enumerate() {
                for (across, value) in line.into_iter().enumerate() {
                    band[[down, column * BLOCK + across]] = value;
                }
            }
        }
    });
    coefficients
}

/// The coefficient of one frequency (vertical, horizontal; 0 to 7) of every block, row by row.
pub fn mode_values(coefficients: &Coefficients, mode: (usize, usize)) -> impl Iterator<Item = f32> {
    let place = |of_mode: usize, length: usize| of_mode.min(length);
    coefficients
        .slice(ndarray::s![place(mode.0, coefficients.nrows())..;BLOCK, place(mode.1, coefficients.ncols())..;BLOCK])
        .into_iter()
        .copied()
}

/// How often each whole number from `-most` to `most` occurs; numbers beyond are not counted.
pub fn histogram(values: impl IntoIterator<Item = i32>, most: u16) -> Vec<u64> {
    let mut counts = vec![0; 2 * usize::from(most) + 1];
    for value in values {
        let place = i64::from(value) + i64::from(most);
        if let Some(count) = usize::try_from(place).ok().and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    counts
}

fn product(left: &Square, right: &Square) -> Square {
    let mut result = [[0.0; BLOCK]; BLOCK];
    for (line, factors) in result.iter_mut().zip(left) {
        for (factor, row) in factors.iter().zip(right) {
            for (value, term) in line.iter_mut().zip(row) {
                *value += factor * term;
            }
        }
    }
    result
}

fn transposed(square: &Square) -> Square {
    std::array::from_fn(|row| std::array::from_fn(|column| square[column][row]))
}

#[cfg(test)]
mod tests {
    use super::super::testing::plane;
    use super::*;
    use proptest::prelude::*;
    use std::f64::consts::PI;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn coefficients_are_those_of_the_standard(samples in plane(8..27, 8..27), down in 0usize..8, across in 0usize..8) {
            let coefficients = block_cosines(samples.view(), (down, across));
            let expected = ((samples.nrows() - down) / 8 * 8, (samples.ncols() - across) / 8 * 8);
            prop_assert_eq!(coefficients.dim(), expected);
            let c = |frequency: usize| if frequency == 0 { 0.5f64.sqrt() } else { 1.0 };
            for ((row, column), value) in coefficients.indexed_iter() {
                let (v, u) = (row % 8, column % 8);
                let (top, left) = (down + row - v, across + column - u);
                let mut sum = 0.0;
                for y in 0..8 {
                    for x in 0..8 {
                        sum += f64::from(samples[[top + y, left + x]])
                            * ((2 * x + 1) as f64 * u as f64 * PI / 16.0).cos()
                            * ((2 * y + 1) as f64 * v as f64 * PI / 16.0).cos();
                    }
                }
                prop_assert!((f64::from(*value) - 0.25 * c(u) * c(v) * sum).abs() < 0.01);
            }
        }

        #[test]
        fn the_inverse_brings_the_block_back(levels in prop::collection::vec(-128.0f32..128.0, 64)) {
            let block: Square = std::array::from_fn(|row| std::array::from_fn(|column| levels[row * 8 + column]));
            for (left, right) in inverse_cosine_block(&cosine_block(&block)).iter().flatten().zip(&levels) {
                prop_assert!((left - right).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn modes_and_histograms_take_one_value_a_block() {
        let coefficients = Array2::from_shape_fn((16, 24), |(row, column)| (row % 8 * 8 + column % 8) as f32);
        assert_eq!(mode_values(&coefficients, (2, 3)).collect::<Vec<_>>(), [19.0; 6]);
        assert_eq!(mode_values(&Array2::zeros((0, 0)), (7, 7)).count(), 0);
        assert_eq!(histogram([-3, -1, 0, 0, 1, 2, 7], 2), [0, 1, 2, 1, 1]);
    }

    #[test]
    fn a_plane_smaller_than_a_block_has_no_coefficients() {
        assert!(block_cosines(Array2::zeros((7, 30)).view(), (0, 0)).is_empty());
        assert!(block_cosines(Array2::zeros((8, 8)).view(), (1, 0)).is_empty());
        assert!(block_cosines(Array2::zeros((8, 8)).view(), (90, 90)).is_empty());
    }
}
