//! Two-dimensional spectrum of a real plane.

use ndarray::{Array1, Array2, ArrayView2, Axis, Zip};
use rayon::prelude::*;
use rustfft::FftDirection;
use rustfft::num_complex::Complex32;

use super::plan;

/// What the samples are multiplied with before a transform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Nothing: exact for what repeats within the plane, with a bright cross where its borders do not
    /// meet.
    Rectangular,
    /// The periodic Hann window `0.5 - 0.5 cos(2 pi n / N)` along both axes: no cross, lines twice as
    /// wide, and a flat plane keeps a quarter of its sum.
    Hann,
}

impl Window {
    /// The factors for one axis.
    pub fn factors(self, length: usize) -> Array1<f32> {
        match self {
            Self::Rectangular => Array1::ones(length),
            Self::Hann => Array1::from_shape_fn(length, |index| {
                let turn = std::f64::consts::TAU * index as f64 / length as f64;
                (0.5 - 0.5 * turn.cos()) as f32
            }),
        }
    }
}

/// The discrete Fourier transform of a real plane. Only horizontal frequencies of zero and more are
/// held: the others are their complex conjugates.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum {
    bins: Array2<Complex32>,
    width: usize,
}

impl Spectrum {
    /// Transforms a plane, in levels times samples; see the module for the convention.
    pub fn of(plane: ArrayView2<'_, f32>, window: Window) -> Self {
        let (height, width) = plane.dim();
        let mut bins = Array2::zeros((height, if width == 0 { 0 } else { width / 2 + 1 }));
        if bins.is_empty() {
            return Self { bins, width };
        }
        let (across, down) = (window.factors(width), window.factors(height));
        let rows = plan::real_forward(width);
        let transform = |(index, mut bins): (usize, ndarray::ArrayViewMut1<'_, Complex32>), row: &mut Vec<f32>| {
            row.clear();
            row.extend(plane.row(index).iter().zip(&across).map(|(level, factor)| level * factor * down[index]));
            if let Some(bins) = bins.as_slice_mut() {
                // It fails only for slices of a wrong length.
                let _ = rows.process(row, bins);
            }
        };
        bins.axis_iter_mut(Axis(0))
            .into_par_iter()
            .enumerate()
            .for_each_init(|| Vec::with_capacity(width), |row, bins| transform(bins, row));
        along_columns(&mut bins, FftDirection::Forward);
        Self { bins, width }
    }

    /// The plane with this spectrum: inverse of [`Self::of`] with a rectangular window.
    pub fn into_plane(mut self) -> Array2<f32> {
        let (height, width) = (self.height(), self.width);
        let mut plane = Array2::zeros((height, width));
        if plane.is_empty() {
            return plane;
        }
        along_columns(&mut self.bins, FftDirection::Inverse);
        let rows = plan::real_inverse(width);
        let scale = 1.0 / (height as f32 * width as f32);
        Zip::from(self.bins.rows_mut()).and(plane.rows_mut()).par_for_each(|mut bins, mut row| {
            if let (Some(bins), Some(samples)) = (bins.as_slice_mut(), row.as_slice_mut()) {
                // Both are real in the spectrum of a real plane; rounding leaves a rest.
                bins[0].im = 0.0;
                if width.is_multiple_of(2) {
                    bins[width / 2].im = 0.0;
                }
                let _ = rows.process(bins, samples);
                samples.iter_mut().for_each(|sample| *sample *= scale);
            }
        });
        plane
    }

    /// Rows of the plane, and of the spectrum.
    pub fn height(&self) -> usize {
        self.bins.nrows()
    }

    /// Columns of the plane.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The half that is held, `[height, width / 2 + 1]`: row `k` has the vertical frequency
    /// `k / height` (minus 1 above one half), column `l` the horizontal frequency `l / width`.
    pub fn bins(&self) -> &Array2<Complex32> {
        &self.bins
    }

    /// The held half, to be changed in place; [`Self::into_plane`] then takes the result to be the
    /// spectrum of a real plane.
    pub fn bins_mut(&mut self) -> &mut Array2<Complex32> {
        &mut self.bins
    }

    /// The bin of a vertical and a horizontal frequency, each in cycles per plane side and taken modulo
    /// the side; zero for an empty plane.
    pub fn at(&self, vertical: i64, horizontal: i64) -> Complex32 {
        if self.bins.is_empty() {
            return Complex32::default();
        }
        let (height, width) = (self.height() as i64, self.width as i64);
        let (row, column) = (vertical.rem_euclid(height), horizontal.rem_euclid(width));
        if column <= width / 2 {
            self.bins[[row as usize, column as usize]]
        } else {
            self.bins[[(height - row).rem_euclid(height) as usize, (width - column) as usize]].conj()
        }
    }

    /// Magnitudes of the held half, `[height, width / 2 + 1]`, in levels times samples.
    pub fn magnitude(&self) -> Array2<f32> {
        self.bins.map(|bin| bin.norm())
    }

