//! Bytes that look like Content Credentials and are none, and damage of every sort.

use catchlight_credentials::{C2paReader, TrustLists};
use catchlight_forensics::Outcome;
use catchlight_forensics::credentials::CredentialReader as _;
use catchlight_rendered::{jpeg_with_segment, png_with_chunk};

use crate::fixtures::{MADE, created, examine_file, pictures, sign, signer};

fn reader() -> C2paReader {
    C2paReader::new(TrustLists::shipped()).unwrap()
}

#[test]
fn the_letters_c2pa_in_a_picture_or_text_are_no_manifest() {
    let [(_, jpeg), (_, png), _] = &pictures()[..] else { unreachable!("three formats") };
    let mut pixels = catchlight_rendered::scene(64, 64, 1);
    for (pixel, byte) in pixels.iter_mut().zip(b"jumbjumdc2pa\0c2pa.claim".iter().cycle()) {
        *pixel = *byte;
    }
    for file in [
        catchlight_rendered::tiff(&pixels),
        catchlight_rendered::with_comment(jpeg, b"....jumb....jumdc2pa\0"),
        catchlight_rendered::png_with_text(png, "C2PA_SEAL", b"jumbc2pa"),
    ] {
        assert_eq!(reader().read(&file, "").unwrap().store, None);
        assert!(matches!(examine_file(&file, &reader()).unwrap(), Outcome::NotFound(_)));
    }
}

#[test]
fn a_place_for_credentials_that_holds_something_else_is_not_an_empty_one() {
    let [(_, jpeg), (_, png), _] = &pictures()[..] else { unreachable!("three formats") };
    let boxed: &[u8] = b"\0\0\0\x1ejumb\0\0\0\x16jumdc2pa";
    let segment = [b"JP\0\x01\0\0\0\x01".as_slice(), boxed].concat();
    for file in [
        png_with_chunk(png, b"caBX", b"nothing"),
        png_with_chunk(png, b"caBX", boxed),
        jpeg_with_segment(jpeg, 0xeb, &segment),
    ] {
        let outcome = examine_file(&file, &reader());
        assert!(!matches!(outcome, Ok(Outcome::Found(_) | Outcome::NotFound(_))), "{outcome:?}");
    }
}

#[test]
fn damage_anywhere_never_reads_as_a_file_without_credentials() {
    let key = signer();
    for (media_type, picture) in pictures() {
        let signed = sign(media_type, &picture, &created(MADE), &key);
        let start = signed.windows(4).position(|window| window == b"jumb").unwrap();
        for step in 0..120 {
            let mut damaged = signed.clone();
            let at = start + step * 97 % (damaged.len() - start - 1);
            damaged[at] = !damaged[at];
            if let Ok(Outcome::NotFound(_)) = examine_file(&damaged, &reader()) {
                panic!("{media_type}: a change at byte {at} made the credentials invisible");
            }
        }
    }
}
