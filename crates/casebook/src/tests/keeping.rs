//! Opening, keeping and reading.

use std::fs;

use catchlight_record::v1::{Redaction, Remarks};

use super::samples::{AT, PNG, Sample, bytes, file, finish};
use crate::{Arrival, Casebook, CasebookError, Finished, Held, Kept, StageName};

#[test]
fn what_was_finished_is_read_back_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let sample = Sample::of("one");
    let case;
    let photo;
    {
        let casebook = Casebook::open(folder.path()).expect("a casebook");
        case = casebook.create_case("Ōe", AT).expect("a case");
        photo = casebook.add(case, vec![file("one.jpg")]).expect("added")[0].photo();
        assert_eq!(casebook.begin_next(None).expect("the next").expect("a photo").id, photo);
        assert_eq!(finish(&casebook, photo, &sample), Kept::Kept);
    }
    let casebook = Casebook::open(folder.path()).expect("the casebook again");
    casebook.check().expect("whole");
    assert_eq!(casebook.report_json(photo).expect("a report"), serde_json::to_string(&sample.report).expect("JSON"));
    assert_eq!(casebook.report(photo).expect("a report"), sample.report);
    assert_eq!(casebook.record(photo).expect("a record"), sample.record);
    assert_eq!(casebook.picture(photo, "faces/boxes").expect("a picture"), PNG);
    assert_eq!(casebook.thumbnail(photo).expect("a picture"), PNG);
    assert_eq!(casebook.original(photo).expect("the file"), sample.original);
    assert_eq!(casebook.traits(photo).expect("traits").as_deref(), Some("{\"a\":1}"));
    assert!(casebook.next_waiting(None).expect("read").is_none());
    let found = casebook.case(case).expect("the case");
    assert_eq!((found.photos, found.stages[&StageName::Examined]), (1, 1));
    assert_eq!(found.conclusions, [(sample.report.conclusion.kind, 1)]);
}

#[test]
fn threads_share_a_casebook_and_no_photo_is_begun_twice() {
    let casebook = Casebook::keep_nothing().expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let new = (0..40).map(|number| file(&number.to_string())).collect();
    let added = casebook.add(case, new).expect("added");
    let begin = || {
        let next = || casebook.begin_next(None).expect("the next").map(|waiting| waiting.id);
        std::iter::from_fn(next).collect::<Vec<_>>()
    };
    let mut begun = std::thread::scope(|scope| {
        let workers = [scope.spawn(begin), scope.spawn(begin), scope.spawn(begin)];
        workers.into_iter().flat_map(|worker| worker.join().expect("ended")).collect::<Vec<_>>()
    });
    begun.sort();
    assert_eq!(begun, added.into_iter().map(Arrival::photo).collect::<Vec<_>>());
}

#[test]
fn what_was_being_examined_waits_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let photos: Vec<_> = {
        let casebook = Casebook::open(folder.path()).expect("a casebook");
        let case = casebook.create_case("a", AT).expect("a case");
        let arrivals = casebook.add(case, vec![file("1"), file("2"), file("3")]).expect("added");
        casebook.begin_next(Some(case)).expect("the next");
        casebook.begin(arrivals[2].photo()).expect("the third");
        arrivals.into_iter().map(Arrival::photo).collect()
    };
    let casebook = Casebook::open(folder.path()).expect("the casebook again");
    for photo in photos {
        assert_eq!(casebook.begin_next(None).expect("the next").expect("a photo").id, photo);
    }
    assert!(casebook.begin_next(None).expect("read").is_none());
}

#[test]
fn a_second_program_is_told_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = Casebook::open(folder.path()).expect("a casebook");
    assert!(matches!(Casebook::open(folder.path()), Err(CasebookError::InUse(_))));
    first.create_case("a", AT).expect("the first goes on");
    drop(first);
    Casebook::open(folder.path()).expect("free again");
}

#[test]
fn keeping_nothing_writes_nothing() {
    let casebook = Casebook::keep_nothing().expect("a casebook");
    assert_eq!(casebook.folder(), None);
    let case = casebook.create_case("a", AT).expect("a case");
    let photo = casebook.add(case, vec![file("1")]).expect("added")[0].photo();
    casebook.begin(photo).expect("begun");
    let sample = Sample::of("one");
    finish(&casebook, photo, &sample);
    assert_eq!(casebook.original(photo).expect("the file"), sample.original);
    casebook.remove(photo, AT).expect("removed");
    assert!(matches!(casebook.original(photo), Err(CasebookError::NoPhoto(_))));
    casebook.check().expect("whole");
}

