//! A face of known measures for the tests of whatever looks at faces.

use super::{Circle, Eye, Portrait, Pose, mesh::POINTS, mesh::point};
use crate::faces::{Face, Point};

/// A square upright face about a point: eyes a quarter of its side above the middle and to the sides,
/// the mouth as far below, irises a sixth of the side wide.
pub(crate) fn portrait(x: f32, y: f32, side: f32) -> Portrait {
    let at = |u: f32, v: f32| (x + u * side, y + v * side);
    let mut mesh = vec![(x, y, 0.0); POINTS];
    let mut set = |index: usize, (x, y): Point| {
        if let Some(place) = mesh.get_mut(index) {
            *place = (x, y, 0.0);
        }
    };
    set(point::FOREHEAD, at(0.0, -0.5));
    set(point::CHIN, at(0.0, 0.5));
    set(point::RIGHT_CHEEK, at(-0.5, 0.0));
    set(point::LEFT_CHEEK, at(0.5, 0.0));
    set(point::UPPER_LIP, at(0.0, 0.25));
    set(point::LOWER_LIP, at(0.0, 0.25));
    let (right, left) = (at(-0.25, -0.25), at(0.25, -0.25));
    Portrait {
        face: Face {
            x: x - side / 2.0,
            y: y - side / 2.0,
            width: side,
            height: side,
            score: 0.9,
            right_eye: right,
            left_eye: left,
            nose: (x, y),
            mouth: at(0.0, 0.25),
            right_ear: at(-0.5, 0.0),
            left_ear: at(0.5, 0.0),
        },
        mesh,
        presence: 0.99,
        pose: Pose { yaw: 0.0, pitch: 0.0, roll: 0.0 },
        right_eye: eye(right, side / 6.0),
        left_eye: eye(left, side / 6.0),
    }
}

/// An open eye whose lids are an ellipse twice as wide and as high as its iris.
pub(crate) fn eye(centre: Point, diameter: f32) -> Eye {
    let lids = (0..16)
        .map(|index| {
            let (sin, cos) = (std::f32::consts::PI + index as f32 * std::f32::consts::TAU / 16.0).sin_cos();
            (centre.0 + diameter * cos, centre.1 + 0.5 * diameter * sin)
        })
        .collect();
    let iris = Circle { centre, radius: diameter / 2.0 };
    Eye { lids, iris, landmark_iris: iris, opening: 0.4, visible: 0.9, sharpness: 0.3, hidden: false, glasses: 0.0 }
}
