use std::collections::BTreeSet;

use catchlight_forensics::report::v1::Via;
use cms::cert::x509::der::{Any, Decode as _, Encode as _, Tag};
use cms::cert::x509::spki::AlgorithmIdentifier;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{EncapsulatedContentInfo, SignedData, SignerInfos};
use der::asn1::{GeneralizedTime, Int, OctetString, SetOfVec};
use der::oid::ObjectIdentifier;
use x509_tsp::{MessageImprint, TspVersion, TstInfo};

use super::*;
use crate::chain::digest;
use crate::v1::{CustodyEvent, Record, Redaction};

const PHOTO: &[u8] = b"the bytes of a photo";

/// A report of the format's own sample, about [`PHOTO`].
fn report() -> serde_json::Value {
    let sample = include_str!("../../../../tests/reports/v1/0.1.0-visible-label.json");
    let mut report: serde_json::Value = serde_json::from_str(sample).expect("a report");
    report["exhibit"]["sha256"] = sha256(PHOTO).into();
    report
}

fn record(report: &serde_json::Value) -> Record {
    let mut record = Record::new(&sha256(PHOTO));
    let received = CustodyEvent::Received { via: Via::Drop, sha256: sha256(PHOTO), bytes: PHOTO.len() as u64 };
    record.append("2026-11-22T10:00:00+08:00", received).expect("an entry");
    record.remarks.by = "A reader".to_owned();
    record.append_remarks("2026-11-22T10:01:00+08:00").expect("an entry");
    let report = digest(report).expect("a digest");
    let forms = vec!["bundle".to_owned()];
    record.append_export("2026-11-22T10:02:00+08:00", report, forms, Redaction::NONE).expect("an entry");
    record
}

fn files() -> Vec<File> {
    let report = report();
    let file = |name: &str, bytes: Vec<u8>| File { name: name.to_owned(), bytes };
    vec![
        file(&original_name("照片 1.jpg"), PHOTO.to_vec()),
        file(RECORD, serde_json::to_vec_pretty(&record(&report)).expect("JSON")),
        file(REPORT, serde_json::to_vec_pretty(&report).expect("JSON")),
        file("report.en.html", b"<!doctype html>".to_vec()),
    ]
}

fn key() -> Key {
    Key::from_secret(&[7; 32])
}

fn bundle() -> Vec<u8> {
    write(&files(), &key()).expect("a bundle")
}

/// A token about a digest, as an authority would make it but for its signature.
fn token(digest: &[u8]) -> Vec<u8> {
    let info = TstInfo {
        version: TspVersion::V1,
        policy: ObjectIdentifier::new_unwrap("1.2.3.4.1"),
        message_imprint: MessageImprint {
            hash_algorithm: AlgorithmIdentifier {
                oid: ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"),
                parameters: None,
            },
            hashed_message: OctetString::new(digest).expect("a digest"),
        },
        serial_number: Int::new(&[4]).expect("a number"),
        gen_time: GeneralizedTime::from_unix_duration(std::time::Duration::from_secs(1_795_000_000)).expect("a time"),
        accuracy: None,
        ordering: false,
        nonce: None,
        tsa: None,
        extensions: None,
    };
    let content = OctetString::new(info.to_der().expect("DER")).expect("a string");
    let signed = SignedData {
        version: CmsVersion::V3,
        digest_algorithms: SetOfVec::new(),
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4"),
            econtent: Some(Any::new(Tag::OctetString, content.as_bytes()).expect("any")),
        },
        certificates: None,
        crls: None,
        signer_infos: SignerInfos(SetOfVec::new()),
    };
    ContentInfo {
        content_type: ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2"),
        content: Any::encode_from(&signed).expect("any"),
    }
    .to_der()
    .expect("DER")
}

fn list_of(bundle: &[u8]) -> Vec<u8> {
    list(bundle).expect("a list")
}

fn broken(verification: &Verification) -> BTreeSet<String> {
    let broken = verification.findings.iter().filter(|finding| finding.outcome == Outcome::Broken);
    broken.map(|finding| finding.subject.clone()).collect()
}

#[test]
fn an_untouched_bundle_holds_in_every_part() {
    let verification = verify(&bundle());
    assert_eq!(broken(&verification), BTreeSet::new());
    assert_eq!(verification.public_key, Some(key().public()));
    assert_eq!(verification.contents.original.as_ref().map(|file| file.bytes.as_slice()), Some(PHOTO));
    assert!(verification.contents.report.is_some() && verification.contents.record.is_some());
    let held = verification.findings.iter().filter(|finding| finding.outcome == Outcome::Holds).count();
    assert_eq!(held, verification.findings.len());
    assert!(held >= 10, "{held}");
    assert_eq!(bundle(), bundle(), "the same content makes the same bytes");
}

