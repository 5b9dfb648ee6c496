//! Numbers of pictures whose answer is known.

use std::collections::HashSet;

use image::Rgb;

use super::*;

/// Independent noise in each pixel and colour.
fn noise(width: u32, height: u32, seed: u32) -> RgbImage {
    let mut state = seed.wrapping_mul(2_654_435_761).max(1);
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8
    };
    RgbImage::from_fn(width, height, |_, _| Rgb([next(), next(), next()]))
}

fn number(picture: &RgbImage, name: &str) -> f32 {
    let place = names().iter().position(|known| known == name).unwrap();
    measure(picture).unwrap().features[place]
}

#[test]
fn every_number_has_a_name_of_its_own_and_is_finite() {
    let names = names();
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    for picture in
        [noise(300, 300, 1), noise(900, 500, 2), RgbImage::from_fn(400, 400, |x, _| Rgb([(x % 251) as u8; 3]))]
    {
        if let Some(measured) = measure(&picture) {
            assert_eq!(measured.features.len(), names.len());
            assert!(measured.features.iter().all(|value| value.is_finite()));
        }
    }
}

#[test]
fn small_and_flat_pictures_are_not_measured() {
    assert!(measure(&noise(LEAST_SIDE - 1, 800, 1)).is_none());
    assert!(measure(&RgbImage::from_pixel(400, 400, Rgb([90, 90, 90]))).is_none());
}

#[test]
fn tiles_are_at_most_twelve_and_inside() {
    for (width, height, tiles) in [(300, 300, 1), (512, 512, 4), (1080, 1080, 12), (4000, 300, 12), (3000, 2000, 12)] {
        let measured = measure(&noise(width, height, 3)).unwrap();
        assert_eq!(measured.tiles, tiles, "{width} x {height}");
    }
}

#[test]
fn a_pattern_of_eight_pixels_stands_out_at_its_harmonics_only() {
    let plain = noise(600, 600, 5);
    let mut gridded = plain.clone();
    for (x, y, pixel) in gridded.enumerate_pixels_mut() {
        if x % 8 == 0 && y % 8 == 0 {
            pixel.0 = pixel.0.map(|sample| sample.saturating_add(90));
        }
    }
    for (name, stands_out) in [("peaks Y 2 4", true), ("peaks Y 4 6", true), ("peaks Y 1 3", false)] {
        let raised = number(&gridded, name) - number(&plain, name);
        assert_eq!(raised > 0.5, stands_out, "{name}: {raised}");
    }
}

#[test]
fn planes_are_as_alike_as_their_formulas_say() {
    let grey = RgbImage::from_fn(600, 600, |x, y| Rgb([noise(1, 1, x * 7919 + y).get_pixel(0, 0).0[0]; 3]));
    // Luma holds a share of blue, and the blue difference the rest of luma: -0.45 by the formula of both.
    let related = number(&noise(600, 600, 7), "likeness Y Cb 4");
    assert!((related + 0.45).abs() < 0.1, "{related}");
    // Red and blue move together, green against them: both colour differences are alike.
    let together = RgbImage::from_fn(600, 600, |x, y| {
        let level = grey.get_pixel(x, y).0[0];
        Rgb([level, 128, level])
    });
    assert!(number(&together, "likeness Cb Cr 4") > 0.9);
}

#[test]
fn smooth_pictures_have_neighbours_that_go_together() {
    let rough = noise(600, 600, 9);
    let smooth = image::imageops::blur(&rough, 2.0);
    assert!(number(&smooth, "lags Y 0 1") > number(&rough, "lags Y 0 1") + 0.3);
    let flat_triples = "triples Y 1/1 1 62";
    assert!(number(&smooth, flat_triples) > number(&rough, flat_triples));
}

#[test]
fn shares_of_triples_add_up_to_one() {
    let measured = measure(&noise(512, 512, 11)).unwrap();
    for group in ["triples Y 1/2 3 ", "triples Cr 1/4 0.5 ", "joint 1/1 "] {
        let sum: f32 = names()
            .iter()
            .zip(&measured.features)
            .filter(|(name, _)| name.starts_with(group))
            .map(|(_, root)| root * root)
            .sum();
        assert!((sum - 1.0).abs() < 1e-4, "{group}: {sum}");
    }
}
