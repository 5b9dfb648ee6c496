//! AVIF: AV1 still pictures with and without alpha.

use std::io::Cursor;

use avif_parse::AvifData;
use heic_decoder::{AlphaPlane, ChromaSampling, ColorInfo, DecodedImage, Metadata};
use memchr::memmem;
use re_rav1d::dav1d::pixel::{ChromaLocation, MatrixCoefficients, YUVRange};
use re_rav1d::dav1d::{Decoder, Error, Picture, PixelLayout, PlanarImageComponent, Settings};

use super::refusal::{check_size, damaged, damaged_says, too_large_says, unsupported, unsupported_says};
use super::{Pixels, Undecodable, planes};
use crate::limits::Limits;
use crate::text::Words;

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Pixels, Undecodable> {
    let file = AvifData::from_reader(&mut Cursor::new(bytes)).map_err(container_complaint)?;
    let about = file.primary_item_metadata().map_err(container_complaint)?;
    let format = match (about.monochrome, about.chroma_subsampling) {
        (true, _) => 0,
        (_, (true, true)) => 1,
        (_, (true, false)) => 2,
        _ => 3,
    };
    let (width, height) = (about.max_frame_width.get(), about.max_frame_height.get());
    check_size(width.into(), height.into(), planes::bytes_per_pixel(format), limits)?;
    let picture = first_frame(&file.primary_item, limits)?;
    let mut image = unpacked(&picture)?;
    image.color_info = stated_colours(bytes).or(image.color_info);
    if let Some(alpha) = &file.alpha_item {
        let alpha = unpacked(&first_frame(alpha, limits)?)?;
        if (alpha.width, alpha.height) != (image.width, image.height) {
            return Err(unsupported(OTHER_ALPHA));
        }
        let premultiplied = file.premultiplied_alpha;
        image.alpha = Some(AlphaPlane { bit_depth: alpha.bit_depth_luma, samples: alpha.y, premultiplied });
    }
    let coded = planes::picture(&image)?;
    Ok(Pixels { coded, bits_per_sample: about.bit_depth, notes: Vec::new() })
}

/// Decodes the first frame. One thread: a panic on another one could not be caught.
fn first_frame(data: &[u8], limits: &Limits) -> Result<Picture, Undecodable> {
    if data.is_empty() {
        return Err(damaged(EMPTY));
    }
    let mut settings = Settings::new();
    settings.set_n_threads(1);
    settings.set_max_frame_delay(1);
    settings.set_all_layers(false);
    settings.set_frame_size_limit(u32::try_from(limits.pixels).unwrap_or(u32::MAX));
    let mut decoder = Decoder::with_settings(&settings).map_err(complaint)?;
    let mut sent = decoder.send_data(data.to_vec(), None, None, None);
    loop {
        match decoder.get_picture() {
            Ok(picture) => return Ok(picture),
            Err(Error::Again) if sent == Err(Error::Again) => sent = decoder.send_pending_data(),
            Err(error) => return Err(complaint(sent.err().unwrap_or(error))),
        }
    }
}

/// Copies the planes out of the decoder's padded memory.
fn unpacked(picture: &Picture) -> Result<DecodedImage, Undecodable> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let (format, sub_x, sub_y) = match picture.pixel_layout() {
        PixelLayout::I400 => (0, 1, 1),
        PixelLayout::I420 => (1, 2, 2),
        PixelLayout::I422 => (2, 2, 1),
        PixelLayout::I444 => (3, 1, 1),
    };
    let (cb_width, cb_height) = if format == 0 { (0, 0) } else { (width.div_ceil(sub_x), height.div_ceil(sub_y)) };
    let chroma = |component| {
        if format == 0 { Ok(Vec::new()) } else { plane(picture, component, cb_width, cb_height) }
    };
    // Without a stated position chroma lies between its luma samples, as in JPEG.
    let across = if picture.chroma_location() == ChromaLocation::Left { 0.0 } else { 0.5 };
    let depth = picture.bit_depth() as u32;
    Ok(DecodedImage {
        alpha: None,
        width,
        height,
        bit_depth_luma: depth,
        bit_depth_chroma: depth,
        chroma_format_idc: format,
        color_info: coded_colours(picture),
        chroma_sampling: ChromaSampling {
            sub_x: sub_x as u32,
            sub_y: sub_y as u32,
            origin_x: if sub_x == 2 { across } else { 0.0 },
            origin_y: if sub_y == 2 { 0.5 } else { 0.0 },
        },
        y: plane(picture, PlanarImageComponent::Y, width, height)?,
        cb: chroma(PlanarImageComponent::U)?,
        cr: chroma(PlanarImageComponent::V)?,
        cb_width,
        cb_height,
        metadata: Metadata::default(),
    })
}

