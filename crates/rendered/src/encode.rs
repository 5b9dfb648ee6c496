//! Encoders: a picture in, the bytes of a file out.

use std::io::Cursor;

use image::{DynamicImage, ImageBuffer, ImageFormat, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// How a JPEG stores its colour differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subsampling {
    /// As many as luma (4:4:4).
    Full,
    /// Half as many columns (4:2:2).
    HalfColumns,
    /// Half as many columns and rows (4:2:0).
    HalfBoth,
}

/// A baseline JPEG with 4:2:0 subsampling; `quality` is 1 to 100.
pub fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    jpeg_with(picture, quality, false, Subsampling::HalfBoth)
}

/// A baseline or progressive JPEG.
pub fn jpeg_with(picture: &RgbImage, quality: u8, progressive: bool, subsampling: Subsampling) -> Vec<u8> {
    let factor = match subsampling {
        Subsampling::Full => SamplingFactor::R_4_4_4,
        Subsampling::HalfColumns => SamplingFactor::R_4_2_2,
        Subsampling::HalfBoth => SamplingFactor::R_4_2_0,
    };
    encode_jpeg(
        picture.as_raw(),
        picture.dimensions(),
        ColorType::Rgb,
        |encoder| {
            encoder.set_sampling_factor(factor);
            encoder.set_progressive(progressive);
        },
        quality,
    )
}

/// A baseline JPEG without subsampling and with a restart marker after every `interval` MCUs.
pub fn jpeg_with_restarts(picture: &RgbImage, quality: u8, interval: u16) -> Vec<u8> {
    encode_jpeg(
        picture.as_raw(),
        picture.dimensions(),
        ColorType::Rgb,
        |encoder| {
            encoder.set_sampling_factor(SamplingFactor::R_4_4_4);
            encoder.set_restart_interval(interval);
        },
        quality,
    )
}

/// A greyscale baseline JPEG of the picture's luma.
pub fn grey_jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let grey = image::imageops::grayscale(picture);
    encode_jpeg(grey.as_raw(), grey.dimensions(), ColorType::Luma, |_| {}, quality)
}

/// A CMYK JPEG as Adobe programs write it (inverted, APP14 transform 0).
pub fn cmyk_jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    encode_jpeg(&cmyk(picture), picture.dimensions(), ColorType::Cmyk, |_| {}, quality)
}

/// A YCCK JPEG as Adobe programs write it (inverted, APP14 transform 2).
pub fn ycck_jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    encode_jpeg(&cmyk(picture), picture.dimensions(), ColorType::CmykAsYcck, |_| {}, quality)
}

fn encode_jpeg(
    samples: &[u8],
    (width, height): (u32, u32),
    colour: ColorType,
    set: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
    quality: u8,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    set(&mut encoder);
    let (width, height) = (jpeg_side(width), jpeg_side(height));
    encoder.encode(samples, width, height, colour).expect("the samples fill the picture");
    bytes
}

fn jpeg_side(pixels: u32) -> u16 {
    u16::try_from(pixels).expect("a JPEG has at most 65,535 pixels on a side")
}

/// Ink amounts with full removal of grey: C, M, Y, K of each pixel, 255 for full ink.
fn cmyk(picture: &RgbImage) -> Vec<u8> {
    picture
        .pixels()
        .flat_map(|Rgb([red, green, blue])| {
            let light = (*red).max(*green).max(*blue);
            let ink = |channel: &u8| match u32::from(light) {
                0 => 0,
                light => ((light - u32::from(*channel)) * 255 / light) as u8,
            };
            [ink(red), ink(green), ink(blue), 255 - light]
        })
        .collect()
}

/// An 8-bit RGB PNG.
pub fn png(picture: &RgbImage) -> Vec<u8> {
    encode(DynamicImage::ImageRgb8(picture.clone()), ImageFormat::Png)
}

/// A 16-bit RGB PNG; every sample is the 8-bit one times 257.
pub fn png16(picture: &RgbImage) -> Vec<u8> {
    encode(DynamicImage::ImageRgb16(wide(picture)), ImageFormat::Png)
}

/// A palette PNG of 252 colours: 6 levels of red, 7 of green, 6 of blue (see [`posterised`]).
pub fn png_palette(picture: &RgbImage) -> Vec<u8> {
    let (palette, indices) = indexed(picture);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    let mut writer = encoder.write_header().expect("the header is valid");
    writer.write_image_data(&indices).expect("the indices fill the picture");
    writer.finish().expect("memory takes every byte");
    bytes
}

/// A greyscale PNG with 4 bits a sample: the picture's luma in 16 levels, see [`grey_levels`].
pub fn png_grey4(picture: &RgbImage) -> Vec<u8> {
    let levels = grey_levels(picture);
    let rows = levels.chunks(picture.width().max(1) as usize);
    let packed: Vec<u8> =
        rows.flat_map(|row| row.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0))).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Four);
    let mut writer = encoder.write_header().expect("the header is valid");
    writer.write_image_data(&packed).expect("the samples fill the picture");
    writer.finish().expect("memory takes every byte");
    bytes
}

/// The picture's luma in levels of 0 to 15.
pub fn grey_levels(picture: &RgbImage) -> Vec<u8> {
    let grey = image::imageops::grayscale(picture);
    grey.as_raw().iter().map(|level| level / 17).collect()
}

/// An animated PNG of two frames: the picture, then its negative.
pub fn apng(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_animated(2, 0).expect("two frames are allowed");
    encoder.set_frame_delay(1, 2).expect("the encoder is animated");
    let mut writer = encoder.write_header().expect("the header is valid");
    writer.write_image_data(picture.as_raw()).expect("the samples fill the frame");
    writer.write_image_data(&negative(picture)).expect("the samples fill the frame");
    writer.finish().expect("memory takes every byte");
    bytes
}

