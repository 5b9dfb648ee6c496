//! Anti-aliased drawing on a picture.
//!
//! Colours are those of Okabe and Ito, which readers with any kind of colour vision tell apart; every line
//! that must be told from another has a dash of its own as well.

use image::{Rgb, RgbImage};
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform,
};

use crate::faces::Point;

/// Red, green, blue.
pub(super) type Colour = [u8; 3];

/// Of the person's right eye and of what was measured.
pub(super) const ORANGE: Colour = [0xf5, 0xa6, 0x23];
/// Of the person's left eye and of what it is compared with.
pub(super) const BLUE: Colour = [0x56, 0xb4, 0xe9];
/// Of guides.
pub(super) const WHITE: Colour = [0xff, 0xff, 0xff];
/// Behind everything.
pub(super) const GROUND: Colour = [0x12, 0x15, 0x1a];
/// Of an empty panel.
pub(super) const PANEL: Colour = [0x1d, 0x22, 0x2a];

/// Radius of a panel's corners.
const CORNER: f32 = 14.0;

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    colour: Colour,
    width: f32,
    alpha: f32,
    dash: Option<[f32; 2]>,
    cased: bool,
}

impl Pen {
    /// An unbroken line with a dark casing, so that it is seen on any ground.
    pub(super) fn solid(colour: Colour, width: f32) -> Self {
        Self { colour, width, alpha: 1.0, dash: None, cased: true }
    }

    /// A dashed line with a dark casing.
    pub(super) fn dashed(colour: Colour, width: f32) -> Self {
        Self { dash: Some([width * 3.4, width * 2.4]), ..Self::solid(colour, width) }
    }

    /// A dotted line with a dark casing.
    pub(super) fn dotted(colour: Colour, width: f32) -> Self {
        Self { dash: Some([0.01, width * 2.6]), ..Self::solid(colour, width) }
    }

    /// A thin unbroken guide without casing.
    pub(super) fn guide(alpha: f32) -> Self {
        Self { alpha, cased: false, ..Self::solid(WHITE, 1.2) }
    }
}

/// A picture that is being drawn.
pub(super) struct Canvas {
    pixels: Pixmap,
    /// Lines and areas are clipped to the panel that was placed last.
    clip: Option<Mask>,
}

impl Canvas {
    /// An empty picture; `None` for a size without pixels.
    pub(super) fn new(width: u32, height: u32) -> Option<Self> {
        let mut pixels = Pixmap::new(width, height)?;
        pixels.fill(colour(GROUND, 1.0));
        Some(Self { pixels, clip: None })
    }

    /// Places a picture with round corners; what follows is clipped to it.
    pub(super) fn picture(&mut self, picture: &RgbImage, (x, y): (u32, u32)) {
        let (width, height) = (self.pixels.width(), self.pixels.height());
        self.clip = Mask::new(width, height);
        let (right, bottom) = (x.saturating_add(picture.width()), y.saturating_add(picture.height()));
        let path = rounded((x as f32, y as f32), (right as f32, bottom as f32));
        if let (Some(clip), Some(path)) = (&mut self.clip, path) {
            clip.fill_path(&path, FillRule::Winding, true, Transform::identity());
        }
        let cover = self.clip.as_ref().map(|clip| clip.data().to_vec()).unwrap_or_default();
        let data = self.pixels.data_mut();
        for (column, row, Rgb(samples)) in picture.enumerate_pixels() {
            let (column, row) = (column.saturating_add(x), row.saturating_add(y));
            if column >= width || row >= height {
                continue;
            }
            let at = row as usize * width as usize + column as usize;
            let share = f32::from(cover.get(at).copied().unwrap_or(0)) / 255.0;
            let Some(under) = data.get_mut(4 * at..4 * at + 3) else { continue };
            for (under, sample) in under.iter_mut().zip(samples) {
                *under = (f32::from(*under) * (1.0 - share) + f32::from(*sample) * share).round() as u8;
            }
        }
    }

    /// A line through points.
    pub(super) fn line(&mut self, points: &[Point], closed: bool, pen: Pen) {
        if let Some(path) = path(points, closed) {
            self.stroke(&path, pen);
        }
    }

    /// A circle.
    pub(super) fn circle(&mut self, (x, y): Point, radius: f32, pen: Pen) {
        if let Some(path) = PathBuilder::from_circle(x, y, radius) {
            self.stroke(&path, pen);
        }
    }

    /// A filled circle.
    pub(super) fn dot(&mut self, (x, y): Point, radius: f32, fill: Colour, alpha: f32) {
        if let Some(path) = PathBuilder::from_circle(x, y, radius) {
            self.fill(&path, fill, alpha);
        }
    }

