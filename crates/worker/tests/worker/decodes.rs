use std::time::{Duration, Instant};

use catchlight_forensics::pixels::{Cause, InThisProcess};
use catchlight_worker::{InOwnProcess, refusal};

use super::*;

/// Every committed picture of these formats.
const PICTURES: [&str; 14] = [
    "alpha.avif",
    "alpha.heic",
    "cropped.heic",
    "deep.avif",
    "deep.heic",
    "grey.avif",
    "grey.heic",
    "grid-turned.heic",
    "grid.heic",
    "lossless.avif",
    "mirrored.heic",
    "odd.heic",
    "still.avif",
    "still.heic",
];

#[test]
fn a_picture_is_the_same_from_its_own_process_as_from_this_one() {
    let (limits, never) = (Limits::default(), Cancel::default());
    for name in PICTURES {
        let bytes = fixture(name);
        let here = decode(&InThisProcess, &bytes, &limits, &never).expect(name);
        let there = decode(&InOwnProcess::of(PROGRAM), &bytes, &limits, &never).expect(name);
        assert_eq!(there.coded, here.coded, "{name}");
        assert_eq!((there.bits_per_sample, there.notes), (here.bits_per_sample, here.notes), "{name}");
    }
}

#[test]
fn a_refusal_is_the_same_too() {
    let (whole, never) = (Limits::default(), Cancel::default());
    let cut = |name: &str, length: usize| fixture(name).get(..length).expect("a longer file").to_vec();
    for (bytes, limits) in [
        (fixture("grid.avif"), whole),
        (fixture("still.avif"), Limits { pixels: 1000, ..whole }),
        (fixture("still.heic"), Limits { decoded_bytes: 1000, ..whole }),
        (cut("still.avif", 400), whole),
        (cut("still.heic", 700), whole),
    ] {
        let here = decode(&InThisProcess, &bytes, &limits, &never).expect_err("a refusal");
        let there = decode(&InOwnProcess::of(PROGRAM), &bytes, &limits, &never).expect_err("a refusal");
        assert_eq!(there, here);
        assert_ne!(there.cause, Cause::Decoder);
    }
}

#[test]
fn many_pictures_are_decoded_at_the_same_time() {
    let bytes = fixture("still.avif");
    let expected = decode(&InThisProcess, &bytes, &Limits::default(), &Cancel::default()).expect("a picture").coded;
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let decoder = InOwnProcess::of(PROGRAM);
                let there = decode(&decoder, &bytes, &Limits::default(), &Cancel::default()).expect("a picture");
                assert_eq!(there.coded, expected);
            });
        }
    });
}

#[test]
fn a_program_that_is_not_there_says_nothing_about_the_file() {
    let decoder = InOwnProcess::of("/nowhere/catchlight");
    let refused = decode(&decoder, &fixture("still.avif"), &Limits::default(), &Cancel::default());
    let refused = refused.expect_err("a refusal");
    assert_eq!((refused.cause, refused.reason), (Cause::Decoder, refusal::NOT_STARTED.into()));
}

#[test]
fn what_was_cancelled_before_is_not_begun() {
    let cancel = Cancel::default();
    cancel.set();
    let start = Instant::now();
    let decoder = InOwnProcess::of("/nowhere/catchlight");
    let refused = decode(&decoder, &fixture("still.avif"), &Limits::default(), &cancel).expect_err("a refusal");
    assert_eq!(refused.reason, refusal::CANCELLED.into());
    assert!(start.elapsed() < Duration::from_secs(1));
}
