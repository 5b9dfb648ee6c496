use catchlight_rendered as rendered;
use catchlight_rendered::Subsampling;

use super::*;

#[test]
fn lossless_formats_decode_exactly() {
    let picture = scene();
    for (format, file) in [
        ("png", rendered::png(&picture)),
        ("apng", rendered::apng(&picture)),
        ("webp", rendered::webp_lossless(&picture)),
        ("tiff", rendered::tiff(&picture)),
        ("bmp", rendered::bmp(&picture)),
    ] {
        let pixels = decoded(&file).expect(format);
        assert_eq!(pixels.coded, DynamicImage::ImageRgb8(picture.clone()), "{format}");
        assert_eq!(pixels.bits_per_sample, 8, "{format}");
    }
    for name in ["interlaced.png", "lzw.tif"] {
        assert_eq!(decoded(&fixture(name)).expect(name).coded.to_rgb8(), small_scene(), "{name}");
    }
}

#[test]
fn palettes_are_looked_up() {
    let expected = rendered::posterised(&scene());
    for (format, file) in [("png", rendered::png_palette(&scene())), ("gif", rendered::gif(&scene()))] {
        let pixels = decoded(&file).expect(format);
        assert_eq!(pixels.coded.to_rgb8(), expected, "{format}");
        assert_eq!(pixels.bits_per_sample, 8, "{format}");
    }
}

#[test]
fn sixteen_bits_stay_sixteen() {
    for (format, file) in [("png", rendered::png16(&scene())), ("tiff", rendered::tiff16(&scene()))] {
        let pixels = decoded(&file).expect(format);
        assert_eq!(pixels.bits_per_sample, 16, "{format}");
        let DynamicImage::ImageRgb16(coded) = pixels.coded else { panic!("{format} is not 16-bit RGB") };
        let source = scene();
        let pairs = coded.as_raw().iter().zip(source.as_raw());
        assert!(pairs.into_iter().all(|(wide, narrow)| *wide == u16::from(*narrow) * 257), "{format}");
    }
}

#[test]
fn four_bits_are_spread_and_named() {
    let pixels = decoded(&rendered::png_grey4(&scene())).expect("decodes");
    assert_eq!(pixels.bits_per_sample, 4);
    let DynamicImage::ImageLuma8(coded) = &pixels.coded else { panic!("not grey") };
    let expected: Vec<u8> = rendered::grey_levels(&scene()).iter().map(|level| level * 17).collect();
    assert_eq!(coded.as_raw(), &expected);
}

#[test]
fn jpegs_decode_to_their_source() {
    let picture = scene();
    for (progressive, subsampling, tolerance) in [
        (false, Subsampling::Full, 2.5),
        (true, Subsampling::Full, 2.5),
        (false, Subsampling::HalfColumns, 4.0),
        (false, Subsampling::HalfBoth, 4.0),
        (true, Subsampling::HalfBoth, 4.0),
    ] {
        let file = rendered::jpeg_with(&picture, 95, progressive, subsampling);
        let pixels = decoded(&file).expect("decodes");
        let error = difference(&pixels.coded.to_rgb8(), &picture);
        assert!(error < tolerance, "{progressive} {subsampling:?}: {error}");
        assert!(pixels.notes.is_empty(), "{:?}", pixels.notes);
    }
}

#[test]
fn a_grey_jpeg_stays_grey() {
    let pixels = decoded(&rendered::grey_jpeg(&scene(), 95)).expect("decodes");
    assert!(matches!(pixels.coded, DynamicImage::ImageLuma8(_)));
}

#[test]
fn printing_inks_become_rgb_and_a_note() {
    for (name, file, source, tolerance) in [
        ("cmyk", rendered::cmyk_jpeg(&scene(), 95), scene(), 4.0),
        ("ycck", rendered::ycck_jpeg(&scene(), 95), scene(), 4.0),
        ("ImageMagick jpeg", fixture("cmyk.jpg"), scene(), 4.0),
        ("ImageMagick tiff", fixture("cmyk.tif"), small_scene(), 2.0),
    ] {
        let pixels = decoded(&file).expect(name);
        let error = difference(&pixels.coded.to_rgb8(), &source);
        assert!(error < tolerance, "{name}: {error}");
        assert!(pixels.notes.iter().any(|note| note.en.contains("CMYK")), "{name}: {:?}", pixels.notes);
    }
}

