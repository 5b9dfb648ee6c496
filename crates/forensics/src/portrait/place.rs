//! Where eyes and mouth lie, and what was measured of them, as plain data for looking at many photos of
//! one account.

use serde::{Deserialize, Serialize};

use super::mesh::point;
use super::{Eye, Portrait};
use crate::faces::Point;

/// One face of one photo. Nothing here recognises anybody: positions, sizes and quality only.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Middle of the right iris, as shares of the upright picture's width and height.
    pub right_eye: Point,
    /// Middle of the left iris, as shares of the upright picture's width and height.
    pub left_eye: Point,
    /// Middle of the mouth, as shares of the upright picture's width and height.
    pub mouth: Point,
    /// The same three points as shares of the face's own extent, from the top left corner of the box
    /// around its mesh.
    pub in_face: InFace,
    /// Width of the box around the mesh over the picture's width.
    pub face_width: f32,
    /// Height of the box around the mesh over the picture's height.
    pub face_height: f32,
    /// Distance of the middles of the irises in pixels.
    pub eye_distance_px: f32,
    /// Distance from the middle between the eyes to the mouth in pixels.
    pub eyes_to_mouth_px: f32,
    /// Turn to the side in degrees.
    pub yaw: f32,
    /// Turn up or down in degrees.
    pub pitch: f32,
    /// Tilt in the plane of the picture in degrees.
    pub roll: f32,
    /// The mesh model's probability of a face.
    pub presence: f32,
    /// The right eye's measurements.
    pub right: EyeMeasurements,
    /// The left eye's measurements.
    pub left: EyeMeasurements,
}

/// Points as shares of the face's extent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct InFace {
    /// Middle of the right iris.
    pub right_eye: Point,
    /// Middle of the left iris.
    pub left_eye: Point,
    /// Middle of the mouth.
    pub mouth: Point,
}

/// How one eye is shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EyeMeasurements {
    /// Diameter of the iris in pixels.
    pub iris_diameter_px: f32,
    /// Height of the opening over its width.
    pub opening: f32,
    /// Share of the iris between the lids.
    pub visible: f32,
    /// Sharpness.
    pub sharpness: f32,
    /// Estimate of glass before the eye.
    pub glasses: f32,
}

impl Place {
    /// The places of a face in an upright picture of this width and height in pixels; `None` when the
    /// picture or the mesh has no extent.
    pub fn new(portrait: &Portrait, (width, height): (u32, u32)) -> Option<Self> {
        let (left, top, across, down) = extent(portrait)?;
        if width == 0 || height == 0 {
            return None;
        }
        let mouth = portrait.mouth()?;
        let (right_iris, left_iris) = (portrait.right_eye.iris.centre, portrait.left_eye.iris.centre);
        let in_picture = |(x, y): Point| (x / width as f32, y / height as f32);
        let in_face = |(x, y): Point| ((x - left) / across, (y - top) / down);
        let between = ((right_iris.0 + left_iris.0) / 2.0, (right_iris.1 + left_iris.1) / 2.0);
        Some(Self {
            right_eye: in_picture(right_iris),
            left_eye: in_picture(left_iris),
            mouth: in_picture(mouth),
            in_face: InFace { right_eye: in_face(right_iris), left_eye: in_face(left_iris), mouth: in_face(mouth) },
            face_width: across / width as f32,
            face_height: down / height as f32,
            eye_distance_px: (right_iris.0 - left_iris.0).hypot(right_iris.1 - left_iris.1),
            eyes_to_mouth_px: (between.0 - mouth.0).hypot(between.1 - mouth.1),
            yaw: portrait.pose.yaw,
            pitch: portrait.pose.pitch,
            roll: portrait.pose.roll,
            presence: portrait.presence,
            right: measurements(&portrait.right_eye),
            left: measurements(&portrait.left_eye),
        })
    }
}

impl Portrait {
    /// Middle of the mouth in pixels of the upright picture: between the inner edges of the lips.
    pub fn mouth(&self) -> Option<Point> {
        let (upper, lower) = (self.mesh.get(point::UPPER_LIP)?, self.mesh.get(point::LOWER_LIP)?);
        Some(((upper.0 + lower.0) / 2.0, (upper.1 + lower.1) / 2.0))
    }
}

/// Left, top, width and height of the box around the mesh.
fn extent(portrait: &Portrait) -> Option<(f32, f32, f32, f32)> {
    let mut corners = (f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY);
    for &(x, y, _) in &portrait.mesh {
        corners = (corners.0.min(x), corners.1.min(y), corners.2.max(x), corners.3.max(y));
    }
    let (across, down) = (corners.2 - corners.0, corners.3 - corners.1);
    (across > 0.0 && down > 0.0).then_some((corners.0, corners.1, across, down))
}

fn measurements(eye: &Eye) -> EyeMeasurements {
    EyeMeasurements {
        iris_diameter_px: eye.iris_diameter_px(),
        opening: eye.opening,
        visible: eye.visible,
        sharpness: eye.sharpness,
        glasses: eye.glasses,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::portrait;
    use super::*;

    #[test]
    fn places_are_shares_of_picture_and_face() {
        let place = Place::new(&portrait(300.0, 400.0, 200.0), (600, 1000)).unwrap();
        // The portrait of the tests: eyes a quarter above the middle and to the sides, mouth below.
        assert_eq!((place.right_eye, place.left_eye), ((250.0 / 600.0, 0.35), (350.0 / 600.0, 0.35)));
        assert_eq!(place.mouth, (0.5, 0.45));
        assert_eq!((place.in_face.right_eye, place.in_face.mouth), ((0.25, 0.25), (0.5, 0.75)));
        assert_eq!((place.eye_distance_px, place.eyes_to_mouth_px), (100.0, 100.0));
        assert_eq!(serde_json::from_str::<Place>(&serde_json::to_string(&place).unwrap()).unwrap(), place);
        assert_eq!(Place::new(&portrait(300.0, 400.0, 200.0), (0, 1000)), None);
    }
}
