//! The iris model: lids and iris of one eye.
//!
//! Source: Ablavatski et al., Real-time Pupil Tracking from Monocular Video for Digital Puppetry, 2020,
//! arXiv:2006.11341; MediaPipe's graph `iris_landmark` for crops, mirroring and the order of points.

use image::RgbImage;

use super::Circle;
use super::crop::Square;
use super::mesh::{Mesh, angle, finite, point};
use crate::faces::Point;
use crate::model::{ModelError, Models};

/// The iris model's id in `models/manifest.toml`.
pub(super) const MODEL: &str = "iris";

/// Side of the model's input in pixels.
const INPUT: usize = 64;

/// Points of lids, surroundings and brow.
const CONTOUR: usize = 71;

/// Points of the iris: the middle and four of its edge.
const IRIS: usize = 5;

/// Side of the crop over the distance of the eye's corners, as in MediaPipe.
const MARGIN: f32 = 2.3;

/// The contour's points along the upper lid and back along the lower one, from corner 0 to corner 8.
const LIDS: [usize; 16] = [0, 9, 10, 11, 12, 13, 14, 15, 8, 7, 6, 5, 4, 3, 2, 1];

/// Which eye of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The right eye: on the left of an upright face.
    Right,
    /// The left eye; the model sees it mirrored.
    Left,
}

/// What the model says of one eye, in picture pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Landmarks {
    /// The opening as a polygon from the outer corner along the upper lid and back.
    pub(super) lids: Vec<Point>,
    /// The iris.
    pub(super) iris: Circle,
}

/// Finds lids and iris of one eye.
///
/// # Errors
/// The model did not run, or its outputs are not those of the iris model or are no numbers.
pub(super) fn find(picture: &RgbImage, mesh: &Mesh, side: Side, models: &dyn Models) -> Result<Landmarks, ModelError> {
    let square = around_eye(mesh, side);
    let outputs = models.run(MODEL, square.tensor(picture, INPUT))?;
    let [contour, iris] = outputs.as_slice() else { return Err(ModelError::unexpected(MODEL)) };
    let place = |values: &[f32], index: usize| -> Option<Point> {
        let &[x, y, _] = values.get(3 * index..3 * index + 3)? else { return None };
        Some(square.to_picture((x / INPUT as f32, y / INPUT as f32)))
    };
    let contour = finite(contour, 3 * CONTOUR).ok_or_else(|| ModelError::unexpected(MODEL))?;
    let iris = finite(iris, 3 * IRIS).ok_or_else(|| ModelError::unexpected(MODEL))?;
    let lids: Vec<Point> = LIDS.iter().filter_map(|&index| place(contour, index)).collect();
    let edge: Vec<Point> = (1..IRIS).filter_map(|index| place(iris, index)).collect();
    let centre = place(iris, 0).ok_or_else(|| ModelError::unexpected(MODEL))?;
    circle(centre, &edge).map(|iris| Landmarks { lids, iris }).ok_or_else(|| ModelError::Failed {
        id: MODEL.to_owned(),
        why: "its points of the iris do not lie around a middle".to_owned(),
    })
}

fn around_eye(mesh: &Mesh, side: Side) -> Square {
    let (from, to) = match side {
        Side::Right => (point::RIGHT_OUTER, point::RIGHT_INNER),
        Side::Left => (point::LEFT_INNER, point::LEFT_OUTER),
    };
    let (from, to) = (mesh.flat(from), mesh.flat(to));
    let centre = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    let side_px = MARGIN * (from.0 - to.0).hypot(from.1 - to.1);
    Square { centre, side: side_px, angle: angle(from, to), mirrored: side == Side::Left }
}

/// The circle of the model's points: half the mean of its two diameters. `None` when the middle does
/// not lie among the four points of the edge, which is how another order of points would show.
fn circle(centre: Point, edge: &[Point]) -> Option<Circle> {
    let &[a, b, c, d] = edge else { return None };
    let across = |from: Point, to: Point| (from.0 - to.0).hypot(from.1 - to.1);
    let radius = (across(a, c) + across(b, d)) / 4.0;
    let middle = ((a.0 + b.0 + c.0 + d.0) / 4.0, (a.1 + b.1 + c.1 + d.1) / 4.0);
    (across(middle, centre) <= radius).then_some(Circle { centre, radius })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_circle_is_the_mean_of_both_diameters() {
        let edge = [(14.0, 10.0), (10.0, 5.0), (6.0, 10.0), (10.0, 15.0)];
        assert_eq!(circle((10.0, 10.0), &edge), Some(Circle { centre: (10.0, 10.0), radius: 4.5 }));
        assert_eq!(circle((30.0, 10.0), &edge), None, "the middle lies outside");
        assert_eq!(circle((f32::NAN, 10.0), &edge), None);
    }

    #[test]
    fn the_left_eye_is_mirrored_and_both_crops_follow_the_corners() {
        let mut points = vec![(0.0, 0.0, 0.0); super::super::mesh::POINTS];
        points[point::RIGHT_OUTER] = (100.0, 50.0, 0.0);
        points[point::RIGHT_INNER] = (140.0, 50.0, 0.0);
        points[point::LEFT_INNER] = (180.0, 50.0, 0.0);
        points[point::LEFT_OUTER] = (220.0, 50.0, 0.0);
        let mesh = Mesh { points, presence: 1.0 };
        let right = around_eye(&mesh, Side::Right);
        assert_eq!((right.centre, right.side, right.mirrored), ((120.0, 50.0), 92.0, false));
        let left = around_eye(&mesh, Side::Left);
        assert_eq!((left.centre, left.angle, left.mirrored), ((200.0, 50.0), 0.0, true));
    }
}
