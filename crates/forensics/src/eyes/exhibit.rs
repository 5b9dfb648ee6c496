//! The pictures of the eye checks: drawn from the photo's own pixels, without words, so that they read in
//! both languages and without colour.

mod alignment;
mod colours;
mod pupils;
mod reflections;

pub use alignment::alignment;
pub use colours::colours;
pub use pupils::pupils;
pub use reflections::{glint_outlines, reflections};

use image::{Rgb, RgbImage};

use super::drawing::{Canvas, PANEL, Pen};
use super::view::{EyeView, IRIS_CELLS, SIDE};
use crate::faces::Point;

/// Space around and between panels.
const GAP: u32 = 16;

/// A panel that shows the standard grid, or a part around its middle.
#[derive(Debug, Clone, Copy)]
struct Panel {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
    /// Dots for one cell.
    dots: f32,
}

impl Panel {
    /// A point of the grid on the canvas.
    fn place(&self, (x, y): Point) -> Point {
        let half = SIDE as f32 / 2.0;
        (
            self.left as f32 + self.width as f32 / 2.0 + (x - half) * self.dots,
            self.top as f32 + self.height as f32 / 2.0 + (y - half) * self.dots,
        )
    }

    fn places(&self, points: &[Point]) -> Vec<Point> {
        points.iter().map(|&point| self.place(point)).collect()
    }

    fn middle(&self) -> Point {
        self.place((SIDE as f32 / 2.0, SIDE as f32 / 2.0))
    }

    fn iris_radius(&self) -> f32 {
        IRIS_CELLS / 2.0 * self.dots
    }

    /// The eye as the photo shows it, with its limbus.
    fn show_eye(&self, canvas: &mut Canvas, upright: &RgbImage, view: &EyeView) {
        let eye = view.frame.enlarged(upright, (self.width, self.height), self.dots);
        canvas.picture(&eye, (self.left, self.top));
        canvas.circle(self.middle(), self.iris_radius(), Pen::guide(0.75));
    }

    fn show_empty(&self, canvas: &mut Canvas) {
        canvas.picture(&RgbImage::from_pixel(self.width, self.height, Rgb(PANEL)), (self.left, self.top));
    }
}
