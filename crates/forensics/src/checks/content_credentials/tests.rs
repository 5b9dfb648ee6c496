use catchlight_rendered::{jpeg, jpeg_with_segment, png, png_with_chunk, scene};

use super::*;
use crate::credentials::{
    Action, Code, CodeKind, CredentialReader, Facts, ListKind, Manifest, ReadError, Signer, SoftBinding, TrustList,
};
use crate::{Cancel, Exhibit, Limits, model::NoModels};

const MADE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
const TAKEN: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";

/// A reader that always answers the same.
struct Answers(Result<Reading, ReadError>);

impl CredentialReader for Answers {
    fn read(&self, _bytes: &[u8], _media_type: &str) -> Result<Reading, ReadError> {
        self.0.clone()
    }
}

fn facts() -> Facts {
    Facts {
        integrity: Integrity::Intact,
        signature: Signature::Verified,
        trust: Trust::Listed(ListKind::Current),
        validity: Validity::AtTimeStamp,
    }
}

fn reading(source_type: &str, facts: Facts) -> Reading {
    let manifest = Manifest {
        label: "urn:c2pa:1".to_owned(),
        claim_generator: Some("Camera\u{202e}1".to_owned()),
        signer: Some(Signer {
            organisation: Some("Example Cameras".to_owned()),
            not_after: Some("2025-01-02T03:04:05Z".to_owned()),
            ..Signer::default()
        }),
        actions: vec![Action {
            action: "c2pa.created".to_owned(),
            source_type: Some(source_type.to_owned()),
            ..Action::default()
        }],
        soft_bindings: vec![
            SoftBinding { algorithm: "com.adobe.trustmark.P".to_owned() },
            SoftBinding { algorithm: "com.microsoft.invismark".to_owned() },
        ],
        ..Manifest::default()
    };
    let code = Code {
        code: "signingCredential.untrusted".to_owned(),
        kind: CodeKind::Failure,
        of_ingredient: false,
        about: None,
        explanation: None,
    };
    Reading {
        store: Some(Store { manifests: vec![manifest], active: 0, facts, codes: vec![code] }),
        remote_url: None,
        lists: vec![TrustList { kind: ListKind::Current, dated: Some("2026-08-13".to_owned()), certificates: 30 }],
    }
}

fn examine(bytes: Vec<u8>, answer: Result<Reading, ReadError>) -> Result<Outcome, Stopped> {
    let exhibit = Exhibit::new("picture", bytes);
    let reader = Answers(answer);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default()).with_credentials(&reader);
    ContentCredentials.examine(&specimen, &Context::new(&Cancel::default()))
}

fn photo() -> Vec<u8> {
    jpeg(&scene(64, 48, 1), 85)
}

fn value<'a>(finding: &'a Finding, label: &str) -> Option<&'a Text> {
    finding.details.iter().flat_map(|group| &group.rows).find(|row| row.label.en == label).map(|row| &row.value)
}

/// A manifest store of nothing but its description, as it lies in a PNG chunk.
fn empty_store() -> Vec<u8> {
    let description = [b"\0\0\0\x1ejumd".as_slice(), &[0; 16], &[3], b"c2pa\0"].concat();
    [&(description.len() as u32 + 8).to_be_bytes()[..], b"jumb", &description].concat()
}

#[test]
fn a_vouched_for_capture_points_to_a_camera() {
    let Outcome::Found(finding) = examine(photo(), Ok(reading(TAKEN, facts()))).unwrap() else { unreachable!("sound") };
    assert_eq!(
        (finding.declares, finding.points_to, finding.score),
        (Some(Declaration::Captured), Direction::Camera, None)
    );
    assert_eq!(
        finding.summary.en,
        "Content Credentials signed by “Example Cameras” stated that a camera took the picture; \
         the content was unchanged and the signer was on the C2PA trust list."
    );
    assert_eq!(value(&finding, "Revocation").unwrap().en, "not checked: that needs the network");
    assert_eq!(value(&finding, "Claim made by").unwrap().en, "Camera\u{fffd}1");
    assert!(value(&finding, "com.adobe.trustmark.P").unwrap().en.contains("publishes a decoder"));
    assert!(value(&finding, "com.microsoft.invismark").unwrap().en.contains("cannot be decoded locally"));
    assert!(value(&finding, "Not passed: signingCredential.untrusted").unwrap().zh.contains("不在任何信任列表"));
}

