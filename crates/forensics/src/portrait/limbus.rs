//! The limbus (edge of the iris) found again in the picture's own pixels: the landmark model sees an eye
//! in 64 x 64 pixels, which is coarser than most eyes are shown.
//!
//! An integro-differential search after Daugman, How Iris Recognition Works, IEEE Transactions on
//! Circuits and Systems for Video Technology 14(1), 2004: among circles near the landmark's, the one
//! across which luma rises most from inside to outside, on the arcs to the left and right that lids
//! rarely cover. The limits were chosen on the hand-marked irises of the iris model's card.

use super::Circle;
use super::crop::Patch;
use super::eye::contains;
use crate::faces::Point;

/// Rays on each of the two arcs.
const RAYS: usize = 16;

/// How far an arc reaches above and below the line through the eye's corners, in degrees: the upper lid
/// covers more of an iris than the lower one.
const ARC: (f32, f32) = (35.0, 75.0);

/// The circle's middle moves by at most this share of the landmark diameter.
const MOST_SHIFT: f32 = 0.15;

/// The radius changes by at most this share: the landmark's circle of an eye that looks aside is up to
/// a fifth too small.
const MOST_GROWTH: f32 = 0.3;

/// Least rays of an arc that must run between the lids.
const LEAST_RAYS: usize = RAYS / 3;

/// Least rise of luma across the limbus on each arc, in levels of 255: below it there is no edge to
/// speak of.
const LEAST_RISE: f32 = 4.0;

/// Share of the rise that a circle loses at the ends of the search, so that among like circles the one
/// nearest to the landmark wins: on photos the landmark lies within a few per cent of the diameter, and
/// a pupil or a lid's shadow is further away.
const PRIOR: f32 = 0.3;

/// Half the width of the edge that is compared, as a share of the radius; at least one pixel.
const EDGE: f32 = 0.08;

/// Share of the rays with the lowest and with the highest rise that are left out: glints, lashes.
const TRIM: f32 = 0.2;

/// Smallest landmark radius that is refined, in pixels: on photos and their mirror images, the search
/// made irises of 16 px and more agree better and smaller ones no better. See the iris model's card.
const LEAST_RADIUS: f32 = 8.0;

/// Steps from the middle to the end of each search, and the search's reach as a share of the landmark
/// diameter: each search starts at the best circle of the one before.
const SEARCHES: [(i32, f32); 3] = [(6, MOST_SHIFT), (2, MOST_SHIFT / 6.0), (2, MOST_SHIFT / 18.0)];

/// How far the model's middle lies below the iris's on hand-marked eyes, in landmark diameters: it follows
/// what the lids leave to be seen. See the iris model's card.
const LANDMARK_LOW: f32 = 0.025;

/// How many times wider hand-marked irises are than the model's circles.
const LANDMARK_SMALL: f32 = 1.04;

/// The model's circle without what it is usually off by.
pub(super) fn likely(landmark: Circle, tilt: f32) -> Circle {
    let up = LANDMARK_LOW * 2.0 * landmark.radius;
    let (x, y) = landmark.centre;
    Circle { centre: (x + up * tilt.sin(), y - up * tilt.cos()), radius: landmark.radius * LANDMARK_SMALL }
}

/// The circle of the limbus; `None` where the pixels show no clear one. `tilt`: see [`super::eye::tilt`].
pub(super) fn refine(patch: &Patch, start: Circle, lids: &[Point], tilt: f32) -> Option<Circle> {
    if start.radius.is_nan() || start.radius < LEAST_RADIUS * patch.step() {
        return None;
    }
    let arcs = [Side::Right, Side::Left].map(|side| rays(start, lids, tilt, side));
    if arcs.iter().any(|arc| arc.len() < LEAST_RAYS) {
        return None;
    }
    let mut search = Search::new(patch, start, arcs);
    let mut best = (search.best_at(start.centre)?, start.centre);
    for (steps, reach) in SEARCHES {
        let step = reach * 2.0 * start.radius / steps as f32;
        let from = best.1;
        for row in -steps..=steps {
            for column in -steps..=steps {
                let centre = (from.0 + column as f32 * step, from.1 + row as f32 * step);
                let Some(found) = search.best_at(centre) else { continue };
                if found.score > best.0.score {
                    best = (found, centre);
                }
            }
        }
    }
    let (found, centre) = best;
    let moved = (centre.0 - start.centre.0).hypot(centre.1 - start.centre.1);
    let is_clear = found.least_rise >= LEAST_RISE && found.is_peak && moved <= MOST_SHIFT * 2.0 * start.radius;
    is_clear.then_some(Circle { centre, radius: found.radius })
}

/// Which side of the iris as the eye is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Right,
    Left,
}

/// Directions of an arc whose rays cross the limbus between the lids. Angles grow clockwise on screen.
fn rays(start: Circle, lids: &[Point], tilt: f32, side: Side) -> Vec<Point> {
    let (above, below) = ARC;
    (0..RAYS)
        .map(|index| (-above + (above + below) * (index as f32 + 0.5) / RAYS as f32).to_radians())
        .map(|angle| match side {
            Side::Right => tilt + angle,
            Side::Left => tilt + std::f32::consts::PI - angle,
        })
        .map(|angle| (angle.cos(), angle.sin()))
        .filter(|&(cos, sin)| {
            [1.0 - EDGE, 1.0 + EDGE].iter().all(|share| {
                let reach = start.radius * share;
                contains(lids, (start.centre.0 + cos * reach, start.centre.1 + sin * reach))
            })
        })
        .collect()
}

