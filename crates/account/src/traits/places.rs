//! Where faces and eyes lie in the picture, and the widest face as a small grey picture.

use catchlight_forensics::check::{Context, Stopped};
use catchlight_forensics::eyes::alignment::{self, Places};
use catchlight_forensics::portrait::{MODELS, Portrait};
use catchlight_forensics::specimen::Specimen;
use catchlight_forensics::text;
use image::RgbImage;
use serde::{Deserialize, Serialize};

use super::Bytes;

/// Side of the face crop, in pixels.
pub const CROP_SIDE: u32 = 64;

/// Most faces that are kept, the widest first.
const MOST_FACES: usize = 8;

/// The crop spans this many distances of the eyes to each side of their middle, and from that one below it.
const CROP_REACH: f32 = 1.6;

/// The faces of the upright picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Faces {
    /// The faces with eyes, the widest first.
    pub places: Vec<FacePlace>,
    /// The widest face in grey, [`CROP_SIDE`] squared, row by row; level as in the photo, *not* turned. Absent without
    /// a face.
    pub crop: Option<Bytes>,
}

/// Where one face lies, as shares of the picture's width (x) and height (y).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FacePlace {
    /// The person's right eye.
    pub right_eye: (f32, f32),
    /// The person's left eye.
    pub left_eye: (f32, f32),
    /// Middle of the mouth.
    pub mouth: (f32, f32),
    /// Width of the face over that of the picture.
    pub width: f32,
    /// Turn of the head toward the viewer's right, in degrees.
    pub yaw: f32,
}

impl FacePlace {
    fn has_sense(&self) -> bool {
        let points = [self.right_eye, self.left_eye, self.mouth];
        // Eyes of a face that is cut off lie a little outside.
        points.iter().flat_map(|(x, y)| [*x, *y]).all(|place| (-1.0..=2.0).contains(&place))
            && (0.0..=3.0).contains(&self.width)
            && self.yaw.is_finite()
    }
}

impl Faces {
    pub(super) fn has_sense(&self) -> bool {
        let crop = self.crop.as_ref().is_none_or(|crop| crop.0.len() == (CROP_SIDE * CROP_SIDE) as usize);
        crop && self.places.len() <= MOST_FACES && self.places.iter().all(FacePlace::has_sense)
    }
}

pub(super) fn faces(specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Faces, Stopped> {
    if MODELS.iter().any(|id| specimen.models().ready(id).is_err()) {
        return Err(Stopped::Failed(text!("The models of faces are not installed.", "未安装人脸模型。")));
    }
    let upright = specimen.upright().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
    let portraits = specimen.portraits(context)?;
    let size = upright.dimensions();
    let place = |portrait: &Portrait| {
        let Places { right_eye, left_eye, mouth } = alignment::places(portrait, size)?;
        let width = portrait.face.width / size.0.max(1) as f32;
        Some(FacePlace { right_eye, left_eye, mouth, width, yaw: portrait.pose.yaw }).filter(FacePlace::has_sense)
    };
    let places: Vec<FacePlace> = portraits.iter().filter_map(place).take(MOST_FACES).collect();
    let crop = places.first().map(|place| Bytes(crop(upright, place)));
    Ok(Faces { places, crop })
}

/// The square around the eyes' middle, in grey; places outside the picture repeat its edge.
fn crop(upright: &RgbImage, place: &FacePlace) -> Vec<u8> {
    let (width, height) = (upright.width() as f32, upright.height() as f32);
    let eyes = [place.right_eye, place.left_eye].map(|(x, y)| (x * width, y * height));
    let middle = ((eyes[0].0 + eyes[1].0) / 2.0, (eyes[0].1 + eyes[1].1) / 2.0);
    let apart = (eyes[0].0 - eyes[1].0).hypot(eyes[0].1 - eyes[1].1).max(1.0);
    let side = 2.0 * CROP_REACH * apart;
    let (left, top) = (middle.0 - CROP_REACH * apart, middle.1 - 0.8 * CROP_REACH * apart);
    let step = side / CROP_SIDE as f32;
    // Means over a small grid inside each cell, so that large faces do not alias.
    let samples = (step.ceil() as u32).clamp(1, 6);
    let grey_at = |x: f32, y: f32| {
        let across = (x.max(0.0) as u32).min(upright.width().saturating_sub(1));
        let down = (y.max(0.0) as u32).min(upright.height().saturating_sub(1));
        let [red, green, blue] = upright.get_pixel(across, down).0.map(f32::from);
        0.299 * red + 0.587 * green + 0.114 * blue
    };
    let mut cells = Vec::with_capacity((CROP_SIDE * CROP_SIDE) as usize);
    for row in 0..CROP_SIDE {
        for column in 0..CROP_SIDE {
            let part = |index: u32| (index as f32 + 0.5) / samples as f32;
            let sum: f32 = (0..samples * samples)
                .map(|index| {
                    let x = left + (column as f32 + part(index % samples)) * step;
                    grey_at(x, top + (row as f32 + part(index / samples)) * step)
                })
                .sum();
            cells.push((sum / (samples * samples) as f32).round() as u8);
        }
    }
    cells
}
