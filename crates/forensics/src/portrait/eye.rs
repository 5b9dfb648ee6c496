//! How well one eye is shown: opening, cover, sharpness.

use image::RgbImage;

use super::Circle;
use super::crop::Patch;
use super::mesh::angle;
use crate::faces::Point;

/// Rings and rays of the points that stand for the disc of an iris.
const DISC: usize = 24;

/// Diameter to which an iris is reduced before its sharpness is measured, in samples. A larger one is
/// averaged down, so that the measure says how much detail an iris shows whatever its size; a smaller
/// one is left as it is.
const SHARP_DIAMETER: f32 = 32.0;

/// Half the side of the square in which sharpness is measured, in iris diameters: iris, sclera and lids.
const SHARP_REACH: f32 = 0.9;

/// Height of the opening over its width: the mean of three distances between the lids, as in Soukupova
/// and Cech, Real-Time Eye Blink Detection using Facial Landmarks, 2016. `lids` is the polygon of
/// sixteen points from corner to corner and back.
pub(super) fn opening(lids: &[Point]) -> f32 {
    let at = |index: usize| lids.get(index).copied().unwrap_or_default();
    let apart = |one: usize, other: usize| (at(one).0 - at(other).0).hypot(at(one).1 - at(other).1);
    let width = apart(0, 8);
    if width > 0.0 { (apart(3, 13) + apart(4, 12) + apart(5, 11)) / 3.0 / width } else { 0.0 }
}

/// Share of the disc that lies inside the polygon and inside a picture of this width and height, 0 to 1.
pub(super) fn visible(disc: Circle, lids: &[Point], (width, height): (u32, u32)) -> f32 {
    let inside = (0..DISC * DISC)
        .filter(|index| {
            // Equal areas: the radius grows as the root of the ring's number.
            let radius = disc.radius * ((index / DISC) as f32 + 0.5).sqrt() / (DISC as f32).sqrt();
            let angle = ((index % DISC) as f32 + 0.5) * std::f32::consts::TAU / DISC as f32;
            let (x, y) = (disc.centre.0 + radius * angle.cos(), disc.centre.1 + radius * angle.sin());
            (0.0..width as f32).contains(&x) && (0.0..height as f32).contains(&y) && contains(lids, (x, y))
        })
        .count();
    inside as f32 / (DISC * DISC) as f32
}

/// Turn of the line through the eye's corners in radians, clockwise on screen, so that the lower lid lies
/// a quarter turn clockwise of it whichever corner comes first; 0 for anything but sixteen points.
pub(super) fn tilt(lids: &[Point]) -> f32 {
    let &[corner, _, _, _, upper, _, _, _, other, _, _, _, lower, _, _, _] = lids else { return 0.0 };
    let turns = (other.0 - corner.0) * (lower.1 - upper.1) - (other.1 - corner.1) * (lower.0 - upper.0);
    if turns < 0.0 { angle(other, corner) } else { angle(corner, other) }
}

/// Sharpness of the eye: variance of the four-neighbour Laplacian of luma over the variance of luma, in
/// the square of 1.8 iris diameters about the iris after larger irises are averaged down to 32 samples.
/// The division makes a dim eye and a bright one comparable. 0 is a plain area, 20 is white noise; a
/// photo of an eye that is blurred beyond one sample has less than 0.1. Noise raises it, so it tells
/// blurred eyes from others and not sharp from noisy ones.
pub(super) fn sharpness(picture: &RgbImage, iris: Circle) -> f32 {
    let diameter = 2.0 * iris.radius;
    let patch = Patch::new(picture, iris.centre, SHARP_REACH * diameter, diameter / SHARP_DIAMETER);
    let size = patch.size();
    let rows: Vec<&[f32]> = patch.values().chunks_exact(size.max(1)).collect();
    let mut laplacian = Vec::with_capacity(patch.values().len());
    for three in rows.windows(3) {
        let [above, row, below] = three else { continue };
        for ((middle, up), down) in row.windows(3).zip(above.iter().skip(1)).zip(below.iter().skip(1)) {
            let [left, at, right] = middle else { continue };
            laplacian.push(4.0 * at - left - right - up - down);
        }
    }
    let contrast = variance(patch.values());
    if contrast > 0.0 { variance(&laplacian) / contrast } else { 0.0 }
}

fn variance(values: &[f32]) -> f32 {
    let count = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / count;
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / count
}