fn plane(
    picture: &Picture,
    component: PlanarImageComponent,
    width: usize,
    height: usize,
) -> Result<Vec<i32>, Undecodable> {
    let bytes = picture.plane(component);
    let stride = picture.stride(component) as usize;
    let sample_bytes = if picture.bit_depth() > 8 { 2 } else { 1 };
    let mut samples = Vec::with_capacity(width.saturating_mul(height));
    for row in bytes.chunks(stride.max(1)).take(height) {
        let row = row.get(..width.saturating_mul(sample_bytes)).ok_or_else(|| damaged(EMPTY))?;
        if sample_bytes == 2 {
            samples.extend(row.as_chunks().0.iter().map(|pair| i32::from(u16::from_ne_bytes(*pair))));
        } else {
            samples.extend(row.iter().map(|sample| i32::from(*sample)));
        }
    }
    Ok(samples)
}

/// Matrix and range as the AV1 sequence header states them.
fn coded_colours(picture: &Picture) -> Option<ColorInfo> {
    let matrix_coefficients = match picture.matrix_coefficients() {
        MatrixCoefficients::Identity => 0,
        MatrixCoefficients::BT709 => 1,
        MatrixCoefficients::Unspecified => 2,
        MatrixCoefficients::BT470M => 4,
        MatrixCoefficients::BT470BG | MatrixCoefficients::ST170M => 6,
        MatrixCoefficients::ST240M => 7,
        MatrixCoefficients::BT2020NonConstantLuminance => 9,
        // Known, but not to the conversion, which then says so.
        _ => u16::MAX,
    };
    let full_range = picture.color_range() == YUVRange::Full;
    Some(ColorInfo { color_primaries: 2, transfer_characteristics: 2, matrix_coefficients, full_range })
}

/// Matrix and range of the container's `colr` boxes, which stand above the sequence header (AV1
/// Image File Format, 2.2.1), when all of them agree.
fn stated_colours(bytes: &[u8]) -> Option<ColorInfo> {
    let mut stated = None;
    for found in memmem::find_iter(bytes, b"colrnclx") {
        let value = bytes.get(found.saturating_add(8)..)?.first_chunk::<7>()?;
        let [p0, p1, t0, t1, m0, m1, range] = *value;
        let colours = ColorInfo {
            color_primaries: u16::from_be_bytes([p0, p1]),
            transfer_characteristics: u16::from_be_bytes([t0, t1]),
            matrix_coefficients: u16::from_be_bytes([m0, m1]),
            full_range: range & 0x80 != 0,
        };
        if stated.is_some_and(|earlier| earlier != colours) {
            return None;
        }
        stated = Some(colours);
    }
    stated
}

fn complaint(error: Error) -> Undecodable {
    match error {
        Error::NotEnoughMemory => too_large_says(error),
        Error::UnsupportedBitstream => unsupported_says(error),
        other => damaged_says(other),
    }
}

fn container_complaint(error: avif_parse::Error) -> Undecodable {
    match error {
        avif_parse::Error::Unsupported(words) if words.contains("Grid") => unsupported(GRID),
        avif_parse::Error::Unsupported(words) => unsupported_says(words),
        avif_parse::Error::OutOfMemory => too_large_says(error),
        other => damaged_says(other),
    }
}

const EMPTY: Words = Words::new("The AVIF file held no picture data.", "AVIF 文件中没有画面数据。");
const GRID: Words = Words::new(
    "The picture was an AVIF put together from a grid of tiles, which Catchlight does not decode.",
    "画面为由网格图块拼合的 AVIF，Catchlight 不能解码。",
);
const OTHER_ALPHA: Words = Words::new(
    "The AVIF file's transparency had another size than its picture, which Catchlight does not decode.",
    "AVIF 文件的透明度与画面尺寸不同，Catchlight 不能解码。",
);
