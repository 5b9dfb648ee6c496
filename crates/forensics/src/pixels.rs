//! The decoded picture: pixels as coded for checks, upright sRGB for views.

mod avif;
mod channels;
mod colour;
mod heic;
mod heif;
mod jpeg;
mod perceptual;
mod plain;
mod planes;
mod png;
mod preview;
mod refusal;

pub use channels::{Channel, channel};
pub use colour::{ColourNote, view};
pub use heif::{Coded, Format, HeifDecoder, InThisProcess};
pub use perceptual::perceptual_hash;
pub use preview::{png_bytes, thumbnail};

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView as _, RgbImage};
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::container::{Kind, Structure};
use crate::examination::Cancel;
use crate::exhibit::Exhibit;
use crate::limits::Limits;
use crate::text;
use crate::text::{Text, Words, grouped};

/// The decoded picture.
#[derive(Debug, Clone)]
pub struct Pixels {
    /// Samples as coded: before orientation, before any colour management, at the coded bit depth.
    /// Samples of fewer than 8 bits are spread over 0 to 255, those of 10 and 12 bits over 0 to
    /// 65,535. A palette is looked up; YCbCr is converted to RGB as the container's standard says;
    /// CMYK is converted to RGB by the decoder and said so in `notes`.
    pub coded: DynamicImage,
    /// Bits of one sample as coded; of one palette entry where there is a palette.
    pub bits_per_sample: u8,
    /// What a reader must know about the decoding: converted from CMYK, first frame of n, the file
    /// ends early and the rest is grey ...
    pub notes: Vec<Text>,
}

/// Why there are no pixels, by who can act on it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", .reason.en)]
pub struct Undecodable {
    /// What stands in the way.
    pub cause: Cause,
    /// The reason for a reader.
    pub reason: Text,
}

/// What stands in the way of decoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The format, or this kind of it, is not supported here.
    Unsupported,
    /// The picture is larger than the limits allow.
    TooLarge,
    /// The file is damaged.
    Damaged,
    /// The decoder came to no answer: it broke down, took too long or could not be started.
    Decoder,
}

/// Decodes the first picture of the exhibit. The header's size is tested against the limits before
/// memory is taken. AVIF and HEIC are left to `heif`, which gives up once `cancel` is set.
///
/// # Errors
/// [`Undecodable`] with the reason for a reader.
pub fn decode(
    exhibit: &Exhibit,
    structure: &Structure,
    limits: &Limits,
    heif: &dyn HeifDecoder,
    cancel: &Cancel,
) -> Result<Pixels, Undecodable> {
    if !exhibit.is_whole() {
        let (length, held) = (grouped(exhibit.length()), grouped(exhibit.bytes().len() as u64));
        return Err(refusal::too_large(text!(
            "The file was too long to be held whole ({length} bytes, of which {held} were kept), so its picture was not decoded.",
            "文件过长，无法完整载入（共 {length} 字节，保留了 {held} 字节），因此没有解码画面。"
        )));
    }
    if let Some(header) = &structure.header {
        let bytes_per_pixel =
            u64::from(header.samples_per_pixel.max(1)) * u64::from(header.bits_per_sample.div_ceil(8));
        refusal::check_size(header.width.into(), header.height.into(), bytes_per_pixel, limits)?;
    }
    let bytes = exhibit.bytes();
    let as_heif = |format| {
        let orientation = structure.header.as_ref().and_then(|header| header.orientation).unwrap_or(1);
        heif.decode(&Coded { format, bytes, orientation, limits }, cancel)
    };
    let decoded = isolated(|| match structure.kind {
        Kind::Jpeg => jpeg::decode(bytes, limits),
        Kind::Png => png::decode(bytes, limits),
        Kind::Webp => plain::webp(bytes, limits),
        Kind::Gif => plain::gif(bytes, limits),
        Kind::Tiff => plain::tiff(bytes, limits),
        Kind::Bmp => plain::bmp(bytes, limits),
        Kind::Avif => as_heif(Format::Avif),
        Kind::Heic => as_heif(Format::Heic),
        Kind::Unknown => Err(refusal::unsupported(NOT_A_PICTURE)),
    });
    let mut pixels = decoded?;
    if let Some(frames) = structure.header.as_ref().map(|header| header.frames).filter(|frames| *frames > 1) {
        pixels.notes.push(text!(
            "The file held {frames} frames or pages; only the first one was examined.",
            "文件中有 {frames} 帧或页；只检查了第一帧（页）。"
        ));
    }
    Ok(pixels)
}

