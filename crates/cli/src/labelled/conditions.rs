//! What happens to photos on the way to a reader, made in memory by real encoders.
//!
//! Each condition begins with the picture as a person sees it: upright, 8-bit sRGB, without alpha. Metadata
//! is not carried over. Both labels get the same.

use std::io::Cursor;

use anyhow::Context as _;
use catchlight_forensics::text::Words;
use clap::ValueEnum;
use image::imageops::{self, FilterType};
use image::{ImageFormat, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use serde::{Deserialize, Serialize};

/// One way in which every photo is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum, Serialize, Deserialize)]
pub(crate) enum Condition {
    /// The file as it lies there.
    #[value(name = "original")]
    #[serde(rename = "original")]
    Original,
    /// Saved as JPEG of quality 95.
    #[value(name = "jpeg-95")]
    #[serde(rename = "jpeg-95")]
    Jpeg95,
    /// Saved as JPEG of quality 85.
    #[value(name = "jpeg-85")]
    #[serde(rename = "jpeg-85")]
    Jpeg85,
    /// Saved as JPEG of quality 75.
    #[value(name = "jpeg-75")]
    #[serde(rename = "jpeg-75")]
    Jpeg75,
    /// Scaled to 0.75 of its sides, saved without loss.
    #[value(name = "resize-0.75")]
    #[serde(rename = "resize-0.75")]
    Resize75,
    /// Scaled to half its sides, saved without loss.
    #[value(name = "resize-0.5")]
    #[serde(rename = "resize-0.5")]
    Resize50,
    /// Saved as lossy WebP of quality 80.
    #[value(name = "webp-80")]
    #[serde(rename = "webp-80")]
    Webp80,
    /// Two steps of social media: long side 1080 and JPEG 85, then 0.9 of that and WebP 80.
    #[value(name = "social")]
    #[serde(rename = "social")]
    Social,
}

/// Longest side that the first platform of the chain keeps, in pixels.
const PLATFORM_SIDE: u32 = 1080;

impl Condition {
    /// The name on the command line, in files and tables.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Jpeg95 => "jpeg-95",
            Self::Jpeg85 => "jpeg-85",
            Self::Jpeg75 => "jpeg-75",
            Self::Resize75 => "resize-0.75",
            Self::Resize50 => "resize-0.5",
            Self::Webp80 => "webp-80",
            Self::Social => "social",
        }
    }

    /// The name for a reader of the app.
    pub(crate) fn words(self) -> Words {
        let zh = match self {
            Self::Original => "原始文件",
            Self::Jpeg95 => "JPEG 95",
            Self::Jpeg85 => "JPEG 85",
            Self::Jpeg75 => "JPEG 75",
            Self::Resize75 => "缩放至 0.75",
            Self::Resize50 => "缩放至 0.5",
            Self::Webp80 => "WebP 80",
            Self::Social => "两步社交平台处理",
        };
        Words::new(self.title(), zh)
    }

    /// The name for a reader.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Original => "original file",
            Self::Jpeg95 => "JPEG 95",
            Self::Jpeg85 => "JPEG 85",
            Self::Jpeg75 => "JPEG 75",
            Self::Resize75 => "resized to 0.75",
            Self::Resize50 => "resized to 0.5",
            Self::Webp80 => "WebP 80",
            Self::Social => "two-step social chain",
        }
    }

    /// The file that reaches the reader: its ending and its bytes. [`Self::Original`] is left as it is and
    /// has none.
    ///
    /// # Errors
    /// An encoder that refuses the picture, such as one beyond the sides that WebP can hold.
    pub(crate) fn make(self, picture: &RgbImage) -> anyhow::Result<Option<(&'static str, Vec<u8>)>> {
        Ok(Some(match self {
            Self::Original => return Ok(None),
            Self::Jpeg95 => ("jpg", jpeg(picture, 95)?),
            Self::Jpeg85 => ("jpg", jpeg(picture, 85)?),
            Self::Jpeg75 => ("jpg", jpeg(picture, 75)?),
            Self::Resize75 => ("png", png(&scaled(picture, 0.75))?),
            Self::Resize50 => ("png", png(&scaled(picture, 0.5))?),
            Self::Webp80 => ("webp", webp(picture, 80.0)?),
            Self::Social => ("webp", social(picture)?),
        }))
    }
}