/// A lossless WebP (VP8L).
pub fn webp_lossless(picture: &RgbImage) -> Vec<u8> {
    encode(DynamicImage::ImageRgb8(picture.clone()), ImageFormat::WebP)
}

/// An animated GIF of two frames in a 252-colour palette (see [`posterised`]): the picture, then its
/// negative.
pub fn gif(picture: &RgbImage) -> Vec<u8> {
    let (palette, indices) = indexed(picture);
    let (width, height) = (jpeg_side(picture.width()), jpeg_side(picture.height()));
    let last = (palette.len() / 3 - 1) as u8;
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, width, height, &palette).expect("the palette is valid");
    encoder.set_repeat(gif::Repeat::Infinite).expect("memory takes every byte");
    // The palette is symmetric: the negative of colour i is colour last - i.
    let negative: Vec<u8> = indices.iter().map(|index| last - index).collect();
    for frame in [indices, negative] {
        let mut frame = gif::Frame::from_indexed_pixels(width, height, frame, None);
        frame.delay = 50;
        encoder.write_frame(&frame).expect("the indices fill the frame");
    }
    drop(encoder);
    bytes
}

/// An 8-bit RGB TIFF, uncompressed.
pub fn tiff(picture: &RgbImage) -> Vec<u8> {
    encode(DynamicImage::ImageRgb8(picture.clone()), ImageFormat::Tiff)
}

/// A 16-bit RGB TIFF, uncompressed; every sample is the 8-bit one times 257.
pub fn tiff16(picture: &RgbImage) -> Vec<u8> {
    encode(DynamicImage::ImageRgb16(wide(picture)), ImageFormat::Tiff)
}

/// A 32-bit floating-point RGB TIFF, 0.0 to 1.0.
pub fn tiff_float(picture: &RgbImage) -> Vec<u8> {
    let samples = picture.as_raw().iter().map(|sample| f32::from(*sample) / 255.0).collect();
    let picture = ImageBuffer::from_raw(picture.width(), picture.height(), samples);
    encode(DynamicImage::ImageRgb32F(picture.expect("as many samples as before")), ImageFormat::Tiff)
}

/// A 24-bit Windows bitmap.
pub fn bmp(picture: &RgbImage) -> Vec<u8> {
    encode(DynamicImage::ImageRgb8(picture.clone()), ImageFormat::Bmp)
}

/// The picture in the 252 colours that [`png_palette`] and [`gif`] keep.
pub fn posterised(picture: &RgbImage) -> RgbImage {
    let (palette, indices) = indexed(picture);
    let samples = indices.iter().flat_map(|index| {
        let start = usize::from(*index) * 3;
        [palette[start], palette[start + 1], palette[start + 2]]
    });
    ImageBuffer::from_raw(picture.width(), picture.height(), samples.collect()).expect("three samples a pixel")
}

fn encode(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("the format takes this picture");
    bytes.into_inner()
}

fn wide(picture: &RgbImage) -> ImageBuffer<Rgb<u16>, Vec<u16>> {
    let samples = picture.as_raw().iter().map(|sample| u16::from(*sample) * 257).collect();
    ImageBuffer::from_raw(picture.width(), picture.height(), samples).expect("as many samples as before")
}

fn negative(picture: &RgbImage) -> Vec<u8> {
    picture.as_raw().iter().map(|sample| 255 - sample).collect()
}

/// Palette (R, G, B of each colour) and one index for each pixel.
fn indexed(picture: &RgbImage) -> (Vec<u8>, Vec<u8>) {
    let level = |index: u32, steps: u32| (index * 255 / (steps - 1)) as u8;
    let palette =
        (0..252_u32).flat_map(|index| [level(index / 42, 6), level(index / 6 % 7, 7), level(index % 6, 6)]).collect();
    let nearest = |sample: u8, steps: u32| (u32::from(sample) * (steps - 1) + 127) / 255;
    let indices = picture
        .pixels()
        .map(|Rgb([red, green, blue])| (nearest(*red, 6) * 42 + nearest(*green, 7) * 6 + nearest(*blue, 6)) as u8)
        .collect();
    (palette, indices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene;

    #[test]
    fn every_encoder_writes_its_own_signature() {
        let picture = scene(24, 16, 3);
        let files: [(Vec<u8>, &[u8]); 9] = [
            (jpeg(&picture, 90), b"\xff\xd8\xff"),
            (cmyk_jpeg(&picture, 90), b"\xff\xd8\xff"),
            (png(&picture), b"\x89PNG"),
            (png_palette(&picture), b"\x89PNG"),
            (apng(&picture), b"\x89PNG"),
            (webp_lossless(&picture), b"RIFF"),
            (gif(&picture), b"GIF89a"),
            (tiff(&picture), b"II*\0"),
            (bmp(&picture), b"BM"),
        ];
        for (bytes, signature) in files {
            assert!(bytes.starts_with(signature), "{:?}", &bytes[..8]);
            let decoded = image::load_from_memory(&bytes).expect("a decoder reads it");
            assert_eq!((decoded.width(), decoded.height()), (24, 16));
        }
    }

    #[test]
    fn a_palette_keeps_the_posterised_colours() {
        let picture = scene(24, 16, 3);
        let expected = posterised(&picture);
        assert_eq!(image::load_from_memory(&png_palette(&picture)).expect("reads").to_rgb8(), expected);
        assert_eq!(image::load_from_memory(&gif(&picture)).expect("reads").to_rgb8(), expected);
    }
}
