use std::sync::LazyLock;

use catchlight_rendered as rendered;
use catchlight_rendered::{Subsampling, hostile};
use proptest::prelude::*;

use super::*;
use crate::container::{Header, Structure};

/// Small enough that a bomb which got past the tests would be refused for its bytes all the same.
fn narrow() -> Limits {
    Limits { pixels: 1_000_000, decoded_bytes: 8 << 20, ..Limits::default() }
}

/// A structure that knows only the type, so that the decoder's own header is what is tested.
fn bare(kind: Kind) -> Structure {
    Structure { kind, ..Structure::default() }
}

#[test]
fn header_bombs_are_too_large_by_structure_and_by_decoder() {
    for (kind, file) in [
        (Kind::Png, hostile::header_bomb_png()),
        (Kind::Jpeg, hostile::header_bomb_jpeg()),
        (Kind::Webp, hostile::header_bomb_webp()),
        (Kind::Gif, hostile::header_bomb_gif()),
        (Kind::Tiff, hostile::header_bomb_tiff()),
        (Kind::Bmp, hostile::header_bomb_bmp()),
    ] {
        let refusal = decoded(&file).expect_err("is refused");
        assert_eq!(refusal.cause, Cause::TooLarge, "{kind:?}: {}", refusal.reason.en);
        let exhibit = Exhibit::new("bomb", file);
        let refusal = decode_here(&exhibit, &bare(kind), &Limits::default()).expect_err("is refused");
        assert_eq!(refusal.cause, Cause::TooLarge, "{kind:?}: {}", refusal.reason.en);
    }
    let refusal = decoded(&hostile::header_bomb_png()).expect_err("is refused");
    assert!(refusal.reason.en.contains("60,000 × 60,000 = 3,600,000,000 pixels"), "{}", refusal.reason.en);
    assert!(refusal.reason.zh.contains("3,600,000,000"), "{}", refusal.reason.zh);
}

#[test]
fn avif_and_heic_that_claim_too_much_are_too_large() {
    for (kind, name) in [(Kind::Avif, "still.avif"), (Kind::Heic, "still.heic"), (Kind::Heic, "grid.heic")] {
        let limits = Limits { pixels: 10_000, ..Limits::default() };
        let refusal = decode_here(&Exhibit::new(name, fixture(name)), &bare(kind), &limits).expect_err("is refused");
        assert_eq!(refusal.cause, Cause::TooLarge, "{name}: {}", refusal.reason.en);
    }
}

#[test]
fn the_bytes_of_the_picture_are_limited_too() {
    let limits = Limits { decoded_bytes: 50_000, ..Limits::default() };
    for (name, file) in [
        ("jpeg", rendered::jpeg(&scene(), 80)),
        ("png", rendered::png(&scene())),
        ("webp", fixture("lossy.webp")),
        ("gif", rendered::gif(&scene())),
        ("tiff", rendered::tiff(&scene())),
        ("bmp", rendered::bmp(&scene())),
        ("avif", fixture("still.avif")),
        ("heic", fixture("still.heic")),
    ] {
        let refusal = decoded_within(&file, &limits).expect_err("is refused");
        assert_eq!(refusal.cause, Cause::TooLarge, "{name}: {}", refusal.reason.en);
    }
}

#[test]
fn a_gif_frame_larger_than_its_screen_is_not_allocated() {
    let mut file = rendered::gif(&rendered::scene(8, 8, 1));
    let at = file.windows(9).position(|window| window == [0x2c, 0, 0, 0, 0, 8, 0, 8, 0]).expect("a descriptor");
    file[at + 5..at + 9].fill(0xff);
    decoded_within(&file, &narrow()).expect_err("is refused");
}

#[test]
fn what_no_decoder_reads_is_unsupported_with_a_reason() {
    for (file, words) in [
        (hostile::twelve_bit_jpeg(), "12 bits"),
        (rendered::tiff_float(&scene()), "floating-point"),
        (b"plain text".to_vec(), "not in a picture format"),
        (Vec::new(), "not in a picture format"),
    ] {
        let refusal = decoded(&file).expect_err("is refused");
        assert_eq!(refusal.cause, Cause::Unsupported, "{}", refusal.reason.en);
        assert!(refusal.reason.en.contains(words), "{}", refusal.reason.en);
        assert_ne!(refusal.reason.en, refusal.reason.zh);
    }
}

