use catchlight_rendered as rendered;
use image::{GrayImage, ImageBuffer, Luma, Rgb, Rgba};
use moxcms::ColorProfile;

use super::*;

fn pixels(coded: DynamicImage) -> Pixels {
    Pixels { coded, bits_per_sample: 8, notes: Vec::new() }
}

fn one_colour(colour: [u8; 3]) -> Pixels {
    pixels(DynamicImage::ImageRgb8(RgbImage::from_pixel(9, 7, Rgb(colour))))
}

fn shown(pixels: &Pixels, profile: &ColorProfile) -> [u8; 4] {
    let icc = profile.encode().expect("a profile of its own");
    let (view, note) = view(pixels, 1, Some(&icc));
    assert!(matches!(note, ColourNote::Converted(_)), "{note:?}");
    view.get_pixel(4, 3).0
}

fn close(one: [u8; 4], other: [u8; 4]) -> bool {
    one.iter().zip(other).all(|(one, other)| one.abs_diff(other) <= 3)
}

#[test]
fn display_p3_and_adobe_rgb_are_shown_in_srgb() {
    // sRGB red in Display P3 (CSS Color 4, color-function examples): 0.9176 0.2003 0.1386.
    let red = shown(&one_colour([234, 51, 35]), &ColorProfile::new_display_p3());
    assert!(close(red, [255, 0, 0, 255]), "{red:?}");
    // sRGB red in Adobe RGB (1998): 219, 0, 0.
    let red = shown(&one_colour([219, 0, 0]), &ColorProfile::new_adobe_rgb());
    assert!(close(red, [255, 0, 0, 255]), "{red:?}");
    let same = shown(&one_colour([200, 100, 50]), &ColorProfile::new_srgb());
    assert!(close(same, [200, 100, 50, 255]), "{same:?}");
}

#[test]
fn a_grey_profile_is_used_on_a_grey_picture_only() {
    let grey = pixels(DynamicImage::ImageLuma8(GrayImage::from_pixel(9, 7, Luma([128]))));
    let profile = ColorProfile::new_gray_with_gamma(1.0);
    // Half of the light is 188 in sRGB.
    let seen = shown(&grey, &profile);
    assert!(close(seen, [188, 188, 188, 255]), "{seen:?}");
    let icc = profile.encode().expect("a profile of its own");
    let (view, note) = view(&one_colour([128; 3]), 1, Some(&icc));
    assert_eq!((view.get_pixel(0, 0).0, note), ([128, 128, 128, 255], ColourNote::UnusableProfile));
}

#[test]
fn the_profile_names_itself() {
    let icc = ColorProfile::new_display_p3().encode().expect("a profile of its own");
    let (_, note) = view(&one_colour([1, 2, 3]), 1, Some(&icc));
    let ColourNote::Converted(name) = note else { panic!("{note:?}") };
    assert!(name.contains("P3"), "{name}");
}

#[test]
fn a_broken_profile_is_unusable_and_never_a_panic() {
    let colour = one_colour([10, 20, 30]);
    let whole = ColorProfile::new_display_p3().encode().expect("a profile of its own");
    for icc in [&b""[..], b"not a profile", &[0; 128], &[0xff; 4096]] {
        let (picture, note) = view(&colour, 1, Some(icc));
        assert_eq!((picture.get_pixel(0, 0).0, note), ([10, 20, 30, 255], ColourNote::UnusableProfile));
    }
    for cut in (0..whole.len()).step_by(7) {
        let (picture, _) = view(&colour, 1, Some(&whole[..cut]));
        assert_eq!(picture.dimensions(), (9, 7));
    }
    for at in 0..whole.len() {
        let mut spoilt = whole.clone();
        spoilt[at] ^= 0xff;
        let (picture, _) = view(&colour, 1, Some(&spoilt));
        assert_eq!(picture.dimensions(), (9, 7));
    }
}

#[test]
fn no_profile_is_taken_as_srgb_and_alpha_is_kept() {
    let coded = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(3, 2, Rgba([9, 8, 7, 100])));
    let (view, note) = view(&pixels(coded), 6, None);
    assert_eq!((view.dimensions(), view.get_pixel(0, 0).0, note), ((2, 3), [9, 8, 7, 100], ColourNote::AssumedSrgb));
}

#[test]
fn all_eight_orientations_stand_upright() {
    // Where the pixel that is stored first appears, and the size (CIPA DC-008, Orientation).
    let expected = [
        (1, (3, 2), (0, 0), (1, 0)),
        (2, (3, 2), (2, 0), (1, 0)),
        (3, (3, 2), (2, 1), (1, 1)),
        (4, (3, 2), (0, 1), (1, 1)),
        (5, (2, 3), (0, 0), (0, 1)),
        (6, (2, 3), (1, 0), (1, 1)),
        (7, (2, 3), (1, 2), (1, 1)),
        (8, (2, 3), (0, 2), (0, 1)),
    ];
    for (orientation, size, first, second) in expected {
        let mut picture = GrayImage::new(3, 2);
        picture.put_pixel(0, 0, Luma([200]));
        picture.put_pixel(1, 0, Luma([100]));
        let turned = upright(DynamicImage::ImageLuma8(picture), orientation).to_luma8();
        assert_eq!(turned.dimensions(), size, "{orientation}");
        assert_eq!(turned.get_pixel(first.0, first.1).0, [200], "{orientation}");
        assert_eq!(turned.get_pixel(second.0, second.1).0, [100], "{orientation}");
    }
    let picture = DynamicImage::ImageRgb8(rendered::scene(4, 3, 1));
    for nonsense in [0, 9, 255] {
        assert_eq!(upright(picture.clone(), nonsense), picture);
    }
}

#[test]
fn luma_has_the_weights_of_bt_601_and_the_scale_of_8_bits() {
    let level = |coded: DynamicImage| {
        let luma = luma(&pixels(coded));
        assert_eq!(luma.dim(), (2, 3));
        luma[[1, 2]]
    };
    let near = |one: f32, other: f32| (one - other).abs() < 1e-3;
    let rgb = |colour| DynamicImage::ImageRgb8(RgbImage::from_pixel(3, 2, Rgb(colour)));
    assert!(near(level(rgb([255, 0, 0])), 76.245));
    assert!(near(level(rgb([0, 255, 0])), 149.685));
    assert!(near(level(rgb([0, 0, 255])), 29.07));
    assert!(near(level(rgb([255, 255, 255])), 255.0));
    assert!(near(level(DynamicImage::ImageLuma8(GrayImage::from_pixel(3, 2, Luma([77])))), 77.0));
    let wide = ImageBuffer::from_pixel(3, 2, Rgb([65_535_u16, 0, 0]));
    assert!(near(level(DynamicImage::ImageRgb16(wide)), 76.245));
    let wide = ImageBuffer::from_pixel(3, 2, Luma([257_u16 * 77]));
    assert!(near(level(DynamicImage::ImageLuma16(wide)), 77.0));
    let clear = image::RgbaImage::from_pixel(3, 2, Rgba([255, 0, 0, 0]));
    assert!(near(level(DynamicImage::ImageRgba8(clear)), 76.245));
}
