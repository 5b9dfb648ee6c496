//! WebP, GIF, TIFF and BMP through the `image` crate.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::tiff::TiffDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, DynamicImage, ExtendedColorType, ImageDecoder};
use tiff::tags::Tag;

use super::refusal::{check_size, from_image, unsupported};
use super::{FROM_CMYK, Pixels, Undecodable};
use crate::limits::Limits;
use crate::text::Words;

pub(super) fn webp(bytes: &[u8], limits: &Limits) -> Result<Pixels, Undecodable> {
    let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|error| from_image(&error))?;
    read(decoder, limits)
}

pub(super) fn gif(bytes: &[u8], limits: &Limits) -> Result<Pixels, Undecodable> {
    let decoder = GifDecoder::new(Cursor::new(bytes)).map_err(|error| from_image(&error))?;
    read(decoder, limits)
}

pub(super) fn bmp(bytes: &[u8], limits: &Limits) -> Result<Pixels, Undecodable> {
    let decoder = BmpDecoder::new(Cursor::new(bytes)).map_err(|error| from_image(&error))?;
    read(decoder, limits)
}

pub(super) fn tiff(bytes: &[u8], limits: &Limits) -> Result<Pixels, Undecodable> {
    if is_reduced(bytes) {
        return Err(unsupported(REDUCED));
    }
    let decoder = TiffDecoder::new(Cursor::new(bytes)).map_err(|error| from_image(&error))?;
    if matches!(decoder.color_type(), ColorType::Rgb32F | ColorType::Rgba32F) || is_float(bytes) {
        return Err(unsupported(FLOATING));
    }
    let inks = matches!(decoder.original_color_type(), ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16);
    let mut pixels = read(decoder, limits)?;
    if inks {
        pixels.notes.push(FROM_CMYK.into());
    }
    Ok(pixels)
}

/// Decodes the first picture after its size was tested.
fn read(mut decoder: impl ImageDecoder, limits: &Limits) -> Result<Pixels, Undecodable> {
    let (width, height) = decoder.dimensions();
    let colour = decoder.color_type();
    check_size(width.into(), height.into(), colour.bytes_per_pixel().into(), limits)?;
    let mut bounds = image::Limits::no_limits();
    // A decoder may hold the picture once more while it works.
    bounds.max_alloc = Some(limits.decoded_bytes.saturating_mul(2));
    decoder.set_limits(bounds).map_err(|error| from_image(&error))?;
    let coded_bits = decoder.original_color_type().bits_per_pixel() / u16::from(colour.channel_count().max(1));
    let coded = DynamicImage::from_decoder(decoder).map_err(|error| from_image(&error))?;
    let sample_bits = 8 * u16::from(colour.bytes_per_pixel() / colour.channel_count().max(1));
    let bits_per_sample = if (1..sample_bits).contains(&coded_bits) { coded_bits } else { sample_bits };
    Ok(Pixels { coded, bits_per_sample: bits_per_sample as u8, notes: Vec::new() })
}

/// Whether the first page says of itself that it is a reduced copy of another one, as raw files do.
fn is_reduced(bytes: &[u8]) -> bool {
    first_value(bytes, Tag::NewSubfileType).is_some_and(|kind| kind & 1 == 1)
}

/// Whether samples are floating-point numbers (SampleFormat 3).
fn is_float(bytes: &[u8]) -> bool {
    first_value(bytes, Tag::SampleFormat) == Some(3)
}

fn first_value(bytes: &[u8], tag: Tag) -> Option<u32> {
    let mut decoder = tiff::decoder::Decoder::new(Cursor::new(bytes)).ok()?;
    let values = decoder.find_tag(tag).ok()??.into_u32_vec().ok()?;
    values.first().copied()
}

const REDUCED: Words = Words::new(
    "The first page of the TIFF was a reduced preview, as in camera raw files; Catchlight does not decode raw files.",
    "TIFF 的第一页是缩小的预览图，常见于相机原始（RAW）文件；Catchlight 不解码 RAW 文件。",
);
const FLOATING: Words = Words::new(
    "The picture was a TIFF with floating-point samples, which Catchlight does not decode.",
    "画面为浮点样本的 TIFF，Catchlight 不能解码。",
);
