//! The outline of a pupil against the ellipse that fits it best.
//!
//! After Guo, Hu, Wang, Chang and Lyu, Eyes Tell All, arXiv:2109.00162, with a threshold in place of their
//! trained segmenter. The overlap is counted along the outline only: Boundary IoU, Cheng et al., CVPR 2021,
//! arXiv:2103.16562.

use super::ellipse::{self, Ellipse};
use super::glints::within;
use super::mask::Mask;
use super::view::{EyeView, IRIS_CELLS, SIDE, middle};
use super::{Glints, mask};
use crate::faces::Point;

/// The pupil is searched within this share of the iris' radius: the rim of an iris is dark too.
const SEARCHED: f32 = 0.82;

/// Nothing is searched this near to a lid, in iris diameters: its shadow is as dark as a pupil.
const LID_SHADOW: f32 = 0.08;

/// Least brightness of the iris around the pupil above the pupil's, in levels of 255. Below it the edge
/// cannot be seen, as in most dark brown irises.
pub const LEAST_CONTRAST: f32 = 14.0;

/// Pupil over iris diameter (methods A3).
const RATIOS: std::ops::RangeInclusive<f32> = 0.15..=0.75;

/// Most distance of the pupil's middle from the iris', in iris radii.
const MOST_OFF_CENTRE: f32 = 0.20;

/// Least ratio of the ellipse's axes: what is flatter is a shadow, or a pupil cut by its reflections.
const LEAST_ROUNDNESS: f32 = 0.65;

/// Width of the zone along the outlines that is compared, in iris diameters.
const ZONE: f32 = 0.04;

/// Least share of the outline that no reflection and no lid covers.
const LEAST_SEEN: f32 = 0.6;

/// Least share of the seen outline that is an edge: there the brightness rises outward by at least this
/// share of the contrast. A shadow of the lid, or the rim of a dark iris, has no such edge.
const LEAST_EDGE: f32 = 0.80;
const EDGE_RISE: f32 = 0.4;

/// How far on either side of the outline that rise is measured, in iris diameters.
const EDGE_REACH: f32 = 0.045;

/// A reflection spoils the outline this far around it, in pixels of the photo.
const GLINT_MARGIN_PX: f32 = 1.5;

/// A pupil that could be measured.
#[derive(Debug, Clone)]
pub struct PupilShape {
    /// Its outline in cells.
    pub outline: Vec<Point>,
    /// The ellipse that fits the seen part of the outline, in cells.
    pub ellipse: Ellipse,
    /// Overlap of pupil and ellipse along the outline, 0 to 1; 1 is a perfect ellipse.
    pub boundary_iou: f32,
    /// Diameter of the pupil over that of the iris.
    pub ratio: f32,
    /// Brightness of the iris around the pupil above the pupil's, in levels of 255.
    pub contrast: f32,
    /// Share of the outline that could be seen, 0 to 1.
    pub seen: f32,
}

/// Why a pupil could not be measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NoPupil {
    /// No dark and roughly round spot lies near the middle of the iris.
    NotFound,
    /// The iris around it is hardly brighter: by this many levels.
    LittleContrast(f32),
    /// Its diameter over the iris' is out of the human range.
    OddSize(f32),
    /// Only this share of its outline is an edge.
    FaintEdge(f32),
    /// Only this share of its outline could be seen.
    Covered(f32),
}

/// Measures the pupil of one eye.
///
/// # Errors
/// Why it could not be measured.
pub fn measure(view: &EyeView, glints: &Glints) -> Result<PupilShape, NoPupil> {
    let covered = glints.spots.grown(GLINT_MARGIN_PX / view.frame.px_per_cell);
    let clear_of_lids = view.iris.shrunk(LID_SHADOW * IRIS_CELLS);
    let searched =
        Mask::from_fn(SIDE, |column, row| clear_of_lids.has((column, row)) && within((column, row), SEARCHED));
    let clear = searched.minus(&covered);
    let level = otsu(clear.iter().map(|cell| view.luma(cell))).ok_or(NoPupil::NotFound)?;
    let dark = Mask::from_fn(SIDE, |column, row| clear.has((column, row)) && view.luma((column, row)) <= level);
    let pupil = central(&dark, &covered.and(&searched)).ok_or(NoPupil::NotFound)?;
    let outline = pupil.outlines().into_iter().max_by_key(Vec::len).ok_or(NoPupil::NotFound)?;
    let rim = searched.shrunk(1.0);
    let is_seen = |point: &&Point| {
        let cell = (point.0.max(0.0) as usize, point.1.max(0.0) as usize);
        !covered.has(cell) && rim.has(cell)
    };
    let seen: Vec<Point> = outline.iter().filter(is_seen).copied().collect();
    let seen_share = seen.len() as f32 / outline.len().max(1) as f32;
    if seen_share < LEAST_SEEN {
        return Err(NoPupil::Covered(seen_share));
    }
    let ellipse = ellipse::fit(&seen).ok_or(NoPupil::NotFound)?;
    let roundness = ellipse.half_axes.1 / ellipse.half_axes.0;
    if roundness < LEAST_ROUNDNESS || off_centre(ellipse.centre) > MOST_OFF_CENTRE {
        return Err(NoPupil::NotFound);
    }
    let ratio = (ellipse.half_axes.0 + ellipse.half_axes.1) / IRIS_CELLS;
    if !RATIOS.contains(&ratio) {
        return Err(NoPupil::OddSize(ratio));
    }
    let contrast = contrast(view, &clear, &ellipse).ok_or(NoPupil::NotFound)?;
    if contrast < LEAST_CONTRAST {
        return Err(NoPupil::LittleContrast(contrast));
    }
    let edge = edge_share(view, &seen, ellipse.centre, contrast);
    if edge < LEAST_EDGE {
        return Err(NoPupil::FaintEdge(edge));
    }
    let boundary_iou = boundary_iou(&pupil, &ellipse, &clear).ok_or(NoPupil::NotFound)?;
    Ok(PupilShape { outline, ellipse, boundary_iou, ratio, contrast, seen: seen_share })
}

