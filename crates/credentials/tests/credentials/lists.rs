//! Trust lists out of a folder: which list vouches, and what happens when a file of it is damaged.

use std::fs;

use catchlight_credentials::{C2paReader, ListError, TrustLists};
use catchlight_forensics::credentials::{CredentialReader as _, ListKind, Trust};
use catchlight_forensics::finding::{Declaration, Direction};

use crate::fixtures::{TAKEN, created, examine_file, finding, pem, pictures, sign, signer};

#[test]
fn the_folder_says_who_is_vouched_for_and_by_which_list() {
    let key = signer();
    let certificates = pem(&key);
    let (own, authority) = (&certificates[0], &certificates[1]);
    let (media_type, picture) = pictures().remove(0);
    let signed = sign(media_type, &picture, &created(TAKEN), &key);
    for (file, content, kind) in [
        ("c2pa/C2PA-TRUST-LIST.pem", authority, ListKind::Current),
        ("interim/anchors.pem", authority, ListKind::Interim),
        ("interim/allowed.pem", own, ListKind::Interim),
        ("user/anchors.pem", authority, ListKind::User),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        fs::write(path.with_file_name("date.txt"), "2026-11-01\n").unwrap();
        let reader = C2paReader::new(TrustLists::with_folder(folder.path()).unwrap()).unwrap();
        let reading = reader.read(&signed, media_type).unwrap();
        assert_eq!(reading.store.unwrap().facts.trust, Trust::Listed(kind), "{file}");
        let list = reading.lists.iter().find(|list| list.kind == kind).unwrap();
        assert_eq!((list.dated.as_deref(), list.certificates), (Some("2026-11-01"), 1), "{file}");
        let outcome = examine_file(&signed, &reader).unwrap();
        assert_eq!(
            (finding(&outcome).declares, finding(&outcome).points_to),
            (Some(Declaration::Captured), Direction::Camera),
            "{file}"
        );
    }
}

#[test]
fn a_stranger_is_not_vouched_for_by_the_list_of_another() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("user")).unwrap();
    fs::write(folder.path().join("user/anchors.pem"), &pem(&signer())[1]).unwrap();
    let reader = C2paReader::new(TrustLists::with_folder(folder.path()).unwrap()).unwrap();
    let (media_type, picture) = pictures().remove(0);
    let signed = sign(media_type, &picture, &created(TAKEN), &signer());
    assert_eq!(reader.read(&signed, media_type).unwrap().store.unwrap().facts.trust, Trust::Unlisted);
}

#[test]
fn an_empty_folder_changes_nothing_and_a_damaged_list_is_not_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let lists = |folder: &std::path::Path| C2paReader::new(TrustLists::with_folder(folder)?);
    let reader = lists(folder.path()).unwrap();
    let described = reader.read(&pictures()[0].1, "image/jpeg").unwrap().lists;
    let of = |kind| described.iter().find(|list| list.kind == kind).unwrap();
    let (current, interim) = (of(ListKind::Current), of(ListKind::Interim));
    assert_eq!(described.len(), 2);
    assert_eq!((current.dated.as_deref(), current.certificates), (Some("2026-08-13"), 30));
    assert_eq!((interim.dated.as_deref(), interim.certificates), (Some("2025-08-28"), 104));
    fs::create_dir(folder.path().join("user")).unwrap();
    fs::write(folder.path().join("user/anchors.pem"), "no certificate").unwrap();
    assert!(matches!(lists(folder.path()), Err(ListError::Empty(_))));
}
