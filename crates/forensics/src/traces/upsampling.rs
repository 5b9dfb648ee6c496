//! Regular grids in the finest structure: what a generator's decoder leaves, and what JPEG leaves.
//!
//! A decoder that doubles its picture three times leaves weak differences that repeat every 2, 4 and 8
//! pixels, and so peaks in the spectrum at multiples of 1/8 cycles per pixel (Marra and others 2019; Corvi
//! and others 2023). JPEG's blocks leave peaks at exactly the same places. What tells the two apart is
//! measured beside the peaks.

pub mod quantisation;

use ndarray::{Array2, ArrayView2, Zip, s};

use crate::pixels::{Channel, Pixels, channel};
use crate::signal::{
    Comb, clipped_at_quantile, column_means, cross_difference, harmonic_comb, peak_ratio, periods, row_means,
};
use crate::signal::{Spectrum, Window};
use quantisation::Quantisation;

/// Greatest side of the part that is measured, in pixels: the middle of the picture.
pub const SIDE: usize = 2048;

/// Side of the part whose two-dimensional spectrum is measured and shown.
pub const SPECTRUM_SIDE: usize = 512;

/// The period of JPEG's blocks and of decoders, in pixels.
pub const PERIOD: f64 = 8.0;

/// Periods that are searched, and the step, in pixels.
const SEARCHED: (f64, f64, f64) = (6.0, 12.0, 0.02);

/// Multiples of a period's frequency that are measured.
const HARMONICS: usize = 4;

/// Residuals above this quantile are cut down to it: a few edges must not outweigh the rest.
const CLIPPED_AT: f32 = 0.99;

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Grids {
    /// Luma at a period of 8 pixels.
    pub eight: Grid,
    /// The strongest period that was found in luma.
    pub best: Grid,
    /// Chroma at 16 pixels, odd multiples of 1/16 cycles per pixel: what blocks of halved chroma (4:2:0)
    /// leave, and no decoder. Mean logarithm of the peaks.
    pub halved_chroma: f32,
    /// Chroma at 8 pixels. Halved chroma of a JPEG comes to lie there when the picture is scaled by one half,
    /// and reaches luma through rounding: then chroma's peaks are the higher ones. Mean logarithm.
    pub chroma_eight: f32,
    /// Chroma at twice the strongest period, odd multiples of its frequency.
    pub halved_chroma_at_best: f32,
    /// Peaks at (k/8, l/8) cycles per pixel off the axes in luma: mean logarithm.
    pub off_axes: f32,
    /// Where the grid of 8 pixels begins, down and across, modulo 8.
    pub origin: (usize, usize),
    /// Whether the cosine coefficients had been quantised, on this grid or on that of the picture's corner.
    pub quantisation: Quantisation,
    /// Magnitudes of the residual's spectrum, zero frequency in the middle, over their median.
    pub picture: Array2<f32>,
}

/// How strongly one period repeats, along both axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Period in pixels.
    pub period: f64,
    /// Natural logarithms of the peaks at 1, 2, 3 and 4 over the period along the rows.
    pub across: Vec<f32>,
    /// The same along the columns.
    pub down: Vec<f32>,
}

impl Grid {
    fn new(across: &Comb, down: &Comb) -> Self {
        let logarithms = |comb: &Comb| comb.ratios.iter().map(|ratio| ratio.max(f32::MIN_POSITIVE).ln()).collect();
        Self { period: across.period, across: logarithms(across), down: logarithms(down) }
    }

    /// Mean logarithm of all peaks: 0 for a picture without the grid.
    pub fn strength(&self) -> f32 {
        mean(self.across.iter().chain(&self.down).copied())
    }

    /// Mean logarithm of the weaker axis.
    pub fn weaker_axis(&self) -> f32 {
        mean(self.across.iter().copied()).min(mean(self.down.iter().copied()))
    }

    /// Mean logarithm of the even multiples.
    pub fn even(&self) -> f32 {
        mean(self.across.iter().skip(1).step_by(2).chain(self.down.iter().skip(1).step_by(2)).copied())
    }

    /// Mean logarithm of the odd multiples: a grid of half the period has none of them.
    pub fn odd(&self) -> f32 {
        mean(self.across.iter().step_by(2).chain(self.down.iter().step_by(2)).copied())
    }
}

