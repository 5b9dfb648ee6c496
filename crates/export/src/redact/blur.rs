//! A blur that cannot be undone: a coarse mosaic, smoothed.

use image::RgbaImage;
use image::imageops::{self, FilterType};

/// Cells of the mosaic across a box: too few to tell one face from another.
const CELLS: u32 = 8;
/// How much wider a face's box is made on each side: it spans brow to chin, a face is more.
const WIDENED: f64 = 0.2;

/// A box over a picture in its pixels; it may lie partly outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Patch {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Patch {
    pub(super) fn area(&self) -> f64 {
        self.width * self.height
    }

    pub(super) fn has_area(&self) -> bool {
        [self.x, self.y, self.width, self.height].iter().all(|side| side.is_finite())
            && self.width > 0.0
            && self.height > 0.0
    }

    pub(super) fn widened(self) -> Self {
        let (by_width, by_height) = (self.width * WIDENED, self.height * WIDENED);
        Self {
            x: self.x - by_width,
            y: self.y - by_height,
            width: self.width + 2.0 * by_width,
            height: self.height + 2.0 * by_height,
        }
    }

    /// The box over a picture of another size that shows the same.
    pub(super) fn scaled(self, from: (u32, u32), to: (u32, u32)) -> Self {
        let across = f64::from(to.0) / f64::from(from.0.max(1));
        let down = f64::from(to.1) / f64::from(from.1.max(1));
        Self { x: self.x * across, y: self.y * down, width: self.width * across, height: self.height * down }
    }

    /// Whether two boxes share a place.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    /// Every pixel that the box touches: left, top, width, height; `None` outside the picture.
    fn pixels(&self, (width, height): (u32, u32)) -> Option<(u32, u32, u32, u32)> {
        let within = |from: f64, length: f64, most: u32| {
            let start = from.floor().clamp(0.0, f64::from(most));
            let end = (from + length).ceil().clamp(0.0, f64::from(most));
            // In range by the clamps.
            (end > start).then_some((start as u32, (end - start) as u32))
        };
        let (left, wide) = within(self.x, self.width, width)?;
        let (top, high) = within(self.y, self.height, height)?;
        Some((left, top, wide, high))
    }
}

/// Blurs a box of a picture. Pixels outside stay as they are.
pub(super) fn blur(picture: &mut RgbaImage, area: Patch) {
    let Some((left, top, width, height)) = area.pixels(picture.dimensions()) else { return };
    let part = imageops::crop_imm(picture, left, top, width, height).to_image();
    // Cells are nearly square: as many down as the shape asks for, at least one.
    let (longer, shorter) = (width.max(height), width.min(height));
    let fewer = (CELLS * shorter / longer).clamp(1, CELLS);
    let (across, down) = if width >= height { (CELLS, fewer) } else { (fewer, CELLS) };
    // A box of a few pixels is one colour.
    let (across, down) = (across.min(width.div_ceil(2)), down.min(height.div_ceil(2)));
    let mosaic = imageops::thumbnail(&part, across, down);
    let smooth = imageops::resize(&mosaic, width, height, FilterType::Triangle);
    imageops::replace(picture, &smooth, left.into(), top.into());
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_rendered::static_noise;
    use image::Rgba;

    #[test]
    fn pixels_change_within_the_box_and_nowhere_else() {
        let picture = static_noise(200, 150, 7);
        let mut state = 3u32;
        let mut next = |from: i32, to: i32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(from) + f64::from(state >> 8) / f64::from(1 << 24) * f64::from(to - from)
        };
        for _ in 0..200 {
            let area = Patch { x: next(-80, 220), y: next(-80, 170), width: next(1, 180), height: next(1, 180) };
            let mut blurred = picture.clone();
            blur(&mut blurred, area);
            let mut changed = 0;
            let mut inside = 0;
            for ((x, y, before), after) in picture.enumerate_pixels().zip(blurred.pixels()) {
                let is_inside = Patch { x: x.into(), y: y.into(), width: 1.0, height: 1.0 }.meets(&area);
                inside += u32::from(is_inside);
                changed += u32::from(before != after);
                assert!(is_inside || before == after, "{area:?} {x} {y}");
            }
            assert!(inside < 4 || changed * 10 >= inside * 9, "{area:?}: {changed} of {inside}");
        }
    }

    #[test]
    fn what_is_left_is_no_more_than_the_mosaic() {
        // Two pictures with the same mean in every cell give the same blur: nothing else is left.
        let flat = RgbaImage::from_pixel(160, 160, Rgba([100, 100, 100, 255]));
        let fine = RgbaImage::from_fn(160, 160, |x, y| {
            let value = if (x + y) % 2 == 0 { 60 } else { 140 };
            Rgba([value, value, value, 255])
        });
        let whole = Patch { x: 0.0, y: 0.0, width: 160.0, height: 160.0 };
        let blurred = |mut picture: RgbaImage| {
            blur(&mut picture, whole);
            picture
        };
        assert_eq!(blurred(flat), blurred(fine));
    }

    #[test]
    fn boxes_of_any_numbers_are_harmless() {
        let picture = static_noise(20, 20, 7);
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300] {
            let mut blurred = picture.clone();
            blur(&mut blurred, Patch { x: value, y: 0.0, width: value, height: 5.0 });
            assert_eq!(blurred.dimensions(), (20, 20));
        }
    }
}
