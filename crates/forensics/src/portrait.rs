//! What is known of one face: where its parts are, which way it looks, and how well its eyes are shown.
//! Everything is in pixels of the upright picture, from the corner of its first pixel.

use crate::faces::{Face, Point};

/// A face with its mesh and both eyes.
#[derive(Debug, Clone, PartialEq)]
pub struct Portrait {
    /// The detector's box and points.
    pub face: Face,
    /// 468 points of the face mesh as (x, y, z): x and y in pixels of the upright picture, z in pixels
    /// toward the viewer's far side, about the face's middle.
    pub mesh: Vec<(f32, f32, f32)>,
    /// The mesh model's own probability that there is a face, 0 to 1.
    pub presence: f32,
    /// Which way the head is turned.
    pub pose: Pose,
    /// The person's right eye: on the left of an upright face.
    pub right_eye: Eye,
    /// The person's left eye.
    pub left_eye: Eye,
}

/// Turn of the head in degrees; zero looks straight into the camera.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// About the upright axis; positive toward the viewer's right.
    pub yaw: f32,
    /// About the axis through the ears; positive upward.
    pub pitch: f32,
    /// In the plane of the picture; positive clockwise.
    pub roll: f32,
}

/// A circle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    /// Middle.
    pub centre: Point,
    /// Radius.
    pub radius: f32,
}

/// One eye as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Eye {
    /// The opening between the lids as a closed polygon, corner to corner along the upper lid and back
    /// along the lower one.
    pub lids: Vec<Point>,
    /// The limbus (edge of the iris) after refinement in the picture's own pixels.
    pub iris: Circle,
    /// The limbus as the landmark model saw it.
    pub landmark_iris: Circle,
    /// Height of the opening over its width.
    pub opening: f32,
    /// Share of the iris disc that lies between the lids, 0 to 1.
    pub visible: f32,
    /// Sharpness of the eye's own pixels: see `sharpness` of the front end; higher is sharper.
    pub sharpness: f32,
    /// Whether the mesh puts this eye on the side of the face that is turned away, so that it is hidden.
    pub hidden: bool,
    /// Likelihood that glass stands before the eye, 0 to 1: bright reflections or an edge outside the
    /// limbus.
    pub glasses: f32,
}

impl Eye {
    /// Diameter of the iris in pixels of the upright picture.
    pub fn iris_diameter_px(&self) -> f32 {
        2.0 * self.iris.radius
    }
}