/// A baseline JPEG with 4:2:0 subsampling and the standard's tables.
fn jpeg(picture: &RgbImage, quality: u8) -> anyhow::Result<Vec<u8>> {
    let (width, height) = picture.dimensions();
    let sides = u16::try_from(width).ok().zip(u16::try_from(height).ok());
    let (width, height) = sides.context("a JPEG has at most 65,535 pixels a side")?;
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).context("it could not be saved as JPEG")?;
    Ok(bytes)
}

/// A lossy WebP as libwebp writes it by default.
fn webp(picture: &RgbImage, quality: f32) -> anyhow::Result<Vec<u8>> {
    let (width, height) = picture.dimensions();
    let encoded = webp::Encoder::from_rgb(picture.as_raw(), width, height)
        .encode_simple(false, quality)
        .map_err(|error| anyhow::anyhow!("it could not be saved as WebP: {error:?}"))?;
    Ok(encoded.to_vec())
}

fn png(picture: &RgbImage) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).context("it could not be saved as PNG")?;
    Ok(bytes.into_inner())
}

/// Both sides times a factor, at least one pixel, with Lanczos' filter of three lobes.
fn scaled(picture: &RgbImage, factor: f64) -> RgbImage {
    let side = |side: u32| ((f64::from(side) * factor).round() as u32).max(1);
    let (width, height) = (side(picture.width()), side(picture.height()));
    if (width, height) == picture.dimensions() {
        return picture.clone();
    }
    imageops::resize(picture, width, height, FilterType::Lanczos3)
}

/// A platform keeps a long side of 1080 at most and saves JPEG 85; a messenger makes that 0.9 as long and
/// saves WebP 80. Nothing is enlarged.
fn social(picture: &RgbImage) -> anyhow::Result<Vec<u8>> {
    let long = picture.width().max(picture.height());
    let posted = jpeg(&scaled(picture, f64::from(PLATFORM_SIDE.min(long)) / f64::from(long)), 85)?;
    let received = image::load_from_memory_with_format(&posted, ImageFormat::Jpeg).context("the first step's JPEG")?;
    webp(&scaled(&received.to_rgb8(), 0.9), 80.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_forensics::container::{self, Kind};
    use catchlight_forensics::{Limits, jpeg_quality};

    fn made(condition: Condition, (width, height): (u32, u32)) -> container::Structure {
        let picture = catchlight_rendered::scene(width, height, 3);
        let (_, bytes) = condition.make(&picture).expect("made").expect("bytes");
        container::read(&bytes, &Limits::default())
    }

    fn size(structure: &container::Structure) -> (u32, u32) {
        let header = structure.header.as_ref().expect("a header");
        (header.width, header.height)
    }

    #[test]
    fn conditions_write_what_they_say() {
        for (condition, quality) in [(Condition::Jpeg95, 95), (Condition::Jpeg85, 85), (Condition::Jpeg75, 75)] {
            let structure = made(condition, (321, 200));
            assert_eq!((structure.kind, size(&structure)), (Kind::Jpeg, (321, 200)));
            let tables = &structure.jpeg.as_ref().expect("a JPEG").tables;
            assert_eq!(jpeg_quality::estimate(tables), Some(jpeg_quality::Quality::Standard(quality)));
        }
        let structure = made(Condition::Resize75, (321, 200));
        assert_eq!((structure.kind, size(&structure)), (Kind::Png, (241, 150)));
        assert_eq!(size(&made(Condition::Resize50, (321, 200))), (161, 100));
        let structure = made(Condition::Webp80, (321, 200));
        assert_eq!((structure.kind, size(&structure)), (Kind::Webp, (321, 200)));
    }

    #[test]
    fn the_chain_shrinks_long_photos_and_enlarges_none() {
        assert_eq!(size(&made(Condition::Social, (1440, 720))), (972, 486));
        let structure = made(Condition::Social, (500, 300));
        assert_eq!((structure.kind, size(&structure)), (Kind::Webp, (450, 270)));
        assert!(Condition::Original.make(&RgbImage::new(1, 1)).expect("nothing to make").is_none());
        assert_eq!(size(&made(Condition::Social, (1, 1))), (1, 1));
    }
}
