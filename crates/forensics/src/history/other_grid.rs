//! An earlier JPEG compression whose grid of 8 x 8 pixels began elsewhere, or in a file that is no JPEG:
//! on the right one of the 64 possible grids, coefficients gather at multiples of the earlier steps.

use std::sync::LazyLock;

use ndarray::Array2;
use rayon::prelude::*;

use super::lattice::{self, Fit, MODES};

/// Blocks that are looked at on each grid, spread over the picture.
const BLOCKS: usize = 1500;
/// Fewest blocks that allow an answer.
const FEWEST_BLOCKS: usize = 100;
/// Width of a histogram bin in levels, and the number of bins.
const BIN: f64 = 0.2;
const BINS: usize = 900;
/// Lead of the best grid over the second best, as log-likelihood ratio per block, from which it is
/// reported.
const LEAST_LEAD_PER_BLOCK: f64 = 0.1;

/// What the 64 grids tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OtherGrid {
    /// One grid stands out.
    Found {
        /// Quality setting of the standard encoder whose steps fit best, 1 to 100.
        quality: u8,
        /// Column and row of the first whole block's corner, 0 to 7.
        origin: (u8, u8),
        /// Lead over the second best grid, natural logarithm per block.
        lead_per_block: f64,
    },
    /// No grid stands out.
    NotFound {
        /// Lead of the best grid over the second best.
        lead_per_block: f64,
    },
    /// The picture is too small.
    TooSmall,
    /// What the present coding put on the pixels is not known, or hides every earlier grid.
    Hidden,
}

/// Looks for the grid in a luma plane, 0 to 255. `noise` is the standard deviation, in levels, that
/// was added to a coefficient since; `own` the grid of the present file, which is left out.
pub(super) fn look(luma: &Array2<f32>, noise: f64, own: Option<(u8, u8)>) -> OtherGrid {
    let (height, width) = luma.dim();
    let (rows, columns) = (height.saturating_sub(7) / 8, width.saturating_sub(7) / 8);
    if rows * columns < FEWEST_BLOCKS {
        return OtherGrid::TooSmall;
    }
    let stride = (rows * columns).div_ceil(BLOCKS);
    let places: Vec<(usize, usize)> =
        (0..rows * columns).step_by(stride).map(|index| (index / columns * 8, index % columns * 8)).collect();
    let tables = Tables::new(&histograms(luma, &places, (0, 0)), noise);
    let mut fits: Vec<((u8, u8), Fit)> = (0..64_u8)
        .into_par_iter()
        .map(|phase| (phase % 8, phase / 8))
        .filter(|origin| Some(*origin) != own)
        .filter_map(|origin| Some((origin, tables.best(&histograms(luma, &places, origin))?)))
        .collect();
    fits.sort_by(|one, other| other.1.log_likelihood.total_cmp(&one.1.log_likelihood));
    let [(origin, best), (_, second), ..] = fits.as_slice() else { return OtherGrid::TooSmall };
    let lead_per_block = (best.log_likelihood - second.log_likelihood) / places.len() as f64;
    if lead_per_block >= LEAST_LEAD_PER_BLOCK {
        OtherGrid::Found { quality: best.quality, origin: *origin, lead_per_block }
    } else {
        OtherGrid::NotFound { lead_per_block }
    }
}

/// How often each magnitude of one mode (row-major place in a block) occurs on the grid with this
/// origin (column, row), in levels, for all blocks of the picture; values of 128 and more are left out.
pub fn grid_histogram(luma: &Array2<f32>, origin: (u8, u8), mode: usize) -> Vec<u64> {
    let mut counts = vec![0; 128];
    let pattern = pattern(mode);
    let (column, row) = (usize::from(origin.0), usize::from(origin.1));
    for top in (row..luma.nrows().saturating_sub(7)).step_by(8) {
        for left in (column..luma.ncols().saturating_sub(7)).step_by(8) {
            let Some(block) = block(luma, top, left) else { continue };
            let value: f32 = block.iter().zip(&pattern).map(|(level, weight)| level * weight).sum();
            if let Some(count) = counts.get_mut(value.abs().round() as usize) {
                *count += 1;
            }
        }
    }
    counts
}

