//! Tests over several modules.

mod deletion;
mod samples;

use std::collections::BTreeMap;
use std::fs;

use catchlight_forensics::report::v1::ConclusionKind;

use crate::{Arrival, Casebook, CasebookError, Finished, Identity, Kept, Query, Stage, StageName};
use samples::{AT, PNG, Sample, file, finish};

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