/// Measures the picture; `None` where it is too small or has no structure along an axis.
pub fn measure(luma: &Array2<f32>, pixels: &Pixels) -> Option<Grids> {
    let part = middle(luma.view(), SIDE);
    let residual = clipped_at_quantile(cross_difference(&part.to_owned()), CLIPPED_AT);
    let (across, down) = (column_means(&residual).to_vec(), row_means(&residual).to_vec());
    let (first, last, step) = SEARCHED;
    let grids: Vec<Grid> = harmonic_comb(&across, periods(first, last, step), HARMONICS)
        .iter()
        .zip(&harmonic_comb(&down, periods(first, last, step), HARMONICS))
        .map(|(across, down)| Grid::new(across, down))
        .collect();
    let best = grids.iter().max_by(|left, right| left.strength().total_cmp(&right.strength()))?.clone();
    let eight = grids.into_iter().find(|grid| (grid.period - PERIOD).abs() < step / 2.0)?;
    let chroma = chroma_lines(luma, pixels);
    let origin = (boundary(&down), boundary(&across));
    let spectrum = Spectrum::of(centred(&middle(residual.view(), SPECTRUM_SIDE)).view(), Window::Hann);
    Some(Grids {
        halved_chroma: repeats(&chroma, 2.0 * PERIOD, 2 * HARMONICS, 2),
        chroma_eight: repeats(&chroma, PERIOD, HARMONICS, 1),
        halved_chroma_at_best: repeats(&chroma, 2.0 * best.period, 2 * HARMONICS, 2),
        off_axes: off_axes(&spectrum),
        quantisation: quantisation::measure(part, &[origin, (0, 0)]),
        origin,
        picture: over_median(&spectrum),
        eight,
        best,
    })
}

/// The middle square or less of a plane; it begins on the plane's grid of 8.
fn middle(plane: ArrayView2<'_, f32>, side: usize) -> ArrayView2<'_, f32> {
    let (height, width) = plane.dim();
    let (rows, columns) = (side.min(height), side.min(width));
    let (top, left) = ((height - rows) / 16 * 8, (width - columns) / 16 * 8);
    plane.slice_move(s![top..top + rows, left..left + columns])
}

/// Columns and rows of the residuals of both colour differences, red and blue minus luma.
fn chroma_lines(luma: &Array2<f32>, pixels: &Pixels) -> Vec<Vec<f32>> {
    if !pixels.coded.color().has_color() {
        return Vec::new();
    }
    [Channel::Red, Channel::Blue]
        .into_iter()
        .flat_map(|of| {
            let colour = channel(pixels, of);
            let mut difference = middle(colour.view(), SIDE).to_owned();
            Zip::from(&mut difference).and(&middle(luma.view(), SIDE)).par_for_each(|value, luma| *value -= luma);
            let residual = clipped_at_quantile(cross_difference(&difference), CLIPPED_AT);
            [column_means(&residual).to_vec(), row_means(&residual).to_vec()]
        })
        .collect()
}

/// Mean logarithm of the peaks of lines at every `step`-th of the multiples of a period's frequency.
fn repeats(lines: &[Vec<f32>], period: f64, harmonics: usize, step: usize) -> f32 {
    let combs = lines.iter().flat_map(|line| harmonic_comb(line, std::iter::once(period), harmonics));
    mean(combs.flat_map(|comb| comb.ratios.into_iter().step_by(step)).map(|ratio| ratio.max(f32::MIN_POSITIVE).ln()))
}

/// Where a block of 8 begins: behind the place (modulo 8) with the greatest mean.
fn boundary(line: &[f32]) -> usize {
    let at = |place: usize| mean(line.iter().skip(place).step_by(8).copied());
    let last = (0..8).max_by(|left, right| at(*left).total_cmp(&at(*right))).unwrap_or(7);
    (last + 1) % 8
}

/// Mean logarithm of the peaks off the axes.
fn off_axes(spectrum: &Spectrum) -> f32 {
    let (height, width) = (spectrum.height() as i64, spectrum.width() as i64);
    let place = |of_eight: i64, side: i64| (of_eight * side + 4).div_euclid(8);
    let peaks = (1..=4).flat_map(|across| (-3..=4).filter(|down| *down != 0).map(move |down| (down, across)));
    // The line at one half of both axes stands for two.
    mean(peaks.map(|(down, across)| {
        peak_ratio(spectrum, place(down, height), place(across, width), 7, 2).max(f32::MIN_POSITIVE).ln()
    }))
}

fn over_median(spectrum: &Spectrum) -> Array2<f32> {
    let mut magnitudes = spectrum.centred_magnitude();
    let median = crate::signal::median(&mut magnitudes.iter().copied().collect::<Vec<_>>()).unwrap_or_default();
    magnitudes.mapv_inplace(|magnitude| if median > 0.0 { magnitude / median } else { 0.0 });
    magnitudes
}

fn centred(plane: &ArrayView2<'_, f32>) -> Array2<f32> {
    let mean = plane.mean().unwrap_or_default();
    plane.map(|value| value - mean)
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0, 0u32), |(sum, count), value| (sum + value, count + 1));
    if count == 0 { 0.0 } else { sum / count as f32 }
}

#[cfg(test)]
mod tests;