    /// Magnitudes of the whole spectrum, `[height, width]`, with the zero frequency at
    /// `[height / 2, width / 2]`.
    pub fn centred_magnitude(&self) -> Array2<f32> {
        let (middle_row, middle_column) = ((self.height() / 2) as i64, (self.width / 2) as i64);
        Array2::from_shape_fn((self.height(), self.width), |(row, column)| {
            self.at(row as i64 - middle_row, column as i64 - middle_column).norm()
        })
    }
}

/// Columns that are transformed together, so that each row read fills whole cache lines.
const COLUMNS_TOGETHER: usize = 16;

/// Transforms each column in place.
fn along_columns(bins: &mut Array2<Complex32>, direction: FftDirection) {
    let height = bins.nrows();
    let plan = plan::complex(height, direction);
    bins.axis_chunks_iter_mut(Axis(1), COLUMNS_TOGETHER).into_par_iter().for_each_init(
        || {
            (
                vec![Complex32::default(); height * COLUMNS_TOGETHER],
                vec![Complex32::default(); plan.get_inplace_scratch_len()],
            )
        },
        |(columns, scratch), mut chunk| {
            let held = &mut columns[..height * chunk.ncols()];
            for (row, values) in chunk.rows().into_iter().enumerate() {
                for (column, value) in values.iter().enumerate() {
                    held[column * height + row] = *value;
                }
            }
            plan.process_with_scratch(held, scratch);
            for (row, mut values) in chunk.rows_mut().into_iter().enumerate() {
                for (column, value) in values.iter_mut().enumerate() {
                    *value = held[column * height + row];
                }
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_near, plane};
    use super::*;
    use proptest::prelude::*;
    use std::f64::consts::TAU;

    /// The definition, in double precision.
    fn naive(plane: &Array2<f32>, vertical: i64, horizontal: i64) -> (f64, f64) {
        let (height, width) = plane.dim();
        plane.indexed_iter().fold((0.0, 0.0), |(re, im), ((row, column), level)| {
            let turn = -TAU
                * (vertical as f64 * row as f64 / height as f64 + horizontal as f64 * column as f64 / width as f64);
            (re + f64::from(*level) * turn.cos(), im + f64::from(*level) * turn.sin())
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn every_bin_is_the_definition(samples in plane(1..14, 1..14)) {
            let spectrum = Spectrum::of(samples.view(), Window::Rectangular);
            let (height, width) = samples.dim();
            for vertical in -(height as i64)..height as i64 {
                for horizontal in -(width as i64)..width as i64 {
                    let (re, im) = naive(&samples, vertical, horizontal);
                    let bin = spectrum.at(vertical, horizontal);
                    prop_assert!((f64::from(bin.re) - re).abs() < 0.05, "{bin} is not {re} + {im} i");
                    prop_assert!((f64::from(bin.im) - im).abs() < 0.05, "{bin} is not {re} + {im} i");
                }
            }
        }

        #[test]
        fn the_inverse_brings_the_plane_back(samples in plane(1..40, 1..40)) {
            assert_near(&Spectrum::of(samples.view(), Window::Rectangular).into_plane(), &samples, 1e-2);
        }

        #[test]
        fn energy_is_kept(samples in plane(1..40, 1..40)) {
            let spectrum = Spectrum::of(samples.view(), Window::Rectangular).centred_magnitude();
            let of_samples: f64 = samples.iter().map(|level| f64::from(*level).powi(2)).sum();
            let of_bins: f64 = spectrum.iter().map(|bin| f64::from(*bin).powi(2)).sum::<f64>() / samples.len() as f64;
            prop_assert!((of_samples - of_bins).abs() <= 1e-4 * of_samples + 1e-3);
        }
    }

    #[test]
    fn a_grating_is_one_pair_of_bins_in_the_centred_view() {
        let grating = Array2::from_shape_fn((48, 60), |(_, x)| (TAU * x as f64 / 12.0).cos() as f32);
        let centred = Spectrum::of(grating.view(), Window::Rectangular).centred_magnitude();
        for ((row, column), magnitude) in centred.indexed_iter() {
            // 60 / 12 = 5 cycles across the plane; half of the samples' sum each.
            let expected = if row == 24 && (column == 25 || column == 35) { 48.0 * 60.0 / 2.0 } else { 0.0 };
            assert!((magnitude - expected).abs() < 0.1, "{magnitude} at {row}, {column}");
        }
    }

    #[test]
    fn the_hann_window_multiplies_both_axes() {
        let flat = Array2::from_elem((32, 16), 1.0);
        let spectrum = Spectrum::of(flat.view(), Window::Hann);
        assert!((spectrum.at(0, 0).re - 32.0 * 16.0 / 4.0).abs() < 1e-2);
        assert!(spectrum.at(4, 4).norm() < 1e-3);
    }

    #[test]
    fn an_empty_plane_has_an_empty_spectrum() {
        for shape in [(0, 0), (0, 5), (5, 0)] {
            let spectrum = Spectrum::of(Array2::zeros(shape).view(), Window::Hann);
            assert_eq!(spectrum.at(1, 1), Complex32::default());
            assert_eq!(spectrum.centred_magnitude().dim(), shape);
            assert_eq!(spectrum.into_plane().dim(), shape);
        }
    }
}