/// What was found about one middle.
#[derive(Debug, Clone, Copy)]
struct Found {
    radius: f32,
    /// Mean rise of both arcs less the prior.
    score: f32,
    /// Rise of the weaker arc.
    least_rise: f32,
    /// Whether the rise falls on both sides of the radius.
    is_peak: bool,
}

struct Search<'a> {
    patch: &'a Patch,
    start: Circle,
    arcs: [Vec<Point>; 2],
    /// Picture pixels between neighbouring radii.
    spacing: f32,
    /// Radii on each side of an edge that are averaged.
    width: usize,
    /// Radii that are compared; the first and last only tell peaks from slopes.
    radii: usize,
    profile: Vec<f32>,
    /// Rises of the rays of one arc for each radius.
    rises: Vec<Vec<f32>>,
}

impl<'a> Search<'a> {
    fn new(patch: &'a Patch, start: Circle, arcs: [Vec<Point>; 2]) -> Self {
        let spacing = (0.5 * patch.step()).max(0.015 * start.radius);
        let width = ((EDGE * start.radius).max(patch.step()) / spacing).round().max(1.0) as usize;
        let half = (MOST_GROWTH * start.radius / spacing).round().max(1.0) as usize;
        let radii = 2 * half + 3;
        Self { patch, start, arcs, spacing, width, radii, profile: Vec::new(), rises: vec![Vec::new(); radii] }
    }

    fn radius(&self, index: f32) -> f32 {
        self.start.radius + (index - (self.radii / 2) as f32) * self.spacing
    }

    /// The best radius about one middle.
    fn best_at(&mut self, centre: Point) -> Option<Found> {
        let mut total = vec![0.0; self.radii];
        let mut least = vec![f32::INFINITY; self.radii];
        for arc in 0..self.arcs.len() {
            self.measure(centre, arc);
            for ((total, least), rises) in total.iter_mut().zip(&mut least).zip(&mut self.rises) {
                let mean = trimmed_mean(rises);
                *total += mean / 2.0;
                *least = least.min(mean);
            }
        }
        let away = (centre.0 - self.start.centre.0).hypot(centre.1 - self.start.centre.1);
        let shift = away / (2.0 * MOST_SHIFT * self.start.radius);
        let reach = MOST_GROWTH * self.start.radius;
        let weighed: Vec<f32> = (0..self.radii)
            .zip(&total)
            .map(|(index, total)| {
                let growth = (self.radius(index as f32) - self.start.radius) / reach;
                total * (1.0 - PRIOR * (shift * shift + growth * growth))
            })
            .collect();
        let inside = 1..self.radii.saturating_sub(1);
        let best = inside.max_by(|&a, &b| value(&weighed, a).total_cmp(&value(&weighed, b)))?;
        let (before, at, after) = (value(&weighed, best - 1), value(&weighed, best), value(&weighed, best + 1));
        // The top of the parabola through three neighbours.
        let bend = before - 2.0 * at + after;
        let offset = if bend < 0.0 { (0.5 * (before - after) / bend).clamp(-0.5, 0.5) } else { 0.0 };
        Some(Found {
            radius: self.radius(best as f32 + offset),
            score: at - 0.25 * (before - after) * offset,
            least_rise: value(&least, best),
            is_peak: at >= before && at >= after,
        })
    }

    /// Fills `rises`: for each radius, mean luma just outside less mean luma just inside, on each ray.
    fn measure(&mut self, centre: Point, arc: usize) {
        self.rises.iter_mut().for_each(Vec::clear);
        let samples = self.radii + 2 * self.width;
        let first = self.radius(0.0) - (self.width as f32 - 0.5) * self.spacing;
        for &(cos, sin) in self.arcs.get(arc).into_iter().flatten() {
            // Running sums, so that each mean is one subtraction.
            self.profile.clear();
            self.profile.push(0.0);
            let mut sum = 0.0;
            for index in 0..samples {
                let reach = first + index as f32 * self.spacing;
                sum += self.patch.at((centre.0 + cos * reach, centre.1 + sin * reach));
                self.profile.push(sum);
            }
            for (index, rises) in self.rises.iter_mut().enumerate() {
                let at = |offset: usize| value(&self.profile, index + offset);
                rises.push((at(2 * self.width) - 2.0 * at(self.width) + at(0)) / self.width as f32);
            }
        }
    }
}

fn value(values: &[f32], index: usize) -> f32 {
    values.get(index).copied().unwrap_or(0.0)
}

/// Mean of the values without the lowest and the highest; sorts them.
fn trimmed_mean(values: &mut [f32]) -> f32 {
    values.sort_unstable_by(f32::total_cmp);
    let cut = (values.len() as f32 * TRIM) as usize;
    let kept = values.get(cut..values.len().saturating_sub(cut)).unwrap_or_default();
    if kept.is_empty() { 0.0 } else { kept.iter().sum::<f32>() / kept.len() as f32 }
}

#[cfg(test)]
mod tests;