#[test]
fn lossy_webp_decodes_to_its_source() {
    for name in ["lossy.webp", "lossy-alpha.webp", "animated.webp"] {
        let pixels = decoded(&fixture(name)).expect(name);
        let error = difference(&pixels.coded.to_rgb8(), &scene());
        assert!(error < 6.0, "{name}: {error}");
    }
    let DynamicImage::ImageRgba8(coded) = decoded(&fixture("lossy-alpha.webp")).expect("decodes").coded else {
        panic!("alpha was dropped")
    };
    assert!(coded.get_pixel(80, 0)[3] > 250 && coded.get_pixel(80, 119)[3] < 5);
}

#[test]
fn animations_say_that_one_frame_was_examined() {
    for (name, file) in
        [("apng", rendered::apng(&scene())), ("gif", rendered::gif(&scene())), ("webp", fixture("animated.webp"))]
    {
        let notes = decoded(&file).expect(name).notes;
        assert!(notes.iter().any(|note| note.en.contains("held 2 frames")), "{name}: {notes:?}");
        assert!(notes.iter().any(|note| note.zh.contains("2 帧")), "{name}: {notes:?}");
    }
}

#[test]
fn a_cut_jpeg_says_which_rows_are_missing() {
    let file = rendered::jpeg_with(&scene(), 90, false, Subsampling::Full);
    let pixels = decoded(&file[..file.len() * 6 / 10]).expect("the start decodes");
    let coded = pixels.coded.to_rgb8();
    let words = &pixels.notes[0].en;
    let missing: u32 = words
        .split("the last ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or_else(|| panic!("{words}"));
    assert!((8..112).contains(&missing), "{missing}");
    assert!(coded.rows().skip(120 - missing as usize).all(|mut row| row.all(|pixel| pixel.0 == [128; 3])));
    // Rows before the last decoded block are those of the picture.
    let sound = 120 - missing - 8;
    let crop = |picture: &RgbImage| image::imageops::crop_imm(picture, 0, 0, 160, sound).to_image();
    assert!(difference(&crop(&coded), &crop(&scene())) < 3.0);
}

#[test]
fn a_cut_progressive_jpeg_says_that_detail_is_missing() {
    let file = rendered::jpeg_with(&scene(), 90, true, Subsampling::Full);
    let pixels = decoded(&file[..file.len() * 7 / 10]).expect("the start decodes");
    assert!(pixels.notes[0].en.contains("detail"), "{:?}", pixels.notes);
    assert!(difference(&pixels.coded.to_rgb8(), &scene()) < 25.0);
}

#[test]
fn a_cut_png_says_exactly_which_rows_are_missing() {
    let file = rendered::png(&scene());
    let pixels = decoded(&file[..file.len() / 2]).expect("the start decodes");
    let coded = pixels.coded.to_rgb8();
    let same = coded.rows().zip(scene().rows()).take_while(|(one, other)| one.clone().eq(other.clone())).count();
    assert!((10..110).contains(&same), "{same}");
    let missing = 120 - same;
    assert_eq!(
        pixels.notes[0].en,
        format!(
            "The file ended early: the last {missing} of the picture's 120 rows were not in it and are shown grey."
        )
    );
}

#[test]
fn previews_keep_proportions_and_are_readable() {
    let picture = DynamicImage::ImageRgb8(catchlight_rendered::scene(400, 300, 2)).to_rgba8();
    let small = thumbnail(&picture, 100);
    assert_eq!(small.dimensions(), (100, 75));
    assert_eq!(thumbnail(&picture, 300).dimensions(), (300, 225));
    assert_eq!(thumbnail(&small, 100), small);
    let mean = |picture: &image::RgbaImage| {
        picture.as_raw().iter().map(|level| f64::from(*level)).sum::<f64>() / picture.as_raw().len() as f64
    };
    assert!((mean(&picture) - mean(&small)).abs() < 1.0);
    assert_eq!(image::load_from_memory(&png_bytes(&picture)).expect("a PNG").to_rgba8(), picture);
    assert_eq!(image::load_from_memory(&png_bytes(&scene())).expect("a PNG").to_rgb8(), scene());
}

#[test]
fn the_perceptual_hash_follows_the_picture_not_the_file() {
    let hash = |file: &[u8]| perceptual_hash(&decoded(file).expect("decodes"));
    let original = hash(&rendered::png(&scene()));
    let distance = |other: u64| (original ^ other).count_ones();
    assert!(distance(hash(&rendered::jpeg(&scene(), 60))) <= 4);
    let half = image::imageops::thumbnail(&scene(), 80, 60);
    assert!(distance(hash(&rendered::png(&half))) <= 6);
    assert!(distance(hash(&rendered::png(&rendered::portrait(160, 120, 11)))) >= 16);
    assert_eq!(hash(&rendered::png(&RgbImage::new(1, 1))), 0);
}
