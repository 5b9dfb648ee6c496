use catchlight_rendered::scene;

use super::*;

fn decoded(coded: DynamicImage) -> Result<Pixels, Undecodable> {
    let note = Text { en: "a note".to_owned(), zh: "说明".to_owned() };
    Ok(Pixels { coded, bits_per_sample: 10, notes: vec![note] })
}

fn written(decoded: &Result<Pixels, Undecodable>) -> Vec<u8> {
    let mut written = Vec::new();
    write(&mut written, decoded).expect("an answer");
    written
}

/// An answer with this header and no samples.
fn with_header(header: &str) -> Vec<u8> {
    [&(header.len() as u32).to_le_bytes(), header.as_bytes()].concat()
}

fn nonsense(answer: &[u8], limits: &Limits) -> &'static str {
    match read(answer, limits) {
        Err(Unanswered::Nonsense(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_kind_of_picture_arrives_as_it_was_sent() {
    let scene = DynamicImage::ImageRgb8(scene(31, 17, 3));
    for coded in [
        scene.clone(),
        DynamicImage::ImageRgba8(scene.to_rgba8()),
        DynamicImage::ImageRgb16(scene.to_rgb16()),
        DynamicImage::ImageRgba16(scene.to_rgba16()),
    ] {
        let sent = decoded(coded);
        let arrived = read(written(&sent).as_slice(), &Limits::default()).expect("an answer").expect("a picture");
        let sent = sent.expect("a picture");
        assert_eq!(arrived.coded, sent.coded);
        assert_eq!((arrived.bits_per_sample, arrived.notes), (10, sent.notes));
    }
}

#[test]
fn a_refusal_arrives_with_its_characters_quoted() {
    let reason = Text { en: "turned\u{202e} round".to_owned(), zh: "x".repeat(10_000) };
    let sent = Err(Undecodable { cause: Cause::Unsupported, reason });
    let refusal = read(written(&sent).as_slice(), &Limits::default()).expect("an answer").expect_err("a refusal");
    assert_eq!(refusal.cause, Cause::Unsupported);
    assert_eq!(refusal.reason.en, "turned\u{fffd} round");
    assert_eq!(refusal.reason.zh.chars().count(), MOST_CHARACTERS + 1);
}

#[test]
fn an_answer_that_ends_early_is_none() {
    let whole = written(&decoded(DynamicImage::ImageRgb8(scene(31, 17, 3))));
    for length in [0, 3, 4, 40, whole.len() - 1] {
        assert!(matches!(read(&whole[..length], &Limits::default()), Err(Unanswered::Ended)), "{length}");
    }
}

#[test]
fn lies_are_noticed_before_memory_is_taken() {
    let limits = Limits { pixels: 1000, decoded_bytes: 4000, ..Limits::default() };
    assert_eq!(nonsense(&[0xff; 8], &limits), "a header that is too long");
    assert_eq!(nonsense(&with_header("no JSON"), &limits), "a header that cannot be read");
    let sized = |width: u64, height: u64, samples: &str, bits: u32| {
        with_header(&format!(
            r#"{{"decoded":{{"width":{width},"height":{height},"samples":"{samples}","bits_per_sample":{bits},"notes":[]}}}}"#
        ))
    };
    for (width, height) in [(0, 10), (1001, 1), (u64::from(u32::MAX), u64::from(u32::MAX))] {
        assert_eq!(nonsense(&sized(width, height, "rgb8", 8), &limits), "a size outside the limits");
    }
    // Within the bound of pixels, but not within that of bytes.
    let narrow = Limits { decoded_bytes: 3000, ..limits };
    assert_eq!(nonsense(&sized(1000, 1, "rgba16", 16), &narrow), "a size outside the limits");
    assert_eq!(nonsense(&sized(10, 10, "rgb8", 17), &limits), "a header of wrong values");
    assert_eq!(nonsense(&sized(1 << 33, 1, "rgb8", 8), &limits), "a header that cannot be read");
    // One that tells the truth of a size and sends nothing.
    assert!(matches!(read(sized(10, 10, "rgb8", 8).as_slice(), &limits), Err(Unanswered::Ended)));
}