/// The dark part near the middle of the iris, with the reflections that it encloses or that touch it.
fn central(dark: &Mask, covered: &Mask) -> Option<Mask> {
    /// Least share of the iris disc: a pupil of 15 % of the diameter.
    const LEAST_CELLS: usize = 280;
    let near = |part: &&Vec<(usize, usize)>| {
        part.len() >= LEAST_CELLS
            && mask::centroid(part.iter().copied()).is_some_and(|centre| off_centre(centre) <= MOST_OFF_CENTRE * 1.5)
    };
    let parts = dark.opened(3.0).parts();
    let largest = parts.iter().find(near)?;
    let body = Mask::of(SIDE, largest);
    // A reflection inside the pupil cuts a hole or a bay; filling it over the covered cells closes both.
    let with_covered = Mask::from_fn(SIDE, |column, row| body.has((column, row)) || covered.has((column, row)));
    let hull = ellipse::fit(&body.outlines().into_iter().max_by_key(Vec::len)?)?;
    let closed = Mask::from_fn(SIDE, |column, row| {
        let cell = (column, row);
        body.has(cell) || with_covered.has(cell) && hull.contains(middle(cell))
    });
    let closed = closed.filled();
    closed.centroid().filter(|&centre| off_centre(centre) <= MOST_OFF_CENTRE).map(|_| closed)
}

/// Distance from the middle of the iris in iris radii.
fn off_centre((x, y): Point) -> f32 {
    let half = SIDE as f32 / 2.0;
    (x - half).hypot(y - half) / (IRIS_CELLS / 2.0)
}

/// Middle brightness of a ring around the pupil above that of its inner part.
fn contrast(view: &EyeView, clear: &Mask, ellipse: &Ellipse) -> Option<f32> {
    let sized =
        |share: f32| Ellipse { half_axes: (ellipse.half_axes.0 * share, ellipse.half_axes.1 * share), ..*ellipse };
    let (inner, near, far) = (sized(0.8), sized(1.25), sized(1.6));
    let median = |is_in: &dyn Fn(Point) -> bool| {
        let mut levels: Vec<f32> =
            clear.iter().filter(|&cell| is_in(middle(cell))).map(|cell| view.luma(cell)).collect();
        levels.sort_by(f32::total_cmp);
        levels.get(levels.len() / 2).copied()
    };
    let around = median(&|point| far.contains(point) && !near.contains(point))?;
    Some(around - median(&|point| inner.contains(point))?)
}

/// Share of outline points across which the brightness rises outward.
fn edge_share(view: &EyeView, outline: &[Point], centre: Point, contrast: f32) -> f32 {
    let reach = EDGE_REACH * IRIS_CELLS;
    let rises = |&&(x, y): &&Point| {
        let (right, down) = (x - centre.0, y - centre.1);
        let length = right.hypot(down).max(1.0);
        let level = |by: f32| {
            let at = (x + by * right / length, y + by * down / length);
            view.luma((at.0.max(0.0) as usize, at.1.max(0.0) as usize))
        };
        level(reach) - level(-reach) >= EDGE_RISE * contrast
    };
    outline.iter().filter(rises).count() as f32 / outline.len().max(1) as f32
}

/// Overlap of the pupil's and the ellipse's inner border zones where the eye is clear.
fn boundary_iou(pupil: &Mask, ellipse: &Ellipse, clear: &Mask) -> Option<f32> {
    let drawn = Mask::from_fn(SIDE, |column, row| ellipse.contains(middle((column, row))));
    let border = |mask: &Mask| mask.minus(&mask.shrunk(ZONE * IRIS_CELLS)).and(clear);
    let (one, other) = (border(pupil), border(&drawn));
    let both = one.and(&other).count();
    let either = one.count() + other.count() - both;
    (either > 0).then(|| both as f32 / either as f32)
}

/// The level that parts the values into two groups of the least spread (Otsu, IEEE Transactions on
/// Systems, Man, and Cybernetics 9(1), 1979). `None` when all values are the same.
fn otsu(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut histogram = [0.0_f64; 256];
    for value in values {
        if let Some(count) = histogram.get_mut(usize::from(value.round() as u8)) {
            *count += 1.0;
        }
    }
    let count: f64 = histogram.iter().sum();
    let total: f64 = (0..).zip(&histogram).map(|(level, count): (u32, _)| f64::from(level) * count).sum();
    let (mut below, mut below_sum) = (0.0, 0.0);
    let mut best = (0.0, None);
    for (level, at) in (0_u8..=255).zip(&histogram) {
        below += at;
        below_sum += f64::from(level) * at;
        let above = count - below;
        if below > 0.0 && above > 0.0 {
            let apart = below_sum / below - (total - below_sum) / above;
            let between = below * above * apart * apart;
            if between > best.0 {
                best = (between, Some(f32::from(level)));
            }
        }
    }
    best.1
}

#[cfg(test)]
mod tests;
