//! What is measured in the eyes of a face: the reflections on the corneas, the outline of the pupils, the
//! colour of the irises, and where eyes and mouth lie in the picture.
//!
//! Every measurement is a pure function of the upright picture and a [`crate::portrait::Portrait`], and
//! says why where it could not be made. Both eyes are first brought to one standard size, level and with
//! the iris in the middle: an [`EyeView`]. Lengths are then *cells*: 1/128 of the iris' diameter.

pub mod alignment;
pub mod colour;
mod drawing;
pub mod ellipse;
pub mod exhibit;
pub mod gini;
pub mod glints;
pub mod iris_colour;
pub mod mask;
pub mod pupil;
pub mod reflections;
pub mod view;

#[cfg(test)]
mod measured;
#[cfg(test)]
pub(crate) mod testing;

pub use glints::{Glint, Glints};
pub use mask::Mask;
pub use view::{EyeView, Frame, IRIS_CELLS, SIDE};

use image::RgbImage;

use crate::portrait::Portrait;

/// Both eyes of a face on their standard grids, with their reflections.
#[derive(Debug, Clone)]
pub struct EyePair {
    /// The person's right eye: on the left of an upright face.
    pub right: EyeView,
    /// The person's left eye.
    pub left: EyeView,
    /// Reflections on the right cornea.
    pub right_glints: Glints,
    /// Reflections on the left cornea.
    pub left_glints: Glints,
}

impl EyePair {
    /// Brings both eyes to the standard grid and finds their reflections. `None` when an iris has no
    /// usable circle: not finite, under two pixels, or outside the picture.
    pub fn new(upright: &RgbImage, portrait: &Portrait) -> Option<Self> {
        let tilt = tilt(portrait);
        let right = EyeView::new(upright, &portrait.right_eye, tilt)?;
        let left = EyeView::new(upright, &portrait.left_eye, tilt)?;
        let bright = glints::bright_level(upright, &portrait.face);
        let (right_glints, left_glints) = (glints::find(&right, bright), glints::find(&left, bright));
        Some(Self { right, left, right_glints, left_glints })
    }
}

/// The smaller iris' diameter in pixels of the upright picture.
pub fn least_iris_px(portrait: &Portrait) -> f32 {
    portrait.right_eye.iris_diameter_px().min(portrait.left_eye.iris_diameter_px())
}

/// Clockwise angle of the line through both irises, in radians.
fn tilt(portrait: &Portrait) -> f32 {
    let (right, left) = (portrait.right_eye.iris.centre, portrait.left_eye.iris.centre);
    let angle = (left.1 - right.1).atan2(left.0 - right.0);
    if angle.is_finite() { angle } else { 0.0 }
}
