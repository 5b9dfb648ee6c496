//! The mesh, lids and irises as lines over the photo.

use super::mesh::line;
use super::{Circle, Eye, Portrait};
use crate::artifact::{Outline, Shape, Stroke};
use crate::faces::Point;
use crate::text::Words;

impl Portrait {
    /// The lines of the face in pixels of the upright picture: mesh points, face and features, lids and
    /// irises.
    pub fn outlines(&self) -> Vec<Outline> {
        let of = |indices: &[usize]| -> Vec<Point> {
            indices.iter().filter_map(|&index| self.mesh.get(index)).map(|&(x, y, _)| (x, y)).collect()
        };
        let features = [
            Shape::Polygon(of(line::OVAL)),
            Shape::Polygon(of(line::LIPS)),
            Shape::Polyline(of(line::RIGHT_BROW)),
            Shape::Polyline(of(line::LEFT_BROW)),
            Shape::Polyline(of(line::NOSE)),
        ];
        let points = self.mesh.iter().map(|&(x, y, _)| (x, y)).collect();
        let mut outlines = vec![named(MESH, Stroke::Dotted, Shape::Dots(points))];
        outlines.extend(features.map(|shape| named(FEATURES, Stroke::Dashed, shape)));
        outlines.extend([&self.right_eye, &self.left_eye].into_iter().flat_map(Eye::outlines));
        outlines
    }
}

impl Eye {
    /// Lids and iris in pixels of the upright picture.
    pub fn outlines(&self) -> [Outline; 2] {
        let Circle { centre, radius } = self.iris;
        [
            named(LIDS, Stroke::DashDotted, Shape::Polygon(self.lids.clone())),
            named(IRIS, Stroke::Solid, Shape::Circle { centre, radius }),
        ]
    }
}

const MESH: Words = Words::new("Points of the mesh", "面部网格点");
const FEATURES: Words = Words::new("Face, brows, nose and lips", "脸、眉、鼻和唇的轮廓");
const LIDS: Words = Words::new("Opening between the lids", "眼裂（上下眼睑之间）");
const IRIS: Words = Words::new("Edge of the iris", "虹膜边缘");

fn named(label: Words, stroke: Stroke, shape: Shape) -> Outline {
    Outline { label: label.into(), stroke, shape }
}

#[cfg(test)]
mod tests {
    use super::super::testing::portrait;
    use super::*;

    #[test]
    fn what_differs_has_another_stroke() {
        let outlines = portrait(100.0, 100.0, 60.0).outlines();
        let irises = outlines.iter().filter(|outline| matches!(outline.shape, Shape::Circle { .. })).count();
        assert_eq!(irises, 2);
        for one in &outlines {
            for other in &outlines {
                assert_eq!(one.label == other.label, one.stroke == other.stroke, "{} {}", one.label.en, other.label.en);
            }
        }
        assert!(outlines.iter().any(|outline| matches!(&outline.shape, Shape::Dots(points) if points.len() == 468)));
    }
}