#[test]
fn an_expired_unlisted_signer_over_intact_content_is_said_to_be_that() {
    let facts = Facts { trust: Trust::Unlisted, validity: Validity::ExpiredSince, ..facts() };
    let Outcome::Found(finding) = examine(photo(), Ok(reading(MADE, facts))).unwrap() else { unreachable!("sound") };
    assert_eq!((finding.declares, finding.points_to), (Some(Declaration::Generated), Direction::Ai));
    assert!(finding.summary.en.contains("the content was unchanged, but no trust list vouched for the signer"));
    let certificate = &value(&finding, "4. Certificate").unwrap().en;
    assert!(certificate.starts_with("expired on 2025-01-02T03:04:05Z"), "{certificate}");
    assert!(value(&finding, "1. Content").unwrap().en.starts_with("unchanged since it was signed"));
}

#[test]
fn statements_that_do_not_hold_declare_nothing() {
    for broken in [
        Facts { integrity: Integrity::ContentChanged, ..facts() },
        Facts { integrity: Integrity::StatementsChanged, ..facts() },
        Facts { integrity: Integrity::IntactExceptFor { bytes: 9 }, ..facts() },
        Facts { integrity: Integrity::Unbound, ..facts() },
        Facts { integrity: Integrity::NotVerified, ..facts() },
        Facts { signature: Signature::Mismatch, ..facts() },
        Facts { signature: Signature::Missing, ..facts() },
        Facts { signature: Signature::NotVerified, ..facts() },
    ] {
        let outcome = examine(photo(), Ok(reading(MADE, broken.clone()))).unwrap();
        let Outcome::Inconclusive { finding, .. } = outcome else { panic!("{broken:?}") };
        assert_eq!((finding.declares, finding.points_to), (None, Direction::Neither), "{broken:?}");
        assert!(!finding.summary.en.contains("unchanged,"), "{broken:?}: {}", finding.summary.en);
    }
}

#[test]
fn a_capture_needs_all_four_facts_to_point_to_a_camera() {
    for weaker in [
        Facts { trust: Trust::Unlisted, ..facts() },
        Facts { trust: Trust::Unacceptable, ..facts() },
        Facts { validity: Validity::ExpiredSince, ..facts() },
        Facts { validity: Validity::NotAtTimeStamp, ..facts() },
    ] {
        let Outcome::Found(finding) = examine(photo(), Ok(reading(TAKEN, weaker.clone()))).unwrap() else {
            panic!("{weaker:?}")
        };
        assert_eq!(
            (finding.declares, finding.points_to),
            (Some(Declaration::Captured), Direction::Neither),
            "{weaker:?}"
        );
    }
}

#[test]
fn what_cannot_be_read_has_failed() {
    let broken = Err(ReadError::Malformed("claim CBOR".to_owned()));
    let Err(Stopped::Failed(why)) = examine(photo(), broken.clone()) else { unreachable!("the reader failed") };
    assert_eq!(why.en, "The file could not be looked at for Content Credentials: claim CBOR.");
    let stored = png_with_chunk(&png(&scene(32, 32, 1)), b"caBX", &empty_store());
    let Err(Stopped::Failed(why)) = examine(stored.clone(), broken) else { unreachable!("the reader failed") };
    assert!(why.en.starts_with("Content Credentials were there (caBX JUMBF c2pa, byte "), "{}", why.en);
    // The reader saw nothing, but the structure did.
    assert!(matches!(examine(stored, Ok(Reading::default())), Err(Stopped::Failed(_))));
}

#[test]
fn nothing_is_only_said_where_nothing_is() {
    assert!(matches!(examine(photo(), Ok(Reading::default())), Ok(Outcome::NotFound(_))));
    let odd = jpeg_with_segment(&photo(), 0xeb, b"JP\0\x01\0\0\0\x01no box at all");
    assert!(matches!(examine(odd, Ok(Reading::default())), Ok(Outcome::Inconclusive { .. })));
    let elsewhere = Reading { remote_url: Some("https://example.org/m".to_owned()), ..Reading::default() };
    let Ok(Outcome::Inconclusive { why, .. }) = examine(photo(), Ok(elsewhere)) else { unreachable!("kept elsewhere") };
    assert_eq!(why.zh, "清单保存在 https://example.org/m，未予获取。");
}
