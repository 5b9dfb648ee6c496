//! The four-point star that Google's Gemini draws into the lower right corner.
//!
//! Geometry as measured on an output with a black scene: the star is 96 pixels wide in 2048 and its
//! outline follows |x|^0.72 + |y|^0.72 = r^0.72; its middle lies 7/6 of its width from both edges; it is
//! white and covers the scene by 51 %.

use image::{GrayImage, RgbImage, imageops};
use ndarray::Array2;

use crate::ocr::Bounds;

/// Least correlation with the star's outline, 0 to 1. None of 2,055 camera photos reached it.
pub(super) const LEAST_CORRELATION: f32 = 0.72;

/// Widths that are tried, as shares of the picture's shorter side, and the factor between two of them.
/// 48 and 96 pixels occur, on shorter sides of 768 to 2048.
const WIDTHS: (f32, f32) = (0.025, 0.13);
const WIDTH_STEP: f32 = 1.05;

/// Narrowest star whose outline can be told, in pixels.
const LEAST_WIDTH: f32 = 16.0;

/// A wider star is compared at this width in pixels: it has no finer parts, and each comparison is the
/// cheaper for it.
const COMPARED_WIDTH: f32 = 32.0;

/// Distance of the star's middle from the right and lower edge, in widths.
const MIDDLE: f32 = 7.0 / 6.0;

/// How far the middle is searched around its place, in widths.
const SLACK: f32 = 0.06;

/// Exponent of the outline.
const OUTLINE: f32 = 0.72;

/// Side of the compared square, in widths: the star and some of the scene around it.
const SQUARE: f32 = 1.35;

/// Side of the corner that is looked at, in widths.
const CORNER: f32 = 2.2;

/// The star brightens the scene by this share of what is missing to white.
const COVER: (f32, f32) = (0.3, 0.75);

/// Samples of one pixel along an axis when the star is drawn.
const SAMPLES: u32 = 4;

/// A star that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sparkle {
    /// Its square in pixels of the upright picture.
    pub(super) bounds: Bounds,
    /// Correlation with the star's outline, -1 to 1.
    pub(super) correlation: f32,
}

/// The star that fits best in the lower right corner of the upright picture; `None` when none fits.
pub(super) fn find(upright: &RgbImage) -> Option<Sparkle> {
    let short = upright.width().min(upright.height()) as f32;
    let widths = std::iter::successors(Some((WIDTHS.0 * short).max(LEAST_WIDTH)), |width| Some(width * WIDTH_STEP));
    widths
        .take_while(|width| *width <= WIDTHS.1 * short)
        .filter_map(|width| Corner::of(upright, width)?.best())
        .filter(|sparkle| sparkle.correlation >= LEAST_CORRELATION)
        .max_by(|a, b| a.correlation.total_cmp(&b.correlation))
}

/// Luma of the lower right corner, scaled so that a star of the tried width is not wider than needed.
struct Corner {
    luma: Array2<f32>,
    /// Its first pixel in the picture.
    left: u32,
    top: u32,
    /// Its pixels for one of the picture, at most 1.
    scale: f32,
    /// Width of the star in its own pixels.
    width: f32,
}

impl Corner {
    fn of(upright: &RgbImage, width: f32) -> Option<Self> {
        let side = (CORNER * width).ceil() as u32;
        let (left, top) = (upright.width().checked_sub(side)?, upright.height().checked_sub(side)?);
        let corner: GrayImage = imageops::grayscale(&*imageops::crop_imm(upright, left, top, side, side));
        let scale = (COMPARED_WIDTH / width).min(1.0);
        let scaled = (side as f32 * scale).round() as u32;
        let corner = if scaled < side { imageops::thumbnail(&corner, scaled, scaled) } else { corner };
        let luma = corner.pixels().map(|pixel| f32::from(pixel.0[0])).collect();
        let luma = Array2::from_shape_vec((scaled as usize, scaled as usize), luma).ok()?;
        let scale = scaled as f32 / side as f32;
        Some(Self { luma, left, top, scale, width: width * scale })
    }

    /// The best place for the star.
    fn best(&self) -> Option<Sparkle> {
        let star = star(self.width);
        let side = star.nrows();
        let slack = ((SLACK * self.width).round() as usize).max(2);
        let expected = self.luma.nrows() as f32 - MIDDLE * self.width - side as f32 / 2.0;
        let first = (expected.round() as usize).checked_sub(slack)?;
        let places = first..=(first + 2 * slack).min(self.luma.nrows().checked_sub(side)?);
        let in_picture = |start: u32, at: usize| start + (at as f32 / self.scale).round() as u32;
        let mut best: Option<Sparkle> = None;
        for row in places.clone() {
            for column in places.clone() {
                let Some(correlation) = self.compare(&star, row, column) else { continue };
                if best.is_none_or(|best| correlation > best.correlation) {
                    let length = (side as f32 / self.scale).round() as u32;
                    let (x, y) = (in_picture(self.left, column), in_picture(self.top, row));
                    best = Some(Sparkle { bounds: Bounds { x, y, width: length, height: length }, correlation });
                }
            }
        }
        best
    }

