//! Where the faces are: the BlazeFace full-range detector on overlapping tiles at several scales.
//!
//! The detector sees 192 x 192 pixels and finds faces that are about 10 to 100 of them wide. The
//! picture is therefore searched at scales a factor 2 apart, the finer ones in overlapping tiles, until
//! the picture's own pixels are seen or the tiles run out. Source: Bazarevsky et al., BlazeFace:
//! Sub-millisecond Neural Face Detection on Mobile GPUs, 2019, arXiv:1907.05047; MediaPipe's graph
//! `face_detection_full_range` for anchors and decoding.

mod decode;
mod merge;
mod shrink;
mod tiles;

use image::RgbImage;
use rayon::prelude::*;

use crate::check::{Context, Stopped};
use crate::model::{ModelError, Models};
use crate::text;
use crate::text::quote;
use tiles::{Level, Window};

/// The detector's id in `models/manifest.toml`.
pub const MODEL: &str = "face-detector";

/// Least score of a face (the detector's own, 0 to 1). Measured on 632 photos: between 0.65 and 0.7
/// most boxes that the reference detector does not confirm were no human faces; see the model card.
pub const LEAST_SCORE: f32 = 0.7;

/// Side of the picture that the detector sees, in pixels.
const INPUT: u32 = 192;

/// Narrowest face that the detector finds in its input, in pixels: it found 94 % of clear faces of
/// this width, and 71 % of those two pixels narrower, at a score of 0.65.
const LEAST_FACE: f32 = 10.0;

/// A box that ends this close to a tile's edge inside the picture belongs to a cut face, in pixels of
/// the tile. The neighbouring tile or the coarser scale shows the face whole.
const CUT_FACE_MARGIN: f32 = 2.0;

/// A point in the upright picture, in pixels from the corner of its first pixel.
pub type Point = (f32, f32);

/// A face in the upright picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Face {
    /// Left edge in pixels, inside the picture.
    pub x: f32,
    /// Top edge in pixels, inside the picture.
    pub y: f32,
    /// Width in pixels, inside the picture.
    pub width: f32,
    /// Height in pixels, inside the picture: about brow to chin.
    pub height: f32,
    /// The detector's score, [`LEAST_SCORE`] to 1.
    pub score: f32,
    /// The person's right eye: on the left of an upright face.
    pub right_eye: Point,
    /// The person's left eye.
    pub left_eye: Point,
    /// Tip of the nose.
    pub nose: Point,
    /// Middle of the mouth.
    pub mouth: Point,
    /// The person's right ear (tragion).
    pub right_ear: Point,
    /// The person's left ear (tragion).
    pub left_ear: Point,
}

impl Face {
    /// Distance of the eyes' centres in pixels.
    pub fn eye_distance(&self) -> f32 {
        (self.right_eye.0 - self.left_eye.0).hypot(self.right_eye.1 - self.left_eye.1)
    }
}

/// Finds the faces of an upright picture, the widest first.
///
/// # Errors
/// [`Stopped::Cancelled`] between two tiles, or [`Stopped::Failed`] when the model did not run.
pub fn detect(upright: &RgbImage, models: &dyn Models, context: &Context<'_>) -> Result<Vec<Face>, Stopped> {
    let mut candidates = Vec::new();
    let mut scaled: Option<RgbImage> = None;
    // From fine to coarse, so that each scale is made from the one before it.
    for level in tiles::plan(upright.width(), upright.height()).iter().rev() {
        context.go_on()?;
        let picture = shrink::to(scaled.as_ref().unwrap_or(upright), level.width, level.height);
        // One core a tile: a session computes on one thread. No tile waits for anything but a session, so
        // none can wait for the thread that waits here.
        let found: Vec<Vec<Face>> = level
            .windows
            .par_iter()
            .map(|&window| {
                context.go_on()?;
                look(&picture, level, window, models).map_err(failed)
            })
            .collect::<Result<_, Stopped>>()?;
        let inside = found.into_iter().flatten().filter_map(|face| face.clipped(upright.width(), upright.height()));
        candidates.extend(inside);
        scaled = Some(picture);
    }
    let mut faces = merge::merge(candidates);
    faces.sort_by(|a, b| b.width.total_cmp(&a.width).then(a.x.total_cmp(&b.x)).then(a.y.total_cmp(&b.y)));
    Ok(faces)
}

/// Widths of the faces that [`detect`] searches for in a picture of this size: least and greatest, in
/// its pixels.
pub fn searched_widths(width: u32, height: u32) -> (f32, f32) {
    let finest = tiles::plan(width, height).last().map_or(1.0, |level| level.scale);
    let greatest = width.min(height) as f32;
    ((LEAST_FACE / finest).min(greatest), greatest)
}

/// One run of the detector: the faces of one window, in pixels of the upright picture.
fn look(picture: &RgbImage, level: &Level, window: Window, models: &dyn Models) -> Result<Vec<Face>, ModelError> {
    let outputs = models.run(MODEL, decode::input(picture, window))?;
    let faces = decode::faces(&outputs, LEAST_SCORE)?;
    Ok(faces
        .into_iter()
        .filter(|face| !is_cut(face, level, window))
        .map(|face| face.placed(level.scale, window))
        .collect())
}

/// Whether the window's edge cuts the face although the picture goes on there.
fn is_cut(face: &Face, level: &Level, window: Window) -> bool {
    let side = INPUT as f32 - CUT_FACE_MARGIN;
    let ends = |start: u32, length: u32| start.saturating_add(INPUT) >= length;
    (window.x > 0 && face.x < CUT_FACE_MARGIN)
        || (window.y > 0 && face.y < CUT_FACE_MARGIN)
        || (!ends(window.x, level.width) && face.x + face.width > side)
        || (!ends(window.y, level.height) && face.y + face.height > side)
}

impl Face {
    /// From pixels of the detector's input to pixels of the upright picture.
    fn placed(self, scale: f32, window: Window) -> Self {
        let right = window.x as f32 - window.pad_x as f32;
        let down = window.y as f32 - window.pad_y as f32;
        let point = |(x, y): Point| ((x + right) / scale, (y + down) / scale);
        let (x, y) = point((self.x, self.y));
        Self { x, y, width: self.width / scale, height: self.height / scale, ..self.with_points(point) }
    }

    /// The part of the box inside the picture; `None` when there is none.
    fn clipped(self, width: u32, height: u32) -> Option<Self> {
        let (left, top) = (self.x.max(0.0), self.y.max(0.0));
        let (right, bottom) = ((self.x + self.width).min(width as f32), (self.y + self.height).min(height as f32));
        (right > left && bottom > top).then_some(Self {
            x: left,
            y: top,
            width: right - left,
            height: bottom - top,
            ..self
        })
    }

    fn with_points(self, change: impl Fn(Point) -> Point) -> Self {
        Self {
            right_eye: change(self.right_eye),
            left_eye: change(self.left_eye),
            nose: change(self.nose),
            mouth: change(self.mouth),
            right_ear: change(self.right_ear),
            left_ear: change(self.left_ear),
            ..self
        }
    }
}

fn failed(error: ModelError) -> Stopped {
    /// Longest reason that is shown, in characters.
    const MOST_SHOWN: usize = 200;
    let why = quote(&error.to_string(), MOST_SHOWN);
    Stopped::Failed(text!("The face detector did not run: {why}.", "人脸检测模型未能运行：{why}。"))
}

#[cfg(test)]
mod tests;