/// Whether a point lies inside a closed polygon (even-odd rule).
pub(super) fn contains(polygon: &[Point], (x, y): Point) -> bool {
    let ends = polygon.iter().skip(1).chain(polygon.first());
    polygon.iter().zip(ends).filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < crossing(**a, **b, y)).count() % 2 == 1
}

/// Where the line through two points crosses a height.
fn crossing(a: Point, b: Point, y: f32) -> f32 {
    a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage, imageops};

    fn square(half: f32) -> Vec<Point> {
        vec![(-half, -half), (half, -half), (half, half), (-half, half)]
    }

    #[test]
    fn a_point_is_inside_or_outside_a_polygon() {
        assert!(contains(&square(1.0), (0.3, -0.9)));
        assert!(!contains(&square(1.0), (1.3, 0.0)) && !contains(&square(1.0), (0.0, 1.3)));
        assert!(!contains(&[], (0.0, 0.0)) && !contains(&square(1.0), (f32::NAN, 0.0)));
    }

    #[test]
    fn the_share_of_a_covered_disc_is_known() {
        let disc = Circle { centre: (2.0, 2.0), radius: 1.0 };
        let lids = |left: f32, top: f32, right: f32, bottom: f32| {
            vec![(left, top), (right, top), (right, bottom), (left, bottom)]
        };
        let size = (4, 4);
        assert_eq!(visible(disc, &lids(0.0, 0.0, 4.0, 4.0), size), 1.0);
        let half = visible(disc, &lids(0.0, 2.0, 4.0, 4.0), size);
        assert!((half - 0.5).abs() < 0.03, "{half}");
        // A band of the middle half: 2 (asin(1/2) + 1/2 cos(asin(1/2))) / pi = 0.609.
        let band = visible(disc, &lids(0.0, 1.5, 4.0, 2.5), size);
        assert!((band - 0.609).abs() < 0.03, "{band}");
        // The picture ends in the middle of the disc.
        let cut = visible(disc, &lids(0.0, 0.0, 4.0, 4.0), (2, 4));
        assert!((cut - 0.5).abs() < 0.03, "{cut}");
        assert_eq!(visible(disc, &[], size), 0.0);
    }

    #[test]
    fn an_opening_is_height_over_width() {
        let mut lids = vec![(0.0, 0.0); 16];
        lids[8] = (40.0, 0.0);
        for (upper, lower) in [(3, 13), (4, 12), (5, 11)] {
            lids[upper] = (20.0, -6.0);
            lids[lower] = (20.0, 6.0);
        }
        assert!((opening(&lids) - 0.3).abs() < 1e-6);
        assert_eq!(opening(&[]), 0.0);
    }

    #[test]
    fn the_lower_lid_lies_clockwise_of_the_tilt() {
        let mut lids = vec![(0.0, 0.0); 16];
        (lids[8], lids[4], lids[12]) = ((40.0, 0.0), (20.0, -6.0), (20.0, 6.0));
        assert_eq!(tilt(&lids), 0.0);
        (lids[0], lids[8]) = (lids[8], lids[0]);
        assert_eq!(tilt(&lids), 0.0, "the corners of the other eye");
        (lids[4], lids[12]) = (lids[12], lids[4]);
        assert!((tilt(&lids).abs() - std::f32::consts::PI).abs() < 1e-6, "upside down");
        assert_eq!(tilt(&lids[..4]), 0.0);
    }

    #[test]
    fn blur_lowers_sharpness_and_brightness_does_not_change_it() {
        let drawn = |level: u8| {
            RgbImage::from_fn(200, 200, |x, y| {
                let inside = (x as f32 - 100.0).hypot(y as f32 - 100.0) < 30.0;
                Rgb([if inside { level } else { level * 4 }; 3])
            })
        };
        let iris = Circle { centre: (100.0, 100.0), radius: 30.0 };
        let (dim, bright) = (sharpness(&drawn(20), iris), sharpness(&drawn(60), iris));
        assert!((dim / bright - 1.0).abs() < 0.05, "{dim} {bright}");
        let mut last = bright;
        for sigma in [1.0, 2.0, 4.0] {
            let blurred = sharpness(&imageops::blur(&drawn(60), sigma), iris);
            assert!(blurred < 0.8 * last, "{sigma}: {blurred} after {last}");
            last = blurred;
        }
        assert!(last < 0.1, "{last}");
        assert_eq!(sharpness(&RgbImage::from_pixel(9, 9, Rgb([7; 3])), iris), 0.0);
    }
}