/// Every byte of the file, one after the other.
#[test]
fn a_change_of_any_byte_is_found_and_named() {
    let bundle = with_time_stamp(&bundle(), token(&Sha256::digest(list_of(&bundle()))), &key()).expect("a bundle");
    assert!(verify(&bundle).holds());
    for at in 0..bundle.len() {
        let mut changed = bundle.clone();
        changed[at] ^= 1 << (at % 8);
        let verification = verify(&changed);
        assert!(!verification.holds(), "byte {at} of {}", bundle.len());
        assert!(broken(&verification).iter().all(|subject| !subject.is_empty()));
    }
    for length in (0..bundle.len()).step_by(97) {
        assert!(!verify(&bundle[..length]).holds(), "cut to {length}");
    }
}

/// Somebody who packs changed files with their own list and key.
#[test]
fn a_changed_file_is_named_even_in_a_container_made_anew() {
    let names: Vec<String> = files().into_iter().map(|file| file.name).collect();
    for name in names {
        let mut files = container::read(&bundle()).expect("files");
        let file = files.iter_mut().find(|file| file.name == name).expect("the file");
        *file.bytes.last_mut().expect("a byte") ^= 1;
        let verification = verify(&container::write(&files).expect("a container"));
        assert!(broken(&verification).contains(&name), "{name}: {:?}", broken(&verification));
    }
    let mut without = container::read(&bundle()).expect("files");
    without.retain(|file| file.name != "report.en.html");
    assert!(broken(&verify(&container::write(&without).expect("a container"))).contains("report.en.html"));
    let mut with = container::read(&bundle()).expect("files");
    with.push(File { name: "more.txt".to_owned(), bytes: b"more".to_vec() });
    assert!(broken(&verify(&container::write(&with).expect("a container"))).contains("more.txt"));
}

#[test]
fn another_photo_report_or_remark_under_a_valid_signature_is_named() {
    let changed = |name: &str, change: &dyn Fn(&mut serde_json::Value)| {
        let mut files = files();
        let file = files.iter_mut().find(|file| file.name == name).expect("the file");
        let mut value = serde_json::from_slice(&file.bytes).expect("JSON");
        change(&mut value);
        file.bytes = serde_json::to_vec_pretty(&value).expect("JSON");
        broken(&verify(&write(&files, &key()).expect("a bundle")))
    };
    let named = |subject: &str| BTreeSet::from([subject.to_owned()]);
    assert_eq!(changed(REPORT, &|report| report["conclusion"]["title"]["en"] = "Real".into()), named(REPORT));
    assert_eq!(changed(RECORD, &|record| record["remarks"]["by"] = "Another".into()), named("remarks"));
    assert_eq!(changed(RECORD, &|record| record["chain"][0]["at"] = "2025".into()), named("chain of custody"));
    assert_eq!(changed(RECORD, &|record| record["exhibit"] = "00".into()), named(RECORD));
    let mut files = files();
    files[0].bytes.push(0);
    assert_eq!(broken(&verify(&write(&files, &key()).expect("a bundle"))), named(&files[0].name));
}

#[test]
fn a_time_stamp_is_taken_for_its_own_list_only() {
    let stamped = with_time_stamp(&bundle(), token(&Sha256::digest(list_of(&bundle()))), &key()).expect("a bundle");
    let verification = verify(&stamped);
    assert!(verification.holds());
    let said = verification.findings.iter().find(|finding| finding.subject == TIME_STAMP).expect("a finding");
    assert_eq!(said.outcome, Outcome::NotChecked);
    assert!(said.text.en.contains("2026-11-1"), "{}", said.text.en);
    let other = with_time_stamp(&bundle(), token(&[9; 32]), &key());
    assert!(matches!(other, Err(NotMade::TimeStamp(UnusableTimeStamp::OtherFile))), "{other:?}");
    let none = with_time_stamp(&bundle(), b"no token".to_vec(), &key());
    assert!(matches!(none, Err(NotMade::TimeStamp(UnusableTimeStamp::Unreadable))), "{none:?}");
    let anothers = with_time_stamp(&bundle(), token(&[9; 32]), &Key::from_secret(&[8; 32]));
    assert!(matches!(anothers, Err(NotMade::NotOurs)), "{anothers:?}");
}

#[test]
fn a_request_asks_about_the_list() {
    let request = TimeStamp::request(b"list").expect("a request");
    let read = x509_tsp::TimeStampReq::from_der(&request).expect("a request");
    assert_eq!(read.message_imprint.hashed_message.as_bytes(), Sha256::digest(b"list").as_slice());
    assert!(read.cert_req);
}

#[test]
fn names_in_a_bundle_are_harmless() {
    for (name, expected) in [
        ("照片 1.jpg", "original/照片_1.jpg"),
        ("../../etc/passwd", "original/_.._etc_passwd"),
        ("..", "original/file"),
        ("", "original/file"),
        ("a\u{202e}gpj.exe", "original/a_gpj.exe"),
    ] {
        assert_eq!(original_name(name), expected);
    }
    assert!(original_name(&"长".repeat(300)).chars().count() <= 89);
}
