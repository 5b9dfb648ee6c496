use super::super::testing::{assert_near, noise, plane};
use super::*;
use proptest::prelude::*;

const WAVELETS: [Wavelet; 3] = [Wavelet::Haar, Wavelet::Biorthogonal13, Wavelet::Daubechies4];
const BORDERS: [Border; 2] = [Border::Symmetric, Border::Periodic];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_inverse_brings_the_plane_back(samples in plane(1..40, 1..40), levels in 0usize..5) {
        for wavelet in WAVELETS {
            for border in BORDERS {
                let bands = decompose(&samples, wavelet, border, levels);
                assert_near(&bands.reconstruct(), &samples, 0.02);
            }
        }
    }

    #[test]
    fn each_coefficient_is_the_sum_of_the_definition(samples in plane(2..20, 2..20)) {
        for wavelet in WAVELETS {
            for border in BORDERS {
                let bands = decompose(&samples, wavelet, border, 1);
                let Details { across, down, diagonal } = &bands.details[0];
                let bank = wavelet.bank();
                let (low, high) = (&bank.analysis_low, &bank.analysis_high);
                assert_near(&bands.approximation, &naive(&samples, border, low, low), 0.02);
                assert_near(across, &naive(&samples, border, low, high), 0.02);
                assert_near(down, &naive(&samples, border, high, low), 0.02);
                assert_near(diagonal, &naive(&samples, border, high, high), 0.02);
            }
        }
    }
}

/// The sum over all taps of a filter along the columns and one along the rows, over the plane continued
/// far beyond its borders.
fn naive(plane: &Array2<f32>, border: Border, down: &[f32], across: &[f32]) -> Array2<f32> {
    const MARGIN: usize = 64;
    let continued = |length: usize| -> Vec<usize> {
        let period: Vec<usize> = match border {
            Border::Symmetric => (0..length).chain((0..length).rev()).collect(),
            Border::Periodic => (0..length).chain((length % 2 == 1).then(|| length - 1)).collect(),
        };
        let start = period.len() - MARGIN % period.len();
        period.iter().cycle().skip(start).take(length + 2 * MARGIN).copied().collect()
    };
    let (rows, columns) = (continued(plane.nrows()), continued(plane.ncols()));
    let taps = down.len();
    let (sizes, shift) = match border {
        Border::Symmetric => (plane.dim(), 1),
        Border::Periodic => (plane.dim(), taps / 2),
    };
    let halved = |length: usize| match border {
        Border::Symmetric => (length + taps - 1) / 2,
        Border::Periodic => length.div_ceil(2),
    };
    Array2::from_shape_fn((halved(sizes.0), halved(sizes.1)), |(row, column)| {
        let mut sum = 0.0;
        for (y, down) in down.iter().enumerate() {
            for (x, across) in across.iter().enumerate() {
                let place = [rows[2 * row + shift + MARGIN - y], columns[2 * column + shift + MARGIN - x]];
                sum += down * across * plane[place];
            }
        }
        sum
    })
}

/// Coefficients that PyWavelets 1.9.0 gives for the line, modes `symmetric` and `periodization`.
#[test]
#[allow(clippy::approx_constant, reason = "printed by the other implementation")]
fn coefficients_are_those_of_an_independent_implementation() {
    let line = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0, 5.0];
    // Two equal rows: along the columns Haar's sum is the root of two.
    let expected: [(Wavelet, Border, &[f32], &[f32]); 6] = [
        (
            Wavelet::Haar,
            Border::Symmetric,
            &[2.8284, 3.5355, 9.8995, 5.6569, 5.6569, 7.0711],
            &[1.4142, 2.1213, -2.8284, -2.8284, 1.4142, 0.0],
        ),
        (
            Wavelet::Haar,
            Border::Periodic,
            &[2.8284, 3.5355, 9.8995, 5.6569, 5.6569, 7.0711],
            &[1.4142, 2.1213, -2.8284, -2.8284, 1.4142, 0.0],
        ),
        (
            Wavelet::Biorthogonal13,
            Border::Symmetric,
            &[3.2704, 3.2704, 3.0052, 9.2808, 6.1872, 6.0104, 6.7175, 6.0104],
            &[-1.4142, 1.4142, 2.1213, -2.8284, -2.8284, 1.4142, 0.0, -1.4142],
        ),
        (
            Wavelet::Biorthogonal13,
            Border::Periodic,
            &[3.0936, 3.0052, 9.2808, 6.1872, 6.0104, 7.0711],
            &[1.4142, 2.1213, -2.8284, -2.8284, 1.4142, 0.0],
        ),
        (
            Wavelet::Daubechies4,
            Border::Symmetric,
            &[6.1601, 3.2274, 3.5913, 3.2461, 4.4825, 7.9481, 7.085, 6.0801, 5.6613],
            &[0.5127, 2.364, 0.9283, -5.5247, 0.8041, 1.2247, -1.8049, 1.5277, 4.6624],
        ),
        (
            Wavelet::Daubechies4,
            Border::Periodic,
            &[7.252, 4.0573, 2.1034, 8.5042, 6.8742, 5.8571],
            &[-2.4694, 3.4178, 2.4475, -1.853, 0.6038, -1.4395],
        ),
    ];
    for (wavelet, border, low, high) in expected {
        let row = Array2::from_shape_fn((1, line.len()), |(_, place)| line[place]);
        let (found_low, found_high) = Filters::new(wavelet, border).split_rows(&row);
        for (found, expected) in [(found_low, low), (found_high, high)] {
            assert_eq!(found.len(), expected.len(), "{wavelet:?} {border:?}");
            for (left, right) in found.iter().zip(expected) {
                assert!((left - right).abs() < 1e-3, "{left} is not {right}: {wavelet:?} {border:?}");
            }
        }
    }
}

#[test]
fn noise_keeps_its_deviation_in_orthonormal_bands() {
    let bands = decompose(&noise(256, 256, 4.0, 13), Wavelet::Daubechies4, Border::Periodic, 2);
    for Details { across, down, diagonal } in &bands.details {
        for band in [across, down, diagonal] {
            assert!((band.std(0.0) - 4.0).abs() < 0.3);
        }
    }
}