/// How often each magnitude of each mode occurs on the grid with this origin (column, row).
fn histograms(luma: &Array2<f32>, places: &[(usize, usize)], origin: (u8, u8)) -> Vec<Vec<u32>> {
    let mut histograms = vec![vec![0_u32; BINS]; MODES.len()];
    for &(row, column) in places {
        let (row, column) = (row + usize::from(origin.1), column + usize::from(origin.0));
        // The last blocks of a shifted grid lie outside.
        let Some(block) = block(luma, row, column) else { continue };
        for (histogram, pattern) in histograms.iter_mut().zip(PATTERNS.iter()) {
            let value: f32 = block.iter().zip(pattern).map(|(level, weight)| level * weight).sum();
            if let Some(count) = histogram.get_mut((f64::from(value.abs()) / BIN) as usize) {
                *count += 1;
            }
        }
    }
    histograms
}

fn block(luma: &Array2<f32>, row: usize, column: usize) -> Option<[f32; 64]> {
    if row + 8 > luma.nrows() || column + 8 > luma.ncols() {
        return None;
    }
    let mut block = [0.0; 64];
    for (level, place) in block.iter_mut().zip(0..) {
        *level = *luma.get((row + place / 8, column + place % 8))?;
    }
    Some(block)
}

/// The cosine patterns of the modes.
static PATTERNS: LazyLock<Vec<[f32; 64]>> = LazyLock::new(|| MODES.iter().map(|mode| pattern(*mode)).collect());

/// The cosine pattern of a mode (ITU-T T.81 A.3.3), row-major.
fn pattern(mode: usize) -> [f32; 64] {
    let cosine = |place: usize, frequency: usize| {
        let scale = if frequency == 0 { 0.125_f64.sqrt() } else { 0.5 };
        scale * ((2 * place + 1) as f64 * frequency as f64 * std::f64::consts::PI / 16.0).cos()
    };
    std::array::from_fn(|place| (cosine(place / 8, mode / 8) * cosine(place % 8, mode % 8)) as f32)
}

/// Log-likelihood ratios of every bin for every mode and step.
struct Tables {
    /// By mode, then by step.
    ratios: Vec<Vec<Option<Vec<f64>>>>,
}

impl Tables {
    fn new(histograms: &[Vec<u32>], noise: f64) -> Self {
        let ratios = MODES
            .iter()
            .zip(histograms)
            .map(|(place, histogram)| {
                let decay = decay(histogram);
                let mut of_mode = vec![None; 256];
                for quality in lattice::QUALITIES {
                    let step = crate::jpeg_quality::standard_luminance(quality).get(*place).copied().unwrap_or(1);
                    if let Some(table @ None) = of_mode.get_mut(usize::from(step)) {
                        let of_bin = |bin: usize| lattice::of_noisy((bin as f64 + 0.5) * BIN, step, noise, decay);
                        *table = Some((0..BINS).map(of_bin).collect());
                    }
                }
                of_mode
            })
            .collect();
        Self { ratios }
    }

    fn best(&self, histograms: &[Vec<u32>]) -> Option<Fit> {
        // Many qualities share a step.
        let mut known: Vec<[Option<f64>; 256]> = vec![[None; 256]; MODES.len()];
        lattice::best_quality(|mode, step| {
            let Some(known) = known.get_mut(mode).and_then(|mode| mode.get_mut(usize::from(step))) else { return 0.0 };
            *known.get_or_insert_with(|| self.fits(histograms, mode, step).unwrap_or(0.0))
        })
    }

    fn fits(&self, histograms: &[Vec<u32>], mode: usize, step: u16) -> Option<f64> {
        let table = self.ratios.get(mode)?.get(usize::from(step))?.as_ref()?;
        Some(histograms.get(mode)?.iter().zip(table).map(|(count, ratio)| f64::from(*count) * ratio).sum())
    }
}

/// Fall of the smooth density per level.
fn decay(histogram: &[u32]) -> f64 {
    let count: u32 = histogram.iter().sum();
    let sum: f64 = histogram.iter().enumerate().map(|(bin, count)| (bin as f64 + 0.5) * BIN * f64::from(*count)).sum();
    1.0 / (sum / f64::from(count.max(1))).max(0.5)
}
