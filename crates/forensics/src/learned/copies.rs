//! Copies of a photo as a platform would make them, to see whether an answer holds.

use image::imageops::{self, FilterType};
use image::{ImageFormat, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// JPEG quality of the re-saved copy.
pub const QUALITY: u8 = 85;

/// Length of a side of the scaled copy over that of the photo.
pub const SCALE: f64 = 0.75;

/// The photo after a JPEG encoder with half as many colour samples each way, and a decoder; `None` when
/// a side is longer than a JPEG can be.
pub fn resaved(picture: &RgbImage) -> Option<RgbImage> {
    Some(image::load_from_memory_with_format(&jpeg(picture)?, ImageFormat::Jpeg).ok()?.into_rgb8())
}

/// The file that [`resaved`] decodes.
pub(crate) fn jpeg(picture: &RgbImage) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(picture.width()).ok()?, u16::try_from(picture.height()).ok()?);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).ok()?;
    Some(file)
}

/// The photo with three quarters of its width and height.
pub fn scaled(picture: &RgbImage) -> RgbImage {
    let length = |side: u32| (f64::from(side) * SCALE).round().max(1.0) as u32;
    imageops::resize(picture, length(picture.width()), length(picture.height()), FilterType::CatmullRom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_rendered::scene;

    #[test]
    fn copies_look_like_the_photo_and_are_not_the_photo() {
        let photo = scene(400, 300, 2);
        let copy = resaved(&photo).unwrap();
        assert_eq!(copy.dimensions(), photo.dimensions());
        let difference: u64 = photo.as_raw().iter().zip(copy.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        let mean = difference as f64 / photo.as_raw().len() as f64;
        assert!((0.05..8.0).contains(&mean), "mean difference {mean}");
        assert_eq!(scaled(&photo).dimensions(), (300, 225));
        assert!(resaved(&RgbImage::new(70_000, 1)).is_none());
    }
}
