//! Scaling up leaves samples that follow from their neighbours at regular places (Gallagher 2005,
//! Kirchner 2008): a periodic pattern in how well a neighbour predicts a pixel.

use ndarray::{Array2, ArrayView1, ArrayView2};

use crate::signal::{Window, local_medians_1d, magnitudes_1d};

/// Lowest frequency that is looked at, in cycles per pixel: below it, content looks alike.
const LOWEST: f64 = 0.04;
/// Distance, in cycles per pixel, from a multiple of a grid's frequency that the grid claims.
const GRID: f64 = 0.004;
/// Lines of pixels that are averaged at most, spread over the picture.
const LINES: usize = 900;
/// Shortest side that is looked at.
const SHORTEST: usize = 128;

/// The strongest periodic trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Resampling {
    /// Frequency in cycles per pixel, the same along rows and columns.
    pub frequency: f64,
    /// Sum of the natural logarithms of peak over local median along rows and along columns.
    pub strength: f64,
    /// Whether frequencies were left out that the grid of a lossy coding leaves.
    pub grid_left_out: bool,
    /// What was searched: `(frequency, strength)` in steps of [`CURVE_STEP`], the strongest of each step.
    pub curve: Vec<(f64, f64)>,
}

/// Width of a step of [`Resampling::curve`] in cycles per pixel.
pub const CURVE_STEP: f64 = 0.0025;

impl Resampling {
    /// The factor of an enlargement by 1 to 2 that has this frequency.
    pub fn factor(&self) -> f64 {
        1.0 / (1.0 - self.frequency)
    }

    /// Whether the trace is stronger than those of photos that were not scaled.
    pub fn is_found(&self) -> bool {
        self.strength >= if self.frequency >= HIGHEST { LEAST_AT_HALF } else { LEAST }
    }
}

/// Strength from which a trace is reported. The strongest of 60 camera photos that had been averaged
/// over blocks of 4 or 8 pixels, which leaves no such trace, was 2.6.
const LEAST: f64 = 3.2;
/// The same at one half cycle per pixel, where an old grid that was halved also shows: one of 31
/// photos averaged over blocks of 8 reached it, none of the others 4.4.
const LEAST_AT_HALF: f64 = 5.5;
/// From here on a frequency counts as one half.
const HIGHEST: f64 = 0.495;

/// The grid of blocks that the present or an earlier coding leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grid {
    /// None.
    None,
    /// JPEG's, of 8 pixels.
    Eight,
    /// Those of video coders (WebP, AVIF, HEIC), of up to 16 pixels.
    Sixteen,
}

impl Grid {
    /// Whether the grid itself leaves this frequency, in cycles per pixel.
    fn claims(self, frequency: f64) -> bool {
        let blocks = match self {
            Self::None => return false,
            Self::Eight => 8.0,
            Self::Sixteen => 16.0,
        };
        ((frequency * blocks).round() / blocks - frequency).abs() < GRID
    }
}

/// Looks along rows and columns of a luma plane, 0 to 255; `None` for a picture with a side below 128 pixels.
pub(super) fn look(luma: &Array2<f32>, grid: Grid) -> Option<Resampling> {
    if luma.nrows().min(luma.ncols()) < SHORTEST {
        return None;
    }
    let bins = (4 * luma.nrows().max(luma.ncols())).next_power_of_two().min(1 << 16);
    let along = |plane: ArrayView2<f32>| ORDERS.map(|order| log_ratios(&predictability(plane, order), bins));
    let (rows, columns) = rayon::join(|| along(luma.view()), || along(luma.t()));
    let frequency = |bin: usize| bin as f64 / bins as f64;
    let mut strongest = (0.0, f64::MIN);
    let mut curve: Vec<(f64, f64)> = Vec::new();
    for bin in 0..=bins / 2 {
        let at = frequency(bin);
        if at < LOWEST || grid.claims(at) {
            continue;
        }
        let strength = rows
            .iter()
            .zip(&columns)
            .filter_map(|(rows, columns)| Some(rows.get(bin)? + columns.get(bin)?))
            .fold(f64::MIN, f64::max);
        if strength > strongest.1 {
            strongest = (at, strength);
        }
        match curve.last_mut() {
            Some(last) if (last.0 / CURVE_STEP).floor() == (at / CURVE_STEP).floor() => {
                if strength > last.1 {
                    *last = (at, strength);
                }
            }
            _ => curve.push((at, strength)),
        }
    }
    let (frequency, strength) = strongest;
    Some(Resampling { frequency, strength, grid_left_out: grid != Grid::None, curve })
}

/// Order of the difference between a pixel and its neighbours. The second one shows most enlargements;
/// one of exactly 2, whose new pixels all lie alike, shows in the first.
const ORDERS: [u8; 2] = [1, 2];

/// Mean over the rows of how well a pixel is predicted, 0 to 1, by column.
fn predictability(plane: ArrayView2<f32>, order: u8) -> Vec<f32> {
    /// Difference, in levels, at which a prediction counts a third (1/e).
    const SCALE: f32 = 3.0;
    let stride = plane.nrows().div_ceil(LINES);
    let rows: Vec<ArrayView1<f32>> = plane.rows().into_iter().step_by(stride).collect();
    let count = rows.len() as f32;
    let mut means = vec![0.0; plane.ncols().saturating_sub(usize::from(order))];
    for row in rows {
        let row = row.to_vec();
        match order {
            1 => {
                for (mean, pair) in means.iter_mut().zip(row.windows(2)) {
                    if let [one, other] = pair {
                        *mean += (-(one - other).abs() / SCALE).exp() / count;
                    }
                }
            }
            _ => {
                for (mean, triple) in means.iter_mut().zip(row.windows(3)) {
                    if let [one, middle, other] = triple {
                        *mean += (-(2.0 * middle - one - other).abs() / SCALE).exp() / count;
                    }
                }
            }
        }
    }
    means
}

/// Natural logarithm of each magnitude over the median around it.
fn log_ratios(samples: &[f32], bins: usize) -> Vec<f64> {
    let trend = local_medians_1d(samples, 7, 0);
    let window = Window::Hann.factors(samples.len());
    let mut padded: Vec<f32> =
        samples.iter().zip(&trend).zip(&window).map(|((sample, trend), factor)| (sample - trend) * factor).collect();
    padded.resize(bins, 0.0);
    let magnitudes = magnitudes_1d(&padded, Window::Rectangular);
    // Wide enough that a peak, some `bins / samples` wide, does not lift its own median.
    let radius = 18 * bins / samples.len().max(1);
    let medians = coarse_medians(&magnitudes, radius);
    magnitudes
        .iter()
        .zip(medians)
        .map(|(magnitude, median)| f64::from((magnitude + f32::MIN_POSITIVE) / (median + f32::MIN_POSITIVE)).ln())
        .collect()
}

/// Medians within `radius`, measured at every quarter radius and held in between: they change slowly.
fn coarse_medians(magnitudes: &[f32], radius: usize) -> Vec<f32> {
    let step = (radius / 4).max(1);
    let mut medians = Vec::with_capacity(magnitudes.len());
    for start in (0..magnitudes.len()).step_by(step) {
        let (middle, end) = (start + step / 2, (start + step).min(magnitudes.len()));
        let last = (middle + radius).min(magnitudes.len());
        let mut around = magnitudes.get(middle.saturating_sub(radius)..last).unwrap_or_default().to_vec();
        let median = crate::signal::median(&mut around).unwrap_or_default();
        medians.resize(end, median);
    }
    medians
}
