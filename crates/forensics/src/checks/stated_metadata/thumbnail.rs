//! The embedded thumbnail against the picture. Editors that keep an old thumbnail betray what was
//! changed: Kee and Farid, "Digital image authentication from thumbnails", 2010.

use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageFormat, ImageReader, Luma, RgbImage};
use std::io::Cursor;

use crate::artifact::{Artifact, Content};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

/// Longest side of an embedded thumbnail in pixels; EXIF thumbnails are 160 x 120, some cameras store
/// more, and nothing larger is decoded here.
const MOST_SIDE: u32 = 2048;

/// Side of the grey squares that are correlated, in pixels.
const SIDE: u32 = 32;

/// Correlation below which the thumbnail shows another picture. Copies of one picture at thumbnail
/// size correlate above 0.95 even after tone changes; see `a_changed_picture_is_noticed`.
const LEAST_CORRELATION: f64 = 0.8;

/// Largest relative difference of the proportions that rounding to thumbnail pixels explains.
const MOST_PROPORTION_DIFFERENCE: f64 = 0.04;

/// Luma of the bars with which cameras pad a thumbnail to 4:3.
const BAR_LUMA: u8 = 12;

/// What the comparison gave.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    pub(super) contradiction: Option<Text>,
    pub(super) problem: Option<Text>,
    pub(super) artifact: Option<Artifact>,
}

/// Compares the EXIF thumbnail with the decoded picture, both as coded.
pub(super) fn compare(specimen: &Specimen<'_>) -> Comparison {
    let Some(bytes) = &specimen.metadata().thumbnail else {
        return Comparison::default();
    };
    let thumbnail = match decode(bytes) {
        Ok(thumbnail) => thumbnail,
        Err(problem) => return Comparison { problem: Some(problem), ..Comparison::default() },
    };
    let artifact = Some(artifact(thumbnail.to_rgb8()));
    let Ok(pixels) = specimen.pixels() else {
        let problem = Words::new(
            "The embedded thumbnail could not be compared: the picture itself was not decoded.",
            "无法比较内嵌缩略图：图像本身未能解码。",
        );
        return Comparison { problem: Some(problem.into()), artifact, ..Comparison::default() };
    };
    let contradiction = contradiction(&without_bars(&thumbnail.to_luma8()), &pixels.coded);
    Comparison { contradiction, problem: None, artifact }
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, Text> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    reader.limits(limits);
    reader.decode().map_err(|error| {
        let why = quote(&error.to_string(), 120);
        text!("The embedded thumbnail could not be decoded ({why}).", "内嵌缩略图无法解码（{why}）。")
    })
}

fn artifact(thumbnail: RgbImage) -> Artifact {
    Artifact {
        id: "thumbnail",
        title: Words::new("Embedded thumbnail", "内嵌缩略图").into(),
        caption: Words::new(
            "The small picture that the file carries in its EXIF fields, as stored.",
            "文件在 EXIF 字段中携带的小图，按原样显示。",
        )
        .into(),
        content: Content::Picture(thumbnail),
    }
}

fn contradiction(thumbnail: &GrayImage, picture: &DynamicImage) -> Option<Text> {
    let proportion = |width: u32, height: u32| f64::from(width) / f64::from(height);
    let of_thumbnail = proportion(thumbnail.width(), thumbnail.height());
    let of_picture = proportion(picture.width(), picture.height());
    if (of_thumbnail / of_picture).ln().abs() > MOST_PROPORTION_DIFFERENCE {
        return Some(text!(
            "The embedded thumbnail has other proportions ({of_thumbnail:.2} : 1) than the picture ({of_picture:.2} : 1): the picture was cropped or turned after the thumbnail was made.",
            "内嵌缩略图的宽高比（{of_thumbnail:.2} : 1）与画面（{of_picture:.2} : 1）不同：生成缩略图之后，画面被裁剪或旋转过。"
        ));
    }
    // `thumbnail` averages pixel blocks, which keeps a large picture cheap.
    let small = imageops::thumbnail(&picture.thumbnail(256, 256).into_luma8(), SIDE, SIDE);
    let correlation = correlation(&imageops::resize(thumbnail, SIDE, SIDE, FilterType::Triangle), &small)?;
    (correlation < LEAST_CORRELATION).then(|| {
        text!(
            "The embedded thumbnail differs from the picture (correlation {correlation:.2}; copies of one picture are above {LEAST_CORRELATION:.2}).",
            "内嵌缩略图与画面不同（相关系数 {correlation:.2}；同一图像的副本高于 {LEAST_CORRELATION:.2}）。"
        )
    })
}