#[test]
fn metadata_bombs_do_not_reach_the_pixels() {
    for file in [hostile::cyclic_ifd_jpeg(), hostile::junk_metadata_jpeg(5 << 20), hostile::zip_bomb_png()] {
        let pixels = decoded_within(&file, &narrow()).expect("the picture decodes");
        assert_eq!(pixels.coded.dimensions(), (16, 16));
    }
}

#[test]
fn a_file_that_is_not_held_whole_is_too_large() {
    let file = rendered::png(&scene());
    let structure = container::read(&file, &Limits::default());
    let exhibit = Exhibit::of_start("long.png", file, 1 << 40, "0".repeat(64));
    let refusal = decode_here(&exhibit, &structure, &Limits::default()).expect_err("is refused");
    assert_eq!(refusal.cause, Cause::TooLarge);
    assert!(refusal.reason.en.contains("1,099,511,627,776"), "{}", refusal.reason.en);
}

#[test]
fn a_panic_in_a_decoder_is_damage() {
    let refusal = isolated(|| panic!("a decoder's own words")).expect_err("is caught");
    assert_eq!(refusal.cause, Cause::Damaged);
}

#[test]
fn a_lying_structure_does_not_let_a_bomb_pass() {
    let header = Header {
        width: 8,
        height: 8,
        bits_per_sample: 8,
        samples_per_pixel: 3,
        colour: "RGB".into(),
        coding: "deflate".into(),
        orientation: None,
        frames: 1,
    };
    let structure = Structure { header: Some(header), ..bare(Kind::Png) };
    let exhibit = Exhibit::new("bomb.png", hostile::header_bomb_png());
    let refusal = decode_here(&exhibit, &structure, &Limits::default()).expect_err("is refused");
    assert_eq!(refusal.cause, Cause::TooLarge);
}

/// Every kind of file, small.
static SAMPLES: LazyLock<Vec<(&'static str, Vec<u8>)>> = LazyLock::new(|| {
    let picture = rendered::scene(48, 40, 5);
    let mut samples = vec![
        ("jpeg", rendered::jpeg(&picture, 80)),
        ("progressive", rendered::jpeg_with(&picture, 80, true, Subsampling::HalfBoth)),
        ("cmyk", rendered::ycck_jpeg(&picture, 80)),
        ("png", rendered::png(&picture)),
        ("png16", rendered::png16(&picture)),
        ("palette", rendered::png_palette(&picture)),
        ("apng", rendered::apng(&picture)),
        ("webp", rendered::webp_lossless(&picture)),
        ("gif", rendered::gif(&picture)),
        ("tiff", rendered::tiff(&picture)),
        ("bmp", rendered::bmp(&picture)),
    ];
    for name in [
        "lossy.webp",
        "lossy-alpha.webp",
        "animated.webp",
        "still.avif",
        "alpha.avif",
        "deep.avif",
        "still.heic",
        "alpha.heic",
        "grid-turned.heic",
        "cropped.heic",
        "interlaced.png",
        "cmyk.tif",
        "lzw.tif",
    ] {
        samples.push((name, fixture(name)));
    }
    samples
});

#[test]
fn a_file_cut_anywhere_never_panics() {
    for (name, file) in SAMPLES.iter() {
        let step = file.len() / 24 + 1;
        for cut in (0..file.len()).step_by(step).chain([file.len() - 1, file.len() - 2]) {
            if let Err(refusal) = decoded_within(&file[..cut], &narrow()) {
                assert!(!refusal.reason.en.is_empty() && !refusal.reason.zh.is_empty(), "{name} cut at {cut}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn spoilt_bytes_never_panic(
        which in any::<prop::sample::Index>(),
        spots in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let (_, mut file) = which.get(&SAMPLES).clone();
        for (spot, byte) in spots {
            let at = spot.index(file.len());
            file[at] = byte;
        }
        let limits = narrow();
        if let Ok(pixels) = decoded_within(&file, &limits) {
            let (width, height) = pixels.coded.dimensions();
            prop_assert!(u64::from(width) * u64::from(height) <= limits.pixels);
            prop_assert_eq!(luma(&pixels).dim(), (height as usize, width as usize));
        }
    }
}
