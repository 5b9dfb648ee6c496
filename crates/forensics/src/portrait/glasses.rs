//! An estimate of whether glass stands before the eyes.
//!
//! Two cues: a bar across the root of the nose, where the frame's bridge lies and skin is even, and
//! bright reflections on the lens beside the eye. Neither recognises frameless glasses without
//! reflections.

use image::RgbImage;

use super::crop::Patch;
use super::eye::contains;
use super::mesh::{Mesh, point};
use crate::faces::Point;

/// Steps along the root of the nose.
const STEPS: usize = 48;

/// Rays beside each step, over which luma is averaged.
const ACROSS: usize = 9;

/// Half the width that is averaged, as a share of the distance between the inner corners.
const HALF_BAR: f32 = 0.12;

/// Length of the line along the nose in distances between the inner corners: from above the brows'
/// line to below the middle of the nose's bridge.
const FROM: f32 = -0.55;
const TO: f32 = 0.75;

/// Steps between a place on the line and its two neighbours: an eighth of the line.
const NEIGHBOUR: usize = STEPS / 8;

/// Depth of the darkest or brightest bar across the nose against its neighbours above and below, as a
/// share of the mean luma on the line, at which the estimate begins and at which it is certain. Set by
/// looking at 137 faces: see the model card of the face mesh.
const BAR: (f32, f32) = (0.12, 0.32);

/// Share of the lens's area in bright reflections at which the estimate begins and is certain.
const REFLECTION: (f32, f32) = (0.02, 0.10);

/// Least luma of a reflection, of 255, and how much brighter it is than the middle luma around the eye.
/// Skin in the sun seldom reaches both.
const BRIGHT: f32 = 235.0;
const BRIGHTER: f32 = 70.0;

/// Likelihood of a frame's bridge on the nose, 0 to 1.
pub(super) fn bridge(picture: &RgbImage, mesh: &Mesh) -> f32 {
    let (right, left) = (mesh.flat(point::RIGHT_INNER), mesh.flat(point::LEFT_INNER));
    let apart = (left.0 - right.0).hypot(left.1 - right.1);
    if apart.is_nan() || apart <= 0.0 {
        return 0.0;
    }
    let root = mesh.flat(point::NOSE_ROOT);
    // Down the face, square to the line of the eyes; across it.
    let across = ((left.0 - right.0) / apart, (left.1 - right.1) / apart);
    let down = (-across.1, across.0);
    let patch = Patch::new(picture, root, 0.8 * apart, apart / 48.0);
    let levels: Vec<f32> = (0..STEPS)
        .map(|step| {
            let along = apart * (FROM + (TO - FROM) * step as f32 / (STEPS - 1) as f32);
            let sum: f32 = (0..ACROSS)
                .map(|ray| {
                    let beside = apart * HALF_BAR * (2.0 * ray as f32 / (ACROSS - 1) as f32 - 1.0);
                    let x = root.0 + down.0 * along + across.0 * beside;
                    patch.at((x, root.1 + down.1 * along + across.1 * beside))
                })
                .sum();
            sum / ACROSS as f32
        })
        .collect();
    let mean = levels.iter().sum::<f32>() / STEPS as f32;
    // Shading of the nose is slower than a bar, and changes in one direction.
    let around = levels.iter().zip(levels.iter().skip(NEIGHBOUR)).zip(levels.iter().skip(2 * NEIGHBOUR));
    let depth = around.map(|((above, at), below)| (at - (above + below) / 2.0).abs()).fold(0.0, f32::max);
    ramp(depth / mean.max(1.0), BAR)
}

/// Likelihood of reflections on a lens before this eye, 0 to 1.
pub(super) fn reflections(picture: &RgbImage, lids: &[Point]) -> f32 {
    let (Some(&outer), Some(&inner)) = (lids.first(), lids.get(8)) else { return 0.0 };
    let width = (outer.0 - inner.0).hypot(outer.1 - inner.1);
    let centre = ((outer.0 + inner.0) / 2.0, (outer.1 + inner.1) / 2.0);
    if width.is_nan() || width <= 0.0 {
        return 0.0;
    }
    // The opening and its wet rim have reflections of their own.
    let rim: Vec<Point> =
        lids.iter().map(|at| (centre.0 + 1.4 * (at.0 - centre.0), centre.1 + 1.8 * (at.1 - centre.1))).collect();
    let patch = Patch::new(picture, centre, 0.75 * width, width / 48.0);
    let samples = patch.samples();
    let outside: Vec<f32> = samples.filter(|(place, _)| !contains(&rim, *place)).map(|(_, luma)| luma).collect();
    let mut sorted = outside.clone();
    sorted.sort_unstable_by(f32::total_cmp);
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    let bright = outside.iter().filter(|&&luma| luma > BRIGHT && luma > middle + BRIGHTER).count();
    ramp(bright as f32 / outside.len().max(1) as f32, REFLECTION)
}

/// Both cues together: either is enough.
pub(super) fn either(one: f32, other: f32) -> f32 {
    1.0 - (1.0 - one) * (1.0 - other)
}

fn ramp(value: f32, (start, end): (f32, f32)) -> f32 {
    ((value - start) / (end - start)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn mesh() -> Mesh {
        let mut points = vec![(0.0, 0.0, 0.0); super::super::mesh::POINTS];
        points[point::RIGHT_INNER] = (80.0, 100.0, 0.0);
        points[point::LEFT_INNER] = (120.0, 100.0, 0.0);
        points[point::NOSE_ROOT] = (100.0, 100.0, 0.0);
        Mesh { points, presence: 1.0 }
    }

    fn nose(bar: bool) -> RgbImage {
        RgbImage::from_fn(200, 200, |x, y| {
            let skin = 170 + (x / 10) as u8 + (y / 10) as u8;
            Rgb([if bar && (98..103).contains(&y) { 30 } else { skin }; 3])
        })
    }

    #[test]
    fn a_bar_across_the_nose_is_a_bridge_and_shading_is_none() {
        assert_eq!(bridge(&nose(true), &mesh()), 1.0);
        assert_eq!(bridge(&nose(false), &mesh()), 0.0);
        assert_eq!(bridge(&nose(false), &Mesh { points: Vec::new(), presence: 0.0 }), 0.0);
    }

    #[test]
    fn a_bright_spot_beside_the_eye_is_a_reflection_and_one_in_the_eye_is_not() {
        let lids: Vec<Point> = (0..16)
            .map(|index| {
                let angle = std::f32::consts::PI + index as f32 * std::f32::consts::TAU / 16.0;
                (100.0 + 20.0 * angle.cos(), 100.0 + 7.0 * angle.sin())
            })
            .collect();
        let spot = |at: (u32, u32)| {
            RgbImage::from_fn(200, 200, |x, y| {
                Rgb([if x.abs_diff(at.0) < 9 && y.abs_diff(at.1) < 9 { 250 } else { 120 }; 3])
            })
        };
        let beside = reflections(&spot((100, 122)), &lids);
        assert!(beside > 0.5, "{beside}");
        assert_eq!(reflections(&spot((100, 100)), &lids), 0.0);
        assert_eq!(either(0.5, 0.5), 0.75);
    }
}
