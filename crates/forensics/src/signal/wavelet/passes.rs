//! One level along one axis, forth and back.

use ndarray::{Array2, ArrayViewMut1, Axis, Zip};

use super::Border;
use super::filters::{Bank, Wavelet};

/// A filter bank with its border. Coefficient `k` is the convolution at sample `2 k + shift`.
pub(super) struct Filters {
    bank: Bank,
    border: Border,
    taps: usize,
    shift: i64,
}

impl Filters {
    pub(super) fn new(wavelet: Wavelet, border: Border) -> Self {
        let bank = wavelet.bank();
        let taps = bank.analysis_low.len();
        let shift = match border {
            Border::Symmetric => 1,
            Border::Periodic => (taps / 2) as i64,
        };
        Self { bank, border, taps, shift }
    }

    /// Coefficients of a side of `length` samples.
    fn halved(&self, length: usize) -> usize {
        match self.border {
            Border::Symmetric => (length + self.taps - 1) / 2,
            Border::Periodic => length.div_ceil(2),
        }
    }

    /// The sample that stands at a place which may lie beyond the borders.
    fn reach(&self, place: i64, length: usize) -> usize {
        let length = length as i64;
        let inside = match self.border {
            Border::Symmetric => {
                let mirrored = place.rem_euclid(2 * length);
                if mirrored < length { mirrored } else { 2 * length - 1 - mirrored }
            }
            Border::Periodic => place.rem_euclid(length + length % 2).min(length - 1),
        };
        inside as usize
    }

    /// The samples under each tap of coefficient `index`.
    fn samples(&self, index: usize, length: usize) -> impl Iterator<Item = usize> {
        let last = 2 * index as i64 + self.shift;
        (0..self.taps as i64).map(move |tap| self.reach(last - tap, length))
    }

    /// The coefficients that make up sample `place`, with the tap of each.
    fn coefficients(&self, place: usize, halved: usize) -> impl Iterator<Item = (usize, usize)> {
        let (halved, last) = (halved as i64, place as i64 + self.taps as i64 - 1 - self.shift);
        (0..self.taps as i64).filter(move |tap| (last - tap) % 2 == 0).filter_map(move |tap| {
            let index = (last - tap) / 2;
            let index = match self.border {
                Border::Symmetric => (0..halved).contains(&index).then_some(index)?,
                Border::Periodic => index.rem_euclid(halved),
            };
            Some((index as usize, tap as usize))
        })
    }

    /// Low and high band along each row.
    pub(super) fn split_rows(&self, plane: &Array2<f32>) -> (Array2<f32>, Array2<f32>) {
        let (height, width) = plane.dim();
        let halved = self.halved(width);
        let mut low = Array2::zeros((height, halved));
        let mut high = Array2::zeros((height, halved));
        let places: Vec<usize> = (0..halved).flat_map(|index| self.samples(index, width)).collect();
        Zip::from(plane.rows()).and(low.rows_mut()).and(high.rows_mut()).par_for_each(|row, mut low, mut high| {
            let (outputs, mut samples) = (low.iter_mut().zip(high.iter_mut()), [0.0; 8]);
            for ((low, high), places) in outputs.zip(places.chunks_exact(self.taps)) {
                for (sample, place) in samples.iter_mut().zip(places) {
                    *sample = row[*place];
                }
                *low = dot(&self.bank.analysis_low, &samples);
                *high = dot(&self.bank.analysis_high, &samples);
            }
        });
        (low, high)
    }

    /// Low and high band along each column.
    pub(super) fn split_columns(&self, plane: &Array2<f32>) -> (Array2<f32>, Array2<f32>) {
        let (height, width) = plane.dim();
        let halved = self.halved(height);
        let mut low = Array2::zeros((halved, width));
        let mut high = Array2::zeros((halved, width));
        Zip::indexed(low.rows_mut()).and(high.rows_mut()).par_for_each(|index, mut low, mut high| {
            for (tap, sample) in self.samples(index, height).enumerate() {
                let row = plane.row(sample);
                low.scaled_add(self.bank.analysis_low[tap], &row);
                high.scaled_add(self.bank.analysis_high[tap], &row);
            }
        });
        (low, high)
    }

    /// Inverse of [`Self::split_rows`] for rows of `width` samples.
    pub(super) fn join_rows(&self, low: &Array2<f32>, high: &Array2<f32>, width: usize) -> Array2<f32> {
        let mut plane = Array2::zeros((low.nrows(), width));
        let terms: Vec<Vec<(usize, usize)>> =
            (0..width).map(|place| self.coefficients(place, low.ncols()).collect()).collect();
        Zip::from(plane.rows_mut()).and(low.rows()).and(high.rows()).par_for_each(
            |mut row: ArrayViewMut1<'_, f32>, low, high| {
                for (sample, terms) in row.iter_mut().zip(&terms) {
                    *sample = terms
                        .iter()
                        .map(|(index, tap)| {
                            low[*index] * self.bank.synthesis_low[*tap] + high[*index] * self.bank.synthesis_high[*tap]
                        })
                        .sum();
                }
            },
        );
        plane
    }

    /// Inverse of [`Self::split_columns`] for columns of `height` samples.
    pub(super) fn join_columns(&self, low: &Array2<f32>, high: &Array2<f32>, height: usize) -> Array2<f32> {
        let mut plane = Array2::zeros((height, low.ncols()));
        Zip::indexed(plane.axis_iter_mut(Axis(0))).par_for_each(|place, mut row| {
            for (index, tap) in self.coefficients(place, low.nrows()) {
                row.scaled_add(self.bank.synthesis_low[tap], &low.row(index));
                row.scaled_add(self.bank.synthesis_high[tap], &high.row(index));
            }
        });
        plane
    }
}

fn dot(filter: &[f32], samples: &[f32; 8]) -> f32 {
    filter.iter().zip(samples).map(|(tap, sample)| tap * sample).sum()
}
