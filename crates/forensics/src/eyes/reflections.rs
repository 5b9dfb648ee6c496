//! The reflections of two eyes compared.
//!
//! Both corneas mirror the same scene from places 63 mm apart. Shape for shape the reflections agree
//! after a small shift: about 3.9 mm x 63 mm / distance of the light, which is 7 % of the iris for a light
//! at 30 cm and 1 % at 2 m. The comparison therefore allows a shift and a small change of size before it
//! counts the overlap (intersection over union, Hu, Li and Lyu, arXiv:2009.11924), and looks only where
//! both eyes are seen.

use super::colour;
use super::gini;
use super::glints::Glint;
use super::mask::Mask;
use super::view::{IRIS_CELLS, SIDE};
use super::{EyePair, Glints};

/// Most shift, in iris diameters: a light at 26 cm.
pub const MOST_SHIFT: f32 = 0.08;

/// Changes of size that are tried.
const SCALES: [f32; 5] = [0.90, 0.95, 1.0, 1.05, 1.10];

/// Most reflections that are matched one to one; further ones are the smallest.
const MOST_MATCHED: usize = 6;

/// What the comparison of two eyes measured. Shifts go from the person's right eye to the left one.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Overlap without any shift, 0 to 1.
    pub plain_iou: f32,
    /// Best overlap within the allowance, 0 to 1.
    pub best_iou: f32,
    /// The shift with the best overlap, in iris diameters: right and down.
    pub shift: (f32, f32),
    /// The change of size with the best overlap.
    pub scale: f32,
    /// Reflections in the right and left eye.
    pub counts: (usize, usize),
    /// Smaller over larger area of all reflections, 0 to 1.
    pub area_ratio: f32,
    /// Reflections that lie at the same place, as (index in the right eye, index in the left one).
    pub matched: Vec<(usize, usize)>,
    /// Mean distance of the matched ones beyond the common shift, in iris diameters; `None` without any.
    pub mean_distance: Option<f32>,
    /// Mean colour difference (delta E) of the matched ones; `None` without any.
    pub colour_difference: Option<f32>,
    /// Difference of the Gini coefficients of the irises' brightness.
    pub gini_difference: Option<f64>,
}

impl Comparison {
    /// Reflections without a partner in the other eye.
    pub fn unmatched(&self) -> usize {
        (self.counts.0 + self.counts.1).saturating_sub(2 * self.matched.len())
    }

    /// What the check reports: 0 where the reflections agree, 1 where nothing overlaps.
    pub fn score(&self) -> f64 {
        1.0 - f64::from(self.best_iou)
    }
}

/// Why two eyes cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReflection {
    /// None in either eye.
    Neither,
    /// None in the person's right eye.
    Right,
    /// None in the person's left eye.
    Left,
    /// Where one eye reflects, the other is covered.
    Covered,
}

/// Compares the reflections of both eyes.
///
/// # Errors
/// Which eye shows none.
pub fn compare(pair: &EyePair) -> Result<Comparison, NoReflection> {
    let (right, left) = (&pair.right_glints, &pair.left_glints);
    match (right.each.is_empty(), left.each.is_empty()) {
        (true, true) => return Err(NoReflection::Neither),
        (true, false) => return Err(NoReflection::Right),
        (false, true) => return Err(NoReflection::Left),
        (false, false) => {}
    }
    let plain_iou =
        Scaled::new(pair, 1.0).and_then(|right| right.overlap(pair, (0, 0))).ok_or(NoReflection::Covered)?;
    let (best_iou, shift, scale) = best(pair, plain_iou);
    let in_diameters = (shift.0 as f32 / IRIS_CELLS, shift.1 as f32 / IRIS_CELLS);
    let (right_area, left_area) = (right.area(), left.area());
    let matched = matched(right, left);
    Ok(Comparison {
        plain_iou,
        best_iou,
        shift: in_diameters,
        scale,
        counts: (right.each.len(), left.each.len()),
        area_ratio: right_area.min(left_area) / right_area.max(left_area),
        mean_distance: mean(&matched, right, left, |one, other| distance(one, other, in_diameters)),
        colour_difference: mean(&matched, right, left, |one, other| colour::difference(one.colour, other.colour)),
        matched,
        gini_difference: gini::of_iris(&pair.right)
            .zip(gini::of_iris(&pair.left))
            .map(|(right, left)| (right - left).abs()),
    })
}

/// The shift (in cells) and scale with the greatest overlap; the least shift among equals.
fn best(pair: &EyePair, plain: f32) -> (f32, (i32, i32), f32) {
    let most = (MOST_SHIFT * IRIS_CELLS).round() as i32;
    let mut best = (plain, (0, 0), 1.0);
    let mut shifts: Vec<(i32, i32)> = (-most..=most).flat_map(|y| (-most..=most).map(move |x| (x, y))).collect();
    shifts.retain(|(x, y)| x * x + y * y <= most * most);
    shifts.sort_by_key(|(x, y)| x * x + y * y);
    for scale in SCALES {
        let Some(right) = Scaled::new(pair, scale) else { continue };
        for &shift in &shifts {
            if let Some(iou) = right.overlap(pair, shift)
                && iou > best.0 + 1e-6
            {
                best = (iou, shift, scale);
            }
        }
    }
    best
}