    /// A filled polygon.
    pub(super) fn area(&mut self, points: &[Point], fill: Colour, alpha: f32) {
        if let Some(path) = path(points, true) {
            self.fill(&path, fill, alpha);
        }
    }

    /// The finished picture.
    pub(super) fn finished(self) -> RgbImage {
        let (width, height) = (self.pixels.width(), self.pixels.height());
        let samples =
            self.pixels.data().as_chunks::<4>().0.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]);
        RgbImage::from_raw(width, height, samples.collect()).unwrap_or_default()
    }

    fn fill(&mut self, path: &Path, fill: Colour, alpha: f32) {
        let paint = paint(fill, alpha);
        self.pixels.fill_path(path, &paint, FillRule::EvenOdd, Transform::identity(), self.clip.as_ref());
    }

    fn stroke(&mut self, path: &Path, pen: Pen) {
        const CASING: Colour = [0x08, 0x0a, 0x0d];
        let dash = pen.dash.and_then(|[on, off]| StrokeDash::new(vec![on, off], 0.0));
        let stroke = |width: f32, dash: Option<StrokeDash>| Stroke {
            width,
            dash,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        let mut draw = |pen_colour: Colour, alpha: f32, stroke: &Stroke| {
            let paint = paint(pen_colour, alpha);
            self.pixels.stroke_path(path, &paint, stroke, Transform::identity(), self.clip.as_ref());
        };
        if pen.cased {
            // Under the gaps too: light and dark in turn read on any ground.
            draw(CASING, 0.62 * pen.alpha, &stroke(pen.width + 1.8, None));
        }
        draw(pen.colour, pen.alpha, &stroke(pen.width, dash));
    }
}

fn colour([red, green, blue]: Colour, alpha: f32) -> Color {
    Color::from_rgba8(red, green, blue, (alpha.clamp(0.0, 1.0) * 255.0).round() as u8)
}

fn paint(fill: Colour, alpha: f32) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(colour(fill, alpha));
    paint
}

/// `None` for fewer than two points or any that is not finite.
fn path(points: &[Point], closed: bool) -> Option<Path> {
    if points.len() < 2 || points.iter().any(|(x, y)| !x.is_finite() || !y.is_finite()) {
        return None;
    }
    let mut builder = PathBuilder::new();
    for (at, (x, y)) in points.iter().enumerate() {
        if at == 0 { builder.move_to(*x, *y) } else { builder.line_to(*x, *y) }
    }
    if closed {
        builder.close();
    }
    builder.finish()
}

fn rounded((left, top): Point, (right, bottom): Point) -> Option<Path> {
    let corner = CORNER.min((right - left) / 2.0).min((bottom - top) / 2.0);
    let mut path = PathBuilder::new();
    path.move_to(left + corner, top);
    for ((x, y), (to_x, to_y), (line_x, line_y)) in [
        ((right, top), (right, top + corner), (right - corner, top)),
        ((right, bottom), (right - corner, bottom), (right, bottom - corner)),
        ((left, bottom), (left, bottom - corner), (left + corner, bottom)),
        ((left, top), (left + corner, top), (left, top + corner)),
    ] {
        path.line_to(line_x, line_y);
        path.quad_to(x, y, to_x, to_y);
    }
    path.close();
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_drawn_and_clipped_to_the_panel() {
        let mut canvas = Canvas::new(60, 40).unwrap();
        canvas.picture(&RgbImage::from_pixel(30, 30, Rgb([200; 3])), (5, 5));
        canvas.line(&[(0.0, 20.0), (60.0, 20.0)], false, Pen::solid(ORANGE, 3.0));
        let picture = canvas.finished();
        assert_eq!(picture.get_pixel(20, 20).0, ORANGE);
        assert_eq!(picture.get_pixel(50, 20).0, GROUND, "outside the panel");
        assert_eq!(picture.get_pixel(20, 10).0, [200; 3]);
        assert_ne!(picture.get_pixel(5, 5).0, [200; 3], "a round corner");
    }

    #[test]
    fn nonsense_draws_nothing() {
        assert!(Canvas::new(0, 5).is_none());
        let mut canvas = Canvas::new(8, 8).unwrap();
        canvas.line(&[(f32::NAN, 1.0), (2.0, 2.0)], true, Pen::dashed(BLUE, 2.0));
        canvas.line(&[(1.0, 1.0)], false, Pen::dotted(BLUE, 2.0));
        canvas.circle((4.0, 4.0), f32::NAN, Pen::solid(BLUE, 1.0));
        canvas.dot((4.0, 4.0), -1.0, BLUE, 1.0);
        assert!(canvas.finished().pixels().all(|pixel| pixel.0 == GROUND));
    }
}