const NOT_A_PICTURE: Words =
    Words::new("The file was not in a picture format that Catchlight reads.", "文件不是 Catchlight 能读取的图片格式。");

const FROM_CMYK: Words = Words::new(
    "The picture was stored in printing inks (CMYK) and was converted to RGB without a profile; its colours are approximate.",
    "画面以印刷油墨（CMYK）存储，在不使用配置文件的情况下转换为 RGB；颜色只是近似。",
);

/// Runs a decoder so that a panic inside it ends as a damaged file.
fn isolated(decode: impl FnOnce() -> Result<Pixels, Undecodable>) -> Result<Pixels, Undecodable> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(|_| {
        Err(refusal::damaged(text!(
            "The picture data was such that the decoder stopped in the middle of its work.",
            "画面数据使解码器中途停止工作。"
        )))
    })
}

/// EXIF orientation applied to a picture: 1 to 8 as in CIPA DC-008; anything else leaves it as it is.
pub fn upright(mut picture: DynamicImage, orientation: u8) -> DynamicImage {
    if let Some(orientation) = Orientation::from_exif(orientation) {
        picture.apply_orientation(orientation);
    }
    picture
}

/// The coded samples as 8-bit RGB, turned upright; alpha and colour profile are ignored.
pub fn upright_as_coded(pixels: &Pixels, orientation: u8) -> RgbImage {
    upright(DynamicImage::ImageRgb8(pixels.coded.to_rgb8()), orientation).into_rgb8()
}

/// Luma of the pixels as coded, ITU-R BT.601 weights (0.299, 0.587, 0.114) on the coded R'G'B'
/// samples, scaled to 0..=255 (16-bit samples are divided by 257), `[height, width]`. Grey samples
/// are their own luma; alpha is ignored.
pub fn luma(pixels: &Pixels) -> Array2<f32> {
    /// ITU-R BT.601-7, section 2.5.1.
    fn weigh(red: f32, green: f32, blue: f32) -> f32 {
        0.299 * red + 0.587 * green + 0.114 * blue
    }
    fn of_8_bits<const SAMPLES: usize>(samples: &[u8]) -> Vec<f32> {
        samples.as_chunks::<SAMPLES>().0.iter().map(|pixel| weigh_8(pixel)).collect()
    }
    fn weigh_8(pixel: &[u8]) -> f32 {
        match *pixel {
            [red, green, blue, ..] => weigh(red.into(), green.into(), blue.into()),
            [grey, ..] => grey.into(),
            [] => 0.0,
        }
    }
    fn of_16_bits<const SAMPLES: usize>(samples: &[u16]) -> Vec<f32> {
        let level = |pixel: &[u16; SAMPLES]| match *pixel.as_slice() {
            [red, green, blue, ..] => weigh(red.into(), green.into(), blue.into()),
            [grey, ..] => grey.into(),
            [] => 0.0,
        };
        samples.as_chunks::<SAMPLES>().0.iter().map(|pixel| level(pixel) / 257.0).collect()
    }
    let (width, height) = pixels.coded.dimensions();
    let levels = match &pixels.coded {
        DynamicImage::ImageLuma8(picture) => of_8_bits::<1>(picture.as_raw()),
        DynamicImage::ImageLumaA8(picture) => of_8_bits::<2>(picture.as_raw()),
        DynamicImage::ImageRgb8(picture) => of_8_bits::<3>(picture.as_raw()),
        DynamicImage::ImageRgba8(picture) => of_8_bits::<4>(picture.as_raw()),
        DynamicImage::ImageLuma16(picture) => of_16_bits::<1>(picture.as_raw()),
        DynamicImage::ImageLumaA16(picture) => of_16_bits::<2>(picture.as_raw()),
        DynamicImage::ImageRgb16(picture) => of_16_bits::<3>(picture.as_raw()),
        DynamicImage::ImageRgba16(picture) => of_16_bits::<4>(picture.as_raw()),
        // Floating-point pictures are refused when they are decoded.
        other => of_16_bits::<3>(other.to_rgb16().as_raw()),
    };
    Array2::from_shape_vec((height as usize, width as usize), levels).unwrap_or_default()
}

#[cfg(test)]
mod tests;