/// The right eye's reflections and iris, scaled about the middle of the reflections.
struct Scaled {
    reflections: Mask,
    iris: Mask,
    cells: Vec<(i32, i32)>,
    left_cells: Vec<(i32, i32)>,
}

impl Scaled {
    /// `None` without reflections.
    fn new(pair: &EyePair, scale: f32) -> Option<Self> {
        let centre = pair.right_glints.mask.centroid()?;
        let back = |at: usize, middle: f32| ((at as f32 + 0.5 - middle) / scale + middle).floor() as i32;
        let scaled = |mask: &Mask| Mask::from_fn(SIDE, |x, y| mask.get(back(x, centre.0), back(y, centre.1)));
        let listed = |mask: &Mask| mask.iter().map(|(x, y)| (x as i32, y as i32)).collect();
        let reflections = scaled(&pair.right_glints.mask);
        let (cells, left_cells) = (listed(&reflections), listed(&pair.left_glints.mask));
        Some(Self { reflections, iris: scaled(&pair.right.iris), cells, left_cells })
    }

    /// Intersection over union of the reflections, with the right eye's moved by `shift` cells; only where
    /// both irises are seen. `None` where nothing is left to compare.
    fn overlap(&self, pair: &EyePair, shift: (i32, i32)) -> Option<f32> {
        let (left, left_iris) = (&pair.left_glints.mask, &pair.left.iris);
        let (mut both, mut either) = (0_u32, 0_u32);
        for &(x, y) in &self.left_cells {
            let (from_x, from_y) = (x - shift.0, y - shift.1);
            either += u32::from(self.iris.get(from_x, from_y));
            both += u32::from(self.reflections.get(from_x, from_y));
        }
        for &(x, y) in &self.cells {
            let (to_x, to_y) = (x + shift.0, y + shift.1);
            either += u32::from(left_iris.get(to_x, to_y) && !left.get(to_x, to_y));
        }
        (either > 0).then(|| both as f32 / either as f32)
    }
}

/// Pairs reflections one to one so that as many as possible lie within the allowed shift, and among
/// those pairings takes the one with the least distance.
fn matched(right: &Glints, left: &Glints) -> Vec<(usize, usize)> {
    let (rights, lefts) = (right.each.len().min(MOST_MATCHED), left.each.len().min(MOST_MATCHED));
    let near: Vec<Vec<Option<f32>>> = right.each[..rights]
        .iter()
        .map(|one| {
            let distance = |other| distance(one, other, (0.0, 0.0));
            left.each[..lefts].iter().map(|other| Some(distance(other)).filter(|far| *far <= MOST_SHIFT)).collect()
        })
        .collect();
    let mut best = (0, 0.0, Vec::new());
    search(&near, 0, &mut vec![false; lefts], (0.0, &mut Vec::new()), &mut best);
    best.2
}

/// Tries every pairing from right reflection `at` on; at most 6! of them.
fn search(
    near: &[Vec<Option<f32>>],
    at: usize,
    taken: &mut Vec<bool>,
    (sum, pairs): (f32, &mut Vec<(usize, usize)>),
    best: &mut (usize, f32, Vec<(usize, usize)>),
) {
    let Some(row) = near.get(at) else {
        if pairs.len() > best.0 || pairs.len() == best.0 && sum < best.1 {
            *best = (pairs.len(), sum, pairs.clone());
        }
        return;
    };
    for (other, far) in row.iter().enumerate() {
        let Some(far) = far.filter(|_| taken.get(other) == Some(&false)) else { continue };
        taken[other] = true;
        pairs.push((at, other));
        search(near, at + 1, taken, (sum + far, pairs), best);
        pairs.pop();
        taken[other] = false;
    }
    search(near, at + 1, taken, (sum, pairs), best);
}

/// Distance of two reflections after a shift of the right one, in iris diameters.
fn distance(right: &Glint, left: &Glint, shift: (f32, f32)) -> f32 {
    let across = (left.centre.0 - right.centre.0) / IRIS_CELLS - shift.0;
    let down = (left.centre.1 - right.centre.1) / IRIS_CELLS - shift.1;
    across.hypot(down)
}

fn mean(matched: &[(usize, usize)], right: &Glints, left: &Glints, of: impl Fn(&Glint, &Glint) -> f32) -> Option<f32> {
    let values: Vec<f32> =
        matched.iter().filter_map(|&(one, other)| Some(of(right.each.get(one)?, left.each.get(other)?))).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f32>() / values.len() as f32)
}

#[cfg(test)]
mod tests;
