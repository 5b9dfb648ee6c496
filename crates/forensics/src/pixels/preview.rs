//! Small pictures for lists, and the quickest way to show one.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType as Resampling, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{EncodableLayout as _, ImageBuffer, ImageEncoder as _, PixelWithColorType, RgbaImage, imageops};

/// A picture whose longer side has at most `longest_side` pixels, in the same proportions. A picture
/// that is already small enough is returned as it is.
pub fn thumbnail(picture: &RgbaImage, longest_side: u32) -> RgbaImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= longest_side || width.min(height) == 0 {
        return picture.clone();
    }
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(longest_side) / u64::from(longest);
        u32::try_from(side).unwrap_or(longest_side).max(1)
    };
    scaled_to(picture, scaled(width), scaled(height))
}

/// A picture scaled to another size, with a smoothing filter as wide as the scale asks for. For showing:
/// its samples depend on the processor's instructions in the last digit, so nothing is measured on them.
fn scaled_to(picture: &RgbaImage, width: u32, height: u32) -> RgbaImage {
    let quickly = || {
        let source = ImageRef::new(picture.width(), picture.height(), picture.as_raw(), PixelType::U8x4).ok()?;
        let mut scaled = Image::new(width, height, PixelType::U8x4);
        let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(Resampling::CatmullRom));
        Resizer::new().resize(&source, &mut scaled, &how).ok()?;
        RgbaImage::from_raw(width, height, scaled.into_vec())
    };
    // The library refuses nothing but empty pictures.
    quickly().unwrap_or_else(|| imageops::thumbnail(picture, width, height))
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
