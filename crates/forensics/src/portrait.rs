//! What is known of one face: where its parts are, which way it looks, and how well its eyes are shown.
//! Everything is in pixels of the upright picture, from the corner of its first pixel.

mod crop;
mod eye;
mod gate;
mod glasses;
mod iris;
pub mod likeness;
mod limbus;
mod mesh;
mod outline;
mod place;
mod pose;
#[cfg(test)]
pub(crate) mod testing;

pub use gate::{Gate, Lack};
pub use place::{EyeMeasurements, InFace, Place};

use image::RgbImage;

use crate::check::{Context, Stopped};
use crate::faces::{self, Face, Point};
use crate::model::{ModelError, Models};
use crate::text;
use crate::text::quote;
use crop::Patch;
use iris::Side;

/// The models of the face front end by their ids in `models/manifest.toml`: detector, mesh, iris.
pub const MODELS: [&str; 3] = [faces::MODEL, mesh::MODEL, iris::MODEL];

/// Narrowest face that gets a mesh, in pixels. Its irises are about 5 px wide; every check of the eyes
/// needs many more.
pub const LEAST_FACE_PX: f32 = 48.0;

/// Most faces of one photo that get a mesh, the widest first; it bounds the time of a group photo.
pub const MOST_FACES: usize = 30;

/// Side of the square in which the limbus is searched, in landmark diameters of the iris.
const LIMBUS_REACH: f32 = 0.95;

/// Most samples across an iris in that search. Larger irises are averaged down: a sample is then still
/// less than 1 % of the diameter.
const LIMBUS_SAMPLES: f32 = 160.0;

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
    /// The limbus (edge of the iris) after refinement in the picture's own pixels; where these show no
    /// clear edge, the landmark model's circle without what it is usually off by.
    pub iris: Circle,
    /// The limbus as the landmark model saw it.
    pub landmark_iris: Circle,
    /// Height of the opening over its width.
    pub opening: f32,
    /// Share of the iris disc that lies between the lids and inside the picture, 0 to 1.
    pub visible: f32,
    /// Sharpness of the eye's own pixels: variance of the Laplacian over variance of luma, in the square
    /// of 1.8 iris diameters about the iris, after larger irises are averaged down to 32 samples. 0 is a
    /// plain area, 20 white noise.
    pub sharpness: f32,
    /// Whether the mesh puts this eye on the side of the face that is turned away, so that it is hidden.
    pub hidden: bool,
    /// Likelihood that glass stands before the eye, 0 to 1: bright reflections or an edge outside the
    /// limbus.
    pub glasses: f32,
}

/// Measures the faces that were detected in an upright picture, in the given order (widest first).
/// Faces narrower than [`LEAST_FACE_PX`] and those after the first [`MOST_FACES`] are left out.
///
/// # Errors
/// [`Stopped::Cancelled`] between two faces, or [`Stopped::Failed`] when a model did not run or returned
/// something that is no measurement.
pub fn portraits(
    upright: &RgbImage,
    found: &[Face],
    models: &dyn Models,
    context: &Context<'_>,
) -> Result<Vec<Portrait>, Stopped> {
    let mut portraits = Vec::new();
    for face in found.iter().filter(|face| face.width >= LEAST_FACE_PX).take(MOST_FACES) {
        context.go_on()?;
        portraits.push(portrait(upright, face, models).map_err(failed)?);
    }
    Ok(portraits)
}

fn portrait(upright: &RgbImage, face: &Face, models: &dyn Models) -> Result<Portrait, ModelError> {
    let mesh = mesh::find(upright, face, models)?;
    let pose = pose::pose(&mesh);
    let (right_hidden, left_hidden) = pose::hidden(pose);
    let bridge = glasses::bridge(upright, &mesh);
    let eye = |side: Side, hidden: bool| -> Result<Eye, ModelError> {
        Ok(eye(upright, iris::find(upright, &mesh, side, models)?, hidden, bridge))
    };
    // The two eyes at a time: the models run on one core each.
    let (right, left) = rayon::join(|| eye(Side::Right, right_hidden), || eye(Side::Left, left_hidden));
    let (right_eye, left_eye) = (right?, left?);
    Ok(Portrait { face: *face, presence: mesh.presence, mesh: mesh.points, pose, right_eye, left_eye })
}

fn eye(upright: &RgbImage, landmarks: iris::Landmarks, hidden: bool, bridge: f32) -> Eye {
    let iris::Landmarks { lids, iris: landmark_iris } = landmarks;
    let tilt = eye::tilt(&lids);
    let likely = limbus::likely(landmark_iris, tilt);
    let diameter = 2.0 * likely.radius;
    let patch = Patch::new(upright, likely.centre, LIMBUS_REACH * diameter, diameter / LIMBUS_SAMPLES);
    let iris = limbus::refine(&patch, likely, &lids, tilt).unwrap_or(likely);
    Eye {
        opening: eye::opening(&lids),
        visible: eye::visible(iris, &lids, upright.dimensions()),
        sharpness: eye::sharpness(upright, iris),
        glasses: glasses::either(bridge, glasses::reflections(upright, &lids)),
        hidden,
        iris,
        landmark_iris,
        lids,
    }
}

fn failed(error: ModelError) -> Stopped {
    /// Longest reason that is shown, in characters.
    const MOST_SHOWN: usize = 200;
    let why = quote(&error.to_string(), MOST_SHOWN);
    Stopped::Failed(text!("The face could not be measured: {why}.", "未能测量人脸：{why}。"))
}

impl Eye {
    /// Diameter of the iris in pixels of the upright picture.
    pub fn iris_diameter_px(&self) -> f32 {
        2.0 * self.iris.radius
    }
}

#[cfg(test)]
mod tests;
