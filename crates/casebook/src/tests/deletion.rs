//! Deleting leaves no byte.

use std::fs;
use std::path::Path;

use catchlight_record::v1::{Note, Remarks};

use super::samples::{AT, Sample, file, finish};
use crate::{Casebook, CasebookError, PhotoId};

/// Bytes that look like no others, so that any run of 16 of them can be looked for.
fn unique(seed: u32, length: usize) -> Vec<u8> {
    let mut state = u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    while bytes.len() < length {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.extend((state >> 24).to_le_bytes().into_iter().take(4));
    }
    bytes
}

/// Letters that stand nowhere else.
fn word(seed: u32) -> String {
    let bytes = unique(seed.wrapping_add(77_000), 40);
    bytes.iter().skip(8).map(|byte| char::from(b'a' + byte % 26)).collect()
}

/// Everything in the files under a folder.
fn everything(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        all.extend(path.file_name().expect("a name").as_encoded_bytes());
        all.extend(if path.is_dir() { everything(&path) } else { fs::read(&path).expect("a file") });
    }
    all
}

/// Every run of 16 bytes of the needle, at all places.
fn holds_some(hay: &std::collections::HashSet<&[u8]>, needle: &[u8]) -> usize {
    needle.windows(16).filter(|run| hay.contains(run)).count()
}

fn filled(casebook: &Casebook, case: &str, from: u32, photos: u32) -> (crate::CaseId, Vec<PhotoId>) {
    let case = casebook.create_case(case, AT).expect("a case");
    let mut ids = Vec::new();
    for number in from..from + photos {
        let name = word(number);
        let mut sample = Sample::with(&word(number + 1_000_000), |report| {
            report.exhibit.name.clone_from(&name);
            report.results.truncate(4);
            report.conclusion.statement.en = word(number + 2_000_000);
        });
        sample.pictures.clear();
        sample.pictures.insert("faces/boxes".to_owned(), unique(number, 3_000 + (number as usize * 977) % 20_000));
        sample.pictures.insert("faces/small".to_owned(), unique(number + 3_000_000, 200));
        let id = casebook.add(case, vec![file(&name)]).expect("added")[0].photo();
        casebook.begin(id).expect("begun");
        finish(casebook, id, &sample);
        let note = Note { text: word(number + 4_000_000), region: None };
        casebook.remark(id, Remarks { notes: vec![note], ..Remarks::none() }).expect("remarked");
        ids.push(id);
    }
    (case, ids)
}

/// What of a photo must not be found any more.
fn traces(number: u32) -> Vec<Vec<u8>> {
    let words =
        [number, number + 1_000_000, number + 2_000_000, number + 4_000_000].map(|seed| word(seed).into_bytes());
    let mut traces = words.to_vec();
    traces.push(unique(number, 3_000 + (number as usize * 977) % 20_000).split_off(8));
    traces.push(unique(number + 3_000_000, 200).split_off(8));
    traces
}

#[test]
fn no_byte_of_deleted_photos_and_cases_remains() {
    let folder = tempfile::tempdir().expect("a folder");
    let casebook = Casebook::open(folder.path()).expect("a casebook");
    let (one, photos) = filled(&casebook, &word(9_000_001), 0, 40);
    let (two, others) = filled(&casebook, &word(9_000_002), 100, 80);
    // Rows grow in the middle of their tables, so that pages are split and rows move between them.
    let numbered: Vec<(u32, PhotoId)> = (0..).zip(photos.clone()).chain((100..).zip(others)).collect();
    for step in 0..6 * numbered.len() {
        let (number, photo) = numbered[step * 17 % numbered.len()];
        let notes = (0..=step / numbered.len() % 2 * 2)
            .map(|note| Note { text: word(number + 4_000_000 + note as u32 * 1_000_000), region: None });
        casebook.remark(photo, Remarks { notes: notes.collect(), ..Remarks::none() }).expect("remarked");
    }
    let bytes = everything(folder.path());
    let runs = bytes.windows(16).collect();
    for trace in traces(7) {
        assert!(holds_some(&runs, &trace) > 0, "what is looked for is there before");
    }
    let removed: Vec<u32> = (0..40).filter(|number| number % 3 == 1).collect();
    for number in &removed {
        casebook.remove(photos[*number as usize], AT).expect("removed");
    }
    casebook.delete_case(two, AT).expect("deleted");
    let removed = removed.into_iter().chain(100..180);
    let looked_through = |when: &str| {
        let bytes = everything(folder.path());
        let runs = bytes.windows(16).collect();
        for number in removed.clone() {
            for (part, trace) in traces(number).into_iter().enumerate() {
                assert_eq!(holds_some(&runs, &trace), 0, "part {part} of photo {number}, {when}");
            }
        }
        assert_eq!(holds_some(&runs, word(9_000_002).as_bytes()), 0);
        for trace in traces(2) {
            assert!(holds_some(&runs, &trace) > 0, "the others are there still");
        }
    };
    looked_through("while it is open");
    casebook.check().expect("whole");
    drop(casebook);
    looked_through("after it was closed");
    let casebook = Casebook::open(folder.path()).expect("the casebook again");
    casebook.delete_case(one, AT).expect("deleted");
    let notes = casebook.deletions().expect("notes");
    assert_eq!(notes.len(), 15);
    assert_eq!((notes[0].whole_case, notes[0].photos, notes[0].reports), (true, 27, 27));
    assert_eq!(notes[0].chains.len(), 27);
    assert!(casebook.cases().expect("read").is_empty());
    assert!(matches!(casebook.delete_case(one, AT), Err(CasebookError::NoCase(_))));
}

#[test]
fn an_original_stays_as_long_as_a_photo_has_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let casebook = Casebook::open(folder.path()).expect("a casebook");
    let sample = Sample::of("shared");
    let photos = ["a", "b"].map(|case| {
        let case = casebook.create_case(case, AT).expect("a case");
        let photo = casebook.add(case, vec![file("1")]).expect("added")[0].photo();
        casebook.begin(photo).expect("begun");
        finish(&casebook, photo, &sample);
        photo
    });
    casebook.remove(photos[0], AT).expect("removed");
    assert_eq!(casebook.original(photos[1]).expect("the file"), sample.original);
    casebook.remove(photos[1], AT).expect("removed");
    let left = everything(&folder.path().join("originals"));
    assert!(!left.windows(6).any(|run| run == b"shared"));
}
