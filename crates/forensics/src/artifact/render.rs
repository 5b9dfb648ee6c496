//! Artifacts drawn for a view: maps and spectra through the report's one palette.

use image::{Rgba, RgbaImage};
use ndarray::Array2;

/// Draws a plane of values with the viridis palette (perceptually even, colour-blind-safe) over its
/// fixed range. A value that was not measured (NaN) is transparent.
pub fn map(plane: &Array2<f32>, range: (f32, f32)) -> RgbaImage {
    let (height, width) = plane.dim();
    let mut picture = RgbaImage::new(width as u32, height as u32);
    for (value, pixel) in plane.iter().zip(picture.pixels_mut()) {
        *pixel = colour(*value, range);
    }
    picture
}

fn colour(value: f32, (min, max): (f32, f32)) -> Rgba<u8> {
    if value.is_nan() {
        return Rgba([0, 0, 0, 0]);
    }
    let place = f64::from((value - min) / (max - min)).clamp(0.0, 1.0);
    let shade = colorous::VIRIDIS.eval_continuous(place);
    Rgba([shade.r, shade.g, shade.b, 255])
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_ends_of_the_range_are_the_ends_of_viridis_and_nan_is_transparent() {
        let picture = map(&array![[0.0, 1.0], [f32::NAN, 7.0]], (0.0, 1.0));
        assert_eq!(picture.get_pixel(0, 0).0, [68, 1, 84, 255]);
        assert_eq!(picture.get_pixel(1, 0).0, [253, 231, 37, 255]);
        assert_eq!(picture.get_pixel(0, 1).0[3], 0);
        assert_eq!(picture.get_pixel(1, 1), picture.get_pixel(1, 0), "a value beyond the range is clamped");
    }
}
