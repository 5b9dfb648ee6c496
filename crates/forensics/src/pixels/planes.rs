//! YCbCr planes of AVIF and HEIC become RGB, with one conversion for both.

use heic_decoder::{ColorInfo, DecodedImage, HeifError, RgbOptions};
use image::{DynamicImage, ImageBuffer, Pixel, RgbImage, RgbaImage};

use super::Undecodable;
use super::refusal::{damaged_says, too_large_says, unsupported_says};

/// Matrix coefficients of ITU-T H.273: 2 is *unspecified*, 6 is BT.601.
const UNSPECIFIED: u16 = 2;
const BT_601: u16 = 6;

/// The picture as coded: RGB, or RGBA with an alpha plane; 8 bits a sample, or 16 for more than 8.
/// Planes without a stated matrix are BT.601, and without any stated colours also full range
/// (ISO/IEC 23000-22 MIAF, 7.3.6.4).
pub(super) fn picture(planes: &DecodedImage) -> Result<DynamicImage, Undecodable> {
    let stated = planes.color_info.unwrap_or(ColorInfo {
        color_primaries: 1,
        transfer_characteristics: 13,
        matrix_coefficients: BT_601,
        full_range: true,
    });
    let matrix = if stated.matrix_coefficients == UNSPECIFIED { BT_601 } else { stated.matrix_coefficients };
    let options =
        RgbOptions { color: Some(ColorInfo { matrix_coefficients: matrix, ..stated }), ..RgbOptions::default() };
    let deep = planes.bit_depth_luma > 8 || planes.bit_depth_chroma > 8;
    let (width, height) = (planes.width as u32, planes.height as u32);
    let picture = match (planes.alpha.is_some(), deep) {
        (false, false) => {
            let samples = planes.to_rgb8_with_options(&options).map_err(complaint)?.data;
            RgbImage::from_raw(width, height, samples).map(DynamicImage::ImageRgb8)
        }
        (false, true) => {
            let samples = planes.to_rgb16_with_options(&options).map_err(complaint)?.data;
            wide(width, height, samples).map(DynamicImage::ImageRgb16)
        }
        (true, false) => {
            let samples = planes.to_rgba8_with_options(&options).map_err(complaint)?.data;
            RgbaImage::from_raw(width, height, samples).map(DynamicImage::ImageRgba8)
        }
        (true, true) => {
            let samples = planes.to_rgba16_with_options(&options).map_err(complaint)?.data;
            wide(width, height, samples).map(DynamicImage::ImageRgba16)
        }
    };
    picture.ok_or_else(|| damaged_says("the planes do not fill the picture"))
}

/// Bytes that the planes of one pixel take: 4 for each sample. `format` is H.265's chroma_format_idc.
pub(super) fn bytes_per_pixel(format: u32) -> u64 {
    match format {
        0 => 4,
        1 => 6,
        2 => 8,
        _ => 12,
    }
}

pub(super) fn complaint(error: HeifError) -> Undecodable {
    match error {
        HeifError::Unsupported(_) => unsupported_says(error),
        HeifError::LimitExceeded(_) => too_large_says(error),
        other => damaged_says(other),
    }
}

fn wide<P: Pixel<Subpixel = u16>>(width: u32, height: u32, samples: Vec<u16>) -> Option<ImageBuffer<P, Vec<u16>>> {
    ImageBuffer::from_raw(width, height, samples)
}