#[test]
fn a_file_that_is_no_casebook_of_ours_stays_as_it_is() {
    let whole = tempfile::tempdir().expect("a folder");
    let casebook = Casebook::open(whole.path()).expect("a casebook");
    casebook.create_case("a", AT).expect("a case");
    drop(casebook);
    let whole = fs::read(whole.path().join("casebook.sqlite3")).expect("the database");
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&9_u32.to_be_bytes());
    let mut foreign = whole.clone();
    foreign[68..72].copy_from_slice(&7_u32.to_be_bytes());
    let mut no_version = whole.clone();
    no_version[60..64].copy_from_slice(&0_u32.to_be_bytes());
    no_version[68..72].copy_from_slice(&0_u32.to_be_bytes());
    let cut_off = whole[..whole.len() / 2].to_vec();
    let mut scribbled = whole.clone();
    scribbled[100..4096].fill(0xa5);
    let cases = [
        ("newer", newer),
        ("foreign", foreign),
        ("without a version", no_version),
        ("cut off", cut_off),
        ("scribbled", scribbled),
        ("text", b"not a database, but long enough to have the header of one if it were: ".repeat(9)),
        ("short", b"SQLite format 3\0".to_vec()),
    ];
    for (what, bytes) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("casebook.sqlite3");
        fs::write(&path, &bytes).expect("written");
        let error = Casebook::open(folder.path()).expect_err(what);
        match what {
            "newer" => assert!(matches!(error, CasebookError::Newer { found: 9, .. }), "{what}: {error}"),
            _ => assert!(matches!(error, CasebookError::Damaged(_)), "{what}: {error}"),
        }
        assert_eq!(fs::read(&path).expect("the file"), bytes, "{what}");
        let text = error.text();
        assert!(text.en.ends_with('.') && text.zh.ends_with('。'), "{text:?}");
    }
}

#[test]
fn originals_are_not_swept_away_when_their_database_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let casebook = Casebook::open(folder.path()).expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    casebook.add(case, vec![bytes("1", "one")]).expect("added");
    drop(casebook);
    fs::remove_file(folder.path().join("casebook.sqlite3")).expect("lost");
    for _ in 0..2 {
        assert!(matches!(Casebook::open(folder.path()), Err(CasebookError::Damaged(_))));
    }
    let kept = catchlight_record::bundle::sha256(b"one");
    assert!(folder.path().join("originals").join(&kept[..2]).join(kept).is_file());
}

#[test]
fn files_of_no_photo_are_swept_and_those_of_others_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let casebook = Casebook::open(folder.path()).expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let photo = casebook.add(case, vec![bytes("1", "one")]).expect("added")[0].photo();
    drop(casebook);
    let orphan = "ab".repeat(32);
    let within = folder.path().join("originals/ab");
    fs::create_dir_all(&within).expect("a folder");
    for name in [orphan.as_str(), ".part-x", "notes.txt"] {
        fs::write(within.join(name), b"x").expect("written");
    }
    let casebook = Casebook::open(folder.path()).expect("the casebook");
    let left: Vec<_> = fs::read_dir(&within).expect("read").map(|entry| entry.expect("it").file_name()).collect();
    assert_eq!(left, ["notes.txt"]);
    assert_eq!(casebook.original(photo).expect("the file"), b"one");
}

#[test]
fn a_changed_original_is_not_given_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let casebook = Casebook::open(folder.path()).expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let photo = casebook.add(case, vec![bytes("1", "one")]).expect("added")[0].photo();
    let digest = catchlight_record::bundle::sha256(b"one");
    let path = folder.path().join("originals").join(&digest[..2]).join(digest);
    fs::write(&path, b"two").expect("written");
    assert!(matches!(casebook.original(photo), Err(CasebookError::Changed { .. })));
    fs::remove_file(&path).expect("removed");
    assert!(matches!(casebook.original(photo), Err(CasebookError::Changed { .. })));
}

#[test]
fn what_does_not_belong_together_is_not_kept() {
    let casebook = Casebook::keep_nothing().expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let photo = casebook.add(case, vec![file("1")]).expect("added")[0].photo();
    let (one, two) = (Sample::of("one"), Sample::of("two"));
    let waits = casebook.finish(photo, &one.finished());
    assert!(matches!(waits, Err(CasebookError::Stage { stage: "waiting", .. })));
    casebook.begin(photo).expect("begun");
    let mut without_examination = one.record.clone();
    without_examination.chain.pop();
    let mut broken = one.record.clone();
    broken.chain[1].at.push('Z');
    let mut another_report = one.report.clone();
    another_report.conclusion.weighed += 1;
    let attempts = [
        Finished { original: Some(&two.original), ..one.finished() },
        Finished { record: &two.record, ..one.finished() },
        Finished { record: &without_examination, ..one.finished() },
        Finished { record: &broken, ..one.finished() },
        Finished { report: &another_report, ..one.finished() },
        Finished { traits: Some("{"), ..one.finished() },
    ];
    for attempt in attempts {
        casebook.finish(photo, &attempt).expect_err("refused");
        assert!(matches!(casebook.report_json(photo), Err(CasebookError::Without(_, "report"))));
    }
    assert_eq!(finish(&casebook, photo, &one), Kept::Kept);
    assert!(matches!(casebook.finish(photo, &one.finished()), Err(CasebookError::Stage { stage: "examined", .. })));
    assert!(matches!(casebook.picture(photo, "no/such"), Err(CasebookError::Without(..))));
}

