//! PNG, row by row, so that a file that ends early still shows the rows that it holds.

use std::io::{Cursor, ErrorKind};

use image::{DynamicImage, GrayAlphaImage, GrayImage, ImageBuffer, Pixel, RgbImage, RgbaImage};
use png::{BitDepth, ColorType, Decoder, DecodingError, Reader, Transformations};

use super::refusal::{check_size, damaged, damaged_says, too_large_says};
use super::{Pixels, Undecodable};
use crate::limits::Limits;
use crate::text;
use crate::text::{Text, Words};

/// The level of rows that the file does not hold.
const MISSING: u8 = 128;

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Pixels, Undecodable> {
    let most = usize::try_from(limits.decoded_bytes).unwrap_or(usize::MAX);
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: most });
    decoder.set_transformations(Transformations::EXPAND);
    // Both are read elsewhere, under their own limits.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let (width, height) = decoder.read_header_info().map_err(complaint)?.size();
    // Once before the palette and the other chunks are read, once with the exact size of a pixel.
    check_size(width.into(), height.into(), 1, limits)?;
    let mut reader = decoder.read_info().map_err(complaint)?;
    let (colour, depth) = reader.output_color_type();
    let bits_per_sample =
        if reader.info().color_type == ColorType::Indexed { 8 } else { reader.info().bit_depth as u8 };
    let bytes_per_pixel = colour.samples() * if depth == BitDepth::Sixteen { 2 } else { 1 };
    check_size(width.into(), height.into(), bytes_per_pixel as u64, limits)?;
    let row_length = (width as usize).saturating_mul(bytes_per_pixel);
    let mut samples = vec![MISSING; row_length.saturating_mul(height as usize)];
    let mut notes = Vec::new();
    if reader.info().interlaced {
        reader.next_frame(&mut samples).map_err(complaint)?;
    } else if let Some(missing) = read_rows(&mut reader, &mut samples, row_length)? {
        opaque(&mut samples, missing.saturating_mul(row_length), colour, depth);
        notes.push(ends_early(missing, height));
    }
    let coded = picture(width, height, colour, depth, samples).ok_or_else(|| damaged(OTHER_SIZE))?;
    Ok(Pixels { coded, bits_per_sample, notes })
}

/// Reads every row. `Some(rows)` when the file ends early: that many are missing at the end.
fn read_rows(
    reader: &mut Reader<Cursor<&[u8]>>,
    samples: &mut [u8],
    row_length: usize,
) -> Result<Option<usize>, Undecodable> {
    let height = samples.len() / row_length.max(1);
    for (row, line) in samples.chunks_exact_mut(row_length.max(1)).enumerate() {
        match reader.read_row(line) {
            Ok(Some(_)) => {}
            Ok(None) => return Err(damaged(OTHER_SIZE)),
            Err(DecodingError::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof && row > 0 => {
                line.fill(MISSING);
                return Ok(Some(height.saturating_sub(row)));
            }
            Err(error) => return Err(complaint(error)),
        }
    }
    Ok(None)
}

/// Missing rows are grey, not see-through.
fn opaque(samples: &mut [u8], missing_bytes: usize, colour: ColorType, depth: BitDepth) {
    if !matches!(colour, ColorType::GrayscaleAlpha | ColorType::Rgba) {
        return;
    }
    let sample_bytes = if depth == BitDepth::Sixteen { 2 } else { 1 };
    let pixel_bytes = colour.samples() * sample_bytes;
    let start = samples.len().saturating_sub(missing_bytes);
    let Some(missing) = samples.get_mut(start..) else { return };
    for pixel in missing.chunks_exact_mut(pixel_bytes) {
        let colours = pixel.len().saturating_sub(sample_bytes);
        if let Some(alpha) = pixel.get_mut(colours..) {
            alpha.fill(u8::MAX);
        }
    }
}

fn picture(width: u32, height: u32, colour: ColorType, depth: BitDepth, samples: Vec<u8>) -> Option<DynamicImage> {
    if depth == BitDepth::Sixteen {
        let wide: Vec<u16> = samples.as_chunks().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
        return match colour {
            ColorType::Grayscale => buffer(width, height, wide).map(DynamicImage::ImageLuma16),
            ColorType::GrayscaleAlpha => buffer(width, height, wide).map(DynamicImage::ImageLumaA16),
            ColorType::Rgb | ColorType::Indexed => buffer(width, height, wide).map(DynamicImage::ImageRgb16),
            ColorType::Rgba => buffer(width, height, wide).map(DynamicImage::ImageRgba16),
        };
    }
    match colour {
        ColorType::Grayscale => GrayImage::from_raw(width, height, samples).map(DynamicImage::ImageLuma8),
        ColorType::GrayscaleAlpha => GrayAlphaImage::from_raw(width, height, samples).map(DynamicImage::ImageLumaA8),
        ColorType::Rgb | ColorType::Indexed => RgbImage::from_raw(width, height, samples).map(DynamicImage::ImageRgb8),
        ColorType::Rgba => RgbaImage::from_raw(width, height, samples).map(DynamicImage::ImageRgba8),
    }
}

fn buffer<P: Pixel<Subpixel = u16>>(width: u32, height: u32, samples: Vec<u16>) -> Option<ImageBuffer<P, Vec<u16>>> {
    ImageBuffer::from_raw(width, height, samples)
}

fn complaint(error: DecodingError) -> Undecodable {
    match error {
        DecodingError::LimitsExceeded => too_large_says(error),
        DecodingError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => damaged(ENDS_BEFORE),
        other => damaged_says(other),
    }
}

fn ends_early(missing: usize, height: u32) -> Text {
    text!(
        "The file ended early: the last {missing} of the picture's {height} rows were not in it and are shown grey.",
        "文件提前结束：画面共 {height} 行，最后 {missing} 行不在文件中，以灰色显示。"
    )
}

const ENDS_BEFORE: Words =
    Words::new("The file ended before its picture could be decoded.", "文件在画面能够解码之前就结束了。");
const OTHER_SIZE: Words = Words::new(
    "The picture data did not have the size that the file's header stated.",
    "画面数据的大小与文件头声明的不一致。",
);