/// The thumbnail without the dark bars with which cameras pad it to 4:3.
fn without_bars(thumbnail: &GrayImage) -> GrayImage {
    let (width, height) = thumbnail.dimensions();
    let dark_row = |row: &u32| (0..width).all(|column| thumbnail.get_pixel(column, *row).0[0] <= BAR_LUMA);
    let dark_column = |column: &u32| (0..height).all(|row| thumbnail.get_pixel(*column, row).0[0] <= BAR_LUMA);
    let span = |length: u32, dark: &dyn Fn(&u32) -> bool| {
        let first = (0..length).take_while(|at| dark(at)).count() as u32;
        let last = (0..length).rev().take_while(|at| dark(at)).count() as u32;
        // Padding is even on both sides; a dark edge of the picture is not.
        if first + last < length && first.abs_diff(last) <= 1 { (first, length - first - last) } else { (0, length) }
    };
    let (top, rows) = span(height, &dark_row);
    let (left, columns) = span(width, &dark_column);
    imageops::crop_imm(thumbnail, left, top, columns, rows).to_image()
}

/// Pearson correlation of two grey pictures of one size; `None` when either is flat.
fn correlation(one: &GrayImage, other: &GrayImage) -> Option<f64> {
    let values = |picture: &GrayImage| -> Vec<f64> {
        let values: Vec<f64> = picture.pixels().map(|Luma([value])| f64::from(*value)).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| value - mean).collect()
    };
    let (one, other) = (values(one), values(other));
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let scale = (dot(&one, &one) * dot(&other, &other)).sqrt();
    (scale > 0.0).then(|| dot(&one, &other) / scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_rendered::scene;

    fn grey(picture: &RgbImage, width: u32, height: u32) -> GrayImage {
        DynamicImage::ImageRgb8(imageops::thumbnail(picture, width, height)).into_luma8()
    }

    #[test]
    fn a_faithful_thumbnail_agrees_even_after_a_tone_change() {
        let picture = scene(640, 480, 4);
        let mut brighter = picture.clone();
        brighter.pixels_mut().for_each(|pixel| pixel.0 = pixel.0.map(|value| value / 2 + 100));
        assert_eq!(contradiction(&grey(&picture, 160, 120), &brighter.into()), None);
    }

    #[test]
    fn a_changed_picture_is_noticed() {
        let (one, other) = (scene(640, 480, 4), imageops::rotate180(&scene(640, 480, 4)));
        assert!(contradiction(&grey(&one, 160, 120), &other.into()).unwrap().en.contains("differs"));
    }

    #[test]
    fn a_crop_is_noticed_by_its_proportions() {
        let picture = scene(640, 480, 4);
        let cropped = imageops::crop_imm(&picture, 0, 0, 480, 480).to_image();
        assert!(contradiction(&grey(&picture, 160, 120), &cropped.into()).unwrap().en.contains("proportions"));
    }

    #[test]
    fn bars_of_a_padded_thumbnail_are_removed() {
        let picture = scene(600, 400, 4);
        let mut padded = GrayImage::new(160, 120);
        imageops::overlay(&mut padded, &grey(&picture, 160, 106), 0, 7);
        let cut = without_bars(&padded);
        assert_eq!(cut.dimensions(), (160, 106));
        assert_eq!(contradiction(&cut, &picture.into()), None);
    }

    #[test]
    fn a_flat_picture_has_no_correlation() {
        assert_eq!(correlation(&GrayImage::new(4, 4), &GrayImage::new(4, 4)), None);
    }
}
