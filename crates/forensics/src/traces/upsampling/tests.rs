use super::*;
use crate::signal::testing::noise;
use image::{DynamicImage, Rgb, RgbImage};

fn measured(picture: RgbImage) -> Grids {
    let pixels = Pixels { coded: DynamicImage::ImageRgb8(picture), bits_per_sample: 8, notes: Vec::new() };
    measure(&crate::pixels::luma(&pixels), &pixels).unwrap()
}

/// Noise whose strength differs at every eighth row and column, the same in all channels, as a decoder
/// leaves it.
pub(crate) fn decoded_by_a_generator(side: u32) -> RgbImage {
    let noise = noise(side as usize, side as usize, 4.0, 6);
    RgbImage::from_fn(side, side, |x, y| {
        let stronger = 1.0 + 0.35 * f32::from(u8::from(x % 8 == 3)) + 0.35 * f32::from(u8::from(y % 8 == 3));
        Rgb([(120.0 + stronger * noise[[y as usize, x as usize]]) as u8; 3])
    })
}

fn plain(side: u32) -> RgbImage {
    let noise = noise(side as usize, side as usize, 4.0, 6);
    RgbImage::from_fn(side, side, |x, y| Rgb([(120.0 + noise[[y as usize, x as usize]]) as u8; 3]))
}

#[test]
fn a_grid_of_eight_is_found_with_its_multiples() {
    let grids = measured(decoded_by_a_generator(640));
    assert!((grids.best.period - 8.0).abs() < 0.03, "{:?}", grids.best);
    assert!(grids.eight.strength() > 1.0 && grids.eight.weaker_axis() > 1.0 && grids.eight.odd() > 1.0);
    assert!(!grids.quantisation.found());
}

#[test]
fn noise_has_no_grid() {
    let grids = measured(plain(640));
    assert!(grids.eight.strength().abs() < 0.6, "{:?}", grids.eight);
    assert!(!grids.quantisation.found());
    assert_eq!(grids.picture.dim(), (SPECTRUM_SIDE, SPECTRUM_SIDE));
}

#[test]
fn a_decoded_jpeg_has_the_grid_and_the_quantisation() {
    let decoded = image::load_from_memory(&catchlight_rendered::jpeg(&plain(640), 80)).unwrap().into_rgb8();
    let grids = measured(decoded);
    assert!(grids.eight.strength() > 1.0, "{:?}", grids.eight);
    assert!(grids.quantisation.found() && grids.quantisation.origin == (0, 0), "{:?}", grids.quantisation);
}

#[test]
fn a_resized_grid_has_a_period_of_its_own() {
    let small = image::imageops::resize(&decoded_by_a_generator(800), 720, 720, image::imageops::FilterType::Lanczos3);
    let grids = measured(small);
    assert!((grids.best.period - 7.2).abs() < 0.03, "{:?}", grids.best);
}

#[test]
fn an_enlargement_by_two_has_no_odd_multiples() {
    let large = image::imageops::resize(&plain(400), 800, 800, image::imageops::FilterType::Triangle);
    let grids = measured(large);
    assert!(grids.eight.odd() < 0.6, "{:?}", grids.eight);
}

#[test]
fn flat_and_tiny_pictures_have_no_grids() {
    for side in [20, 200] {
        let coded = DynamicImage::ImageRgb8(RgbImage::from_pixel(side, side, Rgb([80; 3])));
        let pixels = Pixels { coded, bits_per_sample: 8, notes: Vec::new() };
        assert_eq!(measure(&crate::pixels::luma(&pixels), &pixels), None);
    }
}
