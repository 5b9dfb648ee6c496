//! The face mesh: 468 points of one face, in two passes.
//!
//! Source: Kartynnik et al., Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs,
//! 2019, arXiv:1907.06724; MediaPipe's graph `face_landmark` for the crops.

use image::RgbImage;
use ndarray::ArrayD;

use super::crop::Square;
use crate::faces::{Face, Point};
use crate::model::{ModelError, Models};

/// The mesh model's id in `models/manifest.toml`.
pub(super) const MODEL: &str = "face-mesh";

/// Points of the mesh.
pub(super) const POINTS: usize = 468;

/// Side of the model's input in pixels.
const INPUT: usize = 192;

/// Side of the crop over the longer side of the face's extent, as in MediaPipe.
const MARGIN: f32 = 1.5;

/// Named points of the mesh, as in MediaPipe's canonical face.
pub(super) mod point {
    /// Outer corner of the right eye.
    pub(in crate::portrait) const RIGHT_OUTER: usize = 33;
    /// Inner corner of the right eye.
    pub(in crate::portrait) const RIGHT_INNER: usize = 133;
    /// Inner corner of the left eye.
    pub(in crate::portrait) const LEFT_INNER: usize = 362;
    /// Outer corner of the left eye.
    pub(in crate::portrait) const LEFT_OUTER: usize = 263;
    /// Highest point of the forehead.
    pub(in crate::portrait) const FOREHEAD: usize = 10;
    /// Lowest point of the chin.
    pub(in crate::portrait) const CHIN: usize = 152;
    /// The person's right cheek, before the ear.
    pub(in crate::portrait) const RIGHT_CHEEK: usize = 234;
    /// The person's left cheek, before the ear.
    pub(in crate::portrait) const LEFT_CHEEK: usize = 454;
    /// Middle of the upper lip's lower edge.
    pub(in crate::portrait) const UPPER_LIP: usize = 13;
    /// Middle of the lower lip's upper edge.
    pub(in crate::portrait) const LOWER_LIP: usize = 14;
    /// The nose between the eyes.
    pub(in crate::portrait) const NOSE_ROOT: usize = 168;
}

/// Lines of the mesh that a reader knows, as indices of its points.
pub(super) mod line {
    /// Outline of the face, closed.
    pub(in crate::portrait) const OVAL: &[usize] = &[
        10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
        150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
    ];
    /// Outer edge of the lips, closed.
    pub(in crate::portrait) const LIPS: &[usize] =
        &[61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185];
    /// The person's right brow.
    pub(in crate::portrait) const RIGHT_BROW: &[usize] = &[70, 63, 105, 66, 107];
    /// The person's left brow.
    pub(in crate::portrait) const LEFT_BROW: &[usize] = &[336, 296, 334, 293, 300];
    /// Ridge of the nose.
    pub(in crate::portrait) const NOSE: &[usize] = &[168, 6, 197, 195, 5, 4, 1];
}

/// The mesh of one face.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mesh {
    /// x and y in picture pixels, z in the same unit away from the viewer.
    pub(super) points: Vec<(f32, f32, f32)>,
    /// The model's probability that there is a face.
    pub(super) presence: f32,
}

impl Mesh {
    /// A point by its index, in picture pixels.
    pub(super) fn flat(&self, index: usize) -> Point {
        self.points.get(index).map_or((0.0, 0.0), |&(x, y, _)| (x, y))
    }
}

/// Finds the mesh of a detected face: once in a crop around the detector's box, and again in a crop
/// around the mesh itself, which is better centred.
///
/// # Errors
/// The model did not run, or its outputs are not those of the mesh model or are no numbers.
pub(super) fn find(picture: &RgbImage, face: &Face, models: &dyn Models) -> Result<Mesh, ModelError> {
    let first = run(picture, around_face(face), models)?;
    run(picture, around_mesh(&first), models)
}

fn around_face(face: &Face) -> Square {
    let centre = (face.x + face.width / 2.0, face.y + face.height / 2.0);
    let side = MARGIN * face.width.max(face.height);
    Square { centre, side, angle: angle(face.right_eye, face.left_eye), mirrored: false }
}

/// The square around all points, measured along the line of the eyes.
fn around_mesh(mesh: &Mesh) -> Square {
    let angle = angle(mesh.flat(point::RIGHT_OUTER), mesh.flat(point::LEFT_OUTER));
    let (sin, cos) = angle.sin_cos();
    let mut along = (f32::INFINITY, f32::NEG_INFINITY);
    let mut down = along;
    for &(x, y, _) in &mesh.points {
        let (u, v) = (x * cos + y * sin, y * cos - x * sin);
        along = (along.0.min(u), along.1.max(u));
        down = (down.0.min(v), down.1.max(v));
    }
    let (u, v) = ((along.0 + along.1) / 2.0, (down.0 + down.1) / 2.0);
    let side = MARGIN * (along.1 - along.0).max(down.1 - down.0);
    Square { centre: (u * cos - v * sin, u * sin + v * cos), side, angle, mirrored: false }
}

/// Turn of the line from one point to another against the picture's horizontal, in radians.
pub(super) fn angle(from: Point, to: Point) -> f32 {
    (to.1 - from.1).atan2(to.0 - from.0)
}

fn run(picture: &RgbImage, square: Square, models: &dyn Models) -> Result<Mesh, ModelError> {
    let outputs = models.run(MODEL, square.tensor(picture, INPUT))?;
    let [points, presence] = outputs.as_slice() else { return Err(ModelError::unexpected(MODEL)) };
    let values = finite(points, 3 * POINTS).ok_or_else(|| ModelError::unexpected(MODEL))?;
    let logit = *finite(presence, 1).and_then(<[f32]>::first).ok_or_else(|| ModelError::unexpected(MODEL))?;
    let (triples, _) = values.as_chunks::<3>();
    let size = INPUT as f32;
    let points = triples
        .iter()
        .map(|&[x, y, z]| {
            let (x, y) = square.to_picture((x / size, y / size));
            (x, y, z / size * square.side)
        })
        .collect();
    Ok(Mesh { points, presence: 1.0 / (1.0 + (-logit).exp()) })
}

/// The values of an output that has this many, all of them numbers.
pub(super) fn finite(output: &ArrayD<f32>, count: usize) -> Option<&[f32]> {
    let values = output.as_slice()?;
    (values.len() == count && values.iter().all(|value| value.is_finite())).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_crop_is_centred_on_the_mesh_along_the_eyes() {
        // A square face of side 100 about (200, 300), turned by 30 degrees.
        let angle = 30.0_f32.to_radians();
        let (sin, cos) = angle.sin_cos();
        let at = |u: f32, v: f32| (200.0 + u * cos - v * sin, 300.0 + u * sin + v * cos, 0.0);
        let mut points = vec![at(0.0, 0.0); POINTS];
        points[point::RIGHT_OUTER] = at(-50.0, -20.0);
        points[point::LEFT_OUTER] = at(50.0, -20.0);
        points[point::FOREHEAD] = at(0.0, -50.0);
        points[point::CHIN] = at(0.0, 50.0);
        let square = around_mesh(&Mesh { points, presence: 1.0 });
        assert!((square.centre.0 - 200.0).abs() < 1e-3 && (square.centre.1 - 300.0).abs() < 1e-3, "{square:?}");
        assert!((square.side - 150.0).abs() < 1e-3 && (square.angle - angle).abs() < 1e-5, "{square:?}");
    }
}
