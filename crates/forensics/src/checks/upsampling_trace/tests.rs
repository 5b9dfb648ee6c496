use super::*;
use crate::artifact::Content;
use crate::signal::testing::noise;
use crate::{Cancel, Exhibit, Limits, model::NoModels};
use catchlight_rendered::{jpeg, png};
use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};

fn examine(bytes: Vec<u8>) -> Outcome {
    let exhibit = Exhibit::new("picture", bytes);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    UpsamplingTrace.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
}

/// Noise that is stronger at every eighth row and column, in all channels alike.
fn with_grid(grid: f32) -> RgbImage {
    let channels = [6, 7, 8].map(|seed| noise(800, 800, 5.0, seed));
    RgbImage::from_fn(800, 800, |x, y| {
        let joints = f32::from(u8::from(x % 8 == 3)) + f32::from(u8::from(y % 8 == 3));
        Rgb([0, 1, 2]
            .map(|channel: usize| (120.0 + (1.0 + grid * joints) * channels[channel][[y as usize, x as usize]]) as u8))
    })
}

/// The same, in brightness only.
fn with_grid_in_brightness(grid: f32) -> RgbImage {
    let (brightness, colour) = (noise(800, 800, 5.0, 6), [7, 8].map(|seed| noise(800, 800, 3.0, seed)));
    RgbImage::from_fn(800, 800, |x, y| {
        let joints = f32::from(u8::from(x % 8 == 3)) + f32::from(u8::from(y % 8 == 3));
        let place = [y as usize, x as usize];
        let (own, red, blue) = ((1.0 + grid * joints) * brightness[place], colour[0][place], colour[1][place]);
        // Green takes what keeps the luma of BT.601 as it is.
        Rgb([own + red, own - (0.299 * red + 0.114 * blue) / 0.587, own + blue].map(|value| (120.0 + value) as u8))
    })
}

fn why(outcome: Outcome) -> String {
    let Outcome::Inconclusive { why, finding } = outcome else { unreachable!("it cannot be told") };
    assert_eq!((finding.points_to, finding.score), (Direction::Neither, None));
    why.en
}

#[test]
fn a_grid_in_a_png_without_an_earlier_jpeg_is_a_trace() {
    let Outcome::Found(finding) = examine(png(&with_grid(0.4))) else { unreachable!("a grid") };
    assert_eq!(finding.points_to, Direction::Ai);
    assert!(finding.score.is_some_and(|score| score > 1.1));
    assert!(matches!(finding.artifacts[0].content, Content::Spectrum(_)));
}

#[test]
fn without_a_grid_nothing_is_said_about_the_origin() {
    let Outcome::NotFound(finding) = examine(png(&with_grid(0.0))) else { unreachable!("no grid") };
    assert_eq!((finding.points_to, finding.score), (Direction::Neither, None));
}

#[test]
fn a_grid_in_brightness_only_is_no_decoders() {
    assert!(why(examine(png(&with_grid_in_brightness(0.5)))).contains("hardly in colour"));
}

#[test]
fn a_jpeg_is_never_judged() {
    for (quality, grid) in [(60, 0.0), (98, 0.4)] {
        assert!(why(examine(jpeg(&with_grid(grid), quality))).contains("compressed with loss"));
    }
}

#[test]
fn a_png_that_was_a_jpeg_is_explained_by_it() {
    for quality in [70, 92] {
        let decoded = image::load_from_memory(&jpeg(&with_grid(0.0), quality)).unwrap().into_rgb8();
        let outcome = examine(png(&decoded));
        assert!(!matches!(outcome, Outcome::Found(_)), "quality {quality}");
        let cropped = imageops::crop_imm(&decoded, 3, 5, 700, 700).to_image();
        assert!(!matches!(examine(png(&cropped)), Outcome::Found(_)), "quality {quality}, cropped");
    }
}

#[test]
fn a_scaled_grid_is_ambiguous() {
    let small = imageops::resize(&with_grid(0.5), 720, 720, FilterType::Lanczos3);
    assert!(why(examine(png(&small))).contains("7.20"), "the period");
}

#[test]
fn an_enlargement_is_no_trace() {
    for factor in [2, 4] {
        let large = imageops::resize(&with_grid(0.0), 800 * factor, 800 * factor, FilterType::CatmullRom);
        assert!(!matches!(examine(png(&large)), Outcome::Found(_)), "{factor}");
    }
}

#[test]
fn a_flat_picture_has_no_spectrum() {
    assert!(why(examine(png(&RgbImage::from_pixel(500, 500, Rgb([9; 3]))))).contains("no fine structure"));
}
