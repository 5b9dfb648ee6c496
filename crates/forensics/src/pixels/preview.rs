//! Small pictures for lists, and the quickest way to show one.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::{self, FilterType as Resampling};
use image::{EncodableLayout as _, ImageBuffer, ImageEncoder as _, PixelWithColorType, RgbaImage};

/// A picture whose longer side has at most `longest_side` pixels, in the same proportions. A picture
/// that is already small enough is returned as it is.
pub fn thumbnail(picture: &RgbaImage, longest_side: u32) -> RgbaImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= longest_side {
        return picture.clone();
    }
    let scaled = |side: u32, longest_side: u32| {
        let side = u64::from(side) * u64::from(longest_side) / u64::from(longest);
        u32::try_from(side).unwrap_or(longest_side).max(1)
    };
    let (small_width, small_height) = (scaled(width, longest_side), scaled(height, longest_side));
    // Block means down to twice the size are quick; the filter then gives the quality.
    let twice = longest_side.saturating_mul(2);
    if longest <= twice {
        return imageops::resize(picture, small_width, small_height, Resampling::CatmullRom);
    }
    let halfway = imageops::thumbnail(picture, scaled(width, twice), scaled(height, twice));
    imageops::resize(&halfway, small_width, small_height, Resampling::CatmullRom)
}

/// A PNG of an 8-bit picture with the quickest compression, for showing, not for keeping.
pub fn png_bytes<P>(picture: &ImageBuffer<P, Vec<u8>>) -> Vec<u8>
where
    P: PixelWithColorType<Subpixel = u8>,
{
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
    let (width, height) = picture.dimensions();
    let written = encoder.write_image(picture.as_raw().as_bytes(), width, height, P::COLOR_TYPE);
    // Writing an 8-bit picture into memory fails only for a picture without pixels.
    if written.is_err() {
        bytes.clear();
    }
    bytes
}
