//! JPEG ghosts (Farid 2009): how much another save at each quality would change each part.
//!
//! A part that was saved before at some quality changes little when it is saved at that quality again. The
//! curve of change against quality then dips there, and only there.

use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::patches::{self, Patch};
use super::{Blocks, whole};
use crate::jpeg_quality;
use crate::signal::{BLOCK, cosine_block};

/// Side of a window in pixels: four blocks, as in Farid 2009.
pub const WINDOW: usize = 16;

/// Qualities of the standard encoder at which the picture is saved again, 3 apart: the dip of a ghost is
/// about so wide.
pub const QUALITIES: [u8; 17] = [48, 51, 54, 57, 60, 63, 66, 69, 72, 75, 78, 81, 84, 87, 90, 93, 96];

/// A dip is measured against the qualities this many places before and after.
const BESIDE: usize = 2;

/// Least mean squared change at the lowest quality for a window to be measured, in levels squared: below
/// it there is too little detail for any quality to change.
const LEAST_DETAIL: f32 = 4.0;

/// Mean squared change that the rounding to whole levels makes at any quality, in levels squared.
const ROUNDING: f32 = 0.12;

/// Windows on each side of one over which dips are averaged.
const SMOOTHED_OVER: usize = 2;

/// Groups of windows with like detail.
const DETAIL_GROUPS: usize = 10;

/// Least spread of dips that is told from none, as a natural logarithm.
const LEAST_SPREAD: f32 = 0.03;

/// Spreads from the middle beyond which windows form a part.
const BEYOND: f32 = 3.0;

/// The change at each quality, in whole windows from the first pixel.
#[derive(Debug, Clone)]
pub struct Ghosts {
    /// Mean squared change of luma at each of [`QUALITIES`], in levels squared: `[row, column]` of windows.
    change: Vec<Array2<f32>>,
}

/// The part that differs most at one quality.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Place of the quality in [`QUALITIES`].
    pub place: usize,
    /// Windows of the part; its mean is in spreads from the middle of windows with like detail. Above 0
    /// the part dips and the rest does not, below 0 the other way round.
    pub patch: Patch,
    /// Its share of the measured windows.
    pub share: f32,
    /// How much more (above 0) or less (below) it dips than the rest, as a natural logarithm.
    pub contrast: f32,
}

impl Ghosts {
    /// Measures every window. Saving is the quantisation of the 8 by 8 cosine transform with the standard
    /// luminance table, on the grid of the first pixel; the change is taken in the transform (Parseval),
    /// which leaves out only the rounding of pixels. Entropy coding loses nothing.
    pub fn measure(luma: &Array2<f32>) -> Self {
        let (tables, blocks) = (QUALITIES.map(Quantiser::new), Blocks::of(luma));
        let (rows, columns) = (luma.nrows() / WINDOW, luma.ncols() / WINDOW);
        let windows: Vec<[f32; QUALITIES.len()]> = (0..rows * columns)
            .into_par_iter()
            .map(|index| window(&blocks, &tables, index / columns * WINDOW, index % columns * WINDOW))
            .collect();
        let plane = |place: usize| {
            Array2::from_shape_fn((rows, columns), |(row, column)| windows[row * columns + column][place])
        };
        Self { change: (0..QUALITIES.len()).map(plane).collect() }
    }

    /// Rows and columns of windows.
    pub fn size(&self) -> (usize, usize) {
        self.change.first().map_or((0, 0), Array2::dim)
    }

    /// Whether a window has detail enough to be measured.
    fn measurable(&self, window: (usize, usize)) -> bool {
        self.change.first().is_some_and(|lowest| lowest[window] >= LEAST_DETAIL)
    }

    /// How many windows have detail enough to be measured.
    pub fn measured(&self) -> usize {
        self.change.first().map_or(0, |lowest| lowest.iter().filter(|change| **change >= LEAST_DETAIL).count())
    }

    /// Places in [`QUALITIES`] that have others on both sides to be compared with, up to the first that
    /// is not below `below`: saving at the file's own quality or above changes little anywhere.
    pub fn places(below: u8) -> std::ops::Range<usize> {
        let end = QUALITIES.iter().take_while(|quality| **quality < below).count();
        BESIDE..end.min(QUALITIES.len() - BESIDE)
    }

    /// The dip at a quality: natural logarithm of the mean change at the qualities before and after over
    /// the change at it. 0 where the curve is straight; NaN where there is too little detail.
    pub fn dip(&self, place: usize) -> Array2<f32> {
        Array2::from_shape_fn(self.size(), |window| {
            if !self.measurable(window) {
                return f32::NAN;
            }
            let at = |place: usize| self.change.get(place).map_or(f32::NAN, |change| change[window]) + ROUNDING;
            ((at(place.wrapping_sub(BESIDE)) + at(place + BESIDE)) / 2.0 / at(place)).ln()
        })
    }

