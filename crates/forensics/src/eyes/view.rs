//! One eye on a standard grid: level, the iris in the middle and always equally large.

use image::{Rgb, RgbImage};

use super::mask::Mask;
use crate::faces::Point;
use crate::portrait::Eye;

/// Cells across an iris on the standard grid.
pub const IRIS_CELLS: f32 = 128.0;

/// Cells along one side of the standard grid: 2.25 iris diameters.
pub const SIDE: usize = 288;

/// Share of the iris' radius that counts as iris: the limbus itself is left out (methods A0, step 5).
const IRIS_SHARE: f32 = 0.96;

/// The lids are taken this many pixels of the photo farther in than they were found.
const LID_MARGIN_PX: f32 = 1.0;

/// Where a square grid lies in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// The iris' middle, which is the grid's, in pixels of the picture.
    pub centre: Point,
    /// Pixels of the picture for one cell.
    pub px_per_cell: f32,
    /// Clockwise angle of the line through the eyes, in radians.
    pub tilt: f32,
    /// Cells along one side.
    pub side: usize,
}

impl Frame {
    /// A point of the grid in the picture.
    pub fn to_picture(&self, (x, y): Point) -> Point {
        let half = self.side as f32 / 2.0;
        let (right, down) = ((x - half) * self.px_per_cell, (y - half) * self.px_per_cell);
        let (sine, cosine) = self.tilt.sin_cos();
        (self.centre.0 + right * cosine - down * sine, self.centre.1 + right * sine + down * cosine)
    }

    /// A point of the picture in the grid.
    pub fn to_grid(&self, (x, y): Point) -> Point {
        let (right, down) = (x - self.centre.0, y - self.centre.1);
        let (sine, cosine) = self.tilt.sin_cos();
        let half = self.side as f32 / 2.0;
        let across = (right * cosine + down * sine) / self.px_per_cell;
        let along = (down * cosine - right * sine) / self.px_per_cell;
        (half + across, half + along)
    }

    /// The picture on the grid. Cells outside the picture are black.
    fn sampled(&self, picture: &RgbImage) -> RgbImage {
        let side = self.side as u32;
        RgbImage::from_fn(side, side, |column, row| {
            let at = self.to_picture((column as f32 + 0.5, row as f32 + 0.5));
            Kernel::Triangle.sample(picture, at, self.px_per_cell.max(1.0)).unwrap_or(Rgb([0; 3]))
        })
    }

    /// The picture around the grid's middle, level, with `dots` dots for one cell: for looking, so it
    /// is made crisp. Dots outside the picture are dark.
    pub fn enlarged(&self, picture: &RgbImage, (width, height): (u32, u32), dots: f32) -> RgbImage {
        let half = self.side as f32 / 2.0;
        RgbImage::from_fn(width, height, |column, row| {
            let across = (column as f32 + 0.5 - width as f32 / 2.0) / dots;
            let down = (row as f32 + 0.5 - height as f32 / 2.0) / dots;
            let at = self.to_picture((half + across, half + down));
            Kernel::Lanczos.sample(picture, at, (self.px_per_cell / dots).max(1.0)).unwrap_or(Rgb([16; 3]))
        })
    }
}

/// How values between pixels are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kernel {
    /// A triangle: nothing brighter or darker than the pixels; for measuring.
    Triangle,
    /// Lanczos with three lobes: crisper, with small overshoots; for looking.
    Lanczos,
}

impl Kernel {
    /// The picture's value at a point; `None` outside. `stretch` is the size of a cell in pixels, at
    /// least 1.
    fn sample(self, picture: &RgbImage, (x, y): Point, stretch: f32) -> Option<Rgb<u8>> {
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        if !(x >= 0.0 && y >= 0.0 && x < width && y < height) {
            return None;
        }
        let reach = stretch * if self == Self::Triangle { 1.0 } else { 3.0 };
        let range = |at: f32, length: u32| {
            let first = (at - reach - 0.5).ceil().max(0.0) as u32;
            let last = (at + reach - 0.5).floor().min(length.saturating_sub(1) as f32).max(0.0) as u32;
            first..=last
        };
        let mut sum = [0.0_f32; 3];
        let mut weights = 0.0;
        let columns: Vec<(u32, f32)> = range(x, picture.width())
            .map(|column| (column, self.weight((column as f32 + 0.5 - x) / stretch)))
            .collect();
        for row in range(y, picture.height()) {
            let weight_y = self.weight((row as f32 + 0.5 - y) / stretch);
            for &(column, weight_x) in &columns {
                let weight = weight_y * weight_x;
                let Some(pixel) = picture.get_pixel_checked(column, row) else { continue };
                weights += weight;
                for (sum, value) in sum.iter_mut().zip(pixel.0) {
                    *sum += weight * f32::from(value);
                }
            }
        }
        (weights > 1e-6).then(|| Rgb(sum.map(|sum| (sum / weights).round().clamp(0.0, 255.0) as u8)))
    }