#[test]
fn a_photo_is_kept_once_in_a_case_with_all_its_names() {
    let casebook = Casebook::keep_nothing().expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let other = casebook.create_case("b", AT).expect("a case");
    let added = casebook.add(case, vec![file("1"), file("1"), file("2"), bytes("3", "same")]).expect("added");
    let ids: Vec<_> = added.iter().map(|arrival| arrival.photo()).collect();
    assert_eq!(added[1], Arrival::Duplicate(ids[0]));
    let held: Vec<_> = (0..3).map(|_| casebook.begin_next(None).expect("the next").expect("a photo").held).collect();
    assert!(matches!(held[0], Held::File(_)));
    assert_eq!(held[2], Held::Copy);
    let sample = Sample::of("same");
    assert_eq!(finish(&casebook, ids[3], &sample), Kept::Kept);
    assert_eq!(finish(&casebook, ids[2], &sample), Kept::Duplicate(ids[3]));
    assert_eq!(casebook.photo(ids[3]).expect("it").further_names, ["2"]);
    assert!(matches!(casebook.photo(ids[2]), Err(CasebookError::NoPhoto(_))));
    // Its path is known, too.
    assert_eq!(casebook.add(case, vec![file("2")]).expect("added"), [Arrival::Duplicate(ids[3])]);
    // Another case has photos of its own.
    assert!(matches!(casebook.add(other, vec![bytes("3", "same")]).expect("added")[0], Arrival::Waits(_)));
}

#[test]
fn an_addition_is_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let casebook = Casebook::open(folder.path()).expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let mut wrong = file("2");
    wrong.received_at = "yesterday".to_owned();
    let added = casebook.add(case, vec![bytes("1", "one"), wrong]);
    assert!(matches!(added, Err(CasebookError::Moment(_))));
    assert_eq!(casebook.case(case).expect("the case").photos, 0);
    let digest = catchlight_record::bundle::sha256(b"one");
    assert!(!folder.path().join("originals").join(&digest[..2]).join(digest).exists());
}

#[test]
fn without_originals_only_pasted_photos_are_held_and_only_while_they_wait() {
    let folder = tempfile::tempdir().expect("a folder");
    let casebook = Casebook::open(folder.path()).expect("a casebook");
    assert!(casebook.keeps_originals().expect("read"));
    casebook.keep_originals(false).expect("set");
    drop(casebook);
    let casebook = Casebook::open(folder.path()).expect("the casebook again");
    assert!(!casebook.keeps_originals().expect("read"));
    let case = casebook.create_case("a", AT).expect("a case");
    let photo = casebook.add(case, vec![bytes("1", "one")]).expect("added")[0].photo();
    assert_eq!(casebook.original(photo).expect("the file"), b"one");
    casebook.begin(photo).expect("begun");
    finish(&casebook, photo, &Sample::of("one"));
    assert!(matches!(casebook.original(photo), Err(CasebookError::Without(_, "original"))));
    let digest = catchlight_record::bundle::sha256(b"one");
    assert!(!folder.path().join("originals").join(&digest[..2]).join(digest).exists());
}

#[test]
fn a_chain_only_goes_on() {
    let casebook = Casebook::keep_nothing().expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let photo = casebook.add(case, vec![file("1")]).expect("added")[0].photo();
    casebook.begin(photo).expect("begun");
    finish(&casebook, photo, &Sample::of("one"));
    casebook.remark(photo, Remarks { by: "Ōe".to_owned(), ..Remarks::none() }).expect("remarked");
    let mut record = casebook.record(photo).expect("the record");
    let before = record.chain.clone();
    record.append_remarks(AT).expect("an entry");
    record.append_export(AT, "ab".to_owned(), vec!["html".to_owned()], Redaction::NONE).expect("an entry");
    casebook.keep_chain(photo, record.chain.clone()).expect("kept");
    assert_eq!(casebook.record(photo).expect("the record"), record);
    assert!(matches!(casebook.keep_chain(photo, before), Err(CasebookError::AnotherChain)));
    let mut broken = record.chain.clone();
    broken.push(record.chain[0].clone());
    assert!(matches!(casebook.keep_chain(photo, broken), Err(CasebookError::Chain(_))));
    assert_eq!(casebook.record(photo).expect("the record"), record);
}
