//! Where eyes and mouth lie in the picture, against the places of faces that were cropped by the FFHQ
//! rule.
//!
//! The rule (Karras, Laine and Aila, arXiv:1812.04948): the crop is square, its middle lies a tenth of the
//! way from eyes to mouth below the eyes, its side is the greater of 4 times the eyes' distance and 3.6
//! times the way from eyes to mouth. Generators that were trained on such crops repeat the places.

use crate::faces::Point;
use crate::portrait::Portrait;

/// Points of the 468-point mesh at the corners of the right and left eye and of the mouth.
const RIGHT_EYE: [usize; 2] = [33, 133];
const LEFT_EYE: [usize; 2] = [362, 263];
const MOUTH: [usize; 2] = [61, 291];

/// Where eyes and mouth lie, as shares of the picture's width and height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Places {
    /// The person's right eye.
    pub right_eye: Point,
    /// The person's left eye.
    pub left_eye: Point,
    /// Middle of the mouth's corners.
    pub mouth: Point,
}

/// Middle places in 199 pictures of StyleGAN2, measured with this code: see docs/validation.
pub const TEMPLATE: Places = Places { right_eye: (0.375, 0.478), left_eye: (0.623, 0.478), mouth: (0.500, 0.728) };

/// Mean distance of the two eyes from the template up to which a face counts as placed by the rule, in
/// widths of the picture. Source of the value: Yang, Singh and Menczer, arXiv:2401.02627.
pub const NEAR: f32 = 0.02;

/// Most difference of the sides of a square picture, as a share of the longer one.
const MOST_OBLONG: f32 = 0.01;

impl Places {
    /// Mean distance of both eyes from the other's.
    pub fn eyes_from(&self, other: &Self) -> f32 {
        (apart(self.right_eye, other.right_eye) + apart(self.left_eye, other.left_eye)) / 2.0
    }

    /// Distance of the mouth from the other's.
    pub fn mouth_from(&self, other: &Self) -> f32 {
        apart(self.mouth, other.mouth)
    }
}

/// Places of a face in a picture of this width and height; `None` without a whole mesh.
pub fn places(portrait: &Portrait, size: (u32, u32)) -> Option<Places> {
    let (width, height) = (size.0 as f32, size.1 as f32);
    let middle = |points: [usize; 2]| {
        let [one, other] = points.map(|point| portrait.mesh.get(point));
        let (one, other) = (one?, other?);
        let place = ((one.0 + other.0) / 2.0 / width, (one.1 + other.1) / 2.0 / height);
        (place.0.is_finite() && place.1.is_finite()).then_some(place)
    };
    Some(Places { right_eye: middle(RIGHT_EYE)?, left_eye: middle(LEFT_EYE)?, mouth: middle(MOUTH)? })
}

/// Whether a picture is square.
pub fn is_square((width, height): (u32, u32)) -> bool {
    width > 0 && width.abs_diff(height) as f32 <= MOST_OBLONG * width.max(height) as f32
}

fn apart(one: Point, other: Point) -> f32 {
    (one.0 - other.0).hypot(one.1 - other.1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::portrait;
    use super::*;
    use catchlight_rendered::picture::eyes::{Frame, Sitting, eyes};

    #[test]
    fn places_are_shares_of_the_picture() {
        let rendered = eyes(&Sitting { px_per_mm: 1.0, frame: Frame::Face, ..Sitting::default() });
        let size = rendered.picture.dimensions();
        let places = places(&portrait(&rendered), size).unwrap();
        // The face's eyes lie 63 mm apart in a frame 220 mm wide and 270 mm high.
        assert!((places.left_eye.0 - places.right_eye.0 - 63.0 / 220.0).abs() < 0.01, "{places:?}");
        assert!((places.right_eye.1 - 0.45).abs() < 0.01, "{places:?}");
    }

    #[test]
    fn distances_are_means_of_both_eyes() {
        let moved = Places { right_eye: (0.375, 0.498), mouth: (0.5, 0.758), ..TEMPLATE };
        assert!((moved.eyes_from(&TEMPLATE) - 0.01).abs() < 1e-6);
        assert!((moved.mouth_from(&TEMPLATE) - 0.03).abs() < 1e-6);
        assert_eq!(TEMPLATE.eyes_from(&TEMPLATE), 0.0);
    }

    #[test]
    fn square_is_within_a_hundredth() {
        assert!(is_square((1024, 1024)) && is_square((1000, 991)));
        assert!(!is_square((1024, 1000)) && !is_square((0, 0)));
    }

    #[test]
    fn a_short_or_broken_mesh_has_no_places() {
        let mut broken = portrait(&eyes(&Sitting::default()));
        broken.mesh[33].0 = f32::NAN;
        assert_eq!(places(&broken, (100, 100)), None);
        broken.mesh.clear();
        assert_eq!(places(&broken, (100, 100)), None);
        assert_eq!(places(&portrait(&eyes(&Sitting::default())), (0, 0)), None);
    }
}