    /// Middle change of the measured windows at each quality, of those inside or outside a box of windows.
    pub fn curve(&self, patch: &Patch, inside: bool) -> Vec<(f64, f64)> {
        let within = |(row, column): (usize, usize)| {
            (patch.top..patch.top + patch.height).contains(&row)
                && (patch.left..patch.left + patch.width).contains(&column)
        };
        let middle = |change: &Array2<f32>| {
            let chosen =
                change.indexed_iter().filter(|(window, _)| within(*window) == inside && self.measurable(*window));
            patches::median(chosen.map(|(_, change)| *change))
        };
        let points = QUALITIES.iter().zip(&self.change);
        points.filter_map(|(quality, change)| Some((f64::from(*quality), f64::from(middle(change)?)))).collect()
    }

    /// The part that stands out most among the qualities at these places, with dips smoothed over 80
    /// pixels and freed of what windows of like detail have in common; `None` when too little was measured.
    pub fn part(&self, places: std::ops::Range<usize>) -> Option<Part> {
        let measured = self.measured();
        let detail = self.change.first()?;
        let strongest = places.filter_map(|place| {
            let dip = self.dip(place);
            let own = without_common(&dip, detail);
            let smooth = patches::smoothed(&own, SMOOTHED_OVER);
            let middle = patches::median(smooth.iter().copied())?;
            let spread = 1.4826 * patches::median(smooth.iter().map(|value| (value - middle).abs()))?;
            let spread = spread.max(LEAST_SPREAD);
            let patch = *patches::patches(&smooth.mapv(|value| (value - middle) / spread), BEYOND).first()?;
            let share = patch.cells as f32 / measured as f32;
            Some(Part { place, patch, share, contrast: patch.mean * spread })
        });
        strongest.max_by(|one, other| one.score().total_cmp(&other.score()))
    }
}

impl Part {
    /// How much the part stands out: spreads from the middle times the square root of its share.
    pub fn score(&self) -> f32 {
        self.patch.mean.abs() * self.share.sqrt()
    }
}

/// Steps of a table and their inverses, row by row.
struct Quantiser {
    steps: [f32; BLOCK * BLOCK],
    inverse: [f32; BLOCK * BLOCK],
}

impl Quantiser {
    fn new(quality: u8) -> Self {
        let steps = jpeg_quality::standard_luminance(quality).map(f32::from);
        Self { steps, inverse: steps.map(|step| 1.0 / step) }
    }

    /// Sum of the squared changes that quantising makes.
    fn change(&self, coefficients: &[f32; BLOCK * BLOCK]) -> f32 {
        let mut sums = [0.0_f32; BLOCK];
        for ((coefficients, steps), inverse) in
            coefficients.chunks_exact(BLOCK).zip(self.steps.chunks_exact(BLOCK)).zip(self.inverse.chunks_exact(BLOCK))
        {
            for (((sum, coefficient), step), inverse) in sums.iter_mut().zip(coefficients).zip(steps).zip(inverse) {
                let lost = coefficient - step * whole(coefficient * inverse);
                *sum += lost * lost;
            }
        }
        sums.iter().sum()
    }
}

/// Mean squared change of the window at a place, at each quality.
fn window(
    blocks: &Blocks<'_>,
    tables: &[Quantiser; QUALITIES.len()],
    top: usize,
    left: usize,
) -> [f32; QUALITIES.len()] {
    let mut change = [0.0; QUALITIES.len()];
    for (top, left) in [(top, left), (top, left + BLOCK), (top + BLOCK, left), (top + BLOCK, left + BLOCK)] {
        // JPEG subtracts the middle of the levels before the transform (ITU-T T.81, A.3.1).
        let samples = blocks.at(top, left).map(|line| line.map(|sample| sample - 128.0));
        let square = cosine_block(&samples);
        let mut coefficients = [0.0; BLOCK * BLOCK];
        for (place, value) in coefficients.iter_mut().zip(square.iter().flatten()) {
            *place = *value;
        }
        for (change, table) in change.iter_mut().zip(tables) {
            *change += table.change(&coefficients);
        }
    }
    change.map(|sum| sum / (WINDOW * WINDOW) as f32)
}

/// Dips less the middle dip of windows with like detail: what the file's last save does to the curve
/// depends on detail and is the same everywhere.
fn without_common(dip: &Array2<f32>, detail: &Array2<f32>) -> Array2<f32> {
    let mut order: Vec<usize> = (0..dip.len()).collect();
    let (dips, details) = (dip.iter().copied().collect::<Vec<_>>(), detail.iter().copied().collect::<Vec<_>>());
    order.retain(|index| !dips[*index].is_nan());
    order.sort_by(|one, other| details[*one].total_cmp(&details[*other]));
    let mut own = vec![f32::NAN; dips.len()];
    for group in order.chunks(order.len().div_ceil(DETAIL_GROUPS).max(1)) {
        let Some(common) = patches::median(group.iter().map(|index| dips[*index])) else { continue };
        for index in group {
            own[*index] = dips[*index] - common;
        }
    }
    let width = dip.len_of(Axis(1));
    Array2::from_shape_fn(dip.dim(), |(row, column)| own[row * width + column])
}

#[cfg(test)]
mod tests;