    /// Correlation of the star with the square at this place; `None` where nothing is covered in the way
    /// that the star covers a scene.
    fn compare(&self, star: &Array2<f32>, row: usize, column: usize) -> Option<f32> {
        let side = star.nrows();
        let square = self.luma.slice(ndarray::s![row..row + side, column..column + side]);
        let (mean, star_mean) = (square.mean()?, star.mean()?);
        let (mut product, mut energy, mut star_energy) = (0.0, 0.0, 0.0);
        let (mut inside, mut inside_weight) = (0.0, 0.0);
        for (value, share) in square.iter().zip(star) {
            product += (value - mean) * (share - star_mean);
            energy += (value - mean).powi(2);
            star_energy += (share - star_mean).powi(2);
            inside += value * share;
            inside_weight += share;
        }
        let inside = inside / inside_weight;
        let outside = (square.sum() - inside * inside_weight) / (square.len() as f32 - inside_weight);
        let cover = (inside - outside) / (255.0 - outside).max(1.0);
        // A comparison with a number that is none is false.
        (cover >= COVER.0 && cover <= COVER.1 && energy > 0.0).then(|| product / (energy * star_energy).sqrt())
    }
}

/// The share of each pixel that a star of this width covers, with some margin around it.
fn star(width: f32) -> Array2<f32> {
    // Odd, so that the star has a middle pixel.
    let side = (width * SQUARE).round() as usize | 1;
    let radius = width / 2.0;
    let inside = |row: f32, column: f32| {
        let at = |place: f32| ((place - side as f32 / 2.0).abs() / radius).powf(OUTLINE);
        at(row) + at(column) <= 1.0
    };
    let offset = |sample: u32| (sample as f32 + 0.5) / SAMPLES as f32;
    Array2::from_shape_fn((side, side), |(row, column)| {
        let samples = (0..SAMPLES).flat_map(|down| (0..SAMPLES).map(move |along| (down, along)));
        let covered =
            samples.filter(|(down, along)| inside(row as f32 + offset(*down), column as f32 + offset(*along))).count();
        covered as f32 / (SAMPLES * SAMPLES) as f32
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_rendered::scene;
    use image::Rgb;

    /// A scene with a star as Gemini draws it: `width` pixels wide, at its place, covering by 51 %.
    fn with_star(mut picture: RgbImage, width: f32, away: u32) -> RgbImage {
        let star = star(width);
        let half = star.nrows() as f32 / 2.0;
        let x = (picture.width() as f32 - MIDDLE * width - half).round() as u32 - away;
        let y = (picture.height() as f32 - MIDDLE * width - half).round() as u32 - away;
        for ((row, column), share) in star.indexed_iter() {
            let pixel = picture.get_pixel_mut(x + column as u32, y + row as u32);
            *pixel = Rgb(pixel
                .0
                .map(|sample| (f32::from(sample) + 0.51 * share * (255.0 - f32::from(sample))).round() as u8));
        }
        picture
    }

    /// Darker in the lower right corner, where a white star can be seen.
    fn dusk() -> RgbImage {
        let mut picture = scene(1024, 768, 3);
        picture.pixels_mut().for_each(|pixel| pixel.0 = pixel.0.map(|sample| sample / 2));
        picture
    }

    #[test]
    fn a_star_at_its_place_is_found() {
        for width in [36.0, 48.0, 72.0] {
            let found = find(&with_star(dusk(), width, 0)).unwrap_or_else(|| unreachable!("{width} px"));
            let middle = found.bounds.x as f32 + found.bounds.width as f32 / 2.0;
            assert!((middle - (1024.0 - MIDDLE * width)).abs() < 3.0, "{found:?}");
        }
    }

    #[test]
    fn no_star_and_a_star_elsewhere_are_not_found() {
        assert_eq!(find(&dusk()), None);
        assert_eq!(find(&with_star(dusk(), 48.0, 30)), None);
    }

    #[test]
    fn a_bright_square_is_no_star() {
        let mut picture = dusk();
        for x in 1024 - 80..1024 - 32 {
            for y in 768 - 80..768 - 32 {
                picture.put_pixel(x, y, Rgb([190; 3]));
            }
        }
        assert_eq!(find(&picture), None);
        assert_eq!(find(&RgbImage::new(20, 20)), None);
    }
}