    fn weight(self, distance: f32) -> f32 {
        use std::f32::consts::PI;
        let distance = distance.abs();
        match self {
            Self::Triangle => (1.0 - distance).max(0.0),
            Self::Lanczos if distance < 1e-4 => 1.0,
            Self::Lanczos if distance >= 3.0 => 0.0,
            Self::Lanczos => {
                let angle = PI * distance;
                3.0 * angle.sin() * (angle / 3.0).sin() / (angle * angle)
            }
        }
    }
}

/// One eye on the standard grid.
#[derive(Debug, Clone)]
pub struct EyeView {
    /// Where the grid lies.
    pub frame: Frame,
    /// Its pixels.
    pub pixels: RgbImage,
    /// The opening between the lids, in cells.
    pub lids: Vec<Point>,
    /// Cells between the lids, in the picture, away from the lids' edges.
    pub open: Mask,
    /// Cells of the iris and pupil between the lids.
    pub iris: Mask,
}

impl EyeView {
    /// `None` when the iris is no usable circle in the picture. `tilt` is the angle of the line through
    /// the eyes, clockwise, in radians.
    pub fn new(upright: &RgbImage, eye: &Eye, tilt: f32) -> Option<Self> {
        /// Least radius of an iris that can be put on a grid, in pixels.
        const LEAST_RADIUS: f32 = 1.0;
        let circle = eye.iris;
        let (x, y) = circle.centre;
        let in_picture = x >= 0.0 && y >= 0.0 && x < upright.width() as f32 && y < upright.height() as f32;
        // Written so that a radius that is not a number is refused.
        if !(in_picture && circle.radius >= LEAST_RADIUS && circle.radius.is_finite() && tilt.is_finite()) {
            return None;
        }
        let px_per_cell = 2.0 * circle.radius / IRIS_CELLS;
        let frame = Frame { centre: circle.centre, px_per_cell, tilt, side: SIDE };
        let (width, height) = (upright.width() as f32, upright.height() as f32);
        let lids: Vec<Point> = eye.lids.iter().map(|&point| frame.to_grid(point)).collect();
        let margin = LID_MARGIN_PX / px_per_cell;
        let between = between(&lids).shrunk(margin.min(IRIS_CELLS / 8.0));
        let open = Mask::from_fn(SIDE, |column, row| {
            let (x, y) = frame.to_picture(middle((column, row)));
            between.has((column, row)) && x >= 0.0 && y >= 0.0 && x < width && y < height
        });
        let iris = Mask::from_fn(SIDE, |column, row| {
            open.has((column, row)) && from_middle((column, row)) <= IRIS_SHARE * IRIS_CELLS / 2.0
        });
        Some(Self { frame, pixels: frame.sampled(upright), lids, open, iris })
    }

    /// Share of the iris disc that is seen, 0 to 1.
    pub fn seen(&self) -> f32 {
        let disc = std::f32::consts::PI * (IRIS_SHARE * IRIS_CELLS / 2.0).powi(2);
        (self.iris.count() as f32 / disc).min(1.0)
    }

    /// Brightness of a cell, 0 to 255; black beyond the grid.
    pub fn luma(&self, cell: (usize, usize)) -> f32 {
        self.pixel(cell).map_or(0.0, luma)
    }

    /// Colour of a cell.
    pub fn pixel(&self, (column, row): (usize, usize)) -> Option<Rgb<u8>> {
        self.pixels.get_pixel_checked(column as u32, row as u32).copied()
    }
}

/// ITU-R BT.709 luma of sRGB samples.
pub fn luma(pixel: Rgb<u8>) -> f32 {
    let [red, green, blue] = pixel.0.map(f32::from);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Middle of a cell.
pub fn middle((column, row): (usize, usize)) -> Point {
    (column as f32 + 0.5, row as f32 + 0.5)
}

/// Distance of a cell from the middle of the iris, in cells.
pub fn from_middle(cell: (usize, usize)) -> f32 {
    let (x, y) = middle(cell);
    let half = SIDE as f32 / 2.0;
    (x - half).hypot(y - half)
}

/// The cells of the standard grid inside a closed polygon (even-odd rule, by rows).
fn between(polygon: &[Point]) -> Mask {
    let mut inside = vec![false; SIDE * SIDE];
    if polygon.iter().all(|(x, y)| x.is_finite() && y.is_finite()) {
        for (row, cells) in inside.chunks_mut(SIDE).enumerate() {
            let y = row as f32 + 0.5;
            let edges = polygon.iter().zip(polygon.iter().cycle().skip(1));
            let mut crossings: Vec<f32> = edges
                .filter(|(from, to)| (from.1 > y) != (to.1 > y))
                .map(|(from, to)| from.0 + (y - from.1) / (to.1 - from.1) * (to.0 - from.0))
                .collect();
            crossings.sort_by(f32::total_cmp);
            for pair in crossings.as_chunks::<2>().0 {
                for (column, cell) in cells.iter_mut().enumerate() {
                    *cell |= (pair[0]..pair[1]).contains(&(column as f32 + 0.5));
                }
            }
        }
    }
    Mask::from_fn(SIDE, |column, row| inside.get(row * SIDE + column).copied().unwrap_or(false))
}
