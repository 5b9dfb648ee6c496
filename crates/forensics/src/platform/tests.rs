use super::samsung::tests::with_trailer;
use super::*;
use crate::{Exhibit, Limits, model::NoModels};
use catchlight_rendered::{
    Exif, jpeg, png, png_with_text, scene, webp_lossless, webp_with_chunks, with_comment, with_exif, with_iptc,
    with_xmp,
};

fn delivered(name: &str, bytes: Vec<u8>) -> Delivery {
    let exhibit = Exhibit::new(name, bytes);
    delivery(&Specimen::new(&exhibit, &NoModels, Limits::default()))
}

fn mark_of(bytes: Vec<u8>) -> Option<(Platform, Grade)> {
    delivered("picture", bytes).platform
}

#[test]
fn a_plain_file_is_unknown_and_not_unprocessed() {
    assert_eq!(delivered("picture.jpg", jpeg(&scene(64, 48, 1), 93)), Delivery::default());
}

#[test]
fn marks_are_specific() {
    let picture = || jpeg(&scene(64, 48, 1), 93);
    let software = |software: &str| with_exif(&picture(), &Exif { software: Some(software.into()), ..Exif::default() });
    let comment =
        |comment: &str| with_exif(&picture(), &Exif { user_comment: Some(comment.into()), ..Exif::default() });
    let xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
        <rdf:Description rdf:about='' xmlns:exif='http://ns.adobe.com/exif/1.0/'><exif:UserComment>Screenshot\
        </exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>";
    let canva = "xr:d:DAFoJGFzFKI:4,j:1662224246429722532,t:23070913";
    let cases = [
        (with_iptc(&picture(), &[(2, 40, b"FBMD0a000a6f0100")]), Platform::Meta),
        (software("Google"), Platform::Google),
        (png_with_text(&png(&scene(64, 48, 1)), "Comment", canva.as_bytes()), Platform::Canva),
        (with_comment(&picture(), canva.as_bytes()), Platform::Canva),
        (comment("Picsum ID: 866"), Platform::Picsum),
        (comment("Screenshot"), Platform::AppleScreenshot),
        (with_xmp(&picture(), xmp), Platform::AppleScreenshot),
        (with_trailer(&picture(), &[("Samsung_Capture_Info", b"Screenshot")]), Platform::SamsungScreenshot),
        (png_with_text(&png(&scene(64, 48, 1)), "hf-job-id", b"9f832513"), Platform::HuggingFace),
    ];
    for (file, platform) in cases {
        assert_eq!(mark_of(file), Some((platform, Grade::SpecificMark)));
    }
}

#[test]
fn a_code_in_pixels_or_in_a_caption_is_no_mark() {
    let picture = jpeg(&scene(64, 48, 1), 93);
    assert_eq!(mark_of(with_comment(&picture, b"saved with FBMD01000a840d00")), None);
    assert_eq!(mark_of(with_iptc(&picture, &[(2, 120, b"FBMD01000a840d00")])), None);
    let phone = Exif { software: Some("Google".into()), ..Exif::of_camera() };
    assert_eq!(mark_of(with_exif(&picture, &phone)), None);
}

#[test]
fn patterns_are_compatible_and_stay_silent_beside_camera_fields() {
    let telegram = jpeg(&scene(1280, 720, 1), 87);
    let seen = delivered("picture.jpg", telegram.clone());
    assert_eq!(seen.platform, Some((Platform::Telegram, Grade::CompatiblePattern)));
    assert_eq!(seen.recompressed, Some(Grade::CompatiblePattern));
    assert!(seen.grounds[0].en.contains("was compatible with Telegram"), "{}", seen.grounds[0].en);
    assert_eq!(mark_of(with_exif(&telegram, &Exif::of_camera())), None);
    assert_eq!(mark_of(jpeg(&scene(1279, 720, 1), 87)), None);
    assert_eq!(mark_of(jpeg(&scene(680, 400, 1), 85)), Some((Platform::X, Grade::CompatiblePattern)));
    assert_eq!(mark_of(jpeg(&scene(1080, 1350, 1), 80)), Some((Platform::Instagram, Grade::CompatiblePattern)));
    assert_eq!(mark_of(png(&scene(750, 1334, 1))), Some((Platform::Screenshot, Grade::CompatiblePattern)));
}

#[test]
fn a_lossless_webp_is_not_a_delivery() {
    assert_eq!(mark_of(webp_with_chunks(&webp_lossless(&scene(540, 64, 1)), &[])), None);
}

#[test]
fn a_mark_outweighs_the_name_and_two_patterns_name_nobody() {
    let file = with_iptc(&jpeg(&scene(64, 48, 1), 93), &[(2, 40, b"FBMD01000a840d00")]);
    let seen = delivered("IMG-20240101-WA0001.jpg", file);
    assert_eq!(seen.platform, Some((Platform::Meta, Grade::SpecificMark)));
    assert_eq!(seen.resized, Some(Grade::CompatiblePattern));
    assert_eq!(seen.grounds.len(), 2);
    let seen = delivered("mmexport1482227010527.jpg", jpeg(&scene(680, 400, 1), 85));
    assert_eq!((seen.platform, seen.grounds.len()), (None, 2));
}
