//! Reflections of lights on the corneas.
//!
//! After Hu, Li and Lyu, arXiv:2009.11924: bright, nearly colourless spots inside the iris. A spot is
//! found where it is nearly as bright as the brightest skin, and its edge is taken half-way between the
//! spot and the iris, so that blur changes its size little.

use image::RgbImage;

use super::colour::{self, Lab};
use super::mask::{self, Mask};
use super::view::{EyeView, IRIS_CELLS, SIDE, from_middle, luma};
use crate::faces::{Face, Point};

/// A spot reaches this share of the face's bright level. Three quarters, as often proposed, misses most
/// reflections of windows in dark irises.
const BRIGHT_SHARE: f32 = 0.55;

/// And lies this many median absolute deviations above the middle brightness of the iris.
const DEVIATIONS: f32 = 4.0;

/// Most saturation (HSV) of a spot, and of its rim, where the iris shines through.
const MOST_SATURATION: f32 = 0.35;
const MOST_RIM_SATURATION: f32 = 0.55;

/// Specks narrower than a pixel are removed in irises wider than this, in pixels.
const OPENED_ABOVE_PX: f32 = 40.0;

/// Least share of the iris disc, and least pixels of the photo.
const LEAST_SHARE: f32 = 0.002;
const LEAST_PX: f32 = 2.5;

/// Width of the rim along lids and limbus, in iris diameters: a spot that lies mostly in it is the wet
/// edge of a lid, or the white of the eye.
const RIM: f32 = 0.08;
const MOST_IN_RIM: f32 = 0.6;

/// Spots less than this far apart are one reflection, in iris diameters: the panes of a window.
const JOINED: f32 = 0.04;

/// Most reflections that are kept of one eye, the largest ones.
const MOST: usize = 8;

/// The reflections of one eye.
#[derive(Debug, Clone)]
pub struct Glints {
    /// Cells of all reflections.
    pub mask: Mask,
    /// Cells of all bright spots, with those that are too small or too near the lids to count.
    pub spots: Mask,
    /// The reflections, the largest first.
    pub each: Vec<Glint>,
    /// Brightness from which a spot counts, 0 to 255.
    pub threshold: f32,
}

/// One reflection.
#[derive(Debug, Clone, PartialEq)]
pub struct Glint {
    /// Middle in cells of the standard grid.
    pub centre: Point,
    /// Distance from the middle of the iris: 1 at the limbus.
    pub radius: f32,
    /// Direction from the middle of the iris: clockwise from the viewer's right, -180 to 180.
    pub degrees: f32,
    /// Share of the iris disc.
    pub area: f32,
    /// Mean colour.
    pub colour: Lab,
}

impl Glints {
    /// Share of the iris disc that reflects.
    pub fn area(&self) -> f32 {
        self.mask.count() as f32 / disc()
    }
}

/// Brightness that only 1 in 200 pixels of the face exceeds, 0 to 255; 255 for a face without pixels.
pub fn bright_level(upright: &RgbImage, face: &Face) -> f32 {
    const SHARE: f32 = 0.995;
    let clip = |value: f32, most: u32| (value.max(0.0) as u32).min(most);
    let (left, right) = (clip(face.x, upright.width()), clip(face.x + face.width, upright.width()));
    let (top, bottom) = (clip(face.y, upright.height()), clip(face.y + face.height, upright.height()));
    let mut histogram = [0_u32; 256];
    for y in top..bottom {
        for x in left..right {
            let Some(pixel) = upright.get_pixel_checked(x, y) else { continue };
            if let Some(count) = histogram.get_mut(usize::from(luma(*pixel).round() as u8)) {
                *count += 1;
            }
        }
    }
    let total: u32 = histogram.iter().sum();
    let mut below = 0;
    for (level, count) in (0_u8..=255).zip(histogram) {
        below += count;
        if below > 0 && below as f32 >= SHARE * total as f32 {
            return f32::from(level);
        }
    }
    255.0
}

