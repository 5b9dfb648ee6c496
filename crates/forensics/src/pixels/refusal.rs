//! Why a picture is not decoded, worded for a reader.

use std::fmt::Display;

use image::ImageError;

use super::{Cause, Undecodable};
use crate::limits::Limits;
use crate::text;
use crate::text::{Text, grouped, quote};

/// Most characters of a decoder's own words that are quoted.
const MOST_QUOTED: usize = 160;

pub(super) fn unsupported(reason: impl Into<Text>) -> Undecodable {
    Undecodable { cause: Cause::Unsupported, reason: reason.into() }
}

pub(super) fn too_large(reason: impl Into<Text>) -> Undecodable {
    Undecodable { cause: Cause::TooLarge, reason: reason.into() }
}

pub(super) fn damaged(reason: impl Into<Text>) -> Undecodable {
    Undecodable { cause: Cause::Damaged, reason: reason.into() }
}

/// A decoder's complaint about the picture data.
pub(super) fn damaged_says(decoder: impl Display) -> Undecodable {
    let words = quote(&decoder.to_string(), MOST_QUOTED);
    damaged(text!(
        "The picture data was damaged and could not be decoded (the decoder said: {words}).",
        "画面数据已损坏，无法解码（解码器的说明：{words}）。"
    ))
}

/// A decoder's refusal of a kind of picture.
pub(super) fn unsupported_says(decoder: impl Display) -> Undecodable {
    let words = quote(&decoder.to_string(), MOST_QUOTED);
    unsupported(text!(
        "The picture was stored in a way that Catchlight does not decode (the decoder said: {words}).",
        "画面的存储方式是 Catchlight 不能解码的（解码器的说明：{words}）。"
    ))
}

/// A decoder's refusal for want of memory within the limits.
pub(super) fn too_large_says(decoder: impl Display) -> Undecodable {
    let words = quote(&decoder.to_string(), MOST_QUOTED);
    too_large(text!(
        "Decoding the picture would have taken more memory than is allowed (the decoder said: {words}).",
        "解码该画面所需的内存超出允许的上限（解码器的说明：{words}）。"
    ))
}

pub(super) fn from_image(error: &ImageError) -> Undecodable {
    match error {
        ImageError::Limits(error) => too_large_says(error),
        ImageError::Unsupported(error) => unsupported_says(error),
        other => damaged_says(other),
    }
}

/// Tests a size that a header states. `bytes_per_pixel` is what the decoder will hold for one pixel.
///
/// # Errors
/// [`Cause::TooLarge`] with the numbers, or [`Cause::Damaged`] when a side is 0.
pub(super) fn check_size(width: u64, height: u64, bytes_per_pixel: u64, limits: &Limits) -> Result<(), Undecodable> {
    if width == 0 || height == 0 {
        return Err(damaged(text!(
            "The file's header stated a size of {width} × {height} pixels.",
            "文件头声明的尺寸为 {width} × {height} 像素。"
        )));
    }
    let pixels = width.saturating_mul(height);
    if pixels > limits.pixels {
        let (pixels, most) = (grouped(pixels), grouped(limits.pixels));
        let (width, height) = (grouped(width), grouped(height));
        return Err(too_large(text!(
            "The file's header stated {width} × {height} = {pixels} pixels; at most {most} are decoded.",
            "文件头声明的尺寸为 {width} × {height} = {pixels} 像素；最多解码 {most} 像素。"
        )));
    }
    let bytes = pixels.saturating_mul(bytes_per_pixel);
    if bytes > limits.decoded_bytes {
        let (bytes, most) = (grouped(bytes), grouped(limits.decoded_bytes));
        return Err(too_large(text!(
            "Decoding {width} × {height} pixels would have taken {bytes} bytes of memory; at most {most} are allowed.",
            "解码 {width} × {height} 像素需要 {bytes} 字节内存；上限为 {most} 字节。"
        )));
    }
    Ok(())
}
