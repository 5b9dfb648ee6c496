use super::*;

fn orientation(bytes: &[u8]) -> u8 {
    let header = container::read(bytes, &Limits::default()).header;
    header.and_then(|header| header.orientation).unwrap_or(1)
}

#[test]
fn stills_decode_to_their_source() {
    for (name, tolerance) in [("still.avif", 6.0), ("alpha.avif", 6.0), ("still.heic", 4.0), ("alpha.heic", 4.0)] {
        let pixels = decoded(&fixture(name)).expect(name);
        let error = difference(&pixels.coded.to_rgb8(), &scene());
        assert!(error < tolerance, "{name}: {error}");
        assert_eq!(pixels.bits_per_sample, 8, "{name}");
    }
    for name in ["alpha.avif", "alpha.heic"] {
        let DynamicImage::ImageRgba8(coded) = decoded(&fixture(name)).expect(name).coded else {
            panic!("{name} lost its alpha")
        };
        assert!(coded.get_pixel(80, 0)[3] > 245 && coded.get_pixel(80, 119)[3] < 10, "{name}");
    }
}

#[test]
fn a_lossless_avif_decodes_exactly() {
    assert_eq!(decoded(&fixture("lossless.avif")).expect("decodes").coded.to_rgb8(), small_scene());
}

#[test]
fn ten_bits_become_sixteen_and_are_named() {
    for name in ["deep.avif", "deep.heic"] {
        let pixels = decoded(&fixture(name)).expect(name);
        assert_eq!(pixels.bits_per_sample, 10, "{name}");
        assert!(matches!(pixels.coded, DynamicImage::ImageRgb16(_)), "{name}");
        let error = difference(&pixels.coded.to_rgb8(), &scene());
        assert!(error < 6.0, "{name}: {error}");
    }
}

#[test]
fn monochrome_decodes() {
    let grey = DynamicImage::ImageLuma8(image::imageops::grayscale(&scene())).to_rgb8();
    for name in ["grey.avif", "grey.heic"] {
        let error = difference(&decoded(&fixture(name)).expect(name).coded.to_rgb8(), &grey);
        assert!(error < 8.0, "{name}: {error}");
    }
}

#[test]
fn an_odd_size_keeps_its_size() {
    let pixels = decoded(&fixture("odd.heic")).expect("decodes");
    let expected = image::imageops::crop_imm(&scene(), 0, 0, 155, 117).to_image();
    let error = difference(&pixels.coded.to_rgb8(), &expected);
    assert!(error < 4.0, "{error}");
}

#[test]
fn a_grid_is_put_together() {
    for name in ["grid.heic", "grid-turned.heic"] {
        let error = difference(&decoded(&fixture(name)).expect(name).coded.to_rgb8(), &grid_scene());
        assert!(error < 4.0, "{name}: {error}");
    }
}

#[test]
fn an_avif_grid_is_refused_with_its_reason() {
    let refusal = decoded(&fixture("grid.avif")).expect_err("is refused");
    assert_eq!(refusal.cause, Cause::Unsupported);
    assert!(refusal.reason.en.contains("grid"), "{}", refusal.reason.en);
}

#[test]
fn turns_are_left_to_the_view() {
    for (name, turn) in [("turned.heic", 8), ("mirrored.heic", 5), ("turned.avif", 7)] {
        let file = fixture(name);
        let pixels = decoded(&file).expect(name);
        let error = difference(&pixels.coded.to_rgb8(), &scene());
        assert!(error < 5.0, "{name} as coded: {error}");
        assert_eq!(orientation(&file), turn, "{name}");
        let (view, _) = view(&pixels, orientation(&file), None);
        assert_eq!(view.dimensions(), (120, 160), "{name}");
    }
}

#[test]
fn a_crop_is_applied_and_the_turn_is_left_to_the_view() {
    let file = fixture("cropped.heic");
    let pixels = decoded(&file).expect("decodes");
    let expected = image::imageops::crop_imm(&scene(), 20, 20, 120, 80).to_image();
    let error = difference(&pixels.coded.to_rgb8(), &expected);
    assert!(error < 4.0, "{error}");
    assert!(pixels.notes[0].en.contains("cropped"), "{:?}", pixels.notes);
    assert_eq!(orientation(&file), 8);
}

/// Real camera files lie outside of the repository.
#[test]
fn camera_heics_decode() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures/provenance");
    for name in ["d16_c2pa-heic.heic", "d64_clean-camera-heic.HEIC"] {
        let Ok(file) = std::fs::read(folder.join(name)) else {
            println!("skipped: {name} is not on this machine");
            continue;
        };
        let pixels = decoded(&file).expect(name);
        let header = container::read(&file, &Limits::default()).header.expect("a header");
        assert_eq!((pixels.coded.width(), pixels.coded.height()), (header.width, header.height), "{name}");
    }
}