/// Finds the reflections of one eye; `bright` is the face's [`bright_level`].
pub fn find(view: &EyeView, bright: f32) -> Glints {
    // Without the pupil, whose darkness would raise the deviation.
    let ring = view.iris.iter().filter(|&cell| !within(cell, 0.45));
    let levels: Vec<f32> = ring.map(|cell| view.luma(cell)).collect();
    let base = middle_of(levels.clone());
    let deviation = middle_of(levels.iter().map(|level| (level - base).abs()).collect());
    let threshold = (BRIGHT_SHARE * bright).max(base + DEVIATIONS * deviation);
    let seeds = Mask::from_fn(SIDE, |column, row| {
        let cell = (column, row);
        view.iris.has(cell) && view.luma(cell) > threshold && saturation(view, cell) < MOST_SATURATION
    });
    let mut found = Mask::from_fn(SIDE, |_, _| false);
    for seed in seeds.parts() {
        if !seed.iter().any(|&cell| found.has(cell)) {
            found = with_rim(view, &seed, base, found);
        }
    }
    let spots = found.clone();
    let diameter_px = view.frame.px_per_cell * IRIS_CELLS;
    if diameter_px > OPENED_ABOVE_PX {
        found = found.opened(0.5 / view.frame.px_per_cell);
    }
    let inner = view.iris.shrunk(RIM * IRIS_CELLS);
    let mut parts = joined(&found);
    let least = (LEAST_SHARE * disc()).max(LEAST_PX / view.frame.px_per_cell.powi(2));
    parts.retain(|part| part.len() as f32 >= least);
    let hugs_edge = |part: &Vec<(usize, usize)>| {
        let in_rim = part.iter().filter(|&&cell| !inner.has(cell)).count();
        in_rim as f32 > MOST_IN_RIM * part.len() as f32
    };
    parts.retain(|part| !hugs_edge(part));
    parts.truncate(MOST);
    let cells: Vec<_> = parts.iter().flatten().copied().collect();
    let each = parts.iter().filter_map(|part| described(view, part)).collect();
    Glints { mask: Mask::of(SIDE, &cells), spots, each, threshold }
}

/// Adds a spot: all that touches the seed and brighter than half-way between iris and spot.
fn with_rim(view: &EyeView, seed: &[(usize, usize)], base: f32, found: Mask) -> Mask {
    /// Share of the spot's cells that are darker than what counts as its brightness.
    const PEAK: f32 = 0.9;
    let mut levels: Vec<f32> = seed.iter().map(|&cell| view.luma(cell)).collect();
    levels.sort_by(f32::total_cmp);
    let peak = levels.get((levels.len() as f32 * PEAK) as usize).copied().unwrap_or(255.0);
    let edge = (base + peak) / 2.0;
    let bright = Mask::from_fn(SIDE, |column, row| {
        let cell = (column, row);
        found.has(cell) || view.iris.has(cell) && view.luma(cell) > edge && saturation(view, cell) < MOST_RIM_SATURATION
    });
    let seed = Mask::of(SIDE, seed);
    let touching = bright.parts().into_iter().filter(|part| part.iter().any(|&cell| seed.has(cell)));
    let part: Vec<_> = touching.flatten().collect();
    let part = Mask::of(SIDE, &part);
    Mask::from_fn(SIDE, |column, row| found.has((column, row)) || part.has((column, row)))
}

/// The spots, with those joined that lie close together; the largest first.
fn joined(found: &Mask) -> Vec<Vec<(usize, usize)>> {
    let near = found.grown(JOINED * IRIS_CELLS / 2.0);
    let of = |part: Vec<(usize, usize)>| part.into_iter().filter(|&cell| found.has(cell)).collect::<Vec<_>>();
    let mut parts: Vec<_> = near.parts().into_iter().map(of).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts
}

fn described(view: &EyeView, part: &[(usize, usize)]) -> Option<Glint> {
    let centre = mask::centroid(part.iter().copied())?;
    let half = SIDE as f32 / 2.0;
    let (right, down) = (centre.0 - half, centre.1 - half);
    let count = part.len() as f32;
    let mut sum = [0.0; 3];
    for &cell in part {
        let light = colour::linear(view.pixel(cell)?.0.map(f32::from));
        sum = [0, 1, 2].map(|channel| sum[channel] + light[channel] / count);
    }
    Some(Glint {
        centre,
        radius: right.hypot(down) / (IRIS_CELLS / 2.0),
        degrees: down.atan2(right).to_degrees(),
        area: count / disc(),
        colour: colour::lab(sum),
    })
}

/// Cells of the whole iris disc.
fn disc() -> f32 {
    std::f32::consts::PI * (IRIS_CELLS / 2.0).powi(2)
}

fn saturation(view: &EyeView, cell: (usize, usize)) -> f32 {
    let Some(pixel) = view.pixel(cell) else { return 1.0 };
    let [red, green, blue] = pixel.0.map(f32::from);
    let most = red.max(green).max(blue);
    if most > 0.0 { (most - red.min(green).min(blue)) / most } else { 0.0 }
}

/// Middle value; 0 for none.
fn middle_of(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Whether a cell lies near the middle of the iris, as a share of its radius.
pub(super) fn within(cell: (usize, usize), share: f32) -> bool {
    from_middle(cell) <= share * IRIS_CELLS / 2.0
}

#[cfg(test)]
mod tests;
