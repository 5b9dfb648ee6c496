//! Single channels of the decoded picture as planes.

use image::{DynamicImage, GenericImageView as _};
use ndarray::Array2;

use super::Pixels;

/// A colour channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Red.
    Red,
    /// Green.
    Green,
    /// Blue.
    Blue,
}

/// One channel of the pixels as coded, 0 to 255 (16-bit samples are divided by 257), `[height, width]`.
/// Every channel of a grey picture is its grey.
pub fn channel(pixels: &Pixels, channel: Channel) -> Array2<f32> {
    let index = channel as usize;
    let (width, height) = pixels.coded.dimensions();
    fn every<T: Copy>(samples: &[T], first: usize, step: usize, level: impl Fn(T) -> f32) -> Vec<f32> {
        samples.iter().skip(first).step_by(step).map(|sample| level(*sample)).collect()
    }
    let wide = |sample: u16| f32::from(sample) / 257.0;
    let levels = match &pixels.coded {
        DynamicImage::ImageLuma8(picture) => every(picture.as_raw(), 0, 1, f32::from),
        DynamicImage::ImageLumaA8(picture) => every(picture.as_raw(), 0, 2, f32::from),
        DynamicImage::ImageRgb8(picture) => every(picture.as_raw(), index, 3, f32::from),
        DynamicImage::ImageRgba8(picture) => every(picture.as_raw(), index, 4, f32::from),
        DynamicImage::ImageLuma16(picture) => every(picture.as_raw(), 0, 1, wide),
        DynamicImage::ImageLumaA16(picture) => every(picture.as_raw(), 0, 2, wide),
        DynamicImage::ImageRgb16(picture) => every(picture.as_raw(), index, 3, wide),
        DynamicImage::ImageRgba16(picture) => every(picture.as_raw(), index, 4, wide),
        // Floating-point pictures are refused when they are decoded.
        other => every(other.to_rgb16().as_raw(), index, 3, wide),
    };
    Array2::from_shape_vec((height as usize, width as usize), levels).unwrap_or_default()
}
